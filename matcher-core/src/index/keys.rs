//! Splits the keys of a document at their spaces: the same tokens as the engine's own `whitespace` tokenizer, which
//! decodes every letter of them. Knows nothing of words.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// Takes text apart at ASCII spaces, of which keys hold none.
#[derive(Debug, Clone, Default)]
pub(super) struct KeyTokenizer {
    token: Token,
}

/// The keys of one text.
pub(super) struct Keys<'a> {
    text: &'a str,
    at: usize,
    token: &'a mut Token,
}

impl Tokenizer for KeyTokenizer {
    type TokenStream<'a> = Keys<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Keys<'a> {
        self.token.reset();
        Keys { text, at: 0, token: &mut self.token }
    }
}

impl TokenStream for Keys<'_> {
    fn advance(&mut self) -> bool {
        let bytes = self.text.as_bytes();
        let blanks = bytes[self.at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let from = self.at + blanks;
        let to = from + bytes[from..].iter().take_while(|byte| !byte.is_ascii_whitespace()).count();
        self.at = to;
        self.token.position = self.token.position.wrapping_add(1);
        self.token.offset_from = from;
        self.token.offset_to = to;
        self.token.text.clear();
        self.token.text.push_str(&self.text[from..to]);
        from < to
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

#[cfg(test)]
mod tests {
    use tantivy::tokenizer::WhitespaceTokenizer;

    use super::*;

    fn tokens(mut tokenizer: impl Tokenizer, text: &str) -> Vec<Token> {
        let mut tokens = Vec::new();
        tokenizer.token_stream(text).process(&mut |token| tokens.push(token.clone()));
        tokens
    }

    #[test]
    fn tokens_are_those_of_the_engine() {
        for text in ["", " ", "es:glaciar w:glaciares es:glaciar ", "  w:빙하\tx:año\n\u{a0}w:y"] {
            let own = tokens(KeyTokenizer::default(), text);
            assert_eq!(own, tokens(WhitespaceTokenizer::default(), text), "{text:?}");
        }
    }
}
