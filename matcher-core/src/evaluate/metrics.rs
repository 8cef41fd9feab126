//! The three figures of a ranked answer, worked out from grades alone.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

/// How far down an answer nDCG and MRR look.
pub const RELEVANT_DEPTH: usize = 10;
/// How far down an answer recall looks.
pub const RECALL_DEPTH: usize = 100;

/// Figures of one answer, or means over many; absent where no judged document could have been found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figures {
    /// Discounted gain of the first ten against the best possible, grades counting as they are, 0.0 to 1.0.
    pub ndcg_at_10: Option<f64>,
    /// One over the place of the first relevant one among the first ten, else 0.
    pub mrr_at_10: Option<f64>,
    /// Share of the relevant ones among the first hundred, 0.0 to 1.0.
    pub recall_at_100: Option<f64>,
}

/// The figures of one answer.
///
/// `grades` are the judgements of this query; what is not judged counts as 0. Relevant is what has at least the grade
/// `threshold`.
pub fn figures(ranking: &[&str], grades: &HashMap<String, u32>, threshold: u32) -> Figures {
    let grade = |id: &&str| grades.get(*id).copied().unwrap_or_default();
    let relevant = grades.values().filter(|grade| **grade >= threshold).count();
    let met = |id: &&str| grade(id) >= threshold;

    let mut best: Vec<u32> = grades.values().copied().collect();
    best.sort_unstable_by(|one, other| other.cmp(one));
    let ideal = discounted(best.into_iter());
    let gained = discounted(ranking.iter().map(grade));

    let first = ranking.iter().take(RELEVANT_DEPTH).position(met);
    let found = ranking.iter().take(RECALL_DEPTH).filter(|id| met(id)).count();
    let judged = relevant > 0;
    Figures {
        ndcg_at_10: (ideal > 0.0).then(|| gained / ideal),
        mrr_at_10: judged.then(|| first.map_or(0.0, |place| 1.0 / (place + 1) as f64)),
        recall_at_100: judged.then(|| found as f64 / relevant as f64),
    }
}

fn discounted(grades: impl Iterator<Item = u32>) -> f64 {
    let gains = grades.take(RELEVANT_DEPTH).enumerate();
    // The sum of nothing would be -0.0.
    gains.fold(0.0, |sum, (place, grade)| sum + f64::from(grade) / ((place + 2) as f64).log2())
}

impl Figures {
    /// The means over many answers, each over those where it exists.
    pub fn mean(all: &[Self]) -> Self {
        let mean = |figure: fn(&Self) -> Option<f64>| {
            let known: Vec<f64> = all.iter().filter_map(figure).collect();
            (!known.is_empty()).then(|| known.iter().sum::<f64>() / known.len() as f64)
        };
        Self {
            ndcg_at_10: mean(|one| one.ndcg_at_10),
            mrr_at_10: mean(|one| one.mrr_at_10),
            recall_at_100: mean(|one| one.recall_at_100),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grades(list: &[(&str, u32)]) -> HashMap<String, u32> {
        list.iter().map(|(id, grade)| ((*id).to_owned(), *grade)).collect()
    }

    fn close(one: Option<f64>, other: f64) -> bool {
        one.is_some_and(|one| (one - other).abs() < 1e-12)
    }

    #[test]
    fn figures_are_those_worked_out_by_hand() {
        let grades = grades(&[("a", 3), ("b", 2), ("c", 1), ("d", 0)]);
        let found = figures(&["x", "c", "b"], &grades, 2);
        // gained 0/1 + 1/log2(3) + 2/2; best 3/1 + 2/log2(3) + 1/2
        let log3 = 3.0_f64.log2();
        assert!(close(found.ndcg_at_10, (1.0 / log3 + 1.0) / (3.0 + 2.0 / log3 + 0.5)));
        assert!(close(found.mrr_at_10, 1.0 / 3.0));
        assert!(close(found.recall_at_100, 0.5));
        let perfect = figures(&["a", "b", "c"], &grades, 2);
        assert!(
            close(perfect.ndcg_at_10, 1.0)
                && close(perfect.mrr_at_10, 1.0)
                && close(perfect.recall_at_100, 1.0)
        );
    }

    #[test]
    fn only_the_first_places_count() {
        let others: Vec<String> = (0..150).map(|number| format!("x{number}")).collect();
        let mut ranking: Vec<&str> = others.iter().map(String::as_str).collect();
        ranking.insert(10, "a");
        ranking.insert(100, "b");
        let found = figures(&ranking, &grades(&[("a", 1), ("b", 1)]), 1);
        assert!(
            close(found.ndcg_at_10, 0.0) && close(found.mrr_at_10, 0.0) && close(found.recall_at_100, 0.5)
        );
    }

    #[test]
    fn a_query_without_anything_relevant_has_no_figures() {
        assert_eq!(figures(&["a"], &grades(&[("a", 0)]), 1), Figures::default());
        let graded = figures(&["a"], &grades(&[("a", 1)]), 2);
        assert!(close(graded.ndcg_at_10, 1.0) && graded.mrr_at_10.is_none());
    }

    #[test]
    fn means_leave_out_what_does_not_exist() {
        let one = Figures { ndcg_at_10: Some(1.0), mrr_at_10: None, recall_at_100: None };
        let other = Figures { ndcg_at_10: Some(0.5), mrr_at_10: Some(0.2), recall_at_100: None };
        let mean = Figures::mean(&[one, other]);
        assert_eq!(mean, Figures { ndcg_at_10: Some(0.75), mrr_at_10: Some(0.2), recall_at_100: None });
    }
}
