//! A writing process killed at any moment leaves whole transactions only.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::Duration;

use matcher_core::model::{Draft, Offer, Sequence};
use matcher_store::{ListFilter, ListRequest, Store};

use crate::fixture::Fixture;
use crate::sample::{offer, put, titled};

const URL: &str = "MATCHER_CRASH_URL";
const BATCH: usize = 40;
const ROUNDS: u64 = 6;

pub(crate) async fn killed_in_the_middle_of_writing(fixture: &Fixture) {
    fixture.open().await.close().await.expect("closed");
    let mut kept = 0;
    for round in 0..ROUNDS {
        // The moment differs from round to round, and falls anywhere in a transaction.
        let acknowledged =
            write_and_kill(&fixture.url, 3, Duration::from_micros(700 * round + 137 * round * round));
        let store = fixture.open().await;
        let whole = check(&store).await;
        assert!(whole >= acknowledged, "{acknowledged} batches were reported written, {whole} are there");
        assert!(whole > kept, "the writer went on from where the last was killed");
        kept = whole;
        store.close().await.expect("closed");
    }
}

/// Starts this test binary as the writer and kills it some time after its nth report; how far it reported.
fn write_and_kill(url: &str, reports: usize, then: Duration) -> u64 {
    let mut writer = Command::new(std::env::current_exe().expect("this binary"))
        .args(["writer_to_be_killed", "--exact", "--nocapture"])
        .env(URL, url)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the writer starts");
    let mut lines = BufReader::new(writer.stdout.take().expect("its output")).lines();
    let mut said = 0;
    let mut count = 0;
    while count < reports {
        let line = lines.next().expect("the writer writes on").expect("text");
        if let Some(batch) = line.strip_prefix("written ") {
            said = batch.parse().expect("a number");
            count += 1;
        }
    }
    std::thread::sleep(then);
    writer.kill().expect("SIGKILL");
    writer.wait().expect("it is gone");
    // What it still reported before it died counts too.
    lines
        .map_while(Result::ok)
        .filter_map(|line| line.strip_prefix("written ")?.parse().ok())
        .last()
        .unwrap_or(said)
}

/// The writer: batches of new and changed records without end. Does nothing unless started by the case above.
pub(crate) async fn write_until_killed() {
    let Ok(url) = std::env::var(URL) else { return };
    let store = Store::open(&url).await.expect("the store opens");
    let first = store.sequence().await.expect("a position").0 / (2 * BATCH as u64);
    for batch in first.. {
        put(&store, drafts(batch)).await;
        println!("written {}", batch + 1);
    }
}

/// Half of it is new; the other half changes what the batch before added.
fn drafts(batch: u64) -> Vec<Draft<Offer>> {
    let new = (0..BATCH).map(|n| offer(&format!("{batch}-{n}")));
    let changed = (0..BATCH).map(|n| match batch.checked_sub(1) {
        Some(before) => titled(&format!("{before}-{n}"), "Otro"),
        None => offer(&format!("first-{n}")),
    });
    new.chain(changed).collect()
}

/// That log, counter, records and facets agree; how many whole batches there are.
async fn check(store: &Store) -> u64 {
    let last = store.sequence().await.expect("a position");
    assert_eq!(last.0 % (2 * BATCH as u64), 0, "only whole batches");
    let mut latest = BTreeMap::new();
    let mut position = 0;
    loop {
        let log = store.changes_after(Sequence(position), 10_000).await.expect("a log");
        if log.is_empty() {
            break;
        }
        for change in log {
            position += 1;
            assert_eq!(change.sequence.0, position, "no gap");
            latest.insert(change.id, (change.sequence, change.revision));
        }
    }
    assert_eq!(position, last.0);
    let mut request = ListRequest { limit: 200, ..ListRequest::default() };
    let mut records = 0;
    loop {
        let page = store.list::<Offer>(&request).await.expect("a page");
        records += page.items.len();
        for record in &page.items {
            assert_eq!(latest.get(&record.id), Some(&(record.sequence, record.revision)));
        }
        request.after = page.next;
        if request.after.is_none() {
            break;
        }
    }
    assert_eq!(records, latest.len());
    // Records of the last batch, and those of none, still have their country.
    let countries = vec!["FR".parse().expect("a country")];
    let filter = ListFilter { countries, ..ListFilter::default() };
    let page = store.list::<Offer>(&ListRequest { filter, ..ListRequest::default() }).await.expect("a page");
    assert_eq!(page.total, if last.0 == 0 { 0 } else { 2 * BATCH as u64 });
    last.0 / (2 * BATCH as u64)
}
