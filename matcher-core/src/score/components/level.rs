//! Counterparts that stand on the same level: region with region, university with university.

use super::{Assessment, Pair};
use crate::model::{ActorKind, Level};
use crate::score::Evidence;

/// Neighbouring levels of government still understand each other.
const NEIGHBOURS: f64 = 0.6;
/// Others need an intermediary.
const APART: f64 = 0.2;

pub(super) fn assess(pair: &Pair<'_>) -> Assessment {
    let candidate = pair.candidate;
    let kinds = candidate.actor_kind.iter().chain(&candidate.applicants).copied();
    let mut offer: Vec<Level> = kinds.map(ActorKind::level).collect();
    offer.sort();
    offer.dedup();
    let Some(need) = pair.need.institution_kind.map(ActorKind::level).filter(|_| !offer.is_empty()) else {
        let need: &[&str] = if pair.need.institution_kind.is_none() { &["institution_kind"] } else { &[] };
        return pair.unstated(need, if offer.is_empty() { &["publisher_kind"] } else { &[] });
    };
    let value = offer.iter().map(|level| closeness(need, *level)).fold(0.0, f64::max);
    Assessment::known(value, Evidence::Levels { need, offer })
}

fn closeness(one: Level, other: Level) -> f64 {
    match (one, other) {
        _ if one == other => 1.0,
        (Level::Local, Level::Regional) | (Level::Regional, Level::Local) => NEIGHBOURS,
        (Level::Regional, Level::National) | (Level::National, Level::Regional) => NEIGHBOURS,
        _ => APART,
    }
}
