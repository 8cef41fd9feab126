//! From payloads to the store: what is written, what is not, and what a second run does.

use matcher_core::model::{Offer, Origin, SourceId};
use matcher_harvest::crawl::Crawled;
use matcher_harvest::payload::Payload;

use matcher_harvest::pipeline::{begin, finish, harvest};
use matcher_harvest::reading::Unread;
use matcher_harvest::replay;
use matcher_harvest::report::{Difference, SourceReport};
use matcher_harvest::source::Source;
use matcher_store::{RunOutcome, Store};
use serde_json::json;
use tempfile::TempDir;

use crate::support::{codes, corpus, sample, source};

async fn store() -> (TempDir, Store) {
    let folder = TempDir::new().expect("a folder");
    let store = Store::open_file(&folder.path().join("matcher.sqlite3")).await.expect("a store");
    (folder, store)
}

fn portal() -> Source {
    Source { min_records: 1, ..source("eu-portal") }
}

fn recorded(file: &str, source: &Source) -> Payload {
    replay::read_file(&sample(file), source).expect("a sample")
}

async fn take(store: &Store, source: &Source, payload: Payload) -> SourceReport {
    harvest(store, source, vec![payload], |_, _| {}).await.expect("a report")
}

fn grants(count: usize) -> Payload {
    let grants: Vec<_> = (0..count)
        .map(|n| json!({"id": format!("{n}TOPICSen"), "identifier": format!("T-{n}"), "title": format!("Topic {n}")}))
        .collect();
    Payload::from_bytes(json!({ "grants": grants }).to_string())
}

#[tokio::test]
async fn a_second_run_writes_nothing() {
    let (_folder, store) = store().await;
    let source = portal();
    let first = take(&store, &source, recorded("eu_daily.json", &source)).await;
    assert_eq!((first.added, first.rejected, first.outcome), (6, 1, RunOutcome::Partial));
    let sequence = store.sequence().await.expect("a position");
    let second = take(&store, &source, recorded("eu_daily.json", &source)).await;
    assert_eq!((second.added, second.changed, second.unchanged), (0, 0, 6));
    assert_eq!(store.sequence().await.expect("a position"), sequence);
    let runs = store.list_runs(Some(&source.id), None, 10).await.expect("runs").items;
    assert_eq!(runs.len(), 2);
    assert!(runs.iter().all(|run| run.finished_at.is_some() && run.outcome == Some(RunOutcome::Partial)));
}

#[tokio::test]
async fn what_staff_say_survives_the_next_harvest() {
    let (_folder, store) = store().await;
    let source = portal();
    take(&store, &source, grants(3)).await;
    let record =
        store.find_by_external_id::<Offer>(&source.id, "T-1").await.expect("a store").expect("a record");
    let staff: Origin = "staff:urai".parse().expect("an origin");
    let patch = json!({"title": {"es": "Tema uno"}}).as_object().cloned().unwrap_or_default();
    store.edit::<Offer>(&record.id, patch, &staff, None).await.expect("an edit");
    let again = take(&store, &source, grants(3)).await;
    assert_eq!(again.unchanged, 3);
    let record = store.find::<Offer>(&record.id).await.expect("a store").expect("a record");
    let effective = record.effective().title.clone().expect("a title");
    assert_eq!(effective.for_reader("es").map(|(_, title)| title), Some("Tema uno"));
    assert_eq!(crate::support::text(&record.stated.values.title), "Topic 1");
}

#[tokio::test]
async fn broken_payloads_change_nothing_and_are_noted() {
    let (_folder, store) = store().await;
    let source = portal();
    take(&store, &source, grants(4)).await;
    let sequence = store.sequence().await.expect("a position");
    for (bytes, code) in [
        ("", "payload-empty"),
        ("{\"grants\": []}", "payload-no-records"),
        ("{\"grants\": [{\"identifier\"", "payload-syntax"),
        ("<html><title>En mantenimiento</title></html>", "payload-html-page"),
    ] {
        let report = take(&store, &source, Payload::from_bytes(bytes)).await;
        assert_eq!(report.outcome, RunOutcome::Failed, "{bytes}");
        assert_eq!(codes(&report.problems, code), 1, "{bytes}");
    }
    let begun = begin(&store, &source).await.expect("a run");
    let unread = Err(Unread::new("fetch-timeout", "no answer in time"));
    let none = finish(&store, &source, begun, unread, |_, _| {}).await.expect("a report");
    assert_eq!(none.outcome, RunOutcome::Failed);
    assert_eq!(store.sequence().await.expect("a position"), sequence);
    assert_eq!(store.count::<Offer>().await.expect("a count"), 4);
    let runs = store.list_runs(Some(&source.id), None, 10).await.expect("runs").items;
    assert_eq!(runs.iter().filter(|run| run.outcome == Some(RunOutcome::Failed)).count(), 5);
}

/// One broken payload of two: the other must not be stored without it.
#[tokio::test]
async fn payloads_of_a_source_stand_or_fall_together() {
    let (_folder, store) = store().await;
    let source = portal();
    let payloads = vec![grants(4), Payload::from_bytes("{")];
    let report = harvest(&store, &source, payloads, |_, _| {}).await.expect("a report");
    assert_eq!(report.outcome, RunOutcome::Failed);
    assert_eq!(store.count::<Offer>().await.expect("a count"), 0);
}

#[tokio::test]
async fn a_feed_of_half_its_size_stores_nothing() {
    let (_folder, store) = store().await;
    let source = Source { min_records: 3, ..portal() };
    let few = take(&store, &source, grants(2)).await;
    assert_eq!(codes(&few.problems, "fewer-than-expected"), 1);
    assert_eq!(take(&store, &source, grants(10)).await.added, 10);
    let sequence = store.sequence().await.expect("a position");
    let fallen = take(&store, &source, grants(4)).await;
    assert_eq!((fallen.outcome, codes(&fallen.problems, "far-fewer-than-before")), (RunOutcome::Failed, 1));
    assert_eq!(store.sequence().await.expect("a position"), sequence);
    let half = take(&store, &source, grants(5)).await;
    assert_eq!((half.outcome, codes(&half.problems, "far-fewer-than-before")), (RunOutcome::Failed, 1));
    // More than half is believed; the failed runs between do not count.
    assert_eq!(take(&store, &source, grants(6)).await.unchanged, 6);
    assert_eq!(take(&store, &source, grants(6)).await.outcome, RunOutcome::Complete);
    // A slow decay is no way around it: the usual size is that of several runs.
    assert_eq!(take(&store, &source, grants(3)).await.outcome, RunOutcome::Failed);
    let bulletin = Source { max_drop_percent: 100, min_records: 1, ..source };
    assert_eq!(take(&store, &bulletin, grants(1)).await.outcome, RunOutcome::Complete);
}

#[tokio::test]
async fn more_records_than_expected_are_told_and_stored() {
    let (_folder, store) = store().await;
    let source = Source { max_records: 5, ..portal() };
    let report = take(&store, &source, grants(6)).await;
    assert_eq!((report.added, codes(&report.problems, "more-than-expected")), (6, 1));
}

#[tokio::test]
async fn changed_records_are_told_from_unchanged_ones() {
    let (_folder, store) = store().await;
    let source = portal();
    take(&store, &source, grants(3)).await;
    let changed = json!({"grants": [
        {"id": "0TOPICSen", "identifier": "T-0", "title": "Topic 0"},
        {"id": "1TOPICSen", "identifier": "T-1", "title": "Topic 1, reworded"},
        {"id": "9TOPICSen", "identifier": "T-9", "title": "Topic 9"},
    ], "generatedAt": "another day"});
    let report = take(&store, &source, Payload::from_bytes(changed.to_string())).await;
    assert_eq!((report.added, report.changed, report.unchanged), (1, 1, 1));
}

async fn standing(store: &Store) -> u64 {
    store.count::<Offer>().await.expect("a count")
}

#[tokio::test]
async fn what_is_no_longer_listed_vanishes_after_three_runs_and_comes_back() {
    let (_folder, store) = store().await;
    let source = portal();
    take(&store, &source, grants(10)).await;
    for missed in 1..=2 {
        let report = take(&store, &source, grants(8)).await;
        assert_eq!((report.missing, report.vanished, report.unchanged), (2, 0, 8), "miss {missed}");
        assert_eq!(standing(&store).await, 10);
    }
    // Neither a broken payload nor one of half its size says anything about what is gone.
    take(&store, &source, Payload::from_bytes("{\"grants\": []}")).await;
    take(&store, &source, grants(4)).await;
    assert_eq!(standing(&store).await, 10);
    let third = take(&store, &source, grants(8)).await;
    assert_eq!((third.missing, third.vanished), (0, 2));
    let gone: Vec<&str> = third.differences.iter().map(|record| record.external_id.as_str()).collect();
    assert_eq!(gone, ["T-8", "T-9"]);
    assert!(third.differences.iter().all(|record| record.difference == Difference::Vanished));
    assert_eq!(standing(&store).await, 8);
    let kept = store.find_by_external_id::<Offer>(&source.id, "T-9").await.expect("a store").expect("kept");
    assert!(kept.withdrawn_at.is_some());
    let back = take(&store, &source, grants(9)).await;
    assert_eq!((back.restored, back.added, back.unchanged), (1, 0, 8));
    let runs = store.list_runs(Some(&source.id), None, 3).await.expect("runs").items;
    assert_eq!(runs[1].report.vanished, 2);
}

#[tokio::test]
async fn a_record_that_is_listed_but_rejected_is_not_missing() {
    let (_folder, store) = store().await;
    let source = Source { vanish_after: Some(1), ..portal() };
    take(&store, &source, grants(3)).await;
    let untitled = json!({"grants": [
        {"id": "0TOPICSen", "identifier": "T-0", "title": "Topic 0"},
        {"id": "1TOPICSen", "identifier": "T-1", "title": "Topic 1"},
        {"id": "2TOPICSen", "identifier": "T-2", "title": ""},
    ]});
    let report = take(&store, &source, Payload::from_bytes(untitled.to_string())).await;
    assert_eq!((report.rejected, report.missing, report.vanished), (1, 0, 0), "{:?}", report.problems);
}

/// One night without the record's own page is no change of what it says.
#[tokio::test]
async fn a_record_whose_own_page_was_not_read_stays_as_it_is() {
    let (_folder, store) = store().await;
    let source = portal();
    let grant = |n: usize, summary: &str| {
        let url = format!("https://portal.example/{n}");
        json!({"id": format!("{n}TOPICSen"), "identifier": format!("T-{n}"), "title": format!("Topic {n}"),
            "url": url, "summary": summary})
    };
    let read = |grants: serde_json::Value| Payload::from_bytes(json!({ "grants": grants }).to_string());
    take(&store, &source, read(json!([grant(0, "In full."), grant(1, "In full.")]))).await;
    let sequence = store.sequence().await.expect("a position");
    let crawled = Crawled {
        payloads: vec![read(json!([grant(0, ""), grant(1, "In full."), grant(2, "")]))],
        unread: ["T-0", "T-2"].map(str::to_owned).into(),
        ..Crawled::default()
    };
    let report = harvest(&store, &source, crawled, |_, _| {}).await.expect("a report");
    assert_eq!((report.added, report.changed, report.unchanged, report.missing), (1, 0, 2, 0));
    assert_eq!(codes(&report.problems, "kept-as-they-were"), 1);
    assert_eq!(store.sequence().await.expect("a position").0, sequence.0 + 1);
    assert_eq!(take(&store, &source, read(json!([grant(0, ""), grant(1, "")]))).await.changed, 2);
}

#[tokio::test]
async fn a_window_on_the_latest_records_loses_none() {
    let (_folder, store) = store().await;
    let source = Source { vanish_after: Some(0), ..portal() };
    take(&store, &source, grants(10)).await;
    for _ in 0..4 {
        let report = take(&store, &source, grants(8)).await;
        assert_eq!((report.missing, report.vanished), (0, 0));
    }
    assert_eq!(standing(&store).await, 10);
}

/// 25 added, 6 gone, 12 differ in the files: 7 in deadline, 4 in declared status and one only by a doubled blank,
/// which is no change of what is said and writes nothing.
#[tokio::test]
async fn two_days_of_the_portal_give_their_true_differences() {
    let Some(corpus) = corpus() else { return };
    let (_folder, store) = store().await;
    let source = source("eu-portal");
    let day = |day: u8| {
        let file = corpus.join(format!("snapshots/eu_grants_feed_2026-08-{day}.json"));
        replay::read_file(&file, &source).expect("a snapshot")
    };
    assert_eq!(take(&store, &source, day(15)).await.added, 712);
    let report = take(&store, &source, day(21)).await;
    assert_eq!((report.added, report.changed, report.missing, report.vanished), (25, 11, 6, 0));
    assert_eq!(report.unchanged, 731 - 25 - 11);
    let fields: Vec<(&str, u64)> =
        report.changed_fields.iter().map(|(field, count)| (field.as_str(), *count)).collect();
    assert_eq!(fields, [("deadlines", 7), ("forecast", 4)]);
    take(&store, &source, day(21)).await;
    assert_eq!(take(&store, &source, day(21)).await.vanished, 6);
    assert_eq!(take(&store, &source, day(15)).await.restored, 6);
}

/// A difference makes a source young again; what follows from its age is tested beside the rule.
#[tokio::test]
async fn differences_keep_a_source_young() {
    let (_folder, store) = store().await;
    let source = portal();
    let last_change = async || store.harvest_sources().await.expect("sources").remove(0).last_change_at;
    take(&store, &source, grants(3)).await;
    let first = last_change().await.expect("a first difference");
    let same = take(&store, &source, grants(3)).await;
    assert_eq!((last_change().await, codes(&same.problems, "source-quiet")), (Some(first), 0));
    take(&store, &source, grants(4)).await;
    assert!(last_change().await > Some(first));
}

#[tokio::test]
async fn progress_reaches_the_end() {
    let (_folder, store) = store().await;
    let source = portal();
    let seen = std::sync::Mutex::new(Vec::new());
    let progress = |done, total| seen.lock().expect("a lock").push((done, total));
    harvest(&store, &source, vec![grants(1_200)], progress).await.expect("a report");
    assert_eq!(seen.into_inner().expect("a lock"), [(256, 1_200), (768, 1_200), (1_200, 1_200)]);
}

/// The recorded corpus of every source that runs, twice.
#[tokio::test]
async fn real_payloads_are_stored_once() {
    let Some(corpus) = corpus() else { return };
    let (_folder, store) = store().await;
    let mut positions = Vec::new();
    for _ in 0..2 {
        for source in Source::shipped().expect("sources") {
            let files = replay::find_files(&source, &corpus).expect("files");
            if files.is_empty() || !source.enabled {
                continue;
            }
            let payloads: Vec<_> =
                files.iter().map(|file| replay::read_file(file, &source).expect("a file")).collect();
            let report = harvest(&store, &source, payloads, |_, _| {}).await.expect("a report");
            assert_eq!(report.outcome, RunOutcome::Complete, "{:?}", report.error);
            let fresh = positions.is_empty();
            assert_eq!(
                if fresh { report.unchanged } else { report.added + report.changed },
                0,
                "{}",
                source.id
            );
        }
        positions.push(store.sequence().await.expect("a position"));
    }
    assert_eq!(positions[0], positions[1]);
    let portal: SourceId = "eu-portal".parse().expect("a source");
    let cochrane =
        store.find_by_external_id::<Offer>(&portal, "HORIZON-CL5-2027-07-D3-16").await.expect("a store");
    assert!(cochrane.is_some());
}
