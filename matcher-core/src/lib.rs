//! Pure matching engine of the cooperation matchmaker: no async, SQL, network, HTTP or prose.

pub mod dedupe;
pub mod evaluate;
pub mod extract;
pub mod index;
pub mod lexicon;
pub mod matching;
pub mod model;
pub mod score;
pub mod text;
pub mod thesaurus;
