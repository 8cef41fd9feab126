//! Days left against the days that preparing takes.

use jiff::civil::Date;

use super::{Assessment, Pair};
use crate::model::{Availability, CounterpartExperience};
use crate::score::Evidence;

pub(super) fn assess(pair: &Pair<'_>) -> Assessment {
    let days_needed = days_needed(pair);
    let until = |date: Date| (date - pair.today).get_days();
    let evidence =
        |closes: Option<Date>| Evidence::LeadTime { closes, days_left: closes.map(until), days_needed };
    match pair.candidate.availability(pair.today) {
        Availability::Open { closes, .. } | Availability::Forthcoming { closes: Some(closes), .. } => {
            Assessment::known(share(until(closes), days_needed), evidence(Some(closes)))
        }
        Availability::Closed { closed } => Assessment::known(0.0, evidence(Some(closed))),
        Availability::Rolling => Assessment::known(1.0, evidence(None)),
        Availability::Forthcoming { opens: Some(opens), closes: None }
            if until(opens) >= i32::from(days_needed) =>
        {
            Assessment::known(1.0, evidence(None))
        }
        Availability::Forthcoming { .. } | Availability::Unknown => pair.unstated(&[], &["deadlines"]),
    }
}

fn share(days_left: i32, days_needed: u16) -> f64 {
    if days_needed == 0 { 1.0 } else { f64::from(days_left) / f64::from(days_needed) }
}

/// What the need says, else what the profile says of the forms on offer; half as much again for a body that has never
/// been a counterpart.
fn days_needed(pair: &Pair<'_>) -> u16 {
    if let Some(days) = pair.need.preparation_days {
        return days;
    }
    let usual = pair.profile.preparation_days.for_kinds(&pair.candidate.kinds);
    let territory = pair.need.territory.as_ref().and_then(|code| pair.profile.territory(code));
    match pair.need.experience.or_else(|| territory?.experience) {
        Some(CounterpartExperience::None) => usual + usual / 2,
        _ => usual,
    }
}
