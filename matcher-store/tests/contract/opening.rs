//! Opening and closing, the same on both engines.

use matcher_core::model::{Offer, Sequence};
use matcher_store::{Store, StoreError};
use sea_orm::ConnectionTrait;

use crate::fixture::Fixture;
use crate::sample::{offer, offer_id, put};

pub(crate) async fn opens_twice_and_keeps_what_was_written(fixture: &Fixture) {
    let store = fixture.open().await;
    put(&store, vec![offer("a")]).await;
    let before = store.find::<Offer>(&offer_id("a")).await.expect("a read");
    store.close().await.expect("closed");
    let store = fixture.open().await;
    assert_eq!(store.find::<Offer>(&offer_id("a")).await.expect("a read"), before);
    assert_eq!(put(&store, vec![offer("b")]).await[0].sequence, Sequence(2));
}

pub(crate) async fn two_processes_may_open_at_once(fixture: &Fixture) {
    let openings: Vec<_> = (0..6)
        .map(|_| {
            let url = fixture.url.clone();
            tokio::spawn(async move { Store::open(&url).await.map(drop) })
        })
        .collect();
    for opening in openings {
        opening.await.expect("no panic").expect("the schema is made once");
    }
}

pub(crate) async fn refuses_a_newer_schema(fixture: &Fixture) {
    fixture.open().await.close().await.expect("closed");
    let later = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m9999_from_the_future', 0)";
    fixture.connect().await.execute_unprepared(later).await.expect("spoiled");
    let error = Store::open(&fixture.url).await.expect_err("a newer schema");
    let StoreError::NewerSchema { found, known } = &error else { panic!("{error}") };
    assert_eq!((found.as_str(), known.as_str()), ("m9999_from_the_future", "m0006_duplicates"));
}

pub(crate) async fn closing_ends_it(fixture: &Fixture) {
    let store = fixture.open().await;
    store.clone().close().await.expect("closed");
    let error = store.find::<Offer>(&offer_id("a")).await.expect_err("closed");
    assert!(matches!(error, StoreError::Unreachable { .. }), "{error}");
}
