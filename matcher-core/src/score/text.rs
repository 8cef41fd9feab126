//! BM25F over a need's words and a text's counts, a word's count being the sum over all it may be called, each by its
//! probability (probabilistic structured queries): 0.0 when no word is met, near 1.0 when all are, often.
//!
//! Knows no index: whoever calls brings the statistics, always those of the corpus the *text* belongs to, so that a
//! pair scores the same from both sides.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use super::context::{Context, contexts};
use super::meanings::{Meaning, meanings};
use super::query::{QueryTerm, TextQuery};
use super::term_bag::{TermBag, hash};
use crate::lexicon::Lexicon;

/// How soon repeating a word stops counting.
const K1: f64 = 1.5;
/// How much long texts are held back.
const B: f64 = 0.75;
/// Most words named as evidence.
pub const MAX_WORDS: usize = 12;
/// Most terms of a need held against texts: those that tell most.
const MAX_TERMS: usize = 96;

/// What is known of the corpus a text belongs to.
pub trait Statistics {
    /// Texts in it.
    fn documents(&self) -> u64;
    /// Their mean length in weighted words, as [`TermBag::length`] counts.
    fn average_length(&self) -> f64;
    /// Texts that hold a key.
    fn document_frequency(&self, key: &str) -> u64;
    /// Keys of a language (`en`, …; `w` for word forms of any) whose skeleton is like `bones`, the likest first,
    /// with their likeness from `least` to 1.0.
    fn similar(&self, language: &str, bones: &str, least: f64, most: usize) -> Vec<(String, f64)>;
}

/// A word met, by the place of its term in the query.
#[derive(Debug, Clone, PartialEq)]
pub struct MetWord {
    /// Place in [`TextQuery::terms`].
    pub term: usize,
    /// The key that met most.
    pub key: Arc<str>,
    /// How likely that key means the same, above 0.0, up to 1.0.
    pub probability: f64,
    /// Its share of the value, 0.0 to 1.0; the shares of one score sum to 1.
    pub share: f64,
}

/// How well a text answers a need's words.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TextScore {
    /// 0.0 to 1.0; absent when the need or the text has no words.
    pub value: Option<f64>,
    /// The words met, strongest first.
    pub met: Vec<MetWord>,
}

/// Weighs the words of needs by how rare they and all they may be called are in one corpus.
pub struct Weigher<'a> {
    lexicon: &'a Lexicon,
    statistics: &'a dyn Statistics,
    /// What became of each term in the company of its phrases: the needs of one territory speak of the same things.
    known: RefCell<HashMap<Vec<Vec<String>>, Arc<Known>>>,
}

struct Known {
    rarity: f64,
    alternatives: Vec<Alternative>,
}

/// One key of a weighed term, present in the corpus.
#[derive(Debug, Clone)]
pub struct Alternative {
    /// As in the index.
    pub key: Arc<str>,
    /// How likely it means the same, above 0.0, up to 1.0.
    pub probability: f64,
    /// A form of the word itself, not a stem.
    pub is_form: bool,
    hash: u64,
}

/// A need's words weighed once, to be held against many texts.
pub struct WeighedQuery {
    terms: Vec<WeighedTerm>,
    average_length: f64,
    /// What a text that held every word without end would reach.
    attainable: f64,
}

/// One word, weighed.
pub struct WeighedTerm {
    /// Place in [`TextQuery::terms`].
    place: usize,
    weight: f64,
    known: Arc<Known>,
}

impl<'a> Weigher<'a> {
    /// For texts of the corpus of `statistics`.
    pub fn new(lexicon: &'a Lexicon, statistics: &'a dyn Statistics) -> Self {
        Self { lexicon, statistics, known: RefCell::default() }
    }

    /// Weighs the words of a need.
    pub fn weigh(&self, query: &TextQuery) -> WeighedQuery {
        let contexts = contexts(query, self.lexicon);
        let weighed = query.terms.iter().zip(&contexts).enumerate().map(|(place, (term, context))| {
            let known = self.known(term, context);
            WeighedTerm { place, weight: term.weight * known.rarity, known }
        });
        let mut terms: Vec<WeighedTerm> = weighed.collect();
        // Stable, so that ties stand in the order of the text: the same question has the same answer.
        terms.sort_by(|one, other| other.weight.total_cmp(&one.weight));
        terms.truncate(MAX_TERMS);
        let attainable = terms.iter().map(|term| term.weight).sum();
        WeighedQuery { terms, average_length: self.statistics.average_length().max(1.0), attainable }
    }

    fn known(&self, term: &QueryTerm, context: &Context) -> Arc<Known> {
        let asked = [term.keys.as_slice()].into_iter().chain(context.iter().map(Vec::as_slice));
        let asked: Vec<Vec<String>> = asked.map(<[String]>::to_vec).collect();
        if let Some(known) = self.known.borrow().get(&asked) {
            return Arc::clone(known);
        }
        let known = Arc::new(self.look_up(&meanings(term, context, self.lexicon, self.statistics)));
        self.known.borrow_mut().insert(asked, Arc::clone(&known));
        known
    }

    fn look_up(&self, meanings: &[Meaning]) -> Known {
        let documents = self.statistics.documents() as f64;
        let mut alternatives = Vec::new();
        let mut frequencies = Vec::new();
        for meaning in meanings {
            let frequency = self.statistics.document_frequency(&meaning.key);
            if frequency > 0 {
                let is_form = meaning.key.starts_with("w:");
                frequencies.push((is_form, meaning.probability * frequency as f64));
                alternatives.push(Alternative {
                    key: Arc::from(meaning.key.as_str()),
                    probability: meaning.probability,
                    is_form,
                    hash: hash(&meaning.key),
                });
            }
        }
        let frequency = stems_or_forms(frequencies.into_iter()).min(documents);
        Known { rarity: inverse_frequency(documents, frequency), alternatives }
    }
}

impl WeighedQuery {
    /// Whether nothing is asked.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// The words, heaviest first.
    pub fn terms(&self) -> &[WeighedTerm] {
        &self.terms
    }

    /// What the counts of a text of this length (in weighted words) are held back by.
    pub fn norm(&self, length: f64) -> f64 {
        K1 * (1.0 - B + B * length / self.average_length)
    }

    /// Holds the words against one text.
    pub fn score(&self, bag: &TermBag) -> TextScore {
        if self.terms.is_empty() || bag.is_empty() {
            return TextScore::default();
        }
        let norm = self.norm(bag.length());
        let mut met = Vec::new();
        let mut attained = 0.0;
        for term in &self.terms {
            if let Some((count, strongest)) = term.meet(bag) {
                let gain = term.weight * count / (count + norm);
                attained += gain;
                let Alternative { key, probability, .. } = strongest;
                met.push(MetWord {
                    term: term.place,
                    key: Arc::clone(key),
                    probability: *probability,
                    share: gain,
                });
            }
        }
        for word in &mut met {
            word.share /= attained;
        }
        met.sort_by(|one, other| other.share.total_cmp(&one.share).then(one.term.cmp(&other.term)));
        TextScore { value: Some(settled(attained, self.attainable)), met }
    }
}

impl WeighedTerm {
    /// How much the term counts: its weight in the need times its rarity in the corpus.
    pub fn weight(&self) -> f64 {
        self.weight
    }

    /// The keys that answer it.
    pub fn alternatives(&self) -> &[Alternative] {
        &self.known.alternatives
    }

    /// How often the text holds the word in one form or another, and which form most; none when never.
    fn meet(&self, bag: &TermBag) -> Option<(f64, &Alternative)> {
        let alternatives = &self.known.alternatives;
        let count_of =
            |alternative: &Alternative| alternative.probability * f64::from(bag.count_of(alternative.hash));
        let counts: Vec<f64> = alternatives.iter().map(count_of).collect();
        let strongest =
            (0..counts.len()).rev().max_by(|one, other| counts[*one].total_cmp(&counts[*other]))?;
        let forms = alternatives.iter().map(|alternative| alternative.is_form);
        let count = stems_or_forms(forms.zip(counts.iter().copied()));
        (count > 0.0).then(|| (count, &alternatives[strongest]))
    }
}

/// How well `bag` answers `query`. Against many texts, weigh the query once: [`Weigher`].
pub fn text_score(
    query: &TextQuery,
    bag: &TermBag,
    lexicon: &Lexicon,
    statistics: &dyn Statistics,
) -> TextScore {
    Weigher::new(lexicon, statistics).weigh(query).score(bag)
}

/// A word of a text is counted under its stem and under its form: the larger sum, so that none counts twice.
fn stems_or_forms(counts: impl Iterator<Item = (bool, f64)>) -> f64 {
    let (mut stems, mut forms) = (0.0, 0.0);
    for (is_form, count) in counts {
        *(if is_form { &mut forms } else { &mut stems }) += count;
    }
    f64::max(stems, forms)
}

fn inverse_frequency(documents: f64, frequency: f64) -> f64 {
    (1.0 + (documents - frequency + 0.5) / (frequency + 0.5)).ln()
}

/// The share attained, lifted by a square root: no text holds every word of a long need, and the order stays.
fn settled(attained: f64, attainable: f64) -> f64 {
    if attainable > 0.0 { (attained / attainable).clamp(0.0, 1.0).sqrt() } else { 0.0 }
}

#[cfg(test)]
mod tests;
