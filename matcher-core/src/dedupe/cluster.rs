//! Clusters of records that are one opportunity, from likenesses and judgements by people. Compares nothing.
//!
//! Strongest first: a person's «different» is never undone, not even by a chain through a third record; a person's
//! «same» joins whatever the likeness says; then likenesses join, best first. Two clusters are not joined by likeness
//! if any pair across them was found different, or belongs to one source without having been found the same: a source
//! takes the records it lists apart for two. The same input in any order gives the same clusters.

use serde::{Deserialize, Serialize};

use super::joining::{Join, Pair, Rivals};
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
    /// Another record of one source is as like the third, or liker, and was not found the same: it may be either.
    Ambiguous,
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
    let best_first = best_first(&join, links);
    let rivals = Rivals::of(&join, &best_first);
    for (evidence, pair) in best_first {
        match join.forbidden(pair).or_else(|| rivals.of_pair(&join, evidence, pair)) {
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

/// Pairs found to be the same with their evidence (logarithm of odds), the likest first, then by id.
fn best_first(join: &Join, links: &[Link]) -> Vec<(f64, Pair)> {
    let mut same: Vec<(f64, Pair)> = links
        .iter()
        .filter(|link| link.verdict == Sameness::Same)
        .filter_map(|link| Some((evidence(link.score), join.pair(&link.left, &link.right)?)))
        .collect();
    same.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
    same
}

/// Scores of very like pairs stand close to 1 and tell little; their odds tell them apart.
fn evidence(score: f64) -> f64 {
    let score = score.clamp(f64::EPSILON, 1.0 - f64::EPSILON);
    (score / (1.0 - score)).ln()
}
