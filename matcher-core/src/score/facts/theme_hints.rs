//! Themes of the concepts that a record's texts name, where it states none: a hint, never a statement.

use std::collections::BTreeMap;

use crate::model::{ConceptId, ThemeId};
use crate::thesaurus::Thesaurus;

/// A concept counts no more than this, however often it is named: a theme is more than one word.
const MOST_OF_ONE: u32 = 4;
/// A theme is hinted at when its concepts count this much…
const LEAST: u32 = 2;
/// …and at least this share (in percent) of what the leading theme counts.
const LEAST_PERCENT_OF_LEADER: u32 = 55;
/// Most themes hinted at.
const MOST: usize = 3;

/// Up to three themes, sorted, of the concepts that texts name: each with its count, 3 for each time in the title and
/// 1 for each time in another text.
pub(super) fn theme_hints<'a>(concepts: impl IntoIterator<Item = (&'a ConceptId, u32)>) -> Vec<ThemeId> {
    let mut counts: BTreeMap<ThemeId, u32> = BTreeMap::new();
    for (concept, count) in concepts {
        for theme in Thesaurus::in_force().themes_of(concept.as_str()) {
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
    use crate::model::{Localized, Offer};
    use crate::score::Reading;
    use crate::text::Analyzer;

    fn hints(language: &str, title: &str, text: &str) -> Vec<String> {
        let localized = |text: &str| Some(Localized::new(language.parse().expect("a tag"), text));
        let offer = Offer { title: localized(title), body: localized(text), ..Offer::default() };
        theme_hints(Reading::of_offer(&offer, &mut Analyzer::default()).concepts())
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
