//! A value read out of words: what, from which sentence of which field, and how sure.

use serde::Serialize;

/// How sure a reader is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    /// Probably: what is missing was filled in from what stands around it.
    Likely,
    /// The words say it.
    Stated,
    /// The source keeps it under its own heading.
    Labelled,
}

/// A value and its evidence.
#[derive(Debug, Clone, PartialEq)]
pub struct Found<T> {
    /// The value.
    pub value: T,
    /// The field the quote stands in.
    pub field: &'static str,
    /// The words it was read from, as they stand in that field.
    pub quote: String,
    /// How sure.
    pub confidence: Confidence,
}
