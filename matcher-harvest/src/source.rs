//! A source: who publishes, where, under which terms, how often, how many records to expect.
//!
//! One TOML file a source in `sources/`; knows nothing of how a payload is read.

use std::path::Path;

use matcher_core::model::{ActorKind, CountryCode, LanguageTag, SourceId};
use serde::{Deserialize, Serialize};
use url::Url;

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
    /// Which adapter reads it: `eu_portal`, `grants_gov` or `feed`.
    pub adapter: String,
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
    /// The language it writes in, where records do not state theirs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<LanguageTag>,
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

const SHIPPED: &[(&str, &str)] = &[
    ("boa-aragon.toml", include_str!("../sources/boa-aragon.toml")),
    ("eu-portal.toml", include_str!("../sources/eu-portal.toml")),
    ("funding-finder.toml", include_str!("../sources/funding-finder.toml")),
    ("grants-gov.toml", include_str!("../sources/grants-gov.toml")),
    ("isoc.toml", include_str!("../sources/isoc.toml")),
];

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
        SHIPPED.iter().map(|(file, text)| Self::from_toml(text, file)).collect()
    }

    /// The source of a TOML text; `file` names it in errors.
    ///
    /// # Errors
    /// Not TOML, an unknown or missing key, or a value out of range.
    pub fn from_toml(text: &str, file: &str) -> Result<Self, SourceError> {
        let invalid = |detail: String| SourceError::Invalid { file: file.to_owned(), detail };
        let source: Self = toml::from_str(text).map_err(|error| invalid(error.to_string()))?;
        if source.min_records == 0 || source.min_records > source.max_records {
            return Err(invalid(
                "min_records must be 1 to max_records: an empty feed is an error".to_owned(),
            ));
        }
        if source.max_drop_percent > 100 {
            return Err(invalid("max_drop_percent must be 0 to 100".to_owned()));
        }
        if crate::adapters::find_adapter(&source.adapter).is_none() {
            let known = crate::adapters::names().join(", ");
            return Err(invalid(format!("unknown adapter {:?}; known: {known}", source.adapter)));
        }
        Ok(source)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shipped_sources_are_right_and_called_like_their_files() {
        let sources = Source::shipped().expect("shipped sources");
        for (source, (file, _)) in sources.iter().zip(SHIPPED) {
            assert_eq!(format!("{}.toml", source.id), *file);
        }
        let files = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/sources")).expect("the folder");
        assert_eq!(files.count(), SHIPPED.len(), "every file of sources/ must be shipped");
    }

    #[test]
    fn the_unnamed_source_is_right() {
        assert_eq!(Source::unnamed().expect("the unnamed source").publisher, None);
    }

    #[test]
    fn wrong_source_files_are_refused_with_the_reason() {
        let right = SHIPPED[0].1;
        for (from, to, reason) in [
            ("adapter = \"feed\"", "adapter = \"telex\"", "unknown adapter"),
            ("cadence = \"daily\"", "cadence = \"hourly\"", "hourly"),
            ("min_records", "min_record", "min_record"),
            ("country = \"ES\"", "country = \"Spain\"", "country code"),
        ] {
            let text = right.replacen(from, to, 1);
            assert_ne!(text, right, "{from} must stand in the file");
            let error = Source::from_toml(&text, "test.toml").expect_err(reason).to_string();
            assert!(error.contains(reason), "{error}");
        }
        assert!(matches!(Source::named("nowhere"), Err(SourceError::Unknown { .. })));
    }
}
