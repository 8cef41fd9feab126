//! A source: who publishes, where, under which terms, how often, how many records to expect.
//!
//! One TOML file a source in `sources/`; knows nothing of how a payload is read.

mod check;

use std::collections::BTreeMap;
use std::path::Path;

use include_dir::{Dir, include_dir};
use matcher_core::model::{
    ActorKind, CooperationKind, CountryCode, LanguageTag, SourceId, TerritoryCode, ThemeId,
};
use serde::{Deserialize, Serialize};
use url::Url;

use crate::adapters::{KeyHeader, Post, Request};
pub use crate::dates::Order;
use crate::limits::MAX_PAYLOAD_BYTES;
use crate::mapping::Mapping;

/// How far a source has been tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tested {
    /// Its adapter reads real payloads of this very source.
    Payload,
    /// Its adapter reads this format; no payload of this source was at hand.
    Format,
    /// Nothing was tried.
    Unverified,
}

/// How often a source is worth reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cadence {
    /// Every night.
    Daily,
    /// Once a week.
    Weekly,
    /// Once a month.
    Monthly,
}

/// What a source file says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Short name; part of every record's identity, so it never changes.
    pub id: SourceId,
    /// Its name, as people know it.
    pub name: String,
    /// Where the payload is fetched.
    pub url: Url,
    /// JSON to post to `url`, for search services that want a query; a plain GET when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub post_json: Option<String>,
    /// A form of several parts to post to `url`, by name; parts that are JSON are sent as such.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub post_form: BTreeMap<String, String>,
    /// Most megabytes of one payload, where it is more than [`crate::limits::MAX_PAYLOAD_BYTES`]: for formats that are
    /// read piece by piece.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_megabytes: Option<usize>,
    /// The environment variable that holds the key which the service wants. The key itself never stands in a file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_env: Option<String>,
    /// The header the key goes into, `X-Api-Key` when absent; `Authorization: Bearer` puts a word before the key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_header: Option<String>,
    /// Which adapter reads it.
    pub adapter: String,
    /// Whether a run takes it when no source is named. Off for what only tries the formats out.
    #[serde(default = "on", skip_serializing_if = "Clone::clone")]
    pub enabled: bool,
    /// The publisher of its records, where records do not name their own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// What sort of body the publisher is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publisher_kind: Option<ActorKind>,
    /// Whether the author of an entry is the publisher of the offer, as in feeds that gather several publishers.
    #[serde(default)]
    pub author_is_publisher: bool,
    /// The providers' country.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<CountryCode>,
    /// The providers' territory: ISO 3166-2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub territory: Option<TerritoryCode>,
    /// The kinds of cooperation of all its records, where the publisher offers nothing else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kinds: Option<Vec<CooperationKind>>,
    /// The themes of all its records, where the publisher has no others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub themes: Option<Vec<ThemeId>>,
    /// The language it writes in, where records do not state theirs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<LanguageTag>,
    /// How it writes dates in numbers; by its language when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_order: Option<Order>,
    /// Languages in which one may apply, where the publisher states it for all its offers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub apply_in: Option<Vec<LanguageTag>>,
    /// Licence or terms of use of the data, and who says so.
    pub terms: String,
    /// How often to read it.
    pub cadence: Cadence,
    /// Fewer records than this are an error: nothing is stored.
    pub min_records: usize,
    /// More records than this are reported as odd.
    pub max_records: usize,
    /// How far the number of records may fall from one run to the next, in per cent, before nothing is stored.
    #[serde(default = "half")]
    pub max_drop_percent: u8,
    /// A record missing from so many good runs in a row has vanished; 0: never, because what is read is a window on
    /// the latest records and absence says nothing. Feeds are such windows unless their source file says otherwise;
    /// else [`crate::limits::VANISH_AFTER_RUNS`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vanish_after: Option<u32>,
    /// Days without any difference after which a source has probably stopped; 0: never. By cadence when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quiet_after_days: Option<u32>,
    /// Files to read instead of `url` when replaying, as glob patterns below the replay folder, in order:
    /// records of a later file are laid over those of an earlier one.
    #[serde(default)]
    pub replay: Vec<String>,
    /// How far it has been tried.
    pub tested: Tested,
    /// Where the fields stand, for the adapters that read any payload: `json`, `html`, `table`, `sitemap`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mapping: Option<Mapping>,
}

const fn on() -> bool {
    true
}

const fn half() -> u8 {
    50
}

/// Why a source cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SourceError {
    /// Neither the name of a shipped source nor a file.
    #[error("no shipped source is called {name:?} and there is no such file; shipped: {known}")]
    Unknown {
        /// What was asked for.
        name: String,
        /// The shipped names.
        known: String,
    },
    /// A source file that cannot be read.
    #[error("cannot read the source file {file}: {error}")]
    Unreadable {
        /// The file.
        file: String,
        /// The system's complaint.
        error: std::io::Error,
    },
    /// A source file that says something wrong.
    #[error("the source file {file} is not right: {detail}")]
    Invalid {
        /// The file.
        file: String,
        /// What is wrong and where.
        detail: String,
    },
}

static SHIPPED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/sources");

const UNNAMED: &str = r#"
id = "feed"
name = "A feed nobody described"
url = "about:blank"
adapter = "feed"
terms = "unknown"
cadence = "daily"
min_records = 1
max_records = 50000
tested = "unverified"
"#;

impl Source {
    /// Every shipped source, by name.
    ///
    /// # Errors
    /// A shipped file is wrong, which the tests exclude.
    pub fn shipped() -> Result<Vec<Self>, SourceError> {
        shipped_files().map(|(file, text)| Self::from_toml(text, &file)).collect()
    }

    /// The source of a TOML text; `file` names it in errors.
    ///
    /// # Errors
    /// Not TOML, an unknown or missing key, or a value out of range.
    pub fn from_toml(text: &str, file: &str) -> Result<Self, SourceError> {
        let invalid = |detail: String| SourceError::Invalid { file: file.to_owned(), detail };
        let source: Self = toml::from_str(text).map_err(|error| invalid(error.to_string()))?;
        check::check(&source).map_err(invalid)?;
        Ok(source)
    }

    /// The first thing to ask its service for.
    pub fn request(&self) -> Request {
        let form = (!self.post_form.is_empty()).then(|| Post::Form(self.post_form.clone()));
        let post = self.post_json.clone().map(Post::Json).or(form);
        let header = || self.key_header.clone().unwrap_or_else(|| "X-Api-Key".to_owned());
        let key = self.key_env.clone().map(|env| KeyHeader { env, header: header() });
        Request { url: self.url.clone(), post, key, max_bytes: self.max_megabytes.map(|_| self.max_bytes()) }
    }

    /// Most bytes of one payload.
    pub fn max_bytes(&self) -> usize {
        self.max_megabytes.map_or(MAX_PAYLOAD_BYTES, |megabytes| megabytes.saturating_mul(1024 * 1024))
    }

    /// Which of two numbers is the day in a date of a record in `language`; none where it could be either.
    pub fn date_order(&self, language: Option<&LanguageTag>) -> Option<Order> {
        self.date_order.or_else(|| {
            match (language?.primary(), self.country.as_ref().map(CountryCode::as_str)) {
                ("en", Some("US")) => Some(Order::MonthDay),
                ("en", Some("AU" | "EU" | "GB" | "IE" | "IN" | "NZ")) => Some(Order::DayMonth),
                ("es" | "pt" | "fr" | "de" | "it" | "nl" | "ca" | "gl", _) => Some(Order::DayMonth),
                _ => None,
            }
        })
    }

    /// This source, its payloads read by another adapter than its own.
    ///
    /// # Errors
    /// The adapter is unknown, or could not follow the source's mapping.
    pub fn read_by(mut self, adapter: &str) -> Result<Self, SourceError> {
        if self.adapter == adapter {
            return Ok(self);
        }
        adapter.clone_into(&mut self.adapter);
        let file = format!("of {} read as {adapter}", self.id);
        // A source without mapping is previewed with what it knows; the adapter says itself what it misses.
        if self.mapping.is_some() {
            check::check(&self).map_err(|detail| SourceError::Invalid { file, detail })?;
        }
        Ok(self)
    }

    /// A source that says nothing about its records, for previews of a feed whose source nobody described.
    ///
    /// # Errors
    /// Never; its text is part of the program and tested.
    pub fn unnamed() -> Result<Self, SourceError> {
        Self::from_toml(UNNAMED, "unnamed")
    }

    /// A shipped source by name, else the source of a file.
    ///
    /// # Errors
    /// Neither exists, or the file is wrong.
    pub fn named(name: &str) -> Result<Self, SourceError> {
        let shipped = Self::shipped()?;
        let known = shipped.iter().map(|source| source.id.as_str()).collect::<Vec<_>>().join(", ");
        if let Some(source) = shipped.into_iter().find(|source| source.id.as_str() == name) {
            return Ok(source);
        }
        if !Path::new(name).is_file() {
            return Err(SourceError::Unknown { name: name.to_owned(), known });
        }
        let text = std::fs::read_to_string(name)
            .map_err(|error| SourceError::Unreadable { file: name.to_owned(), error })?;
        Self::from_toml(&text, name)
    }
}

/// The shipped files by name, sorted, with their texts.
fn shipped_files() -> impl Iterator<Item = (String, &'static str)> {
    let mut files: Vec<(String, &'static str)> = SHIPPED
        .files()
        .filter_map(|file| Some((file.path().file_name()?.to_str()?.to_owned(), file.contents_utf8()?)))
        .collect();
    files.sort();
    files.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shipped_sources_are_right_and_called_like_their_files() {
        let sources = Source::shipped().expect("shipped sources");
        let files: Vec<String> = shipped_files().map(|(file, _)| file).collect();
        for (source, file) in sources.iter().zip(&files) {
            assert_eq!(format!("{}.toml", source.id), *file);
        }
        let folder = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/sources")).expect("the folder");
        assert_eq!(folder.count(), files.len(), "every file of sources/ must be shipped");
    }

    #[test]
    fn the_unnamed_source_is_right() {
        assert_eq!(Source::unnamed().expect("the unnamed source").publisher, None);
    }

    #[test]
    fn wrong_source_files_are_refused_with_the_reason() {
        let right =
            SHIPPED.get_file("boa-aragon.toml").and_then(|file| file.contents_utf8()).expect("boa-aragon");
        for (from, to, reason) in [
            ("adapter = \"feed\"", "adapter = \"telex\"", "unknown adapter"),
            ("cadence = \"daily\"", "cadence = \"hourly\"", "hourly"),
            ("min_records", "min_record", "min_record"),
            ("country = \"ES\"", "country = \"Spain\"", "country code"),
            ("cadence", "key_env = \"abc-123\"\ncadence", "never the key itself"),
            ("cadence", "key_header = \"X-Key\"\ncadence", "needs key_env"),
            ("cadence", "key_env = \"A_KEY\"\nkey_header = \"X Key\"\ncadence", "HTTP header"),
            ("cadence", "post_json = \"{\"\ncadence", "post_json is no JSON"),
            ("cadence", "post_json = \"{}\"\npost_form = { a = \"b\" }\ncadence", "exclude each other"),
            ("cadence", "max_megabytes = 5000\ncadence", "max_megabytes"),
        ] {
            let text = right.replacen(from, to, 1);
            assert_ne!(text, right, "{from} must stand in the file");
            let error = Source::from_toml(&text, "test.toml").expect_err(reason).to_string();
            assert!(error.contains(reason), "{error}");
        }
        assert!(matches!(Source::named("nowhere"), Err(SourceError::Unknown { .. })));
    }
}
