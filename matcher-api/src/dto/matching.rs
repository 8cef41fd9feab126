//! Questions for matches and their answers: records in brief, scores taken apart, reasons in words.

use std::collections::HashMap;

use jiff::civil::Date;
use matcher_core::matching::{Filter, MAX_MATCHES, MatchOptions, ProfileStamp};
use matcher_core::model::{
    ConceptId, CooperationKind, CountryCode, LanguageTag, RecordId, Sequence, SourceId, ThemeId,
};
use matcher_core::score::{Explanation, Gate, Profile};
use matcher_store::AnyRecord;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::also::AlsoPublishedBy;
use super::brief::Brief;
use super::filter::{Duplicates, FilterBody, primaries};
use super::harvest::SourceFreshness;
use super::params::{FromParams, Params};
use crate::engine::{Matched, Target};
use crate::prose::{self, Language};

/// Most needs one question may hold.
pub const MAX_NEEDS: usize = 20;

/// Parameters of the matches of one stored record. Repeated filters are alternatives.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct MatchParams {
    /// How many matches, 1 to 200. Default 10.
    #[param(minimum = 1, maximum = 200, default = 10)]
    pub limit: Option<usize>,
    /// `false` orders by the score without the profile's zone preference. Default `true`; both ranks are told either way.
    pub zone_preference: Option<bool>,
    /// Only these themes.
    #[param(value_type = Vec<String>)]
    pub theme: Vec<ThemeId>,
    /// Only these forms of cooperation.
    #[param(value_type = Vec<String>)]
    pub kind: Vec<CooperationKind>,
    /// Only these zones of the profile.
    pub zone: Vec<String>,
    /// Only these countries.
    #[param(value_type = Vec<String>)]
    pub country: Vec<CountryCode>,
    /// Only with text in these languages.
    #[param(value_type = Vec<String>)]
    pub language: Vec<LanguageTag>,
    /// Only from these sources.
    #[param(value_type = Vec<String>)]
    pub source: Vec<SourceId>,
    /// Only what names these concepts of the thesaurus.
    #[param(value_type = Vec<String>)]
    pub concept: Vec<ConceptId>,
    /// `all`: every record of an offer that several tell of; `once` (default): one, with links to the others.
    #[param(value_type = Option<Duplicates>, inline)]
    pub duplicates: Option<Duplicates>,
}

impl FromParams for MatchParams {
    fn take(params: &mut Params) -> Self {
        Self {
            limit: params.ranged("limit", 1..=MAX_MATCHES),
            zone_preference: params.flag("zone_preference"),
            theme: params.list("theme"),
            kind: params.list("kind"),
            zone: params.list("zone"),
            country: params.list("country"),
            language: params.list("language"),
            source: params.list("source"),
            concept: params.list("concept"),
            duplicates: params.one("duplicates"),
        }
    }
}

impl From<MatchParams> for MatchOptions {
    fn from(asked: MatchParams) -> Self {
        let default = Self::default();
        Self {
            limit: asked.limit.unwrap_or(default.limit),
            zone_preference: asked.zone_preference.unwrap_or(default.zone_preference),
            filter: Filter {
                themes: asked.theme,
                kinds: asked.kind,
                zones: asked.zone,
                countries: asked.country,
                languages: primaries(&asked.language),
                sources: asked.source,
                concepts: asked.concept,
                every_record: asked.duplicates == Some(Duplicates::All),
            },
            ..default
        }
    }
}

/// What is looked for.
#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TargetName {
    /// Offers that would meet the needs.
    #[default]
    Offers,
    /// Partners that might help with them.
    Partners,
}

impl From<TargetName> for Target {
    fn from(name: TargetName) -> Self {
        match name {
            TargetName::Offers => Self::Offers,
            TargetName::Partners => Self::Partners,
        }
    }
}

/// A question: up to twenty needs at once, stored or given here.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "needs": [
        {"title": "Agua potable rural para localidades aisladas", "territory": "11303", "languages": ["es"]},
        {"title": {"es": "Formación de guías de turismo de naturaleza"}, "territory": "11401"}
    ],
    "target": "offers", "limit": 5, "filter": {"countries": ["AR", "FR", "EU"]}
}))]
pub struct BatchQuestion {
    /// Each either `{"id": "need-…"}` for a stored need, or the values of a need (nothing of it is stored).
    #[schema(min_items = 1, max_items = 20, value_type = Vec<AskedNeed>)]
    pub needs: Vec<serde_json::Value>,
    /// What is looked for.
    #[serde(default)]
    pub target: TargetName,
    /// How many matches for each, 1 to 200.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 200, default = 10, value_type = Option<usize>)]
    pub limit: Option<serde_json::Value>,
    /// `false` orders without the profile's zone preference.
    #[serde(default)]
    #[schema(default = true)]
    pub zone_preference: Option<bool>,
    /// Only these.
    #[serde(default)]
    pub filter: FilterBody,
}

/// A need as a question names it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub enum AskedNeed {
    /// A stored one.
    Stored {
        /// Its id.
        id: RecordId,
    },
    /// One given here, with a title or a description at least.
    Given(Box<matcher_core::model::Need>),
}

/// One match.
#[derive(Debug, Serialize, ToSchema)]
pub struct MatchShown {
    /// Place in the answer, from 1.
    pub rank: usize,
    /// The place it would have without the zone preference, from 1.
    pub rank_without_zone: usize,
    /// The record in brief. Where several records tell of the offer, it says what is best founded of all of them.
    pub record: Brief,
    /// The other records of the offer; `GET /v1/duplicates/{id}` tells why they are taken for one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also_published_by: Vec<AlsoPublishedBy>,
    /// Why, in sentences of the answer's language; what is unknown comes last.
    pub reasons: Vec<String>,
    /// The score, taken apart.
    pub explanation: Explanation,
}

/// A candidate that a gate kept out.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExcludedShown {
    /// The record in brief; absent when the store no longer has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<Brief>,
    /// Its id.
    pub id: RecordId,
    /// Why, in a sentence.
    pub reason: String,
    /// Why, as data.
    #[serde(flatten)]
    pub gate: Gate,
}

/// The answer for one record.
#[derive(Debug, Serialize, ToSchema)]
pub struct MatchAnswer {
    /// The stored record asked about; absent for a need given in the question.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<RecordId>,
    /// Best first.
    pub matches: Vec<MatchShown>,
    /// The best-placed candidates that gates kept out.
    pub excluded: Vec<ExcludedShown>,
    /// How fresh the harvested sources of the matches are; sources of imports and of this API's callers are not
    /// harvested and not among them.
    pub sources: Vec<SourceFreshness>,
    /// How many candidates were scored pair by pair.
    pub candidates_scored: usize,
    /// Whether the order follows the zone preference.
    pub zone_preference: bool,
    /// The day deadlines were counted from.
    #[schema(value_type = String, format = Date)]
    pub today: Date,
    /// The policy applied.
    pub profile: ProfileStamp,
    /// How far the index had followed the change log; records written later are not in the answer.
    pub index_sequence: Sequence,
}

/// The answers to a batch, in the order of its needs.
#[derive(Debug, Serialize, ToSchema)]
pub struct BatchAnswer {
    /// One for each need.
    pub answers: Vec<MatchAnswer>,
}

/// How an answer is told.
#[derive(Debug, Clone, Copy)]
pub struct Telling<'a> {
    /// The policy, for names of places and zones.
    pub profile: &'a Profile,
    /// The reader's language.
    pub language: Language,
    /// The day of the answer.
    pub today: Date,
}

impl Telling<'_> {
    /// A record in brief.
    pub fn brief(&self, record: &AnyRecord) -> Brief {
        match record {
            AnyRecord::Offer(offer) => Brief::offer(offer, self.language, self.today),
            AnyRecord::Need(need) => Brief::need(need, self.language),
            AnyRecord::Partner(partner) => Brief::partner(partner, self.language),
        }
    }

    /// The whole answer; `id` is that of the stored record asked about.
    pub fn answer(&self, id: Option<RecordId>, matched: Matched, options: &MatchOptions) -> MatchAnswer {
        let Matched { answer, records, sources, clusters } = matched;
        let brief = |id: &RecordId, records: &HashMap<_, _>| records.get(id).map(|record| self.brief(record));
        let matches = answer.matches.into_iter().filter_map(|found| {
            Some(MatchShown {
                rank: found.rank,
                rank_without_zone: found.rank_without_zone,
                record: brief(&found.id, &records)?,
                also_published_by: AlsoPublishedBy::all(clusters.others(&found.id), self.language),
                reasons: prose::reasons(found.id.kind(), &found.explanation, self.profile, self.language),
                explanation: found.explanation,
            })
        });
        let excluded = answer.excluded.into_iter().map(|kept_out| ExcludedShown {
            record: brief(&kept_out.id, &records),
            reason: prose::gate(&kept_out.gate, self.language),
            id: kept_out.id,
            gate: kept_out.gate,
        });
        MatchAnswer {
            id,
            matches: matches.collect(),
            excluded: excluded.collect(),
            sources: sources.into_iter().map(|source| SourceFreshness::of(source, self.language)).collect(),
            candidates_scored: answer.candidates_scored,
            zone_preference: options.zone_preference,
            today: self.today,
            profile: answer.profile,
            index_sequence: answer.index_sequence,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::params::names;
    use super::*;

    #[test]
    fn every_parameter_is_documented() {
        let documented: Vec<String> =
            MatchParams::into_params(|| None).into_iter().map(|parameter| parameter.name).collect();
        assert_eq!(names::<MatchParams>(), documented);
    }
}
