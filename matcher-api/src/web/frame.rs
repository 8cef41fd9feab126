//! What surrounds every page: language, its switch, the state of the index and the policy in force.

use actix_web::HttpRequest;
use actix_web::http::header;
use matcher_core::model::RecordKind;
use url::form_urlencoded;

use crate::problem::Problem;
use crate::prose::{self, Language, phrase, say};
use crate::state::App;

/// Characters of a summary shown on a card.
const SHORT_CHARS: usize = 320;

/// The frame of one page.
pub(super) struct Frame {
    pub(super) language: Language,
    pub(super) other_language: Language,
    pub(super) switch_href: String,
    pub(super) index_state: String,
    pub(super) policy: String,
}

impl Frame {
    /// The frame for this request.
    pub(super) async fn of(app: &App, request: &HttpRequest) -> Result<Self, Problem> {
        let language = language(request);
        let other_language = if language == Language::Es { Language::En } else { Language::Es };
        let policy = phrase(language, "foot-profile")
            .with("profile", prose::text_for_reader(&app.profile.name, language))
            .with("version", app.profile.version.to_string());
        Ok(Self {
            language,
            other_language,
            switch_href: switch_href(request, other_language),
            index_state: index_state(app, language).await?,
            policy: policy.text(),
        })
    }

    pub(super) fn say(&self, id: &str) -> String {
        say(self.language, id)
    }

    pub(super) fn score(&self, percent: &u8) -> String {
        phrase(self.language, "card-score").with("percent", percent.to_string()).text()
    }

    pub(super) fn band(&self, band: &str) -> String {
        phrase(self.language, "card-band").with("band", band).text()
    }

    pub(super) fn zone(&self, zone: &str) -> String {
        phrase(self.language, "card-zone").with("zone", zone).text()
    }

    pub(super) fn rank_without(&self, rank: &usize) -> String {
        phrase(self.language, "card-rank-without").with("rank", rank.to_string()).text()
    }

    /// A text cut at a word, with an ellipsis where something is left out.
    pub(super) fn short(&self, text: &str) -> String {
        if text.chars().count() <= SHORT_CHARS {
            return text.to_owned();
        }
        let cut: String = text.chars().take(SHORT_CHARS).collect();
        let whole_words = cut.rsplit_once(char::is_whitespace).map_or(cut.as_str(), |(words, _)| words);
        format!("{whole_words}…")
    }
}

/// `?lang=` where it names a language of the interface, else `Accept-Language`.
fn language(request: &HttpRequest) -> Language {
    let wished = form_urlencoded::parse(request.query_string().as_bytes())
        .find(|(name, _)| name == "lang")
        .and_then(|(_, value)| value.parse().ok());
    let accepted = request.headers().get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    wished.unwrap_or_else(|| Language::negotiate(accepted.unwrap_or_default()))
}

/// The same page in the other language, question and all.
fn switch_href(request: &HttpRequest, other: Language) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    let kept = form_urlencoded::parse(request.query_string().as_bytes()).filter(|(name, _)| name != "lang");
    query.extend_pairs(kept).append_pair("lang", other.as_str());
    format!("{}?{}", request.path(), query.finish())
}

async fn index_state(app: &App, language: Language) -> Result<String, Problem> {
    let Ok(reader) = app.index.reader() else { return Ok(say(language, "foot-index-behind")) };
    let snapshot = reader.snapshot();
    if snapshot.sequence() < app.store.sequence().await? {
        return Ok(say(language, "foot-index-behind"));
    }
    let count = |kind| i64::try_from(snapshot.count(kind)).unwrap_or(i64::MAX);
    Ok(phrase(language, "foot-index-ready")
        .count("offers", count(RecordKind::Offer))
        .count("needs", count(RecordKind::Need))
        .count("partners", count(RecordKind::Partner))
        .text())
}
