//! Remembers what became of each word: texts of one field repeat a few thousand words over and over.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;

use super::analyze::{capped, is_elided, word_spans};
use super::stem::WordStemmer;
use super::{TextLanguage, fold};
use crate::model::LanguageTag;

/// Most words remembered, all languages together: about ten megabytes.
const MAX_REMEMBERED: usize = 100_000;

/// Stands for the language in the keys of words whose language is not analysed.
pub const FOREIGN: &str = "x";

/// A word as the index knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnalysedWord {
    /// Language and stem, such as `es:glaciar`; none where the language is not analysed.
    pub stem_key: Option<String>,
    /// The folded word behind `w:`, such as `w:glaciares`: the same in every language.
    pub form_key: String,
    topic_hash: u64,
    form_hash: u64,
}

impl AnalysedWord {
    /// The word of these keys.
    pub fn of(stem_key: Option<String>, form_key: String) -> Self {
        let form_hash = key_hash(&form_key);
        let mut word = Self { stem_key, form_key, topic_hash: 0, form_hash };
        word.topic_hash = key_hash(&word.topic_key());
        word
    }

    /// The hashes of its two keys, reckoned once for all texts: [`AnalysedWord::topic_key`]'s and the form's.
    pub(crate) fn hashes(&self) -> (u64, u64) {
        (self.topic_hash, self.form_hash)
    }

    /// The word, folded.
    pub fn word(&self) -> &str {
        &self.form_key[2..]
    }

    /// The stem with its language; the word itself behind [`FOREIGN`] where the language is not analysed.
    pub fn topic_key(&self) -> Cow<'_, str> {
        self.stem_key.as_ref().map_or_else(|| format!("{FOREIGN}:{}", self.word()).into(), Cow::from)
    }
}

/// Analyses many texts. For one text now and then, [`super::analyze`] is simpler.
#[derive(Default)]
pub struct Analyzer {
    /// By language (the last for all that are not analysed), then by the word as written; function words: none.
    known: [HashMap<Box<str>, Option<Arc<AnalysedWord>>>; TextLanguage::ALL.len() + 1],
}

impl Analyzer {
    /// Hands over the words of `text` that carry meaning, in order, each with its bytes in the text.
    pub fn each_word(
        &mut self,
        text: &str,
        language: &LanguageTag,
        mut take: impl FnMut(&Arc<AnalysedWord>, Range<usize>),
    ) {
        let language = TextLanguage::of(language);
        if self.known.iter().map(HashMap::len).sum::<usize>() > MAX_REMEMBERED {
            self.known = Default::default();
        }
        let known = &mut self.known[language.map_or(TextLanguage::ALL.len(), |language| language as usize)];
        let mut stemmer = language.map(WordStemmer::for_language);
        for span in word_spans(text) {
            let surface = capped(&text[span.clone()]);
            let mut hand_over = |word: &Option<Arc<AnalysedWord>>| {
                if let Some(word) = word
                    && !(language.is_some() && is_elided(text, &span, word.word()))
                {
                    take(word, span.clone());
                }
            };
            if let Some(word) = known.get(surface) {
                hand_over(word);
            } else {
                let word = analysed(surface, stemmer.as_mut()).map(Arc::new);
                hand_over(&word);
                known.insert(surface.into(), word);
            }
        }
    }
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
    (!is_empty).then(|| AnalysedWord::of(stem_key, format!("w:{word}")))
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
