//! The other records of an offer, as an answer links to them.

use matcher_core::model::{RecordId, SourceId};
use serde::Serialize;
use url::Url;
use utoipa::ToSchema;

use super::brief::{TextShown, shown};
use crate::also::AlsoLink;
use crate::prose::{self, Language};

/// Another record of the same offer; `GET /v1/offers/{id}` has the whole of it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AlsoPublishedBy {
    /// The record.
    pub id: RecordId,
    /// Where it comes from.
    pub source: SourceId,
    /// That it is published there too, in a sentence.
    pub sentence: String,
    /// What it calls itself there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<TextShown>,
    /// Who publishes it, as it says there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// The page to read it on.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = "uri")]
    pub url: Option<Url>,
    /// Whether it was withdrawn there, or has vanished.
    pub withdrawn: bool,
}

impl AlsoPublishedBy {
    /// The links for a reader of `language`.
    pub fn all(links: Vec<AlsoLink>, language: Language) -> Vec<Self> {
        let told = |link: AlsoLink| Self {
            sentence: prose::also_published(&link, language),
            title: shown(link.record.title.as_ref(), language),
            id: link.record.id,
            source: link.record.source,
            publisher: link.record.publisher,
            url: link.record.url,
            withdrawn: link.record.withdrawn,
        };
        links.into_iter().map(told).collect()
    }
}
