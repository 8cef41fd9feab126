//! What a total is worth: the share of judged pairs, at each height of the whole score, that are worth passing on.
//!
//! Says where the bands of a profile should begin, and how that holds on questions it was not drawn from.

use std::cmp::Ordering;
use std::collections::HashMap;

use serde::Serialize;

use super::full_run::{FullSetup, evaluate_full, judged_useful};
use super::judged_set::{EvaluateError, JudgedSet};
use super::text_run::Progress;
use crate::score::Bands;

/// Rows of the reliability table.
const BINS: usize = 10;
/// Fewer pairs than this carry no threshold.
const MIN_PAIRS: usize = 20;
/// Least share of good pairs from the threshold of `strong` up: three in ten, the most that held-out questions bear out.
pub const STRONG_SHARE: f64 = 0.3;
/// Least share of good pairs from the threshold of `possible` up.
pub const POSSIBLE_SHARE: f64 = 0.25;

/// Judged pairs between two totals.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Bin {
    /// Least total.
    pub lowest: f64,
    /// Greatest total.
    pub highest: f64,
    /// How many pairs.
    pub pairs: usize,
    /// Share of them that is good, 0.0 to 1.0.
    pub share: f64,
    /// Mean of their grades.
    pub mean_grade: f64,
}

/// Where the upper two bands should begin; absent where the share is reached nowhere.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Thresholds {
    /// Lowest total from which up at least [`STRONG_SHARE`] of the pairs are good.
    pub strong: Option<f64>,
    /// Lowest total from which up at least [`POSSIBLE_SHARE`] of the pairs are good.
    pub possible: Option<f64>,
}

/// What thresholds drawn from some questions do on the others.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Share {
    /// Pairs at or above the threshold.
    pub pairs: usize,
    /// Good ones among them.
    pub good: usize,
}

/// The outcome of a calibration.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Calibration {
    /// Pairs judged.
    pub judged: usize,
    /// Pairs that have a total; the others were gated out or lie below the last match of an answer.
    pub scored: usize,
    /// The least grade that is good.
    pub threshold: u32,
    /// Ten bins of equal count, best first.
    pub bins: Vec<Bin>,
    /// Pairs in the profile's bands as they stand: strong, possible, weak; absent where a band holds none.
    pub bands: [Option<Bin>; 3],
    /// What all questions together recommend.
    pub recommended: Thresholds,
    /// In how many parts the questions were split.
    pub folds: usize,
    /// What each part's complement recommends.
    pub by_fold: Vec<Thresholds>,
    /// Held-out pairs from `strong` up, all parts together.
    pub held_out_strong: Share,
    /// Held-out pairs from `possible` up, all parts together.
    pub held_out_possible: Share,
}

/// A judged pair that has a total.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Pair {
    question: usize,
    total: f64,
    grade: u32,
}

/// Ranks by the whole score and holds the totals against the judgements. With judgements of eligibility, what nobody
/// can benefit from is of grade 0. Every `folds`-th question is held out in turn; fewer than two count as two.
///
/// # Errors
/// [`EvaluateError`]: a file is missing or malformed, or there is no room for the index.
pub fn calibrate(
    setup: &FullSetup<'_>,
    folds: usize,
    progress: &mut dyn FnMut(Progress),
) -> Result<Calibration, EvaluateError> {
    let report = evaluate_full(setup, progress)?;
    let set = JudgedSet::read(setup.corpus, setup.queries, setup.qrels)?;
    let useful = judged_useful(&set, setup.eligibility)?;
    let mut pairs = Vec::new();
    for (question, (id, lines)) in report.relevant.run.answers.iter().enumerate() {
        let Some(grades) = useful.grades.get(id) else { continue };
        pairs.extend(lines.iter().filter_map(|line| {
            let grade = *grades.get(&line.document)?;
            Some(Pair { question, total: line.score, grade })
        }));
    }
    let judged = set.grades.values().map(HashMap::len).sum();
    Ok(Calibration { judged, ..of_pairs(pairs, set.threshold(), folds.max(2), &setup.profile.score.bands) })
}

fn of_pairs(mut pairs: Vec<Pair>, good: u32, folds: usize, bands: &Bands) -> Calibration {
    pairs.sort_by(|one, other| {
        other.total.total_cmp(&one.total).then_with(|| one.question.cmp(&other.question))
    });
    let part = |keep: &dyn Fn(usize) -> bool| -> Vec<Pair> {
        pairs.iter().filter(|pair| keep(pair.question % folds)).copied().collect()
    };
    let by_fold: Vec<Thresholds> =
        (0..folds).map(|fold| Thresholds::of(&part(&|other| other != fold), good)).collect();
    let held_out = |threshold: fn(&Thresholds) -> Option<f64>| {
        let above = by_fold.iter().enumerate().filter_map(|(fold, found)| {
            let least = threshold(found)?;
            Some(part(&|other| other == fold).into_iter().filter(move |pair| pair.total >= least))
        });
        above.flatten().fold(Share::default(), |share, pair| Share {
            pairs: share.pairs + 1,
            good: share.good + usize::from(pair.grade >= good),
        })
    };
    let from = |least: f64| pairs.partition_point(|pair| pair.total >= least);
    let (strong, possible) = (from(bands.strong), from(bands.possible));
    let edge = |at: usize| at * pairs.len() / BINS;
    Calibration {
        judged: pairs.len(),
        scored: pairs.len(),
        threshold: good,
        bins: (0..BINS).filter_map(|at| Bin::of(&pairs[edge(at)..edge(at + 1)], good)).collect(),
        bands: [&pairs[..strong], &pairs[strong..possible], &pairs[possible..]]
            .map(|part| Bin::of(part, good)),
        recommended: Thresholds::of(&pairs, good),
        folds,
        held_out_strong: held_out(|found| found.strong),
        held_out_possible: held_out(|found| found.possible),
        by_fold,
    }
}

impl Bin {
    /// Of pairs in descending order; none of none.
    fn of(pairs: &[Pair], good: u32) -> Option<Self> {
        let (first, last) = (pairs.first()?, pairs.last()?);
        let count = pairs.len() as f64;
        Some(Self {
            lowest: last.total,
            highest: first.total,
            pairs: pairs.len(),
            share: pairs.iter().filter(|pair| pair.grade >= good).count() as f64 / count,
            mean_grade: pairs.iter().map(|pair| f64::from(pair.grade)).sum::<f64>() / count,
        })
    }
}

impl Thresholds {
    /// Of pairs in descending order.
    fn of(pairs: &[Pair], good: u32) -> Self {
        let lowest = |least: f64| {
            let (mut met, mut lowest) = (0, None);
            for (at, pair) in pairs.iter().enumerate() {
                met += usize::from(pair.grade >= good);
                let is_last_of_equals =
                    pairs.get(at + 1).is_none_or(|next| next.total.total_cmp(&pair.total) == Ordering::Less);
                if is_last_of_equals && at + 1 >= MIN_PAIRS && met as f64 >= least * (at + 1) as f64 {
                    lowest = Some(pair.total);
                }
            }
            lowest
        };
        Self { strong: lowest(STRONG_SHARE), possible: lowest(POSSIBLE_SHARE) }
    }
}

impl Share {
    /// Good ones of all, 0.0 to 1.0; none of none.
    pub fn value(self) -> Option<f64> {
        (self.pairs > 0).then(|| self.good as f64 / self.pairs as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A hundred pairs of two questions: totals 0.99 down to 0.00, good as `is_good` says of the place.
    fn pairs(is_good: fn(usize) -> bool) -> Vec<Pair> {
        let pair = |at: usize| Pair {
            question: at % 2,
            total: (99 - at) as f64 / 100.0,
            grade: if is_good(at) { 3 } else { 1 },
        };
        (0..100).map(pair).collect()
    }

    const BANDS: Bands = Bands { strong: 0.8, possible: 0.5 };

    #[test]
    fn thresholds_are_the_lowest_totals_that_keep_the_share() {
        // Good are the first fifteen: three in ten of the first fifty, a quarter of the first sixty.
        let found = of_pairs(pairs(|at| at < 15), 2, 2, &BANDS);
        assert_eq!(found.recommended, Thresholds { strong: Some(0.50), possible: Some(0.40) });
        assert_eq!(found.bins.len(), 10);
        assert_eq!((found.bins[0].pairs, found.bins[0].share, found.bins[3].share), (10, 1.0, 0.0));
        assert_eq!(found.bands.map(|band| band.map(|band| band.pairs)), [Some(20), Some(30), Some(50)]);
        assert_eq!(found.bands[0].map(|band| band.mean_grade), Some((15.0 * 3.0 + 5.0) / 20.0));
        // Drawn from 23 pairs of one question, seven of them good, and from 26 and eight of the other; the other has 23
        // and 25 as high.
        assert_eq!(found.held_out_strong, Share { pairs: 48, good: 15 });
    }

    #[test]
    fn a_share_that_is_reached_nowhere_gives_no_threshold() {
        let found = of_pairs(pairs(|at| at == 0), 2, 2, &BANDS);
        assert_eq!(found.recommended, Thresholds::default());
        assert_eq!((found.held_out_strong, found.held_out_strong.value()), (Share::default(), None));
        let few = of_pairs(pairs(|_| true).into_iter().take(MIN_PAIRS - 1).collect(), 2, 2, &BANDS);
        assert_eq!(few.recommended, Thresholds::default(), "so few pairs carry none");
        assert_eq!(of_pairs(Vec::new(), 2, 2, &BANDS).bins, []);
    }

    #[test]
    fn what_holds_for_one_question_only_shows_on_the_other() {
        let found = of_pairs(pairs(|at| at % 2 == 0), 2, 2, &BANDS);
        // Drawn from the question where all is good, the threshold lets in all of the other one but its last.
        assert_eq!(found.held_out_strong, Share { pairs: 49, good: 0 });
    }
}
