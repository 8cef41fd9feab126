//! Remembers what became of each word: texts of one field repeat a few thousand words over and over.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use foldhash::fast::RandomState;
use unicode_normalization::UnicodeNormalization;

use super::analyze::{capped, is_elided, word_spans};
use super::stem::WordStemmer;
use super::{TextLanguage, compound, fold};
use crate::model::LanguageTag;

/// Most words remembered, all languages together: about ten megabytes.
const MAX_REMEMBERED: usize = 100_000;

/// Stands for the language in the keys of words whose language is not analysed.
pub const FOREIGN: &str = "x";

/// A word as the index knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnalysedWord {
    /// Both keys, a space behind each: as the index takes them.
    keys: Box<str>,
    /// Bytes of the first.
    topic_len: usize,
    has_stem: bool,
    topic_hash: u64,
    form_hash: u64,
}

impl AnalysedWord {
    /// A folded word with the key of its stem; without one where the language is not analysed.
    pub fn of(stem_key: Option<&str>, word: &str) -> Self {
        let topic = stem_key.map_or_else(|| format!("{FOREIGN}:{word}").into(), Cow::from);
        let keys = format!("{topic} w:{word} ");
        let form = &keys[topic.len() + 1..keys.len() - 1];
        Self {
            topic_hash: key_hash(&topic),
            form_hash: key_hash(form),
            has_stem: stem_key.is_some(),
            topic_len: topic.len(),
            keys: keys.into(),
        }
    }

    /// Both keys, a space behind each.
    pub(crate) fn keys(&self) -> &str {
        &self.keys
    }

    /// The stem with its language; the word itself behind [`FOREIGN`] where the language is not analysed.
    pub fn topic_key(&self) -> &str {
        &self.keys[..self.topic_len]
    }

    /// Language and stem, such as `es:glaciar`; none where the language is not analysed.
    pub fn stem_key(&self) -> Option<&str> {
        self.has_stem.then(|| self.topic_key())
    }

    /// The folded word behind `w:`, such as `w:glaciares`: the same in every language.
    pub fn form_key(&self) -> &str {
        &self.keys[self.topic_len + 1..self.keys.len() - 1]
    }

    /// The word, folded.
    pub fn word(&self) -> &str {
        &self.form_key()[2..]
    }

    /// The hashes of its two keys, reckoned once for all texts: [`AnalysedWord::topic_key`]'s and the form's.
    pub(crate) fn hashes(&self) -> (u64, u64) {
        (self.topic_hash, self.form_hash)
    }

    /// The hash of the stem with its language; of the form where the language is not analysed.
    pub(crate) fn stem_hash(&self) -> u64 {
        if self.has_stem { self.topic_hash } else { self.form_hash }
    }
}

/// Analyses many texts. For one text now and then, [`super::analyze`] is simpler.
#[derive(Default)]
pub struct Analyzer {
    /// By language (the last for all that are not analysed), then by the word as written: the word, and behind it the
    /// parts of a compound; nothing of a function word.
    known: [HashMap<Box<str>, Box<[AnalysedWord]>, RandomState>; TextLanguage::ALL.len() + 1],
}

impl Analyzer {
    /// Hands over the words of `text` that carry meaning, in order, each with its bytes in the text. The parts of a
    /// German compound follow it with the bytes of the whole.
    pub fn each_word(
        &mut self,
        text: &str,
        language: &LanguageTag,
        mut take: impl FnMut(&AnalysedWord, Range<usize>),
    ) {
        let language = TextLanguage::of(language);
        if self.known.iter().map(HashMap::len).sum::<usize>() > MAX_REMEMBERED {
            self.known = Default::default();
        }
        let known = &mut self.known[language.map_or(TextLanguage::ALL.len(), |language| language as usize)];
        let mut stemmer = language.map(WordStemmer::for_language);
        for span in word_spans(text) {
            let surface = capped(&text[span.clone()]);
            let mut hand_over = |words: &[AnalysedWord]| {
                let meant =
                    words.iter().filter(|word| language.is_none() || !is_elided(text, &span, word.word()));
                meant.for_each(|word| take(word, span.clone()));
            };
            if let Some(words) = known.get(surface) {
                hand_over(words);
            } else {
                let words = with_parts(surface, stemmer.as_mut());
                hand_over(&words);
                known.insert(surface.into(), words);
            }
        }
    }
}

/// The word and, of a German compound, its parts; nothing of a function word.
fn with_parts(surface: &str, mut stemmer: Option<&mut WordStemmer>) -> Box<[AnalysedWord]> {
    let Some(word) = analysed(surface, stemmer.as_deref_mut()) else { return Box::default() };
    let splits = stemmer.as_ref().is_some_and(|stemmer| stemmer.language() == TextLanguage::De);
    let parts = if splits { compound::parts(word.word()) } else { Vec::new() };
    let parts: Vec<_> = parts.iter().filter_map(|part| analysed(part, stemmer.as_deref_mut())).collect();
    [word].into_iter().chain(parts).collect()
}

/// What becomes of a word; nothing of a function word.
fn analysed(surface: &str, stemmer: Option<&mut WordStemmer>) -> Option<AnalysedWord> {
    let word = fold(surface);
    let is_empty = word.is_empty();
    let stem_key = match stemmer {
        Some(stemmer) if stemmer.language().is_stop_word(&word) => return None,
        Some(stemmer) => {
            let stem =
                if surface.is_ascii() { stemmer.stem(&word) } else { stemmer.stem(&composed(surface)) };
            Some(format!("{}:{stem}", stemmer.language().as_str()))
        }
        None => None,
    };
    (!is_empty).then(|| AnalysedWord::of(stem_key.as_deref(), &word))
}

/// FNV-1a with a final mix: the same on every machine and in every version, since parts of it are stored.
pub(crate) fn key_hash(key: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in key.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

fn composed(surface: &str) -> String {
    surface.chars().flat_map(char::to_lowercase).nfc().collect()
}
