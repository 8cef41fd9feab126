//! What an offer of cooperation says.

use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};
use url::Url;

use super::problem::FieldProblem;
use super::validated::coded_enum;
use super::{
    ActorKind, CooperationKind, CountryCode, CountryEligibility, LanguageTag, Localized, MAX_BODY_CHARS,
    MAX_SUMMARY_CHARS, MAX_TITLE_CHARS, MoneyRange, RecordKind, TerritoryCode, ThemeId, Values,
    record_checks,
};

coded_enum! {
    /// Which way the cooperation flows.
    Direction, "direction", {
        /// From abroad to the region.
        Inbound => "inbound",
        /// From the region to others: good practices, natural laboratories, products.
        Outbound => "outbound",
    }
}

/// One closing date; a call may have several cut-offs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Deadline {
    /// The day, where the offer closes.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub date: Date,
    /// The hour, if stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, example = "17:00:00"))]
    pub time: Option<Time>,
    /// IANA time zone of the hour, if stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// What closes on that day, such as «first stage».
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
}

/// The values of an offer; what nobody stated is absent, never guessed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Offer {
    /// Title in the original language, and translations if there are any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<Localized>,
    /// A few sentences.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<Localized>,
    /// The full text, without markup.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<Localized>,
    /// The page to read it on.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = "uri"))]
    pub url: Option<Url>,
    /// Who publishes it, by name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// What sort of body the publisher is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publisher_kind: Option<ActorKind>,
    /// The provider's country.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<CountryCode>,
    /// The provider's sub-national territory.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub territory: Option<TerritoryCode>,
    /// Which way it flows; inbound when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub direction: Option<Direction>,
    /// The forms it takes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kinds: Option<Vec<CooperationKind>>,
    /// Its themes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub themes: Option<Vec<ThemeId>>,
    /// Who may apply.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub applicants: Option<Vec<ActorKind>>,
    /// Which countries may benefit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub eligibility: Option<Vec<CountryEligibility>>,
    /// Languages in which one may apply or take part.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub languages: Option<Vec<LanguageTag>>,
    /// First day to apply.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub opens: Option<Date>,
    /// Closing dates.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deadlines: Option<Vec<Deadline>>,
    /// Open all year round.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rolling: Option<bool>,
    /// Announced, not yet published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub forecast: Option<bool>,
    /// How much.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<MoneyRange>,
    /// The share the applicant must bring, 0 to 100.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub co_financing_percent: Option<u8>,
    /// A page to ask questions through; never a person's address.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = "uri"))]
    pub contact_url: Option<Url>,
    /// The day it was published.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub published: Option<Date>,
}

impl Values for Offer {
    const KIND: RecordKind = RecordKind::Offer;

    fn validate(&self) -> Vec<FieldProblem> {
        let mut checks = record_checks::Checks::default();
        checks.required_text("/title", self.title.as_ref(), MAX_TITLE_CHARS);
        checks.text("/summary", self.summary.as_ref(), MAX_SUMMARY_CHARS);
        checks.text("/body", self.body.as_ref(), MAX_BODY_CHARS);
        checks.line("/publisher", self.publisher.as_deref());
        checks.web_address("/url", self.url.as_ref());
        checks.web_address("/contact_url", self.contact_url.as_ref());
        checks.list("/kinds", self.kinds.as_deref());
        checks.list("/themes", self.themes.as_deref());
        checks.list("/applicants", self.applicants.as_deref());
        checks.list("/eligibility", self.eligibility.as_deref());
        checks.list("/languages", self.languages.as_deref());
        checks.list("/deadlines", self.deadlines.as_deref());
        checks.one_per_country("/eligibility", self.eligibility.as_deref());
        checks.date("/opens", self.opens);
        checks.date("/published", self.published);
        for (index, deadline) in self.deadlines.iter().flatten().enumerate() {
            checks.date(&format!("/deadlines/{index}/date"), Some(deadline.date));
        }
        checks.opens_before_it_closes(self);
        checks.percent("/co_financing_percent", self.co_financing_percent);
        checks.money("/amount", self.amount.as_ref());
        checks.into_problems()
    }

    fn settle_languages(&mut self, detect: &dyn Fn(&str) -> Option<LanguageTag>) {
        for text in [&mut self.title, &mut self.summary, &mut self.body].into_iter().flatten() {
            text.settle_language(detect);
        }
    }
}
