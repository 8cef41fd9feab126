//! From the parts to the total: topic times fit, moved within a bound by the zone, with every part's contribution.

use super::components::Assessment;
use super::{Band, Bands, Component, ComponentName, Explanation, ScoreWeights};

/// The parts of a pair, before they are weighed.
pub(super) struct Parts {
    pub(super) topic: [(ComponentName, Assessment); 2],
    pub(super) fit: [(ComponentName, Assessment); 8],
    pub(super) zone: Assessment,
}

/// Weighs the parts.
///
/// ```text
/// without zone = topic × ((1 − q) + q × fit)          q: share that hangs on fit; fit unknown: topic alone
/// total        = without zone × (1 + b × z) / (1 + b)  b: bound of the zone; z: its priority, 0 where policy is silent
/// ```
pub(super) fn weigh(parts: Parts, weights: &ScoreWeights) -> Explanation {
    let topic_weights =
        parts.topic.iter().map(|(name, part)| known_weight(*name, part, weights)).sum::<f64>();
    let fit_weights = parts.fit.iter().map(|(name, part)| known_weight(*name, part, weights)).sum::<f64>();
    let topic = mean(&parts.topic, topic_weights, weights).unwrap_or(0.0);
    let fit = mean(&parts.fit, fit_weights, weights);
    let fit_share = if fit.is_some() { weights.fit_share } else { 0.0 };
    let total_without_zone = topic * (1.0 - fit_share + fit_share * fit.unwrap_or(0.0));
    let scale = 1.0 / (1.0 + weights.zone_bound);
    let zone_gain = weights.zone_bound * parts.zone.value.unwrap_or(0.0);
    let total = total_without_zone * (1.0 + zone_gain) * scale;

    let mut components = Vec::with_capacity(parts.topic.len() + parts.fit.len() + 1);
    for (name, part) in parts.topic {
        let weight = share(known_weight(name, &part, weights), topic_weights) * (1.0 - fit_share);
        components.push(component(name, part, weight, scale));
    }
    for (name, part) in parts.fit {
        let weight = share(known_weight(name, &part, weights), fit_weights) * fit_share;
        components.push(component(name, part, weight, scale * topic));
    }
    let zone_weight = if parts.zone.value.is_some() { weights.zone_bound } else { 0.0 };
    components.push(component(ComponentName::Zone, parts.zone, zone_weight, total_without_zone * scale));
    components.sort_by_key(|component| component.name);
    Explanation { total, total_without_zone, topic, fit, band: band(total, &weights.bands), components }
}

fn component(name: ComponentName, part: Assessment, weight: f64, scale: f64) -> Component {
    let contribution = weight * part.value.unwrap_or(0.0) * scale;
    Component { name, value: part.value, weight, contribution, evidence: part.evidence }
}

/// The weighted mean of the known parts; `None` when nothing that weighs is known.
fn mean(parts: &[(ComponentName, Assessment)], sum: f64, weights: &ScoreWeights) -> Option<f64> {
    let weighed =
        parts.iter().map(|(name, part)| known_weight(*name, part, weights) * part.value.unwrap_or(0.0));
    (sum > 0.0).then(|| weighed.sum::<f64>() / sum)
}

fn share(weight: f64, sum: f64) -> f64 {
    if sum > 0.0 { weight / sum } else { 0.0 }
}

fn known_weight(name: ComponentName, part: &Assessment, weights: &ScoreWeights) -> f64 {
    if part.value.is_none() {
        return 0.0;
    }
    match name {
        ComponentName::Text => weights.topic.text,
        ComponentName::Theme => weights.topic.theme,
        ComponentName::Eligibility => weights.fit.eligibility,
        ComponentName::Kind => weights.fit.kind,
        ComponentName::LeadTime => weights.fit.lead_time,
        ComponentName::Level => weights.fit.level,
        ComponentName::Tie => weights.fit.tie,
        ComponentName::Amount => weights.fit.amount,
        ComponentName::Language => weights.fit.language,
        ComponentName::Freshness => weights.fit.freshness,
        ComponentName::Zone => weights.zone_bound,
    }
}

fn band(total: f64, bands: &Bands) -> Band {
    if total >= bands.strong {
        Band::Strong
    } else if total >= bands.possible {
        Band::Possible
    } else {
        Band::Weak
    }
}

#[cfg(test)]
mod tests;
