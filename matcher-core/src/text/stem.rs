//! One stem for the forms of a word: tantivy's Snowball stemmers, with a repair for Spanish and one spelling for English.

use std::borrow::Cow;

use tantivy::tokenizer::{Language, RawTokenizer, Stemmer, TokenFilter, TokenStream, Tokenizer};

use super::american::american;
use super::{TextLanguage, fold};

type SnowballFilter = <Stemmer as TokenFilter>::Tokenizer<RawTokenizer>;

/// Stems the words of one text.
pub(super) struct WordStemmer {
    language: TextLanguage,
    snowball: SnowballFilter,
}

impl WordStemmer {
    pub(super) fn for_language(language: TextLanguage) -> Self {
        let algorithm = match language {
            TextLanguage::Es => Language::Spanish,
            TextLanguage::En => Language::English,
            TextLanguage::Fr => Language::French,
            TextLanguage::Pt => Language::Portuguese,
            TextLanguage::De => Language::German,
        };
        Self { language, snowball: Stemmer::new(algorithm).transform(RawTokenizer::default()) }
    }

    pub(super) const fn language(&self) -> TextLanguage {
        self.language
    }

    /// The folded stem of a word in lower case, composed (NFC), accents still on.
    pub(super) fn stem(&mut self, word: &str) -> String {
        let mended = match self.language {
            TextLanguage::Es => Cow::Borrowed(spanish_singular(word)),
            TextLanguage::En => american(word),
            TextLanguage::Fr | TextLanguage::Pt | TextLanguage::De => Cow::Borrowed(word),
        };
        let mut stream = self.snowball.token_stream(&mended);
        if stream.advance() { fold(&stream.token().text) } else { fold(&mended) }
    }
}

/// Snowball leaves `mujeres` at `mujer` but takes `mujer` to `muj`; without the plural both meet.
fn spanish_singular(word: &str) -> &str {
    let plural = ["ares", "eres", "ires"].iter().any(|ending| word.ends_with(ending));
    if plural && word.len() > 5 { &word[..word.len() - 2] } else { word }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_meet() {
        let pairs = [
            (TextLanguage::Es, "mujeres", "mujer"),
            (TextLanguage::Es, "talleres", "taller"),
            (TextLanguage::Es, "hogares", "hogar"),
            (TextLanguage::Es, "escolares", "escolar"),
            (TextLanguage::Es, "glaciares", "glaciar"),
            (TextLanguage::Es, "capacitaciones", "capacitación"),
            (TextLanguage::En, "communities", "community"),
            (TextLanguage::En, "glaciers", "glacier"),
            (TextLanguage::Fr, "bourses", "bourse"),
            (TextLanguage::Pt, "mulheres", "mulher"),
            (TextLanguage::De, "Gletschern", "Gletscher"),
            (TextLanguage::De, "Hochschulen", "Hochschule"),
        ];
        for (language, one, other) in pairs {
            let mut stemmer = WordStemmer::for_language(language);
            assert_eq!(stemmer.stem(one), stemmer.stem(other), "{one} and {other}");
        }
    }
}
