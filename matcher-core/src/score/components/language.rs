//! Languages one may apply in against the languages of the staff.
//!
//! The staff of every profile speaks Spanish, so a Spanish offer needs no further knowledge of them.

use super::{Assessment, Pair};
use crate::model::LanguageTag;
use crate::score::Evidence;

/// Spoken by all staff.
const HOME: &str = "es";
/// Read, though not written, by who speaks [`HOME`].
const READABLE: [(&str, f64); 2] = [("pt", 0.6), ("gl", 0.8)];
/// What is left when the staff speak none of the languages one must apply in…
const NOT_SPOKEN: f64 = 0.1;
/// …and when only the text is in such a language: one may perhaps apply in another.
const NOT_READ: f64 = 0.3;

pub(super) fn assess(pair: &Pair<'_>) -> Assessment {
    let candidate = pair.candidate;
    let (offer, least) = if candidate.languages.is_empty() {
        (&candidate.text_languages, NOT_READ)
    } else {
        (&candidate.languages, NOT_SPOKEN)
    };
    if offer.is_empty() {
        return pair.unstated(&[], &["languages"]);
    }
    let staff = staff(pair);
    let best = offer.iter().map(|language| spoken(language, staff)).fold(0.0, f64::max);
    if staff.is_empty() && best < 1.0 {
        return pair.unstated(&["languages"], &[]);
    }
    let evidence = Evidence::Languages { offer: offer.clone(), staff: staff.to_vec() };
    Assessment::known(best.max(least), evidence)
}

/// What the need says of its staff, else the profile of its territory.
fn staff<'a>(pair: &'a Pair<'_>) -> &'a [LanguageTag] {
    if !pair.need.languages.is_empty() {
        return &pair.need.languages;
    }
    let territory = pair.need.territory.as_ref().and_then(|code| pair.profile.territory(code));
    territory.and_then(|territory| territory.languages.as_deref()).unwrap_or_default()
}

fn spoken(language: &LanguageTag, staff: &[LanguageTag]) -> f64 {
    let primary = language.primary();
    if primary == HOME || staff.iter().any(|spoken| spoken.primary() == primary) {
        return 1.0;
    }
    READABLE.iter().find(|(readable, _)| *readable == primary).map_or(0.0, |(_, value)| *value)
}
