//! Two collectors of one portal, read as two sources: their calls are shown once, a person's word on them outlives the next
//! harvest and a fresh index, and nothing of either is lost. All by command.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::harness::command::{fail, matcher, program, succeed};
use crate::harness::{root, shared};

/// The shipped source of the portal, as one that reads this collector only.
fn collector(folder: &Path, id: &str, files: &str) -> PathBuf {
    let shipped = root().join("matcher-harvest/sources/eu-portal.toml");
    let text = std::fs::read_to_string(shipped).expect("the shipped source");
    let lines = text.lines().map(|line| match line.split_once('=').map(|(key, _)| key.trim()) {
        Some("id") => format!("id = {id:?}"),
        Some("replay") => format!("replay = [{files:?}]"),
        _ => line.to_owned(),
    });
    let path = folder.join(format!("{id}.toml"));
    std::fs::write(&path, lines.collect::<Vec<_>>().join("\n")).expect("written");
    path
}

fn read(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

#[test]
fn two_collectors_of_one_portal_are_shown_as_one() {
    let Some(shared) = shared() else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let sources = [
        collector(folder.path(), "bulk", "eu_portal/cordisdata_open_calls*.jsonl.gz"),
        collector(folder.path(), "daily", "eu_portal/nivard_eu_grants_feed*.json"),
    ];
    let harvest = |format: &str, more: &[&str]| {
        let mut command = program("matcher-harvest");
        command.args(["run", "--format", format, "--replay"]).arg(shared.join("corpus"));
        for source in &sources {
            command.arg("--source").arg(source);
        }
        succeed(command.args(more).env("MATCHER_DATA", &data))
    };
    let report = read(&harvest("json", &[]));
    let (clusters, joined) = (&report["duplicates"]["clusters"], &report["duplicates"]["joined"]);
    let clusters = clusters.as_u64().expect("a count");
    let added: u64 =
        report["sources"].as_array().expect("sources").iter().filter_map(|one| one["added"].as_u64()).sum();
    // What the two collectors hold of the same topics, and hardly anything beside.
    assert!(clusters > 300, "{report:#}");
    assert!(joined.as_u64().is_some_and(|joined| joined >= 2 * clusters && joined <= added), "{report:#}");

    let list = |arguments: &[&str]| succeed(matcher(&data).args(["duplicates", "list"]).args(arguments));
    let listed = list(&["--limit", "10000"]);
    assert!(listed.contains(&format!("{clusters} ofertas con varios registros")), "{listed}");

    // A question finds each once, with a link to the other record.
    let question =
        ["match", "--json", "--text", "climate adaptation of coastal communities", "--limit", "50"];
    let answer = read(&succeed(matcher(&data).args(question)));
    let matches = answer["matches"].as_array().expect("matches");
    let double = matches.iter().find(|found| found["also_published_by"].is_array()).expect("a call of both");
    let also = &double["also_published_by"][0];
    let other = also["id"].as_str().expect("an id");
    assert_ne!(also["source"], double["record"]["source"]);
    assert!(matches.iter().all(|found| found["record"]["id"] != other), "the other is not shown beside it");
    let shown = double["record"]["id"].as_str().expect("an id");
    let table = succeed(matcher(&data).args(["match", "--text", question[3], "--limit", "50"]));
    assert!(table.contains("También publicada por"), "{table}");

    // A person splits them: remembered through a harvest that brings the same, and a fresh index.
    let why = ["--because", "Son dos llamados", "--by", "urai"];
    let split = succeed(matcher(&data).args(["duplicates", "split", shown, other]).args(why));
    assert!(split.contains("son ofertas distintas") && split.contains("staff:urai"), "{split}");
    let again = harvest("table", &[]);
    assert!(again.contains("duplicates: 0 new clusters, 0 records joined, 0 pairs"), "{again}");
    succeed(matcher(&data).arg("reindex"));
    let told = fail(matcher(&data).args(["duplicates", "show", other]));
    assert!(told.contains("no comparte oferta"), "{told}");
    let answer = read(&succeed(matcher(&data).args(question)));
    let records: Vec<&Value> =
        answer["matches"].as_array().expect("matches").iter().map(|found| &found["record"]["id"]).collect();
    assert!(
        records.contains(&&Value::from(shown)) && records.contains(&&Value::from(other)),
        "both stand alone"
    );
    let refused = fail(matcher(&data).args(["duplicates", "merge", shown, other]).args(why));
    assert!(refused.contains("contradicts"), "{refused}");

    // Taken back, they are one again; the backup carries it all.
    let number: String =
        split.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    let undone = succeed(matcher(&data).args(["duplicates", "undo", &number, "--because", "Era el mismo"]));
    assert!(undone.contains("sin efecto"), "{undone}");
    let whole = succeed(matcher(&data).args(["duplicates", "show", other]));
    assert!(
        whole.contains(shown) && whole.contains("identificador coincide") && whole.contains("sin efecto"),
        "{whole}"
    );
    let backup = folder.path().join("backup.gz");
    succeed(matcher(&data).arg("backup").arg(&backup));
    let restored = folder.path().join("restored");
    succeed(matcher(&restored).arg("restore").arg(&backup));
    let listed = list(&["--limit", "10000"]);
    let after = succeed(matcher(&restored).args(["duplicates", "list", "--limit", "10000"]));
    assert_eq!(after, listed);
    assert!(list(&["--judgements"]).contains("Era el mismo"));
    assert!(harvest("markdown", &["--due"]).contains("duplicates: 0 new clusters"));
}
