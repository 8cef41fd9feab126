//! Data folders that cannot be used as they are: each an error that names its cause, and nothing lost.

use std::path::Path;
use std::process::Command;

use matcher_core::index::IndexFolder;
use matcher_core::score::Profile;
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, TransactionTrait};

use super::sample::offers_file;
use super::state::{agrees_with_a_fresh_index, answer, stored};
use crate::harness::command::{fail, matcher, succeed};

async fn connect(data: &Path) -> DatabaseConnection {
    let url = format!("sqlite://{}", data.join("matcher.sqlite3").display());
    Database::connect(url).await.expect("a plain connection")
}

/// Fails with words that contain one of `words`.
fn fails_saying(command: &mut Command, words: &[&str]) {
    let said = fail(command).to_lowercase();
    assert!(words.iter().any(|word| said.contains(word)), "none of {words:?} in: {said}");
}

#[tokio::test]
async fn a_store_of_a_later_version_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let file = offers_file(folder.path(), 20);
    succeed(matcher(&data).args(["import", "offers"]).arg(&file));
    let later = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m9999_later', 0)";
    let connection = connect(&data).await;
    connection.execute_unprepared(later).await.expect("spoiled");
    for arguments in [&["serve"][..], &["match", "--text", "agua"], &["reindex"]] {
        fails_saying(matcher(&data).args(arguments).env("MATCHER_BIND", "127.0.0.1:0"), &["m9999_later"]);
    }
    connection
        .execute_unprepared("DELETE FROM seaql_migrations WHERE version = 'm9999_later'")
        .await
        .expect("mended");
    assert_eq!(stored(&data).await.offers.len(), 20);
}

#[tokio::test]
async fn a_data_folder_of_a_later_layout_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let file = offers_file(folder.path(), 20);
    succeed(matcher(&data).args(["import", "offers"]).arg(&file));
    let before = stored(&data).await;
    let version = std::fs::read_to_string(data.join("VERSION")).expect("a version");
    std::fs::write(data.join("VERSION"), "999\n").expect("spoiled");
    fails_saying(matcher(&data).args(["match", "--text", "agua"]), &["999"]);
    std::fs::write(data.join("VERSION"), version).expect("mended");
    assert_eq!(stored(&data).await, before);
}

#[test]
fn a_file_that_is_no_database_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("matcher.sqlite3");
    let text = "Estimados colegas, adjunto la planilla.".repeat(200);
    std::fs::write(&file, &text).expect("written");
    fails_saying(matcher(folder.path()).args(["match", "--text", "agua"]), &["not a database", "sqlite"]);
    assert_eq!(std::fs::read_to_string(&file).expect("read"), text);
}

#[test]
fn a_data_folder_that_is_a_file_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    std::fs::write(&data, "no folder").expect("written");
    fails_saying(matcher(&data).args(["match", "--text", "agua"]), &["data"]);
}

#[tokio::test]
async fn a_store_held_by_another_writer_is_named_as_locked() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let file = offers_file(folder.path(), 20);
    succeed(matcher(&data).args(["import", "offers"]).arg(&file));
    let more = offers_file(folder.path(), 30);
    let connection = connect(&data).await;
    let transaction = connection.begin().await.expect("a transaction");
    transaction
        .execute_unprepared("UPDATE seaql_migrations SET applied_at = applied_at")
        .await
        .expect("the lock");
    fails_saying(matcher(&data).args(["import", "offers"]).arg(&more), &["lock", "another"]);
    transaction.rollback().await.expect("given back");
    succeed(matcher(&data).args(["import", "offers"]).arg(&more));
    assert_eq!(stored(&data).await.sequence.0, 30, "the ten that were missing, once");
}

#[tokio::test]
async fn an_index_that_another_process_rebuilds_is_named_as_locked() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let file = offers_file(folder.path(), 20);
    succeed(matcher(&data).args(["import", "offers"]).arg(&file));
    let expected = answer(&data);
    let profile = Profile::shipped("aysen").expect("the aysen profile");
    let index = IndexFolder::open(&data.join("index"), &profile).expect("the index opens");
    let rebuild = index.rebuild().expect("the lock");
    fails_saying(matcher(&data).arg("reindex"), &["another process"]);
    assert_eq!(answer(&data), expected, "reading needs no lock");
    drop(rebuild);
    agrees_with_a_fresh_index(&data).await;
}

#[tokio::test]
async fn a_full_disk_is_named_and_loses_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let Some(disk) = SmallDisk::mount(folder.path(), "size=1m") else { return };
    let data = disk.0.join("data");
    let file = offers_file(folder.path(), 3_000);
    fails_saying(matcher(&data).args(["import", "offers"]).arg(&file), &["no space", "full"]);
    disk.remount("size=200m");
    let kept = stored(&data).await;
    assert!(kept.offers.len() < 3_000, "the disk was not full");
    succeed(matcher(&data).args(["import", "offers"]).arg(&file));
    let all = stored(&data).await;
    assert_eq!((all.offers.len(), all.sequence.0), (3_000, 3_000), "the rest went in, nothing twice");
    agrees_with_a_fresh_index(&data).await;
}

#[tokio::test]
async fn a_disk_full_from_the_start_leaves_a_folder_that_can_be_used() {
    let folder = tempfile::tempdir().expect("a folder");
    let Some(disk) = SmallDisk::mount(folder.path(), "size=4k") else { return };
    std::fs::write(disk.0.join("filler"), [0; 4_096]).expect("the filler fits");
    let data = disk.0.join("data");
    let file = offers_file(folder.path(), 20);
    fails_saying(matcher(&data).args(["import", "offers"]).arg(&file), &["no space", "full"]);
    disk.remount("size=50m");
    succeed(matcher(&data).args(["import", "offers"]).arg(&file));
    agrees_with_a_fresh_index(&data).await;
}

#[tokio::test]
async fn a_read_only_folder_is_named_and_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let Some(disk) = SmallDisk::mount(folder.path(), "size=50m") else { return };
    let data = disk.0.join("data");
    let file = offers_file(folder.path(), 20);
    succeed(matcher(&data).args(["import", "offers"]).arg(&file));
    let before = stored(&data).await;
    disk.remount("ro");
    let more = offers_file(folder.path(), 30);
    let words = ["read-only", "may not be written", "readonly"];
    fails_saying(matcher(&data).args(["import", "offers"]).arg(&more), &words);
    fails_saying(matcher(&data).arg("reindex"), &words);
    disk.remount("rw");
    assert_eq!(stored(&data).await, before);
    agrees_with_a_fresh_index(&data).await;
}

/// A file system in memory of its own, small enough to fill; unmounted when dropped.
struct SmallDisk(std::path::PathBuf);

impl SmallDisk {
    /// None, said visibly, where this user may not mount.
    fn mount(folder: &Path, options: &str) -> Option<Self> {
        let point = folder.join("disk");
        std::fs::create_dir(&point).expect("a mount point");
        let mount = Command::new("mount").args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(&point).output();
        if mount.is_ok_and(|output| output.status.success()) {
            return Some(Self(point));
        }
        eprintln!("skipped: mounting a small file system needs root");
        None
    }

    fn remount(&self, options: &str) {
        let status = Command::new("mount").args(["-o", &format!("remount,{options}")]).arg(&self.0).status();
        assert!(status.expect("mount runs").success(), "remount {options}");
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Nothing runs on it any more; a lazy unmount leaves no trace even so.
        drop(Command::new("umount").arg("--lazy").arg(&self.0).status());
    }
}
