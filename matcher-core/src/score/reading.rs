//! The texts of a record, read once: its words and the concepts they name, from which the index, the bag and the
//! facts are all made.

use std::collections::BTreeMap;

use super::query::concept_key;
use super::term_bag::{TermBag, TermCounter};
use crate::model::{Localized, Need, Offer, Partner};
use crate::text::{AnalysedWord, Analyzer, TextLanguage};
use crate::thesaurus::{Annotation, ConceptId, Thesaurus};

/// How often a word of a title (or name) counts, against once for one of any other text.
const TITLE_WEIGHT: u32 = 3;
/// Bytes of text to a word that carries meaning, with the function words before it: fewer than most languages have.
const LETTERS_A_WORD: usize = 8;
/// Most concepts that a record is said to be about.
const MAX_CONCEPTS: usize = 12;

/// Words and concepts of a record, with what they count.
#[derive(Default)]
pub struct Reading {
    /// The keys of its words, as often as they count.
    keys: Keys,
    counter: TermCounter,
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
            // About what a text gives, function words left out: growing step by step would copy it over and over.
            self.keys.0.reserve(2 * text.len() * weight as usize);
            self.counter.expect_words(text.len() / LETTERS_A_WORD);
            let mut stems = Vec::with_capacity(text.len() / LETTERS_A_WORD);
            analyzer.each_word(text, language, |word, span| {
                self.keys.push_word(word, weight);
                self.counter.add(word, weight);
                if word.has_stem() {
                    stems.push((word.stem_hash(), span));
                }
            });
            let found = if language.is_undetermined() {
                named_in_some_language(text, analyzer)
            } else {
                Thesaurus::in_force().annotate_hashed(text, language, stems)
            };
            for named in found {
                *self.concepts.entry(&named.concept.id).or_default() += weight;
            }
        }
    }

    /// Everything counted, as the pair score reads it.
    pub fn into_bag(self) -> TermBag {
        self.into_keys_and_bag().1
    }

    /// Every key as the index takes it, and everything counted.
    pub(crate) fn into_keys_and_bag(self) -> (Keys, TermBag) {
        let Self { mut keys, mut counter, concepts } = self;
        for (concept, count) in concepts {
            let key = concept_key(concept.as_str());
            keys.push(&key, count);
            counter.add_key(&key, count);
        }
        (keys, counter.into_bag())
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

/// The concepts of a text of unknown language, read in the language that finds most in it.
fn named_in_some_language(text: &str, analyzer: &mut Analyzer) -> Vec<Annotation<'static>> {
    let readings = TextLanguage::ALL.map(|language| {
        let mut stems = Vec::new();
        analyzer.each_word(text, &language.tag(), |word, span| stems.push((word.stem_hash(), span)));
        Thesaurus::in_force().annotate_hashed(text, &language.tag(), stems)
    });
    // Of equals the first, so that the same text reads the same.
    readings
        .into_iter()
        .reduce(|best, next| if next.len() > best.len() { next } else { best })
        .unwrap_or_default()
}

/// Keys of a document, a space behind each: as often as they count.
#[derive(Default)]
pub(crate) struct Keys(String);

impl Keys {
    fn push_word(&mut self, word: AnalysedWord<'_>, times: u32) {
        for _ in 0..times {
            self.0.push_str(word.keys());
        }
    }

    pub(crate) fn push(&mut self, key: &str, times: u32) {
        for _ in 0..times {
            self.0.push_str(key);
            self.0.push(' ');
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn into_text(self) -> String {
        self.0
    }
}
