//! Money offered against money needed, and the share to be brought against the share that can be brought.
//!
//! Amounts of different currencies, or counted for different things, are not compared: unknown.

use super::{Assessment, Pair};
use crate::model::{AmountBasis, MoneyRange};
use crate::score::Evidence;

pub(super) fn assess(pair: &Pair<'_>) -> Assessment {
    let (need, candidate) = (pair.need, pair.candidate);
    let covered = covered(candidate.amount.as_ref(), need.amount.as_ref());
    let bearable = bearable(candidate.co_financing_percent, need.co_financing_percent);
    let parts: Vec<f64> = covered.into_iter().chain(bearable).collect();
    if parts.is_empty() {
        return pair.missing(
            "amount",
            need.amount.is_none(),
            candidate.amount.is_none() || need.amount.is_some(),
        );
    }
    // The tighter of the two decides: money that cannot be matched is no money.
    let value = parts.into_iter().fold(1.0, f64::min);
    Assessment::known(
        value,
        Evidence::Amount {
            offered: candidate.amount.clone(),
            needed: need.amount.clone(),
            co_financing_asked: candidate.co_financing_percent,
            co_financing_able: need.co_financing_percent,
        },
    )
}

/// The share of the least the need would cost that the most on offer covers.
fn covered(offered: Option<&MoneyRange>, needed: Option<&MoneyRange>) -> Option<f64> {
    let (offered, needed) = (offered?, needed?);
    let for_a_project = matches!(offered.basis, AmountBasis::PerProject | AmountBasis::Unknown);
    if offered.currency != needed.currency || !for_a_project {
        return None;
    }
    let least = MoneyRange { max: needed.min.or(needed.max), ..needed.clone() }.upper_minor()?;
    let most = offered.upper_minor()?;
    Some(if least <= 0 { 1.0 } else { (most as f64 / least as f64).min(1.0) })
}

/// Full when the asked share can be brought, less by each percent that is missing.
fn bearable(asked: Option<u8>, able: Option<u8>) -> Option<f64> {
    Some(1.0 - f64::from(asked?.saturating_sub(able?)) / 100.0)
}
