//! `run`: sources into the store, one after the other, with a report.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;

use comfy_table::{CellAlignment, Table, presets};
use indicatif::{ProgressBar, ProgressStyle};
use matcher_core::model::Sequence;
use matcher_store::{RunOutcome, Store};

use super::{Ending, Failure, RunArgs};
use crate::adapters::find_adapter;
use crate::http::Fetcher;
use crate::payload::Payload;
use crate::pipeline::{harvest, harvest_nothing};
use crate::problem::{Problem, Severity};
use crate::replay;
use crate::report::SourceReport;
use crate::source::Source;

pub(super) async fn run(args: RunArgs) -> Result<Ending, Failure> {
    let named = !args.source.is_empty();
    let sources = if named {
        args.source.iter().map(|name| Source::named(name)).collect::<Result<Vec<_>, _>>()?
    } else {
        Source::shipped()?
    };
    let sources =
        if args.accept_fewer { sources.into_iter().map(accepting_fewer).collect() } else { sources };
    let store = open_store(&args).await?;
    let reading = match &args.replay {
        Some(folder) => Reading::Recorded(folder),
        None => Reading::Live(Fetcher::polite()?),
    };
    let mut reports = Vec::with_capacity(sources.len());
    for source in &sources {
        let bar = progress_bar(source);
        let payloads = match &reading {
            Reading::Recorded(folder) => match recorded(source, folder)? {
                // Of all shipped sources, only those with a recording take part.
                payloads if payloads.is_empty() && !named => continue,
                payloads if payloads.is_empty() => {
                    Err(("no-recording", format!("no file below {} fits its patterns", folder.display())))
                }
                payloads => Ok(payloads),
            },
            Reading::Live(fetcher) => fetch_all(source, fetcher).await,
        };
        let report = match payloads {
            Ok(payloads) => {
                let progress = |done, total| {
                    bar.set_length(total as u64);
                    bar.set_position(done as u64);
                };
                harvest(&store, source, payloads, progress).await?
            }
            Err((code, detail)) => harvest_nothing(&store, source, code, &detail).await?,
        };
        bar.finish_and_clear();
        reports.push(report);
    }
    if let (true, Some(folder)) = (reports.is_empty(), &args.replay) {
        return Err(Failure::NothingToReplay(folder.display().to_string()));
    }
    show(&reports, store.sequence().await?, args.json)?;
    Ok(ending(&reports))
}

/// Believes a source that has shrunk.
fn accepting_fewer(source: Source) -> Source {
    Source { max_drop_percent: 100, ..source }
}

/// Where payloads come from.
enum Reading<'a> {
    Recorded(&'a Path),
    Live(Fetcher),
}

fn ending(reports: &[SourceReport]) -> Ending {
    let all = |outcome| reports.iter().all(|report| report.outcome == outcome);
    if all(RunOutcome::Complete) {
        Ending::Done
    } else if all(RunOutcome::Failed) {
        Ending::Nothing
    } else {
        Ending::InPart
    }
}

async fn open_store(args: &RunArgs) -> Result<Store, Failure> {
    if let Some(url) = &args.database_url {
        return Ok(Store::open(url).await?);
    }
    std::fs::create_dir_all(&args.data)
        .map_err(|error| Failure::DataFolder { folder: args.data.display().to_string(), error })?;
    Ok(Store::open_file(&args.data.join("matcher.sqlite3")).await?)
}

fn recorded(source: &Source, folder: &Path) -> Result<Vec<Payload>, Failure> {
    let cannot_read = |from: &Path| {
        let from = from.display().to_string();
        move |error| Failure::Input { from, error }
    };
    let files = replay::find_files(source, folder).map_err(cannot_read(folder))?;
    files.iter().map(|file| replay::read_file(file, source).map_err(cannot_read(file))).collect()
}

async fn fetch_all(source: &Source, fetcher: &Fetcher) -> Result<Vec<Payload>, (&'static str, String)> {
    let requests = find_adapter(&source.adapter).map(|adapter| adapter.gather(source)).unwrap_or_default();
    let mut payloads = Vec::with_capacity(requests.len());
    for request in requests {
        let fetched = fetcher.fetch(&request).await;
        payloads.push(fetched.map_err(|error| (error.code(), format!("{}: {error}", request.url)))?);
    }
    Ok(payloads)
}

/// Draws on a terminal only.
fn progress_bar(source: &Source) -> ProgressBar {
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("{prefix:20} {wide_bar} {pos}/{len} {elapsed}") {
        bar.set_style(style);
    }
    bar.set_prefix(source.id.to_string());
    bar.tick();
    bar
}

fn show(reports: &[SourceReport], sequence: Sequence, json: bool) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    if json {
        let answer = serde_json::json!({ "sources": reports, "sequence": sequence });
        serde_json::to_writer_pretty(&mut out, &answer)?;
        writeln!(out)?;
        return Ok(());
    }
    let mut table = Table::new();
    table.load_style(presets::UTF8_HORIZONTAL_ONLY);
    table.set_header([
        "source",
        "outcome",
        "added",
        "changed",
        "unchanged",
        "restored",
        "vanished",
        "missing",
        "rejected",
        "problems",
        "ms",
    ]);
    for report in reports {
        table.add_row([
            report.source.to_string(),
            report.outcome.as_str().to_owned(),
            report.added.to_string(),
            report.changed.to_string(),
            report.unchanged.to_string(),
            report.restored.to_string(),
            report.vanished.to_string(),
            report.missing.to_string(),
            report.rejected.to_string(),
            report.problems.len().to_string(),
            report.took_ms.to_string(),
        ]);
    }
    for column in table.column_iter_mut().skip(2) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    writeln!(out, "{table}")?;
    for report in reports {
        if !report.changed_fields.is_empty() {
            let fields: Vec<String> =
                report.changed_fields.iter().map(|(field, count)| format!("{field} {count}")).collect();
            writeln!(out, "{}: fields that differ: {}", report.source, fields.join(", "))?;
        }
        for line in summary(report) {
            writeln!(out, "{line}")?;
        }
    }
    writeln!(out, "store at position {sequence}")?;
    Ok(())
}

/// One line for each code of problem: how often, and the first of them.
fn summary(report: &SourceReport) -> Vec<String> {
    let mut codes: BTreeMap<(std::cmp::Reverse<Severity>, &str), (usize, &Problem)> = BTreeMap::new();
    for problem in &report.problems {
        let key = (std::cmp::Reverse(problem.severity), problem.code.as_str());
        codes.entry(key).or_insert((0, problem)).0 += 1;
    }
    let line = |(count, first): &(usize, &Problem)| match count {
        1 => format!("{}: {first}", report.source),
        _ => format!("{}: {first} — and {} more of this code", report.source, count - 1),
    };
    codes.values().map(line).collect()
}
