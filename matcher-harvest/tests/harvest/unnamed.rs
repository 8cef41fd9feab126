//! Records that are listed but cannot be stored: which are known not to be missing, and when nobody can tell.

use std::fs;

use matcher_harvest::reading::Reading;
use matcher_harvest::report::SourceReport;
use matcher_harvest::round::round;
use matcher_harvest::source::Source;
use matcher_store::Store;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::crawling::source_with;
use crate::support;

/// Replays one payload after the other; what the last run did.
async fn replayed(source: &Source, payloads: &[String]) -> SourceReport {
    let folder = TempDir::new().expect("a folder");
    let store = Store::open_file(&folder.path().join("matcher.sqlite3")).await.expect("a store");
    let source = Source {
        replay: vec!["payload".to_owned()],
        vanish_after: Some(1),
        max_drop_percent: 100,
        min_records: 1,
        ..source.clone()
    };
    let mut last = None;
    for payload in payloads {
        fs::write(folder.path().join("payload"), payload).expect("a recording");
        let reading = Reading::Recorded(folder.path().to_owned());
        last = round(&store, &reading, std::slice::from_ref(&source), 1, |_| ()).await.pop();
    }
    last.expect("a report")
}

fn mapped(fields: &str) -> Source {
    let rest = format!("[mapping]\nrecords = \"/items\"\n[mapping.fields]\ntitle = \"/t\"\n{fields}");
    source_with("json", "https://a.example/calls.json", &rest)
}

fn items(items: &[Value]) -> String {
    json!({ "items": items }).to_string()
}

/// The third loses its title, the second is gone: that one alone is missing.
#[tokio::test]
async fn a_rejected_record_is_known_by_whatever_names_it() {
    for (fields, key, values) in [
        ("url = \"/k\"", "k", ["/calls/1", "/calls/2", "/calls/3"]),
        (
            "id = \"/k\"",
            "k",
            ["https://a.example/1?utm_source=x", "https://a.example/2?sid=4", "HTTPS://A.example/3?sid=5"],
        ),
        ("id = \"/k\"", "k", ["1", "2", " <b>3</b> "]),
    ] {
        let item = |at: usize, title: &str| json!({ key: values[at], "t": title });
        let all = items(&[item(0, "Beca"), item(1, "Curso"), item(2, "Pasantía")]);
        let fewer = items(&[item(0, "Beca"), item(2, "")]);
        let report = replayed(&mapped(fields), &[all, fewer]).await;
        assert_eq!((report.rejected, report.missing, report.vanished), (1, 0, 1), "{:?}", report.problems);
        assert!(!report.differences[0].external_id.contains('3'), "{:?}", report.differences);
    }
}

#[tokio::test]
async fn while_a_rejected_record_has_no_name_nothing_is_missing() {
    let item = |id: u32| json!({ "id": id, "t": format!("Beca {id}") });
    let grant = |id: &str| json!({ "id": "1TOPICSen", "identifier": id, "title": format!("Topic {id}") });
    let grants = |all: &[Value]| json!({ "grants": all }).to_string();
    let line = |id: u32| format!("{{\"topicId\": \"T-{id}\", \"title\": \"Topic {id}\"}}\n");
    let portal = support::source("eu-portal");
    for (source, all, damaged, code) in [
        (
            mapped("id = \"/id\""),
            items(&[item(1), item(2)]),
            items(&[item(1), json!("a word")]),
            "not-an-object",
        ),
        (
            mapped("url = \"/url\""),
            items(&[json!({"url": "/1", "t": "Beca"}), json!({"url": "/2", "t": "Curso"})]),
            items(&[json!({"url": "/1", "t": "Beca"}), json!({"url": null, "t": ""})]),
            "missing-title",
        ),
        (portal.clone(), grants(&[grant("A"), grant("B")]), grants(&[grant("A"), grant("")]), "missing-id"),
        (
            portal,
            line(1) + &line(2),
            line(1) + "{\"topicId\": \"T-2\" \"title\"}\n" + &line(3),
            "damaged-line",
        ),
    ] {
        let whole = replayed(&source, &[all.clone(), damaged.clone()]).await;
        assert_eq!(support::codes(&whole.problems, code), 1, "{:?}", whole.problems);
        assert_eq!((whole.rejected, whole.missing, whole.vanished), (1, 0, 0), "{code}");
    }
}

#[tokio::test]
async fn a_record_that_says_what_none_may_is_not_missing() {
    let item = |id: u32, url: &str| json!({ "id": id, "t": "Beca", "c": url });
    let percent = |id: u32, percent: u32| {
        let mut item = item(id, "");
        item["p"] = json!(percent);
        item
    };
    let source = mapped("id = \"/id\"\nco_financing_percent = \"/p\"");
    let all = items(&[percent(1, 50), percent(2, 50)]);
    let report = replayed(&source, &[all, items(&[percent(1, 50), percent(2, 250)])]).await;
    assert_eq!(support::codes(&report.problems, "invalid-record"), 1, "{:?}", report.problems);
    assert_eq!((report.rejected, report.missing, report.vanished), (1, 0, 0));
}
