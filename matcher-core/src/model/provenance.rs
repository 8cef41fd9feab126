//! Who said a value, when, and from which sentence; harvested and editorial values kept apart.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::validated::{coded_enum, validated_string};
use super::{SourceId, ValueError};

coded_enum! {
    /// Who can say something about a record.
    OriginKind, "kind of origin", {
        /// The harvested or imported source itself.
        Source => "source",
        /// Whoever submitted the record through a form or the API.
        Submitter => "submitter",
        /// A member of staff, in the editorial layer.
        Staff => "staff",
        /// A rule of this software that read it out of the text.
        Rule => "rule",
    }
}

validated_string! {
    /// Who says it: `source:eu-portal`, `staff:urai`, `rule:deadline`. Names a role or system, never a person.
    Origin, "source:eu-portal", |text| {
        let known = text.split_once(':').is_some_and(|(kind, name)| {
            kind.parse::<OriginKind>().is_ok() && (1..=80).contains(&name.len()) && !name.contains(char::is_control)
        });
        if known {
            Ok(text.to_owned())
        } else {
            Err(ValueError::new("origin", text, "source:, submitter:, staff: or rule: and a name of up to 80 bytes"))
        }
    }
}

impl Origin {
    /// The origin of what `source` itself says.
    pub fn source(source: &SourceId) -> Self {
        Self(format!("source:{source}"))
    }
}

/// The provenance of one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Stamp {
    /// Who said it.
    pub said_by: Origin,
    /// When it was first recorded with this value.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    /// The sentence it was read from, where it was read from prose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<String>,
}

/// One layer of values with a stamp for each field that it fills.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Layer<V> {
    /// The values; fields the layer says nothing about are absent.
    pub values: V,
    /// Stamps by field name.
    pub stamps: BTreeMap<String, Stamp>,
}
