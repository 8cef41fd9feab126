//! The index follows the change log: commits, replays, rebuilds, other processes.

use jiff::civil::date;
use proptest::prelude::*;

use super::harness::*;
use crate::index::{Entry, IndexError, IndexState};
use crate::model::*;

fn glaciers() -> Record<Offer> {
    offer("g", ("en", "Monitoring glaciers"), "FR", CooperationKind::Grant, Some(date(2027, 3, 1)))
}

#[test]
fn what_is_committed_is_found_after_a_restart() {
    let bench = Bench::with(&[glaciers()]).reopened();
    assert_eq!(bench.folder.state(), IndexState::Ready);
    assert_eq!(bench.folder.sequence(), Sequence(1));
    let page = bench.search(&request(Some("glaciers")));
    assert_eq!((page.total, page.sequence), (1, Sequence(1)));
    assert_eq!(page.hits[0].id, glaciers().id);
}

#[test]
fn all_three_kinds_are_kept_apart() {
    let bench = Bench::empty();
    let need = record("n", Need { title: Some(localized("es", "Agua potable rural")), ..Need::default() });
    let partner =
        record("p", Partner { name: Some(localized("it", "Università di Siena")), ..Partner::default() });
    let mut writer = bench.folder.writer().expect("a writer");
    writer.apply(Entry::Offer(&glaciers().shown())).expect("applies");
    writer.apply(Entry::Need(&need.shown())).expect("applies");
    writer.apply(Entry::Partner(&partner.shown())).expect("applies");
    writer.commit(Sequence(3)).expect("commits");
    let snapshot = bench.folder.reader().expect("a reader").snapshot();
    assert_eq!(RecordKind::ALL.iter().map(|kind| snapshot.count(*kind)).collect::<Vec<_>>(), [1, 1, 1]);
    let mut siena = request(Some("siena"));
    assert_eq!(bench.search(&siena).total, 0);
    siena.kind = RecordKind::Partner;
    assert_eq!(bench.search(&siena).hits[0].id, partner.id);
}

#[test]
fn applying_again_changes_nothing_and_withdrawing_removes() {
    let bench = Bench::with(&[glaciers(), glaciers()]);
    bench.apply(&[glaciers()], Sequence(2));
    assert_eq!(bench.search(&request(None)).total, 1);
    bench.apply(&[withdrawn(glaciers())], Sequence(3));
    assert_eq!(bench.search(&request(None)).total, 0);
    assert_eq!(bench.folder.sequence(), Sequence(3));
}

#[test]
fn what_was_applied_but_not_committed_leaves_no_trace() {
    let bench = Bench::with(&[glaciers()]);
    let mut writer = bench.folder.writer().expect("a writer");
    writer.apply(Entry::Offer(&withdrawn(glaciers()).shown())).expect("applies");
    drop(writer);
    let bench = bench.reopened();
    assert_eq!(bench.folder.sequence(), Sequence(1));
    assert_eq!(bench.search(&request(Some("glaciers"))).total, 1);
}

#[test]
fn snapshots_stand_still() {
    let bench = Bench::with(&[glaciers()]);
    let reader = bench.folder.reader().expect("a reader");
    let before = reader.snapshot();
    bench.apply(&[withdrawn(glaciers())], Sequence(2));
    assert_eq!(before.count(RecordKind::Offer), 1);
    assert_eq!(before.sequence(), Sequence(1));
    assert_eq!(reader.snapshot().count(RecordKind::Offer), 0);
}

#[test]
fn a_second_writer_is_told_to_wait() {
    let bench = Bench::empty();
    let elsewhere = crate::index::IndexFolder::open(bench.place.path(), &aysen()).expect("opens");
    let writer = bench.folder.writer().expect("a writer");
    assert!(matches!(elsewhere.writer(), Err(IndexError::Locked(_))));
    drop(writer);
    assert!(elsewhere.writer().is_ok());
}

#[test]
fn another_process_notices_commits() {
    let bench = Bench::empty();
    let elsewhere = crate::index::IndexFolder::open(bench.place.path(), &aysen()).expect("opens");
    let reader = elsewhere.reader().expect("a reader");
    bench.apply(&[glaciers()], Sequence(7));
    assert_eq!(reader.snapshot().sequence(), Sequence(0));
    assert!(elsewhere.refresh().expect("refreshes"));
    assert!(!elsewhere.refresh().expect("refreshes"), "nothing more to notice");
    assert_eq!(reader.snapshot().sequence(), Sequence(7));
    assert_eq!(reader.snapshot().count(RecordKind::Offer), 1);
}

#[test]
fn a_rebuild_serves_the_old_until_it_swaps() {
    let bench = Bench::with(&[glaciers()]);
    let elsewhere = crate::index::IndexFolder::open(bench.place.path(), &aysen()).expect("opens");
    let mut behind = elsewhere.writer().expect("a writer on the old generation");
    let mut rebuild = bench.folder.rebuild().expect("starts");
    assert!(matches!(elsewhere.rebuild(), Err(IndexError::Locked(_))));
    let other = offer("o", ("en", "Ocean science"), "US", CooperationKind::Grant, None);
    rebuild.writer().apply(Entry::Offer(&other.shown())).expect("applies");
    rebuild.writer().commit(Sequence(5)).expect("commits on the way");
    assert_eq!(bench.search(&request(None)).hits[0].id, glaciers().id);
    rebuild.finish(Sequence(9)).expect("swaps");
    assert_eq!(bench.folder.sequence(), Sequence(9));
    assert_eq!(bench.search(&request(None)).hits[0].id, other.id);

    behind.apply(Entry::Offer(&glaciers().shown())).expect("applies to what nobody reads any more");
    assert!(matches!(behind.commit(Sequence(2)), Err(IndexError::Superseded)));
    drop(behind);
    assert!(elsewhere.refresh().expect("notices the swap"));
    assert_eq!(elsewhere.sequence(), Sequence(9));
    assert!(!bench.place.path().join("g-0001").exists() || bench.folder.rebuild().is_ok());
}

#[test]
fn an_abandoned_rebuild_is_swept_away_by_the_next() {
    let bench = Bench::with(&[glaciers()]);
    drop(bench.folder.rebuild().expect("starts"));
    assert_eq!(bench.folder.sequence(), Sequence(1));
    bench.folder.rebuild().expect("starts again").finish(Sequence(4)).expect("swaps");
    let generations = std::fs::read_dir(bench.place.path()).expect("reads").flatten();
    let names: Vec<_> = generations.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    assert_eq!(
        names.iter().filter(|name| name.starts_with("g-")).collect::<Vec<_>>(),
        ["g-0003"],
        "{names:?}"
    );
    let bench = bench.reopened();
    assert_eq!((bench.folder.state(), bench.folder.sequence()), (IndexState::Ready, Sequence(4)));
}

/// Six offers, each in two editions; edition 2 of every second one is withdrawn.
fn edition(number: usize, second: bool) -> Record<Offer> {
    let title = if second { "Glacier research revised" } else { "Glacier research" };
    let country = ["FR", "AR", "CN"][number % 3];
    let closes = Some(date(2027, 1 + number as i8, 1));
    let record = offer(&number.to_string(), ("en", title), country, CooperationKind::ALL[number], closes);
    if second && number % 2 == 1 { withdrawn(record) } else { record }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// However the log is cut into batches, replayed and interrupted, the end is the same.
    #[test]
    fn any_path_through_the_log_ends_alike(
        first in Just((0..6usize).collect::<Vec<_>>()).prop_shuffle(),
        second in Just((0..6usize).collect::<Vec<_>>()).prop_shuffle(),
        replays in proptest::collection::vec((0..6usize, any::<bool>()), 0..6),
    ) {
        let straight = Bench::with(&(0..6).map(|number| edition(number, true)).collect::<Vec<_>>());
        let winding = Bench::empty();
        winding.apply(&first.iter().map(|number| edition(*number, false)).collect::<Vec<_>>(), Sequence(6));
        for (number, committed) in replays {
            let mut writer = winding.folder.writer().expect("a writer");
            writer.apply(Entry::Offer(&edition(number, true).shown())).expect("applies");
            if committed {
                writer.commit(Sequence(6)).expect("commits");
            }
        }
        winding.apply(&second.iter().map(|number| edition(*number, true)).collect::<Vec<_>>(), Sequence(6));
        for text in [None, Some("glacier"), Some("revised research")] {
            let (one, other) = (straight.search(&request(text)), winding.search(&request(text)));
            prop_assert_eq!(one.total, other.total);
            prop_assert_eq!(&one.facets, &other.facets);
            let ids = |page: crate::index::SearchPage| page.hits.into_iter().map(|hit| hit.id).collect::<Vec<_>>();
            prop_assert_eq!(ids(one), ids(other));
        }
    }
}
