//! `matcher import`: a file of records into the store, each bad row named with its line and reasons.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use matcher_core::model::{FieldProblem, Need, Offer, Partner, SourceId};
use matcher_core::score::Profile;
use matcher_store::Store;

use super::failure::Failure;
use super::place::Place;
use super::progress::Bar;
use super::{Done, console, progress};
use crate::config::Settings;
use crate::import::{self, Format, Importable, Load, Loaded};
use crate::intake::Placed;
use crate::state;

/// Import records from a JSON lines, CSV or XLSX file.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  matcher import offers ofertas.csv --source planilla-urai\n  matcher import needs necesidades.xlsx --source comunas --dry-run\n  matcher import partners socios.jsonl\n\nA row that fails is told on standard error with its line and reasons; the others go in. Importing the same file\nagain changes nothing. Columns and formats: docs/import.md."
)]
pub(super) struct Import {
    /// What the file holds.
    #[arg(value_enum)]
    what: What,
    /// The file.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The format, where the extension does not tell.
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// The source of rows that name none: a-z, 0-9 and -.
    #[arg(long, value_name = "SLUG")]
    source: Option<SourceId>,
    /// Check everything, say what would happen, and write nothing.
    #[arg(long)]
    dry_run: bool,
}

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    /// Offers of cooperation.
    Offers,
    /// Needs of territories.
    Needs,
    /// Partners.
    Partners,
}

impl Import {
    pub(super) async fn run(self, place: &Place) -> Result<Done, Failure> {
        let settings = place.settings()?;
        match self.what {
            What::Offers => self.import::<Offer>(&settings).await,
            What::Needs => self.import::<Need>(&settings).await,
            What::Partners => self.import::<Partner>(&settings).await,
        }
    }

    async fn import<V: Importable + Placed>(&self, settings: &Settings) -> Result<Done, Failure> {
        let named = |cause| Failure::at(self.file.display(), cause);
        let format = self.format.map_or_else(|| Format::of(&self.file), Ok).map_err(named)?;
        // Read before the store is opened: a misspelt file name must not leave an empty store behind.
        let rows =
            import::read::<V>(&self.file, format, self.source.as_ref()).map_err(|error| match error {
                import::ImportError::Unreadable { .. } => error.into(),
                error => named(error),
            })?;
        let profile = state::load_profile(&settings.profile)?;
        let store = self.store(settings).await?;
        let total = rows.len();
        let bar = Bar::of("import");
        let loaded = import::load(
            rows,
            &Load {
                store: store.as_ref(),
                profile: &profile,
                dry_run: self.dry_run,
                progress: &|done| bar.set(done as u64, total as u64),
            },
        )
        .await?;
        drop(bar);
        self.report(&loaded, &profile)?;
        if !self.dry_run {
            drop(store);
            progress::open(settings).await.map_err(|failure| match failure {
                Failure::Said(text) => {
                    Failure::new(format!("the rows are stored, but not indexed yet: {text}"))
                }
                gone => gone,
            })?;
        }
        Ok(if loaded.failed.is_empty() { Done::Whole } else { Done::InPart })
    }

    /// The store; none for a dry run over a folder that holds none, which stays as it is.
    async fn store(&self, settings: &Settings) -> Result<Option<Store>, Failure> {
        if self.dry_run && !settings.may_hold_a_store() {
            Ok(None)
        } else {
            Ok(Some(state::open_store(settings).await?))
        }
    }

    fn report(&self, loaded: &Loaded, profile: &Profile) -> Result<(), Failure> {
        for (line, problems) in &loaded.failed {
            console::complain(&complaint(&self.file.display().to_string(), *line, problems));
        }
        let tried = if self.dry_run { " (dry run: nothing was written)" } else { "" };
        let Loaded { added, changed, unchanged, restored, failed } = loaded;
        let restored = if *restored > 0 { format!(", {restored} restored") } else { String::new() };
        console::print(&format!(
            "{added} added, {changed} changed, {unchanged} unchanged{restored}, {} failed; profile {}{tried}",
            failed.len(),
            profile.id
        ))
    }
}

/// `FILE:LINE: /field: what is wrong (code); …`
fn complaint(file: &str, line: u64, problems: &[FieldProblem]) -> String {
    let reasons: Vec<String> = problems.iter().map(|problem| console::plain(&problem.to_string())).collect();
    format!("{file}:{line}: {}", reasons.join("; "))
}
