//! What must hold for any offers, links and judgements.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::super::*;
use crate::model::{Offer, RecordId, RecordKind, SourceId};

const WORDS: &str = "(Agua|rural|fondo|de|2026|2027|RIA|IA|II|lote|1|2|becas|magíster|œuvre|COVID-19|WATER-2026-01|[\\PC]{0,4})";

prop_compose! {
    fn any_offer()(
        title in prop::collection::vec(WORDS, 0..8),
        text in prop::collection::vec(WORDS, 0..60),
        day in prop::option::of(1i8..28),
        max in prop::option::of(1u32..4),
        host in prop::option::of("(a|b)\\.example/(|x|y)"),
    ) -> Offer {
        let fields = serde_json::json!({
            "title": { "es": title.join(" ") },
            "body": { "es": text.join(" ") },
            "deadlines": day.map(|day| serde_json::json!([{ "date": format!("2026-05-{day:02}") }])),
            "amount": max.map(|max| serde_json::json!({ "max": max.to_string(), "currency": "EUR" })),
            "url": host.map(|host| format!("https://{host}")),
        });
        let serde_json::Value::Object(fields) = fields else { unreachable!("an object") };
        crate::model::values_from_json(fields).expect("an offer")
    }
}

fn source(name: &str) -> SourceId {
    name.parse().expect("a source")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn comparing_is_symmetric(one in any_offer(), other in any_offer(), sources in 0..3) {
        let mut pair = [Signature::of(&one), Signature::of(&other)];
        if sources > 0 { pair[0] = pair[0].clone().known_as(&source("a"), "X-2026-1"); }
        if sources > 1 { pair[1] = pair[1].clone().known_as(&source("a"), "2"); }
        let (there, back) = (compare(&pair[0], &pair[1]), compare(&pair[1], &pair[0]));
        prop_assert_eq!(there.verdict, back.verdict);
        prop_assert!((there.score - back.score).abs() < 1e-9, "{} {}", there.score, back.score);
        prop_assert!((0.0..=1.0).contains(&there.score));
        let swapped: Vec<_> = back.reasons.iter().map(|reason| (reason.field, &reason.right, &reason.left)).collect();
        let plain: Vec<_> = there.reasons.iter().map(|reason| (reason.field, &reason.left, &reason.right)).collect();
        prop_assert_eq!(plain, swapped);
    }

    #[test]
    fn an_offer_is_never_different_from_itself(offer in any_offer()) {
        let signature = Signature::of(&offer);
        let found = compare(&signature, &signature);
        let telling = signature.titles.iter().any(|title| title.telling().count() >= 5) && signature.sketch.triples() >= 60;
        prop_assert!(!telling || found.verdict == Sameness::Same, "{:?}", found);
        prop_assert!(found.reasons.iter().all(|reason| reason.finding == Finding::Agrees), "{:?}", found);
    }

    #[test]
    fn keys_and_fingerprint_are_stable(offer in any_offer()) {
        let (one, again) = (Signature::of(&offer), Signature::of(&offer.clone()));
        prop_assert_eq!(one.fingerprint(), again.fingerprint());
        let keys = one.blocking_keys();
        prop_assert_eq!(&keys, &again.blocking_keys());
        prop_assert!(keys.len() <= MAX_KEYS);
        let kept = serde_json::to_string(&one).expect("written");
        let read: Signature = serde_json::from_str(&kept).expect("read");
        prop_assert_eq!(read.fingerprint(), one.fingerprint());
        prop_assert_eq!(read.blocking_keys(), keys);
    }

    #[test]
    fn clusters_hold_every_judgement_in_any_order(
        sources in prop::collection::vec(0..4usize, 2..12),
        links in prop::collection::vec((0..12usize, 0..12usize, 0..3usize, 0..5u8), 0..40),
        judged in prop::collection::vec((0..12usize, 0..12usize, any::<bool>()), 0..12),
        seed in any::<u64>(),
    ) {
        let input = Input::of(&sources, &links, &judged);
        let found = cluster(&input.members, &input.links, &input.judgements);
        let turned = input.turned(seed);
        prop_assert_eq!(&found, &cluster(&turned.members, &turned.links, &turned.judgements));
        input.check(&found)?;
    }
}

#[derive(Clone)]
struct Input {
    members: Vec<Member>,
    links: Vec<Link>,
    judgements: Vec<Judgement>,
}

impl Input {
    fn of(sources: &[usize], links: &[(usize, usize, usize, u8)], judged: &[(usize, usize, bool)]) -> Self {
        let members: Vec<Member> = sources
            .iter()
            .enumerate()
            .map(|(place, number)| {
                let source = source(&format!("s{number}"));
                Member { id: RecordId::derive(RecordKind::Offer, &source, &place.to_string()), source }
            })
            .collect();
        let id = |place: usize| members[place % members.len()].id.clone();
        let verdicts = [Sameness::Same, Sameness::Unsure, Sameness::Different];
        // One link a pair, as a store keeps them: a pair told twice with two scores would have no one order.
        let mut told = BTreeMap::new();
        for (left, right, verdict, score) in links {
            let score = f64::from(*score) / 5.0;
            told.insert((id(*left).min(id(*right)), id(*left).max(id(*right))), (verdicts[*verdict], score));
        }
        let links = told.into_iter();
        Self {
            links: links
                .map(|((left, right), (verdict, score))| Link { left, right, score, verdict })
                .collect(),
            judgements: judged
                .iter()
                .filter(|(left, right, _)| id(*left) != id(*right))
                .map(|(left, right, same)| Judgement {
                    left: id(*left),
                    right: id(*right),
                    decision: if *same { Decision::Same } else { Decision::Different },
                })
                .collect(),
            members,
        }
    }

    /// The same in another order, some pairs the other way round.
    fn turned(&self, seed: u64) -> Self {
        let mut turned = self.clone();
        turned.members.reverse();
        let middle = seed as usize % (turned.links.len() + 1);
        turned.links.rotate_left(middle);
        turned.judgements.reverse();
        for link in turned.links.iter_mut().step_by(2) {
            std::mem::swap(&mut link.left, &mut link.right);
        }
        for judgement in turned.judgements.iter_mut().step_by(2) {
            std::mem::swap(&mut judgement.left, &mut judgement.right);
        }
        turned
    }

    fn check(&self, found: &Clustering) -> Result<(), TestCaseError> {
        let mut place: BTreeMap<&RecordId, usize> = BTreeMap::new();
        for (number, cluster) in found.clusters.iter().enumerate() {
            prop_assert!(cluster.records.len() > 1);
            for record in &cluster.records {
                prop_assert_eq!(place.insert(record, number), None, "a record stands in one cluster");
            }
        }
        let together = |judgement: &Judgement| {
            let group = place.get(&judgement.left);
            group.is_some() && group == place.get(&judgement.right)
        };
        for judgement in &self.judgements {
            match judgement.decision {
                Decision::Different => {
                    prop_assert!(!together(judgement), "a split is never undone: {judgement:?}");
                }
                Decision::Same => {
                    let told = found.conflicts.iter().any(|conflict| {
                        let not = &conflict.not_followed;
                        [&not.left, &not.right].contains(&&judgement.left)
                            && [&not.left, &not.right].contains(&&judgement.right)
                    });
                    prop_assert!(together(judgement) != told, "followed, or told: {judgement:?}");
                }
            }
        }
        Ok(())
    }
}
