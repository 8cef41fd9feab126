//! `matcher thesaurus` as a curator types it: try a text, take the whole out, mend it, be told of what is wrong.

use crate::harness::command::{fail, matcher, succeed};

#[test]
fn a_text_is_shown_with_the_subjects_it_names() {
    let folder = tempfile::tempdir().expect("a folder");
    let found =
        |arguments: &[&str]| succeed(matcher(folder.path()).args(["thesaurus", "find"]).args(arguments));
    let spanish = found(&["monitoreo de glaciares y agua potable rural", "--lang", "es", "--reader", "en"]);
    assert!(spanish.contains("glaciares\tglaciers\tglaciers\tenvironment"), "{spanish}");
    assert!(spanish.contains("agua potable rural\trural-drinking-water\trural drinking water"), "{spanish}");
    let english = found(&["training of rural school teachers in remote villages"]);
    assert!(english.contains("educa"), "the language is found, and the names are Spanish:\n{english}");
    assert!(found(&["Fulano de Tal", "--lang", "es"]).contains("no concept found"));

    let find = |arguments: &[&str]| fail(matcher(folder.path()).args(["thesaurus", "find"]).args(arguments));
    assert!(find(&["agua", "--lang", "xx"]).contains("es, en, fr, pt or de"));
    assert!(find(&["???"]).contains("--lang"), "an unclear language is asked for");
}

#[test]
fn what_is_taken_out_can_be_checked_and_used_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("materias.ttl");
    succeed(matcher(folder.path()).args(["thesaurus", "export", "--out"]).arg(&file));
    let checked = succeed(matcher(folder.path()).args(["thesaurus", "check"]).arg(&file));
    let shipped = checked.lines().find(|line| line.starts_with("digest")).expect("a digest").to_owned();

    let turtle = std::fs::read_to_string(&file).expect("the export");
    let added = "\n:huemul-conservation a skos:Concept ; skos:broader :environment ; skos:prefLabel \
                 \"conservación del huemul\"@es , \"huemul conservation\"@en , \"conservation du huemul\"@fr , \
                 \"conservação do huemul\"@pt .\n";
    std::fs::write(&file, turtle.clone() + added).expect("written");
    let checked = succeed(matcher(folder.path()).args(["thesaurus", "check"]).arg(&file));
    assert!(!checked.contains(&shipped), "another vocabulary has another digest:\n{checked}");
    let mut find = matcher(folder.path());
    find.args(["thesaurus", "find", "conservación del huemul", "--lang", "es", "--vocabulary"]).arg(&file);
    assert!(succeed(&mut find).contains("huemul-conservation"));

    let broken = [
        ("\n:environment skos:broader :huemul-conservation .\n", "environment"),
        ("\n:lost a skos:Concept ; skos:broader :nowhere .\n", "nowhere"),
        ("\nhola .\n", "not Turtle"),
    ];
    for (fault, named) in broken {
        std::fs::write(&file, turtle.clone() + added + fault).expect("written");
        let said = fail(matcher(folder.path()).args(["thesaurus", "check"]).arg(&file));
        assert!(said.contains("materias.ttl:") && said.contains(named), "{fault:?} gave:\n{said}");
    }
}

const OWN: &str = "@prefix : <urn:matcher:concept:> .\n\
    @prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n\
    :huemul-conservation a skos:Concept ; skos:broader :environment ;\n  \
    skos:prefLabel \"conservación del huemul\"@es , \"huemul conservation\"@en , \"conservation du huemul\"@fr ,\n    \
    \"conservação do huemul\"@pt ; skos:altLabel \"south Andean deer\"@en .\n\
    :glaciers skos:altLabel \"ventisqueros colgantes\"@es .\n";

#[test]
fn a_deployment_serves_with_subjects_of_its_own() {
    let folder = tempfile::tempdir().expect("a folder");
    let (data, own) = (folder.path().join("data"), folder.path().join("region.ttl"));
    std::fs::write(&own, OWN).expect("written");
    let checked = succeed(matcher(&data).args(["thesaurus", "check", "--on-top"]).arg(&own));
    assert!(checked.contains("concepts  1328"), "one more than ship:\n{checked}");
    let offers = folder.path().join("offers.jsonl");
    let offer = r#"{"external_id":"a","title":{"en":"Fund for the south Andean deer"},"country":"DE"}"#;
    std::fs::write(&offers, offer).expect("written");
    succeed(matcher(&data).args(["import", "offers", "--source", "planilla"]).arg(&offers));

    let asked = |with_own: bool| {
        let mut command = matcher(&data);
        let text = ["match", "--json", "--text", "Conservación del huemul", "--territory", "11303"];
        command.args(text);
        if with_own {
            command.env("MATCHER_THESAURUS", &own);
        }
        succeed(&mut command)
    };
    assert!(!asked(false).contains("huemul-conservation"), "the shipped thesaurus does not know it");
    let found = asked(true);
    assert!(found.contains("huemul-conservation"), "the index is made anew with it: {found}");

    std::fs::write(&own, format!("{OWN}:lost a skos:Concept ; skos:broader :nowhere .\n")).expect("written");
    let said = fail(matcher(&data).args(["match", "--text", "agua", "--thesaurus"]).arg(&own));
    assert!(said.contains("region.ttl:") && said.contains("nowhere"), "{said}");
    let said = fail(matcher(&data).args(["match", "--text", "agua", "--thesaurus", "absent.ttl"]));
    assert!(said.contains("absent.ttl"), "{said}");
}
