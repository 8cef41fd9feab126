//! One source from payloads to stored records: parse, settle, check the count, store, note what is gone and the run.
//!
//! A payload that cannot be used, or a count that cannot be right, stores nothing. Knows nothing of terminals.

use std::collections::HashSet;
use std::time::Instant;

use jiff::{Timestamp, Zoned};
use matcher_core::model::{Draft, Offer, Origin, RecordKind};
use matcher_store::{Listing, RunId, RunOutcome, Store, StoreError, UpsertOptions, Upserted};

use crate::adapters::find_adapter;
use crate::complete::complete;
use crate::crawl::Crawled;
use crate::half_read::without_half_read;
use crate::limits::USUAL_SIZE_RUNS;
use crate::payload::Payload;
use crate::problem::{FURTHER_PAGES, LISTING_INCOMPLETE, PayloadError, Problem, Severity};
use crate::reading::Unread;
use crate::report::{SourceReport, ms_since};
use crate::settle::{merge, settle};
use crate::source::Source;

/// How many runs back good ones are looked for.
const RUNS_BACK: u32 = 50;

/// What the payloads of one source amount to.
#[derive(Debug, Default)]
pub struct Gathered {
    /// One draft an external id.
    pub offers: Vec<Draft<Offer>>,
    /// Everything noticed.
    pub problems: Vec<Problem>,
    /// External ids of the records whose own pages were not read, or say nothing that can be used.
    pub unread: HashSet<String>,
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
    let mut gathered = Gathered::default();
    let mut layers = Vec::with_capacity(payloads.len());
    let listings = payloads.iter().filter(|payload| payload.page_of.is_none()).count();
    for (at, payload) in payloads.iter().enumerate() {
        let mut parsed = match adapter.parse(payload, source) {
            Ok(parsed) => parsed,
            Err(error) => match bearable(&error, payload, at) {
                Some(problem) => {
                    gathered.problems.extend(problem);
                    gathered.unread.extend(payload.external_ids.iter().cloned());
                    continue;
                }
                None => return Err(error),
            },
        };
        if listings > 1 {
            // The further pages are here.
            parsed.problems.retain(|problem| problem.code != FURTHER_PAGES);
        }
        let settled = settle(parsed.offers);
        parsed.problems.extend(settled.problems);
        if payload.page_of.is_some() {
            gathered.unread.extend(lost_page(payload, &mut parsed.problems));
        }
        gathered.problems.extend(parsed.problems);
        layers.push(settled.offers);
    }
    gathered.offers = merge(layers);
    Ok(gathered)
}

/// The records whose page was read in vain: it was rejected. Its problems learn which record they are about, since the
/// listing says so even where the page does not.
fn lost_page(payload: &Payload, problems: &mut [Problem]) -> Vec<String> {
    let mut lost: Vec<&mut Problem> =
        problems.iter_mut().filter(|problem| problem.severity == Severity::Error).collect();
    for problem in &mut lost {
        if problem.external_id.is_none() {
            problem.external_id = payload.external_ids.first().cloned();
        }
    }
    if lost.is_empty() { Vec::new() } else { payload.external_ids.iter().cloned().collect() }
}

/// What to note of a payload that the others can do without: an empty last page, or the page of one record.
fn bearable(error: &PayloadError, payload: &Payload, at: usize) -> Option<Option<Problem>> {
    let page = payload.page_of.as_ref().map(ToString::to_string);
    match (error, page) {
        (PayloadError::NoRecords, None) if at > 0 => Some(None),
        (_, None) => None,
        (error, Some(place)) => {
            let (code, detail) = (error.code().to_owned(), error.to_string());
            Some(Some(Problem { place, external_id: None, code, detail, severity: Severity::Warning }))
        }
    }
}

/// A run that has begun and has no end yet.
#[derive(Debug)]
pub struct Begun {
    run: RunId,
    at: Instant,
}

/// Notes that a run of `source` begins, before anything is asked of its publisher.
///
/// # Errors
/// The run cannot be noted.
pub async fn begin(store: &Store, source: &Source) -> Result<Begun, StoreError> {
    let at = Instant::now();
    store.describe_source(&source.id, &source.description()).await?;
    Ok(Begun { run: store.begin_run(&source.id).await?, at })
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
    crawled: impl Into<Crawled>,
    progress: impl Fn(usize, usize),
) -> Result<SourceReport, StoreError> {
    let begun = begin(store, source).await?;
    finish(store, source, begun, Ok(crawled.into()), progress).await
}

/// Brings a run to its end with what was read of its source, or with why nothing was.
///
/// # Errors
/// As [`harvest`].
pub async fn finish(
    store: &Store,
    source: &Source,
    begun: Begun,
    read: Result<Crawled, Unread>,
    progress: impl Fn(usize, usize),
) -> Result<SourceReport, StoreError> {
    let mut report = SourceReport::begin(&source.id);
    report.stages.fetch_ms = ms_since(begun.at);
    let mut listing = None;
    match read {
        Ok(crawled) => listing = use_payloads(store, source, crawled, &mut report, progress).await?,
        Err(unread) => report.fail(&unread.code, &unread.detail),
    }
    report.close();
    if report.outcome.is_good() {
        warn_of_silence(store, source, &mut report).await?;
    }
    let absences =
        store.finish_run(&begun.run, report.outcome, &report.for_store(), listing.as_ref()).await?;
    report.absent(&absences);
    report.took_ms = ms_since(begun.at);
    Ok(report)
}

async fn use_payloads(
    store: &Store,
    source: &Source,
    crawled: Crawled,
    report: &mut SourceReport,
    progress: impl Fn(usize, usize),
) -> Result<Option<Listing>, StoreError> {
    let Crawled { payloads, problems: met, unread } = crawled;
    report.payloads = payloads.len();
    let owned = source.clone();
    let today = Zoned::now().date();
    let read = move || {
        let begun = Instant::now();
        let mut gathered = gather(&owned, &payloads)?;
        let parse_ms = ms_since(begun);
        complete(&mut gathered.offers, today);
        Ok::<_, PayloadError>((gathered, parse_ms, ms_since(begun) - parse_ms))
    };
    match tokio::task::spawn_blocking(read).await {
        Ok(Ok((mut gathered, parse_ms, extract_ms))) => {
            (report.stages.parse_ms, report.stages.extract_ms) = (parse_ms, extract_ms);
            gathered.problems.splice(0..0, met);
            gathered.unread.extend(unread);
            take_in(store, source, gathered, report, progress).await
        }
        Ok(Err(error)) => {
            report.fail(error.code(), &error.to_string());
            Ok(None)
        }
        Err(error) => {
            report.fail("parser-panicked", &format!("the adapter broke down: {error}"));
            Ok(None)
        }
    }
}

/// Stores what was gathered; what the source lists is the answer when all of it was read and stored.
async fn take_in(
    store: &Store,
    source: &Source,
    gathered: Gathered,
    report: &mut SourceReport,
    progress: impl Fn(usize, usize),
) -> Result<Option<Listing>, StoreError> {
    report.records = gathered.offers.len();
    let listing = listing(source, &gathered);
    report.problems = gathered.problems;
    let lost = report.problems.iter().filter(|problem| problem.severity == Severity::Error);
    report.rejected = lost.count() as u64;
    if let Some((code, detail)) = implausible(store, source, report.records).await? {
        report.fail(code, &detail);
        return Ok(None);
    }
    if report.records > source.max_records {
        let detail =
            format!("{} records, where at most {} were expected", report.records, source.max_records);
        report.warn("more-than-expected", detail);
    }
    let begun = Instant::now();
    let offers = without_half_read(store, gathered.offers, &gathered.unread, report).await?;
    let written = write(store, source, offers, report, progress).await;
    report.stages.store_ms = ms_since(begun);
    if let Err(error) = written {
        let done = report.added + report.changed + report.unchanged + report.restored;
        report.fail("store-failed", &format!("{error}; {done} records were stored before"));
        return Ok(None);
    }
    Ok(listing)
}

/// What the source lists; none when what it does not list may still be there: the list was not read to its end, or it
/// holds a record that could not be stored and that nobody can name.
fn listing(source: &Source, gathered: &Gathered) -> Option<Listing> {
    let vanish_after = source.misses_allowed()?.into();
    if gathered.problems.iter().any(|problem| LISTING_INCOMPLETE.contains(&problem.code.as_str())) {
        return None;
    }
    let read = gathered.offers.iter().map(|offer| Some(offer.external_id.clone()));
    // Of some records only their own page tells, and it may not have been read.
    let unread = gathered.unread.iter().cloned().map(Some);
    let rejected = gathered.problems.iter().filter(|problem| problem.severity == Severity::Error);
    let rejected = rejected.map(|problem| problem.external_id.clone());
    let external_ids = read.chain(unread).chain(rejected).collect::<Option<_>>()?;
    Some(Listing { kind: RecordKind::Offer, external_ids, vanish_after })
}

async fn write(
    store: &Store,
    source: &Source,
    offers: Vec<Draft<Offer>>,
    report: &mut SourceReport,
    progress: impl Fn(usize, usize),
) -> Result<(), StoreError> {
    let origin = Origin::source(&source.id);
    let names: Vec<String> = offers.iter().map(|offer| offer.external_id.clone()).collect();
    let mut unnamed = names.iter();
    // Each batch comes in the order given, and takes no more names than it has records.
    let count = |upserted: Vec<Upserted>| {
        for (upserted, external_id) in upserted.into_iter().zip(&mut unnamed) {
            report.stored(external_id, upserted.outcome, upserted.fields);
        }
        progress(names.len() - unnamed.len(), names.len());
    };
    store.upsert_all(offers, &origin, UpsertOptions::default(), count).await
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
    let drop = u64::from(source.max_drop_percent.min(100));
    let Some(usual) = usual_size(store, source).await? else { return Ok(None) };
    if drop < 100 && records as u64 * 100 <= usual * (100 - drop) {
        let detail = format!(
            "{records} records, where {usual} are usual: {drop} % fewer or worse; nothing stored. \
             If the source has really shrunk, run it once with --accept-fewer"
        );
        return Ok(Some(("far-fewer-than-before", detail)));
    }
    Ok(None)
}

/// The middle size of the last good runs: neither one odd day nor a slow decay sets it.
async fn usual_size(store: &Store, source: &Source) -> Result<Option<u64>, StoreError> {
    let runs = store.list_runs(Some(&source.id), None, RUNS_BACK).await?.items;
    let good = runs.iter().filter(|run| run.outcome.is_some_and(RunOutcome::is_good));
    let mut sizes: Vec<u64> = good.take(USUAL_SIZE_RUNS).map(|run| run.report.listed()).collect();
    sizes.sort_unstable();
    Ok(sizes.get(sizes.len() / 2).copied())
}

/// A source that is read well and has not differed for long has probably stopped being kept.
async fn warn_of_silence(
    store: &Store,
    source: &Source,
    report: &mut SourceReport,
) -> Result<(), StoreError> {
    if report.added + report.changed + report.restored > 0 {
        return Ok(());
    }
    let known = store.harvest_sources().await?;
    let last = known.into_iter().find(|known| known.id == source.id).and_then(|known| known.last_change_at);
    if let Some(days) = last.and_then(|last| source.silent_days(last, Timestamp::now())) {
        let detail = format!(
            "read well, but nothing in it has differed for {days} days; has it moved, or is it kept no more?"
        );
        report.warn("source-quiet", detail);
    }
    Ok(())
}
