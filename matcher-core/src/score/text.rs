//! BM25F over a need's words and a text's counts: 0.0 when no word is met, near 1.0 when all are, often.
//!
//! Knows no index: whoever calls brings the statistics, always those of the corpus the *text* belongs to, so that a
//! pair scores the same from both sides.

use super::query::TextQuery;
use super::term_bag::{TermBag, hash};

/// How soon repeating a word stops counting.
const K1: f64 = 1.2;
/// How much long texts are held back.
const B: f64 = 0.75;
/// Most words named as evidence.
pub const MAX_WORDS: usize = 12;

/// What is known of the corpus a text belongs to.
pub trait Statistics {
    /// Texts in it.
    fn documents(&self) -> u64;
    /// Their mean length in weighted words, as [`TermBag::length`] counts.
    fn average_length(&self) -> f64;
    /// Texts that hold a key.
    fn document_frequency(&self, key: &str) -> u64;
}

/// A word met, by the place of its term in the query.
#[derive(Debug, Clone, PartialEq)]
pub struct MetWord {
    /// Place in [`TextQuery::terms`].
    pub term: usize,
    /// Place in its alternatives of the key that met most.
    pub alternative: usize,
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

/// A need's words weighed once, to be held against many texts.
pub struct WeighedQuery {
    terms: Vec<WeighedTerm>,
    average_length: f64,
    /// What a text that held every word without end would reach.
    attainable: f64,
}

struct WeighedTerm {
    weight: f64,
    alternatives: Vec<Alternative>,
}

struct Alternative {
    hash: u64,
    probability: f64,
    /// A form of the word itself, not a stem.
    is_form: bool,
}

impl WeighedQuery {
    /// Weighs the words by how rare they are in the corpus of `statistics`.
    pub fn of(query: &TextQuery, statistics: &dyn Statistics) -> Self {
        let documents = statistics.documents() as f64;
        let terms: Vec<_> = query
            .terms
            .iter()
            .map(|term| {
                let frequencies = term.alternatives.iter().map(|(key, probability)| {
                    (key.starts_with("w:"), probability * statistics.document_frequency(key) as f64)
                });
                let rarity = inverse_frequency(documents, stems_or_forms(frequencies).min(documents));
                WeighedTerm { weight: term.weight * rarity, alternatives: hashed(&term.alternatives) }
            })
            .collect();
        let attainable = terms.iter().map(|term| term.weight).sum();
        Self { terms, average_length: statistics.average_length().max(1.0), attainable }
    }

    /// Holds the words against one text.
    pub fn score(&self, bag: &TermBag) -> TextScore {
        if self.terms.is_empty() || bag.is_empty() {
            return TextScore::default();
        }
        let norm = K1 * (1.0 - B + B * bag.length() / self.average_length);
        let mut met = Vec::new();
        let mut attained = 0.0;
        for (place, term) in self.terms.iter().enumerate() {
            let (count, alternative) = term.meet(bag);
            if count > 0.0 {
                let gain = term.weight * count / (count + norm);
                attained += gain;
                met.push(MetWord { term: place, alternative, share: gain });
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
    /// How often the text holds the word in one form or another, and which form most.
    fn meet(&self, bag: &TermBag) -> (f64, usize) {
        let counts: Vec<f64> = self
            .alternatives
            .iter()
            .map(|alternative| alternative.probability * f64::from(bag.count_of(alternative.hash)))
            .collect();
        let strongest = (0..counts.len()).rev().max_by(|one, other| counts[*one].total_cmp(&counts[*other]));
        let forms = self.alternatives.iter().map(|alternative| alternative.is_form);
        (stems_or_forms(forms.zip(counts.iter().copied())), strongest.unwrap_or_default())
    }
}

/// How well `bag` answers `query`. Against many texts, weigh the query once: [`WeighedQuery`].
pub fn text_score(query: &TextQuery, bag: &TermBag, statistics: &dyn Statistics) -> TextScore {
    WeighedQuery::of(query, statistics).score(bag)
}

/// A word of a text is counted under its stem and under its form: the larger sum, so that none counts twice.
fn stems_or_forms(counts: impl Iterator<Item = (bool, f64)>) -> f64 {
    let (mut stems, mut forms) = (0.0, 0.0);
    for (is_form, count) in counts {
        *(if is_form { &mut forms } else { &mut stems }) += count;
    }
    f64::max(stems, forms)
}

fn hashed(alternatives: &[(String, f64)]) -> Vec<Alternative> {
    let hashed = alternatives.iter().map(|(key, probability)| Alternative {
        hash: hash(key),
        probability: *probability,
        is_form: key.starts_with("w:"),
    });
    hashed.collect()
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
