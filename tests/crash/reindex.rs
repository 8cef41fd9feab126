//! `matcher reindex` killed before, while and after it swaps: the old index or the other one, never none and never half.

use super::sample::{Moments, offers_file};
use super::state::{agrees_with_a_fresh_index, answer, stored};
use crate::harness::command::{kill_after, matcher, succeed, time};

const OFFERS: usize = 600;
const ROUNDS: u64 = 10;

#[tokio::test]
async fn a_rebuild_killed_anywhere_leaves_an_index_that_answers() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let file = offers_file(folder.path(), OFFERS);
    succeed(matcher(&data).args(["import", "offers"]).arg(&file));
    let expected = answer(&data);
    let before = stored(&data).await;
    let mut whole = time(matcher(&data).arg("reindex"));
    let mut moments = Moments::new(2);
    let mut killed = 0;
    for round in 0..ROUNDS {
        // Half of the moments fall into the last fifth, where the swap is.
        let lifetime = if round % 2 == 0 { moments.within(whole) } else { whole - moments.within(whole / 5) };
        if kill_after(matcher(&data).arg("reindex"), lifetime) {
            killed += 1;
        } else {
            // Faster than when it was measured: its end comes sooner.
            whole = whole * 4 / 5;
        }
        assert_eq!(answer(&data), expected, "round {round}, killed after {lifetime:?}");
    }
    assert!(killed > 0, "no rebuild lived long enough to be killed");
    assert_eq!(stored(&data).await, before, "a rebuild writes nothing to the store");
    agrees_with_a_fresh_index(&data).await;
    assert_eq!(generations(&data), 1, "what the killed ones left behind is swept away");
}

fn generations(data: &std::path::Path) -> usize {
    let entries = std::fs::read_dir(data.join("index")).expect("the index folder");
    entries.filter(|entry| entry.as_ref().is_ok_and(|entry| entry.path().is_dir())).count()
}
