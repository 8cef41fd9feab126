//! Several processes over one data folder, and an index that does not belong to its store.

use matcher_api::{follower, state};
use matcher_core::model::RecordKind;
use serde_json::json;

use super::{create, water_offer};
use crate::harness::app::TestApp;

#[tokio::test]
async fn who_may_not_write_the_index_follows_who_does() {
    let app = TestApp::start().await;
    create(&app, "/v1/offers", &water_offer()).await;
    app.wait_until_caught_up().await;
    let second = state::open(&app.app.settings).await.expect("it opens beside the first");
    let following = follower::spawn(second.clone());
    create(&app, "/v1/offers", &water_offer()).await;
    create(
        &app,
        "/v1/partners",
        &json!({"name": "Provincia del Chubut", "ties": [{"territory": "CL-AI", "kind": "network"}]}),
    )
    .await;
    app.wait_until_caught_up().await;
    let upto = app.app.store.sequence().await.expect("a position");
    for _ in 0..1_500 {
        if second.index.sequence() == upto {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert_eq!(second.index.sequence(), upto);
    let snapshot = second.index.reader().expect("readable").snapshot();
    assert_eq!(snapshot.count(RecordKind::Offer), 2);
    assert!(!snapshot.ties().is_empty(), "ties come with the partners");
    following.stop().await;
}

#[tokio::test]
async fn an_index_of_another_store_is_made_anew() {
    let app = TestApp::start().await;
    for _ in 0..3 {
        create(&app, "/v1/offers", &water_offer()).await;
    }
    app.wait_until_caught_up().await;
    let folder = tempfile::tempdir().expect("a folder");
    let mut settings = app.app.settings.as_ref().clone();
    copy(&settings.index_folder(), &folder.path().join("index"));
    settings.data = folder.path().to_owned();
    // An index of three offers over a store of none.
    let other = state::open(&settings).await.expect("it opens");
    assert_eq!(other.index.reader().expect("readable").snapshot().count(RecordKind::Offer), 0);
    assert_eq!(other.index.sequence(), other.store.sequence().await.expect("a position"));
}

fn copy(from: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder").flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("copied");
        }
    }
}
