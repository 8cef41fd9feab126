//! Who might cooperate: a foreign institution or territory, and what already ties it to the region.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use url::Url;

use super::validated::coded_enum;
use super::{
    ActorKind, CooperationKind, CountryCode, FieldProblem, LanguageTag, Localized, MAX_BODY_CHARS,
    MAX_TITLE_CHARS, RecordKind, TerritoryCode, ThemeId, Values, record_checks,
};

coded_enum! {
    /// What binds a partner to a territory, strongest first.
    TieKind, "kind of tie", {
        /// A signed cooperation agreement.
        Agreement => "agreement",
        /// Twinning or friendship agreement.
        Twinning => "twinning",
        /// A committee or network both sit on.
        Network => "network",
        /// Joint work without an agreement: research, missions.
        JointWork => "joint-work",
        /// A contact.
        Contact => "contact",
    }
}

/// One tie between a partner and a territory of ours.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Tie {
    /// Our territory.
    pub territory: TerritoryCode,
    /// What binds.
    pub kind: TieKind,
    /// Since when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub since: Option<Date>,
    /// Until when; absent while it lasts or when not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub until: Option<Date>,
    /// What it is about, in a line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// The values of a partner; what nobody stated is absent.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Partner {
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Localized>,
    /// What it does and could share.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<Localized>,
    /// What sort of body it is; municipalities, provinces and regions are territories.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actor: Option<ActorKind>,
    /// Its country.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<CountryCode>,
    /// Its own territory, or the one it sits in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub territory: Option<TerritoryCode>,
    /// Its web page.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = "uri"))]
    pub url: Option<Url>,
    /// Themes it works on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub themes: Option<Vec<ThemeId>>,
    /// Forms of cooperation it practises.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kinds: Option<Vec<CooperationKind>>,
    /// Languages it works in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub languages: Option<Vec<LanguageTag>>,
    /// What already ties it to our territories.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ties: Option<Vec<Tie>>,
}

impl Values for Partner {
    const KIND: RecordKind = RecordKind::Partner;

    fn validate(&self) -> Vec<FieldProblem> {
        let mut checks = record_checks::Checks::default();
        checks.required_text("/name", self.name.as_ref(), MAX_TITLE_CHARS);
        checks.text("/description", self.description.as_ref(), MAX_BODY_CHARS);
        checks.web_address("/url", self.url.as_ref());
        checks.list("/themes", self.themes.as_deref());
        checks.list("/kinds", self.kinds.as_deref());
        checks.list("/languages", self.languages.as_deref());
        checks.list("/ties", self.ties.as_deref());
        for (index, tie) in self.ties.iter().flatten().enumerate() {
            checks.date(&format!("/ties/{index}/since"), tie.since);
            checks.date(&format!("/ties/{index}/until"), tie.until);
        }
        checks.into_problems()
    }

    fn settle_languages(&mut self, detect: &dyn Fn(&str) -> Option<LanguageTag>) {
        for text in [&mut self.name, &mut self.description].into_iter().flatten() {
            text.settle_language(detect);
        }
    }
}
