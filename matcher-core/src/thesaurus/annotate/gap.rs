//! What stands between the words of a name, and what may stand there in a text.

use crate::text::TextLanguage;

/// Most function words between two words of a name.
const MAX_GAP_WORDS: usize = 3;

/// What stands between two content words.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Gap {
    /// Signs other than spaces, hyphens and apostrophes.
    signs: Box<str>,
    words: usize,
    joins: bool,
    negates: bool,
}

impl Gap {
    pub(super) fn of(piece: &str, language: Option<TextLanguage>) -> Self {
        let signs: String = piece.chars().filter(|sign| is_sign(*sign)).collect();
        let mut gap = Self { signs: signs.into(), words: 0, joins: false, negates: false };
        gap.count(piece, language);
        gap
    }

    fn count(&mut self, piece: &str, language: Option<TextLanguage>) {
        for word in function_words(piece) {
            self.words += 1;
            self.joins |= is_any(word, JOINING);
            self.negates |= negates_in(word, language);
        }
    }

    /// Whether the same may stand between the words of the name; what the name does not join stays apart.
    pub(super) fn fits(&self, piece: &str, language: Option<TextLanguage>) -> bool {
        if piece == " " {
            return !self.negates && self.signs.is_empty();
        }
        if !piece.chars().filter(|sign| is_sign(*sign)).eq(self.signs.chars()) || holds_break(piece) {
            return false;
        }
        let mut found = Self { signs: Box::default(), words: 0, joins: false, negates: false };
        found.count(piece, language);
        // `operations research` is no research of operations.
        let stays_compound = language != Some(TextLanguage::En) || self.words > 0 || found.words == 0;
        stays_compound
            && found.words <= MAX_GAP_WORDS
            && (self.joins || !found.joins)
            && self.negates == found.negates
    }
}

/// `and`, `or`.
const JOINING: &[&str] = &["y", "e", "o", "u", "ni", "and", "or", "nor", "et", "ou", "nem", "und", "oder"];
/// `without`, `not`.
const NEGATING: &[&str] = &["sin", "without", "sans", "sem", "not", "non", "não", "ohne", "nicht"];

/// `no` is "in the" in Portuguese.
fn negates_in(word: &str, language: Option<TextLanguage>) -> bool {
    let says_no = matches!(language, Some(TextLanguage::Es | TextLanguage::En));
    is_any(word, NEGATING) || says_no && is_any(word, &["no"])
}

fn function_words(piece: &str) -> impl Iterator<Item = &str> {
    piece.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty())
}

fn is_any(word: &str, list: &[&str]) -> bool {
    list.iter().any(|known| known.eq_ignore_ascii_case(word))
}

fn is_sign(letter: char) -> bool {
    !letter.is_alphanumeric() && !letter.is_whitespace() && !matches!(letter, '-' | '‐' | '‑' | '\'' | '’')
}

/// A blank line, or a hyphen that stands alone: what follows is something else.
fn holds_break(piece: &str) -> bool {
    let bytes = piece.as_bytes();
    let breaks = |pair: &[u8]| matches!(pair, [b' ', b'-'] | [b'-', b' ']);
    bytes.iter().filter(|byte| **byte == b'\n').count() > 1 || bytes.windows(2).any(breaks)
}
