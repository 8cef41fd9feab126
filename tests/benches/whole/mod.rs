//! The engine as a deployment runs it: SQLite, the index that follows it, and the matcher.

use std::collections::HashMap;
use std::path::Path;
use std::sync::mpsc;

use matcher_core::index::{Entry, IndexFolder, Rebuild, Snapshot};
use matcher_core::lexicon::Lexicon;
use matcher_core::matching::{Answer, MatchOptions, Matcher};
use matcher_core::model::{Draft, Localized, Need, Offer, Origin, Sequence};
use matcher_core::score::Profile;
use matcher_store::{AnyShown, ChangedBatch, Store, UpsertOptions};
use tokio::runtime::Runtime;
use tokio::task::JoinHandle;

use crate::large_corpus::TODAY;

/// Records that the follower of a server reads at a time.
const BATCH: u32 = 256;

/// Store and index in one folder.
pub(crate) struct Whole {
    runtime: Runtime,
    store: Store,
    index: IndexFolder,
    profile: Profile,
}

impl Whole {
    pub(crate) fn create(folder: &Path) -> Self {
        let runtime = Runtime::new().expect("a runtime");
        let profile = Profile::shipped("aysen").expect("the shipped profile");
        let store = runtime.block_on(Store::open_file(&folder.join("matcher.sqlite3"))).expect("a store");
        let index = IndexFolder::open(&folder.join("index"), &profile).expect("an index");
        Self { runtime, store, index, profile }
    }

    pub(crate) fn profile(&self) -> &Profile {
        &self.profile
    }

    /// Stores the drafts while the index follows the change log beside, woken by each batch as in a running server.
    pub(crate) fn fill(&self, drafts: Vec<Draft<Offer>>) {
        let by: Origin = "source:bench".parse().expect("an origin");
        let (wake, woken) = mpsc::channel();
        std::thread::scope(|scope| {
            scope.spawn(move || self.follow(&woken));
            let awake = |_| wake.send(()).expect("a follower");
            let stated = self.store.upsert_all(drafts, &by, UpsertOptions::default(), awake);
            self.runtime.block_on(stated).expect("stores");
            drop(wake);
        });
    }

    fn follow(&self, woken: &mpsc::Receiver<()>) {
        let mut rebuild = self.index.rebuild().expect("starts");
        let mut reached = Sequence(0);
        let mut stored = false;
        while !stored {
            // Asked before the log is read: what was stored by then is in what is read.
            stored = woken.recv().is_err();
            let mut batch = self.runtime.block_on(self.load(reached)).expect("loads");
            while batch.upto > reached {
                reached = batch.upto;
                // The next records are read from the store while these are indexed.
                let next = self.load(reached);
                apply(&mut rebuild, &batch);
                batch = self.runtime.block_on(next).expect("loads");
            }
        }
        rebuild.finish(reached).expect("swaps");
    }

    /// Reads on after a position, beside.
    fn load(&self, after: Sequence) -> JoinHandle<ChangedBatch> {
        let store = self.store.clone();
        self.runtime.spawn(async move { store.load_changed(after, BATCH).await.expect("loads") })
    }

    /// The best ten by the index alone.
    pub(crate) fn match_need(&self, need: &Need) -> usize {
        self.answer(need, 10).matches.len()
    }

    /// The best fifty with everything that is shown of them: records from the store, words and passages.
    pub(crate) fn explain_need(&self, need: &Need) -> usize {
        let mut answer = self.answer(need, 50);
        let ids: Vec<_> = answer.matches.iter().map(|found| found.id.clone()).collect();
        let records = self.runtime.block_on(self.store.find_many::<Offer>(&ids)).expect("loads");
        let records: HashMap<_, _> = records.iter().map(|record| (&record.id, record.effective())).collect();
        let snapshot = self.index.reader().expect("a reader").snapshot();
        let matcher = self.matcher(&snapshot);
        for found in &mut answer.matches {
            let offer = &records[&found.id];
            let texts: Vec<_> = [&offer.title, &offer.summary, &offer.body].into_iter().flatten().collect();
            matcher.explain_words(need, &texts, &mut found.explanation);
        }
        answer.matches.len()
    }

    fn answer(&self, need: &Need, limit: usize) -> Answer {
        let snapshot = self.index.reader().expect("a reader").snapshot();
        let options = MatchOptions { limit, ..MatchOptions::default() };
        self.matcher(&snapshot).offers_for(need, &options).expect("answers")
    }

    fn matcher<'a>(&'a self, snapshot: &'a Snapshot) -> Matcher<'a> {
        Matcher { snapshot, profile: &self.profile, lexicon: Lexicon::shipped(), today: TODAY }
    }
}

fn apply(rebuild: &mut Rebuild, batch: &ChangedBatch) {
    for record in &batch.records {
        let entry = match record {
            AnyShown::Offer(record) => Entry::Offer(record),
            AnyShown::Need(record) => Entry::Need(record),
            AnyShown::Partner(record) => Entry::Partner(record),
        };
        rebuild.writer().apply(entry).expect("applies");
    }
}

/// A need, and what an engine that knows neither needs nor Spanish is asked instead.
pub(crate) struct Asked {
    pub(crate) name: &'static str,
    pub(crate) need: Need,
    pub(crate) in_english: String,
}

/// Needs to be matched: a line and a paragraph in the offers' language, and sixty words of Spanish.
pub(crate) fn needs() -> [Asked; 3] {
    let line = "Monitoring of glaciers and rural drinking water";
    let paragraph = "The municipality wants to monitor the retreat of glaciers that feed its rural drinking water \
        systems, train local technicians in hydrology and remote sensing, share data with the university and \
        research centres of the region, and involve schools and tourism guides in citizen science. It looks for \
        equipment, exchange of experience with mountain regions that face the same climate change, joint research \
        projects and scholarships for young professionals, with attention to indigenous communities and women.";
    let spanish = "La comuna necesita vigilar el retroceso de los glaciares que alimentan el agua potable rural, \
        capacitar a técnicos locales en hidrología y percepción remota, compartir datos con la universidad y los \
        centros de investigación de la región, e incorporar a escuelas y guías de turismo. Busca equipos, \
        intercambio de experiencias con regiones de montaña y becas para profesionales jóvenes y mujeres.";
    let by_hand = "The municipality needs to monitor the retreat of the glaciers that feed rural drinking water, \
        train local technicians in hydrology and remote sensing, share data with the university and the research \
        centres of the region, and involve schools and tourism guides. It looks for equipment, exchange of \
        experience with mountain regions and scholarships for young professionals and women.";
    let asked = |name, language: &str, text: &str, in_english: &str| Asked {
        name,
        need: Need {
            description: Some(Localized::new(language.parse().expect("a tag"), text)),
            ..Need::default()
        },
        in_english: in_english.to_owned(),
    };
    [
        asked("short", "en", line, line),
        asked("long", "en", paragraph, paragraph),
        asked("sixty words of Spanish", "es", spanish, by_hand),
    ]
}
