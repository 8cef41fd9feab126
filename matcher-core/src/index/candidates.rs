//! The records whose words fit best: what the pair score then looks at one by one.

use tantivy::query::{EnableScoring, Query};

use super::error::{IndexError, guarded};
use super::facets::SegmentFilter;
use super::psq::WordsQuery;
use super::snapshot::Snapshot;
use super::top::{Place, Top};
use crate::matching::Filter;
use crate::model::{RecordId, RecordKind};
use crate::score::{CandidateFacts, NeedFacts, TermBag, WeighedQuery};

/// A record that may match.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// The record.
    pub id: RecordId,
    /// How well its words fit by the index's own measure; good for nothing but order.
    pub relevance: f32,
    /// What the pair score needs of it.
    pub facts: Facts,
    /// Its text, analysed.
    pub bag: TermBag,
}

/// What the pair score needs of a record, by what it is.
#[derive(Debug, Clone)]
pub enum Facts {
    /// An offer or a partner.
    Provider(Box<CandidateFacts>),
    /// A need.
    Need(Box<NeedFacts>),
}

impl Snapshot {
    /// The `limit` records of a kind whose words fit `query` best, best first, among those that pass `filter`.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] for an unreadable index.
    pub fn candidates(
        &self,
        kind: RecordKind,
        query: &WeighedQuery,
        filter: &Filter,
        limit: usize,
    ) -> Result<Vec<Candidate>, IndexError> {
        guarded(|| {
            let words = WordsQuery::of(self.parts.fields.terms, query);
            self.decode(kind, &self.best(kind, &words, filter, limit)?)
        })
    }

    /// The best places of the words asked for. The filter is asked only for what would enter.
    fn best(
        &self,
        kind: RecordKind,
        query: &WordsQuery,
        filter: &Filter,
        limit: usize,
    ) -> Result<Vec<Place>, IndexError> {
        let parts = &self.parts;
        let index = parts.index(kind);
        let scoring = EnableScoring::enabled_from_searcher(&index.searcher);
        let weight = query.weight(scoring).map_err(|error| parts.sort(error))?;
        let mut top = Top::of(limit);
        let once = !filter.every_record;
        for (number, segment) in index.segments.iter().enumerate() {
            let filter = SegmentFilter::compile(filter, &segment.facet_values);
            let threshold = top.threshold();
            let mut take = |doc, score| {
                let passes = segment.is_alive(doc)
                    && !(once && segment.is_duplicate(doc))
                    && (filter.is_open() || filter.failed(segment.facets(doc)) == 0);
                if passes {
                    top.push(Place { score, day: 0, order: segment.order(doc), segment: number as u32, doc });
                }
                top.threshold()
            };
            weight
                .for_each_pruning(threshold, &segment.reader, &mut take)
                .map_err(|error| parts.sort(error))?;
        }
        Ok(top.into_best_first())
    }

    /// Reads what is stored of the places: in the order of the files, then back in the order given.
    fn decode(&self, kind: RecordKind, places: &[Place]) -> Result<Vec<Candidate>, IndexError> {
        let mut reading: Vec<usize> = (0..places.len()).collect();
        reading.sort_by_key(|at| (places[*at].segment, places[*at].doc));
        let mut candidates = Vec::with_capacity(places.len());
        for at in reading {
            candidates.push((at, self.candidate(kind, &places[at])?));
        }
        candidates.sort_by_key(|(at, _)| *at);
        Ok(candidates.into_iter().map(|(_, candidate)| candidate).collect())
    }

    fn candidate(&self, kind: RecordKind, place: &Place) -> Result<Candidate, IndexError> {
        let stored = self.parts.document(kind, place)?;
        let unreadable = || IndexError::Damaged("the facts of a document cannot be read".to_owned());
        let facts = stored.facts()?;
        let facts = match kind {
            RecordKind::Need => serde_json::from_slice(facts).map(|facts| Facts::Need(Box::new(facts))),
            _ => serde_json::from_slice(facts).map(|facts| Facts::Provider(Box::new(facts))),
        };
        Ok(Candidate {
            id: stored.id()?,
            relevance: place.score,
            facts: facts.map_err(|_| unreadable())?,
            bag: TermBag::decode(stored.bag()?).ok_or_else(unreadable)?,
        })
    }
}
