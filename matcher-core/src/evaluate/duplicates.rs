//! How well one opportunity told by two collectors is recognised: the whole of de-duplication against known pairs.
//!
//! Measured twice: by words, dates and amounts alone, with identifiers and addresses withheld; and with them, as
//! records really come.

use std::collections::{BTreeSet, HashMap, HashSet};

use serde::Serialize;

use super::duplicate_set::{DuplicateSet, Told};
use crate::dedupe::{
    Clustering, Likeness, Link, Member, Sameness, Signature, UnselectiveKey, cluster, compare, pairs,
};
use crate::model::{RecordId, RecordKind, SourceId};

/// What measuring gives.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DuplicatesReport {
    /// Offers of the first collector.
    pub left: usize,
    /// Offers of the second; none where one collection is looked through by itself.
    pub right: usize,
    /// Pairs known to be the same; absent where nobody said.
    pub known: Option<usize>,
    /// Identifiers and addresses withheld.
    pub withheld: DuplicateFigures,
    /// With identifiers and addresses, as records come.
    pub named: DuplicateFigures,
    /// Lines left out, each by file, number and reason.
    pub left_out: Vec<String>,
}

/// The figures of one way of comparing.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DuplicateFigures {
    /// Pairs compared.
    pub compared: usize,
    /// Keys that too many offers share, passed over.
    pub unselective: Vec<UnselectiveKey>,
    /// Pairs left for a person to decide.
    pub unsure: usize,
    /// Clusters, and the size of the largest.
    pub clusters: usize,
    /// See `clusters`.
    pub largest: usize,
    /// Joined pairs: between the two collectors, or within the one.
    pub joined: usize,
    /// Share of the joined pairs that are known to be the same; absent where none is joined or known.
    pub precision: Option<f64>,
    /// Share of the known pairs that are joined.
    pub recall: Option<f64>,
    /// Harmonic mean of the two.
    pub f1: Option<f64>,
    /// Pairs joined that are not known to be the same, or all of them where nothing is known.
    pub not_known: Vec<JudgedPair>,
    /// Known pairs that were not joined.
    pub missed: Vec<JudgedPair>,
}

/// A pair to be read.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct JudgedPair {
    /// What the first collector calls it.
    pub left: String,
    /// What the second one does.
    pub right: String,
    /// How they compare, whether or not they shared a key.
    pub likeness: Likeness,
}

/// Measures both ways.
pub fn evaluate_duplicates(set: &DuplicateSet) -> DuplicatesReport {
    DuplicatesReport {
        left: set.left.len(),
        right: set.right.len(),
        known: set.known.as_ref().map(HashSet::len),
        withheld: measured(set, Signature::without_identifiers),
        named: measured(set, |signature| signature),
        left_out: set.left_out.clone(),
    }
}

/// One way of comparing: every offer with its signature and identity, left ones first.
struct Compared<'a> {
    set: &'a DuplicateSet,
    signatures: Vec<Signature>,
    members: Vec<Member>,
}

fn measured(set: &DuplicateSet, seen: fn(Signature) -> Signature) -> DuplicateFigures {
    let compared = Compared::of(set, seen);
    let pairing = pairs(&compared.signatures);
    let links: Vec<Link> = pairing.pairs.iter().map(|pair| compared.link(*pair)).collect();
    let clustering = cluster(&compared.members, &links, &[]);
    let joined = compared.joined(&clustering);
    let known = set.known.clone().unwrap_or_default();
    let right = joined.iter().filter(|pair| known.contains(*pair)).count();
    let share = |of: usize| (set.known.is_some() && of > 0).then(|| right as f64 / of as f64);
    let (precision, recall) = (share(joined.len()), share(known.len()));
    let f1 = precision.zip(recall).map(|(precision, recall)| {
        let sum = precision + recall;
        if sum > 0.0 { 2.0 * precision * recall / sum } else { 0.0 }
    });
    let missed: BTreeSet<(usize, usize)> =
        known.iter().filter(|pair| !joined.contains(*pair)).copied().collect();
    DuplicateFigures {
        compared: links.len(),
        unselective: pairing.unselective,
        unsure: links.iter().filter(|link| link.verdict == Sameness::Unsure).count(),
        clusters: clustering.clusters.len(),
        largest: clustering.clusters.iter().map(|cluster| cluster.records.len()).max().unwrap_or_default(),
        joined: joined.len(),
        precision,
        recall,
        f1,
        not_known: joined
            .iter()
            .filter(|pair| !known.contains(*pair))
            .map(|pair| compared.told(*pair))
            .collect(),
        missed: missed.into_iter().map(|pair| compared.told(pair)).collect(),
    }
}

impl<'a> Compared<'a> {
    fn of(set: &'a DuplicateSet, seen: fn(Signature) -> Signature) -> Self {
        let mut compared = Self { set, signatures: Vec::new(), members: Vec::new() };
        for (source, offers) in [(&set.left_source, &set.left), (&set.right_source, &set.right)] {
            for told in offers {
                compared.add(source, told, seen);
            }
        }
        compared
    }

    fn add(&mut self, source: &SourceId, told: &Told, seen: fn(Signature) -> Signature) {
        let signature = Signature::of(&told.offer).known_as(source, &told.id);
        self.signatures.push(seen(signature));
        let id = RecordId::derive(RecordKind::Offer, source, &told.id);
        self.members.push(Member { id, source: source.clone() });
    }

    fn link(&self, (left, right): (usize, usize)) -> Link {
        let likeness = compare(&self.signatures[left], &self.signatures[right]);
        Link::of(self.members[left].id.clone(), self.members[right].id.clone(), &likeness)
    }

    /// The joined pairs that count: across the collectors, or within the only one. As places left and right.
    fn joined(&self, clustering: &Clustering) -> BTreeSet<(usize, usize)> {
        let places: HashMap<&RecordId, usize> =
            self.members.iter().enumerate().map(|(place, member)| (&member.id, place)).collect();
        let lefts = self.set.left.len();
        let mut joined = BTreeSet::new();
        for cluster in &clustering.clusters {
            let mut members: Vec<usize> = cluster.records.iter().map(|id| places[id]).collect();
            members.sort_unstable();
            for (at, left) in members.iter().enumerate() {
                let rights = members[at + 1..].iter();
                joined.extend(rights.filter_map(|right| match *right {
                    right if self.set.right.is_empty() => Some((*left, right)),
                    right if *left < lefts && right >= lefts => Some((*left, right - lefts)),
                    _ => None,
                }));
            }
        }
        joined
    }

    fn told(&self, (left, right): (usize, usize)) -> JudgedPair {
        let (rights, shift) = if self.set.right.is_empty() {
            (&self.set.left, 0)
        } else {
            (&self.set.right, self.set.left.len())
        };
        JudgedPair {
            left: self.set.left[left].id.clone(),
            right: rights[right].id.clone(),
            likeness: compare(&self.signatures[left], &self.signatures[right + shift]),
        }
    }
}
