//! The best few of many, in memory for the few.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// Where a document stands in an answer: by score, then day, then id.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// Higher is better.
    pub(super) score: f32,
    /// Lower is better: a day, or zero where days do not count.
    pub(super) day: i64,
    /// Lower is better: the id as a number.
    pub(super) order: u64,
    /// Which segment.
    pub(super) segment: u32,
    /// Which document of it.
    pub(super) doc: u32,
}

impl Place {
    /// Best first. Segment and document do not count: they change with every merge.
    fn rank(&self, other: &Self) -> Ordering {
        other.score.total_cmp(&self.score).then(self.day.cmp(&other.day)).then(self.order.cmp(&other.order))
    }
}

impl Ord for Place {
    /// The worst is greatest, so that it stands on top of the heap.
    fn cmp(&self, other: &Self) -> Ordering {
        self.rank(other)
    }
}

impl PartialOrd for Place {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Place {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Place {}

/// Keeps the best `limit` places.
pub(super) struct Top {
    limit: usize,
    heap: BinaryHeap<Place>,
}

impl Top {
    pub(super) fn of(limit: usize) -> Self {
        Self { limit, heap: BinaryHeap::with_capacity(limit.min(1_024) + 1) }
    }

    /// Whether a document of this score could still enter.
    pub(super) fn admits(&self, score: f32) -> bool {
        self.heap.len() < self.limit || self.heap.peek().is_some_and(|worst| score >= worst.score)
    }

    /// What a score must exceed to be looked at: just below the worst one kept, since ties go by id.
    pub(super) fn threshold(&self) -> f32 {
        match self.heap.peek() {
            Some(worst) if self.heap.len() >= self.limit => worst.score.next_down(),
            _ => f32::MIN,
        }
    }

    pub(super) fn push(&mut self, place: Place) {
        if self.limit == 0 {
            return;
        }
        self.heap.push(place);
        if self.heap.len() > self.limit {
            self.heap.pop();
        }
    }

    /// The places kept, best first.
    pub(super) fn into_best_first(self) -> Vec<Place> {
        self.heap.into_sorted_vec()
    }
}
