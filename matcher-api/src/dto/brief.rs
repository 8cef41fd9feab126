//! A record in brief, for lists of results: what one needs to decide whether to read on.

use jiff::civil::Date;
use matcher_core::model::{
    Availability, CooperationKind, CountryCode, LanguageTag, Localized, MoneyRange, Need, Offer, Partner,
    Record, RecordId, RecordKind, SourceId, TerritoryCode, ThemeId,
};
use serde::Serialize;
use url::Url;
use utoipa::ToSchema;

use crate::prose::Language;

/// Text in the reader's language where there is one, with the tag of the language it is in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TextShown {
    /// The text.
    pub text: String,
    /// Its language: not always the one asked for.
    pub language: LanguageTag,
}

/// A record in brief; what it does not state is left out.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Brief {
    /// The record; `GET /v1/{kind}s/{id}` has the whole of it.
    pub id: RecordId,
    /// Offer, need or partner.
    pub kind: RecordKind,
    /// Where it comes from.
    pub source: SourceId,
    /// Title of an offer or need, name of a partner.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<TextShown>,
    /// Who publishes the offer, or whose need it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// Country of the provider or partner.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<CountryCode>,
    /// Territory of the provider or partner, or the one whose need it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub territory: Option<TerritoryCode>,
    /// The page to read it on.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = "uri")]
    pub url: Option<Url>,
    /// Whether the offer can be taken up today.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub availability: Option<Availability>,
    /// Money offered or needed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<MoneyRange>,
    /// Themes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub themes: Option<Vec<ThemeId>>,
    /// Forms of cooperation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kinds: Option<Vec<CooperationKind>>,
}

/// The text for a reader of `language`.
pub fn shown(text: Option<&Localized>, language: Language) -> Option<TextShown> {
    let (tag, text) = text?.for_reader(language.as_str())?;
    Some(TextShown { text: text.to_owned(), language: tag.clone() })
}

impl Brief {
    /// An offer as it stands on `today`.
    pub fn offer(record: &Record<Offer>, language: Language, today: Date) -> Self {
        let offer = record.effective().into_owned();
        Self {
            id: record.id.clone(),
            kind: RecordKind::Offer,
            source: record.source.clone(),
            title: shown(offer.title.as_ref(), language),
            availability: Some(offer.availability(today)),
            publisher: offer.publisher,
            country: offer.country,
            territory: offer.territory,
            url: offer.url,
            amount: offer.amount,
            themes: offer.themes,
            kinds: offer.kinds,
        }
    }

    /// A need.
    pub fn need(record: &Record<Need>, language: Language) -> Self {
        let need = record.effective().into_owned();
        Self {
            id: record.id.clone(),
            kind: RecordKind::Need,
            source: record.source.clone(),
            title: shown(need.title.as_ref(), language),
            publisher: need.institution,
            country: None,
            territory: need.territory,
            url: None,
            availability: None,
            amount: need.amount,
            themes: need.themes,
            kinds: need.kinds,
        }
    }

    /// A partner.
    pub fn partner(record: &Record<Partner>, language: Language) -> Self {
        let partner = record.effective().into_owned();
        Self {
            id: record.id.clone(),
            kind: RecordKind::Partner,
            source: record.source.clone(),
            title: shown(partner.name.as_ref(), language),
            publisher: None,
            country: partner.country,
            territory: partner.territory,
            url: partner.url,
            availability: None,
            amount: None,
            themes: partner.themes,
            kinds: partner.kinds,
        }
    }
}
