//! Settings: defaults, then a TOML file, then `MATCHER_*` variables, then flags; each may override the one before.
//!
//! Reads no files but the settings file and opens nothing.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Deserializer, Serialize};

const PREFIX: &str = "MATCHER_";
/// The database file in the data folder.
const STORE_FILE: &str = "matcher.sqlite3";

/// Everything that can be set, with its default in [`Settings::default`].
///
/// In the file each field is a key of its own name; in the environment it is `MATCHER_` and the name in
/// capitals (`MATCHER_BIND`, `MATCHER_WRITE_TOKEN_BLAKE3`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// Folder of the database file and the index; created when absent. Default `./data`.
    pub data: PathBuf,
    /// `sqlite:///path` or `postgres://…`; absent: `matcher.sqlite3` in the data folder.
    pub database_url: Option<String>,
    /// Address and port to listen on; port 0 takes a free one. Default `127.0.0.1:8080`.
    pub bind: SocketAddr,
    /// Id of a shipped profile (`aysen`, `coquimbo`) or the path of a profile's TOML file.
    pub profile: String,
    /// Translation tables made by `matcher lexicon`; absent: the shipped ones.
    pub lexicon: Option<PathBuf>,
    /// SKOS files that add concepts and names to the shipped thesaurus. Comma-separated in the environment.
    #[serde(deserialize_with = "list_or_commas")]
    pub thesaurus: Vec<PathBuf>,
    /// Hex BLAKE3 of the bearer token that may write; required to listen beyond the loopback.
    pub write_token_blake3: Option<String>,
    /// Host names served besides the loopback ones, when there is no writing token. Comma-separated in the environment.
    #[serde(deserialize_with = "list_or_commas")]
    pub allowed_hosts: Vec<String>,
    /// Largest JSON body, in bytes. Default 1 MiB.
    pub json_limit_bytes: usize,
    /// Largest bulk import, in bytes. Default 50 MiB.
    pub import_limit_bytes: usize,
    /// Most lines of a bulk import. Default 100,000.
    pub import_limit_lines: usize,
    /// Records on a page of a list when the caller names no `limit`, 1 to 200. Default 50.
    pub page_size: u32,
    /// Threads that serve requests. Default 2.
    pub workers: usize,
    /// Seconds a client has to send the head of its request. Default 10.
    pub request_timeout_s: u64,
    /// Seconds an idle connection is kept. Default 30.
    pub keep_alive_s: u64,
    /// Seconds that running requests get when the server stops. Default 10.
    pub shutdown_s: u64,
    /// Milliseconds between two looks at the change log. Default 1000.
    pub follow_every_ms: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            data: PathBuf::from("./data"),
            database_url: None,
            bind: SocketAddr::from(([127, 0, 0, 1], 8080)),
            profile: "aysen".to_owned(),
            lexicon: None,
            thesaurus: Vec::new(),
            write_token_blake3: None,
            allowed_hosts: Vec::new(),
            json_limit_bytes: 1024 * 1024,
            import_limit_bytes: 50 * 1024 * 1024,
            import_limit_lines: 100_000,
            page_size: 50,
            workers: 2,
            request_timeout_s: 10,
            keep_alive_s: 30,
            shutdown_s: 10,
            follow_every_ms: 1_000,
        }
    }
}

/// Why the settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// A file, variable or flag holds something that does not fit.
    #[error("{0}")]
    Unreadable(#[from] Box<config::ConfigError>),
    /// A value is out of its range.
    #[error("setting {name}: {detail}")]
    OutOfRange {
        /// The setting.
        name: &'static str,
        /// What would be accepted.
        detail: String,
    },
    /// Listening beyond the loopback without a writing token.
    #[error(
        "{0} can be reached from other machines: set MATCHER_WRITE_TOKEN_BLAKE3 to the hex BLAKE3 of a writing token, or listen on 127.0.0.1"
    )]
    OpenToWriters(SocketAddr),
}

impl From<config::ConfigError> for SettingsError {
    fn from(error: config::ConfigError) -> Self {
        Self::Unreadable(Box::new(error))
    }
}

impl Settings {
    /// Reads the layers in order. `flags` are field names with their text; the last layer to name one wins.
    ///
    /// # Errors
    /// [`SettingsError`] naming the key: unknown key in the file, wrong type, value out of range.
    pub fn load(file: Option<&Path>, flags: &[(&str, String)]) -> Result<Self, SettingsError> {
        Self::from_layers(file, std::env::vars(), flags)
    }

    fn from_layers(
        file: Option<&Path>,
        environment: impl Iterator<Item = (String, String)>,
        flags: &[(&str, String)],
    ) -> Result<Self, SettingsError> {
        let mut layers = config::Config::builder();
        if let Some(file) = file {
            layers = layers.add_source(config::File::from(file).format(config::FileFormat::Toml));
        }
        layers = layers.add_source(
            config::Environment::with_prefix(PREFIX.trim_end_matches('_'))
                .ignore_empty(true)
                .source(Some(known_variables(environment))),
        );
        for (name, value) in flags {
            layers = layers.set_override(*name, value.as_str())?;
        }
        let settings: Self = layers.build()?.try_deserialize()?;
        settings.check()?;
        Ok(settings)
    }

    /// The database to open.
    pub fn store_url(&self) -> String {
        self.database_url
            .clone()
            .unwrap_or_else(|| format!("sqlite://{}", self.data.join(STORE_FILE).display()))
    }

    /// Whether there may be a store: a database is named, or the data folder holds a file of one.
    pub fn may_hold_a_store(&self) -> bool {
        self.database_url.is_some() || self.data.join(STORE_FILE).exists()
    }

    /// The index folder.
    pub fn index_folder(&self) -> PathBuf {
        self.data.join("index")
    }

    fn check(&self) -> Result<(), SettingsError> {
        let out_of_range =
            |name, detail: &str| Err(SettingsError::OutOfRange { name, detail: detail.to_owned() });
        if !(1..=200).contains(&self.page_size) {
            return out_of_range("page_size", "give 1 to 200 records");
        }
        if !(1..=256).contains(&self.workers) {
            return out_of_range("workers", "give 1 to 256 threads");
        }
        if !(10..=3_600_000).contains(&self.follow_every_ms) {
            return out_of_range("follow_every_ms", "give 10 to 3,600,000 milliseconds");
        }
        if self.json_limit_bytes < 1_024 || self.import_limit_bytes < 1_024 {
            return out_of_range("json_limit_bytes, import_limit_bytes", "give at least 1024 bytes");
        }
        match &self.write_token_blake3 {
            Some(hash) if blake3::Hash::from_hex(hash).is_err() => out_of_range(
                "write_token_blake3",
                "give 64 hex digits: the BLAKE3 of the token, not the token",
            ),
            None if !self.bind.ip().is_loopback() => Err(SettingsError::OpenToWriters(self.bind)),
            _ => Ok(()),
        }
    }
}

/// The variables that name a setting; others with the prefix belong to other programs of the house.
fn known_variables(environment: impl Iterator<Item = (String, String)>) -> HashMap<String, String> {
    let known = serde_json::to_value(Settings::default()).unwrap_or_default();
    environment
        .filter(|(name, _)| {
            name.strip_prefix(PREFIX).is_some_and(|name| known.get(name.to_ascii_lowercase()).is_some())
        })
        .collect()
}

fn list_or_commas<'de, T, D>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    T: From<String>,
    D: Deserializer<'de>,
{
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Wire {
        List(Vec<String>),
        Commas(String),
    }
    let items = match Wire::deserialize(deserializer)? {
        Wire::List(list) => list,
        Wire::Commas(text) => {
            text.split(',').map(str::trim).filter(|item| !item.is_empty()).map(str::to_owned).collect()
        }
    };
    Ok(items.into_iter().map(T::from).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layered(
        file: Option<&str>,
        environment: &[(&str, &str)],
        flags: &[(&str, String)],
    ) -> Result<Settings, SettingsError> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("matcher.toml");
        if let Some(text) = file {
            std::fs::write(&path, text).expect("written");
        }
        let environment = environment.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned()));
        Settings::from_layers(file.map(|_| path.as_path()), environment, flags)
    }

    #[test]
    fn later_layers_win() {
        let file = "bind = \"127.0.0.1:1000\"\npage_size = 10\nworkers = 3\nallowed_hosts = [\"a\"]";
        let environment = [
            ("MATCHER_PAGE_SIZE", "20"),
            ("MATCHER_WORKERS", "4"),
            ("MATCHER_ALLOWED_HOSTS", "b, c"),
            ("MATCHER_LOG", "x"),
        ];
        let settings = layered(Some(file), &environment, &[("workers", "5".to_owned())]).expect("settings");
        assert_eq!(settings.bind.port(), 1000);
        assert_eq!((settings.page_size, settings.workers), (20, 5));
        assert_eq!(settings.allowed_hosts, ["b", "c"]);
        assert_eq!(layered(None, &[], &[]).expect("defaults"), Settings::default());
    }

    #[test]
    fn what_does_not_fit_is_named() {
        for (file, word) in [
            ("prot = 1", "prot"),
            ("page_size = 0", "page_size"),
            ("bind = \"nowhere\"", "bind"),
            ("bind = \"0.0.0.0:80\"", "MATCHER_WRITE_TOKEN_BLAKE3"),
            ("write_token_blake3 = \"secret\"", "64 hex digits"),
        ] {
            let error = layered(Some(file), &[], &[]).expect_err(file).to_string();
            assert!(error.contains(word), "{file}: {error}");
        }
    }
}
