//! What a question to the engine looks like, and its answer: data that the edges turn into JSON, tables and pages.

use serde::Serialize;

use crate::model::{CooperationKind, CountryCode, RecordId, Sequence, SourceId, ThemeId};
use crate::score::{Explanation, Gate};
use crate::thesaurus::ConceptId;

/// Most matches one answer may hold.
pub const MAX_MATCHES: usize = 200;

/// What is wanted of a match.
#[derive(Debug, Clone, PartialEq)]
pub struct MatchOptions {
    /// How many matches, 1 to [`MAX_MATCHES`].
    pub limit: usize,
    /// Order by the total with the profile's zone preference, or by the one without.
    pub zone_preference: bool,
    /// Collect the words that met (costs a second look at each returned offer).
    pub explain_words: bool,
    /// Only these.
    pub filter: Filter,
}

impl Default for MatchOptions {
    fn default() -> Self {
        Self { limit: 10, zone_preference: true, explain_words: true, filter: Filter::default() }
    }
}

/// Conditions on the records found; empty lists ask nothing. Values of one list are alternatives.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Filter {
    /// Themes.
    pub themes: Vec<ThemeId>,
    /// Kinds of cooperation.
    pub kinds: Vec<CooperationKind>,
    /// Zones of the profile, by id.
    pub zones: Vec<String>,
    /// Countries of provider or partner.
    pub countries: Vec<CountryCode>,
    /// Primary languages of the text, such as `es`.
    pub languages: Vec<String>,
    /// Sources.
    pub sources: Vec<SourceId>,
    /// Concepts of the thesaurus.
    pub concepts: Vec<ConceptId>,
    /// Every record, those too that another record of the same opportunity is shown for.
    pub every_record: bool,
}

/// One match.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Match {
    /// The record found: an offer, a partner, or (the other way round) a need.
    pub id: RecordId,
    /// Place in the answer, from 1.
    pub rank: usize,
    /// The place it would have without the zone preference, from 1.
    pub rank_without_zone: usize,
    /// The score, taken apart.
    pub explanation: Explanation,
}

/// A candidate that a gate kept out, so that nothing disappears without a reason.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Excluded {
    /// The record kept out.
    pub id: RecordId,
    /// By what.
    #[serde(flatten)]
    pub gate: Gate,
}

/// The answer to one question.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Answer {
    /// Best first.
    pub matches: Vec<Match>,
    /// The candidates that stood among the places asked for by their words and that gates kept out, at most ten.
    pub excluded: Vec<Excluded>,
    /// How many candidates were scored pair by pair.
    pub candidates_scored: usize,
    /// The policy applied.
    pub profile: ProfileStamp,
    /// How far the index had followed the change log.
    pub index_sequence: Sequence,
}

/// Which policy an answer was given under.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProfileStamp {
    /// Profile id.
    pub id: String,
    /// Its version number.
    pub version: u32,
    /// BLAKE3 of its canonical content, first 16 hex digits.
    pub digest: String,
}
