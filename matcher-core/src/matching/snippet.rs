//! The passages of a text that answer a need best, with the places to be marked.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::model::LanguageTag;
use crate::score::Snippet;
use crate::text::{Token, analyze};
use crate::thesaurus::Thesaurus;

/// Longest passage, in Unicode scalar values, ellipses not counted.
const MAX_CHARS: usize = 318;
/// Most passages of one record.
const MAX_SNIPPETS: usize = 2;
/// More of a text than this is not looked through, in bytes.
const READ_BYTES: usize = 60_000;

/// A text with its words and the concepts it names.
pub(super) struct Answering<'a> {
    text: &'a str,
    language: &'a LanguageTag,
    tokens: Vec<Token>,
    concepts: Vec<(&'static str, Range<usize>)>,
}

/// A place of a text that answers something.
struct Hit<'a> {
    span: Range<usize>,
    key: &'a str,
    worth: f64,
}

impl<'a> Answering<'a> {
    pub(super) fn read(text: &'a str, language: &'a LanguageTag) -> Self {
        let text = &text[..text.floor_char_boundary(READ_BYTES)];
        let tokens = analyze(text, language);
        let words: Vec<_> = tokens.iter().map(|token| (token.key.as_str(), token.start..token.end)).collect();
        let found = Thesaurus::in_force().annotate(text, language, &words);
        let concepts =
            found.iter().map(|found| (found.concept.id.as_str(), found.start..found.end)).collect();
        Self { text, language, tokens, concepts }
    }

    /// How the text writes the first word of this key.
    pub(super) fn written(&self, key: &str) -> Option<&'a str> {
        let token = self.tokens.iter().find(|token| answers(token, key))?;
        Some(&self.text[token.start..token.end])
    }

    /// The places that answer, in the order of the text.
    fn hits<'w>(&self, worth: &HashMap<&'w str, f64>) -> Vec<Hit<'w>> {
        let mut hits = Vec::new();
        let forms: Vec<(&'w str, &str, f64)> =
            worth.iter().filter_map(|(key, worth)| Some((*key, key.strip_prefix("w:")?, *worth))).collect();
        for token in &self.tokens {
            let span = token.start..token.end;
            let by_form = || forms.iter().find(|(_, form, _)| *form == token.word);
            if let Some((key, worth)) = worth.get_key_value(token.key.as_str()) {
                hits.push(Hit { span, key, worth: *worth });
            } else if let Some((key, _, worth)) = by_form() {
                hits.push(Hit { span, key, worth: *worth });
            }
        }
        for (concept, span) in &self.concepts {
            if let Some((key, worth)) = worth.get_key_value(concept) {
                hits.push(Hit { span: span.clone(), key, worth: *worth });
            }
        }
        hits.sort_by_key(|hit| (hit.span.start, hit.span.end));
        hits
    }
}

fn answers(token: &Token, key: &str) -> bool {
    key.strip_prefix("w:").map_or_else(|| token.key == key, |form| token.word == form)
}

/// The best passages of a record's texts, the best first. `worth` says what each word key and concept counts.
pub(super) fn snippets(texts: &[Answering<'_>], worth: &HashMap<&str, f64>) -> Vec<Snippet> {
    let mut passages: Vec<(f64, &str, Snippet)> = Vec::new();
    for text in texts {
        let hits = text.hits(worth);
        let Some((value, chosen)) = best_window(&hits) else { continue };
        let answer = &text.text[chosen[0].span.start..last_byte(chosen)];
        // A summary often is the beginning of the body: the same words are shown once.
        if passages.iter().all(|(_, known, _)| *known != answer) {
            passages.push((value, answer, passage(text, chosen)));
        }
    }
    passages.sort_by(|one, other| other.0.total_cmp(&one.0));
    passages.into_iter().take(MAX_SNIPPETS).map(|(_, _, passage)| passage).collect()
}

/// The hits of the window that answers most: each word counts once, however often it is there.
fn best_window<'h, 'w>(hits: &'h [Hit<'w>]) -> Option<(f64, &'h [Hit<'w>])> {
    let mut best: Option<(f64, &[Hit<'w>])> = None;
    for first in 0..hits.len() {
        let end = hits[first].span.start + MAX_CHARS * 2 / 3;
        let window = &hits[first..first + hits[first..].partition_point(|hit| hit.span.end <= end).max(1)];
        let mut counted = HashSet::new();
        let value = window.iter().filter(|hit| counted.insert(hit.key)).map(|hit| hit.worth).sum();
        if best.as_ref().is_none_or(|(known, _)| value > *known) {
            best = Some((value, window));
        }
    }
    best
}

fn passage(text: &Answering<'_>, hits: &[Hit<'_>]) -> Snippet {
    let (first, last) = (hits[0].span.start, last_byte(hits));
    let spare = MAX_CHARS.saturating_sub(text.text[first..last].chars().count());
    let start = word_start(text.text, first, spare / 3);
    let end = word_end(text.text, last, spare - spare / 3);
    let mut shown = String::new();
    if start > 0 {
        shown.push('…');
    }
    let lead = shown.chars().count();
    shown.push_str(&text.text[start..end]);
    if end < text.text.len() {
        shown.push('…');
    }
    let at = |byte: usize| lead + text.text[start..byte].chars().count();
    let mut marks: Vec<(usize, usize)> = Vec::new();
    for hit in hits.iter().filter(|hit| hit.span.end <= end) {
        let (from, to) = (at(hit.span.start), at(hit.span.end));
        match marks.last_mut() {
            Some(mark) if from < mark.1 => mark.1 = mark.1.max(to),
            _ => marks.push((from, to)),
        }
    }
    // One line: a passage is a quotation, not a layout. Each control character becomes one blank, so marks stay right.
    let shown = shown.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    Snippet { language: text.language.clone(), text: shown, marks }
}

/// Byte after the last of the hits, which are never none.
fn last_byte(hits: &[Hit<'_>]) -> usize {
    hits.iter().map(|hit| hit.span.end).max().unwrap_or_default()
}

/// Up to `spare` characters before `from`, back to the beginning of a word.
fn word_start(text: &str, from: usize, spare: usize) -> usize {
    let reached = text[..from].char_indices().rev().take(spare).last().map_or(from, |(at, _)| at);
    if reached == 0 {
        return 0;
    }
    let blank = text[reached..from].find(char::is_whitespace);
    blank.map_or(from, |blank| {
        let after = reached + blank;
        after + text[after..].chars().next().map_or(0, char::len_utf8)
    })
}

/// Up to `spare` characters after `from`, back to the end of a word; at most the whole of an endless word.
fn word_end(text: &str, from: usize, spare: usize) -> usize {
    let reached = text[from..].char_indices().nth(spare).map_or(text.len(), |(at, _)| from + at);
    if reached == text.len() {
        return reached;
    }
    text[from..reached].rfind(char::is_whitespace).map_or(from, |blank| from + blank)
}

#[cfg(test)]
mod tests;
