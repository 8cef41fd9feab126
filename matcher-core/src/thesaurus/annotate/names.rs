//! Whether a word stands inside a proper name («Puerto Varas», «Río Baker»), where it names no subject.

use std::ops::Range;

/// Words looked at on each side to tell a title in capitals from a sentence with a name.
const NEAR_WORDS: usize = 8;

/// Whether the word at `at` and one right beside it are capitalised while the sentence around is not.
pub(super) fn holds(text: &str, words: &[(u64, Range<usize>)], at: usize) -> bool {
    let word = |place: usize| &text[words[place].1.clone()];
    if !is_capitalised(word(at)) {
        return false;
    }
    let beside = |left: usize, right: usize| &text[words[left].1.end..words[right].1.start] == " ";
    let follows = at + 1 < words.len() && beside(at, at + 1) && is_capitalised(word(at + 1));
    let precedes = at > 0
        && beside(at - 1, at)
        && is_capitalised(word(at - 1))
        && !begins_sentence(text, words[at - 1].1.start);
    (follows || precedes) && !in_title(text, words, at)
}

/// A capital, then a small letter: acronyms and titles in capitals say nothing.
fn is_capitalised(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_lowercase)
}

fn begins_sentence(text: &str, start: usize) -> bool {
    let before = text[..start].trim_end_matches([' ', '«', '"', '“', '¿', '¡', '(']);
    before.is_empty() || before.ends_with(ENDS)
}

const ENDS: [char; 8] = ['.', ':', ';', '!', '?', '\n', '•', '|'];

/// Whether most words of the sentence around are capitalised.
fn in_title(text: &str, words: &[(u64, Range<usize>)], at: usize) -> bool {
    let ends = |left: usize| text[words[left].1.end..words[left + 1].1.start].contains(ENDS);
    let mut from = at;
    while from > 0 && at - from < NEAR_WORDS && !ends(from - 1) {
        from -= 1;
    }
    let mut to = at;
    while to + 1 < words.len() && to - at < NEAR_WORDS && !ends(to) {
        to += 1;
    }
    let near = &words[from..=to];
    let letters = |span: &Range<usize>| text[span.clone()].chars().next();
    let capitals = near.iter().filter(|(_, span)| letters(span).is_some_and(char::is_uppercase)).count();
    let small = near.iter().filter(|(_, span)| letters(span).is_some_and(char::is_lowercase)).count();
    capitals > small
}
