//! Who may benefit, country by country: yes, no or unknown, with the sentence and the rule behind it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::CountryCode;
use super::validated::coded_enum;

coded_enum! {
    /// Three-valued: what nobody stated is unknown, not no.
    Verdict, "verdict", {
        /// Stated that it may.
        Yes => "yes",
        /// Stated that it may not.
        No => "no",
        /// Not stated, or not understood.
        Unknown => "unknown",
    }
}

/// Whether bodies of one country may benefit from an offer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CountryEligibility {
    /// The country asked about.
    pub country: CountryCode,
    /// The answer.
    pub verdict: Verdict,
    /// The sentence of the offer it was read from, in the offer's language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<String>,
    /// The rule applied, such as `named`, `oda-recipients-2018` or `latin-america`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// The day the rule was consulted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub as_of: Option<Date>,
}
