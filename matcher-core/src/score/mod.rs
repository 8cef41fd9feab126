//! The one pair score: gates exclude, components score, and everything is taken apart as data.
//!
//! Pure: the same need, offer, profile, statistics and day give the same score, from whichever side one asks.

mod components;
mod explanation;
mod facts;
mod gates;
mod pair;
mod profile;
mod query;
mod term_bag;
mod text;
mod ties;
mod total;

pub use explanation::{Band, Component, ComponentName, Evidence, Explanation, Gate, WordMatch};
pub use facts::{CandidateFacts, NeedFacts, theme_hints, theme_hints_of};
pub use pair::score;
pub use profile::{
    Bands, FavouredTerritory, FitWeights, Pole, PreparationDays, Profile, ProfileError, ScoreWeights,
    TopicWeights, Zone, ZonePlace,
};
pub use query::{QueryTerm, TextQuery, theme_key};
pub use term_bag::{TITLE_WEIGHT, TermBag, TermCounter};
pub use text::{MAX_WORDS, MetWord, Statistics, TextScore, WeighedQuery, text_score};
pub use ties::{KnownTie, Ties};
