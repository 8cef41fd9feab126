//! Concepts of the thesaurus on the wire: what is asked of them, and how they are told.

use matcher_core::model::{ConceptId, Localized, ThemeId};
use matcher_core::thesaurus::{Concept, Mapping, Relation, Target, Thesaurus};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::params::{FromParams, Params};

/// Longest text looked up, in Unicode scalar values.
const MAX_QUERY_CHARS: usize = 200;
/// Most concepts a page.
const MAX_LIMIT: usize = 200;
/// Concepts a page unless asked otherwise.
const DEFAULT_LIMIT: usize = 50;
/// Most concepts skipped.
const MAX_OFFSET: usize = 100_000;

/// Parameters of a list of concepts.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ConceptParams {
    /// Part of a name in any language, up to 200 characters; without it, all concepts are listed by id.
    #[param(max_length = 200, example = "agua potable")]
    pub q: Option<String>,
    /// Only under these themes; may be repeated.
    #[param(value_type = Vec<String>)]
    pub theme: Vec<ThemeId>,
    /// Concepts to skip, 0 to 100,000.
    #[param(minimum = 0, maximum = 100000, default = 0)]
    pub offset: Option<usize>,
    /// Concepts a page, 1 to 200. Default 50.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<usize>,
}

impl FromParams for ConceptParams {
    fn take(params: &mut Params) -> Self {
        let asked = Self {
            q: params.one("q"),
            theme: params.list("theme"),
            offset: params.ranged("offset", 0..=MAX_OFFSET),
            limit: params.ranged("limit", 1..=MAX_LIMIT),
        };
        if asked.q.as_ref().is_some_and(|q| q.chars().count() > MAX_QUERY_CHARS) {
            params.refuse("q", "too-long", format!("at most {MAX_QUERY_CHARS} characters"));
        }
        asked
    }
}

/// A page of concepts.
#[derive(Debug, Serialize, ToSchema)]
pub struct Concepts {
    /// How many there are on all pages.
    pub total: usize,
    /// The likest name first; without a text, by id.
    pub items: Vec<ConceptBrief>,
}

impl Concepts {
    /// The page of `thesaurus` that was asked for.
    pub fn page(thesaurus: &Thesaurus, asked: &ConceptParams) -> Self {
        let found = thesaurus.search(asked.q.as_deref().unwrap_or_default(), &asked.theme);
        let page = found.iter().skip(asked.offset.unwrap_or(0)).take(asked.limit.unwrap_or(DEFAULT_LIMIT));
        Self { total: found.len(), items: page.map(|concept| ConceptBrief::of(thesaurus, concept)).collect() }
    }
}

/// A concept in brief.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConceptBrief {
    /// Its code.
    pub id: ConceptId,
    /// Its name by language.
    pub name: Localized,
    /// The themes above it.
    pub themes: Vec<ThemeId>,
    /// The concepts directly above it; none for a theme.
    pub broader: Vec<ConceptId>,
    /// How many concepts stand directly under it.
    pub narrower_count: usize,
}

impl ConceptBrief {
    fn of(thesaurus: &Thesaurus, concept: &Concept) -> Self {
        let id = concept.id.as_str();
        Self {
            id: concept.id.clone(),
            name: name(concept),
            themes: thesaurus.themes_of(id),
            broader: concept.broader.clone(),
            narrower_count: thesaurus.narrower(id).len(),
        }
    }
}

/// A concept with its names and neighbours.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConceptView {
    /// Its code.
    pub id: ConceptId,
    /// Its name by language.
    pub name: Localized,
    /// What else it is called, by language.
    #[schema(value_type = std::collections::BTreeMap<String, Vec<String>>)]
    pub also: std::collections::BTreeMap<matcher_core::model::LanguageTag, Vec<String>>,
    /// The themes above it.
    pub themes: Vec<ThemeId>,
    /// The concepts directly above it.
    pub broader: Vec<ConceptBrief>,
    /// The concepts directly under it.
    pub narrower: Vec<ConceptBrief>,
    /// What it corresponds to in other classifications; where it has none itself, those of the nearest concept above.
    pub mappings: Vec<MappingView>,
}

impl ConceptView {
    /// All about a concept of `thesaurus`.
    pub fn of(thesaurus: &Thesaurus, concept: &Concept) -> Self {
        let id = concept.id.as_str();
        let briefs = |ids: &[ConceptId]| {
            let concepts = ids.iter().filter_map(|id| thesaurus.find(id.as_str()));
            concepts.map(|concept| ConceptBrief::of(thesaurus, concept)).collect()
        };
        let named = concept.labels.iter().filter(|(_, labels)| !labels.alternative.is_empty());
        Self {
            id: concept.id.clone(),
            name: name(concept),
            also: named.map(|(language, labels)| (language.clone(), labels.alternative.clone())).collect(),
            themes: thesaurus.themes_of(id),
            broader: briefs(thesaurus.broader(id)),
            narrower: briefs(thesaurus.narrower(id)),
            mappings: thesaurus.mappings_of(id).into_iter().map(MappingView::of).collect(),
        }
    }
}

/// A correspondence with another classification.
#[derive(Debug, Serialize, ToSchema)]
pub struct MappingView {
    /// How they correspond: `exact`, `close`, `broad` (the other is wider), `narrow`, `related`.
    #[schema(value_type = String, example = "close")]
    pub relation: &'static str,
    /// `dac` (OECD-DAC purpose codes), `sdg` (Sustainable Development Goals and targets), or `other`.
    #[schema(value_type = String, example = "dac")]
    pub scheme: &'static str,
    /// The code there; an address where the scheme is another.
    #[schema(example = "14030")]
    pub code: String,
}

impl MappingView {
    fn of(mapping: &Mapping) -> Self {
        let relation = match mapping.relation {
            Relation::Exact => "exact",
            Relation::Close => "close",
            Relation::Broad => "broad",
            Relation::Narrow => "narrow",
            Relation::Related => "related",
        };
        let (scheme, code) = match &mapping.target {
            Target::Dac(code) => ("dac", code),
            Target::Sdg(code) => ("sdg", code),
            Target::Other(address) => ("other", address),
        };
        Self { relation, scheme, code: code.clone() }
    }
}

fn name(concept: &Concept) -> Localized {
    let mut name = Localized::default();
    for (language, labels) in &concept.labels {
        if let Some(preferred) = &labels.preferred {
            name.insert(language.clone(), preferred.as_str());
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::super::params::{names, read};
    use super::*;

    #[test]
    fn every_parameter_is_documented() {
        let documented: Vec<String> =
            ConceptParams::into_params(|| None).into_iter().map(|parameter| parameter.name).collect();
        assert_eq!(names::<ConceptParams>(), documented);
    }

    #[test]
    fn pages_follow_each_other() {
        let page =
            |query: &str| Concepts::page(Thesaurus::shipped(), &read::<ConceptParams>(query).expect("read"));
        let all = page("theme=tourism&limit=200");
        assert_eq!(all.total, all.items.len());
        let second = page("theme=tourism&limit=10&offset=10");
        assert_eq!(second.items[0].id, all.items[10].id);
        assert!(page("offset=100000").items.is_empty());
        assert!(read::<ConceptParams>(&format!("q={}", "a".repeat(201))).is_err());
    }
}
