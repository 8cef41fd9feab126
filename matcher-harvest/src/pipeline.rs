//! One source from payloads to stored records: parse, settle, check the count, store, note the run.
//!
//! A payload that cannot be used, or a count that cannot be right, stores nothing. Knows nothing of terminals.

use std::time::Instant;

use matcher_core::model::{Draft, Offer, Origin};
use matcher_store::{Outcome, RunOutcome, Store, StoreError, UpsertOptions};

use crate::adapters::find_adapter;
use crate::limits::STORE_BATCH;
use crate::payload::Payload;
use crate::problem::{PayloadError, Problem, Severity};
use crate::report::SourceReport;
use crate::settle::{merge, settle};
use crate::source::Source;

/// How many runs back the last successful one is looked for.
const RUNS_BACK: u32 = 50;

/// What the payloads of one source amount to.
#[derive(Debug, Default)]
pub struct Gathered {
    /// One draft an external id.
    pub offers: Vec<Draft<Offer>>,
    /// Everything noticed.
    pub problems: Vec<Problem>,
}

/// Parses and settles payloads, in order, and lays them over each other.
///
/// # Errors
/// The first payload that cannot be used.
pub fn gather(source: &Source, payloads: &[Payload]) -> Result<Gathered, PayloadError> {
    let adapter = find_adapter(&source.adapter).ok_or_else(|| PayloadError::Form {
        expected: "a known format",
        detail: format!("no adapter is called {:?}", source.adapter),
    })?;
    let mut problems = Vec::new();
    let mut layers = Vec::with_capacity(payloads.len());
    for payload in payloads {
        let parsed = adapter.parse(payload, source)?;
        let settled = settle(parsed.offers);
        problems.extend(parsed.problems);
        problems.extend(settled.problems);
        layers.push(settled.offers);
    }
    Ok(Gathered { offers: merge(layers), problems })
}

/// Harvests one source out of payloads already fetched, and notes the run in the store.
///
/// `progress` hears how many records are done, of how many.
///
/// # Errors
/// Only when the run itself cannot be noted; everything else stands in the report.
pub async fn harvest(
    store: &Store,
    source: &Source,
    payloads: Vec<Payload>,
    progress: impl Fn(usize, usize),
) -> Result<SourceReport, StoreError> {
    let begun = Instant::now();
    let mut report = SourceReport::begin(&source.id);
    report.payloads = payloads.len();
    let run = store.begin_run(&source.id).await?;
    let owned = source.clone();
    let gathered = tokio::task::spawn_blocking(move || gather(&owned, &payloads)).await;
    match gathered {
        Ok(Ok(gathered)) => take_in(store, source, gathered, &mut report, progress).await?,
        Ok(Err(error)) => report.fail(error.code(), &error.to_string()),
        Err(error) => report.fail("parser-panicked", &format!("the adapter broke down: {error}")),
    }
    report.close();
    report.took_ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
    store.finish_run(&run, report.outcome, &report.for_store()).await?;
    Ok(report)
}

/// Notes a run that got no payload at all.
///
/// # Errors
/// The run cannot be noted.
pub async fn harvest_nothing(
    store: &Store,
    source: &Source,
    code: &str,
    detail: &str,
) -> Result<SourceReport, StoreError> {
    let mut report = SourceReport::begin(&source.id);
    let run = store.begin_run(&source.id).await?;
    report.fail(code, detail);
    store.finish_run(&run, report.outcome, &report.for_store()).await?;
    Ok(report)
}

async fn take_in(
    store: &Store,
    source: &Source,
    gathered: Gathered,
    report: &mut SourceReport,
    progress: impl Fn(usize, usize),
) -> Result<(), StoreError> {
    report.records = gathered.offers.len();
    report.problems = gathered.problems;
    let lost = report.problems.iter().filter(|problem| problem.severity == Severity::Error);
    report.rejected = lost.count() as u64;
    if let Some((code, detail)) = implausible(store, source, report.records).await? {
        report.fail(code, &detail);
        return Ok(());
    }
    if report.records > source.max_records {
        report.problems.push(Problem {
            place: "source".to_owned(),
            code: "more-than-expected".to_owned(),
            detail: format!("{} records, where at most {} were expected", report.records, source.max_records),
            severity: Severity::Warning,
        });
    }
    if let Err(error) = write(store, source, gathered.offers, report, progress).await {
        let done = report.added + report.changed + report.unchanged + report.restored;
        report.fail("store-failed", &format!("{error}; {done} records were stored before"));
    }
    Ok(())
}

async fn write(
    store: &Store,
    source: &Source,
    offers: Vec<Draft<Offer>>,
    report: &mut SourceReport,
    progress: impl Fn(usize, usize),
) -> Result<(), StoreError> {
    let origin = Origin::source(&source.id);
    let total = offers.len();
    let mut done = 0;
    let mut offers = offers.into_iter();
    loop {
        let batch: Vec<_> = offers.by_ref().take(STORE_BATCH).collect();
        if batch.is_empty() {
            return Ok(());
        }
        done += batch.len();
        for upserted in store.upsert(batch, &origin, UpsertOptions::default()).await? {
            *match upserted.outcome {
                Outcome::Added => &mut report.added,
                Outcome::Changed => &mut report.changed,
                Outcome::Unchanged => &mut report.unchanged,
                Outcome::Restored => &mut report.restored,
            } += 1;
        }
        progress(done, total);
    }
}

/// Why this number of records cannot be all the source has; `None` if it may be.
async fn implausible(
    store: &Store,
    source: &Source,
    records: usize,
) -> Result<Option<(&'static str, String)>, StoreError> {
    if records < source.min_records {
        let detail =
            format!("{records} records, where at least {} are expected; nothing stored", source.min_records);
        return Ok(Some(("fewer-than-expected", detail)));
    }
    let runs = store.list_runs(Some(&source.id), None, RUNS_BACK).await?.items;
    let good = |outcome| matches!(outcome, Some(RunOutcome::Complete | RunOutcome::Partial));
    let Some(last) = runs.into_iter().find(|run| good(run.outcome)) else { return Ok(None) };
    let before = last.report.added + last.report.changed + last.report.unchanged + last.report.restored;
    let least = before * u64::from(100 - source.max_drop_percent.min(100)) / 100;
    if (records as u64) < least {
        let detail = format!(
            "{records} records, after {before} the last time: more than {} % fewer; nothing stored",
            source.max_drop_percent
        );
        return Ok(Some(("far-fewer-than-before", detail)));
    }
    Ok(None)
}
