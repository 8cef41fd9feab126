//! The engine as a deployment runs it: SQLite, the index that follows it, and the matcher.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use matcher_core::index::{Entry, IndexFolder};
use matcher_core::matching::{MatchOptions, Matcher};
use matcher_core::model::{Draft, Localized, Need, Offer, Origin, Sequence};
use matcher_core::score::{Profile, Ties};
use matcher_store::{AnyRecord, Store, UpsertOptions};
use tokio::runtime::Runtime;

use crate::large_corpus::TODAY;

/// Drafts a transaction, and records a batch of the follower: what import and follower use.
const BATCH: usize = 1_000;

/// Store and index in one folder.
pub(crate) struct Whole {
    runtime: Runtime,
    store: Store,
    index: IndexFolder,
    profile: Profile,
    ties: Ties,
}

impl Whole {
    pub(crate) fn create(folder: &Path) -> Self {
        let runtime = Runtime::new().expect("a runtime");
        let profile = Profile::shipped("aysen").expect("the shipped profile");
        let store = runtime.block_on(Store::open_file(&folder.join("matcher.sqlite3"))).expect("a store");
        let index = IndexFolder::open(&folder.join("index"), &profile).expect("an index");
        Self { runtime, store, index, profile, ties: Ties::default() }
    }

    pub(crate) fn profile(&self) -> &Profile {
        &self.profile
    }

    /// Stores the drafts while the index follows the change log beside, as it does in a running server.
    pub(crate) fn fill(&self, drafts: impl Iterator<Item = Draft<Offer>>) {
        let stored = AtomicBool::new(false);
        std::thread::scope(|scope| {
            scope.spawn(|| self.follow(&stored));
            self.state(drafts);
            stored.store(true, Ordering::Release);
        });
    }

    fn state(&self, mut drafts: impl Iterator<Item = Draft<Offer>>) {
        let by: Origin = "source:bench".parse().expect("an origin");
        loop {
            let batch: Vec<_> = drafts.by_ref().take(BATCH).collect();
            if batch.is_empty() {
                return;
            }
            self.runtime.block_on(self.store.upsert(batch, &by, UpsertOptions::default())).expect("stores");
        }
    }

    fn follow(&self, stored: &AtomicBool) {
        let mut rebuild = self.index.rebuild().expect("starts");
        let mut reached = Sequence(0);
        loop {
            // Asked before the log is read: what was stored by then is in what is read.
            let complete = stored.load(Ordering::Acquire);
            let batch = self.runtime.block_on(self.store.load_changed(reached, BATCH as u32)).expect("loads");
            for record in &batch.records {
                let entry = match record {
                    AnyRecord::Offer(record) => Entry::Offer(record),
                    AnyRecord::Need(record) => Entry::Need(record),
                    AnyRecord::Partner(record) => Entry::Partner(record),
                };
                rebuild.writer().apply(entry).expect("applies");
            }
            let moved = batch.upto > reached;
            reached = batch.upto;
            match (moved, complete) {
                (false, true) => break,
                (false, false) => std::thread::sleep(Duration::from_millis(5)),
                (true, _) => {}
            }
        }
        rebuild.finish(reached).expect("swaps");
    }

    pub(crate) fn match_need(&self, need: &Need) -> usize {
        let snapshot = self.index.reader().expect("a reader").snapshot();
        let matcher = Matcher {
            snapshot: &snapshot,
            profile: &self.profile,
            lexicon: Lexicon::shipped(),
            ties: &self.ties,
            today: TODAY,
        };
        matcher.offers_for(need, &MatchOptions::default()).expect("answers").matches.len()
    }
}

/// Needs to be matched: a line, and a paragraph.
pub(crate) fn needs() -> [(&'static str, Need); 2] {
    let need = |title: &str, description: Option<&str>| Need {
        title: Some(Localized::new("en".parse().expect("a tag"), title)),
        description: description.map(|text| Localized::new("en".parse().expect("a tag"), text)),
        ..Need::default()
    };
    let paragraph = "The municipality wants to monitor the retreat of glaciers that feed its rural drinking water \
        systems, train local technicians in hydrology and remote sensing, share data with the university and \
        research centres of the region, and involve schools and tourism guides in citizen science. It looks for \
        equipment, exchange of experience with mountain regions that face the same climate change, joint research \
        projects and scholarships for young professionals, with attention to indigenous communities and women.";
    [
        ("short", need("Monitoring of glaciers and rural drinking water", None)),
        ("long", need("Monitoring of glaciers and rural drinking water", Some(paragraph))),
    ]
}

/// The same words for an engine that knows no needs.
pub(crate) fn text_of(need: &Need) -> String {
    [&need.title, &need.description]
        .into_iter()
        .flatten()
        .flat_map(|text| text.iter().map(|(_, text)| text.to_owned()).collect::<Vec<_>>())
        .collect::<Vec<_>>()
        .join(" ")
}
