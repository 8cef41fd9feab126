//! Where the policy places the candidate.

use super::{Assessment, Pair};
use crate::score::Evidence;

pub(super) fn assess(pair: &Pair<'_>) -> Assessment {
    let candidate = pair.candidate;
    match pair.profile.zone_of(candidate.country.as_ref(), candidate.territory.as_ref()) {
        Some(found) => Assessment::known(
            found.priority,
            Evidence::Zone {
                zone: found.zone.id.clone(),
                place: found.place.to_owned(),
                priority: found.priority,
            },
        ),
        None if candidate.country.is_none() => pair.unstated(&[], &["country"]),
        None => Assessment::unknown(Evidence::Unstated { fields: vec!["profile.zones".to_owned()] }),
    }
}
