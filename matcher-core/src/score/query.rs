//! A need's words as the score asks for them: each word once, with every form under which a text may answer it.
//!
//! Knows no statistics and no index.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::model::{LanguageTag, Localized, Need, Offer, ThemeId};
use crate::text::{self, TextLanguage};

/// What a word of the title weighs, and one of any other text.
const TITLE_WEIGHT: f64 = 2.0;
const DESCRIPTION_WEIGHT: f64 = 1.0;
/// How likely a stem of the same letters means the same in another language.
const SHARED_STEM: f64 = 0.75;
/// Weights are whole parts of this, so that they survive being stored as decimal numbers bit for bit.
const PARTS: f64 = 1_024.0;

/// The key of a theme among the keys of words.
pub fn theme_key(theme: &ThemeId) -> String {
    format!("t:{theme}")
}

/// One word asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QueryTerm {
    /// As first written, folded.
    #[serde(rename = "w")]
    pub word: String,
    /// How much it counts against the others, above 0.
    #[serde(rename = "n")]
    pub weight: f64,
    /// Keys that answer it, with the probability (above 0.0, up to 1.0) that they mean the same.
    ///
    /// Keys that begin with `w:` are forms of the word itself; the others are stems in one language each.
    #[serde(rename = "k")]
    pub alternatives: Vec<(String, f64)>,
}

/// The words of a need, in the order in which they first occur.
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
        builder.query
    }

    /// The words of an offer, to find the needs it may answer.
    pub fn of_offer(offer: &Offer) -> Self {
        let mut builder = Builder::default();
        builder.text(offer.title.as_ref(), TITLE_WEIGHT);
        builder.text(offer.summary.as_ref(), DESCRIPTION_WEIGHT);
        builder.text(offer.body.as_ref(), DESCRIPTION_WEIGHT);
        builder.query
    }

    /// The words of texts that weigh alike.
    pub fn of_texts<'a>(texts: impl IntoIterator<Item = &'a Localized>) -> Self {
        let mut builder = Builder::default();
        for text in texts {
            builder.text(Some(text), DESCRIPTION_WEIGHT);
        }
        builder.query
    }

    /// Themes as if they were words, to find what shares a theme and no word.
    pub fn of_themes<'a>(themes: impl IntoIterator<Item = &'a ThemeId>) -> Self {
        let term = |theme: &ThemeId| QueryTerm {
            word: theme.to_string(),
            weight: 1.0,
            alternatives: vec![(theme_key(theme), 1.0)],
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
    query: TextQuery,
    /// Place of each term by its first key.
    places: HashMap<String, usize>,
}

impl Builder {
    fn text(&mut self, text: Option<&Localized>, weight: f64) {
        for (language, text) in text.into_iter().flat_map(Localized::iter) {
            self.words(text, language, weight);
        }
    }

    fn words(&mut self, text: &str, language: &LanguageTag, weight: f64) {
        if language.is_undetermined() {
            for word in text::analyze_query(text) {
                let stems = word.keys.iter().filter(|key| !key.starts_with("x:")).cloned().collect();
                self.word(stems, &word.word, weight);
            }
        } else {
            for token in text::analyze(text, language) {
                let stem = (!token.key.starts_with("x:")).then_some(token.key);
                self.word(stem.into_iter().collect(), &token.word, weight);
            }
        }
    }

    fn word(&mut self, stems: Vec<String>, word: &str, weight: f64) {
        let form = format!("w:{word}");
        let first = stems.first().unwrap_or(&form).clone();
        let place = *self.places.entry(first).or_insert_with(|| {
            let alternatives = in_every_language(stems);
            self.query.terms.push(QueryTerm { word: word.to_owned(), weight: 0.0, alternatives });
            self.query.terms.len() - 1
        });
        let term = &mut self.query.terms[place];
        term.weight += (weight * PARTS).round() / PARTS;
        if !term.alternatives.iter().any(|(key, _)| *key == form) {
            term.alternatives.push((form, 1.0));
        }
    }
}

/// The stems, and after them the same letters as stems of the other languages: names, and words that languages share.
fn in_every_language(stems: Vec<String>) -> Vec<(String, f64)> {
    let mut alternatives: Vec<(String, f64)> = stems.into_iter().map(|stem| (stem, 1.0)).collect();
    for place in 0..alternatives.len() {
        let Some((_, letters)) = alternatives[place].0.split_once(':') else { continue };
        let shared = TextLanguage::ALL.map(|language| format!("{}:{letters}", language.as_str()));
        for key in shared {
            if !alternatives.iter().any(|(known, _)| *known == key) {
                alternatives.push((key, SHARED_STEM));
            }
        }
    }
    alternatives
}
