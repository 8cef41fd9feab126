//! Backup and restore.

use std::io::{Read, Write};
use std::path::Path;

use matcher_core::model::{Need, Offer, Partner, RecordKind, Sequence};
use matcher_store::{ListFilter, ListRequest, Listing, RunOutcome, RunReport, Store, StoreError};
use serde_json::json;

use crate::fixture::Fixture;
use crate::sample::{need, offer, offer_id, partner, patch, portal, put, source, staff, titled};

/// A store with everything a store can hold.
async fn fill(store: &Store) {
    put(store, (0..800).map(|n| offer(&n.to_string())).collect()).await;
    let mut quoted = titled("quoted", "Becas");
    quoted.evidence.insert("title".to_owned(), "Llamado a becas.".to_owned());
    put(store, vec![quoted]).await;
    put(store, vec![need("n")]).await;
    put(store, vec![partner("p")]).await;
    put(store, vec![titled("1", "Otro")]).await;
    store
        .edit::<Offer>(&offer_id("2"), patch(json!({"country": "UY"})), &staff(), None)
        .await
        .expect("an edit");
    store.withdraw::<Offer>(&offer_id("3"), &staff(), None).await.expect("a withdrawal");
    store.withdraw::<Offer>(&offer_id("4"), &portal(), None).await.expect("a withdrawal");
    let run = store.begin_run(&source("portal")).await.expect("a run");
    let listed = (0..800).map(|n| n.to_string()).collect();
    let listing = Listing { kind: RecordKind::Offer, external_ids: listed, vanish_after: 2 };
    store
        .finish_run(
            &run,
            RunOutcome::Complete,
            &RunReport { added: 300, ..RunReport::default() },
            Some(&listing),
        )
        .await
        .expect("an end");
    store.begin_run(&source("portal")).await.expect("a run");
}

/// Everything that can be read of a store.
async fn contents(store: &Store) -> impl PartialEq + std::fmt::Debug {
    let batch = store.load_changed(Sequence(0), 10_000).await.expect("records");
    let ids: Vec<_> = batch.records.iter().map(|shown| shown.id().clone()).collect();
    let offers = store.find_many::<Offer>(&ids).await.expect("offers");
    let needs = store.find_many::<Need>(&ids).await.expect("needs");
    let partners = store.find_many::<Partner>(&ids).await.expect("partners");
    let records = (batch, offers, needs, partners);
    let changes = store.changes_after(Sequence(0), 10_000).await.expect("a log");
    let runs = store.list_runs(None, None, 200).await.expect("runs").items;
    let sources = store.harvest_sources().await.expect("sources");
    let in_uruguay =
        ListFilter { countries: vec!["UY".parse().expect("a country")], ..ListFilter::default() };
    let listed = store
        .list::<Offer>(&ListRequest { filter: in_uruguay, ..ListRequest::default() })
        .await
        .expect("a page");
    (records, changes, runs, sources, listed)
}

pub(crate) async fn round_trip_keeps_everything(fixture: &Fixture) {
    let store = fixture.open().await;
    fill(&store).await;
    let file = fixture.path("backup.gz");
    let written = store.backup(&file).await.expect("a backup");
    assert_eq!((written.records, written.changes, written.runs), (803, 807, 2));
    assert_eq!(written.sequence, Sequence(807));
    let other = fixture.open_sqlite("other.sqlite3").await;
    assert_eq!(other.restore(&file).await.expect("a restoration"), written);
    assert_eq!(contents(&other).await, contents(&store).await);
    // The restored store goes on where the other stood, and knows what it has.
    let again = put(&other, vec![offer("5"), titled("quoted", "Becas")]).await;
    assert_eq!(again[0].revision, 1);
    assert_eq!(again[1].revision, 2, "the quotation is gone");
    assert_eq!(again[1].sequence, Sequence(808));
    put(&other, vec![offer("3"), offer("4")]).await;
    let withdrawn = other.find::<Offer>(&offer_id("3")).await.expect("a read").expect("the record");
    assert!(withdrawn.withdrawn_at.is_some(), "staff's withdrawal is still staff's");
    let restored = other.find::<Offer>(&offer_id("4")).await.expect("a read").expect("the record");
    assert!(restored.withdrawn_at.is_none());
    // It had missed «quoted» once, and its copy knows.
    let run = other.begin_run(&source("portal")).await.expect("a run");
    let listed = (0..800).map(|n| n.to_string()).collect();
    let listing = Listing { kind: RecordKind::Offer, external_ids: listed, vanish_after: 2 };
    let end = other.finish_run(&run, RunOutcome::Complete, &RunReport::default(), Some(&listing)).await;
    assert_eq!(end.expect("an end").vanished, ["quoted"]);
}

pub(crate) async fn goes_from_engine_to_engine(fixture: &Fixture) {
    let first = fixture.open_sqlite("first.sqlite3").await;
    fill(&first).await;
    let there = fixture.path("there.gz");
    first.backup(&there).await.expect("a backup");
    let second = fixture.open().await;
    second.restore(&there).await.expect("a restoration");
    assert_eq!(contents(&second).await, contents(&first).await);
    let back = fixture.path("back.gz");
    second.backup(&back).await.expect("a backup");
    let third = fixture.open_sqlite("third.sqlite3").await;
    third.restore(&back).await.expect("a restoration");
    assert_eq!(contents(&third).await, contents(&first).await);
    assert_eq!(third.count::<Need>().await.expect("a count"), 1);
}

pub(crate) async fn only_into_an_empty_store(fixture: &Fixture) {
    let store = fixture.open().await;
    put(&store, vec![offer("a")]).await;
    let file = fixture.path("backup.gz");
    store.backup(&file).await.expect("a backup");
    let error = store.restore(&file).await.expect_err("not empty");
    assert!(matches!(error, StoreError::NotEmpty { records: 1, sequence: 1 }), "{error}");
    let other = fixture.open_sqlite("other.sqlite3").await;
    other.begin_run(&source("portal")).await.expect("a run");
    let error = other.restore(&file).await.expect_err("not empty");
    assert!(matches!(error, StoreError::NotEmpty { .. }), "{error}");
}

fn unpack(file: &Path) -> Vec<u8> {
    let mut text = Vec::new();
    let packed = std::fs::File::open(file).expect("the backup");
    flate2::read::GzDecoder::new(packed).read_to_end(&mut text).expect("gzip");
    text
}

fn pack(text: &str) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(text.as_bytes()).expect("written");
    packed.finish().expect("finished")
}

pub(crate) async fn refuses_damage_and_restores_nothing(fixture: &Fixture) {
    let store = fixture.open().await;
    let full = fixture.open_sqlite("full.sqlite3").await;
    fill(&full).await;
    let good = fixture.path("good.gz");
    full.backup(&good).await.expect("a backup");
    let packed = std::fs::read(&good).expect("the backup");
    let text = String::from_utf8(unpack(&good)).expect("text");
    let lines: Vec<&str> = text.lines().collect();
    let bad = fixture.path("bad.gz");
    let without = |skip: usize| {
        let kept = lines.iter().enumerate().filter(|(n, _)| *n != skip).map(|(_, line)| *line);
        kept.collect::<Vec<_>>().join("\n") + "\n"
    };
    let spoilt = [
        ("cut short", packed[..packed.len() / 2].to_vec()),
        ("without its last byte", packed[..packed.len() - 1].to_vec()),
        ("followed by something", [&packed[..], b"x"].concat()),
        ("empty", Vec::new()),
        ("another file", b"PK\x03\x04 something else".to_vec()),
        ("other JSON", pack("{\"hello\": 1}\n")),
        ("without a header", pack(&without(0))),
        ("without a record", pack(&without(7))),
        ("without a trailer", pack(&without(lines.len() - 1))),
        ("altered", pack(&text.replacen("Water fund", "Fire fund", 1))),
        ("one endless line", pack(&" ".repeat(21 * 1024 * 1024))),
    ];
    for (what, bytes) in spoilt {
        std::fs::write(&bad, bytes).expect("written");
        let error = store.restore(&bad).await.expect_err(what);
        assert!(matches!(&error, StoreError::DamagedBackup { line, .. } if *line > 0), "{what}: {error}");
        assert_eq!(store.sequence().await.expect("a position"), Sequence(0), "{what}");
        assert_eq!(store.count::<Offer>().await.expect("a count"), 0, "{what}");
    }
    let later = pack(&text.replacen("\"version\":1", "\"version\":2", 1));
    std::fs::write(&bad, later).expect("written");
    let error = store.restore(&bad).await.expect_err("a later version");
    assert!(matches!(error, StoreError::NewerSchema { .. }), "{error}");
    let error = store.restore(&fixture.path("absent.gz")).await.expect_err("no such file");
    assert!(matches!(error, StoreError::File { .. }) && error.to_string().contains("absent.gz"), "{error}");
    store.restore(&good).await.expect("the good one still goes in");
}

pub(crate) async fn is_never_written_over(fixture: &Fixture) {
    let store = fixture.open().await;
    let file = fixture.path("backup.gz");
    let empty = store.backup(&file).await.expect("a backup of nothing");
    assert_eq!((empty.records, empty.sequence), (0, Sequence(0)));
    put(&store, vec![offer("a")]).await;
    let error = store.backup(&file).await.expect_err("a name that is taken");
    assert!(error.to_string().contains("exists already"), "{error}");
    let other = fixture.open_sqlite("other.sqlite3").await;
    assert_eq!(other.restore(&file).await.expect("the first one").records, 0);
    let folder = file.parent().expect("a folder");
    let names =
        std::fs::read_dir(folder).expect("the folder").map(|entry| entry.expect("an entry").file_name());
    assert!(!names.into_iter().any(|name| name.to_string_lossy().contains("partial")));
    let error = store.backup(&fixture.path("no/such/folder/backup.gz")).await.expect_err("no folder");
    assert!(matches!(error, StoreError::File { .. }), "{error}");
}
