//! How much an activity is worth: the sum of its budgets, else of its commitments, where they share a currency.

use iso_currency::Currency;
use matcher_core::model::{AmountBasis, MoneyRange};
use rust_decimal::Decimal;

use super::super::xml::Element;
use crate::problem::{Problems, quote};

/// The whole of an activity's money; none, with a problem, where its parts cannot be added.
pub(super) fn amount(activity: &Element, place: &str, problems: &mut Problems) -> Option<MoneyRange> {
    let usual = activity.attribute("default-currency");
    let budgets = budgets(activity);
    let parts: Vec<&Element> = if budgets.is_empty() { commitments(activity) } else { budgets };
    let mut sum = Decimal::ZERO;
    let mut currency: Option<&str> = None;
    for value in parts.iter().filter_map(|part| part.first("value")) {
        let text = value.text();
        let text = text.trim();
        if text.is_empty() {
            continue;
        }
        let number = text.replace([',', ' '], "");
        let Ok(number) = number.parse::<Decimal>().or_else(|_| Decimal::from_scientific(&number)) else {
            problems.warn(
                place,
                "amount-not-understood",
                format!("value {} left out, and the sum with it", quote(text)),
            );
            return None;
        };
        let own = value.attribute("currency").or(usual);
        if currency.is_some() && currency != own {
            problems.note(
                place,
                "amount-mixed",
                "values in several currencies cannot be added; the amount was left out",
            );
            return None;
        }
        currency = own;
        sum = sum.checked_add(number)?;
    }
    if sum <= Decimal::ZERO {
        return None;
    }
    let Some(currency) = currency.and_then(Currency::from_code) else {
        let detail = format!("no currency for {sum}: {}", quote(currency.unwrap_or_default()));
        problems.warn(place, "amount-without-currency", detail);
        return None;
    };
    if sum > Decimal::from(1_000_000_000_000_000_i64) {
        problems.warn(place, "amount-out-of-range", "an amount above 10^15 was left out");
        return None;
    }
    let sum = sum.round_dp(currency.exponent().unwrap_or(2).into()).normalize();
    Some(MoneyRange { min: None, max: Some(sum), currency, basis: AmountBasis::Total })
}

/// The revised budgets where there are any, else the original ones.
fn budgets(activity: &Element) -> Vec<&Element> {
    let is_revised =
        |budget: &&Element| matches!(budget.attribute("type"), Some("2" | "Revised" | "revised"));
    let revised: Vec<&Element> = activity.all("budget").filter(is_revised).collect();
    if revised.is_empty() { activity.all("budget").collect() } else { revised }
}

fn commitments(activity: &Element) -> Vec<&Element> {
    let is_commitment = |transaction: &&Element| {
        let code = transaction.first("transaction-type").and_then(|kind| kind.attribute("code"));
        matches!(code, Some("2" | "C"))
    };
    activity.all("transaction").filter(is_commitment).collect()
}
