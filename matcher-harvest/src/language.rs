//! Which language a record is written in: what its source states, unless the text surely says otherwise.

use matcher_core::model::LanguageTag;
use matcher_core::text::TextLanguage;

/// Shorter texts are too little evidence against what a source states, in characters.
const MIN_CHARS_TO_DISAGREE: usize = 60;

/// The language of `text` if it can be told (see [`matcher_core::text::detect`]).
pub fn detect(text: &str) -> Option<LanguageTag> {
    matcher_core::text::detect(text)
}

/// A source's way to write a language: `es_ES`, `en-us`, `pt`. Only the language counts, not the country.
pub fn parse_stated(text: &str) -> Option<LanguageTag> {
    let tag: LanguageTag = text.trim().replace('_', "-").parse().ok()?;
    tag.primary().parse().ok()
}

/// What `stated` becomes in the light of `text`: another language if the text is long enough and surely in it.
pub fn settle(stated: Option<&LanguageTag>, text: &str) -> Option<LanguageTag> {
    let Some(stated) = stated else { return detect(text) };
    // The detector knows the analysed languages only: of German it would make the nearest of them.
    let known = TextLanguage::of(stated).is_some();
    if !known || text.chars().count() < MIN_CHARS_TO_DISAGREE {
        return Some(stated.clone());
    }
    let found = detect(text).filter(|found| found.primary() != stated.primary());
    found.or_else(|| Some(stated.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(text: &str) -> LanguageTag {
        text.parse().expect("a language tag")
    }

    #[test]
    fn stated_languages_are_read_in_any_spelling() {
        for (text, language) in [("es_ES", "es"), ("en-us", "en"), (" pt-BR ", "pt"), ("FR", "fr")] {
            assert_eq!(parse_stated(text), Some(tag(language)), "{text}");
        }
        for text in ["", "español", "1", "e"] {
            assert_eq!(parse_stated(text), None, "{text}");
        }
    }

    #[test]
    fn long_text_overrules_a_wrong_statement_and_short_text_does_not() {
        let spanish = "Curso gratuito para dirigentes de comunidades rurales sobre gestión del agua potable";
        assert_eq!(settle(Some(&tag("en")), spanish), Some(tag("es")));
        assert_eq!(settle(Some(&tag("en")), "Curso gratuito"), Some(tag("en")));
        let german = "Ab April soll es wieder Förderung für den Ausbau von Glasfaser in Gemeinden geben";
        assert_eq!(settle(Some(&tag("de")), german), Some(tag("de")));
        assert_eq!(settle(None, spanish), Some(tag("es")));
    }
}
