//! The page to ask questions through; never anybody's address.

use std::sync::LazyLock;

use regex::Regex;
use url::Url;

use super::found::{Confidence, Found};
use super::reading::{Folding, Part};

static ASKS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\b(contact|contacto|questions?|enquir(y|ies)|inquir(y|ies)|help ?desk|faq|consultas|preguntas|dudas|nous contacter|renseignements|duvidas|kontakt|fragen)\b").ok()
});
static PAGE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r#"https?://[^\s<>"')\]@]+"#).ok());

/// The first page named in a sentence about questions.
pub(super) fn find(foldings: &[Folding<'_>]) -> Option<Found<Url>> {
    let (asks, page) = (ASKS.as_ref()?, PAGE.as_ref()?);
    for folding in foldings.iter().filter(|folding| folding.passage.part == Part::Text) {
        for sentence in &folding.sentences {
            let words = folding.words(sentence);
            if !words.contains("http") || words.contains('@') || !asks.is_match(words) {
                continue;
            }
            let Some(hit) = page.find(words) else { continue };
            let span = sentence.span.start + hit.start()..sentence.span.start + hit.end();
            let written =
                folding.folded.original[folding.folded.origin(&span)].trim_end_matches(['.', ',', ';']);
            if let Ok(value) = Url::parse(written) {
                let (field, quote) = (folding.passage.field, folding.quote(&span));
                return Some(Found { value, field, quote, confidence: Confidence::Stated });
            }
        }
    }
    None
}
