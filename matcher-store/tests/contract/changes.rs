//! The change log and those who follow it.

use std::collections::BTreeMap;

use matcher_core::model::{Offer, RecordKind, Sequence};
use matcher_store::{Action, AnyShown, StoreError};
use serde_json::json;

use crate::fixture::Fixture;
use crate::sample::{need, offer, offer_id, partner, patch, portal, put, staff, titled};

pub(crate) async fn logs_every_write(fixture: &Fixture) {
    let store = fixture.open().await;
    let id = offer_id("a");
    put(&store, vec![offer("a")]).await;
    put(&store, vec![titled("a", "Otro")]).await;
    store.edit::<Offer>(&id, patch(json!({"country": "ES"})), &staff(), None).await.expect("an edit");
    store.withdraw::<Offer>(&id, &portal(), None).await.expect("a withdrawal");
    put(&store, vec![titled("a", "Otro")]).await;
    put(&store, vec![need("n")]).await;
    let log = store.changes_after(Sequence(0), 100).await.expect("a log");
    let actions: Vec<_> = log.iter().map(|change| change.action).collect();
    use Action::{Added, Changed, Edited, Restored, Withdrawn};
    assert_eq!(actions, [Added, Changed, Edited, Withdrawn, Restored, Added]);
    assert_eq!(log.iter().map(|change| change.sequence.0).collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6]);
    assert_eq!(log.iter().map(|change| change.revision).collect::<Vec<_>>(), [1, 2, 3, 4, 5, 1]);
    assert_eq!((log[2].said_by.clone(), log[2].id.clone(), log[2].kind), (staff(), id, RecordKind::Offer));
    assert_eq!(log[5].kind, RecordKind::Need);
    assert!(log.iter().zip(&log[1..]).all(|(one, next)| one.at <= next.at));
    let tail = store.changes_after(Sequence(3), 2).await.expect("a log");
    assert_eq!(tail, log[3..5]);
    for limit in [0, 10_001] {
        let error = store.changes_after(Sequence(0), limit).await.expect_err("a limit");
        assert!(matches!(error, StoreError::InvalidLimit { .. }), "{error}");
    }
}

pub(crate) async fn positions_have_no_gaps_under_concurrent_writers(fixture: &Fixture) {
    // Two handles, as two processes have them: they share nothing but the database.
    let stores = [fixture.open().await, fixture.open().await];
    let writers: Vec<_> = (0..8)
        .map(|writer| {
            let store = stores[writer % 2].clone();
            tokio::spawn(async move {
                for round in 0..10 {
                    let name = |n| format!("{writer}-{round}-{n}");
                    put(&store, (0..3).map(|n| offer(&name(n))).collect()).await;
                }
            })
        })
        .collect();
    for writer in writers {
        writer.await.expect("a writer");
    }
    let log = stores[0].changes_after(Sequence(0), 1_000).await.expect("a log");
    let positions: Vec<u64> = log.iter().map(|change| change.sequence.0).collect();
    assert_eq!(positions, (1..=240).collect::<Vec<_>>());
    assert_eq!(stores[1].sequence().await.expect("a position"), Sequence(240));
}

pub(crate) async fn a_follower_misses_nothing(fixture: &Fixture) {
    let (store, reader) = (fixture.open().await, fixture.open().await);
    let writers: Vec<_> = (0..4)
        .map(|writer| {
            let store = store.clone();
            tokio::spawn(async move {
                for round in 0..15 {
                    let title = format!("Vuelta {round}");
                    put(&store, (0..3).map(|n| titled(&format!("{writer}-{n}"), &title)).collect()).await;
                }
            })
        })
        .collect();
    let mut seen = BTreeMap::new();
    let mut upto = Sequence(0);
    loop {
        let done = writers.iter().all(tokio::task::JoinHandle::is_finished);
        let batch = reader.load_changed(upto, 5).await.expect("a batch");
        for record in batch.records {
            let AnyShown::Offer(shown) = record else { panic!("only offers were written") };
            assert!(shown.sequence > upto && shown.sequence <= batch.upto);
            seen.insert(shown.id, shown.values);
        }
        if done && batch.upto == upto {
            break;
        }
        assert!(batch.upto >= upto);
        upto = batch.upto;
    }
    assert_eq!(upto, Sequence(4 * 15 * 3));
    assert_eq!(seen.len(), 12);
    let last = titled("x", "Vuelta 14").values;
    assert!(seen.values().all(|offer| *offer == last), "every record was met as it ended");
}

pub(crate) async fn batches_hold_each_record_once(fixture: &Fixture) {
    let store = fixture.open().await;
    put(&store, vec![offer("a"), offer("b"), offer("c")]).await;
    put(&store, vec![need("n")]).await;
    put(&store, vec![partner("p")]).await;
    put(&store, vec![titled("a", "Otro")]).await;
    store.withdraw::<Offer>(&offer_id("b"), &portal(), None).await.expect("a withdrawal");
    let batch = store.load_changed(Sequence(0), 100).await.expect("a batch");
    assert_eq!(batch.upto, Sequence(7));
    let kinds: Vec<_> = batch.records.iter().map(|record| record.id().kind()).collect();
    use RecordKind::{Need, Offer as O, Partner};
    assert_eq!(kinds, [O, Need, Partner, O, O], "c, n, p, a, b: by their last write");
    let AnyShown::Offer(last) = &batch.records[4] else { panic!("an offer") };
    assert!(last.withdrawn);
    let part = store.load_changed(Sequence(0), 2).await.expect("a batch");
    assert_eq!((part.records.len(), part.upto), (2, Sequence(4)));
    let none = store.load_changed(Sequence(7), 2).await.expect("a batch");
    assert_eq!((none.records.len(), none.upto), (0, Sequence(7)));
    let ahead = store.load_changed(Sequence(70), 2).await.expect("a batch");
    assert_eq!((ahead.records.len(), ahead.upto), (0, Sequence(70)));
}
