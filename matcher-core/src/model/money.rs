//! Amounts as stated: decimal strings with their ISO 4217 currency, never converted.

use iso_currency::Currency;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::FieldProblem;
use super::validated::coded_enum;

coded_enum! {
    /// What an amount is counted for.
    AmountBasis, "amount basis", {
        /// For one project.
        PerProject => "per-project",
        /// For one person (scholarships).
        PerPerson => "per-person",
        /// For the whole call.
        Total => "total",
        /// The source does not say.
        Unknown => "unknown",
    }
}

/// A range of money; an open end is absent. Decimal strings, major units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MoneyRange {
    /// At least this much.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, example = "10000.00"))]
    pub min: Option<Decimal>,
    /// At most this much.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, example = "60000.00"))]
    pub max: Option<Decimal>,
    /// ISO 4217 code.
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "EUR"))]
    pub currency: Currency,
    /// What the amount is counted for.
    #[serde(default = "unknown_basis")]
    pub basis: AmountBasis,
}

const fn unknown_basis() -> AmountBasis {
    AmountBasis::Unknown
}

impl MoneyRange {
    /// The upper bound, or the lower where there is no upper, in minor units of the currency.
    pub fn upper_minor(&self) -> Option<i64> {
        let digits = u32::from(self.currency.exponent().unwrap_or(2));
        let amount = self.max.or(self.min)?;
        let scaled = amount.checked_mul(Decimal::from(10i64.pow(digits)))?;
        scaled.round().try_into().ok()
    }

    pub(super) fn check(&self, pointer: &str, problems: &mut Vec<FieldProblem>) {
        let limit = Decimal::from(1_000_000_000_000_000_i64);
        for (name, amount) in [("min", self.min), ("max", self.max)] {
            if amount.is_some_and(|a| a.is_sign_negative() || a > limit) {
                problems.push(FieldProblem::new(
                    format!("{pointer}/{name}"),
                    "amount-out-of-range",
                    "give an amount from 0 to 10^15",
                ));
            }
        }
        if self.min.is_none() && self.max.is_none() {
            problems.push(FieldProblem::new(pointer, "amount-empty", "give min, max or both"));
        }
        if let (Some(min), Some(max)) = (self.min, self.max)
            && min > max
        {
            problems.push(FieldProblem::new(
                pointer,
                "amount-reversed",
                format!("min {min} is above max {max}"),
            ));
        }
    }
}
