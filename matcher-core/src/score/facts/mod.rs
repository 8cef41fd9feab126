//! What the pair score needs of a record, without its texts: small enough to be kept whole in the index.
//!
//! Knows no weights: it only restates what the records say.

mod candidate;
mod need;
mod theme_hints;

pub use candidate::CandidateFacts;
pub use need::NeedFacts;
use theme_hints::theme_hints;

use crate::model::{LanguageTag, Localized};

/// The languages the texts are written in, each once, unsettled ones left out.
fn languages_of<'a>(texts: impl IntoIterator<Item = Option<&'a Localized>>) -> Vec<LanguageTag> {
    let mut languages: Vec<LanguageTag> = texts
        .into_iter()
        .flatten()
        .flat_map(Localized::iter)
        .map(|(tag, _)| tag)
        .filter(|tag| !tag.is_undetermined())
        .cloned()
        .collect();
    languages.sort();
    languages.dedup();
    languages
}

/// A list that was stated, in a fixed order, each item once: how a record lists things changes no score.
fn settled<T: Clone + Ord>(list: Option<&[T]>) -> Vec<T> {
    let mut items = list.unwrap_or_default().to_vec();
    items.sort();
    items.dedup();
    items
}
