//! Sentences of a folded text, and quotes out of the original.

use std::ops::Range;

use super::folded::Folded;

/// Longest sentence, in bytes; what has no stop goes on as another.
const MAX_SENTENCE_BYTES: usize = 700;
/// Longest quote, in bytes of the folded text.
const MAX_QUOTE_BYTES: usize = 400;

/// A sentence, or an entry of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sentence {
    /// Bytes of the folded text.
    pub(super) span: Range<usize>,
}

/// Takes a folded text apart where a sentence, a line or an entry of a list ends.
pub(super) fn sentences(text: &str) -> Vec<Sentence> {
    let mut found = Vec::new();
    let mut start = 0;
    let bytes = text.as_bytes();
    for (at, sign) in text.char_indices() {
        let ends = match sign {
            '\n' | ';' | '|' | '\u{2022}' => true,
            '.' | '!' | '?' => {
                bytes.get(at + 1).is_none_or(u8::is_ascii_whitespace) && !is_abbreviation(&text[start..at])
            }
            _ => at - start > MAX_SENTENCE_BYTES && sign == ' ',
        };
        if ends {
            push(text, start..at + sign.len_utf8(), &mut found);
            start = at + sign.len_utf8();
        }
    }
    push(text, start..text.len(), &mut found);
    found
}

/// «U.S.», «art.», «e.g.»: the stop belongs to the word.
fn is_abbreviation(before: &str) -> bool {
    let word = before.rsplit([' ', '(', '\n', ',']).next().unwrap_or_default();
    let letters = word.chars().filter(|letter| letter.is_alphabetic()).count();
    (letters == 1 && word.len() <= 3)
        || word.contains('.') && letters <= 4
        || matches!(
            word,
            "art"
                | "no"
                | "num"
                | "dr"
                | "st"
                | "ms"
                | "mr"
                | "sr"
                | "sra"
                | "approx"
                | "vs"
                | "etc"
                | "inc"
                | "max"
                | "min"
                | "aprox"
                | "ref"
        )
}

fn push(text: &str, span: Range<usize>, found: &mut Vec<Sentence>) {
    let part = &text[span.clone()];
    let trimmed = part.trim_matches([' ', '\n', ';', '|', '\u{2022}']);
    if !trimmed.is_empty() {
        let start = span.start + (trimmed.as_ptr() as usize - part.as_ptr() as usize);
        found.push(Sentence { span: start..start + trimmed.len() });
    }
}

/// The words of the original where `whole` stands; of a long one the part around `core`.
pub(super) fn quote(folded: &Folded<'_>, whole: &Range<usize>, core: &Range<usize>) -> String {
    let mut span = whole.clone();
    if span.len() > MAX_QUOTE_BYTES {
        let before = MAX_QUOTE_BYTES / 3;
        let start = span.start.max(core.start.saturating_sub(before));
        let end = span.end.min(core.end.max(start + MAX_QUOTE_BYTES));
        span = next_word(&folded.text, start, span.start)..last_word(&folded.text, end, span.end);
    }
    let span = without_addresses(&folded.text, span, core);
    folded.original[folded.origin(&span)].trim().to_owned()
}

/// The part around `core` that holds no e-mail address: those are people's, and nothing is read from them.
fn without_addresses(text: &str, span: Range<usize>, core: &Range<usize>) -> Range<usize> {
    let (mut start, mut end) = (span.start, span.end);
    for (at, _) in text[span.clone()].match_indices('@') {
        let at = span.start + at;
        let word_start = text[..at].rfind(char::is_whitespace).map_or(0, |blank| blank + 1);
        let word_end = text[at..].find(char::is_whitespace).map_or(text.len(), |blank| at + blank);
        if word_end <= core.start {
            start = start.max(word_end);
        } else if word_start >= core.end {
            end = end.min(word_start);
        }
    }
    start.min(core.start)..end.max(core.end)
}

fn next_word(text: &str, at: usize, least: usize) -> usize {
    if at <= least {
        return least;
    }
    let at = text.floor_char_boundary(at);
    text[..at].rfind(' ').map_or(at, |blank| (blank + 1).max(least))
}

fn last_word(text: &str, at: usize, most: usize) -> usize {
    if at >= most {
        return most;
    }
    let at = text.ceil_char_boundary(at);
    text[at..].find(' ').map_or(most, |blank| (at + blank).min(most))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_hold_no_addresses() {
        let text = "Write to ana.soto@uni.cl by 3 May 2026, or to b@uni.cl, at once.";
        let folded = Folded::of(text, 1_000);
        let core = folded.text.find("3 may").expect("there")..folded.text.find(", or").expect("there");
        assert_eq!(quote(&folded, &(0..folded.text.len()), &core), "by 3 May 2026, or to");
    }

    #[test]
    fn sentences_end_where_a_reader_would_end_them() {
        let text = "open to u.s. citizens only. apply by 3. may 2026; see art. 5\nnext line | entry";
        let found: Vec<&str> = sentences(text).iter().map(|one| &text[one.span.clone()]).collect();
        assert_eq!(
            found,
            ["open to u.s. citizens only.", "apply by 3.", "may 2026", "see art. 5", "next line", "entry"]
        );
    }
}
