//! Clusters of records that are one opportunity, from likenesses and judgements by people. Compares nothing.
//!
//! Strongest first: a person's «different» is never undone, not even by a chain through a third record; a person's
//! «same» joins whatever the likeness says; then likenesses join, best first. Two clusters are not joined by likeness
//! if any pair across them was found different, or belongs to one source without having been found the same: a source
//! takes the records it lists apart for two. The same input in any order gives the same clusters.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::likeness::{Likeness, Sameness};
use crate::model::{RecordId, SourceId, coded_enum};

coded_enum! {
    /// What a person decided on two records.
    Decision, "decision on two records", {
        /// They are one opportunity.
        Same => "same",
        /// They are two.
        Different => "different",
    }
}

/// A decision by a person. One a pair; where both stand on one pair, «different» holds and a [`Conflict`] says so.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Judgement {
    /// One record.
    pub left: RecordId,
    /// The other.
    pub right: RecordId,
    /// What was decided.
    pub decision: Decision,
}

/// A record to be clustered.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Member {
    /// Which.
    pub id: RecordId,
    /// Where it comes from.
    pub source: SourceId,
}

/// A compared pair: what [`cluster()`] needs of its likeness.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// One record.
    pub left: RecordId,
    /// The other.
    pub right: RecordId,
    /// See [`Likeness::score`].
    pub score: f64,
    /// See [`Likeness::verdict`].
    pub verdict: Sameness,
}

impl Link {
    /// Of two records and their likeness.
    pub fn of(left: RecordId, right: RecordId, likeness: &Likeness) -> Self {
        Self { left, right, score: likeness.score, verdict: likeness.verdict }
    }
}

/// Records that are one opportunity; two or more.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Cluster {
    /// In the order of their ids. The first one names the cluster as long as it stays in it.
    pub records: Vec<RecordId>,
}

/// Judgements that cannot all hold: «same» would join what «different» keeps apart. The split holds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Conflict {
    /// The «same» that was not followed.
    pub not_followed: Judgement,
    /// The «different» that forbade it.
    pub because: Judgement,
}

/// Why a pair found to be the same was not joined.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Refusal {
    /// A person keeps two records of their clusters apart.
    JudgedDifferent,
    /// Two records of their clusters were found different.
    FoundDifferent,
    /// Two records of their clusters come from one source and were not found the same.
    OneSource,
}

/// A pair found to be the same that was not joined, and which two records forbade it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Refused {
    /// One record.
    pub left: RecordId,
    /// The other.
    pub right: RecordId,
    /// Why.
    pub refusal: Refusal,
    /// The two records that forbade it.
    pub between: (RecordId, RecordId),
}

/// What came of clustering.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Clustering {
    /// By their first record.
    pub clusters: Vec<Cluster>,
    /// Judgements against each other: for a person to settle.
    pub conflicts: Vec<Conflict>,
    /// Pairs found to be the same that stay apart.
    pub refused: Vec<Refused>,
}

/// Joins `members` by judgements and links. Judgements and links on records that are not members are passed over.
pub fn cluster(members: &[Member], links: &[Link], judgements: &[Judgement]) -> Clustering {
    let mut join = Join::of(members, links, judgements);
    let mut outcome = Clustering::default();
    for pair in join.judged_same.clone() {
        if let Some(because) = join.forbidden_by_people(pair) {
            let not_followed = join.judgement(pair, Decision::Same);
            outcome
                .conflicts
                .push(Conflict { not_followed, because: join.judgement(because, Decision::Different) });
        } else {
            join.unite(pair);
        }
    }
    for pair in best_first(&join, links) {
        match join.forbidden(pair) {
            None => join.unite(pair),
            Some((refusal, between)) => {
                let [left, right] = [pair.0, pair.1].map(|place| join.ids[place].clone());
                let between = (join.ids[between.0].clone(), join.ids[between.1].clone());
                outcome.refused.push(Refused { left, right, refusal, between });
            }
        }
    }
    outcome.clusters = join.clusters();
    outcome
}

/// Places of two members, the smaller first.
type Pair = (usize, usize);

fn ordered(one: usize, other: usize) -> Pair {
    (one.min(other), one.max(other))
}

/// Pairs found to be the same, the likest first, then by id.
fn best_first(join: &Join, links: &[Link]) -> Vec<Pair> {
    let mut same: Vec<(f64, Pair)> = links
        .iter()
        .filter(|link| link.verdict == Sameness::Same)
        .filter_map(|link| Some((link.score, join.pair(&link.left, &link.right)?)))
        .collect();
    same.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
    same.into_iter().map(|(_, pair)| pair).collect()
}

/// The state of joining: which members stand together.
struct Join {
    /// Sorted, so that places compare as ids do.
    ids: Vec<RecordId>,
    sources: Vec<SourceId>,
    verdicts: BTreeMap<Pair, Sameness>,
    judged_same: BTreeSet<Pair>,
    judged_different: BTreeSet<Pair>,
    /// The group of each member, and the members of each group.
    group: Vec<usize>,
    groups: Vec<Vec<usize>>,
}

impl Join {
    fn of(members: &[Member], links: &[Link], judgements: &[Judgement]) -> Self {
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

    fn pair(&self, left: &RecordId, right: &RecordId) -> Option<Pair> {
        let (left, right) = (self.ids.binary_search(left).ok()?, self.ids.binary_search(right).ok()?);
        (left != right).then(|| ordered(left, right))
    }

    fn judgement(&self, (left, right): Pair, decision: Decision) -> Judgement {
        Judgement { left: self.ids[left].clone(), right: self.ids[right].clone(), decision }
    }

    /// Every pair between the groups of `pair`.
    fn across(&self, (left, right): Pair) -> impl Iterator<Item = Pair> {
        let (left, right) = (&self.groups[self.group[left]], &self.groups[self.group[right]]);
        left.iter().flat_map(move |one| right.iter().map(move |other| ordered(*one, *other)))
    }

    fn forbidden_by_people(&self, pair: Pair) -> Option<Pair> {
        if self.group[pair.0] == self.group[pair.1] {
            return self.judged_different.contains(&pair).then_some(pair);
        }
        self.across(pair).find(|pair| self.judged_different.contains(pair))
    }

    fn forbidden(&self, pair: Pair) -> Option<(Refusal, Pair)> {
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

    fn unite(&mut self, (left, right): Pair) {
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

    fn clusters(self) -> Vec<Cluster> {
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
