//! Themes of an offer whose source states none: those of the concepts that title and first paragraphs name.
//!
//! Stricter than what matching takes for a hint: two concepts at least, and a clear lead. The quote holds the first.

use std::collections::{BTreeMap, BTreeSet};

use super::found::{Confidence, Found};
use super::reading::{Part, Reading};
use crate::model::ThemeId;
use crate::text::analyze;
use crate::thesaurus::Thesaurus;

/// How much of a text is read, in bytes: its first paragraphs say what it is about.
const READ_BYTES: usize = 3_000;
/// A concept in the title counts as much as so many in the text.
const TITLE: u32 = 3;
/// A concept counts no more than this, however often it is named.
const MOST_OF_ONE: u32 = 4;
/// A theme counts this much at least…
const LEAST: u32 = 4;
/// …and at least this share, in per cent, of what the leading theme counts.
const LEAST_PERCENT_OF_LEADER: u32 = 60;
/// Concepts of a theme that are named at least.
const LEAST_CONCEPTS: usize = 2;
/// Most themes of one offer.
const MOST: usize = 2;

#[derive(Default)]
struct Seen<'t> {
    counts: BTreeMap<&'t str, u32>,
    /// Field and words of the first.
    first: Option<(&'static str, String)>,
}

/// The themes of an offer's own words; none where no theme leads.
pub(super) fn find(reading: &Reading) -> Option<Found<Vec<ThemeId>>> {
    let mut themes: BTreeMap<ThemeId, Seen<'static>> = BTreeMap::new();
    let mut read = BTreeSet::new();
    for passage in &reading.passages {
        let worth = match passage.part {
            Part::Title => TITLE,
            Part::Text => 1,
            _ => continue,
        };
        let Some(language) = &passage.language else { continue };
        let text = &passage.text[..passage.text.floor_char_boundary(READ_BYTES)];
        // A summary is often the beginning of the body.
        if !read.insert(text) {
            continue;
        }
        let tokens = analyze(text, language);
        let words: Vec<_> = tokens.iter().map(|token| (token.key.as_str(), token.start..token.end)).collect();
        for named in Thesaurus::in_force().annotate(text, language, &words) {
            let concept = named.concept.id.as_str();
            for theme in Thesaurus::in_force().themes_of(concept) {
                let seen = themes.entry(theme).or_default();
                let count = seen.counts.entry(concept).or_default();
                *count = (*count + worth).min(MOST_OF_ONE);
                seen.first.get_or_insert_with(|| (passage.field, around(text, named.start..named.end)));
            }
        }
    }
    let total = |seen: &Seen<'_>| seen.counts.values().sum::<u32>();
    let leader = themes.values().map(total).max()?;
    let mut leading: Vec<_> = themes
        .into_iter()
        .filter(|(_, seen)| seen.counts.len() >= LEAST_CONCEPTS && total(seen) >= LEAST)
        .filter(|(_, seen)| total(seen) * 100 >= leader * LEAST_PERCENT_OF_LEADER)
        .collect();
    leading.sort_by_key(|(_, seen)| std::cmp::Reverse(total(seen)));
    leading.truncate(MOST);
    let (field, quote) = leading.first()?.1.first.clone()?;
    let mut value: Vec<ThemeId> = leading.into_iter().map(|(theme, _)| theme).collect();
    value.sort();
    Some(Found { value, field, quote, confidence: Confidence::Likely })
}

/// The line around a name, at most some words on either side.
fn around(text: &str, name: std::ops::Range<usize>) -> String {
    const REACH: usize = 80;
    let start = text.floor_char_boundary(name.start.saturating_sub(REACH));
    let end = text.ceil_char_boundary((name.end + REACH).min(text.len()));
    let from = text[start..name.start].rfind(['\n', '.']).map_or(start, |at| start + at + 1);
    let to = text[name.end..end].find(['\n', '.']).map_or(end, |at| name.end + at);
    let quote = text[from..to].trim();
    if quote.contains('@') { text[name].to_owned() } else { quote.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn themes(title: &str, text: &str, language: &str) -> Option<(Vec<String>, String)> {
        let mut reading = Reading::default();
        reading.add(Part::Title, "title", title, language.parse().ok());
        reading.add(Part::Text, "body", text, language.parse().ok());
        let found = find(&reading)?;
        Some((found.value.iter().map(ToString::to_string).collect(), found.quote))
    }

    #[test]
    fn two_concepts_make_a_theme_with_their_words() {
        let (found, quote) = themes(
            "Investigación científica sobre glaciares",
            "Se financian laboratorios y estaciones de astronomía.",
            "es",
        )
        .expect("themes");
        assert!(found.contains(&"science".to_owned()), "{found:?}");
        assert!("Investigación científica sobre glaciares".contains(&quote), "{quote}");
    }

    #[test]
    fn one_concept_or_an_unknown_language_says_nothing() {
        assert_eq!(themes("Ayuda al museo", "Para el museo.", "es"), None);
        assert_eq!(themes("Aviso", "", "es"), None);
        let mut reading = Reading::default();
        reading.add(Part::Title, "title", "Museo y teatro, música y danza", None);
        assert_eq!(find(&reading), None);
    }
}
