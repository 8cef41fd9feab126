//! That an offer has other records, in a sentence.

use super::{Language, phrase};
use crate::also::AlsoLink;

/// Who else publishes it.
pub fn also_published(link: &AlsoLink, language: Language) -> String {
    let id = if link.record.withdrawn { "also-published-before" } else { "also-published" };
    phrase(language, id).with("source", link.source_name.clone()).text()
}
