//! What can be wrong with an SQLite file and its folder.

use std::path::Path;
use std::time::{Duration, Instant};

use matcher_core::model::Offer;
use matcher_store::{Store, StoreError, UpsertOptions};
use sea_orm::{ConnectionTrait, Database};

use crate::sample::{offer, offer_id, portal, put};

fn block<T>(case: impl Future<Output = T>) -> T {
    tokio::runtime::Runtime::new().expect("a runtime").block_on(case)
}

async fn refusal(path: &Path) -> StoreError {
    match Store::open_file(path).await {
        Ok(_) => panic!("{} must not open", path.display()),
        Err(error) => error,
    }
}

#[test]
fn the_file_is_created_beside_odd_names() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("año 100% #1?.sqlite3");
    block(async {
        let store = Store::open_file(&path).await.expect("the store opens");
        put(&store, vec![offer("a")]).await;
        store.close().await.expect("closed");
        let encoded = path.display().to_string().replace('%', "%25").replace(' ', "%20").replace('?', "%3F");
        let store = Store::open(&format!("sqlite://{encoded}")).await.expect("the same by URL");
        assert_eq!(store.count::<Offer>().await.expect("a count"), 1);
        store.close().await.expect("closed");
    });
    let names: Vec<_> = std::fs::read_dir(folder.path()).expect("the folder").collect();
    assert_eq!(names.len(), 1, "no file is left beside it: {names:?}");
}

#[test]
fn says_what_is_wrong_with_the_place() {
    let folder = tempfile::tempdir().expect("a folder");
    block(async {
        let error = refusal(&folder.path().join("no/such/folder/m.sqlite3")).await;
        assert!(error.to_string().contains("its folder does not exist"), "{error}");
        let error = refusal(folder.path()).await;
        assert!(error.to_string().contains("it is a folder"), "{error}");
        let error = refusal(Path::new("/proc/m.sqlite3")).await;
        assert!(
            matches!(&error, StoreError::CannotOpen { path, .. } if path.starts_with("/proc")),
            "{error}"
        );
        let text = folder.path().join("notes.txt");
        std::fs::write(&text, "Notas de la reunión. ".repeat(400)).expect("written");
        let error = refusal(&text).await;
        assert!(matches!(&error, StoreError::NotADatabase { path } if *path == text), "{error}");
    });
}

#[test]
fn refuses_urls_it_cannot_use() {
    block(async {
        for url in [
            "",
            "matcher.sqlite3",
            "mysql://localhost/m",
            "sqlite::memory:",
            "sqlite:///m?mode=memory",
            "sqlite:///m.sqlite3?colour=blue",
            "postgres://host:notaport/m",
        ] {
            match Store::open(url).await {
                Err(StoreError::BadUrl { .. }) => {}
                Err(error) => panic!("{url}: {error}"),
                Ok(_) => panic!("{url} must not open"),
            }
        }
    });
}

#[test]
fn another_process_that_holds_the_file_is_waited_for_then_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("m.sqlite3");
    block(async {
        let store = Store::open_file(&path).await.expect("the store opens");
        let other = Database::connect(format!("sqlite://{}", path.display())).await.expect("another process");
        other.execute_unprepared("BEGIN IMMEDIATE").await.expect("it writes");
        let begun = Instant::now();
        let error =
            store.upsert(vec![offer("a")], &portal(), UpsertOptions::default()).await.expect_err("locked");
        assert!(matches!(error, StoreError::Locked), "{error}");
        assert!(begun.elapsed() >= Duration::from_secs(4), "it was given time");
        assert_eq!(store.count::<Offer>().await.expect("reading goes on"), 0);
        other.execute_unprepared("ROLLBACK").await.expect("it is done");
        put(&store, vec![offer("a")]).await;
    });
}

#[test]
fn a_damaged_file_is_called_damaged() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("m.sqlite3");
    block(async {
        let store = Store::open_file(&path).await.expect("the store opens");
        put(&store, (0..500).map(|n| offer(&n.to_string())).collect()).await;
        store.close().await.expect("closed");
        let mut bytes = std::fs::read(&path).expect("the file");
        let length = bytes.len();
        bytes[length / 8..].fill(0x5a);
        std::fs::write(&path, bytes).expect("spoiled");
        let store = Store::open_file(&path).await;
        let error = match store {
            Ok(store) => store.find::<Offer>(&offer_id("250")).await.expect_err("damaged"),
            Err(error) => error,
        };
        assert!(matches!(error, StoreError::Damaged { .. } | StoreError::NotADatabase { .. }), "{error}");
    });
}

#[test]
fn a_file_that_may_not_be_written_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("m.sqlite3");
    block(async {
        Store::open_file(&path).await.expect("the store opens").close().await.expect("closed");
        let mode =
            |mode| std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).expect("chmod");
        mode(0o444);
        if std::fs::OpenOptions::new().append(true).open(&path).is_ok() {
            eprintln!("skipped: this user may write to any file");
            return;
        }
        assert!(matches!(refusal(&path).await, StoreError::ReadOnly));
        mode(0o644);
    });
}
