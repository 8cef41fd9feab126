//! What the commands that read judged sets share: the three files, and the whole score's policy and day.

use std::path::PathBuf;

use clap::Args;
use jiff::Zoned;
use jiff::civil::Date;
use matcher_core::evaluate::{FullSetup, Progress};
use matcher_core::lexicon::Lexicon;
use matcher_core::score::Profile;

use super::failure::Failure;
use super::progress::Bar;

/// The files of a judged set.
#[derive(Debug, Args)]
pub(super) struct JudgedFiles {
    /// The documents.
    #[arg(long, value_name = "FILE")]
    pub(super) corpus: PathBuf,
    /// The questions.
    #[arg(long, value_name = "FILE")]
    pub(super) queries: PathBuf,
    /// The judgements.
    #[arg(long, value_name = "FILE")]
    pub(super) qrels: PathBuf,
}

/// What the whole score needs besides.
#[derive(Debug, Args)]
pub(super) struct Policy {
    /// Judgements of eligibility: query id, corpus id, y, n or u.
    #[arg(long, value_name = "FILE")]
    pub(super) eligibility: Option<PathBuf>,
    /// The profile.
    #[arg(long, default_value = "aysen")]
    pub(super) profile: String,
    /// The day; what closed before it is left out. Take an early day where judgements disregard dates.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(super) today: Option<Date>,
}

impl Policy {
    pub(super) fn profile(&self) -> Result<Profile, Failure> {
        Profile::shipped(&self.profile).map_err(|error| Failure::at("the profile", error))
    }

    pub(super) fn setup<'a>(
        &'a self,
        files: &'a JudgedFiles,
        profile: &'a Profile,
        lexicon: &'a Lexicon,
    ) -> FullSetup<'a> {
        FullSetup {
            corpus: &files.corpus,
            queries: &files.queries,
            qrels: &files.qrels,
            eligibility: self.eligibility.as_deref(),
            profile,
            lexicon,
            today: self.today.unwrap_or_else(|| Zoned::now().date()),
        }
    }
}

/// Draws how far an evaluation has come.
pub(super) fn drawn(bar: &Bar) -> impl FnMut(Progress) + '_ {
    |progress| {
        let (Progress::Indexing(done, of) | Progress::Asking(done, of)) = progress;
        bar.set(done as u64, of as u64);
    }
}
