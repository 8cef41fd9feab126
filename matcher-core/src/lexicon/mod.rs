//! Word-translation tables between Spanish, English, French, Portuguese and German: learnt from parallel vocabularies, kept in
//! one file, looked up by the keys of [`crate::text`].
//!
//! Knows no record, no index and no score. How a table is learnt and what its file holds: docs/lexicon.md.

mod corpus;
mod error;
mod file;
mod format;
mod model_one;
mod phrase;
mod phrase_look;
mod round_trip;
mod settled;
mod table;
mod train;
mod varint;
mod vocabulary;

#[cfg(test)]
mod tests;

pub use corpus::Corpus;
pub use error::LexiconError;
pub use phrase::MAX_PHRASE_WORDS;
pub use phrase_look::PhraseTranslation;
pub use table::{Lexicon, Translation};
pub use train::{BEST, LEAST, PIVOT, ROUNDS};
pub use vocabulary::{
    MAX_CONCEPTS, MAX_FILE_BYTES, MAX_LABEL_CHARS, MAX_LINE_BYTES, MAX_XML_DEPTH, Place, VocabularyError,
    VocabularyFault, read_vocabulary,
};
