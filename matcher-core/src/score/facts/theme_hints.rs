//! Themes of the concepts that a record's texts name, where it states none: a hint, never a statement.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::model::{ConceptId, Localized, ThemeId};
use crate::text::{Analyzer, TextLanguage};
use crate::thesaurus::Thesaurus;

/// More of a text than this adds time and no theme, in bytes.
const READ_BYTES: usize = 20_000;
/// What a concept counts in the first text given (the title), and in the others.
const TITLE_COUNT: u32 = 3;
const OTHER_COUNT: u32 = 1;
/// A concept counts no more than this, however often it is named: a theme is more than one word.
const MOST_OF_ONE: u32 = 4;
/// A theme is hinted at when its concepts count this much…
const LEAST: u32 = 2;
/// …and at least this share (in percent) of what the leading theme counts.
const LEAST_PERCENT_OF_LEADER: u32 = 55;
/// Most themes hinted at.
const MOST: usize = 3;

thread_local! {
    /// Remembers the words of the texts read before on this thread.
    static ANALYZER: RefCell<Analyzer> = RefCell::default();
}

/// Up to three themes that the texts hint at, sorted. The first text is the title.
///
/// Text of unknown language is read in the language that finds most in it.
pub fn theme_hints<'a>(texts: impl IntoIterator<Item = Option<&'a Localized>>) -> Vec<ThemeId> {
    let mut counts: Counts = BTreeMap::new();
    ANALYZER.with_borrow_mut(|analyzer| {
        for (place, text) in texts.into_iter().enumerate() {
            let weight = if place == 0 { TITLE_COUNT } else { OTHER_COUNT };
            for (language, text) in text.into_iter().flat_map(Localized::iter) {
                let text = &text[..text.floor_char_boundary(READ_BYTES)];
                let found = if language.is_undetermined() {
                    let readings = TextLanguage::ALL.map(|language| named(text, language, analyzer));
                    readings
                        .into_iter()
                        .reduce(|best, next| if next.len() > best.len() { next } else { best })
                } else {
                    TextLanguage::of(language).map(|language| named(text, language, analyzer))
                };
                for concept in found.into_iter().flatten() {
                    *counts.entry(concept).or_default() += weight;
                }
            }
        }
    });
    theme_hints_of(counts)
}

type Counts = BTreeMap<&'static ConceptId, u32>;

fn named(text: &str, language: TextLanguage, analyzer: &mut Analyzer) -> Vec<&'static ConceptId> {
    let mut keys: Vec<(String, std::ops::Range<usize>)> = Vec::new();
    let language = language.tag();
    analyzer
        .each_word(text, &language, |word, span| keys.extend(word.stem_key.clone().map(|key| (key, span))));
    let words: Vec<_> = keys.iter().map(|(key, span)| (key.as_str(), span.clone())).collect();
    let found = Thesaurus::shipped().annotate(text, &language, &words);
    found.into_iter().map(|found| &found.concept.id).collect()
}

/// The same for texts whose concepts are found already: each with its count, 3 for each time in the title and
/// 1 for each time in another text.
pub fn theme_hints_of<'a>(concepts: impl IntoIterator<Item = (&'a ConceptId, u32)>) -> Vec<ThemeId> {
    let mut counts: BTreeMap<ThemeId, u32> = BTreeMap::new();
    for (concept, count) in concepts {
        for theme in Thesaurus::shipped().themes_of(concept.as_str()) {
            *counts.entry(theme).or_default() += count.min(MOST_OF_ONE);
        }
    }
    let leader = counts.values().copied().max().unwrap_or_default();
    let mut hinted: Vec<(ThemeId, u32)> = counts
        .into_iter()
        .filter(|(_, count)| *count >= LEAST && *count * 100 >= leader * LEAST_PERCENT_OF_LEADER)
        .collect();
    // Stable: of equal themes the first by name.
    hinted.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    hinted.truncate(MOST);
    let mut themes: Vec<ThemeId> = hinted.into_iter().map(|(theme, _)| theme).collect();
    themes.sort();
    themes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hints(language: &str, title: &str, text: &str) -> Vec<String> {
        let localized = |text: &str| Localized::new(language.parse().expect("a tag"), text);
        theme_hints([Some(&localized(title)), Some(&localized(text))])
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn whole_words_hint_and_parts_do_not() {
        assert_eq!(hints("es", "Laboratorios de investigación científica", ""), ["science"]);
        assert_eq!(hints("es", "Conciencia ciudadana", "conciencias"), Vec::<String>::new());
    }

    #[test]
    fn text_of_unknown_language_hints_too() {
        assert_eq!(hints("und", "Recherche scientifique sur les glaciers", ""), ["environment", "science"]);
    }

    #[test]
    fn one_concept_in_passing_is_no_hint() {
        assert!(hints("es", "Ayuda", "Se hará en el museo.").is_empty());
    }

    #[test]
    fn one_word_said_often_does_not_silence_the_rest() {
        let text = "museo ".repeat(50) + "telescopio, astronomía, laboratorio, investigación científica";
        assert_eq!(hints("es", "", &text), ["culture", "science"]);
    }
}
