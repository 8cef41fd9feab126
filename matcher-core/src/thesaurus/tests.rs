//! The shipped vocabulary and the reading of others.

use super::*;
use crate::text::Analyzer;

fn found(text: &str, language: &str) -> Vec<String> {
    let language: LanguageTag = language.parse().expect("a tag");
    let mut words: Vec<(String, Range<usize>)> = Vec::new();
    Analyzer::default().each_word(text, &language, |word, span| {
        words.push((word.stem_key.clone().unwrap_or_else(|| word.form_key.clone()), span));
    });
    let words: Vec<(&str, Range<usize>)> =
        words.iter().map(|(key, span)| (key.as_str(), span.clone())).collect();
    let annotations = Thesaurus::shipped().annotate(text, &language, &words);
    annotations
        .iter()
        .map(|found| format!("{}={}", &text[found.start..found.end], found.concept.id))
        .collect()
}

#[test]
fn the_shipped_thesaurus_is_valid() {
    let read = Thesaurus::from_turtle(SHIPPED);
    let thesaurus = read.unwrap_or_else(|error| panic!("{error}"));
    assert!(thesaurus.concepts().count() >= 1_200);
    assert!(thesaurus.ignored().is_empty(), "{:?}", thesaurus.ignored());
}

#[test]
fn concepts_are_found_in_four_languages() {
    for (text, language) in [
        ("Monitoreo de glaciares y turismo rural", "es"),
        ("Glacier monitoring", "en"),
        ("Suivi des glaciers", "fr"),
        ("Monitoramento de geleiras", "pt"),
    ] {
        let found = found(text, language);
        assert!(found.iter().any(|found| found.ends_with("=glaciers")), "{text}: {found:?}");
    }
}
