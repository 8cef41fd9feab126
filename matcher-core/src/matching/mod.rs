//! Questions and answers of the engine: candidates from the index, ranked by the one pair score, both ways.

mod answer;

pub use answer::{Answer, Excluded, Filter, MAX_MATCHES, Match, MatchOptions, ProfileStamp};
