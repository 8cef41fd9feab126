//! How lately the offer was published: half as fresh with every year.

use super::{Assessment, Pair};
use crate::score::Evidence;

const HALF_LIFE_DAYS: f64 = 365.0;

pub(super) fn assess(pair: &Pair<'_>) -> Assessment {
    let Some(published) = pair.candidate.published else {
        return pair.unstated(&[], &["published"]);
    };
    let days = (pair.today - published).get_days();
    let value = 0.5_f64.powf(f64::from(days.max(0)) / HALF_LIFE_DAYS);
    Assessment::known(value, Evidence::Freshness { published, days })
}
