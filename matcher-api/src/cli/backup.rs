//! `matcher backup` and `matcher restore`: the whole store in one file, and back.

use std::path::PathBuf;

use clap::Args;

use super::failure::Failure;
use super::place::Place;
use super::{Done, console, reindex};
use crate::state;

/// Write everything stored into one compressed file.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  matcher backup /backups/matcher-2026-11-20.jsonl.gz\n\nSafe while the server runs. The file fits SQLite and PostgreSQL alike."
)]
pub(super) struct Backup {
    /// The file to write; must not exist yet.
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// Read a backup into an empty store.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  matcher restore /backups/matcher-2026-11-20.jsonl.gz --data /srv/fresh\n\nAll of it goes in, or nothing. A store that holds anything is left alone."
)]
pub(super) struct Restore {
    /// The backup.
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

impl Backup {
    pub(super) async fn run(self, place: &Place) -> Result<Done, Failure> {
        let store = state::open_store(&place.filled()?).await?;
        let summary = store.backup(&self.file).await?;
        let file = self.file.display();
        console::print(&format!(
            "{} records, {} log entries and {} harvest runs in {file}",
            summary.records, summary.changes, summary.runs
        ))?;
        Ok(Done::Whole)
    }
}

impl Restore {
    pub(super) async fn run(self, place: &Place) -> Result<Done, Failure> {
        let settings = place.settings()?;
        let store = state::open_store(&settings).await?;
        let summary = store.restore(&self.file).await?;
        // An index left there by another store may look like this one's: positions alone cannot tell.
        reindex::rebuild(&settings, &store).await?;
        console::print(&format!(
            "{} records, {} log entries and {} harvest runs restored and indexed",
            summary.records, summary.changes, summary.runs
        ))?;
        Ok(Done::Whole)
    }
}
