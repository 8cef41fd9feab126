//! A folded text in pieces that dates are made of: words, whole numbers, signs.

use std::ops::Range;

/// A piece of a folded text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// Letters.
    Word(&'a str),
    /// Up to eight digits, and how many there are.
    Number(u32, usize),
    /// Any other sign but blanks.
    Sign(char),
}

/// A piece and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Token<'a> {
    pub(super) piece: Piece<'a>,
    pub(super) span: Range<usize>,
    /// Nothing stands between it and the piece before.
    pub(super) glued: bool,
}

/// Takes a folded text to pieces.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens: Vec<Token<'_>> = Vec::new();
    let mut letters = text.char_indices().peekable();
    while let Some((start, letter)) = letters.next() {
        if letter.is_whitespace() {
            continue;
        }
        let same = |next: char| {
            (letter.is_ascii_digit() && next.is_ascii_digit())
                || (letter.is_alphabetic() && next.is_alphabetic())
        };
        let mut end = start + letter.len_utf8();
        while let Some((at, next)) = letters.next_if(|(_, next)| same(*next)) {
            end = at + next.len_utf8();
        }
        let part = &text[start..end];
        let piece = if letter.is_alphabetic() {
            Piece::Word(part)
        } else if let (true, Ok(value)) = (letter.is_ascii_digit() && part.len() <= 8, part.parse()) {
            Piece::Number(value, part.len())
        } else {
            Piece::Sign(letter)
        };
        let glued = tokens.last().is_some_and(|last| last.span.end == start);
        tokens.push(Token { piece, span: start..end, glued });
    }
    tokens
}
