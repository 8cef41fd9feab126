//! Where the data stands and which policy applies: the flags every command shares.

use std::path::PathBuf;

use clap::Args;

use super::failure::Failure;
use crate::config::Settings;

/// Flags of every command; each overrides the variable and the file.
#[derive(Debug, Args)]
#[command(next_help_heading = "Data and policy")]
pub(super) struct Place {
    /// Settings file (TOML).
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Data folder: the database file and the index [default: ./data; variable MATCHER_DATA].
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Database instead of the file in the data folder: sqlite:///PATH or postgres://… [variable MATCHER_DATABASE_URL].
    #[arg(long, global = true, value_name = "URL")]
    database_url: Option<String>,
    /// Policy of the region: aysen, coquimbo, or the path of a .toml file [default: aysen; variable MATCHER_PROFILE].
    #[arg(long, global = true, value_name = "ID|FILE")]
    profile: Option<String>,
    /// Translation tables instead of those shipped, made by `matcher lexicon` [variable MATCHER_LEXICON].
    #[arg(long, global = true, value_name = "FILE")]
    lexicon: Option<PathBuf>,
    /// SKOS files that add subjects and names to the shipped thesaurus, comma-separated [variable MATCHER_THESAURUS].
    #[arg(long, global = true, value_name = "FILES")]
    thesaurus: Option<String>,
}

impl Place {
    /// The settings with these flags on top.
    pub(super) fn settings(&self) -> Result<Settings, Failure> {
        self.settings_with(&[])
    }

    /// The same for a command that works on what is stored: a place that holds nothing is named by mistake.
    pub(super) fn filled(&self) -> Result<Settings, Failure> {
        let settings = self.settings()?;
        if settings.may_hold_a_store() {
            return Ok(settings);
        }
        let folder = settings.data.display();
        Err(Failure::new(format!(
            "nothing is stored in {folder}: name the data folder with --data (or MATCHER_DATA), or fill it with `matcher import`"
        )))
    }

    /// The settings with these flags and further ones on top.
    pub(super) fn settings_with(&self, more: &[(&str, String)]) -> Result<Settings, Failure> {
        let data = self.data.as_ref().map(|data| data.display().to_string());
        let lexicon = self.lexicon.as_ref().map(|lexicon| lexicon.display().to_string());
        let own = [
            ("data", data),
            ("database_url", self.database_url.clone()),
            ("profile", self.profile.clone()),
            ("lexicon", lexicon),
            ("thesaurus", self.thesaurus.clone()),
        ];
        let mut flags: Vec<(&str, String)> =
            own.into_iter().filter_map(|(name, value)| Some((name, value?))).collect();
        flags.extend(more.iter().cloned());
        Ok(Settings::load(self.config.as_deref(), &flags)?)
    }

    /// Whether somebody named a data folder, by flag or variable.
    pub(super) fn names_data(&self) -> bool {
        self.data.is_some() || std::env::var_os("MATCHER_DATA").is_some_and(|value| !value.is_empty())
    }
}
