//! Themes that a text names in passing, by the cue words of the shipped themes: a hint, never a statement.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::model::{Localized, ThemeId, themes};
use crate::text::fold;

/// More of a text than this adds time and no theme, in bytes.
const READ_BYTES: usize = 20_000;
/// What a cue counts in the first text given (the title), and in the others.
const TITLE_COUNT: u32 = 3;
const OTHER_COUNT: u32 = 1;
/// A theme is hinted at when its cues count this much…
const LEAST: u32 = 2;
/// …and at least this share (in percent) of what the leading theme counts.
const LEAST_PERCENT_OF_LEADER: u32 = 40;
/// Most themes hinted at.
const MOST: usize = 3;

struct Cues {
    automaton: AhoCorasick,
    /// Place of the theme, by cue.
    themes: Vec<usize>,
}

/// Automatons by language; `None` when the shipped cues cannot be compiled, which a test rules out.
static CUES: LazyLock<BTreeMap<&'static str, Cues>> = LazyLock::new(|| {
    let mut words: BTreeMap<&str, (Vec<String>, Vec<usize>)> = BTreeMap::new();
    for (place, theme) in themes().iter().enumerate() {
        for (language, cues) in &theme.cues {
            let (patterns, themes) = words.entry(language).or_default();
            patterns.extend(cues.iter().map(|cue| fold(cue)));
            themes.resize(patterns.len(), place);
        }
    }
    let compiled = words.into_iter().filter_map(|(language, (patterns, themes))| {
        let automaton = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(patterns).ok()?;
        Some((language, Cues { automaton, themes }))
    });
    compiled.collect()
});

/// Up to three themes that the texts' words hint at, in the themes' own order. The first text is the title.
///
/// Text of unknown language is read with the cues of all.
pub fn theme_hints<'a>(texts: impl IntoIterator<Item = Option<&'a Localized>>) -> Vec<ThemeId> {
    let mut counts = vec![0u32; themes().len()];
    for (place, text) in texts.into_iter().enumerate() {
        let weight = if place == 0 { TITLE_COUNT } else { OTHER_COUNT };
        for (language, text) in text.into_iter().flat_map(Localized::iter) {
            let folded = fold(&text[..text.floor_char_boundary(READ_BYTES)]);
            for (cue_language, cues) in CUES.iter() {
                if language.is_undetermined() || language.primary() == *cue_language {
                    cues.count(&folded, weight, &mut counts);
                }
            }
        }
    }
    chosen(&counts)
}

impl Cues {
    fn count(&self, folded: &str, weight: u32, counts: &mut [u32]) {
        for found in self.automaton.find_iter(folded) {
            if is_whole(folded, found.start(), found.end()) {
                counts[self.themes[found.pattern().as_usize()]] += weight;
            }
        }
    }
}

fn is_whole(text: &str, start: usize, end: usize) -> bool {
    let before = text[..start].chars().next_back();
    let after = text[end..].chars().next();
    ![before, after].into_iter().flatten().any(char::is_alphanumeric)
}

fn chosen(counts: &[u32]) -> Vec<ThemeId> {
    let leader = counts.iter().copied().max().unwrap_or_default();
    let mut places: Vec<usize> = (0..counts.len())
        .filter(|place| counts[*place] >= LEAST && counts[*place] * 100 >= leader * LEAST_PERCENT_OF_LEADER)
        .collect();
    places.sort_by_key(|place| std::cmp::Reverse(counts[*place]));
    places.truncate(MOST);
    let mut hinted: Vec<ThemeId> =
        places.into_iter().filter_map(|place| themes()[place].id.parse().ok()).collect();
    hinted.sort();
    hinted
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
    fn every_language_of_the_cues_is_compiled() {
        assert_eq!(CUES.keys().copied().collect::<Vec<_>>(), ["en", "es", "fr", "pt"]);
    }

    #[test]
    fn whole_words_hint_and_parts_do_not() {
        assert_eq!(hints("es", "Laboratorios de ciencia", ""), ["science"]);
        assert_eq!(hints("es", "Conciencia ciudadana", "conciencias"), Vec::<String>::new());
        assert_eq!(hints("und", "Laboratoire et ciencia", ""), ["science"]);
    }

    #[test]
    fn one_word_in_passing_is_no_hint() {
        assert!(hints("es", "Ayuda", "Se hará en el laboratorio.").is_empty());
    }
}
