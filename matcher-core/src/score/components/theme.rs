//! Themes that both sides name; hints stand in where one side states none, and count less.
//!
//! Where neither states any it is unknown: two hints say nothing that the words and subjects have not said already.

use super::{Assessment, Pair};
use crate::model::ThemeId;
use crate::score::Evidence;
use crate::thesaurus::ConceptId;

/// What an overlap is worth for each side that only hints.
const HINT: f64 = 0.8;

pub(super) fn assess(pair: &Pair<'_>) -> Assessment {
    let (need, need_worth) = either(&pair.need.themes, &pair.need.hinted_themes);
    let (offer, offer_worth) = either(&pair.candidate.themes, &pair.candidate.hinted_themes);
    let nobody_says = pair.need.themes.is_empty() && pair.candidate.themes.is_empty();
    if nobody_says || need.is_empty() || offer.is_empty() {
        return pair.missing("themes", pair.need.themes.is_empty(), pair.candidate.themes.is_empty());
    }
    let shared: Vec<ThemeId> = need.iter().filter(|theme| offer.contains(theme)).cloned().collect();
    // Cosine of the two lists: naming every theme helps nobody.
    let overlap = shared.len() as f64 / (need.len() as f64 * offer.len() as f64).sqrt();
    let named = |concept: &&ConceptId| pair.candidate.concepts.contains(concept);
    let concepts = pair.need.concepts.iter().filter(named).cloned().collect();
    let evidence = Evidence::Themes {
        shared,
        need: need.to_vec(),
        offer: offer.to_vec(),
        need_deduced: pair.need.themes.is_empty(),
        offer_deduced: pair.candidate.themes.is_empty(),
        concepts,
    };
    Assessment::known(overlap * need_worth * offer_worth, evidence)
}

fn either<'a>(stated: &'a [ThemeId], hinted: &'a [ThemeId]) -> (&'a [ThemeId], f64) {
    if stated.is_empty() { (hinted, HINT) } else { (stated, 1.0) }
}
