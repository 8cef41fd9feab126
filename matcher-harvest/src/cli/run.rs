//! `run`: which sources, from where, several at a time into the store, and how the whole ended.

use std::collections::HashMap;
use std::path::Path;
use std::time::Instant;

use indicatif::{MultiProgress, ProgressBar, ProgressStyle};
use jiff::Timestamp;
use matcher_store::{RunOutcome, Store};

use super::{Ending, Failure, RunArgs, complain, show};
use crate::due;
use crate::http::{Fetcher, Manners};
use crate::lock::HarvestLock;
use crate::reading::Reading;
use crate::report::{RunSummary, SourceReport, ms_since};
use crate::round::{Watch, round};
use crate::source::Source;

/// Below the data folder: the lock, and what was fetched before.
const FOLDER: &str = "harvest";

pub(super) async fn run(args: RunArgs) -> Result<Ending, Failure> {
    let started_at = Timestamp::now();
    let named = !args.source.is_empty();
    let mut sources = chosen(&args)?;
    let folder = args.data.join(FOLDER);
    std::fs::create_dir_all(&folder)
        .map_err(|error| Failure::DataFolder { folder: folder.display().to_string(), error })?;
    let _lock = lock(&folder)?;
    let store = open_store(&args).await?;
    if args.due {
        sources = due::due(sources, &last_good(&store).await?, started_at);
    }
    let reading = reading(&args, &folder)?;
    if let (false, Reading::Recorded(folder)) = (named, &reading) {
        // Of all shipped sources, only those with a recording take part.
        sources.retain(|source| reading.holds(source));
        if sources.is_empty() && !args.due {
            return Err(Failure::NothingToReplay(folder.display().to_string()));
        }
    }
    let before = store.duplicate_counts().await?;
    let bars = MultiProgress::new();
    let reports = round(&store, &reading, &sources, args.jobs, |source| bars.add(progress_bar(source))).await;
    let looking = Instant::now();
    let duplicates = match store.follow_duplicates().await {
        Ok(counts) => Some(counts.since(before)),
        Err(error) => {
            // What was stored is stored; whoever follows next finds them.
            complain(&format!("warning: duplicates could not be looked for: {error}"));
            None
        }
    };
    let duplicates_ms = ms_since(looking);
    let sequence = store.sequence().await?;
    let finished_at = Timestamp::now();
    let summary =
        RunSummary { started_at, finished_at, sources: reports, duplicates, duplicates_ms, sequence };
    show::show(&summary, args.format())?;
    Ok(ending(&summary.sources))
}

fn chosen(args: &RunArgs) -> Result<Vec<Source>, Failure> {
    let mut sources = Vec::new();
    if args.source.is_empty() {
        sources = Source::shipped()?.into_iter().filter(|source| source.enabled).collect();
    }
    for name in &args.source {
        let source = Source::named(name)?;
        // Naming a source twice reads it once.
        if sources.iter().all(|other| other.id != source.id) {
            sources.push(source);
        }
    }
    if args.accept_fewer {
        for source in &mut sources {
            source.max_drop_percent = 100;
        }
    }
    Ok(sources)
}

fn lock(folder: &Path) -> Result<HarvestLock, Failure> {
    let file = folder.join("lock");
    let taken = HarvestLock::take(&file)
        .map_err(|error| Failure::DataFolder { folder: file.display().to_string(), error })?;
    taken.ok_or_else(|| Failure::AlreadyRunning(file.display().to_string()))
}

async fn open_store(args: &RunArgs) -> Result<Store, Failure> {
    Ok(match &args.database_url {
        Some(url) => Store::open(url).await?,
        None => Store::open_file(&args.data.join("matcher.sqlite3")).await?,
    })
}

async fn last_good(store: &Store) -> Result<HashMap<matcher_core::model::SourceId, Timestamp>, Failure> {
    let known = store.harvest_sources().await?;
    Ok(known.into_iter().filter_map(|source| Some((source.id, source.last_good_at?))).collect())
}

fn reading(args: &RunArgs, folder: &Path) -> Result<Reading, Failure> {
    if let Some(recordings) = &args.replay {
        return Ok(Reading::Recorded(recordings.clone()));
    }
    if args.contact.is_none() {
        complain("warning: publishers cannot ask who reads them; name an address with --contact");
    }
    let cache = Some(folder.join("answers"));
    let manners = Manners { contact: args.contact.clone(), cache, ..Manners::default() };
    Ok(Reading::Live(Box::new(Fetcher::mannered(manners)?)))
}

impl Watch for ProgressBar {
    fn stored(&self, done: usize, of: usize) {
        self.set_length(of as u64);
        self.set_position(done as u64);
    }

    fn ended(&self) {
        self.finish_and_clear();
    }
}

/// Draws on a terminal only.
fn progress_bar(source: &Source) -> ProgressBar {
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("{prefix:20} {wide_bar} {pos}/{len} {elapsed}") {
        bar.set_style(style);
    }
    bar.set_prefix(source.id.to_string());
    bar
}

/// Records that were rejected stand in the report; what failed is a source of which nothing was read.
fn ending(reports: &[SourceReport]) -> Ending {
    let failed = reports.iter().filter(|report| report.outcome == RunOutcome::Failed).count();
    match failed {
        0 => Ending::Done,
        failed if failed == reports.len() => Ending::Nothing,
        _ => Ending::InPart,
    }
}
