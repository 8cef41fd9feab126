//! Harvest runs.

use matcher_store::{RUNS_WITH_PROBLEMS, RunOutcome, RunReport, StoreError};
use serde_json::json;

use crate::fixture::Fixture;
use crate::sample::source;

pub(crate) async fn begin_and_finish(fixture: &Fixture) {
    let store = fixture.open().await;
    let id = store.begin_run(&source("portal")).await.expect("a run begins");
    let report = RunReport {
        added: 3,
        rejected: 1,
        problems: vec![json!({"line": 4, "why": "sin título"})],
        ..RunReport::default()
    };
    store.finish_run(&id, RunOutcome::Partial, &report, None).await.expect("a run ends");
    let page = store.list_runs(None, None, 10).await.expect("a page");
    assert_eq!(page.total, 1);
    let run = &page.items[0];
    assert_eq!((&run.id, run.source.as_str(), run.outcome), (&id, "portal", Some(RunOutcome::Partial)));
    assert_eq!(run.report, report);
    assert!(run.finished_at.expect("an end") >= run.started_at);
    let unknown = serde_json::from_value(json!("no-such-run")).expect("an id");
    assert!(store.finish_run(&unknown, RunOutcome::Failed, &report, None).await.is_err());
}

pub(crate) async fn pages_latest_first(fixture: &Fixture) {
    let store = fixture.open().await;
    let mut begun = Vec::new();
    for n in 0..5 {
        let name = if n % 2 == 0 { "even" } else { "odd" };
        begun.push(store.begin_run(&source(name)).await.expect("a run begins"));
    }
    let first = store.list_runs(None, None, 2).await.expect("a page");
    let second = store.list_runs(None, first.next.as_ref(), 2).await.expect("a page");
    let third = store.list_runs(None, second.next.as_ref(), 2).await.expect("a page");
    assert!(third.next.is_none());
    let listed: Vec<_> =
        [first.items, second.items, third.items].concat().into_iter().map(|run| run.id).collect();
    begun.reverse();
    assert_eq!(listed, begun);
    assert_eq!(store.list_runs(Some(&source("even")), None, 10).await.expect("a page").total, 3);
    let strange = store.list_runs(Some(&source("even")), first.next.as_ref(), 2).await;
    assert!(matches!(strange, Err(StoreError::InvalidCursor)));
}

pub(crate) async fn old_runs_keep_their_counts_and_drop_their_problems(fixture: &Fixture) {
    let store = fixture.open().await;
    let report = |added| RunReport { added, problems: vec![json!({"code": "x"}); 2], ..RunReport::default() };
    let elsewhere = store.begin_run(&source("elsewhere")).await.expect("a run begins");
    store.finish_run(&elsewhere, RunOutcome::Complete, &report(0), None).await.expect("a run ends");
    for added in 0..RUNS_WITH_PROBLEMS + 2 {
        let id = store.begin_run(&source("portal")).await.expect("a run begins");
        store.finish_run(&id, RunOutcome::Complete, &report(added), None).await.expect("a run ends");
    }
    let runs = store.list_runs(Some(&source("portal")), None, 200).await.expect("a page").items;
    let (kept, old) = runs.split_at(RUNS_WITH_PROBLEMS as usize);
    assert!(kept.iter().all(|run| run.report.problems.len() == 2 && run.report.problems_dropped == 0));
    assert_eq!(old.len(), 2);
    assert!(old.iter().all(|run| run.report.problems.is_empty() && run.report.problems_dropped == 2));
    assert_eq!(old.iter().map(|run| run.report.added).collect::<Vec<_>>(), [1, 0]);
    let other = store.list_runs(Some(&source("elsewhere")), None, 1).await.expect("a page").items;
    assert_eq!(other[0].report.problems.len(), 2, "each source for itself");
}

pub(crate) async fn a_run_cut_off_stays_open(fixture: &Fixture) {
    let store = fixture.open().await;
    store.begin_run(&source("portal")).await.expect("a run begins");
    store.close().await.expect("closed");
    let store = fixture.open().await;
    let page = store.list_runs(None, None, 10).await.expect("a page");
    assert_eq!((page.items[0].finished_at, page.items[0].outcome), (None, None));
    store.begin_run(&source("elsewhere")).await.expect("a run begins");
    let later = store.begin_run(&source("portal")).await.expect("a run begins");
    let runs = store.list_runs(None, None, 10).await.expect("a page").items;
    let ends: Vec<_> = runs.iter().map(|run| (run.source.as_str(), run.finished_at, run.outcome)).collect();
    let cut_off = Some(RunOutcome::Interrupted);
    assert_eq!(ends, [("portal", None, None), ("elsewhere", None, None), ("portal", None, cut_off)]);
    // A run taken for cut off that ends after all says how.
    store.finish_run(&runs[2].id, RunOutcome::Failed, &RunReport::default(), None).await.expect("an end");
    assert_eq!(
        store.list_runs(None, None, 10).await.expect("a page").items[2].outcome,
        Some(RunOutcome::Failed)
    );
    assert_eq!(runs[0].id, later);
}
