//! A subject of cooperation: its names in several languages and its place among the others.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::{ConceptId, LanguageTag};

/// The names of a concept in one language.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Labels {
    /// The name shown (`skos:prefLabel`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preferred: Option<String>,
    /// Synonyms (`skos:altLabel`), sorted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub alternative: Vec<String>,
    /// Words recognised yet not shown (`skos:hiddenLabel`), sorted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub hidden: Vec<String>,
}

impl Labels {
    /// All of them, the preferred first.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        let rest = self.alternative.iter().chain(&self.hidden);
        self.preferred.iter().chain(rest).map(String::as_str)
    }
}

/// How a concept corresponds to an entry of another classification.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Relation {
    /// The same.
    Exact,
    /// Nearly the same.
    Close,
    /// The entry is wider.
    Broad,
    /// The entry is narrower.
    Narrow,
    /// They touch each other.
    Related,
}

/// An entry of another classification.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Target {
    /// OECD-DAC purpose code (`14022`).
    Dac(String),
    /// Sustainable Development Goal or target (`6`, `6.3`).
    Sdg(String),
    /// The address of any other.
    Other(String),
}

/// A correspondence with another classification.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Mapping {
    /// How they correspond.
    pub relation: Relation,
    /// To what.
    pub target: Target,
}

/// A subject of cooperation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Concept {
    /// Its code.
    pub id: ConceptId,
    /// Its names by language.
    pub labels: BTreeMap<LanguageTag, Labels>,
    /// The wider concepts it stands under, sorted; none for a theme.
    pub broader: Vec<ConceptId>,
    /// What it corresponds to elsewhere, sorted.
    pub mappings: Vec<Mapping>,
}

impl Concept {
    /// Its name for a reader of `language` (`es` where there is none); its code where it has no name at all.
    pub fn label(&self, language: &LanguageTag) -> &str {
        let named = |primary: &str| {
            let own = self.labels.iter().find(|(tag, _)| tag.primary() == primary);
            own.and_then(|(_, labels)| labels.preferred.as_deref())
        };
        let exact = self.labels.get(language).and_then(|labels| labels.preferred.as_deref());
        exact.or_else(|| named(language.primary())).or_else(|| named("es")).unwrap_or(self.id.as_str())
    }

    /// Whether it is a theme: a concept under no other.
    pub fn is_theme(&self) -> bool {
        self.broader.is_empty()
    }
}
