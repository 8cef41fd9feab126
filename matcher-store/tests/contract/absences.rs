//! Records that their source no longer lists: counted, vanished after so many good runs, back when listed again.

use matcher_core::model::{Offer, Origin, RecordKind};
use matcher_store::{Absences, Action, ListRequest, Listing, Outcome, RunOutcome, RunReport, Store};
use serde_json::json;

use crate::fixture::Fixture;
use crate::sample::{draft, need, offer, offer_id, partner, patch, put, source, staff, titled};

/// A good run of `portal` that lists these offers.
async fn run(store: &Store, listed: &[&str]) -> Absences {
    put(store, listed.iter().map(|id| offer(id)).collect()).await;
    let listing = Listing {
        kind: RecordKind::Offer,
        external_ids: listed.iter().map(|id| (*id).to_owned()).collect(),
        vanish_after: 3,
    };
    finish(store, Some(&listing)).await
}

async fn finish(store: &Store, listing: Option<&Listing>) -> Absences {
    let run = store.begin_run(&source("portal")).await.expect("a run");
    let report = RunReport { unchanged: 1, ..RunReport::default() };
    store.finish_run(&run, RunOutcome::Complete, &report, listing).await.expect("an end")
}

async fn stands(store: &Store, id: &str) -> bool {
    store.find::<Offer>(&offer_id(id)).await.expect("a read").expect("the record").withdrawn_at.is_none()
}

pub(crate) async fn vanishes_after_the_misses_allowed_and_comes_back(fixture: &Fixture) {
    let store = fixture.open().await;
    assert_eq!(run(&store, &["a", "b", "c"]).await, Absences::default());
    let before = store.sequence().await.expect("a position");
    for _ in 0..2 {
        assert_eq!(run(&store, &["a"]).await.missing, ["b", "c"]);
    }
    assert_eq!(store.sequence().await.expect("a position"), before, "a miss writes no record");
    let third = run(&store, &["a", "c"]).await;
    assert_eq!((third.missing.len(), third.vanished), (0, vec!["b".to_owned()]));
    assert!(!stands(&store, "b").await && stands(&store, "c").await);
    let gone = store.find::<Offer>(&offer_id("b")).await.expect("a read").expect("the record");
    assert_eq!(gone.withdrawn_by.as_ref().map(Origin::as_str), Some("source:portal"));
    let last = &store.list_runs(None, None, 1).await.expect("runs").items[0].report;
    assert_eq!((last.vanished, last.missing, last.unchanged), (1, 0, 1));
    let log = store.changes_after(before, 10).await.expect("a log");
    assert_eq!(log.len(), 1);
    assert_eq!((log[0].action, log[0].said_by.as_str()), (Action::Vanished, "source:portal"));

    // Listed again, it stands again, and begins anew to be missed; so does one that was missed twice.
    let back = put(&store, vec![offer("b")]).await;
    assert_eq!((back[0].outcome, back[0].revision), (Outcome::Restored, 3));
    run(&store, &["a", "b", "c"]).await;
    for _ in 0..2 {
        assert_eq!(run(&store, &["a"]).await.missing, ["b", "c"]);
    }
    assert_eq!(run(&store, &["a"]).await.vanished, ["b", "c"]);
    assert_eq!(run(&store, &["a"]).await, Absences::default(), "what has vanished is missed no more");
    let listed = store.list::<Offer>(&ListRequest::default()).await.expect("a page");
    assert_eq!(listed.total, 1);
}

pub(crate) async fn a_run_without_a_listing_misses_nothing(fixture: &Fixture) {
    let store = fixture.open().await;
    run(&store, &["a", "b"]).await;
    run(&store, &["a"]).await;
    run(&store, &["a"]).await;
    assert_eq!(finish(&store, None).await, Absences::default());
    let failed = store.begin_run(&source("portal")).await.expect("a run");
    store.finish_run(&failed, RunOutcome::Failed, &RunReport::default(), None).await.expect("an end");
    assert!(stands(&store, "b").await, "neither counted it");
    assert_eq!(run(&store, &["a"]).await.vanished, ["b"], "nor forgot it");
}

pub(crate) async fn only_offers_of_the_source_are_missed(fixture: &Fixture) {
    let store = fixture.open().await;
    put(&store, vec![need("n")]).await;
    put(&store, vec![partner("p")]).await;
    let elsewhere = draft::<Offer>("x", json!({"title": "Fondo"}));
    let elsewhere = matcher_core::model::Draft { source: source("elsewhere"), ..elsewhere };
    put(&store, vec![elsewhere]).await;
    put(&store, vec![offer("gone")]).await;
    store.withdraw::<Offer>(&offer_id("gone"), &staff(), None).await.expect("a withdrawal");
    assert_eq!(run(&store, &["a"]).await, Absences::default());
}

pub(crate) async fn what_staff_said_outlives_a_disappearance(fixture: &Fixture) {
    let store = fixture.open().await;
    run(&store, &["a", "b"]).await;
    let words = patch(json!({"country": "UY"}));
    store.edit::<Offer>(&offer_id("b"), words, &staff(), None).await.expect("an edit");
    for _ in 0..3 {
        run(&store, &["a"]).await;
    }
    assert!(!stands(&store, "b").await);
    put(&store, vec![offer("b")]).await;
    let back = store.find::<Offer>(&offer_id("b")).await.expect("a read").expect("the record");
    assert_eq!(back.effective().country.as_ref().map(AsRef::as_ref), Some("UY"));
}

pub(crate) async fn upserts_name_the_fields_that_differ(fixture: &Fixture) {
    let store = fixture.open().await;
    assert!(put(&store, vec![offer("a")]).await[0].fields.is_empty());
    let mut other = offer("a");
    other.values.deadlines = None;
    other.values.country = Some("DE".parse().expect("a country"));
    assert_eq!(put(&store, vec![other.clone()]).await[0].fields, ["country", "deadlines"]);
    assert!(put(&store, vec![other]).await[0].fields.is_empty());
    let mut quoted = titled("q", "Becas");
    put(&store, vec![quoted.clone()]).await;
    quoted.evidence.insert("title".to_owned(), "Llamado a becas.".to_owned());
    assert_eq!(put(&store, vec![quoted]).await[0].fields, ["title"], "another sentence is quoted");
}
