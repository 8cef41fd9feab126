//! How much a word of a need tells before any corpus is asked: where it stands, and what sort of word it is.
//!
//! Knows neither languages' translations nor statistics.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::text::{TextLanguage, Token, analyze, fold};

/// A word of planning language that names no subject.
const BOILERPLATE: f64 = 0.4;
/// A place name of the country that asks: it says where, not what.
const OWN_PLACE: f64 = 0.1;
/// A number alone.
const NUMBER: f64 = 0.3;
/// Words from the beginning that count in full…
const OPENING_WORDS: f64 = 12.0;
/// …and after how many more a word counts half: whoever asks says first what it is about.
const HALVING_WORDS: f64 = 10.0;
/// Most words of a place name.
const MAX_PLACE_WORDS: usize = 4;

/// What a word counts by its place in the text, 1.0 at the beginning, sinking to 0.
pub(super) fn by_position(words_before: usize) -> f64 {
    1.0 / (1.0 + (words_before as f64 - OPENING_WORDS).max(0.0) / HALVING_WORDS)
}

/// What a stem counts for what it says, up to 1.0.
pub(super) fn by_meaning(stem_key: &str) -> f64 {
    if BOILERPLATE_STEMS.contains(stem_key) { BOILERPLATE } else { 1.0 }
}

/// What each word counts as a number or as part of a place name, up to 1.0.
pub(super) fn by_sort(words: &[Token]) -> Vec<f64> {
    let mut factors: Vec<f64> =
        words.iter().map(|word| if is_number(&word.word) { NUMBER } else { 1.0 }).collect();
    let mut at = 0;
    while at < words.len() {
        let length = place_name_at(&words[at..]);
        factors[at..at + length].fill(OWN_PLACE);
        at += length.max(1);
    }
    factors
}

/// Whether a word as written is the name of a region abroad, which translates nothing: *Montana* is no mountain.
pub(super) fn is_region_abroad(written: &str) -> bool {
    let mut letters = written.chars();
    let capitalised = letters.next().is_some_and(char::is_uppercase) && letters.all(char::is_lowercase);
    capitalised && REGIONS_ABROAD.contains(written.to_lowercase().as_str())
}

/// Words of the longest place name that begins here, 0 for none.
fn place_name_at(words: &[Token]) -> usize {
    let longest = MAX_PLACE_WORDS.min(words.len());
    let mut name = String::new();
    let mut found = 0;
    for (place, word) in words[..longest].iter().enumerate() {
        if place > 0 {
            name.push(' ');
        }
        name.push_str(&word.word);
        if PLACES.contains(&name) {
            found = place + 1;
        }
    }
    found
}

fn is_number(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit())
}

fn lines(list: &str) -> impl Iterator<Item = &str> {
    list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

static BOILERPLATE_STEMS: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let lists = [
        (TextLanguage::Es, include_str!("../../data/emphasis/es.txt")),
        (TextLanguage::En, include_str!("../../data/emphasis/en.txt")),
        (TextLanguage::Fr, include_str!("../../data/emphasis/fr.txt")),
        (TextLanguage::Pt, include_str!("../../data/emphasis/pt.txt")),
        (TextLanguage::De, include_str!("../../data/emphasis/de.txt")),
    ];
    let stems = lists.into_iter().flat_map(|(language, list)| {
        lines(list).flat_map(move |word| analyze(word, &language.tag())).map(|word| word.key)
    });
    stems.collect()
});

static REGIONS_ABROAD: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let names = lines(include_str!("../../data/subdivisions.tsv")).filter_map(|line| line.split_once('\t'));
    names.flat_map(|(_, names)| names.split('|')).collect()
});

/// Names of the places of Chile, in the words that analysis leaves of them (`san pedro paz`).
static PLACES: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let names = lines(include_str!("../../data/places/chile.txt")).map(|name| {
        let words: Vec<String> =
            analyze(name, &TextLanguage::Es.tag()).into_iter().map(|word| word.word).collect();
        if words.is_empty() { fold(name) } else { words.join(" ") }
    });
    names.collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    fn factors(text: &str) -> Vec<f64> {
        by_sort(&analyze(text, &TextLanguage::Es.tag()))
    }

    #[test]
    fn own_places_and_numbers_count_less_and_foreign_places_in_full() {
        assert_eq!(factors("escuelas de San Nicolás"), [1.0, OWN_PLACE, OWN_PLACE]);
        assert_eq!(factors("gira por Montana en 2024"), [1.0, 1.0, NUMBER]);
        assert_eq!(factors("Chubut y San Petersburgo"), [1.0, 1.0, 1.0], "half a name is none");
    }

    #[test]
    fn regions_abroad_are_known_as_they_are_written() {
        assert!(is_region_abroad("Montana") && is_region_abroad("California"));
        assert!(!["Montaña", "montana", "MONTANA", "Aysén", ""].into_iter().any(is_region_abroad));
    }

    #[test]
    fn planning_words_count_less() {
        assert_eq!(by_meaning("es:proyect"), BOILERPLATE);
        assert_eq!(by_meaning("es:glaciar"), 1.0);
    }

    #[test]
    fn later_words_count_less_and_less() {
        assert_eq!(by_position(0), 1.0);
        assert_eq!(by_position(12), 1.0);
        assert_eq!(by_position(22), 0.5);
        assert!(by_position(10_000) > 0.0);
    }
}
