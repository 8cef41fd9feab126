//! Forms of cooperation that both sides name.

use super::{Assessment, Pair};
use crate::model::CooperationKind;
use crate::score::Evidence;

pub(super) fn assess(pair: &Pair<'_>) -> Assessment {
    let (need, offer) = (&pair.need.kinds, &pair.candidate.kinds);
    if need.is_empty() || offer.is_empty() {
        return pair.missing("kinds", need.is_empty(), offer.is_empty());
    }
    let shared: Vec<CooperationKind> = need.iter().filter(|kind| offer.contains(kind)).copied().collect();
    // One form that would help is enough: the others are alternatives, not demands.
    let value = if shared.is_empty() { 0.0 } else { 1.0 };
    Assessment::known(value, Evidence::Kinds { shared, need: need.clone(), offer: offer.clone() })
}
