//! The promises of the formula, over any parts and any weights.

use proptest::prelude::*;

use super::super::{Evidence, FitWeights, TopicWeights};
use super::*;

const FIT: [ComponentName; 8] = [
    ComponentName::Eligibility,
    ComponentName::Kind,
    ComponentName::LeadTime,
    ComponentName::Level,
    ComponentName::Tie,
    ComponentName::Amount,
    ComponentName::Language,
    ComponentName::Freshness,
];

/// Values of text, theme, the eight of the fit, and the zone.
type Values = [Option<f64>; 11];

fn parts(values: &Values) -> Parts {
    let part =
        |at: usize| Assessment { value: values[at], evidence: Evidence::Unstated { fields: Vec::new() } };
    Parts {
        topic: [(ComponentName::Text, part(0)), (ComponentName::Theme, part(1))],
        fit: std::array::from_fn(|at| (FIT[at], part(at + 2))),
        zone: part(10),
    }
}

fn value() -> impl Strategy<Value = Option<f64>> {
    proptest::option::weighted(0.7, prop_oneof![Just(0.0), Just(1.0), 0.0..=1.0])
}

fn values() -> impl Strategy<Value = Values> {
    proptest::array::uniform11(value())
}

fn weights() -> impl Strategy<Value = ScoreWeights> {
    let weight = || prop_oneof![Just(0.0), 0.0..5.0];
    (0.0..=1.0, 0.0..=0.25, 0.1..2.0, weight(), proptest::array::uniform8(weight())).prop_map(
        |(fit_share, zone_bound, text, theme, fit)| ScoreWeights {
            fit_share,
            zone_bound,
            topic: TopicWeights { text, theme },
            fit: FitWeights {
                eligibility: fit[0],
                kind: fit[1],
                lead_time: fit[2],
                level: fit[3],
                tie: fit[4],
                amount: fit[5],
                language: fit[6],
                freshness: fit[7],
            },
            bands: Bands { strong: 0.55, possible: 0.3 },
        },
    )
}

proptest! {
    #[test]
    fn contributions_sum_to_the_total_which_stays_in_range(values in values(), weights in weights()) {
        let explanation = weigh(parts(&values), &weights);
        let sum: f64 = explanation.components.iter().map(|component| component.contribution).sum();
        prop_assert!((sum - explanation.total).abs() < 1e-9, "{sum} is not {}", explanation.total);
        for number in [explanation.total, explanation.total_without_zone, explanation.topic] {
            prop_assert!((0.0..=1.0 + 1e-12).contains(&number), "{number}");
        }
        prop_assert!(explanation.components.is_sorted_by_key(|component| component.name));
    }

    #[test]
    fn the_zone_moves_at_most_its_bound_and_lifts_nothing_off_topic(values in values(), weights in weights(), zone in value()) {
        let one = weigh(parts(&values), &weights);
        let mut moved = values;
        moved[10] = zone;
        let other = weigh(parts(&moved), &weights);
        prop_assert_eq!(one.total_without_zone, other.total_without_zone);
        let apart = (one.total - other.total).abs();
        prop_assert!(apart <= weights.zone_bound * one.total_without_zone + 1e-12, "moved by {apart}");
        if one.topic == 0.0 {
            prop_assert_eq!(other.total, 0.0);
        }
    }

    #[test]
    fn the_weight_of_an_unknown_part_changes_nothing(values in values(), weights in weights(), weight in 0.0..9.0) {
        let mut values = values;
        values[1] = None;
        values[3] = None;
        let mut heavier = weights.clone();
        heavier.topic.theme = weight;
        heavier.fit.kind = weight;
        prop_assert_eq!(weigh(parts(&values), &weights), weigh(parts(&values), &heavier));
    }

    #[test]
    fn more_text_never_lowers_the_total(values in values(), weights in weights(), text in 0.0..=1.0, more in 0.0..=1.0) {
        let total = |text: f64| {
            let mut values = values;
            values[0] = Some(text);
            weigh(parts(&values), &weights).total
        };
        let (low, high) = if text <= more { (text, more) } else { (more, text) };
        prop_assert!(total(low) <= total(high) + 1e-12);
    }
}

#[test]
fn the_total_is_the_one_worked_out_by_hand() {
    let profile = crate::score::Profile::shipped("aysen").expect("aysen");
    let mut values = [None; 11];
    values[0] = Some(0.5); // text, 0.80
    values[1] = Some(1.0); // theme, 0.20
    values[2] = Some(1.0); // eligibility, 3.0
    values[3] = Some(0.0); // kind, 2.0
    values[10] = Some(1.0); // zone, bound 0.05
    let explanation = weigh(parts(&values), &profile.score);
    let topic = 0.8 * 0.5 + 0.2;
    let expected = topic * (0.7 + 0.3 * 0.6);
    assert!((explanation.topic - topic).abs() < 1e-12);
    assert_eq!(explanation.fit, Some(0.6));
    assert!((explanation.total_without_zone - expected).abs() < 1e-12);
    assert!((explanation.total - expected).abs() < 1e-12, "the highest priority keeps the whole score");
    assert_eq!(explanation.band, Band::Strong);
    let weights: f64 = explanation.components[..10].iter().map(|component| component.weight).sum();
    assert!((weights - 1.0).abs() < 1e-12, "known weights are spread over the known parts");
}
