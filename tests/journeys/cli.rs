//! The command `matcher` as an operator types it: what it prints, what it returns, what it leaves behind.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::harness::command::{Ran, fail, matcher, run, succeed};

const OFFERS: &str = "external_id;title;kinds;country;deadlines;amount.max;amount.currency;rolling\n\
    a;Asistencia técnica en agua potable rural;technical-assistance;AR;;;;sí\n\
    b;Fondo de glaciología y recursos hídricos;grant;FR;2099-03-31;60000;EUR;\n\
    c;;grant;FR;03/04/2027;60.000;EUR;\n\
    a;Otra vez la misma;grant;FR;;;;\n";

fn folder() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    (folder, data)
}

fn write(folder: &tempfile::TempDir, name: &str, text: &str) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, text).expect("written");
    path
}

fn import(data: &Path, what: &str, file: &Path) -> Ran {
    run(matcher(data).args(["import", what, "--source", "planilla"]).arg(file))
}

fn answer(data: &Path, arguments: &[&str]) -> Value {
    let text = succeed(matcher(data).args(["match", "--json"]).args(arguments));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

#[test]
fn the_demo_needs_nothing_and_says_the_same_twice() {
    let (_folder, data) = folder();
    let first = succeed(matcher(&data).args(["demo", "--no-serve"]));
    for said in
        ["Datos de demostración", "Por qué", "Coinciden las palabras", "Chile puede postular", "Coyhaique"]
    {
        assert!(first.contains(said), "{said:?} is missing in:\n{first}");
    }
    assert!(first.matches("Necesidad · ").count() >= 4, "{first}");
    let again = succeed(matcher(&data).args(["demo", "--no-serve"]));
    assert_eq!(first, again, "nothing is stored twice");
    let english = succeed(matcher(&data).args(["demo", "--no-serve", "--lang", "en"]));
    assert!(english.contains("Demo data in") && english.contains("may apply"), "{english}");
    let narrow = succeed(matcher(&data).args(["demo", "--no-serve"]).env("COLUMNS", "60"));
    let widest =
        narrow.lines().filter(|line| line.starts_with(['│', '┌'])).map(|line| line.chars().count()).max();
    assert!(widest.is_some_and(|widest| widest <= 60), "{narrow}");
}

#[test]
fn a_port_in_use_is_answered_with_the_flag_that_mends_it() {
    let (_folder, data) = folder();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("an address").to_string();
    for command in ["demo", "serve"] {
        let said = fail(matcher(&data).args([command, "--bind", &address]));
        assert!(said.contains(&address) && said.contains("--bind"), "{said}");
    }
}

#[test]
fn bad_rows_are_told_by_line_and_the_others_go_in() {
    let (folder, data) = folder();
    let file = write(&folder, "ofertas.csv", OFFERS);
    let tried =
        run(matcher(&data).args(["import", "offers", "--dry-run", "--source", "planilla"]).arg(&file));
    assert_eq!(tried.code, Some(1), "{}", tried.stderr);
    assert!(tried.stdout.contains("2 added") && tried.stdout.contains("2 failed"), "{}", tried.stdout);
    assert!(!data.exists(), "a dry run leaves nothing behind");

    let ran = import(&data, "offers", &file);
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    assert!(ran.stdout.contains("2 added") && ran.stdout.contains("2 failed"), "{}", ran.stdout);
    for said in
        ["ofertas.csv:4: ", "/title", "ambiguous-date", "ambiguous-amount", "ofertas.csv:5: ", "duplicate"]
    {
        assert!(ran.stderr.contains(said), "{said:?} is missing in:\n{}", ran.stderr);
    }

    let good = write(&folder, "buenas.csv", &OFFERS.lines().take(3).collect::<Vec<_>>().join("\r\n"));
    let again = import(&data, "offers", &good);
    assert_eq!(again.code, Some(0), "{}", again.stderr);
    assert!(again.stdout.contains("0 added, 0 changed, 2 unchanged, 0 failed"), "{}", again.stdout);
    let changed = write(&folder, "otra.csv", "external_id,title\nb,Fondo de glaciología\n");
    let tried =
        run(matcher(&data).args(["import", "offers", "--dry-run", "--source", "planilla"]).arg(&changed));
    assert!(tried.stdout.contains("0 added, 1 changed"), "{}", tried.stdout);
    assert!(import(&data, "offers", &changed).stdout.contains("1 changed"), "the dry run wrote nothing");
}

#[test]
fn workbooks_and_json_lines_go_in_too() {
    let (folder, data) = folder();
    let book = folder.path().join("necesidades.xlsx");
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    for (column, (name, value)) in
        [("external_id", "n-1"), ("title", "Mejorar el agua potable rural"), ("territory", "11303")]
            .iter()
            .enumerate()
    {
        let column = u16::try_from(column).expect("few columns");
        sheet.write(0, column, *name).expect("written");
        sheet.write(1, column, *value).expect("written");
    }
    workbook.save(&book).expect("saved");
    assert_eq!(import(&data, "needs", &book).code, Some(0));
    let partners = r#"{"external_id": "p", "name": {"es": "Provincia del Chubut"}, "actor": "province", "country": "AR"}"#;
    let ran = import(&data, "partners", &write(&folder, "socios.jsonl", partners));
    assert_eq!((ran.code, ran.stdout.contains("1 added")), (Some(0), true), "{}", ran.stderr);
    let other_region = write(&folder, "lejos.csv", "external_id,title,territory\nx,Agua,13101\n");
    let refused = import(&data, "needs", &other_region);
    assert!(refused.code == Some(1) && refused.stderr.contains("unknown-territory"), "{}", refused.stderr);
}

#[test]
fn files_that_cannot_be_read_leave_nothing_behind() {
    let (folder, data) = folder();
    for (name, text, said) in [
        ("viejo.xls", "x", "save it as .xlsx"),
        ("mal.csv", "external_id,titulo\n1,x\n", "unknown column \"titulo\""),
        ("mal.xlsx", "no es una planilla", "XLSX"),
        ("vacio.csv", "", "the file is empty"),
    ] {
        let file = write(&folder, name, text);
        let ran = import(&data, "offers", &file);
        assert_eq!(ran.code, Some(2), "{name}: {}", ran.stderr);
        assert!(ran.stderr.contains(said) && ran.stderr.contains(name), "{name}: {}", ran.stderr);
    }
    let absent = import(&data, "offers", &folder.path().join("no-existe.csv"));
    assert!(absent.code == Some(2) && absent.stderr.contains("no-existe.csv"), "{}", absent.stderr);
    assert!(!data.exists());
}

#[test]
fn matches_are_asked_for_in_words_or_by_id() {
    let (folder, data) = folder();
    import(&data, "offers", &write(&folder, "ofertas.csv", OFFERS));
    let needs = r#"{"external_id": "n", "title": {"es": "Agua potable para los sectores rurales"}, "territory": "11303"}"#;
    import(&data, "needs", &write(&folder, "necesidades.jsonl", needs));
    let words = ["--text", "agua potable rural", "--territory", "11303", "--kind", "technical-assistance"];
    let found = answer(&data, &words);
    let best = &found["matches"][0];
    assert_eq!(best["record"]["title"]["text"], "Asistencia técnica en agua potable rural");
    assert!(best["reasons"].as_array().is_some_and(|reasons| reasons.len() > 2), "{best}");
    let english = answer(&data, &[&words[..], &["--lang", "en"]].concat());
    assert_ne!(english["matches"][0]["reasons"], best["reasons"]);

    // Both ways: the offer found finds the need stored, and that finds the offer again.
    let offer = best["record"]["id"].as_str().expect("an id");
    let back = answer(&data, &["--offer", offer]);
    let need = back["matches"][0]["record"]["id"].as_str().expect("a need").to_owned();
    assert_eq!(answer(&data, &["--need", &need, "--limit", "1"])["matches"][0]["record"]["id"], offer);
    let table = succeed(matcher(&data).args(["match", "--need", &need]));
    assert!(table.contains("Por qué") && table.contains("+ "), "{table}");
    let asked = ["match", "--text", "rural drinking water", "--territory", "11303", "--explain"];
    let apart = succeed(matcher(&data).args(asked));
    assert!(apart.contains("Aporte") && apart.contains("water → agua"), "{apart}");
    assert!(apart.contains("(es) Asistencia técnica en [agua potable rural]"), "{apart}");
    assert_eq!(answer(&data, &["--need", &need, "--target", "partners"])["matches"], serde_json::json!([]));

    for (arguments, said) in [
        (vec!["--text", "agua", "--territory", "11999"], "11999"),
        (vec!["--text", " "], "--text is empty"),
        (vec!["--need", "need-00000000000000000000000000"], "no need is stored"),
        (vec!["--need", "agua"], "record id"),
        (vec!["--text", "agua", "--kind", "dinero"], "kind of cooperation"),
        (vec!["--text", "agua", "--need", &need], "cannot be used with"),
        (vec!["--need", &need, "--territory", "11101"], "cannot be used with"),
        (vec!["--offer", offer, "--theme", "tourism"], "cannot be used with"),
        (vec!["--text", "agua", "--limit", "0"], "1..=200"),
        (vec!["--text", "agua", "--lang", "fr"], "expected es or en"),
        (vec![], "--text"),
    ] {
        let ran = run(matcher(&data).arg("match").args(&arguments));
        assert_eq!(ran.code, Some(2), "{arguments:?}: {}", ran.stderr);
        assert!(ran.stderr.contains(said), "{arguments:?}: {}", ran.stderr);
    }
}

#[test]
fn a_backup_answers_as_the_store_it_was_taken_of() {
    let (folder, data) = folder();
    import(&data, "offers", &write(&folder, "ofertas.csv", OFFERS));
    let question = ["--text", "glaciología y recursos hídricos"];
    let before = answer(&data, &question);
    assert!(before["matches"].as_array().is_some_and(|matches| !matches.is_empty()));
    let said = succeed(matcher(&data).arg("reindex"));
    assert!(said.contains("2 records indexed"), "{said}");
    assert_eq!(answer(&data, &question), before, "a fresh index answers alike");

    let file = folder.path().join("copia.jsonl.gz");
    assert!(succeed(matcher(&data).arg("backup").arg(&file)).contains("2 records"));
    let kept = std::fs::read(&file).expect("the backup");
    assert!(fail(matcher(&data).arg("backup").arg(&file)).contains("exists already"));
    assert_eq!(std::fs::read(&file).expect("the backup"), kept, "a backup is never written over");
    let fresh = folder.path().join("fresco");
    assert!(succeed(matcher(&fresh).arg("restore").arg(&file)).contains("2 records"));
    assert_eq!(answer(&fresh, &question), before);
    assert!(
        fail(matcher(&fresh).arg("restore").arg(&file)).contains("fresh"),
        "not into a store that holds something"
    );

    let mut bytes = std::fs::read(&file).expect("the backup");
    bytes.truncate(bytes.len() / 2);
    std::fs::write(&file, bytes).expect("cut");
    let empty = folder.path().join("vacio");
    fail(matcher(&empty).arg("restore").arg(&file));
    assert_eq!(answer(&empty, &question)["matches"], serde_json::json!([]), "all of it or nothing");
}

#[test]
fn a_folder_that_holds_nothing_is_not_made_by_looking_into_it() {
    let (_folder, data) = folder();
    let elsewhere = data.with_file_name("copia.jsonl.gz");
    for arguments in [vec!["match", "--text", "agua"], vec!["reindex"], vec!["backup"]] {
        let mut command = matcher(&data);
        command.args(&arguments);
        if arguments == ["backup"] {
            command.arg(&elsewhere);
        }
        let said = fail(&mut command);
        assert!(said.contains("nothing is stored in") && said.contains("--data"), "{arguments:?}: {said}");
    }
    assert!(!data.exists() && !elsewhere.exists());
}

#[test]
fn a_judged_set_is_measured() {
    let (folder, data) = folder();
    let corpus = write(
        &folder,
        "corpus.jsonl",
        "{\"id\": \"d1\", \"title\": \"Glaciares\", \"text\": \"Monitoreo de glaciares patagónicos\", \"lang\": \"es\"}\n\
         {\"id\": \"d2\", \"title\": \"Música\", \"text\": \"Orquestas juveniles\", \"lang\": \"es\"}\n",
    );
    let queries = write(
        &folder,
        "queries.jsonl",
        "{\"id\": \"q1\", \"text\": \"estudio de glaciares\", \"lang\": \"es\"}\n",
    );
    let qrels = write(&folder, "qrels.tsv", "query-id\tcorpus-id\tscore\nq1\td1\t1\n");
    let trec = folder.path().join("run.trec");
    let mut command = matcher(&data);
    command
        .arg("evaluate")
        .arg("--corpus")
        .arg(&corpus)
        .arg("--queries")
        .arg(&queries)
        .arg("--qrels")
        .arg(&qrels);
    let said = succeed(command.arg("--run-out").arg(&trec));
    for figure in ["nDCG@10     1.0000", "MRR@10      1.0000", "Recall@100  1.0000"] {
        assert!(said.contains(figure), "{said}");
    }
    assert!(std::fs::read_to_string(&trec).expect("the run").starts_with("q1 Q0 d1 1 "));
    assert!(!data.exists(), "the data folder is not touched");
    std::fs::remove_file(&qrels).expect("gone");
    assert!(fail(&mut command).contains("qrels.tsv"));
}

#[test]
fn the_whole_score_is_measured_by_what_the_offers_say() {
    let (folder, data) = folder();
    let corpus = write(
        &folder,
        "corpus.jsonl",
        "{\"id\": \"d1\", \"title\": \"Glaciares\", \"text\": \"Becas para nacionales de Chile y Argentina\", \"lang\": \"es\", \"source\": \"a\"}\n\
         {\"id\": \"d2\", \"title\": \"Glaciares\", \"text\": \"Solo para ciudadanos de Noruega\", \"lang\": \"es\", \"source\": \"a\"}\n",
    );
    let queries =
        write(&folder, "queries.jsonl", "{\"id\": \"q1\", \"text\": \"glaciares\", \"lang\": \"es\"}\n");
    let qrels = write(&folder, "qrels.tsv", "query-id\tcorpus-id\tscore\nq1\td1\t1\nq1\td2\t1\n");
    let eligibility = write(&folder, "eligibility.tsv", "query-id\tcorpus-id\tchile\nq1\td1\ty\nq1\td2\tn\n");
    let mut command = matcher(&data);
    command.arg("evaluate").arg("--corpus").arg(&corpus).arg("--queries").arg(&queries);
    command.arg("--qrels").arg(&qrels).arg("--full").arg("--eligibility").arg(&eligibility);
    let said = succeed(command.args(["--today", "2010-01-01"]));
    assert!(said.contains("useful nDCG@10  1.0000"), "{said}");
    assert!(said.contains("n     1     0     0  y     0     1     0"), "{said}");
    assert!(!data.exists(), "the data folder is not touched");
}

#[test]
fn every_set_of_a_folder_is_measured_and_a_bad_one_says_why() {
    let (folder, data) = folder();
    let sets = folder.path().join("sets");
    for set in ["bueno", "malo"] {
        std::fs::create_dir_all(sets.join(set)).expect("a folder");
        let corpus = "{\"id\": \"d1\", \"text\": \"Glacier monitoring\", \"lang\": \"en\"}\nbasura\n";
        std::fs::write(sets.join(set).join("corpus.jsonl"), corpus).expect("written");
        let queries = "{\"id\": \"q1\", \"text\": \"glaciares\", \"lang\": \"es\"}\n";
        std::fs::write(sets.join(set).join("queries.jsonl"), queries).expect("written");
    }
    std::fs::write(sets.join("bueno/qrels.tsv"), "q1\td1\t1\n").expect("written");
    std::fs::write(sets.join("malo/qrels.tsv"), "q1\td1\tbueno\n").expect("written");
    let accepted = write(
        &folder,
        "accepted.json",
        "{\"bueno\": {\"ndcg_at_10\": 0.9, \"mrr_at_10\": 0.9, \"recall_at_100\": 0.9}}",
    );
    let mut command = matcher(&data);
    command.arg("evaluate").arg("--sets").arg(&sets).arg("--accepted").arg(&accepted);
    let ran = run(command.arg("--markdown"));
    assert_eq!(ran.code, Some(1), "one set failed: {}", ran.stderr);
    assert!(
        ran.stdout.contains("| bueno | 1 | 1 | 0.000 | 1.000 | 0.900 | +1.000 (+1.000 to +1.000) |"),
        "{}",
        ran.stdout
    );
    assert!(ran.stdout.contains("1 lines that are not JSON left out"), "{}", ran.stdout);
    assert!(ran.stderr.contains("corpus.jsonl, line 2"), "{}", ran.stderr);
    let bad = ran.stdout.lines().find(|line| line.starts_with("| malo |")).expect("a row");
    assert!(bad.contains("qrels.tsv, line 1"), "{bad}");
    let lone = ["evaluate", "--corpus", "c", "--queries", "q", "--qrels", "j", "--today", "2026-01-01"];
    assert!(fail(matcher(&data).args(lone)).contains("--full"));
    assert!(fail(matcher(&data).arg("evaluate")).contains("--corpus"));
    assert!(!data.exists(), "the data folder is not touched");
}

#[test]
fn totals_are_held_against_judged_pairs() {
    let (folder, data) = folder();
    let offers: String = (0..40)
        .map(|at| {
            let title = if at < 20 { "Monitoreo de glaciares" } else { "Monitoreo de orquestas" };
            format!(
                "{{\"id\": \"d{at}\", \"title\": \"{title}\", \"text\": \"Beca {at}\", \"lang\": \"es\"}}\n"
            )
        })
        .collect();
    let corpus = write(&folder, "corpus.jsonl", &offers);
    let questions = ["q1", "q2"]
        .map(|id| format!("{{\"id\": \"{id}\", \"text\": \"monitoreo de glaciares\", \"lang\": \"es\"}}\n"));
    let queries = write(&folder, "queries.jsonl", &questions.concat());
    let judged: String = (0..80)
        .map(|at| format!("q{}\td{}\t{}\n", at % 2 + 1, at / 2, if at / 2 < 20 { 3 } else { 0 }))
        .collect();
    let qrels = write(&folder, "qrels.tsv", &judged);
    let mut command = matcher(&data);
    command.arg("calibrate").arg("--corpus").arg(&corpus).arg("--queries").arg(&queries);
    let said = succeed(command.arg("--qrels").arg(&qrels).arg("--markdown"));
    assert!(said.contains("80 of 80 judged pairs have a total"), "{said}");
    assert!(said.contains("| 8 | 100 % | 3.00 |") && said.contains("| 8 | 0 % | 0.00 |"), "{said}");
    assert!(said.contains("strong (at least 30 % from there up): 0."), "{said}");
    assert!(said.contains("held out 50 % (40 of 80 pairs)"), "{said}");
    assert!(!data.exists(), "the data folder is not touched");
}

#[test]
fn the_thesaurus_is_exported_checked_tried_and_measured() {
    let (folder, data) = folder();
    let thesaurus = |arguments: &[&str]| {
        let mut command = matcher(&data);
        command.arg("thesaurus").args(arguments);
        command
    };
    let file = folder.path().join("own.ttl");
    let path = file.to_str().expect("a path");
    succeed(&mut thesaurus(&["export", "--out", path]));
    assert!(succeed(&mut thesaurus(&["check", path])).contains("concepts  13"));
    let broken = std::fs::read_to_string(&file).expect("written").replacen(
        "skos:broader",
        "skos:broader :nowhere ,",
        1,
    );
    let broken = write(&folder, "broken.ttl", &broken);
    let said = fail(&mut thesaurus(&["check", broken.to_str().expect("a path")]));
    assert!(
        said.contains("broken.ttl:") && said.contains("stands under nowhere, which is unknown"),
        "{said}"
    );
    assert!(fail(&mut thesaurus(&["check", "no-such.ttl"])).contains("no-such.ttl"));

    let text = "Monitoreo de glaciares y agua potable rural";
    let found =
        succeed(&mut thesaurus(&["find", text, "--lang", "es", "--reader", "en", "--vocabulary", path]));
    assert!(found.contains("glaciers\tglaciers\tenvironment"), "{found}");
    assert!(found.contains("agua potable rural\trural-drinking-water\trural drinking water"), "{found}");
    let said = fail(&mut thesaurus(&["find", "2026"]));
    assert!(said.contains("--lang"), "{said}");

    let records =
        "{\"title\": {\"es\": \"Agua potable rural\"}}\n\n{\"title\": \"Zzz yyy\", \"lang\": \"es\"}\n";
    let records = write(&folder, "records.jsonl", records);
    let measured = succeed(thesaurus(&["coverage", "--sample", "3", "--bare", "3"]).arg(&records));
    for said in ["es          2           50.0%", "rural-drinking-water: [Agua potable rural]", "Zzz yyy"] {
        assert!(measured.contains(said), "{said:?} is missing in:\n{measured}");
    }
    let said = fail(thesaurus(&["coverage"]).arg(write(&folder, "bad.jsonl", "{\n")));
    assert!(said.contains("bad.jsonl:1:"), "{said}");
    assert!(!data.exists(), "nothing of this needs a data folder");
}

#[test]
fn the_description_of_the_api_is_printed_without_a_data_folder() {
    let (_folder, data) = folder();
    let printed = succeed(matcher(&data).arg("openapi"));
    assert_eq!(printed, matcher_api::openapi::pretty().expect("the document"));
    assert!(!data.exists());
}

#[test]
fn what_cannot_be_asked_is_answered_with_what_can() {
    let (folder, data) = folder();
    import(&data, "offers", &write(&folder, "ofertas.csv", OFFERS));
    for (arguments, said) in [
        (vec!["imprt"], "import"),
        (vec!["import", "ofertas", "x.csv"], "offers"),
        (vec!["import", "offers", "x.csv", "--source", "Mi Planilla"], "eu-portal"),
        (vec!["serve", "--bind", "nowhere"], "--bind"),
        (vec!["match", "--text", "agua", "--profile", "narnia"], "aysen"),
        (vec!["reindex", "--database-url", "mysql://x"], "sqlite"),
        (vec![], "Usage"),
    ] {
        let ran = run(matcher(&data).args(&arguments));
        assert_eq!(ran.code, Some(2), "{arguments:?}: {}", ran.stderr);
        assert!(ran.stderr.contains(said), "{arguments:?}: {}", ran.stderr);
    }
    assert!(succeed(matcher(&data).arg("--help")).contains("matcher demo"));
    assert!(succeed(matcher(&data).args(["import", "--help"])).contains("Examples:"));
    assert!(succeed(matcher(&data).args(["completions", "bash"])).contains("_matcher"));
}
