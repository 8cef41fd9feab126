//! What an index folder looks like after damage, and what opening it then says.

use std::fs;
use std::path::{Path, PathBuf};

use super::harness::*;
use crate::index::{Entry, IndexError, IndexFolder, IndexState, RebuildReason, SCHEMA_VERSION};
use crate::model::*;
use crate::score::Profile;

fn an_offer() -> Record<Offer> {
    offer("a", ("es", "Fondo de agua"), "AR", CooperationKind::Grant, None)
}

/// Spoils a stopped index, expects a rebuild to be asked for, and rebuilds it.
fn mended_after(spoil: impl FnOnce(&Path)) -> RebuildReason {
    let Bench { place, folder } = Bench::with(&[an_offer()]);
    drop(folder);
    spoil(place.path());
    let folder = IndexFolder::open(place.path(), &aysen()).expect("damage is a state, not an error");
    let IndexState::Rebuild(reason) = folder.state() else { panic!("{:?}", folder.state()) };
    assert_eq!(folder.sequence(), Sequence(0));
    assert!(matches!(folder.writer(), Err(IndexError::NotReady(_))));
    assert!(matches!(folder.reader(), Err(IndexError::NotReady(_))));
    let mut rebuild = folder.rebuild().expect("starts");
    rebuild.writer().apply(Entry::Offer(&an_offer().shown())).expect("applies");
    rebuild.finish(Sequence(1)).expect("swaps");
    assert_eq!((folder.state(), folder.sequence()), (IndexState::Ready, Sequence(1)));
    let mended = Bench { place, folder };
    assert_eq!(mended.search(&request(Some("agua"))).total, 1);
    reason
}

fn files_of(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder).expect("reads").flatten().map(|entry| entry.path()).collect()
}

fn segment_file(root: &Path, extension: &str) -> PathBuf {
    let mut files = files_of(&root.join("g-0001/offers")).into_iter();
    files.find(|file| file.extension().is_some_and(|found| found == extension)).expect("a segment file")
}

#[test]
fn a_deleted_folder_starts_anew() {
    let Bench { place, folder } = Bench::with(&[an_offer()]);
    drop(folder);
    fs::remove_dir_all(place.path()).expect("removes");
    let folder = IndexFolder::open(place.path(), &aysen()).expect("creates");
    assert_eq!((folder.state(), folder.sequence()), (IndexState::Ready, Sequence(0)));
}

#[test]
fn missing_parts_ask_for_a_rebuild() {
    let remove = |what: &'static str| {
        move |root: &Path| {
            let path = root.join(what);
            let removed = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
            removed.expect("removes");
        }
    };
    assert_eq!(mended_after(remove("g-0001")), RebuildReason::Missing);
    assert_eq!(mended_after(remove("CURRENT")), RebuildReason::Missing);
    for part in ["g-0001/needs", "g-0001/offers/meta.json"] {
        assert!(matches!(mended_after(remove(part)), RebuildReason::Damaged(_)), "{part}");
    }
}

#[test]
fn damaged_bytes_ask_for_a_rebuild() {
    for extension in ["idx", "term", "fast", "store", "fieldnorm"] {
        let cut = |root: &Path| {
            let file = segment_file(root, extension);
            let bytes = fs::read(&file).expect("reads");
            fs::write(&file, &bytes[..bytes.len() / 2]).expect("cuts");
        };
        let flip = |root: &Path| {
            let file = segment_file(root, extension);
            let mut bytes = fs::read(&file).expect("reads");
            bytes[0] ^= 0x55;
            fs::write(&file, bytes).expect("flips");
        };
        let empty = |root: &Path| fs::write(segment_file(root, extension), b"").expect("empties");
        for reason in [mended_after(cut), mended_after(flip), mended_after(empty)] {
            assert!(matches!(reason, RebuildReason::Damaged(_)), "{extension}: {reason:?}");
        }
    }
    let scribbled = |root: &Path| fs::write(root.join("g-0001/partners/meta.json"), b"{]").expect("writes");
    assert!(matches!(mended_after(scribbled), RebuildReason::Damaged(_)));
    let scribbled = |root: &Path| fs::write(root.join("CURRENT"), b"\xff../../etc").expect("writes");
    assert_eq!(mended_after(scribbled), RebuildReason::Missing);
}

#[test]
fn an_index_made_by_other_rules_is_rebuilt() {
    let rewrite = |from: &'static str, to: &'static str| {
        move |root: &Path| {
            for kind in ["offers", "needs", "partners"] {
                let meta = root.join("g-0001").join(kind).join("meta.json");
                let text = fs::read_to_string(&meta).expect("reads");
                assert!(text.contains(from), "{text}");
                fs::write(&meta, text.replace(from, to)).expect("writes");
            }
        }
    };
    let reason = mended_after(rewrite(r#"schema_version\":"#, r#"schema_version\":9"#));
    let found = format!("9{SCHEMA_VERSION}").parse().expect("a number");
    assert_eq!(reason, RebuildReason::OtherSchema { found, known: SCHEMA_VERSION });
    let reason = mended_after(rewrite(r#"\"analyser\":\""#, r#"\"analyser\":\"other"#));
    assert_eq!(reason, RebuildReason::OtherAnalyser);
    let reason = mended_after(rewrite(r#"\"sequence\""#, r#"\"position\""#));
    assert!(matches!(reason, RebuildReason::Damaged(_)));
}

#[test]
fn another_profile_is_another_index() {
    let Bench { place, folder } = Bench::with(&[an_offer()]);
    drop(folder);
    let coquimbo = Profile::shipped("coquimbo").expect("the shipped profile");
    let folder = IndexFolder::open(place.path(), &coquimbo).expect("opens");
    assert_eq!(folder.state(), IndexState::Rebuild(RebuildReason::OtherProfile));
}

#[test]
fn a_file_in_the_way_is_a_clear_error() {
    let place = tempfile::TempDir::new().expect("a folder");
    let path = place.path().join("index");
    fs::write(&path, b"not a folder").expect("writes");
    let Err(error) = IndexFolder::open(&path, &aysen()) else { panic!("must not open") };
    assert!(error.to_string().contains("cannot be used"), "{error}");
}

#[test]
fn a_folder_that_vanishes_under_a_running_process_asks_for_a_rebuild() {
    let bench = Bench::with(&[an_offer()]);
    fs::remove_dir_all(bench.place.path().join("g-0001")).expect("removes");
    bench.folder.refresh().expect("is no error");
    assert_eq!(bench.folder.state(), IndexState::Rebuild(RebuildReason::Missing));
    assert_eq!(bench.search(&request(Some("agua"))).total, 1, "what is open is still served");
    bench.folder.rebuild().expect("starts").finish(Sequence(1)).expect("swaps");
    assert_eq!(bench.folder.state(), IndexState::Ready);
}
