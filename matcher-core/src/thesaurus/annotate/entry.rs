//! A name as written, to be compared with a text whose stems are the same: stems alone promise too much.

use std::ops::Range;

use super::Sight;
use super::inflection::{agrees, is_nominal};
use crate::text::{TextLanguage, fold};

/// Acronyms up to this many letters must stand in capitals: `TIC`, `AI`, `STEM` are also words.
const STRICT_ACRONYM: usize = 4;
/// Most function words between two words of a name.
const MAX_GAP_WORDS: usize = 3;

/// Whose name it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    /// The concept at this place.
    Concept(usize),
    /// A place's, which hides the concepts that its words name.
    Place,
    /// A phrase that means something else.
    Other,
}

/// How well a name fits words of the same stems.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// Other words.
    No,
    /// Other forms of its words.
    Inflected,
    /// The words themselves.
    Exact,
    /// The name of a place, in capitals.
    Name,
}

/// A name.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) owner: Owner,
    pub(super) language: Option<TextLanguage>,
    words: Box<[Word]>,
    gaps: Box<[Gap]>,
    /// Function words and signs before the first content word, folded; mostly none.
    before: Box<str>,
    /// The same after the last.
    after: Box<str>,
}

#[derive(Debug)]
struct Word {
    written: Box<str>,
    folded: Box<str>,
    is_strict: bool,
}

/// What stands between two content words.
#[derive(Debug, PartialEq, Eq)]
struct Gap {
    /// Signs other than spaces, hyphens and apostrophes.
    signs: Box<str>,
    joins: bool,
    negates: bool,
}

impl Entry {
    pub(super) fn of(
        name: &str,
        spans: &[Range<usize>],
        language: Option<TextLanguage>,
        owner: Owner,
    ) -> Self {
        let words = spans.iter().map(|span| Word::of(&name[span.clone()])).collect();
        let gap = |pair: &[Range<usize>]| Gap::of(&name[pair[0].end..pair[1].start], language);
        let gaps = spans.windows(2).map(gap).collect();
        let (first, last) = (spans.first().map_or(0, |s| s.start), spans.last().map_or(0, |s| s.end));
        let with_letters = |piece: &str| {
            if piece.contains(char::is_alphanumeric) { fold(piece).into() } else { Box::default() }
        };
        Self {
            owner,
            language,
            words,
            gaps,
            before: with_letters(&name[..first]),
            after: with_letters(&name[last..]),
        }
    }

    pub(super) fn fit(&self, sight: &Sight<'_>, at: usize) -> Fit {
        let spans = &sight.words[at..at + self.words.len()];
        let mut fit = Fit::Exact;
        for (place, word) in self.words.iter().enumerate() {
            let fits = word.fit(sight.word(at + place), self.language, self.words.len() > 1);
            fit = fit.min(if self.owner == Owner::Place {
                word.fit_name(sight.word(at + place))
            } else {
                fits
            });
        }
        let gaps = spans.windows(2).map(|pair| &sight.text[pair[0].1.end..pair[1].1.start]);
        let gaps_fit = self.gaps.iter().zip(gaps).all(|(gap, text)| gap.fits(text, self.language));
        let (start, end) = (spans[0].1.start, spans[spans.len() - 1].1.end);
        let edges_fit =
            self.starts_before(sight.text, start).is_some() && self.ends_after(sight.text, end).is_some();
        match fit {
            _ if !gaps_fit || !edges_fit => Fit::No,
            Fit::Exact if self.owner == Owner::Place => Fit::Name,
            fit => fit,
        }
    }

    /// Letters outside the content words: of names that fit alike, the one that says more is meant.
    pub(super) fn edges(&self) -> usize {
        self.before.len() + self.after.len()
    }

    /// Where the name begins if its first content word begins at `start`; none if other words stand before.
    pub(super) fn starts_before(&self, text: &str, start: usize) -> Option<usize> {
        let mut at = start;
        for wanted in self.before.chars().rev() {
            let letter = text[..at].chars().next_back()?;
            if !same_letter(letter, wanted) {
                return None;
            }
            at -= letter.len_utf8();
        }
        let is_whole = self.before.is_empty() || !text[..at].ends_with(char::is_alphanumeric);
        is_whole.then_some(at)
    }

    /// Where the name ends if its last content word ends at `end`; none if other words follow.
    pub(super) fn ends_after(&self, text: &str, end: usize) -> Option<usize> {
        let mut at = end;
        for wanted in self.after.chars() {
            let letter = text[at..].chars().next()?;
            if !same_letter(letter, wanted) {
                return None;
            }
            at += letter.len_utf8();
        }
        let is_whole = self.after.is_empty() || !text[at..].starts_with(char::is_alphanumeric);
        is_whole.then_some(at)
    }
}

impl Word {
    fn of(written: &str) -> Self {
        let capitals = written.chars().filter(|letter| letter.is_uppercase()).count();
        let length = written.chars().count();
        let is_strict = length <= STRICT_ACRONYM && length > 1 && capitals > 1;
        Self { written: written.into(), folded: fold(written).into(), is_strict }
    }

    fn fit(&self, text: &str, language: Option<TextLanguage>, in_phrase: bool) -> Fit {
        if *self.written == *text {
            return Fit::Exact;
        }
        if self.is_strict && text.chars().filter(|letter| letter.is_uppercase()).count() < 2 {
            return Fit::No;
        }
        let folded = fold(text);
        if folded == *self.folded {
            return Fit::Exact;
        }
        let Some(language) = language else { return Fit::No };
        let lenient = in_phrase && is_nominal(language, &self.folded);
        if lenient || agrees(language, &self.folded, &folded) { Fit::Inflected } else { Fit::No }
    }

    /// A word of a place name: the word itself, begun with a capital.
    fn fit_name(&self, text: &str) -> Fit {
        let is_name = text.starts_with(char::is_uppercase) && fold(text) == *self.folded;
        if is_name { Fit::Exact } else { Fit::No }
    }
}

impl Gap {
    fn of(piece: &str, language: Option<TextLanguage>) -> Self {
        let (mut joins, mut negates) = (false, false);
        for word in function_words(piece) {
            joins |= is_any(word, JOINING);
            negates |= negates_in(word, language);
        }
        Self { signs: piece.chars().filter(|sign| is_sign(*sign)).collect::<String>().into(), joins, negates }
    }

    /// Whether the same may stand between the words of the name; what the name does not join stays apart.
    fn fits(&self, piece: &str, language: Option<TextLanguage>) -> bool {
        if piece == " " {
            return !self.negates && self.signs.is_empty();
        }
        if !piece.chars().filter(|sign| is_sign(*sign)).eq(self.signs.chars()) || holds_break(piece) {
            return false;
        }
        let (mut count, mut joins, mut negates) = (0, false, false);
        for word in function_words(piece) {
            count += 1;
            joins |= is_any(word, JOINING);
            negates |= negates_in(word, language);
        }
        count <= MAX_GAP_WORDS && (self.joins || !joins) && self.negates == negates
    }
}

/// `and`, `or` in the four languages.
const JOINING: &[&str] = &["y", "e", "o", "u", "ni", "and", "or", "nor", "et", "ou", "nem"];
/// `without`, `not`.
const NEGATING: &[&str] = &["sin", "without", "sans", "sem", "not", "non", "não"];

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
    piece.bytes().filter(|byte| *byte == b'\n').count() > 1 || piece.contains(" -") || piece.contains("- ")
}

/// Whether a letter of the text is that of a folded name; any space is a space.
fn same_letter(letter: char, folded: char) -> bool {
    if letter.is_whitespace() || folded == ' ' {
        return letter.is_whitespace() && folded == ' ';
    }
    let mut bytes = [0; 4];
    letter == folded || fold(letter.encode_utf8(&mut bytes)).chars().eq([folded])
}
