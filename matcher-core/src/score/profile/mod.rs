//! A region's policy as data: zones, territories, weights and bands, read from TOML and checked on the way in.
//!
//! Knows nothing of offers or needs, and nothing of where the file lies: the caller reads it.

mod check;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::matching::ProfileStamp;
use crate::model::{CooperationKind, CountryCode, FieldProblem, Localized, Territory, TerritoryCode};

/// The profiles that come with the engine: id and text.
const SHIPPED: [(&str, &str); 2] = [
    ("aysen", include_str!("../../../data/profiles/aysen.toml")),
    ("coquimbo", include_str!("../../../data/profiles/coquimbo.toml")),
];

/// Why a profile cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProfileError {
    /// No shipped profile has this id.
    #[error("no shipped profile is called {id:?}: there are {}", Profile::shipped_ids().join(", "))]
    Unknown {
        /// The id asked for.
        id: String,
    },
    /// Not TOML, or a key is missing, unknown or of the wrong type.
    #[error("the profile cannot be read: {0}")]
    Malformed(String),
    /// Reads well, but says something impossible.
    #[error("the profile is not usable: {}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Invalid(Vec<FieldProblem>),
}

/// The policy of one region.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Profile {
    /// Slug: lower-case letters, digits and hyphens.
    pub id: String,
    /// Counts the changes of policy, from 1.
    pub version: u32,
    /// The region's full official name.
    pub name: Localized,
    /// Whose eligibility offers are read for.
    pub country: CountryCode,
    /// The region itself; stands among the territories too.
    pub region: TerritoryCode,
    /// IANA name; decides on which day a deadline has passed.
    pub time_zone: String,
    /// Document, section and year that this policy encodes.
    pub basis: String,
    /// Weights and bounds of the score.
    pub score: ScoreWeights,
    /// Days usually needed to prepare an application.
    pub preparation_days: PreparationDays,
    /// The world as this policy divides it.
    #[serde(default, rename(deserialize = "zone"))]
    pub zones: Vec<Zone>,
    /// The region, its provinces and its comunas.
    #[serde(default, rename(deserialize = "territory"))]
    pub territories: Vec<Territory>,
    /// BLAKE3 of the content, first 16 hex digits.
    #[serde(skip_deserializing)]
    pub digest: String,
}

/// Weights and bounds of the score; weights are relative within their table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ScoreWeights {
    /// Share of the topic score that hangs on fit, 0.0 to 1.0.
    pub fit_share: f64,
    /// Most that the zone preference can move a score, as a share of it, 0.0 to 0.25.
    pub zone_bound: f64,
    /// Whether offer and need speak of the same thing.
    pub topic: TopicWeights,
    /// Whether it can be had.
    pub fit: FitWeights,
    /// Where the three words begin.
    pub bands: Bands,
}

/// Weights of the topic components.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TopicWeights {
    /// Words.
    pub text: f64,
    /// Themes.
    pub theme: f64,
}

/// Weights of the fit components.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FitWeights {
    /// Whether country and applicant may benefit.
    pub eligibility: f64,
    /// Form of cooperation.
    pub kind: f64,
    /// Days left against days needed.
    pub lead_time: f64,
    /// Counterparts of the same level.
    pub level: f64,
    /// An existing tie.
    pub tie: f64,
    /// Language of the offer against those of the staff.
    pub language: f64,
    /// Money offered against money needed.
    pub amount: f64,
    /// How lately it was published.
    pub freshness: f64,
}

/// Least totals of the upper two bands, 0.0 to 1.0; below `possible` a match is weak.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Bands {
    /// Worth a call today.
    pub strong: f64,
    /// Worth reading.
    pub possible: f64,
}

/// Whole days from first reading to a signed application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PreparationDays {
    /// For kinds not listed.
    pub default: u16,
    /// By kind of cooperation.
    #[serde(flatten)]
    #[cfg_attr(feature = "openapi", schema(value_type = BTreeMap<String, u16>))]
    pub by_kind: BTreeMap<CooperationKind, u16>,
}

impl PreparationDays {
    /// Days for an offer of these kinds: the longest of them, since one application serves them all.
    pub fn for_kinds(&self, kinds: &[CooperationKind]) -> u16 {
        let days = |kind| self.by_kind.get(kind).copied().unwrap_or(self.default);
        kinds.iter().map(days).max().unwrap_or(self.default)
    }
}

/// A zone of the world with its standing in the policy.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Zone {
    /// Slug.
    pub id: String,
    /// Its name as shown.
    pub name: Localized,
    /// Standing of its countries, 0.0 to 1.0.
    pub priority: f64,
    /// Its countries.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<CountryCode>))]
    pub countries: BTreeSet<CountryCode>,
    /// Countries of the list with a standing of their own.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = BTreeMap<String, f64>))]
    pub favoured: BTreeMap<CountryCode, f64>,
    /// Foreign territories with a standing of their own.
    #[serde(default)]
    pub territories: Vec<FavouredTerritory>,
    /// Chile's pole.
    pub pole: Pole,
    /// Why, and from which section.
    pub note: String,
}

/// A foreign territory that stands above (or below) its country.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FavouredTerritory {
    /// ISO 3166-2 code.
    pub code: TerritoryCode,
    /// Its standing, 0.0 to 1.0.
    pub priority: f64,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// The four poles of Chile's foreign policy towards regions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Pole {
    /// Latin America and the Caribbean.
    Regional,
    /// North America, Europe, Oceania.
    Consolidated,
    /// Asia, some of Europe, southern Africa.
    Emerging,
    /// Africa, Middle East, Central Asia.
    Incipient,
}

/// Where the policy places a country or territory.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ZonePlace<'a> {
    /// The zone.
    pub zone: &'a Zone,
    /// The country or territory code that decided.
    pub place: &'a str,
    /// The standing, 0.0 to 1.0.
    pub priority: f64,
}

impl Profile {
    /// A profile that comes with the engine.
    ///
    /// # Errors
    /// [`ProfileError::Unknown`] when there is none of this id.
    pub fn shipped(id: &str) -> Result<Self, ProfileError> {
        let (_, text) = SHIPPED
            .iter()
            .find(|(shipped, _)| *shipped == id)
            .ok_or_else(|| ProfileError::Unknown { id: id.to_owned() })?;
        Self::from_toml(text)
    }

    /// The ids of the shipped profiles.
    pub fn shipped_ids() -> &'static [&'static str] {
        const IDS: [&str; SHIPPED.len()] = [SHIPPED[0].0, SHIPPED[1].0];
        &IDS
    }

    /// Reads and checks a profile; the keys are told in `docs/new-profile.md`.
    ///
    /// # Errors
    /// [`ProfileError::Malformed`] names the line and key, [`ProfileError::Invalid`] everything impossible at once.
    pub fn from_toml(text: &str) -> Result<Self, ProfileError> {
        let mut profile: Self =
            toml::from_str(text).map_err(|error| ProfileError::Malformed(error.to_string()))?;
        let problems = check::problems(&profile);
        if !problems.is_empty() {
            return Err(ProfileError::Invalid(problems));
        }
        profile.digest = profile.compute_digest()?;
        Ok(profile)
    }

    /// Struct fields come in the order of the code and maps sorted, so equal content gives equal bytes,
    /// whatever the layout of the file.
    fn compute_digest(&self) -> Result<String, ProfileError> {
        let canonical =
            serde_json::to_vec(self).map_err(|error| ProfileError::Malformed(error.to_string()))?;
        Ok(blake3::hash(&canonical).to_hex()[..16].to_owned())
    }

    /// What an answer says about the policy it was given under.
    pub fn stamp(&self) -> ProfileStamp {
        ProfileStamp { id: self.id.clone(), version: self.version, digest: self.digest.clone() }
    }

    /// The territory of this code.
    pub fn territory(&self, code: &TerritoryCode) -> Option<&Territory> {
        self.territories.iter().find(|territory| territory.code == *code)
    }

    /// The territory of this code and those it lies in, smallest first; empty for a foreign or unknown code.
    pub fn lineage(&self, code: &TerritoryCode) -> impl Iterator<Item = &Territory> {
        std::iter::successors(self.territory(code), |territory| self.territory(territory.parent.as_ref()?))
    }

    /// Where the policy places an actor: by its territory where that has a standing of its own, else by its
    /// country (that of the territory where none is stated). `None` when policy is silent.
    pub fn zone_of(
        &self,
        country: Option<&CountryCode>,
        territory: Option<&TerritoryCode>,
    ) -> Option<ZonePlace<'_>> {
        let by_territory = territory.and_then(|code| {
            self.zones.iter().find_map(|zone| {
                let found = zone.territories.iter().find(|favoured| favoured.code == *code)?;
                Some(ZonePlace { zone, place: found.code.as_str(), priority: found.priority })
            })
        });
        by_territory.or_else(|| match country {
            Some(country) => self.zone_of_country(country),
            None => self.zone_of_country(&territory?.as_str().split_once('-')?.0.parse().ok()?),
        })
    }

    fn zone_of_country(&self, country: &CountryCode) -> Option<ZonePlace<'_>> {
        self.zones.iter().find_map(|zone| {
            let place = zone.countries.get(country)?.as_str();
            Some(ZonePlace { zone, place, priority: *zone.favoured.get(country).unwrap_or(&zone.priority) })
        })
    }
}

#[cfg(test)]
mod tests;
