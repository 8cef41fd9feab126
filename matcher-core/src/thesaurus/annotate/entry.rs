//! Names as written, to be compared with texts whose stems are the same: stems alone promise too much.

use std::ops::Range;

use super::Sight;
use super::gap::Gap;
use super::inflection::{agrees, is_nominal, may_be_its_verb};
use crate::text::{TextLanguage, fold};

/// Acronyms up to this many letters must stand in capitals: `TIC`, `AI`, `STEM` are also words.
const STRICT_ACRONYM: usize = 4;

/// Whose name it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    /// The concept at this place.
    Concept(u32),
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

/// A name; its words and gaps lie with those of the others.
#[derive(Debug)]
struct Entry {
    owner: Owner,
    first_word: u32,
    first_gap: u32,
    words: u8,
    language: Option<TextLanguage>,
    edges: Option<Box<Edges>>,
}

/// Function words and signs around the content words, folded; few names have any.
#[derive(Debug)]
struct Edges {
    before: String,
    after: String,
}

#[derive(Debug)]
struct Word {
    /// Its letters, folded, in the text of all words.
    start: u32,
    end: u32,
    is_strict: bool,
}

/// All names, by number.
#[derive(Debug, Default)]
pub(super) struct Names {
    entries: Vec<Entry>,
    words: Vec<Word>,
    gaps: Vec<Gap>,
    letters: String,
}

impl Names {
    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    /// Takes in a word, as written and folded, of the name to be taken in next.
    pub(super) fn push_word(&mut self, written: &str, folded: &str) {
        let start = self.letters.len() as u32;
        self.letters.push_str(folded);
        let capitals = written.chars().filter(|letter| letter.is_uppercase()).count();
        let is_strict = capitals > 1 && written.chars().count() <= STRICT_ACRONYM;
        self.words.push(Word { start, end: self.letters.len() as u32, is_strict });
    }

    /// Takes in a name whose words stand at `spans` and were pushed before.
    pub(super) fn push(
        &mut self,
        name: &str,
        spans: &[Range<usize>],
        language: Option<TextLanguage>,
        owner: Owner,
    ) {
        let first_gap = self.gaps.len() as u32;
        self.gaps.extend(spans.windows(2).map(|pair| Gap::of(&name[pair[0].end..pair[1].start], language)));
        let with_letters = |piece: &str| {
            if piece.contains(char::is_alphanumeric) { fold(piece) } else { String::new() }
        };
        let before = with_letters(&name[..spans.first().map_or(0, |span| span.start)]);
        let after = with_letters(&name[spans.last().map_or(name.len(), |span| span.end)..]);
        let has_edges = !before.is_empty() || !after.is_empty();
        self.entries.push(Entry {
            owner,
            first_word: (self.words.len() - spans.len()) as u32,
            first_gap,
            words: spans.len() as u8,
            language,
            edges: has_edges.then(|| Box::new(Edges { before, after })),
        });
    }

    pub(super) fn owner(&self, name: usize) -> Owner {
        self.entries[name].owner
    }

    pub(super) fn language(&self, name: usize) -> Option<TextLanguage> {
        self.entries[name].language
    }

    /// How a name fits the words that begin at `at`, and how many letters it has outside its content words:
    /// of names that fit alike, the one that says more is meant.
    pub(super) fn fit(&self, name: usize, sight: &Sight<'_>, at: usize) -> (Fit, usize) {
        let entry = &self.entries[name];
        let words = &self.words[entry.first_word as usize..][..entry.words as usize];
        let gaps = &self.gaps[entry.first_gap as usize..][..words.len() - 1];
        let spans = &sight.words[at..at + words.len()];
        let no = (Fit::No, 0);
        let mut fit = Fit::Name;
        for (place, word) in words.iter().enumerate() {
            let (text, folded) =
                (sight.word(at + place), &self.letters[word.start as usize..word.end as usize]);
            fit = fit.min(match entry.owner {
                Owner::Place => fit_of_place(folded, text),
                _ => fit_of_word(folded, word.is_strict, text, entry.language, words.len() > 1),
            });
            if fit == Fit::No {
                return no;
            }
        }
        let between = spans.windows(2).map(|pair| &sight.text[pair[0].1.end..pair[1].1.start]);
        if !gaps.iter().zip(between).all(|(gap, text)| gap.fits(text, entry.language)) {
            return no;
        }
        let Some(edges) = &entry.edges else { return (fit, 0) };
        let (start, end) = (spans[0].1.start, spans[spans.len() - 1].1.end);
        let around =
            starts_before(&edges.before, sight.text, start).zip(ends_after(&edges.after, sight.text, end));
        if around.is_some() { (fit, edges.before.len() + edges.after.len()) } else { no }
    }

    /// Bytes of a name whose content words stand in `span`, with what it has before and after them.
    pub(super) fn span(&self, name: usize, text: &str, span: Range<usize>) -> Range<usize> {
        let Some(edges) = &self.entries[name].edges else { return span };
        let start = starts_before(&edges.before, text, span.start).unwrap_or(span.start);
        start..ends_after(&edges.after, text, span.end).unwrap_or(span.end)
    }
}

fn fit_of_word(
    folded: &str,
    is_strict: bool,
    text: &str,
    language: Option<TextLanguage>,
    in_phrase: bool,
) -> Fit {
    if is_strict {
        let capitals = text.chars().filter(|letter| letter.is_uppercase()).count();
        let text = fold(text);
        let is_it = text == folded || text.strip_suffix('s') == Some(folded);
        return if capitals > 1 && is_it { Fit::Exact } else { Fit::No };
    }
    if folded.eq_ignore_ascii_case(text) {
        return Fit::Exact;
    }
    let text = fold(text);
    if text == folded {
        return Fit::Exact;
    }
    let Some(language) = language else { return Fit::No };
    let is_verb = in_phrase && is_nominal(language, folded) && may_be_its_verb(language, &text);
    if is_verb || agrees(language, folded, &text) { Fit::Inflected } else { Fit::No }
}

/// A word of a place name: the word itself, begun with a capital.
fn fit_of_place(folded: &str, text: &str) -> Fit {
    let is_name =
        text.starts_with(char::is_uppercase) && (folded.eq_ignore_ascii_case(text) || fold(text) == folded);
    if is_name { Fit::Name } else { Fit::No }
}

/// Where a name begins whose first content word begins at `start`; none if something else stands before it.
fn starts_before(before: &str, text: &str, start: usize) -> Option<usize> {
    let mut at = start;
    for wanted in before.chars().rev() {
        let letter = text[..at].chars().next_back()?;
        if !same_letter(letter, wanted) {
            return None;
        }
        at -= letter.len_utf8();
    }
    let is_whole = before.is_empty() || !text[..at].ends_with(char::is_alphanumeric);
    is_whole.then_some(at)
}

/// Where a name ends whose last content word ends at `end`; none if something else follows.
fn ends_after(after: &str, text: &str, end: usize) -> Option<usize> {
    let mut at = end;
    for wanted in after.chars() {
        let letter = text[at..].chars().next()?;
        if !same_letter(letter, wanted) {
            return None;
        }
        at += letter.len_utf8();
    }
    let is_whole = after.is_empty() || !text[at..].starts_with(char::is_alphanumeric);
    is_whole.then_some(at)
}

/// Whether a letter of the text is that of a folded name; any space is a space.
fn same_letter(letter: char, folded: char) -> bool {
    if letter.is_whitespace() || folded == ' ' {
        return letter.is_whitespace() && folded == ' ';
    }
    let mut bytes = [0; 4];
    letter == folded || fold(letter.encode_utf8(&mut bytes)).chars().eq([folded])
}
