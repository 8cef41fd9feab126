//! What keeps a pair from being scored at all: facts stated in so many words, never a guess.

use jiff::civil::Date;

use super::{CandidateFacts, Gate, Profile};
use crate::model::{Availability, CountryEligibility, Direction, Verdict};

/// The first gate that keeps the candidate out, if any.
pub(super) fn closed(candidate: &CandidateFacts, profile: &Profile, today: Date) -> Option<Gate> {
    if candidate.withdrawn {
        return Some(Gate::Withdrawn);
    }
    if candidate.direction == Some(Direction::Outbound) {
        return Some(Gate::Outbound);
    }
    if let Availability::Closed { closed } = candidate.availability(today) {
        return Some(Gate::Closed { closed });
    }
    let no = |entry: &&CountryEligibility| entry.country == profile.country && entry.verdict == Verdict::No;
    candidate.eligibility.iter().find(no).map(|entry| Gate::Ineligible {
        country: entry.country.clone(),
        quote: entry.quote.clone(),
        rule: entry.rule.clone(),
    })
}
