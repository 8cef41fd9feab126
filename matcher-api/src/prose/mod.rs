//! From data to sentences, in Spanish and English: the only place that turns codes into words.
//!
//! The words themselves stand in `locales/{es,en}/*.ftl`. Nothing here computes a score or reads a store.

mod availability;
mod duplicates;
mod figures;
mod freshness;
mod language;
mod names;
mod open;
mod phrase;
mod reasons;
#[cfg(test)]
mod tests;

pub use availability::availability;
pub use duplicates::also_published;
pub use figures::{amount, date, list, list_of_none, number};
pub use freshness::freshness;
pub use language::{Language, UnknownLanguage};
pub use names::{
    Named, band, component, country, language_name, names_of, place, territory, text_for_reader, theme, zone,
};
pub use open::{Open, gaps, open, unknowns};
pub use phrase::{Phrase, phrase, say};
pub use reasons::{Told, applicant, gate, reasons, told};
