//! Territories: comunas, provinces and regions of the profile, and foreign regions by ISO 3166-2.

use serde::{Deserialize, Serialize};

use super::validated::{coded_enum, validated_string};
use super::{CounterpartExperience, LanguageTag, Localized, ValueError};

coded_enum! {
    /// How large a territory is.
    TerritoryLevel, "territory level", {
        /// Comuna, commune, city.
        Municipality => "municipality",
        /// Province or department.
        Province => "province",
        /// Region or state.
        Region => "region",
    }
}

validated_string! {
    /// A Chilean CUT code (`11101` comuna, `111` province) or an ISO 3166-2 code (`CL-AI`, `AR-U`).
    TerritoryCode, "11101", |text| {
        let cut = matches!(text.len(), 2..=5) && text.bytes().all(|b| b.is_ascii_digit());
        let iso = text.split_once('-').is_some_and(|(country, part)| {
            country.len() == 2
                && country.bytes().all(|b| b.is_ascii_uppercase())
                && (1..=3).contains(&part.len())
                && part.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
        });
        if cut || iso {
            Ok(text.to_owned())
        } else {
            Err(ValueError::new("territory code", text, "a CUT code (11101) or ISO 3166-2 (CL-AI, AR-U)"))
        }
    }
}

/// A territory of a profile, with what is known of its capacity to cooperate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Territory {
    /// CUT or ISO 3166-2 code.
    pub code: TerritoryCode,
    /// Its name.
    pub name: Localized,
    /// How large it is.
    pub level: TerritoryLevel,
    /// The territory it lies in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<TerritoryCode>,
    /// Languages its staff work in; absent when nobody asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub languages: Option<Vec<LanguageTag>>,
    /// Its experience as technical counterpart; absent when nobody asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub experience: Option<CounterpartExperience>,
}
