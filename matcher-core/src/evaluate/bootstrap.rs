//! Whether a difference between two runs could be chance: paired bootstrap over queries.

use serde::Serialize;

/// A mean difference and the range that holds it in 95 of 100 resamplings.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Interval {
    /// Mean of new minus old.
    pub mean: f64,
    /// 2.5th percentile.
    pub low: f64,
    /// 97.5th percentile.
    pub high: f64,
}

/// Resamples the differences of paired figures (`(old, new)` per query). `None` without any pair.
///
/// The same pairs, rounds and seed give the same interval.
pub fn paired_bootstrap(pairs: &[(f64, f64)], rounds: usize, seed: u64) -> Option<Interval> {
    if pairs.is_empty() || rounds == 0 {
        return None;
    }
    let differences: Vec<f64> = pairs.iter().map(|(old, new)| new - old).collect();
    let count = differences.len();
    let mut random = SplitMix(seed);
    let mut means: Vec<f64> = (0..rounds)
        .map(|_| (0..count).map(|_| differences[random.below(count)]).sum::<f64>() / count as f64)
        .collect();
    means.sort_unstable_by(f64::total_cmp);
    let at = |share: f64| means[((rounds - 1) as f64 * share).round() as usize];
    Some(Interval { mean: differences.iter().sum::<f64>() / count as f64, low: at(0.025), high: at(0.975) })
}

/// A small generator, good enough to draw with and the same everywhere.
struct SplitMix(u64);

impl SplitMix {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((u128::from(mixed ^ (mixed >> 31)) * bound as u128) >> 64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_steady_gain_is_told_from_noise() {
        let steady: Vec<(f64, f64)> = (0..50).map(|at| (0.3, 0.4 + f64::from(at % 5) / 100.0)).collect();
        let gain = paired_bootstrap(&steady, 2_000, 7).expect("an interval");
        assert!(gain.low > 0.0 && gain.low <= gain.mean && gain.mean <= gain.high);
        let noise: Vec<(f64, f64)> = (0..50).map(|at| (0.3, if at % 2 == 0 { 0.5 } else { 0.1 })).collect();
        let none = paired_bootstrap(&noise, 2_000, 7).expect("an interval");
        assert!(none.low < 0.0 && none.high > 0.0);
        assert_eq!(paired_bootstrap(&noise, 2_000, 7), Some(none));
        assert_eq!(paired_bootstrap(&[], 2_000, 7), None);
    }
}
