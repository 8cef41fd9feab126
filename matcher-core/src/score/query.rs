//! A need's words as the score asks for them: each word once, with the keys under which a text may hold it.
//!
//! Knows no other language, no statistics and no index: what a word means elsewhere is looked up when it is weighed.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::emphasis;
use crate::model::{LanguageTag, Localized, Need, Offer, ThemeId};
use crate::text::{self, Token};
use crate::thesaurus::Thesaurus;

/// What a word of the title weighs, and one of any other text.
const TITLE_WEIGHT: f64 = 2.0;
const DESCRIPTION_WEIGHT: f64 = 1.0;
/// What a concept weighs against a word.
const CONCEPT_WEIGHT: f64 = 0.35;
/// A word said four times weighs less than four words: weights are raised to this power.
const REPETITION: f64 = 0.7;
/// Most terms kept of a text, the heaviest: the end of a long text hardly counts.
const MAX_TERMS: usize = 256;
/// Weights are whole parts of this, so that they survive being stored as decimal numbers bit for bit.
const PARTS: f64 = 1_024.0;

/// The key of a theme among the keys of words.
pub fn theme_key(theme: &ThemeId) -> String {
    format!("t:{theme}")
}

/// The key of a concept among the keys of words.
pub(crate) fn concept_key(concept: &str) -> String {
    format!("{CONCEPT_PREFIX}{concept}")
}

pub(crate) const CONCEPT_PREFIX: &str = "c:";

/// One word or concept asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QueryTerm {
    /// As first written, folded; the id of a concept.
    #[serde(rename = "w")]
    pub word: String,
    /// How much it counts against the others, above 0.
    #[serde(rename = "n")]
    pub weight: f64,
    /// Keys that are the word itself: stems such as `es:glaciar`, its forms such as `w:glaciares`, a concept as
    /// `c:glaciers`, a theme as `t:science`.
    #[serde(rename = "k")]
    pub keys: Vec<String>,
}

impl QueryTerm {
    /// The concept asked for, if it is one.
    pub fn concept(&self) -> Option<&str> {
        self.keys.first()?.strip_prefix(CONCEPT_PREFIX)
    }
}

/// The words of a need, in the order in which they first occur, and after them its concepts.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TextQuery {
    /// Each word once.
    pub terms: Vec<QueryTerm>,
}

impl TextQuery {
    /// The words of a need's title and description.
    pub fn of_need(need: &Need) -> Self {
        let mut builder = Builder::default();
        builder.text(need.title.as_ref(), TITLE_WEIGHT);
        builder.text(need.description.as_ref(), DESCRIPTION_WEIGHT);
        builder.build()
    }

    /// The words of an offer, to find the needs it may answer.
    pub fn of_offer(offer: &Offer) -> Self {
        let mut builder = Builder::default();
        builder.text(offer.title.as_ref(), TITLE_WEIGHT);
        builder.text(offer.summary.as_ref(), DESCRIPTION_WEIGHT);
        builder.text(offer.body.as_ref(), DESCRIPTION_WEIGHT);
        builder.build()
    }

    /// The words of texts that weigh alike.
    pub fn of_texts<'a>(texts: impl IntoIterator<Item = &'a Localized>) -> Self {
        let mut builder = Builder::default();
        for text in texts {
            builder.text(Some(text), DESCRIPTION_WEIGHT);
        }
        builder.build()
    }

    /// Themes as if they were words, to find what shares a theme and no word.
    pub fn of_themes<'a>(themes: impl IntoIterator<Item = &'a ThemeId>) -> Self {
        let term = |theme: &ThemeId| QueryTerm {
            word: theme.to_string(),
            weight: 1.0,
            keys: vec![theme_key(theme)],
        };
        Self { terms: themes.into_iter().map(term).collect() }
    }

    /// Whether nothing is asked.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }
}

#[derive(Default)]
struct Builder {
    words: Terms,
    concepts: Terms,
    /// Words read, all texts together.
    read: usize,
}

impl Builder {
    fn text(&mut self, text: Option<&Localized>, weight: f64) {
        for (language, text) in text.into_iter().flat_map(Localized::iter) {
            if language.is_undetermined() {
                self.unsettled(text, weight);
            } else {
                self.words_in(text, language, weight);
            }
        }
    }

    fn words_in(&mut self, text: &str, language: &LanguageTag, weight: f64) {
        let tokens = text::analyze(text, language);
        let before = self.read;
        for (token, factor) in tokens.iter().zip(emphasis::by_sort(&tokens)) {
            let is_name = emphasis::is_region_abroad(&text[token.start..token.end]);
            let stem = (!is_name && !token.key.starts_with("x:")).then(|| token.key.clone());
            let weight = weight * factor * emphasis::by_position(self.read);
            self.words.word(stem.into_iter().collect(), &token.word, weight);
            self.read += 1;
        }
        let words: Vec<_> = tokens.iter().map(|token| (token.key.as_str(), token.start..token.end)).collect();
        for found in Thesaurus::in_force().annotate(text, language, &words) {
            let words_before = tokens.partition_point(|token: &Token| token.start < found.start);
            let concept = found.concept.id.as_str();
            let weight = weight * emphasis::by_position(before + words_before);
            self.concepts.add(vec![concept_key(concept)], concept, weight);
        }
    }

    /// Text of unknown language: each word under its stems in every language.
    fn unsettled(&mut self, text: &str, weight: f64) {
        for word in text::analyze_query(text) {
            let stems = word.keys.iter().filter(|key| !key.starts_with("x:")).cloned().collect();
            self.words.word(stems, &word.word, weight * emphasis::by_position(self.read));
            self.read += 1;
        }
    }

    fn build(self) -> TextQuery {
        let mut terms = self.words.weighed(|term| emphasis::by_meaning(&term.keys[0]));
        terms.extend(self.concepts.weighed(|_| CONCEPT_WEIGHT));
        terms.retain(|term| term.weight > 0.0);
        keep_heaviest(&mut terms);
        TextQuery { terms }
    }
}

/// Terms, each once, with the sum of what its occurrences count.
#[derive(Default)]
struct Terms {
    terms: Vec<QueryTerm>,
    /// Place of each term by its first key.
    places: HashMap<String, usize>,
}

impl Terms {
    fn word(&mut self, mut keys: Vec<String>, word: &str, weight: f64) {
        keys.push(format!("w:{word}"));
        self.add(keys, word, weight);
    }

    fn add(&mut self, keys: Vec<String>, word: &str, weight: f64) {
        let Some(first) = keys.first().cloned() else { return };
        let place = *self.places.entry(first).or_insert_with(|| {
            self.terms.push(QueryTerm { word: word.to_owned(), weight: 0.0, keys: Vec::new() });
            self.terms.len() - 1
        });
        let term = &mut self.terms[place];
        term.weight += weight;
        for key in keys {
            if !term.keys.contains(&key) {
                term.keys.push(key);
            }
        }
    }

    fn weighed(mut self, factor: impl Fn(&QueryTerm) -> f64) -> Vec<QueryTerm> {
        for term in &mut self.terms {
            let weight = term.weight.powf(REPETITION) * factor(term);
            term.weight = (weight * PARTS).round() / PARTS;
        }
        self.terms
    }
}

/// Leaves the lightest terms of a very long text, and keeps the order of the others.
fn keep_heaviest(terms: &mut Vec<QueryTerm>) {
    if terms.len() <= MAX_TERMS {
        return;
    }
    let mut weights: Vec<f64> = terms.iter().map(|term| term.weight).collect();
    weights.sort_by(|one, other| other.total_cmp(one));
    let least = weights[MAX_TERMS - 1];
    terms.retain(|term| term.weight >= least);
    terms.truncate(MAX_TERMS);
}

#[cfg(test)]
mod tests;
