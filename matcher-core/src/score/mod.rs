//! The one pair score: gates exclude, components score, and everything is taken apart as data.

mod explanation;
mod profile;

pub use explanation::{Band, Component, ComponentName, Evidence, Explanation, Gate, WordMatch};
pub use profile::{
    Bands, FavouredTerritory, FitWeights, Pole, PreparationDays, Profile, ProfileError, ScoreWeights,
    TopicWeights, Zone, ZonePlace,
};
