//! The index folder spoilt while nothing runs: it is derived, so the next start builds it again from the store.

use std::fs;
use std::path::{Path, PathBuf};

use super::sample::offers_file;
use super::state::{agrees_with_a_fresh_index, answer, indexed, stored};
use crate::harness::command::{matcher, succeed};

/// What is done to an index folder.
type Spoil = fn(&Path);

const DAMAGE: &[(&str, Spoil)] = &[
    ("the folder is gone", |index| fs::remove_dir_all(index).expect("removed")),
    ("the folder is empty", |index| {
        fs::remove_dir_all(index).expect("removed");
        fs::create_dir(index).expect("made");
    }),
    ("CURRENT is gone", |index| fs::remove_file(index.join("CURRENT")).expect("removed")),
    ("CURRENT is empty", |index| fs::write(index.join("CURRENT"), "").expect("written")),
    ("CURRENT is garbage", |index| {
        fs::write(index.join("CURRENT"), [0xff, 0, 0xfe, b'\n']).expect("written");
    }),
    ("CURRENT leads out of the folder", |index| {
        fs::write(index.join("CURRENT"), "../../g-0001").expect("written");
    }),
    ("CURRENT names what is not there", |index| fs::write(index.join("CURRENT"), "g-9999").expect("written")),
    ("a commit is garbage", |index| fs::write(one(index, "meta.json"), "{garbage").expect("written")),
    ("a commit is cut off", |index| cut(&one(index, "meta.json"))),
    ("a commit is gone", |index| fs::remove_file(one(index, "meta.json")).expect("removed")),
    ("a commit has no position", |index| {
        let path = one(index, "meta.json");
        let mut meta: serde_json::Value =
            serde_json::from_slice(&fs::read(&path).expect("read")).expect("JSON");
        meta.as_object_mut().expect("an object").remove("payload");
        fs::write(&path, meta.to_string()).expect("written");
    }),
    ("words are cut off", |index| cut(&one(index, ".term"))),
    ("words are empty", |index| fs::write(one(index, ".term"), "").expect("written")),
    ("documents are cut off", |index| cut(&one(index, ".store"))),
    ("a bit is flipped", |index| {
        let path = one(index, ".store");
        let mut bytes = fs::read(&path).expect("read");
        let middle = bytes.len() / 3;
        bytes[middle] ^= 0x10;
        fs::write(&path, bytes).expect("written");
    }),
    ("places are gone", |index| fs::remove_file(one(index, ".idx")).expect("removed")),
    ("an index is gone", |index| {
        fs::remove_dir_all(one(index, "meta.json").parent().expect("its folder")).expect("removed");
    }),
];

#[tokio::test]
async fn a_spoilt_index_is_built_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let file = offers_file(folder.path(), 200);
    succeed(matcher(&data).args(["import", "offers"]).arg(&file));
    let expected = answer(&data);
    let before = stored(&data).await;
    for (what, spoil) in DAMAGE {
        spoil(&data.join("index"));
        assert_eq!(answer(&data), expected, "{what}");
        assert_eq!(indexed(&data), Some(before.sequence), "{what}");
    }
    assert_eq!(stored(&data).await, before, "the store was left alone");
    agrees_with_a_fresh_index(&data).await;
}

/// The largest file of the offers' index whose name ends so.
fn one(index: &Path, ending: &str) -> PathBuf {
    let mut found = Vec::new();
    let mut open = vec![index.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let offers = path.components().any(|part| part.as_os_str() == "offers");
            if path.is_dir() {
                open.push(path);
            } else if offers && path.to_string_lossy().ends_with(ending) {
                found.push((fs::metadata(&path).expect("a size").len(), path));
            }
        }
    }
    found.into_iter().max().unwrap_or_else(|| panic!("no {ending} in the index")).1
}

fn cut(path: &Path) {
    let bytes = fs::read(path).expect("read");
    fs::write(path, &bytes[..bytes.len() / 2]).expect("written");
}
