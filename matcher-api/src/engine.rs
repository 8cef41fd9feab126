//! Questions to the engine, answered with the records they are about: the way from `App` to matches.
//!
//! Ranks nothing itself and words nothing; routes, pages and commands show what it answers.

use std::collections::HashMap;
use std::sync::Arc;

use matcher_core::index::{IndexError, SearchPage, SearchRequest, Snapshot};
use matcher_core::lexicon::Lexicon;
use matcher_core::matching::{Answer, Excluded, Match, MatchOptions, Matcher};
use matcher_core::model::{Localized, Need, Offer, Partner, Record, RecordId, RecordKind};
use matcher_core::score::{Gate, Profile};
use matcher_store::{AnyRecord, StoreError};
use tokio::task::spawn_blocking;

use crate::also::Clusters;
use crate::freshness::Freshness;
use crate::state::App;

/// What is looked for to meet a need.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Target {
    /// Offers.
    #[default]
    Offers,
    /// Partners.
    Partners,
}

/// Why a question got no answer.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The index.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// The work was cut short: the program is stopping, or it failed in a way it must not.
    #[error("the engine stopped in the middle of a question")]
    Stopped,
}

/// An answer and the records it names.
#[derive(Debug)]
pub struct Matched {
    /// The answer.
    pub answer: Answer,
    /// Every record among its matches and exclusions, by id.
    pub records: HashMap<RecordId, AnyRecord>,
    /// How fresh the harvested sources of the matches are.
    pub sources: Vec<Freshness>,
    /// The other records of the offers among them.
    pub clusters: Clusters,
}

/// A page of a search and the records it names.
#[derive(Debug)]
pub struct Searched {
    /// The page.
    pub page: SearchPage,
    /// Every record on it, by id; one deleted from the store meanwhile is missing.
    pub records: HashMap<RecordId, AnyRecord>,
    /// The other records of the offers among them.
    pub clusters: Clusters,
}

impl App {
    /// Offers or partners for a need, stored or not.
    ///
    /// # Errors
    /// [`EngineError`].
    pub async fn match_need(
        &self,
        need: &Need,
        target: Target,
        options: &MatchOptions,
    ) -> Result<Matched, EngineError> {
        let (need, options) = (Arc::new(need.clone()), options.clone());
        let asked = Arc::clone(&need);
        let wants_words = options.explain_words;
        let (question, answer) = self
            .ask(move |question| {
                let matcher = question.matcher();
                match target {
                    Target::Offers => matcher.offers_for(&asked, &options),
                    Target::Partners => matcher.partners_for(&asked, &options),
                }
            })
            .await?;
        let mut matched = self.with_records(answer).await?;
        if wants_words {
            matched = explain(question, matched, move |record| {
                texts(record).map(|texts| (Arc::clone(&need), texts))
            })
            .await?;
        }
        Ok(matched)
    }

    /// Needs that an offer would meet.
    ///
    /// # Errors
    /// [`EngineError`].
    pub async fn match_offer(
        &self,
        offer: Record<Offer>,
        options: &MatchOptions,
    ) -> Result<Matched, EngineError> {
        let options = options.clone();
        let offer = Arc::new(offer);
        let asked = Arc::clone(&offer);
        let wants_words = options.explain_words;
        let (question, answer) =
            self.ask(move |question| question.matcher().needs_for(&asked, &options)).await?;
        let mut matched = self.with_records(answer).await?;
        if wants_words {
            let offered = texts_of_offer(&offer.effective());
            matched = explain(question, matched, move |record| match record {
                AnyRecord::Need(need) => Some((Arc::new(need.effective().into_owned()), offered.clone())),
                _ => None,
            })
            .await?;
        }
        Ok(matched)
    }

    /// Records by words and filters.
    ///
    /// # Errors
    /// [`EngineError`].
    pub async fn search(&self, request: SearchRequest) -> Result<Searched, EngineError> {
        let (_, mut page) = self.ask(move |question| question.snapshot.search(&request)).await?;
        let ids: Vec<RecordId> = page.hits.iter().map(|hit| hit.id.clone()).collect();
        let (records, clusters) = self.load(&ids).await?;
        // The index may lag, here as for matches.
        page.hits.retain(|hit| records.get(&hit.id).is_none_or(|record| !is_withdrawn(record)));
        page.total -= ids.len() - page.hits.len();
        Ok(Searched { page, records, clusters })
    }

    /// Puts a question to one consistent point of the index, off the threads that serve requests.
    async fn ask<T: Send + 'static>(
        &self,
        answer: impl FnOnce(&Question) -> Result<T, IndexError> + Send + 'static,
    ) -> Result<(Question, T), EngineError> {
        let question = Question {
            snapshot: self.index.reader()?.snapshot(),
            profile: Arc::clone(&self.profile),
            lexicon: self.lexicon.clone(),
            today: self.today(),
        };
        let answered = spawn_blocking(move || answer(&question).map(|answer| (question, answer)));
        Ok(answered.await.map_err(|_| EngineError::Stopped)??)
    }

    async fn with_records(&self, mut answer: Answer) -> Result<Matched, EngineError> {
        let found = answer.matches.iter().map(|found| found.id.clone());
        let ids: Vec<RecordId> =
            found.chain(answer.excluded.iter().map(|kept_out| kept_out.id.clone())).collect();
        let (records, clusters) = self.load(&ids).await?;
        withhold_withdrawn(&mut answer, &records);
        let matches = answer.matches.iter().filter_map(|found| records.get(&found.id));
        let sources = self.freshness_behind(matches).await?;
        Ok(Matched { answer, records, sources, clusters })
    }

    async fn load(&self, ids: &[RecordId]) -> Result<(HashMap<RecordId, AnyRecord>, Clusters), StoreError> {
        let of = |kind| ids.iter().filter(|id| id.kind() == kind).cloned().collect::<Vec<_>>();
        let mut records = HashMap::with_capacity(ids.len());
        for record in self.store.find_many::<Offer>(&of(RecordKind::Offer)).await? {
            records.insert(record.id.clone(), AnyRecord::Offer(Box::new(record)));
        }
        for record in self.store.find_many::<Need>(&of(RecordKind::Need)).await? {
            records.insert(record.id.clone(), AnyRecord::Need(Box::new(record)));
        }
        for record in self.store.find_many::<Partner>(&of(RecordKind::Partner)).await? {
            records.insert(record.id.clone(), AnyRecord::Partner(Box::new(record)));
        }
        let clusters = Clusters::of(&self.store, ids).await?;
        clusters.speak_for_all(&mut records);
        Ok((records, clusters))
    }
}

/// A question with everything it is answered from.
struct Question {
    snapshot: Snapshot,
    profile: Arc<Profile>,
    lexicon: Lexicon,
    today: jiff::civil::Date,
}

impl Question {
    fn matcher(&self) -> Matcher<'_> {
        Matcher {
            snapshot: &self.snapshot,
            profile: &self.profile,
            lexicon: &self.lexicon,
            today: self.today,
        }
    }
}

/// The index may lag: what the store has withdrawn meanwhile is no match, and says why.
fn withhold_withdrawn(answer: &mut Answer, records: &HashMap<RecordId, AnyRecord>) {
    let (stands, gone): (Vec<Match>, Vec<Match>) = std::mem::take(&mut answer.matches)
        .into_iter()
        .partition(|found| records.get(&found.id).is_some_and(|record| !is_withdrawn(record)));
    answer.matches = stands;
    for (index, found) in answer.matches.iter_mut().enumerate() {
        let before = gone.iter().filter(|gone| gone.rank_without_zone < found.rank_without_zone).count();
        (found.rank, found.rank_without_zone) = (index + 1, found.rank_without_zone - before);
    }
    answer.excluded.extend(gone.into_iter().map(|found| Excluded { id: found.id, gate: Gate::Withdrawn }));
}

fn is_withdrawn(record: &AnyRecord) -> bool {
    match record {
        AnyRecord::Offer(record) => record.withdrawn_at.is_some(),
        AnyRecord::Need(record) => record.withdrawn_at.is_some(),
        AnyRecord::Partner(record) => record.withdrawn_at.is_some(),
    }
}

/// Fills in the words that met; `sides` gives the need and the texts that a found record is about.
async fn explain(
    question: Question,
    mut matched: Matched,
    sides: impl Fn(&AnyRecord) -> Option<(Arc<Need>, Vec<Localized>)> + Send + 'static,
) -> Result<Matched, EngineError> {
    let explained = spawn_blocking(move || {
        let matcher = question.matcher();
        for found in &mut matched.answer.matches {
            let Some((need, texts)) = matched.records.get(&found.id).and_then(&sides) else { continue };
            let texts: Vec<&Localized> = texts.iter().collect();
            matcher.explain_words(&need, &texts, &mut found.explanation);
        }
        matched
    });
    explained.await.map_err(|_| EngineError::Stopped)
}

fn texts(record: &AnyRecord) -> Option<Vec<Localized>> {
    match record {
        AnyRecord::Offer(offer) => Some(texts_of_offer(&offer.effective())),
        AnyRecord::Partner(partner) => {
            let partner = partner.effective().into_owned();
            Some([partner.name, partner.description].into_iter().flatten().collect())
        }
        AnyRecord::Need(_) => None,
    }
}

fn texts_of_offer(offer: &Offer) -> Vec<Localized> {
    [&offer.title, &offer.summary, &offer.body].into_iter().flatten().cloned().collect()
}
