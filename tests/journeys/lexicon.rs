//! `matcher lexicon` as an operator types it: look into the shipped tables, add words of one's own, use the result.

use std::path::PathBuf;

use crate::harness::command::{fail, matcher, run, succeed};

const OWN: &str = "es\ten\nhuemul\thuemul deer\nciervo\tdeer\nestepa\tsteppe\n";

#[test]
fn words_are_shown_with_what_they_stand_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let shown =
        |arguments: &[&str]| succeed(matcher(folder.path()).args(["lexicon", "show"]).args(arguments));
    let spanish = shown(&["glaciares", "--from", "es", "--to", "en"]);
    for said in ["glaciares (es:glaci)", "en  glacier", "█", "raíces"] {
        assert!(spanish.contains(said), "{said:?} is missing in:\n{spanish}");
    }
    assert!(!spanish.contains("  fr  "), "only English was asked for:\n{spanish}");
    let phrase = shown(&["adultos mayores", "--from", "es", "--to", "en"]);
    for said in ["adultos mayores (es:adult es:mayor)", "en  older peopl", "mayores (es:mayor)", "frases"] {
        assert!(phrase.contains(said), "{said:?} is missing in:\n{phrase}");
    }
    let english = shown(&["l'eau xyzzy", "--from", "fr", "--lang", "en"]);
    assert!(english.contains("es  agu") && english.contains("does not translate it"), "{english}");
    assert!(shown(&["de la", "--from", "es"]).contains("ninguna palabra"));
    assert!(!folder.path().join("matcher.sqlite3").exists(), "no store is made for a look");
    let said = fail(matcher(folder.path()).args(["lexicon", "show", "agua", "--from", "it"]));
    assert!(said.contains("es, en, fr, pt or de"), "{said}");
}

#[test]
fn own_words_are_added_and_the_program_serves_with_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let (own, out) = (folder.path().join("propias.tsv"), folder.path().join("lexico.bin"));
    std::fs::write(&own, OWN).expect("written");
    let said = succeed(matcher(folder.path()).args(["lexicon", "extend"]).arg(&own).arg("--out").arg(&out));
    assert!(said.contains("lexico.bin") && said.contains("digest"), "{said}");
    let show = |word: &str| {
        let mut command = matcher(folder.path());
        command.args(["lexicon", "show", word, "--from", "es", "--to", "en"]).env("MATCHER_LEXICON", &out);
        succeed(&mut command)
    };
    assert!(show("huemul").contains("en  huemul"), "{}", show("huemul"));
    assert!(show("agua").contains("en  water"), "the shipped words are still there");
    let offer = folder.path().join("oferta.csv");
    std::fs::write(&offer, "external_id,title\na,Rural water\n").expect("written");
    succeed(matcher(folder.path()).args(["import", "offers", "--source", "planilla"]).arg(&offer));
    let matched = run(matcher(folder.path()).args(["match", "--text", "agua", "--lexicon"]).arg(&out));
    assert_eq!(matched.code, Some(0), "{}", matched.stderr);

    let bytes = std::fs::read(&out).expect("the lexicon");
    std::fs::write(&out, &bytes[..bytes.len() / 2]).expect("cut");
    for arguments in [&["lexicon", "show", "agua", "--from", "es"][..], &["match", "--text", "agua"]] {
        let said = fail(matcher(folder.path()).args(arguments).env("MATCHER_LEXICON", &out));
        assert!(said.contains("lexico.bin") && said.contains("damaged"), "{said}");
    }
    let said = fail(matcher(folder.path()).args(["lexicon", "extend", "no.tsv", "--out"]).arg(&out));
    assert!(said.contains("no.tsv"), "{said}");
}

#[test]
fn the_same_vocabularies_give_the_same_bytes() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).expect("written");
        path
    };
    let (own, credits) = (write("propias.tsv", OWN), write("fuentes.txt", "Glosario de la región"));
    let skos = write(
        "agua.ttl",
        "<urn:agua> <http://www.w3.org/2004/02/skos/core#prefLabel> \"agua\"@es , \"water\"@en .\n",
    );
    let trained = |files: [&PathBuf; 2], out: &str| {
        let out = folder.path().join(out);
        let mut command = matcher(folder.path());
        command.args(["lexicon", "train", "--vocabulary"]).args(files);
        succeed(command.arg("--credits").arg(&credits).arg("--out").arg(&out));
        std::fs::read(&out).expect("the lexicon")
    };
    let bytes = trained([&own, &skos], "uno.bin");
    assert_eq!(bytes, trained([&skos, &own], "otro.bin"));
    assert!(
        String::from_utf8_lossy(&bytes).ends_with("Glosario de la región"),
        "the sources are kept in the file"
    );

    let bad = write("mala.tsv", "es\ten\nagua\twater\tagua\n");
    let said = fail(
        matcher(folder.path()).args(["lexicon", "train", "--vocabulary"]).arg(&bad).args(["--out", "no.bin"]),
    );
    assert!(said.contains("mala.tsv, line 2") && said.contains("tab"), "{said}");
    assert!(!folder.path().join("no.bin").exists());
}
