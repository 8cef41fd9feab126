//! Whether a subject is named only to be excluded: «no incluye turismo», "excluding tourism".
//!
//! A lack is no exclusion: «localidades sin agua potable» is about drinking water.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::cues::CUES;
use crate::text::{TextLanguage, fold};

/// Bytes before the name that are looked at.
const WINDOW_BYTES: usize = 160;
/// How many words before the name an exclusion still reaches it.
const EXCLUSION_WORDS: usize = 8;
/// The same for `without`.
const PRIVATION_WORDS: usize = 3;
/// Most words between a negation and the verb that it turns into an exclusion (`no se financia`).
const VERB_WORDS: usize = 2;

/// What a word is, one bit each.
const EXCLUDING: u8 = 1;
const PRIVATIVE: u8 = 1 << 1;
const NEGATING: u8 = 1 << 2;
const INCLUDING: u8 = 1 << 3;
const TURNING: u8 = 1 << 4;
const HARMLESS: u8 = 1 << 5;
const LACKING: u8 = 1 << 6;
/// No cue is longer, in bytes.
const LONGEST_CUE: usize = 16;

/// What the cues of a language are.
struct Sorts {
    words: FxHashMap<&'static str, u8>,
    /// By first letter, one bit for each length that a cue has: nearly every word is none.
    lengths: [u32; 256],
}

impl Sorts {
    fn of(&self, folded: &str) -> u8 {
        self.words.get(folded).copied().unwrap_or_default()
    }

    /// Whether a word of this length may be a cue, by its first letter.
    fn may_hold(&self, first: u8, length: usize) -> bool {
        length <= LONGEST_CUE && self.lengths[usize::from(first)] >> length & 1 == 1
    }
}

static SORTS: LazyLock<[Sorts; TextLanguage::ALL.len()]> = LazyLock::new(|| {
    CUES.each_ref().map(|cues| {
        let mut sorts = Sorts { words: FxHashMap::default(), lengths: [0; 256] };
        for (sort, words) in [
            (EXCLUDING, cues.excluding),
            (PRIVATIVE, cues.privative),
            (NEGATING, cues.negating),
            (INCLUDING, cues.including),
            (TURNING, cues.turning),
            (HARMLESS, cues.harmless),
            (LACKING, cues.lacking),
        ] {
            for word in words.split_whitespace() {
                *sorts.words.entry(word).or_default() |= sort;
                sorts.lengths[usize::from(word.as_bytes()[0])] |= 1 << word.len();
            }
        }
        sorts
    })
});

/// Whether the name that begins at `start` is excluded by the words before it in the same sentence.
pub(super) fn reaches(text: &str, start: usize, language: Option<TextLanguage>) -> bool {
    let Some(language) = language else { return false };
    // The nearest word first.
    let mut before = [0; EXCLUSION_WORDS + VERB_WORDS];
    let count = sorts_before(&text[..start], &SORTS[language as usize], &mut before);
    let before = &before[..count];
    for (distance, word) in before.iter().enumerate().take(EXCLUSION_WORDS) {
        let farther = before.get(distance + 1).copied().unwrap_or_default();
        if word & TURNING != 0 {
            return false;
        }
        if word & EXCLUDING != 0 {
            return farther & NEGATING == 0;
        }
        let is_negated = || before[distance + 1..].iter().take(VERB_WORDS).any(|word| word & NEGATING != 0);
        if word & INCLUDING != 0 && is_negated() {
            return true;
        }
        let is_harmless = distance > 0 && before[distance - 1] & HARMLESS != 0;
        if word & PRIVATIVE != 0 && distance < PRIVATION_WORDS && !is_harmless {
            return farther & LACKING == 0;
        }
        if word & NEGATING != 0 && distance == 0 {
            return true;
        }
    }
    false
}

/// What the words at the end of `text` are, the last first, back to where the sentence begins; how many there are.
///
/// Reads bytes: every name found asks for this, and nearly all letters are ASCII.
fn sorts_before(text: &str, sorts: &Sorts, before: &mut [u8]) -> usize {
    let bytes = text.as_bytes();
    let floor = text.floor_char_boundary(bytes.len().saturating_sub(WINDOW_BYTES));
    let mut at = bytes.len();
    let mut count = 0;
    while count < before.len() {
        while at > floor && !may_be_letter(bytes[at - 1]) {
            at -= 1;
            let is_blank_line = bytes[at] == b'\n' && at > floor && bytes[at - 1] == b'\n';
            if matches!(bytes[at], b'.' | b';' | b'!' | b'?') || is_blank_line {
                return count;
            }
        }
        let end = at;
        while at > floor && may_be_letter(bytes[at - 1]) {
            at -= 1;
        }
        // Between ASCII bytes, so between letters.
        let word = text.get(at..end).unwrap_or_default();
        if word.is_empty() || word.contains('•') {
            return count;
        }
        before[count] = sort_of(word, sorts);
        count += 1;
    }
    count
}

const fn may_be_letter(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || !byte.is_ascii()
}

fn sort_of(word: &str, sorts: &Sorts) -> u8 {
    if !word.is_ascii() {
        let folded = fold(word);
        let word = folded.trim_matches(|letter: char| !letter.is_alphanumeric());
        return sorts.of(word);
    }
    let first = word.as_bytes().first().map_or(0, u8::to_ascii_lowercase);
    if !sorts.may_hold(first, word.len()) {
        return 0;
    }
    let mut letters = [0; LONGEST_CUE];
    let Some(letters) = letters.get_mut(..word.len()) else { return 0 };
    letters.copy_from_slice(word.as_bytes());
    letters.make_ascii_lowercase();
    let folded = std::str::from_utf8(letters).unwrap_or_default();
    sorts.of(folded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cues_are_folded_and_short_enough_to_be_found() {
        for word in SORTS.iter().flat_map(|sorts| sorts.words.keys()) {
            assert!(word.len() <= LONGEST_CUE && fold(word) == **word, "{word}");
        }
    }
}
