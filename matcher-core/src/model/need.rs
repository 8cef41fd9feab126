//! What a territory needs.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::validated::coded_enum;
use super::{
    ActorKind, CooperationKind, FieldProblem, LanguageTag, Localized, MAX_BODY_CHARS, MAX_TITLE_CHARS,
    MoneyRange, RecordKind, TerritoryCode, ThemeId, Values, record_checks,
};

coded_enum! {
    /// The system of the territory whose challenge a need answers.
    Challenge, "challenge", {
        /// Production and employment.
        Production => "production",
        /// Social.
        Social => "social",
        /// Environmental.
        Environmental => "environmental",
        /// Territorial: connection, settlement, borders.
        Territorial => "territorial",
        /// Cultural.
        Cultural => "cultural",
        /// Institutional.
        Institutional => "institutional",
    }
}

coded_enum! {
    /// Experience as the technical counterpart of a cooperation project.
    CounterpartExperience, "counterpart experience", {
        /// Never been one.
        None => "none",
        /// Has taken part, with others in the lead.
        Some => "some",
        /// Has led one.
        Experienced => "experienced",
    }
}

/// The values of a need; what nobody stated is absent.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Need {
    /// The need in one line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<Localized>,
    /// The need in its own words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<Localized>,
    /// Where: a territory of the profile.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub territory: Option<TerritoryCode>,
    /// Which body asks, by name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub institution: Option<String>,
    /// What sort of body it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub institution_kind: Option<ActorKind>,
    /// The challenge of the territory it answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub challenge: Option<Challenge>,
    /// Its themes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub themes: Option<Vec<ThemeId>>,
    /// Forms of cooperation that would help.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kinds: Option<Vec<CooperationKind>>,
    /// Wanted by this day.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub needed_by: Option<Date>,
    /// How much it would cost.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<MoneyRange>,
    /// The share the institution can bring, 0 to 100.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub co_financing_percent: Option<u8>,
    /// Languages its staff can work in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub languages: Option<Vec<LanguageTag>>,
    /// Its experience as counterpart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub experience: Option<CounterpartExperience>,
    /// Days it needs to prepare an application, 0 to 1825.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preparation_days: Option<u16>,
}

impl Values for Need {
    const KIND: RecordKind = RecordKind::Need;

    fn validate(&self) -> Vec<FieldProblem> {
        let mut checks = record_checks::Checks::default();
        checks.required_text("/title", self.title.as_ref(), MAX_TITLE_CHARS);
        checks.text("/description", self.description.as_ref(), MAX_BODY_CHARS);
        checks.line("/institution", self.institution.as_deref());
        checks.list("/themes", self.themes.as_deref());
        checks.list("/kinds", self.kinds.as_deref());
        checks.list("/languages", self.languages.as_deref());
        checks.date("/needed_by", self.needed_by);
        checks.money("/amount", self.amount.as_ref());
        checks.percent("/co_financing_percent", self.co_financing_percent);
        checks.days("/preparation_days", self.preparation_days);
        checks.into_problems()
    }

    fn settle_languages(&mut self, detect: &dyn Fn(&str) -> Option<LanguageTag>) {
        for text in [&mut self.title, &mut self.description].into_iter().flatten() {
            text.settle_language(detect);
        }
    }
}
