//! The shipped vocabulary, the reading of others, and what is found in texts.

mod finding;
mod reading;

use super::*;
use crate::text::Analyzer;

fn tag(code: &str) -> LanguageTag {
    code.parse().expect("a language tag")
}

/// Concepts found in a text: the words, `=`, the id.
fn found_in(
    thesaurus: &Thesaurus,
    analyzer: &mut Analyzer,
    text: &str,
    language: &LanguageTag,
) -> Vec<String> {
    let mut words: Vec<(String, Range<usize>)> = Vec::new();
    analyzer.each_word(text, language, |word, span| {
        words.push((word.stem_key().unwrap_or(word.form_key()).to_owned(), span));
    });
    let words: Vec<(&str, Range<usize>)> =
        words.iter().map(|(key, span)| (key.as_str(), span.clone())).collect();
    let annotations = thesaurus.annotate(text, language, &words);
    let mut end = 0;
    for found in &annotations {
        assert!(end <= found.start && found.start < found.end, "names overlap in {text:?}");
        end = found.end;
    }
    annotations
        .iter()
        .map(|found| format!("{}={}", &text[found.start..found.end], found.concept.id))
        .collect()
}

fn found(text: &str, language: &str) -> Vec<String> {
    found_in(Thesaurus::shipped(), &mut Analyzer::default(), text, &tag(language))
}
