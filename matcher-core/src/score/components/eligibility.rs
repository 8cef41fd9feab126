//! Whether the profile's country may benefit, and whether the asking body is among those that may apply.
//!
//! A stated «no» for the country never reaches this place: a gate keeps it out.

use super::{Assessment, Pair};
use crate::model::Verdict;
use crate::score::Evidence;

/// What is left when the country may benefit but this kind of body may not apply: a partner that may could be found.
const APPLICANT_NOT_ADMITTED: f64 = 0.2;

pub(super) fn assess(pair: &Pair<'_>) -> Assessment {
    let country = &pair.profile.country;
    let stated = pair.candidate.eligibility.iter().find(|entry| entry.country == *country);
    let admitted = applicant_admitted(pair);
    if stated.is_none() && admitted.is_none() {
        return pair.unstated(&[], &["eligibility"]);
    }
    let verdict = stated.map_or(Verdict::Unknown, |entry| entry.verdict);
    let evidence = Evidence::Eligibility {
        country: country.clone(),
        verdict,
        quote: stated.and_then(|entry| entry.quote.clone()),
        rule: stated.and_then(|entry| entry.rule.clone()),
        as_of: stated.and_then(|entry| entry.as_of),
        applicant_admitted: admitted,
    };
    match (verdict, admitted) {
        (Verdict::No, _) => Assessment::known(0.0, evidence),
        (_, Some(false)) => Assessment::known(APPLICANT_NOT_ADMITTED, evidence),
        (Verdict::Yes, _) => Assessment::known(1.0, evidence),
        (Verdict::Unknown, _) => Assessment::unknown(evidence),
    }
}

/// Whether the need's kind of body is listed; `None` unless both sides say.
fn applicant_admitted(pair: &Pair<'_>) -> Option<bool> {
    let kind = pair.need.institution_kind?;
    let applicants = &pair.candidate.applicants;
    (!applicants.is_empty()).then(|| applicants.contains(&kind))
}
