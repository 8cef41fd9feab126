//! Under which keys a text may hold what is asked: the word itself, its translations, synonyms, words that only
//! look alike, and for a concept its nearest neighbours.
//!
//! Knows no counts of any text; how words are spelled in a corpus is asked of whoever brings its statistics.

use super::context::{Context, in_company};
use super::query::{CONCEPT_PREFIX, QueryTerm, concept_key};
use super::text::Statistics;
use crate::lexicon::{Lexicon, Translation};
use crate::text::{FOREIGN, TextLanguage, skeleton, without_prefix};
use crate::thesaurus::Thesaurus;

/// How likely a stem of the same letters means the same in another language…
const SHARED_STEM: f64 = 0.75;
/// …if it is this long, or the vocabulary knows no translation.
const SHARED_STEM_LETTERS: usize = 5;
/// How much of what a translation counts is its standing against the best one into its language; the rest is its
/// probability, which is low where a word has many.
const STANDING: f64 = 0.2;
/// What a synonym (there and back through other languages) counts by its probability.
const SYNONYM: f64 = 0.7;
/// What a stem that looks alike counts by its likeness, where the vocabulary knows no translation.
const COGNATE_STEM: f64 = 0.5;
/// What a word form of any language that looks alike counts by its likeness…
const COGNATE_FORM: f64 = 0.6;
/// …where the vocabulary knows what the word stands for: likeness then misleads more often (*chain*, *chair*).
const COGNATE_FORM_OF_KNOWN: f64 = 0.3;
/// What a word of a language without rules counts by its likeness: nothing else tells what it means.
const COGNATE_FOREIGN: f64 = 0.9;
/// Least probability of a translation whose likes are looked for in languages without rules.
const LEAST_BY_WAY: f64 = 0.2;
/// Least likeness of two words, 0.0 to 1.0.
const LEAST_LIKENESS: f64 = 0.75;
/// Most stems that look alike, a language.
const MAX_COGNATE_STEMS: usize = 4;
/// Most forms that look alike.
const MAX_COGNATE_FORMS: usize = 6;
/// What a text on a narrower or broader concept counts.
const NEIGHBOUR: f64 = 0.3;

/// A key that may stand for a term.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Meaning {
    /// As in the index.
    pub(super) key: String,
    /// How likely it means the same, above 0.0, up to 1.0.
    pub(super) probability: f64,
}

/// What a term may be called in texts, the surest first; each key once.
pub(super) fn meanings(
    term: &QueryTerm,
    context: &Context,
    lexicon: &Lexicon,
    statistics: &dyn Statistics,
) -> Vec<Meaning> {
    let mut found = Meanings::default();
    for key in &term.keys {
        found.add(key, 1.0);
    }
    for key in &term.keys {
        if let Some(concept) = key.strip_prefix(CONCEPT_PREFIX) {
            found.neighbours(concept);
        } else if let Some(form) = key.strip_prefix("w:") {
            let is_known = term.keys.iter().any(|key| lexicon.knows(key));
            let worth = if is_known { COGNATE_FORM_OF_KNOWN } else { COGNATE_FORM };
            found.similar(FOREIGN, form, COGNATE_FOREIGN, MAX_COGNATE_FORMS, statistics);
            found.similar("w", form, worth, MAX_COGNATE_FORMS, statistics);
        } else if let Some(language) = language_of(key) {
            found.translations(key, language, context, lexicon, statistics);
        }
    }
    found.list
}

#[derive(Default)]
struct Meanings {
    list: Vec<Meaning>,
}

impl Meanings {
    fn add(&mut self, key: &str, probability: f64) {
        if !self.list.iter().any(|known| known.key == key) {
            self.list.push(Meaning { key: key.to_owned(), probability });
        }
    }

    fn neighbours(&mut self, concept: &str) {
        let thesaurus = Thesaurus::in_force();
        for neighbour in thesaurus.narrower(concept).iter().chain(thesaurus.broader(concept)) {
            self.add(&concept_key(neighbour.as_str()), NEIGHBOUR);
        }
    }

    fn translations(
        &mut self,
        key: &str,
        language: TextLanguage,
        context: &Context,
        lexicon: &Lexicon,
        statistics: &dyn Statistics,
    ) {
        let stem = &key[3..];
        let known = known_part(key, stem, language, lexicon);
        let mut translated = [false; TextLanguage::ALL.len()];
        if let Some(known) = &known {
            let mut best = [0.0f64; TextLanguage::ALL.len()];
            for translation in lexicon.translations(known) {
                if let Some(into) = language_of(translation.key) {
                    translated[into as usize] = true;
                    best[into as usize] = best[into as usize].max(translation.probability);
                }
            }
            for Translation { key, probability } in lexicon.translations(known) {
                let top = language_of(key).map_or(1.0, |into| best[into as usize]);
                self.add(key, (1.0 - STANDING) * probability + STANDING * probability / top);
            }
            let best = |prefix: &str| language_of(prefix).map_or(0.0, |into| best[into as usize]);
            for (key, probability) in in_company(known, context, best, lexicon) {
                self.add(key, probability);
            }
        }
        for other in TextLanguage::ALL.into_iter().filter(|other| *other != language) {
            let is_translated = translated[other as usize];
            if !is_translated || stem.len() >= SHARED_STEM_LETTERS {
                self.add(&format!("{}:{stem}", other.as_str()), SHARED_STEM);
            }
            if !is_translated {
                self.similar(other.as_str(), stem, COGNATE_STEM, MAX_COGNATE_STEMS, statistics);
            }
        }
        for translation in known.iter().flat_map(|known| lexicon.translations(known)) {
            self.foreign(translation, statistics);
        }
        for (synonym, probability) in known.iter().flat_map(|known| lexicon.synonyms(known)) {
            self.add(synonym, SYNONYM * probability);
        }
    }

    /// Words of languages without rules that look like a translation: German ones mostly like English or French.
    fn foreign(&mut self, translation: Translation<'_>, statistics: &dyn Statistics) {
        let stem = &translation.key[3..];
        if translation.probability >= LEAST_BY_WAY && matches!(&translation.key[..3], "en:" | "fr:") {
            let worth = COGNATE_FOREIGN * translation.probability;
            self.similar(FOREIGN, stem, worth, MAX_COGNATE_STEMS, statistics);
        }
    }

    fn similar(&mut self, language: &str, word: &str, worth: f64, most: usize, statistics: &dyn Statistics) {
        let Some(bones) = skeleton(word) else { return };
        for (key, likeness) in statistics.similar(language, &bones, LEAST_LIKENESS, most) {
            self.add(&key, worth * likeness);
        }
    }
}

/// The stem itself where the vocabulary knows it, else the known part of a compound.
fn known_part(key: &str, stem: &str, language: TextLanguage, lexicon: &Lexicon) -> Option<String> {
    if lexicon.knows(key) {
        return Some(key.to_owned());
    }
    without_prefix(stem).map(|rest| format!("{}:{rest}", language.as_str())).find(|rest| lexicon.knows(rest))
}

fn language_of(key: &str) -> Option<TextLanguage> {
    let (language, _) = key.split_once(':')?;
    TextLanguage::ALL.into_iter().find(|known| known.as_str() == language)
}
