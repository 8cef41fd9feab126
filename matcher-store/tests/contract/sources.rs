//! What the store keeps of harvest sources.

use matcher_store::{RunOutcome, RunReport, SourceDescription, Store};

use crate::fixture::Fixture;
use crate::sample::{offer, offer_id, put, source, staff};

fn described(name: &str) -> SourceDescription {
    SourceDescription {
        name: name.to_owned(),
        url: "https://portal.example/calls".to_owned(),
        adapter: "feed".to_owned(),
        terms: "Reuse with acknowledgement".to_owned(),
        cadence: "daily".to_owned(),
        cadence_days: 1,
        tested: "format".to_owned(),
        quiet_after_days: 30,
    }
}

async fn run(store: &Store, outcome: RunOutcome, added: u64) -> jiff::Timestamp {
    let id = store.begin_run(&source("portal")).await.expect("a run");
    let report = RunReport { added, ..RunReport::default() };
    store.finish_run(&id, outcome, &report, None).await.expect("an end");
    store.list_runs(None, None, 1).await.expect("runs").items[0].started_at
}

pub(crate) async fn descriptions_are_replaced_and_freshness_stays(fixture: &Fixture) {
    let store = fixture.open().await;
    assert!(store.harvest_sources().await.expect("sources").is_empty());
    store.describe_source(&source("portal"), &described("Portal")).await.expect("described");
    let changed = run(&store, RunOutcome::Partial, 3).await;
    tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    let good = run(&store, RunOutcome::Complete, 0).await;
    run(&store, RunOutcome::Failed, 0).await;
    store.describe_source(&source("portal"), &described("El Portal")).await.expect("described");
    let sources = store.harvest_sources().await.expect("sources");
    assert_eq!(sources.len(), 1);
    assert_eq!(sources[0].description, Some(described("El Portal")));
    assert_eq!((sources[0].last_good_at, sources[0].last_change_at), (Some(good), Some(changed)));
}

pub(crate) async fn statuses_hold_the_last_run_and_what_stands(fixture: &Fixture) {
    let store = fixture.open().await;
    store.describe_source(&source("anew"), &described("Anew")).await.expect("described");
    put(&store, (0..5).map(|n| offer(&n.to_string())).collect()).await;
    store.withdraw::<matcher_core::model::Offer>(&offer_id("3"), &staff(), None).await.expect("withdrawn");
    run(&store, RunOutcome::Complete, 5).await;
    run(&store, RunOutcome::Failed, 0).await;
    let statuses = store.source_statuses().await.expect("statuses");
    assert_eq!(statuses.len(), 2);
    assert_eq!((statuses[0].source.id.as_str(), statuses[0].offers), ("anew", 0));
    assert_eq!((&statuses[0].last_run, statuses[0].source.last_good_at), (&None, None));
    assert_eq!((statuses[1].source.id.as_str(), statuses[1].offers), ("portal", 4));
    assert_eq!(statuses[1].source.description, None, "nobody described it");
    let last = statuses[1].last_run.as_ref().expect("a run");
    assert_eq!(last.outcome, Some(RunOutcome::Failed));
}
