//! The filters that lists, searches and matches share, as query parameters and as JSON.

use jiff::civil::Date;
use matcher_core::matching::Filter;
use matcher_core::model::{
    ConceptId, CooperationKind, CountryCode, LanguageTag, SourceId, TerritoryCode, ThemeId,
};
use matcher_core::score::Profile;
use matcher_store::{Cursor, ListFilter, ListRequest, MAX_PAGE};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::params::{FromParams, Params};

/// Parameters of a list. Repeated ones are alternatives; different ones must all hold.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListParams {
    /// Only these themes; repeat for alternatives.
    #[param(value_type = Vec<String>, example = json!(["environment"]))]
    pub theme: Vec<ThemeId>,
    /// Only these forms of cooperation; repeat for alternatives.
    #[param(value_type = Vec<String>, example = json!(["technical-assistance"]))]
    pub kind: Vec<CooperationKind>,
    /// Only these countries (ISO 3166-1, EU or UN); repeat for alternatives.
    #[param(value_type = Vec<String>, example = json!(["FR", "EU"]))]
    pub country: Vec<CountryCode>,
    /// Only these territories and what lies in them; repeat for alternatives.
    #[param(value_type = Vec<String>, example = json!(["CL-AI"]))]
    pub territory: Vec<TerritoryCode>,
    /// Only with text in these languages (`es` also finds `es-CL`); repeat for alternatives.
    #[param(value_type = Vec<String>, example = json!(["es"]))]
    pub language: Vec<LanguageTag>,
    /// Only from these sources; repeat for alternatives.
    #[param(value_type = Vec<String>, example = json!(["eu-portal"]))]
    pub source: Vec<SourceId>,
    /// Last deadline (a need: wanted) on this day or later; records without a date are left out.
    #[param(value_type = Option<String>, format = Date)]
    pub closes_from: Option<Date>,
    /// Last deadline (a need: wanted) on this day or earlier; records without a date are left out.
    #[param(value_type = Option<String>, format = Date)]
    pub closes_to: Option<Date>,
    /// `true`: withdrawn records too.
    pub withdrawn: Option<bool>,
    /// `next_cursor` of the page before, with the same filters.
    pub cursor: Option<String>,
    /// Records a page, 1 to 200; 50 unless the server is set otherwise.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<usize>,
}

impl FromParams for ListParams {
    fn take(params: &mut Params) -> Self {
        Self {
            theme: params.list("theme"),
            kind: params.list("kind"),
            country: params.list("country"),
            territory: params.list("territory"),
            language: params.list("language"),
            source: params.list("source"),
            closes_from: params.day("closes_from"),
            closes_to: params.day("closes_to"),
            withdrawn: params.flag("withdrawn"),
            cursor: params.one("cursor"),
            limit: params.ranged("limit", 1..=MAX_PAGE as usize),
        }
    }
}

impl ListParams {
    /// The question to the store; `profile` says what lies in what.
    pub fn into_request(self, profile: &Profile, page_size: u32) -> ListRequest {
        ListRequest {
            filter: ListFilter {
                themes: self.theme,
                kinds: self.kind,
                countries: self.country,
                territories: with_parts(self.territory, profile),
                languages: primaries(&self.language),
                sources: self.source,
                closes_from: self.closes_from,
                closes_to: self.closes_to,
                withdrawn: self.withdrawn.unwrap_or(false),
            },
            after: self.cursor.map(Cursor::from),
            limit: self.limit.and_then(|limit| u32::try_from(limit).ok()).unwrap_or(page_size),
        }
    }
}

/// Conditions on what is matched, in the body of a question. Values of one list are alternatives.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct FilterBody {
    /// Themes.
    pub themes: Vec<ThemeId>,
    /// Forms of cooperation.
    pub kinds: Vec<CooperationKind>,
    /// Zones of the profile, by id.
    pub zones: Vec<String>,
    /// Countries of provider or partner.
    pub countries: Vec<CountryCode>,
    /// Languages of the text.
    pub languages: Vec<LanguageTag>,
    /// Sources.
    pub sources: Vec<SourceId>,
    /// Concepts of the thesaurus.
    #[schema(value_type = Vec<String>)]
    pub concepts: Vec<ConceptId>,
    /// Whether an offer that several records tell of is found once.
    pub duplicates: Duplicates,
}

/// Whether an offer that several records tell of is found once, or each of its records.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Duplicates {
    /// Once, with links to its other records.
    #[default]
    Once,
    /// Every record.
    All,
}

impl std::str::FromStr for Duplicates {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "once" => Ok(Self::Once),
            "all" => Ok(Self::All),
            _ => Err("give once or all"),
        }
    }
}

impl From<FilterBody> for Filter {
    fn from(body: FilterBody) -> Self {
        Self {
            themes: body.themes,
            kinds: body.kinds,
            zones: body.zones,
            countries: body.countries,
            languages: primaries(&body.languages),
            sources: body.sources,
            concepts: body.concepts,
            every_record: body.duplicates == Duplicates::All,
        }
    }
}

/// The languages without script or region, by which the index and the store tell text apart.
pub fn primaries(tags: &[LanguageTag]) -> Vec<String> {
    tags.iter().map(|tag| tag.primary().to_owned()).collect()
}

/// The territories with everything that lies in them.
fn with_parts(asked: Vec<TerritoryCode>, profile: &Profile) -> Vec<TerritoryCode> {
    let mut found = asked;
    let mut next = 0;
    while next < found.len() {
        let whole = found[next].clone();
        let parts = profile.territories.iter().filter(|part| part.parent.as_ref() == Some(&whole));
        for part in parts {
            if !found.contains(&part.code) {
                found.push(part.code.clone());
            }
        }
        next += 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::params::{names, read};
    use super::*;

    #[test]
    fn a_region_means_its_comunas_too() {
        let profile = Profile::shipped("aysen").expect("shipped");
        let asked = read::<ListParams>("territory=CL-AI&language=pt-BR").expect("read");
        let request = asked.into_request(&profile, 50);
        assert!(request.filter.territories.iter().any(|code| code.as_str() == "11302"));
        assert_eq!(request.filter.languages, ["pt"]);
        assert_eq!(request.limit, 50);
    }

    #[test]
    fn every_parameter_is_documented() {
        let documented: Vec<String> =
            ListParams::into_params(|| None).into_iter().map(|parameter| parameter.name).collect();
        assert_eq!(names::<ListParams>(), documented);
    }
}
