//! A name as written, to be compared with a text whose stems are the same: stems alone promise too much.

use std::ops::Range;

use super::Sight;
use super::inflection::{agrees, is_nominal, may_be_its_verb};
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
    folded: Box<str>,
    is_strict: bool,
}

/// What stands between two content words.
#[derive(Debug, PartialEq, Eq)]
struct Gap {
    /// Signs other than spaces, hyphens and apostrophes.
    signs: Box<str>,
    words: usize,
    joins: bool,
    negates: bool,
}

impl Entry {
    pub(super) fn of(
        name: &str,
        words: &[(&str, Range<usize>)],
        language: Option<TextLanguage>,
        owner: Owner,
    ) -> Self {
        let (first, last) =
            (words.first().map_or(0, |(_, span)| span.start), words.last().map_or(0, |(_, span)| span.end));
        let gap = |pair: &[(&str, Range<usize>)]| Gap::of(&name[pair[0].1.end..pair[1].1.start], language);
        let with_letters = |piece: &str| {
            if piece.contains(char::is_alphanumeric) { fold(piece).into() } else { Box::default() }
        };
        Self {
            owner,
            language,
            gaps: words.windows(2).map(gap).collect(),
            words: words.iter().map(|(folded, span)| Word::of(&name[span.clone()], folded)).collect(),
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
    /// `folded`: the word as the analyser folds it.
    fn of(written: &str, folded: &str) -> Self {
        let capitals = written.chars().filter(|letter| letter.is_uppercase()).count();
        let is_strict = capitals > 1 && written.chars().count() <= STRICT_ACRONYM;
        Self { folded: folded.into(), is_strict }
    }

    fn fit(&self, text: &str, language: Option<TextLanguage>, in_phrase: bool) -> Fit {
        if self.is_strict {
            let capitals = text.chars().filter(|letter| letter.is_uppercase()).count();
            let folded = fold(text);
            let is_it = folded == *self.folded || folded.strip_suffix('s') == Some(&*self.folded);
            return if capitals > 1 && is_it { Fit::Exact } else { Fit::No };
        }
        if *self.folded == *text {
            return Fit::Exact;
        }
        let folded = fold(text);
        if folded == *self.folded {
            return Fit::Exact;
        }
        let Some(language) = language else { return Fit::No };
        let is_verb = in_phrase && is_nominal(language, &self.folded) && may_be_its_verb(language, &folded);
        if is_verb || agrees(language, &self.folded, &folded) { Fit::Inflected } else { Fit::No }
    }

    /// A word of a place name: the word itself, begun with a capital.
    fn fit_name(&self, text: &str) -> Fit {
        let is_name = text.starts_with(char::is_uppercase) && fold(text) == *self.folded;
        if is_name { Fit::Exact } else { Fit::No }
    }
}

impl Gap {
    fn of(piece: &str, language: Option<TextLanguage>) -> Self {
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
    fn fits(&self, piece: &str, language: Option<TextLanguage>) -> bool {
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
