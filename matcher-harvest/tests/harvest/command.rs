//! The command as a user meets it: output, exit codes, help.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use matcher_core::model::{Draft, Offer};
use serde_json::Value;

use crate::support::{root, sample};

fn harvest(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_matcher-harvest"))
        .args(args)
        .current_dir(root())
        .env_remove("MATCHER_DATABASE_URL")
        .env_remove("MATCHER_DATA")
        .env_remove("MATCHER_HARVEST_CONTACT")
        .stdin(Stdio::null())
        .output()
        .expect("the command")
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn file(name: &str) -> String {
    sample(name).display().to_string()
}

#[test]
fn preview_prints_what_an_import_accepts() {
    let output = harvest(&["preview", "--adapter", "eu_portal", "--from", &file("eu_daily.json")]);
    assert_eq!(output.status.code(), Some(1), "one record is rejected: {}", err(&output));
    let lines: Vec<Value> =
        out(&output).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(lines.len(), 6);
    for line in lines {
        Draft::<Offer>::from_json(line, None, None).expect("an importable draft");
    }
    let problems = err(&output);
    assert!(
        problems.lines().any(|line| line.starts_with("error: record 7:") && line.ends_with("(missing-id)"))
    );
    assert!(problems.lines().last().is_some_and(|line| line.starts_with("6 offers; 1 records rejected")));
}

#[test]
fn preview_without_rejections_ends_well_and_reads_standard_input() {
    let output =
        harvest(&["preview", "--adapter", "feed", "--from", &file("atom.xml"), "--source", "funding-finder"]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert!(out(&output).contains("\"source\":\"funding-finder\""));
    let child = Command::new(env!("CARGO_BIN_EXE_matcher-harvest"))
        .args(["preview", "--adapter", "feed", "--from", "-"])
        .stdin(std::fs::File::open(sample("rss091.xml")).expect("a sample"))
        .output()
        .expect("the command");
    assert_eq!(child.status.code(), Some(0), "{}", err(&child));
    assert!(out(&child).contains("\"pt\":\"Edital de intercâmbio"), "{}", out(&child));
}

#[test]
fn nothing_usable_ends_with_two_and_the_reason() {
    let page = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(page.path(), "<html><title>Sitio en mantenimiento</title></html>").expect("a file");
    let page = page.path().display().to_string();
    for (args, reason) in [
        (["preview", "--adapter", "eu_portal", "--from", page.as_str()], "HTML page"),
        (["preview", "--adapter", "feed", "--from", "no/such/file.xml"], "cannot read no/such/file.xml"),
        (["preview", "--adapter", "telex", "--from", "x"], "known adapters: "),
        (["preview", "--adapter", "feed", "--from", "http://127.0.0.1:9/feed"], "private network"),
        (["run", "--replay", "no/such/folder", "--source", "nowhere"], "no shipped source is called"),
    ] {
        let output = harvest(&args);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {}", err(&output));
        assert!(err(&output).contains(reason), "{args:?}: {}", err(&output));
        assert_eq!(out(&output), "", "{args:?}");
    }
}

fn replay_folder() -> tempfile::TempDir {
    let folder = tempfile::TempDir::new().expect("a folder");
    for (from, to) in [
        ("grants_gov.json", "grantsgov/search2_sample.json"),
        ("rss2_latin1.xml", "feeds/boa_aragon_sample.rss"),
        ("rss2.xml", "feeds/isoc_opportunities.rss"),
    ] {
        let to = folder.path().join(to);
        std::fs::create_dir_all(to.parent().unwrap_or(Path::new("."))).expect("a folder");
        std::fs::copy(sample(from), to).expect("a copy");
    }
    folder
}

#[test]
fn run_replays_what_is_recorded_and_says_what_it_did() {
    let (replay, data) = (replay_folder(), tempfile::TempDir::new().expect("a folder"));
    let (replay, data) = (replay.path().display().to_string(), data.path().join("new").display().to_string());
    let first = harvest(&["run", "--replay", &replay, "--data", &data]);
    assert_eq!(first.status.code(), Some(0), "rejected records stand in the report: {}", err(&first));
    let table = out(&first);
    for source in ["grants-gov", "isoc"] {
        assert!(table.contains(source), "{table}");
    }
    assert!(!table.contains("boa-aragon"), "a source that is not enabled runs when it is named: {table}");
    assert!(!table.contains("eu-portal"), "it has no recording: {table}");
    assert!(table.contains("store at position 6"), "3 + 3 records: {table}");

    let second = harvest(&["run", "--replay", &replay, "--data", &data, "--json"]);
    let report: Value = serde_json::from_slice(&second.stdout).expect("JSON");
    assert_eq!(report["sequence"], 6, "{report}");
    let unchanged: u64 = report["sources"]
        .as_array()
        .map_or(0, |sources| sources.iter().filter_map(|source| source["unchanged"].as_u64()).sum());
    assert_eq!(unchanged, 6);
}

#[test]
fn a_named_source_without_recording_fails_and_the_others_go_on() {
    let (replay, data) = (replay_folder(), tempfile::TempDir::new().expect("a folder"));
    let (replay, data) = (replay.path().display().to_string(), data.path().display().to_string());
    let output = harvest(&[
        "run",
        "--replay",
        &replay,
        "--data",
        &data,
        "--source",
        "eu-portal",
        "--source",
        "boa-aragon",
    ]);
    assert_eq!(output.status.code(), Some(1), "{}", err(&output));
    assert!(
        out(&output).contains("no-recording") && out(&output).contains("store at position 2"),
        "{}",
        out(&output)
    );
}

#[test]
fn a_run_in_which_every_source_fails_has_done_nothing() {
    let (replay, data) = (replay_folder(), tempfile::TempDir::new().expect("a folder"));
    let replay = replay.path().display().to_string();
    let folder = data.path().display().to_string();
    let output = harvest(&["run", "--replay", &replay, "--data", &folder, "--source", "eu-portal"]);
    assert_eq!(output.status.code(), Some(2), "{}", err(&output));

    let file = data.path().join("a-file");
    std::fs::write(&file, "not a folder").expect("a file");
    let file = file.display().to_string();
    let output = harvest(&["run", "--replay", &replay, "--data", &file]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("data folder"), "{}", err(&output));
    let store = Path::new(&folder).join("matcher.sqlite3");
    std::fs::write(&store, "not a database, but long enough to be looked at as one").expect("a file");
    for side in ["matcher.sqlite3-wal", "matcher.sqlite3-shm"] {
        let _ = std::fs::remove_file(Path::new(&folder).join(side));
    }
    let output = harvest(&["run", "--replay", &replay, "--data", &folder]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("the store cannot be used"), "{}", err(&output));
}

#[test]
fn only_what_is_due_is_read_and_a_killed_or_failed_source_is_due_again() {
    let (replay, data) = (replay_folder(), tempfile::TempDir::new().expect("a folder"));
    let (folder, data) = (replay.path().display().to_string(), data.path().display().to_string());
    let run = |more: &[&str]| {
        let mut args = vec!["run", "--due", "--json", "--replay", &folder, "--data", &data];
        args.extend_from_slice(more);
        let output = harvest(&args);
        let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        let read = report["sources"].as_array().expect("sources").iter();
        let read: Vec<String> =
            read.map(|source| source["source"].as_str().unwrap_or("").to_owned()).collect();
        (output.status.code(), read)
    };
    let portal = ["--source", "isoc", "--source", "eu-portal", "--source", "isoc"];
    assert_eq!(run(&portal), (Some(1), vec!["isoc".to_owned(), "eu-portal".to_owned()]), "one failed");
    assert_eq!(run(&portal), (Some(2), vec!["eu-portal".to_owned()]), "it is due again, and fails again");
    assert_eq!(run(&[]), (Some(0), vec!["grants-gov".to_owned()]));
    assert_eq!(run(&[]), (Some(0), Vec::new()), "nothing is due, and that is well");
}

#[test]
fn reports_come_as_table_json_and_markdown() {
    let (replay, data) = (replay_folder(), tempfile::TempDir::new().expect("a folder"));
    let (folder, data) = (replay.path().display().to_string(), data.path().display().to_string());
    let run = |format: &str| {
        let output = harvest(&["run", "--format", format, "--replay", &folder, "--data", &data]);
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        out(&output)
    };
    let first = run("markdown");
    assert!(first.starts_with("# Harvest of 20"), "{first}");
    assert!(first.contains("| isoc | partial | 3 | 0 | 0 |"), "{first}");
    assert!(first.contains("## isoc") && first.contains("- added: "), "{first}");
    let json: Value = serde_json::from_str(&run("json")).expect("JSON");
    assert_eq!(json["sources"][0]["differences"], serde_json::json!([]), "{json}");
    assert!(json["started_at"].is_string() && json["sequence"] == 6, "{json}");
    assert!(run("table").contains("vanished"));
    assert_eq!(harvest(&["run", "--format", "fax"]).status.code(), Some(2));
}

#[test]
fn a_second_harvest_over_the_same_folder_waits_its_turn() {
    let (replay, data) = (replay_folder(), tempfile::TempDir::new().expect("a folder"));
    let folder = replay.path().display().to_string();
    let own = data.path().join("harvest");
    std::fs::create_dir_all(&own).expect("a folder");
    let lock = matcher_harvest::lock::HarvestLock::take(&own.join("lock")).expect("a lock").expect("free");
    let data = data.path().display().to_string();
    let output = harvest(&["run", "--replay", &folder, "--data", &data]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("another harvest is running"), "{}", err(&output));
    drop(lock);
    assert_eq!(harvest(&["run", "--replay", &folder, "--data", &data]).status.code(), Some(0));
}

#[test]
fn a_contact_must_be_an_address() {
    for wrong in ["gore", "ftp://gore.cl/x"] {
        let output = harvest(&["run", "--contact", wrong]);
        assert_eq!(output.status.code(), Some(2));
        assert!(err(&output).contains("give an address such as"), "{}", err(&output));
    }
}

#[test]
fn sources_and_help_are_there() {
    let list = out(&harvest(&["sources"]));
    assert!(list.contains("eu-portal") && list.contains("funding-finder"), "{list}");
    let json: Value = serde_json::from_slice(&harvest(&["sources", "--json"]).stdout).expect("JSON");
    let files =
        std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/sources")).expect("the folder").count();
    assert_eq!(json.as_array().map(Vec::len), Some(files));
    let help = out(&harvest(&["--help"]));
    assert!(help.contains("Examples:") && help.contains("Exit codes of run:"), "{help}");
}
