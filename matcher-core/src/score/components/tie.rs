//! An existing tie between the actor behind the candidate and the need's territory, or one it lies in.

use super::{Assessment, Pair};
use crate::model::TieKind;
use crate::score::{Evidence, KnownTie};

/// What a tie of the province or region is worth to the comuna.
const THROUGH_THE_REGION: f64 = 0.8;

pub(super) fn assess(pair: &Pair<'_>) -> Assessment {
    let candidate = pair.candidate;
    if candidate.actor.is_none() && candidate.territory.is_none() {
        return pair.unstated(&[], &["publisher", "territory"]);
    }
    let none_recorded = Evidence::Unstated { fields: vec!["partner.ties".to_owned()] };
    if pair.ties.is_empty() {
        return Assessment::unknown(none_recorded);
    }
    let known =
        pair.ties.of(candidate.actor.as_deref(), candidate.country.as_ref(), candidate.territory.as_ref());
    let strongest = known
        .filter(|tie| tie.holds_on(pair.today))
        .filter_map(|tie| Some((strength(tie.kind) * nearness(pair, tie)?, tie)))
        .reduce(|best, tie| if tie.0 > best.0 { tie } else { best });
    match strongest {
        Some((value, tie)) => Assessment::known(
            value,
            Evidence::Tie { partner: tie.partner.clone(), kind: tie.kind, territory: tie.territory.clone() },
        ),
        // The register of ties is the region's own: none recorded is none, so that the weakest tie is still a gain.
        None => Assessment::known(0.0, none_recorded),
    }
}

const fn strength(kind: TieKind) -> f64 {
    match kind {
        TieKind::Agreement => 1.0,
        TieKind::Twinning => 0.9,
        TieKind::Network => 0.7,
        TieKind::JointWork => 0.6,
        TieKind::Contact => 0.4,
    }
}

/// How near the tie's end is to the need; a need of no stated territory is the region's.
fn nearness(pair: &Pair<'_>, tie: &KnownTie) -> Option<f64> {
    let own = pair.need.territory.as_ref().unwrap_or(&pair.profile.region);
    if tie.territory == *own {
        return Some(1.0);
    }
    pair.profile.lineage(own).any(|territory| territory.code == tie.territory).then_some(THROUGH_THE_REGION)
}
