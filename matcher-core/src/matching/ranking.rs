//! From scored candidates to an answer: order, both ranks, and what the gates kept out.

use super::{Excluded, Match, MatchOptions};
use crate::model::RecordId;
use crate::score::{Explanation, Gate};

/// Most candidates named as kept out.
const MAX_EXCLUDED: usize = 10;

/// What came of the candidates of one question.
pub(super) struct Ranking {
    /// How far down the list of candidates one that is kept out is still worth naming: the places asked for.
    named_places: usize,
    scored: Vec<(RecordId, Explanation)>,
    excluded: Vec<Excluded>,
    looked_at: usize,
}

impl Ranking {
    /// For a question that asks for `places` matches.
    pub(super) fn of(places: usize) -> Self {
        Self { named_places: places, scored: Vec::new(), excluded: Vec::new(), looked_at: 0 }
    }

    /// Takes the score of a candidate; candidates come best-placed first.
    pub(super) fn take(&mut self, id: RecordId, outcome: Result<Explanation, Gate>) {
        self.looked_at += 1;
        match outcome {
            // Nothing of the topic in common is no match, however well the rest would fit.
            Ok(explanation) if explanation.topic > 0.0 => self.scored.push((id, explanation)),
            Ok(_) => {}
            Err(gate) if self.looked_at <= self.named_places && self.excluded.len() < MAX_EXCLUDED => {
                self.excluded.push(Excluded { id, gate });
            }
            Err(_) => {}
        }
    }

    /// How many could be matches.
    pub(super) fn len(&self) -> usize {
        self.scored.len()
    }

    /// How many were looked at, pair by pair.
    pub(super) fn looked_at(&self) -> usize {
        self.looked_at
    }

    /// The best of them, ranked with and without the zone preference. Equal scores stand by id.
    pub(super) fn into_matches(self, options: &MatchOptions) -> (Vec<Match>, Vec<Excluded>) {
        let mut matches: Vec<Match> = self
            .scored
            .into_iter()
            .map(|(id, explanation)| Match { id, rank: 0, rank_without_zone: 0, explanation })
            .collect();
        order(&mut matches, |explanation| explanation.total_without_zone);
        for (place, found) in matches.iter_mut().enumerate() {
            found.rank_without_zone = place + 1;
        }
        if options.zone_preference {
            order(&mut matches, |explanation| explanation.total);
        }
        for (place, found) in matches.iter_mut().enumerate() {
            found.rank = place + 1;
        }
        matches.truncate(options.limit);
        (matches, self.excluded)
    }
}

fn order(matches: &mut [Match], total: fn(&Explanation) -> f64) {
    matches.sort_by(|one, other| {
        total(&other.explanation).total_cmp(&total(&one.explanation)).then_with(|| one.id.cmp(&other.id))
    });
}
