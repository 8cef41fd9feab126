//! `matcher import` killed in the middle: what was written stays, the next run adds the rest and doubles nothing.

use super::sample::{Moments, offers_file, worded_file};
use super::state::{agrees_with_a_fresh_index, answer, nearly_agrees_with_a_fresh_index, stored};
use crate::harness::command::{kill_after, matcher, succeed, time};

/// A multiple of the batch in which the index follows, so that the last batch it reads is empty.
const OFFERS: usize = 2_000;
const ROUNDS: u64 = 6;

#[tokio::test]
async fn an_import_killed_anywhere_is_finished_by_the_next() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = offers_file(folder.path(), OFFERS);
    let mut longest = time(matcher(&folder.path().join("whole")).args(["import", "offers"]).arg(&file));
    let data = folder.path().join("killed");
    let mut moments = Moments::new(1);
    let mut killed = 0;
    let mut before = 0;
    for round in 0..ROUNDS {
        let lifetime = moments.within(longest);
        if kill_after(matcher(&data).args(["import", "offers"]).arg(&file), lifetime) {
            killed += 1;
        } else {
            // It was through before its time, as on a machine that was busier when it was measured: once more, sooner.
            std::fs::remove_dir_all(&data).expect("a finished import is set aside");
            (before, longest) = (0, longest / 2);
            continue;
        }
        if data.join("matcher.sqlite3").exists() {
            let stored = stored(&data).await;
            assert!(
                stored.offers.len() >= before,
                "round {round}, killed after {lifetime:?}: offers were lost"
            );
            before = stored.offers.len();
        }
    }
    assert!(killed > 0, "no import lived long enough to be killed");

    succeed(matcher(&data).args(["import", "offers"]).arg(&file));
    let stored = stored(&data).await;
    assert_eq!(stored.offers.len(), OFFERS);
    assert_eq!(stored.sequence.0, OFFERS as u64, "every offer was written once");
    assert!(stored.offers.values().all(|(revision, _)| *revision == 1));
    agrees_with_a_fresh_index(&data).await;
}

#[tokio::test]
async fn changes_killed_anywhere_are_finished_by_the_next() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let file = offers_file(folder.path(), OFFERS);
    let whole = time(matcher(&data).args(["import", "offers"]).arg(&file));
    answer(&data);
    // A tenth of them change: the index takes out what they were.
    let changed = |number| if number % 10 == 0 { 2 } else { 1 };
    let file = worded_file(folder.path(), OFFERS, changed);
    let mut moments = Moments::new(4);
    for _ in 0..ROUNDS {
        kill_after(matcher(&data).args(["import", "offers"]).arg(&file), moments.within(whole));
    }
    succeed(matcher(&data).args(["import", "offers"]).arg(&file));
    let stored = stored(&data).await;
    assert_eq!(stored.sequence.0 as usize, OFFERS + OFFERS / 10, "every change was written once");
    let revised = stored.offers.values().filter(|(revision, _)| *revision == 2).count();
    assert_eq!((stored.offers.len(), revised), (OFFERS, OFFERS / 10));
    nearly_agrees_with_a_fresh_index(&data).await;
}
