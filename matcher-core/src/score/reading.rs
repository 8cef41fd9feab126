//! The texts of a record, read once: its words and the concepts they name, from which the index, the bag and the
//! facts are all made.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::query::concept_key;
use super::term_bag::{TermBag, TermCounter};
use crate::model::{LanguageTag, Localized, Need, Offer, Partner};
use crate::text::{AnalysedWord, Analyzer, TextLanguage};
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
            let found = if language.is_undetermined() {
                named_in_some_language(text, analyzer)
            } else {
                named(text, language, self.words[first..].iter().map(|(word, _)| word).zip(spans))
            };
            for concept in found {
                *self.concepts.entry(concept).or_default() += weight;
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
            take(&word.topic_key(), *weight);
            take(&word.form_key, *weight);
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

/// The concepts that words of a text name, in order.
fn named<'w>(
    text: &str,
    language: &LanguageTag,
    words: impl Iterator<Item = (&'w Arc<AnalysedWord>, Range<usize>)>,
) -> Vec<&'static ConceptId> {
    let stems = words.filter_map(|(word, span)| Some((word.stem_key.as_deref()?, span)));
    let found = Thesaurus::in_force().annotate(text, language, &stems.collect::<Vec<_>>());
    found.into_iter().map(|found| &found.concept.id).collect()
}

/// The concepts of a text of unknown language, read in the language that finds most in it.
fn named_in_some_language(text: &str, analyzer: &mut Analyzer) -> Vec<&'static ConceptId> {
    let readings = TextLanguage::ALL.map(|language| {
        let mut words = Vec::new();
        analyzer.each_word(text, &language.tag(), |word, span| words.push((Arc::clone(word), span)));
        named(text, &language.tag(), words.iter().map(|(word, span)| (word, span.clone())))
    });
    // Of equals the first, so that the same text reads the same.
    readings
        .into_iter()
        .reduce(|best, next| if next.len() > best.len() { next } else { best })
        .unwrap_or_default()
}
