//! The state of joining records into clusters: who stands with whom, and what forbids it. Follows no order of its own.

use std::collections::{BTreeMap, BTreeSet};

use super::cluster::{Cluster, Decision, Judgement, Link, Member, Refusal};
use super::likeness::Sameness;
use crate::model::{RecordId, SourceId};

/// Of two records of one source the better one must be likelier than the other by this much evidence (logarithm of odds).
const MARGIN: f64 = 0.1;

/// Places of two members, the smaller first.
pub(super) type Pair = (usize, usize);

fn ordered(one: usize, other: usize) -> Pair {
    (one.min(other), one.max(other))
}

/// The state of joining: which members stand together.
pub(super) struct Join {
    /// Sorted, so that places compare as ids do.
    pub(super) ids: Vec<RecordId>,
    sources: Vec<SourceId>,
    verdicts: BTreeMap<Pair, Sameness>,
    pub(super) judged_same: BTreeSet<Pair>,
    judged_different: BTreeSet<Pair>,
    /// The group of each member, and the members of each group.
    group: Vec<usize>,
    groups: Vec<Vec<usize>>,
}

impl Join {
    pub(super) fn of(members: &[Member], links: &[Link], judgements: &[Judgement]) -> Self {
        let members: BTreeMap<&RecordId, &SourceId> =
            members.iter().map(|member| (&member.id, &member.source)).collect();
        let ids: Vec<RecordId> = members.keys().map(|id| (*id).clone()).collect();
        let mut join = Self {
            sources: members.values().map(|source| (*source).clone()).collect(),
            verdicts: BTreeMap::new(),
            judged_same: BTreeSet::new(),
            judged_different: BTreeSet::new(),
            group: (0..ids.len()).collect(),
            groups: (0..ids.len()).map(|place| vec![place]).collect(),
            ids,
        };
        for link in links {
            if let Some(pair) = join.pair(&link.left, &link.right) {
                // Told twice with other verdicts: the more careful one holds, whatever the order.
                let held = join.verdicts.entry(pair).or_insert(link.verdict);
                *held = (*held).max(link.verdict);
            }
        }
        for judgement in judgements {
            let Some(pair) = join.pair(&judgement.left, &judgement.right) else { continue };
            match judgement.decision {
                Decision::Same => join.judged_same.insert(pair),
                Decision::Different => join.judged_different.insert(pair),
            };
        }
        join
    }

    pub(super) fn pair(&self, left: &RecordId, right: &RecordId) -> Option<Pair> {
        let (left, right) = (self.ids.binary_search(left).ok()?, self.ids.binary_search(right).ok()?);
        (left != right).then(|| ordered(left, right))
    }

    pub(super) fn judgement(&self, (left, right): Pair, decision: Decision) -> Judgement {
        Judgement { left: self.ids[left].clone(), right: self.ids[right].clone(), decision }
    }

    /// Every pair between the groups of `pair`.
    fn across(&self, (left, right): Pair) -> impl Iterator<Item = Pair> {
        let (left, right) = (&self.groups[self.group[left]], &self.groups[self.group[right]]);
        left.iter().flat_map(move |one| right.iter().map(move |other| ordered(*one, *other)))
    }

    pub(super) fn forbidden_by_people(&self, pair: Pair) -> Option<Pair> {
        if self.group[pair.0] == self.group[pair.1] {
            return self.judged_different.contains(&pair).then_some(pair);
        }
        self.across(pair).find(|pair| self.judged_different.contains(pair))
    }

    pub(super) fn forbidden(&self, pair: Pair) -> Option<(Refusal, Pair)> {
        if self.group[pair.0] == self.group[pair.1] {
            return None;
        }
        if let Some(pair) = self.forbidden_by_people(pair) {
            return Some((Refusal::JudgedDifferent, pair));
        }
        self.across(pair).find_map(|pair| {
            if self.judged_same.contains(&pair) {
                return None;
            }
            let verdict = self.verdicts.get(&pair).copied();
            let one_source = self.sources[pair.0] == self.sources[pair.1];
            match verdict {
                Some(Sameness::Different) => Some((Refusal::FoundDifferent, pair)),
                Some(Sameness::Same) => None,
                _ if one_source => Some((Refusal::OneSource, pair)),
                _ => None,
            }
        })
    }

    /// Whether a person, or the likeness, says that two records are one, or they stand together already.
    fn are_one(&self, one: usize, other: usize) -> bool {
        let pair = ordered(one, other);
        self.group[one] == self.group[other]
            || self.judged_same.contains(&pair)
            || self.verdicts.get(&pair) == Some(&Sameness::Same)
    }

    pub(super) fn unite(&mut self, (left, right): Pair) {
        let (into, from) = ordered(self.group[left], self.group[right]);
        if into == from {
            return;
        }
        let moved = std::mem::take(&mut self.groups[from]);
        for place in &moved {
            self.group[*place] = into;
        }
        self.groups[into].extend(moved);
    }

    pub(super) fn clusters(self) -> Vec<Cluster> {
        let ids = self.ids;
        let mut clusters: Vec<Cluster> = self
            .groups
            .into_iter()
            .filter(|places| places.len() > 1)
            .map(|mut places| {
                places.sort_unstable();
                Cluster { records: places.into_iter().map(|place| ids[place].clone()).collect() }
            })
            .collect();
        clusters.sort();
        clusters
    }
}

/// For each record and each other source, the records there that were found to be the same, with the evidence.
pub(super) struct Rivals(BTreeMap<(usize, SourceId), Vec<(f64, usize)>>);

impl Rivals {
    pub(super) fn of(join: &Join, same: &[(f64, Pair)]) -> Self {
        let mut rivals: BTreeMap<(usize, SourceId), Vec<(f64, usize)>> = BTreeMap::new();
        for (evidence, (left, right)) in same {
            for (one, other) in [(left, right), (right, left)] {
                let there = rivals.entry((*one, join.sources[*other].clone())).or_default();
                there.push((*evidence, *other));
            }
        }
        Self(rivals)
    }

    /// What makes the pair ambiguous: another record of one side's source that fits the other side as well or better.
    pub(super) fn of_pair(&self, join: &Join, evidence: f64, pair: Pair) -> Option<(Refusal, Pair)> {
        let sides = [(pair.0, pair.1), (pair.1, pair.0)];
        sides.into_iter().find_map(|(one, other)| {
            let source = &join.sources[other];
            if join.sources[one] == *source {
                return None;
            }
            let there = self.0.get(&(one, source.clone()))?;
            let rival = there.iter().find(|(rival, place)| {
                *place != other
                    && evidence - rival < MARGIN
                    && !join.are_one(*place, other)
                    && !join.judged_different.contains(&ordered(one, *place))
            })?;
            Some((Refusal::Ambiguous, ordered(rival.1, other)))
        })
    }
}
