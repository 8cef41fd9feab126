//! What a data folder holds, read through the libraries while no program runs.

use std::collections::BTreeMap;
use std::path::Path;

use matcher_core::index::{IndexFolder, IndexState};
use matcher_core::model::{Offer, RecordId, Sequence};
use matcher_core::score::Profile;
use matcher_store::{ListRequest, Store};

use super::sample::NEED;
use crate::harness::command::{matcher, succeed};

/// The store as it stands.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Stored {
    /// Revision and position of every offer.
    pub(super) offers: BTreeMap<RecordId, (u64, Sequence)>,
    pub(super) sequence: Sequence,
}

/// Reads the store and holds its log against its records: no gap, no position twice, each record at its last.
pub(super) async fn stored(data: &Path) -> Stored {
    let url = format!("sqlite://{}", data.join("matcher.sqlite3").display());
    let store = Store::open(&url).await.expect("the store opens");
    let mut offers = BTreeMap::new();
    let mut request = ListRequest { limit: 200, ..ListRequest::default() };
    loop {
        let page = store.list::<Offer>(&request).await.expect("a page");
        offers
            .extend(page.items.iter().map(|record| (record.id.clone(), (record.revision, record.sequence))));
        request.after = page.next;
        if request.after.is_none() {
            break;
        }
    }
    let sequence = store.sequence().await.expect("a position");
    let mut latest = BTreeMap::new();
    let mut position = Sequence(0);
    loop {
        let log = store.changes_after(position, 1_000).await.expect("the log");
        if log.is_empty() {
            break;
        }
        for change in log {
            assert_eq!(change.sequence.0, position.0 + 1, "a gap in the change log");
            position = change.sequence;
            latest.insert(change.id, position);
        }
    }
    assert_eq!(position, sequence, "the log ends where the counter stands");
    let records: BTreeMap<_, _> = offers.iter().map(|(id, (_, sequence))| (id.clone(), *sequence)).collect();
    assert_eq!(records, latest, "every record stands at its last position in the log");
    store.close().await.expect("closed");
    Stored { offers, sequence }
}

/// How far the index has come; nothing where it wants to be rebuilt.
pub(super) fn indexed(data: &Path) -> Option<Sequence> {
    let profile = Profile::shipped("aysen").expect("the aysen profile");
    let folder = IndexFolder::open(&data.join("index"), &profile).expect("the index folder opens");
    matches!(folder.state(), IndexState::Ready).then(|| folder.sequence())
}

/// The answer to [`NEED`], from a program that first brings the index up to date.
pub(super) fn answer(data: &Path) -> serde_json::Value {
    let text = succeed(matcher(data).args(["match", "--json", "--text", NEED]));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// That the answer is what an index built afresh from the store gives, and that the index has reached the store.
pub(super) async fn agrees_with_a_fresh_index(data: &Path) {
    let found = answer(data);
    assert_eq!(indexed(data), Some(stored(data).await.sequence), "the index has reached the store");
    succeed(matcher(data).arg("reindex"));
    assert_eq!(found, answer(data), "the same answer from a fresh index");
}

/// The same where records were changed or withdrawn: the words they had count until the engine tidies up, so that
/// scores may stand a little apart from those of a fresh index; the records found may not.
pub(super) async fn nearly_agrees_with_a_fresh_index(data: &Path) {
    let found = answer(data);
    assert_eq!(indexed(data), Some(stored(data).await.sequence), "the index has reached the store");
    succeed(matcher(data).arg("reindex"));
    let fresh = answer(data);
    let totals = |answer: &serde_json::Value| -> BTreeMap<String, f64> {
        let matches = answer["matches"].as_array().expect("matches");
        let total = |found: &serde_json::Value| found["explanation"]["total"].as_f64().expect("a total");
        matches.iter().map(|found| (found["record"]["id"].to_string(), total(found))).collect()
    };
    let (found, fresh) = (totals(&found), totals(&fresh));
    assert_eq!(found.keys().collect::<Vec<_>>(), fresh.keys().collect::<Vec<_>>(), "the same records");
    for (id, total) in &found {
        assert!((total - fresh[id]).abs() < 0.05, "{id}: {total} against {}", fresh[id]);
    }
}
