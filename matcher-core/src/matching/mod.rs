//! Questions and answers of the engine: candidates from the index, ranked by the one pair score, both ways.

mod answer;
mod matcher;
mod ranking;
mod snippet;
mod words;

pub use answer::{Answer, Excluded, Filter, MAX_MATCHES, Match, MatchOptions, ProfileStamp};
pub use matcher::Matcher;
pub(crate) use matcher::POOL;

#[cfg(test)]
mod tests;
