//! A disk that fills up, and one that may not be written, as SQLite meets them.

use matcher_core::model::{Draft, Offer, Origin, Sequence};
use serde_json::json;

use crate::{Store, StoreError, UpsertOptions};

fn offer(external_id: &str) -> Draft<Offer> {
    let source = "portal".parse().expect("a source");
    let fields = json!({"title": {"es": "Fondo de agua"}, "summary": {"es": "agua ".repeat(200)}});
    Draft::from_json(fields, Some(&source), Some(external_id)).expect("a draft")
}

fn portal() -> Origin {
    "source:portal".parse().expect("an origin")
}

#[tokio::test]
async fn a_full_disk_keeps_what_was_there() {
    let folder = tempfile::tempdir().expect("a folder");
    // 200 pages of 4 KiB: room for some of it.
    let store = Store::open_file_with(&folder.path().join("m.sqlite3"), &[("max_page_count", "200")])
        .await
        .expect("the store opens");
    store.upsert(vec![offer("first")], &portal(), UpsertOptions::default()).await.expect("room for one");
    let many = (0..2_000).map(|n| offer(&n.to_string())).collect();
    let error = store.upsert(many, &portal(), UpsertOptions::default()).await.expect_err("no room for all");
    assert!(matches!(error, StoreError::DiskFull), "{error}");
    assert_eq!(store.count::<Offer>().await.expect("a count"), 1);
    assert_eq!(store.sequence().await.expect("a position"), Sequence(1));
    store
        .upsert(vec![offer("second")], &portal(), UpsertOptions::default())
        .await
        .expect("room for one more");
}

#[tokio::test]
async fn a_read_only_database_says_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("m.sqlite3");
    Store::open_file(&path).await.expect("the store opens").close().await.expect("closed");
    let store = Store::open_file_with(&path, &[("query_only", "1")]).await.expect("it may be read");
    let error =
        store.upsert(vec![offer("a")], &portal(), UpsertOptions::default()).await.expect_err("not written");
    assert!(matches!(error, StoreError::ReadOnly), "{error}");
}
