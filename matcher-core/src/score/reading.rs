//! The texts of a record, read once: its words and the concepts they name, from which the index, the bag and the
//! facts are all made.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::query::concept_key;
use super::term_bag::{TermBag, TermCounter};
use crate::model::{Localized, Need, Offer, Partner};
use crate::text::{AnalysedWord, Analyzer};
use crate::thesaurus::{ConceptId, Thesaurus};

/// How often a word of a title (or name) counts, against once for one of any other text.
const TITLE_WEIGHT: u32 = 3;
/// Most concepts that a record is said to be about.
const MAX_CONCEPTS: usize = 12;

/// Words and concepts of a record, with what they count.
#[derive(Default)]
pub struct Reading {
    words: Vec<(Arc<AnalysedWord>, u32)>,
    concepts: BTreeMap<&'static ConceptId, u32>,
}

impl Reading {
    /// Reads an offer.
    pub fn of_offer(offer: &Offer, analyzer: &mut Analyzer) -> Self {
        let mut reading = Self::default();
        reading.read(offer.title.as_ref(), TITLE_WEIGHT, analyzer);
        reading.read(offer.summary.as_ref(), 1, analyzer);
        reading.read(offer.body.as_ref(), 1, analyzer);
        reading
    }

    /// Reads a need.
    pub fn of_need(need: &Need, analyzer: &mut Analyzer) -> Self {
        let mut reading = Self::default();
        reading.read(need.title.as_ref(), TITLE_WEIGHT, analyzer);
        reading.read(need.description.as_ref(), 1, analyzer);
        reading
    }

    /// Reads a partner.
    pub fn of_partner(partner: &Partner, analyzer: &mut Analyzer) -> Self {
        let mut reading = Self::default();
        reading.read(partner.name.as_ref(), TITLE_WEIGHT, analyzer);
        reading.read(partner.description.as_ref(), 1, analyzer);
        reading
    }

    fn read(&mut self, text: Option<&Localized>, weight: u32, analyzer: &mut Analyzer) {
        for (language, text) in text.into_iter().flat_map(Localized::iter) {
            let first = self.words.len();
            let mut spans = Vec::new();
            analyzer.each_word(text, language, |word, span| {
                self.words.push((Arc::clone(word), weight));
                spans.push(span);
            });
            let stems = self.words[first..].iter().zip(spans);
            let stems = stems.filter_map(|((word, _), span)| Some((word.stem_key.as_deref()?, span)));
            let stems: Vec<_> = stems.collect();
            for found in Thesaurus::shipped().annotate(text, language, &stems) {
                *self.concepts.entry(&found.concept.id).or_default() += weight;
            }
        }
    }

    /// Everything counted, as the pair score reads it.
    pub fn bag(&self) -> TermBag {
        let mut counter = TermCounter::default();
        for (word, weight) in &self.words {
            counter.add(word, *weight);
        }
        for (concept, count) in &self.concepts {
            counter.add_key(&concept_key(concept.as_str()), *count);
        }
        counter.into_bag()
    }

    /// Every key with its count, as the index takes them; a key may come several times.
    pub(crate) fn each_key(&self, mut take: impl FnMut(&str, u32)) {
        for (word, weight) in &self.words {
            for key in word.stem_key.iter().chain([&word.form_key]) {
                take(key, *weight);
            }
        }
        for (concept, count) in &self.concepts {
            take(&concept_key(concept.as_str()), *count);
        }
    }

    /// What the record is about: the concepts named most, the most named first.
    pub fn main_concepts(&self) -> Vec<ConceptId> {
        let mut concepts: Vec<_> = self.concepts.iter().collect();
        concepts.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        concepts.into_iter().take(MAX_CONCEPTS).map(|(concept, _)| (*concept).clone()).collect()
    }

    /// The concepts named, with how often.
    pub(crate) fn concepts(&self) -> impl Iterator<Item = (&'static ConceptId, u32)> {
        self.concepts.iter().map(|(concept, count)| (*concept, *count))
    }
}
