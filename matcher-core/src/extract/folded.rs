//! Text as the readers see it: lower case, without accents, quotes and dashes of one sort, and back to the original.
//!
//! Knows nothing of what is sought in it.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A folded text with the way back to the bytes it was folded from.
#[derive(Debug)]
pub(super) struct Folded<'a> {
    /// What it was folded from, cut to the limit.
    pub(super) original: &'a str,
    /// The folded text.
    pub(super) text: String,
    /// For each byte of the folded text, where its letter starts in the original; one more for the end.
    starts: Vec<u32>,
}

impl<'a> Folded<'a> {
    /// Folds `text`, of which only the first `max_bytes` are read.
    pub(super) fn of(text: &'a str, max_bytes: usize) -> Self {
        let original = &text[..text.floor_char_boundary(max_bytes.min(u32::MAX as usize))];
        let mut folded = String::with_capacity(original.len());
        let mut starts = Vec::with_capacity(original.len() + 1);
        for (at, letter) in original.char_indices() {
            let before = folded.len();
            push(letter, &mut folded);
            starts.extend(std::iter::repeat_n(at as u32, folded.len() - before));
        }
        starts.push(original.len() as u32);
        Self { original, text: folded, starts }
    }

    /// The original bytes of a range of the folded text, whole letters.
    pub(super) fn origin(&self, span: &Range<usize>) -> Range<usize> {
        let start = self.start(span.start);
        // The last letter as a whole: up to the start of the one that follows it.
        let last = span.end.max(span.start + 1) - 1;
        let after = self.starts[last..].iter().find(|start| **start > self.starts[last]);
        let end = after.map_or(self.original.len(), |start| *start as usize);
        start..end.max(start)
    }

    fn start(&self, at: usize) -> usize {
        self.starts.get(at).map_or(self.original.len(), |start| *start as usize)
    }
}

/// Folds one letter as [`crate::text::fold`] does, and signs that differ in looks only.
fn push(letter: char, folded: &mut String) {
    match letter {
        'A'..='Z' => folded.push(letter.to_ascii_lowercase()),
        _ if letter.is_ascii() => folded.push(letter),
        '’' | '‘' | '´' | 'ʼ' => folded.push('\''),
        '“' | '”' | '«' | '»' => folded.push('"'),
        '–' | '—' | '‑' | '−' | '‐' => folded.push('-'),
        'º' | '°' => folded.push('o'),
        'ª' => folded.push('a'),
        '\u{ad}' | '\u{200b}' | '\u{feff}' => {}
        _ if letter.is_whitespace() => folded.push(' '),
        _ => {
            for part in letter.to_lowercase().nfd() {
                match part {
                    'œ' => folded.push_str("oe"),
                    'æ' => folded.push_str("ae"),
                    'ß' => folded.push_str("ss"),
                    'ø' => folded.push('o'),
                    'ł' => folded.push('l'),
                    mark if is_combining_mark(mark) => {}
                    other => folded.push(other),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_lead_back_to_whole_letters() {
        let text = "Hasta el día 3 de Øre — ﬁn";
        let folded = Folded::of(text, 1_000);
        assert_eq!(folded.text, "hasta el dia 3 de ore - ﬁn");
        let at = folded.text.find("dia").expect("it is there");
        assert_eq!(&text[folded.origin(&(at..at + 3))], "día");
        let at = folded.text.find("ore").expect("it is there");
        assert_eq!(&text[folded.origin(&(at..at + 3))], "Øre");
    }

    #[test]
    fn a_limit_cuts_between_letters() {
        assert_eq!(Folded::of("ééé", 3).original, "é");
        assert_eq!(Folded::of("", 3).text, "");
    }
}
