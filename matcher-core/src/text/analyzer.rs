//! Remembers what became of each word: texts of one field repeat a few thousand words over and over.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use super::analyze::{capped, is_elided, word_spans};
use super::known::KnownWords;
use super::stem::WordStemmer;
use super::word::keys;
use super::{AnalysedWord, TextLanguage, compound, fold};
use crate::model::LanguageTag;

/// Most words remembered, as written and analysed, all languages together: about ten megabytes.
const MAX_REMEMBERED: usize = 200_000;

/// Analyses many texts. For one text now and then, [`super::analyze`] is simpler.
#[derive(Default)]
pub struct Analyzer {
    /// By language, the last for all that are not analysed.
    known: [KnownWords; TextLanguage::ALL.len() + 1],
}

impl Analyzer {
    /// Hands over the words of `text` that carry meaning, in order, each with its bytes in the text. The parts of a
    /// German compound follow it with the bytes of the whole.
    pub fn each_word(
        &mut self,
        text: &str,
        language: &LanguageTag,
        mut take: impl FnMut(AnalysedWord<'_>, Range<usize>),
    ) {
        let language = TextLanguage::of(language);
        if self.known.iter().map(KnownWords::len).sum::<usize>() > MAX_REMEMBERED {
            self.known = Default::default();
        }
        let known = &mut self.known[language.map_or(TextLanguage::ALL.len(), |language| language as usize)];
        let mut stemmer = language.map(WordStemmer::for_language);
        for span in word_spans(text) {
            let surface = capped(&text[span.clone()]);
            let place = known
                .place(surface)
                .unwrap_or_else(|| known.add(surface, &with_parts(surface, stemmer.as_mut())));
            for word in known.words(place) {
                if language.is_none() || !is_elided(text, &span, word.word()) {
                    take(word, span.clone());
                }
            }
        }
    }
}

/// The keys of the word and, of a German compound, of its parts; none of a function word.
fn with_parts(surface: &str, mut stemmer: Option<&mut WordStemmer>) -> Vec<String> {
    let word = fold(surface);
    let Some(whole) = analysed(surface, &word, stemmer.as_deref_mut()) else { return Vec::new() };
    let splits = stemmer.as_ref().is_some_and(|stemmer| stemmer.language() == TextLanguage::De);
    let parts = if splits { compound::parts(&word) } else { Vec::new() };
    let parts = parts.iter().filter_map(|part| analysed(part, part, stemmer.as_deref_mut()));
    [whole].into_iter().chain(parts).collect()
}

/// The keys of a word, as written and folded; none of a function word.
fn analysed(surface: &str, word: &str, stemmer: Option<&mut WordStemmer>) -> Option<String> {
    let Some(stemmer) = stemmer else { return (!word.is_empty()).then(|| keys(None, word)) };
    if word.is_empty() || stemmer.language().is_stop_word(word) {
        return None;
    }
    let stem = if surface.is_ascii() { stemmer.stem(word) } else { stemmer.stem(&composed(surface)) };
    Some(keys(Some((stemmer.language().as_str(), &stem)), word))
}

fn composed(surface: &str) -> String {
    surface.chars().flat_map(char::to_lowercase).nfc().collect()
}
