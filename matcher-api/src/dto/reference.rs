//! The fixed lists: territories, themes, zones, profiles; and the server's own state.

use matcher_core::model::{Localized, Sequence, Territory, Theme};
use matcher_core::score::{Profile, Zone};
use serde::Serialize;
use utoipa::ToSchema;

/// The territories of the profile in force.
#[derive(Debug, Serialize, ToSchema)]
pub struct Territories {
    /// The profile they belong to.
    pub profile: String,
    /// Region, provinces and comunas.
    pub items: Vec<Territory>,
}

/// The themes.
#[derive(Debug, Serialize, ToSchema)]
pub struct Themes {
    /// Core themes first.
    pub items: Vec<Theme>,
}

/// The priority zones of the profile in force.
#[derive(Debug, Serialize, ToSchema)]
pub struct Zones {
    /// The profile they belong to.
    pub profile: String,
    /// The document they encode.
    pub basis: String,
    /// Highest priority first.
    pub items: Vec<Zone>,
}

/// A profile in brief.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProfileBrief {
    /// Its id.
    pub id: String,
    /// Counts the changes of policy.
    pub version: u32,
    /// BLAKE3 of the content, first 16 hex digits.
    pub digest: String,
    /// The region's name.
    pub name: Localized,
    /// Whether this server matches by it.
    pub in_force: bool,
}

impl ProfileBrief {
    /// `profile`, with the one in force beside it.
    pub fn of(profile: &Profile, in_force: &Profile) -> Self {
        Self {
            id: profile.id.clone(),
            version: profile.version,
            digest: profile.digest.clone(),
            name: profile.name.clone(),
            in_force: profile.digest == in_force.digest,
        }
    }
}

/// The profiles this server knows.
#[derive(Debug, Serialize, ToSchema)]
pub struct Profiles {
    /// The one in force first.
    pub items: Vec<ProfileBrief>,
}

/// The process runs.
#[derive(Debug, Serialize, ToSchema)]
pub struct Health {
    /// Always `up`.
    #[schema(value_type = String, example = "up")]
    pub status: &'static str,
    /// Version of the program.
    #[schema(value_type = String, example = "0.1.0")]
    pub version: &'static str,
}

/// Whether questions get answers, and how fresh.
#[derive(Debug, Serialize, ToSchema)]
pub struct Readiness {
    /// Always `ready`: when the store or the index cannot be read the answer is a problem with status 503.
    #[schema(value_type = String, example = "ready")]
    pub status: &'static str,
    /// Last position of the change log.
    pub store_sequence: Sequence,
    /// Position up to which the index has followed it.
    pub index_sequence: Sequence,
    /// Positions between the two; 0 when answers hold everything written.
    pub lag: u64,
    /// Records indexed, by kind.
    pub offers: u64,
    /// Needs indexed.
    pub needs: u64,
    /// Partners indexed.
    pub partners: u64,
}
