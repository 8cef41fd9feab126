//! What the pair score needs of a need.

use serde::{Deserialize, Serialize};

use super::{settled, theme_hints};
use crate::model::{
    ActorKind, CooperationKind, CounterpartExperience, LanguageTag, MoneyRange, Need, TerritoryCode, ThemeId,
};
use crate::score::{Reading, TextQuery};
use crate::text::Analyzer;
use crate::thesaurus::ConceptId;

/// A need without its texts, but with the words it asks for. Empty lists and absent values were not stated.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NeedFacts {
    /// Its words.
    #[serde(default, skip_serializing_if = "TextQuery::is_empty")]
    pub query: TextQuery,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub territory: Option<TerritoryCode>,
    /// What sort of body asks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub institution_kind: Option<ActorKind>,
    /// Themes stated.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub themes: Vec<ThemeId>,
    /// Themes its words hint at, where none are stated.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hinted_themes: Vec<ThemeId>,
    /// Concepts its words name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub concepts: Vec<ConceptId>,
    /// Forms of cooperation that would help.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<CooperationKind>,
    /// How much it would cost.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<MoneyRange>,
    /// The share the institution can bring, 0 to 100.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub co_financing_percent: Option<u8>,
    /// Languages its staff can work in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<LanguageTag>,
    /// Its experience as counterpart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub experience: Option<CounterpartExperience>,
    /// Days it needs to prepare an application.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preparation_days: Option<u16>,
}

impl From<&Need> for NeedFacts {
    fn from(need: &Need) -> Self {
        Self::of(need, &Reading::of_need(need, &mut Analyzer::default()))
    }
}

impl NeedFacts {
    /// The facts of a need whose texts are read already.
    pub(crate) fn of(need: &Need, reading: &Reading) -> Self {
        let themes = settled(need.themes.as_deref());
        let hinted_themes = if themes.is_empty() { theme_hints(reading.concepts()) } else { Vec::new() };
        Self {
            query: TextQuery::of_need(need),
            territory: need.territory.clone(),
            institution_kind: need.institution_kind,
            themes,
            hinted_themes,
            concepts: reading.main_concepts(),
            kinds: settled(need.kinds.as_deref()),
            amount: need.amount.clone(),
            co_financing_percent: need.co_financing_percent,
            languages: settled(need.languages.as_deref()),
            experience: need.experience,
            preparation_days: need.preparation_days,
        }
    }
}
