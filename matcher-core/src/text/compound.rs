//! German writes as one word what others write as several: `Krankenversicherung` holds `versicherung`.
//!
//! Knows German words from the shipped vocabulary alone; what is in no such word stays whole.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::fold;

/// Shorter words stand by accident within others (`rat` in `Beratung`).
const SHORTEST: usize = 4;
/// What may stand between two parts: `Wirtschaft-s-wachstum`.
const LINKS: [&str; 6] = ["", "s", "es", "n", "en", "er"];
/// Endings of case and number, which the vocabulary leaves out.
const ENDINGS: [&str; 7] = ["", "n", "en", "s", "es", "e", "er"];
/// Most parts of one word.
const MAX_PARTS: usize = 4;

/// The shipped vocabulary, whose last column is German.
pub(super) const WORD_LIST: &str = include_str!("../../data/vocabulary/words.tsv");

static WORDS: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let lines = WORD_LIST.lines().skip(1);
    let cells = lines.filter_map(|line| line.split('\t').nth(4)).flat_map(|cell| cell.split('|'));
    cells.filter(|word| !word.contains([' ', '-'])).map(fold).filter(|word| word.len() >= SHORTEST).collect()
});

/// The known words that a folded German word is made of; none of a word that is known itself, or of unknown parts.
///
/// Parts keep their endings, which stemming takes off, and the longest last part is taken: it says what the whole is.
pub(super) fn parts(word: &str) -> Vec<&str> {
    if !word.is_ascii() || is_known(word) {
        return Vec::new();
    }
    let mut parts = split(word, MAX_PARTS).unwrap_or_default();
    parts.reverse();
    parts
}

/// The parts, the last first; none unless all of the word is accounted for.
fn split(word: &str, most: usize) -> Option<Vec<&str>> {
    let splits = (SHORTEST..word.len().saturating_sub(SHORTEST - 1)).map(|at| word.split_at(at));
    splits.filter(|(_, tail)| is_known(tail)).find_map(|(head, tail)| {
        let bare = || LINKS.into_iter().filter_map(|link| head.strip_suffix(link));
        // One word before several: `wirtschafts` is no `wirt`.
        let before = match bare().find(|head| WORDS.contains(*head)) {
            Some(head) => vec![head],
            None if most > 2 => bare().find_map(|head| split(head, most - 1))?,
            None => return None,
        };
        Some([vec![tail], before].concat())
    })
}

fn is_known(word: &str) -> bool {
    let bare = ENDINGS.into_iter().filter_map(|ending| word.strip_suffix(ending));
    bare.filter(|word| word.len() >= SHORTEST).any(|word| WORDS.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compounds_come_apart_and_words_stay_whole() {
        for (word, expected) in [
            ("gletscherforschung", &["gletscher", "forschung"][..]),
            ("wirtschaftsbehorden", &["wirtschaft", "behorden"]),
            ("wasserforschungszentrum", &["wasser", "forschungs", "zentrum"]),
            ("wasser", &[]),
            ("zusammenarbeit", &[]),
            ("patagonien", &[]),
            ("環境", &[]),
            ("", &[]),
        ] {
            assert_eq!(parts(word), expected, "{word}");
        }
    }
}
