//! The demo's data, carried in the program: offers, needs and partners of `fixtures/demo`.
//!
//! Prints nothing and serves nothing; loading it again changes nothing.

use std::collections::BTreeSet;

use matcher_core::matching::MatchOptions;
use matcher_core::model::{Draft, Need, Offer, Origin, Partner, Record, SourceId, TerritoryLevel, Values};
use matcher_core::text::detect;
use matcher_store::{ListFilter, ListRequest, MAX_PAGE, Store, StoreError, UpsertOptions};

use crate::engine::{EngineError, Target};
use crate::import::{self, Format, ImportError, Importable};
use crate::state::App;

const OFFERS: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures/demo/offers.jsonl"));
const NEEDS: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures/demo/needs.jsonl"));
const PARTNERS: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures/demo/partners.jsonl"));

/// How much was loaded, new or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Loaded {
    /// Offers.
    pub offers: usize,
    /// Different publishers of them.
    pub publishers: usize,
    /// Needs.
    pub needs: usize,
    /// Partners.
    pub partners: usize,
}

/// Why the demo's data did not go in.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The shipped data cannot be read, which a test rules out.
    #[error("the shipped demo data: {0}")]
    Data(#[from] ImportError),
    /// A shipped record is not good, which a test rules out.
    #[error("the shipped demo data, line {line}: {problems}")]
    Record {
        /// The line.
        line: u64,
        /// What is wrong.
        problems: String,
    },
}

/// States every record of the demo; `progress` is told records done and records in all.
///
/// # Errors
/// [`DemoError`].
pub async fn load(store: &Store, progress: &(dyn Fn(usize, usize) + Sync)) -> Result<Loaded, DemoError> {
    let (offers, needs, partners) =
        (read::<Offer>(OFFERS)?, read::<Need>(NEEDS)?, read::<Partner>(PARTNERS)?);
    let publishers: BTreeSet<_> = offers.iter().filter_map(|draft| draft.values.publisher.clone()).collect();
    let loaded = Loaded {
        offers: offers.len(),
        publishers: publishers.len(),
        needs: needs.len(),
        partners: partners.len(),
    };
    let all = loaded.offers + loaded.needs + loaded.partners;
    say(store, offers).await?;
    progress(loaded.offers, all);
    say(store, needs).await?;
    progress(loaded.offers + loaded.needs, all);
    say(store, partners).await?;
    progress(all, all);
    Ok(loaded)
}

fn read<V: Importable>(text: &str) -> Result<Vec<Draft<V>>, DemoError> {
    import::read_bytes::<V>(text.into(), Format::Jsonl, None)?
        .into_iter()
        .map(|row| {
            let mut draft = row.draft.map_err(|problems| DemoError::Record {
                line: row.line,
                problems: problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "),
            })?;
            draft.values.settle_languages(&detect);
            Ok(draft)
        })
        .collect()
}

/// Each source says its own.
async fn say<V: Values>(store: &Store, drafts: Vec<Draft<V>>) -> Result<(), StoreError> {
    let sources: BTreeSet<SourceId> = drafts.iter().map(|draft| draft.source.clone()).collect();
    for source in sources {
        let own = drafts.iter().filter(|draft| draft.source == source).cloned().collect();
        store.upsert(own, &Origin::source(&source), UpsertOptions::default()).await?;
    }
    Ok(())
}

/// The best-answered need of each comuna of the profile, at most `most` of them, in the profile's order.
///
/// # Errors
/// [`EngineError`].
pub async fn needs_to_show(app: &App, most: usize) -> Result<Vec<Record<Need>>, EngineError> {
    let mut best = Vec::new();
    let comunas = app.profile.territories.iter().filter(|place| place.level == TerritoryLevel::Municipality);
    for (order, comuna) in comunas.enumerate() {
        let filter = ListFilter { territories: vec![comuna.code.clone()], ..ListFilter::default() };
        let request = ListRequest { filter, limit: MAX_PAGE, ..ListRequest::default() };
        let mut answered = Vec::new();
        for need in app.store.list::<Need>(&request).await?.items {
            answered.push((top_score(app, &need).await?, need));
        }
        answered.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.id.cmp(&b.1.id)));
        best.extend(answered.into_iter().next().map(|(score, need)| (score, order, need)));
    }
    best.sort_by(|a, b| b.0.total_cmp(&a.0));
    best.truncate(most);
    best.sort_by_key(|(_, order, _)| *order);
    Ok(best.into_iter().map(|(_, _, need)| need).collect())
}

async fn top_score(app: &App, need: &Record<Need>) -> Result<f64, EngineError> {
    let options = MatchOptions { limit: 1, explain_words: false, ..MatchOptions::default() };
    let matched = app.match_need(&need.effective(), Target::Offers, &options).await?;
    Ok(matched.answer.matches.first().map_or(0.0, |found| found.explanation.total))
}

#[cfg(test)]
mod tests {
    use matcher_core::score::Profile;

    use super::*;
    use crate::config::Settings;
    use crate::state;

    #[test]
    fn the_shipped_data_is_good_and_complete() {
        let offers = read::<Offer>(OFFERS).expect("good offers");
        let publishers: BTreeSet<_> =
            offers.iter().filter_map(|draft| draft.values.publisher.clone()).collect();
        assert!(offers.len() >= 120 && publishers.len() >= 8, "{} of {}", offers.len(), publishers.len());
        let needs = read::<Need>(NEEDS).expect("good needs");
        assert!(needs.len() >= 30, "{}", needs.len());
        assert!(!read::<Partner>(PARTNERS).expect("good partners").is_empty());
        let profile = Profile::shipped("aysen").expect("shipped");
        let comunas = profile.territories.iter().filter(|place| place.level == TerritoryLevel::Municipality);
        for comuna in comunas {
            let code = Some(&comuna.code);
            assert!(
                needs.iter().any(|draft| draft.values.territory.as_ref() == code),
                "{} has no need",
                comuna.code
            );
        }
    }

    #[tokio::test]
    async fn needs_of_several_comunas_are_shown() {
        let folder = tempfile::tempdir().expect("a folder");
        let settings = Settings { data: folder.path().join("data"), ..Settings::default() };
        let store = state::open_store(&settings).await.expect("a store");
        load(&store, &|_, _| ()).await.expect("loaded");
        drop(store);
        let app = state::open(&settings).await.expect("open");
        let shown = needs_to_show(&app, 5).await.expect("needs");
        let places: BTreeSet<_> = shown.iter().map(|need| need.effective().territory.clone()).collect();
        assert_eq!(places.len(), 5);
    }

    #[tokio::test]
    async fn loading_twice_changes_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let url = format!("sqlite://{}", folder.path().join("demo.sqlite3").display());
        let store = Store::open(&url).await.expect("a store");
        let first = load(&store, &|_, _| ()).await.expect("loaded");
        let sequence = store.sequence().await.expect("a position");
        assert_eq!(load(&store, &|_, _| ()).await.expect("loaded"), first);
        assert_eq!(store.sequence().await.expect("a position"), sequence);
        assert_eq!(store.count::<Offer>().await.expect("a count") as usize, first.offers);
    }
}
