//! One round over several sources: read, several at a time, and stored, one report each.
//!
//! Knows neither how sources were chosen nor how reports are shown.

use futures_util::{StreamExt, stream};
use matcher_store::{Store, StoreError};

use crate::pipeline::{begin, finish};
use crate::reading::Reading;
use crate::report::SourceReport;
use crate::source::Source;

/// Hears how far a source has come.
pub trait Watch {
    /// So many of its records are stored.
    fn stored(&self, done: usize, of: usize);
    /// It has ended, well or not.
    fn ended(&self);
}

/// Hears nothing.
impl Watch for () {
    fn stored(&self, _done: usize, _of: usize) {}

    fn ended(&self) {}
}

/// Harvests `sources`, at most `at_once` at a time; the reports come in their order.
///
/// What happens to one source touches no other.
pub async fn round<W: Watch>(
    store: &Store,
    reading: &Reading,
    sources: &[Source],
    at_once: usize,
    watch: impl Fn(&Source) -> W,
) -> Vec<SourceReport> {
    let harvests = sources.iter().enumerate().map(|(place, source)| {
        let watch = &watch;
        async move { (place, one(store, reading, source, &watch(source)).await) }
    });
    let mut reports: Vec<(usize, SourceReport)> =
        stream::iter(harvests).buffer_unordered(at_once.max(1)).collect().await;
    reports.sort_by_key(|(place, _)| *place);
    reports.into_iter().map(|(_, report)| report).collect()
}

async fn one(store: &Store, reading: &Reading, source: &Source, watch: &impl Watch) -> SourceReport {
    let noted = noted(store, reading, source, watch).await;
    watch.ended();
    noted.unwrap_or_else(|error| {
        // The other sources may still be stored.
        let mut report = SourceReport::begin(&source.id);
        report.fail("store-failed", &format!("the run could not be noted: {error}"));
        report
    })
}

async fn noted(
    store: &Store,
    reading: &Reading,
    source: &Source,
    watch: &impl Watch,
) -> Result<SourceReport, StoreError> {
    let begun = begin(store, source).await?;
    let (crawled, asked) = match reading.read(source).await {
        Ok(read) => (Ok(read.crawled), read.asked),
        Err(unread) => (Err(unread), Vec::new()),
    };
    let noted = finish(store, source, begun, crawled, |done, of| watch.stored(done, of)).await;
    if !noted.as_ref().is_ok_and(|report| report.outcome.is_good()) {
        reading.forget(&asked);
    }
    noted.map(|report| SourceReport { not_modified: reading.not_modified(&asked), ..report })
}
