//! The one pair score: gates exclude, components score, and everything is taken apart as data.
//!
//! Pure: the same need, offer, profile, statistics and day give the same score, from whichever side one asks.

mod components;
mod context;
mod emphasis;
mod explanation;
mod facts;
mod gates;
mod meanings;
mod pair;
mod profile;
mod query;
mod reading;
mod term_bag;
mod text;
mod ties;
mod total;

pub use explanation::{
    Band, Component, ComponentName, Evidence, Explanation, Gate, Snippet, SubjectMatch, WordMatch,
};
pub use facts::{CandidateFacts, NeedFacts};
pub use pair::score;
pub use profile::{
    Bands, FavouredTerritory, FitWeights, Pole, PreparationDays, Profile, ProfileError, ScoreWeights,
    TopicWeights, Zone, ZonePlace,
};
pub use query::{QueryTerm, TextQuery, theme_key};
pub(crate) use reading::Keys;
pub use reading::Reading;
pub use term_bag::{TermBag, TermCounter};
pub use text::{
    Alternative, MAX_WORDS, MetWord, Statistics, TextScore, WeighedQuery, WeighedTerm, Weigher, text_score,
};
pub use ties::{KnownTie, Ties};
