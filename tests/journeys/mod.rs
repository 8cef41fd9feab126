//! What people do from beginning to end, through the interfaces they have.

mod cli;
mod duplicates;
mod harvest;
mod lexicon;
mod offer_to_match;
mod thesaurus;
