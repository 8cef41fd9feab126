//! Searching: parameters and the page they are answered with.

use std::collections::BTreeMap;

use jiff::civil::Date;
use matcher_core::index::{MAX_LIMIT, MAX_OFFSET, SearchRequest};
use matcher_core::matching::Filter;
use matcher_core::model::{
    ConceptId, CooperationKind, CountryCode, LanguageTag, RecordKind, Sequence, SourceId, ThemeId,
};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::also::AlsoPublishedBy;
use super::brief::Brief;
use super::filter::{Duplicates, primaries};
use super::params::{FromParams, Params};

/// Longest text searched for, in Unicode scalar values.
pub const MAX_QUERY_CHARS: usize = 10_000;

/// Parameters of a search. Repeated filters are alternatives; different ones must all hold.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SearchParams {
    /// Among which records. Default `offer`.
    #[param(value_type = Option<RecordKind>, inline)]
    pub among: Option<RecordKind>,
    /// Words in es, en, fr, pt or de, up to 10,000 characters; without any, everything the filters let through is listed.
    #[param(max_length = 10000, example = "agua potable rural")]
    pub q: Option<String>,
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
    /// `true`: only what has not closed today.
    pub open: Option<bool>,
    /// Only what has not closed on this day.
    #[param(value_type = Option<String>, format = Date)]
    pub open_on: Option<Date>,
    /// Only what closes on this day or later.
    #[param(value_type = Option<String>, format = Date)]
    pub closes_from: Option<Date>,
    /// Only what closes on this day or earlier.
    #[param(value_type = Option<String>, format = Date)]
    pub closes_to: Option<Date>,
    /// `true`: counts by theme, kind, zone, country, language, source and concept too.
    pub facets: Option<bool>,
    /// Hits to skip, 0 to 10,000.
    #[param(minimum = 0, maximum = 10000, default = 0)]
    pub offset: Option<usize>,
    /// Hits a page, 1 to 100. Default 20.
    #[param(minimum = 1, maximum = 100, default = 20)]
    pub limit: Option<usize>,
}

impl FromParams for SearchParams {
    fn take(params: &mut Params) -> Self {
        let asked = Self {
            among: params.one("among"),
            q: params.one("q"),
            theme: params.list("theme"),
            kind: params.list("kind"),
            zone: params.list("zone"),
            country: params.list("country"),
            language: params.list("language"),
            source: params.list("source"),
            concept: params.list("concept"),
            duplicates: params.one("duplicates"),
            open: params.flag("open"),
            open_on: params.day("open_on"),
            closes_from: params.day("closes_from"),
            closes_to: params.day("closes_to"),
            facets: params.flag("facets"),
            offset: params.ranged("offset", 0..=MAX_OFFSET),
            limit: params.ranged("limit", 1..=MAX_LIMIT),
        };
        if asked.q.as_ref().is_some_and(|q| q.chars().count() > MAX_QUERY_CHARS) {
            params.refuse("q", "too-long", format!("at most {MAX_QUERY_CHARS} characters"));
        }
        if asked.open.is_some() && asked.open_on.is_some() {
            params.refuse("open_on", "contradicts", "give open or open_on, not both");
        }
        asked
    }
}

impl SearchParams {
    /// The question to the index.
    pub fn into_request(self, today: Date) -> SearchRequest {
        SearchRequest {
            kind: self.among.unwrap_or(RecordKind::Offer),
            text: self.q,
            filter: Filter {
                themes: self.theme,
                kinds: self.kind,
                zones: self.zone,
                countries: self.country,
                languages: primaries(&self.language),
                sources: self.source,
                concepts: self.concept,
                every_record: self.duplicates == Some(Duplicates::All),
            },
            open_on: self.open_on.or_else(|| self.open.unwrap_or(false).then_some(today)),
            closes_from: self.closes_from,
            closes_to: self.closes_to,
            offset: self.offset.unwrap_or(0),
            limit: self.limit.unwrap_or(20),
        }
    }
}

/// One record found.
#[derive(Debug, Serialize, ToSchema)]
pub struct Hit {
    /// How well its words fit, without upper bound; 0 in a listing.
    pub score: f32,
    /// The record in brief. Where several records tell of the offer, it says what is best founded of all of them.
    pub record: Brief,
    /// The other records of the offer; `GET /v1/duplicates/{id}` tells why they are taken for one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also_published_by: Vec<AlsoPublishedBy>,
}

/// One value of a facet.
#[derive(Debug, Serialize, ToSchema)]
pub struct FacetCount {
    /// The code.
    pub value: String,
    /// How many records pass all other filters with it.
    pub count: u64,
}

/// A page of records found.
#[derive(Debug, Serialize, ToSchema)]
pub struct SearchAnswer {
    /// How many there are on all pages.
    pub total: usize,
    /// Best first; in a listing what closes next.
    pub hits: Vec<Hit>,
    /// By `theme`, `kind`, `zone`, `country`, `language` and `source`, most frequent first; only when asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub facets: Option<BTreeMap<String, Vec<FacetCount>>>,
    /// How far the index had followed the change log.
    pub index_sequence: Sequence,
}

#[cfg(test)]
mod tests {
    use super::super::params::{names, read};
    use super::*;

    #[test]
    fn every_parameter_is_documented() {
        let documented: Vec<String> =
            SearchParams::into_params(|| None).into_iter().map(|parameter| parameter.name).collect();
        assert_eq!(names::<SearchParams>(), documented);
    }

    #[test]
    fn open_means_today() {
        let today = jiff::civil::date(2026, 11, 20);
        let asked = read::<SearchParams>("q=agua&open=true").expect("read");
        assert_eq!(asked.into_request(today).open_on, Some(today));
        assert!(read::<SearchParams>("open=true&open_on=2026-01-01").is_err());
        assert!(read::<SearchParams>(&format!("q={}", "a".repeat(MAX_QUERY_CHARS + 1))).is_err());
    }
}
