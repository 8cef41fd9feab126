//! Splits text into words and gives each the keys under which the index knows it.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use super::{Analyzer, TextLanguage};
use crate::model::LanguageTag;

/// Longest word kept, in Unicode scalar values; what exceeds it is cut off (hashes, unspaced scripts).
pub const MAX_WORD_CHARS: usize = 40;

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Language and stem, such as `es:glaciar`; `x:` and the folded word where the language is not analysed.
    pub key: String,
    /// The word as written, folded: the same in every language (names, cognates, numbers).
    pub word: String,
    /// First byte of the word in the text.
    pub start: usize,
    /// Byte after its last.
    pub end: usize,
}

/// The words of `text` that carry meaning, in order. Function words of the language are left out.
///
/// Takes any text, however strange; languages other than those of [`TextLanguage`] are neither
/// stemmed nor freed from function words.
pub fn analyze(text: &str, language: &LanguageTag) -> Vec<Token> {
    let mut tokens = Vec::new();
    Analyzer::default().each_word(text, language, |word, span| {
        tokens.push(Token {
            key: word.topic_key().to_owned(),
            word: word.word().to_owned(),
            start: span.start,
            end: span.end,
        });
    });
    tokens
}

/// A word of a query with the keys that it has in each language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryWord {
    /// The word, folded.
    pub word: String,
    /// Its stems, one in each analysed language of which it is no function word.
    pub keys: Vec<String>,
}

/// The words of a short query typed by hand, read in every analysed language.
///
/// Left out are the function words of the language the query is in; where that is unsure, those
/// of two languages or more (`la`, `de`; but not `sea`). A query of nothing else keeps them all.
pub fn analyze_query(text: &str) -> Vec<QueryWord> {
    let language = super::detect(text).as_ref().and_then(TextLanguage::of);
    let plain = analyze(text, &LanguageTag::undetermined());
    let means_something = |token: &&Token| match language {
        Some(language) => !language.is_stop_word(&token.word),
        None => TextLanguage::ALL.iter().filter(|language| language.is_stop_word(&token.word)).count() < 2,
    };
    let mut kept: Vec<&Token> = plain.iter().filter(means_something).collect();
    if kept.is_empty() {
        kept = plain.iter().collect();
    }
    let mut words: Vec<QueryWord> =
        kept.iter().map(|token| QueryWord { word: token.word.clone(), keys: Vec::new() }).collect();
    for language in TextLanguage::ALL {
        for token in analyze(text, &language.tag()) {
            // In the order of the text: a pasted page has tens of thousands of words.
            if let Ok(place) = kept.binary_search_by_key(&token.start, |kept| kept.start) {
                words[place].keys.push(token.key);
            }
        }
    }
    words
}

/// `l’`, `d'`, `qu’`: articles and particles that an apostrophe ties to the next word.
pub(super) fn is_elided(text: &str, span: &Range<usize>, word: &str) -> bool {
    let particle = word.len() == 1 || matches!(word, "qu" | "jusqu" | "lorsqu" | "puisqu" | "quoiqu");
    particle && word.bytes().all(|b| b.is_ascii_alphabetic()) && text[span.end..].starts_with(['\'', '’'])
}

/// The word cut to [`MAX_WORD_CHARS`].
pub(super) fn capped(word: &str) -> &str {
    if word.len() <= MAX_WORD_CHARS {
        return word;
    }
    word.char_indices().nth(MAX_WORD_CHARS).map_or(word, |(end, _)| &word[..end])
}

/// Byte ranges of the runs of letters and digits; combining marks belong to the letter before them.
pub(super) fn word_spans(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = end_of_run(text, at, |letter| !letter.is_alphanumeric());
        at = end_of_run(text, start, continues_word);
        (start < at).then_some(start..at)
    })
}

/// Where the letters from `at` on cease to belong. Nearly all are ASCII, which needs no decoding.
fn end_of_run(text: &str, mut at: usize, belongs: impl Fn(char) -> bool) -> usize {
    let bytes = text.as_bytes();
    while let Some(byte) = bytes.get(at) {
        let letter = if byte.is_ascii() { Some(char::from(*byte)) } else { text[at..].chars().next() };
        match letter {
            Some(letter) if belongs(letter) => at += letter.len_utf8(),
            _ => break,
        }
    }
    at
}

fn continues_word(letter: char) -> bool {
    letter.is_alphanumeric() || (!letter.is_ascii() && is_combining_mark(letter))
}

#[cfg(test)]
mod tests;
