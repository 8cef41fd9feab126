//! A night's harvest of recorded payloads, the same again, and a question about what came in: all by command.

use serde_json::Value;

use crate::harness::command::{matcher, program, succeed};
use crate::harness::shared;

#[test]
fn a_second_harvest_writes_nothing_and_its_offers_are_found() {
    let Some(shared) = shared() else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let run = || -> (Vec<Value>, Value) {
        let mut harvest = program("matcher-harvest");
        harvest
            .args(["run", "--json", "--replay"])
            .arg(shared.join("corpus"))
            .env("MATCHER_DATA", folder.path());
        let text = succeed(&mut harvest);
        let report: Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
        let sources = report["sources"].as_array().unwrap_or_else(|| panic!("{report}")).clone();
        (sources, report)
    };
    let count = |runs: &[Value], what: &str| -> u64 {
        runs.iter().map(|run| run[what].as_u64().unwrap_or_else(|| panic!("{what} in {run}"))).sum()
    };
    let (first, report) = run();
    let position = report["sequence"].as_u64().expect("a position");
    let added = count(&first, "added");
    assert!(first.len() >= 3 && added > 100, "{first:?}");
    let (second, report) = run();
    assert_eq!((count(&second, "added"), count(&second, "changed")), (0, 0));
    assert_eq!(count(&second, "unchanged"), added);
    assert_eq!(report["duplicates"], serde_json::json!({"clusters": 0, "joined": 0, "unsure": 0}));
    assert_eq!(report["sequence"], position);

    let question = ["match", "--json", "--text", "monitoreo de glaciares y cambio climático", "--limit", "3"];
    let answer: Value = serde_json::from_str(&succeed(matcher(folder.path()).args(question))).expect("JSON");
    assert_eq!(answer["index_sequence"], position);
    assert!(!answer["matches"].as_array().expect("matches").is_empty());
}
