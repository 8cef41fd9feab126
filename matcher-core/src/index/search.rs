//! Search and listing: text, filters, facet counts, pages.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};
use tantivy::DocId;
use tantivy::query::EnableScoring;

use super::error::{IndexError, guarded};
use super::facets::{FacetTotals, SegmentCounts, SegmentFilter};
use super::query;
use super::segment::SegmentView;
use super::snapshot::Snapshot;
use super::top::{Place, Top};
use crate::matching::Filter;
use crate::model::{RecordId, RecordKind, Sequence};

/// Most hits on one page.
pub const MAX_LIMIT: usize = 100;
/// Farthest first hit of a page.
pub const MAX_OFFSET: usize = 10_000;

/// What is searched for.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchRequest {
    /// Among which records.
    pub kind: RecordKind,
    /// Words, in any of the analysed languages; without any, everything that passes is listed.
    pub text: Option<String>,
    /// Only these.
    pub filter: Filter,
    /// Only what has not closed before this day; listings then begin with what closes next.
    pub open_on: Option<Date>,
    /// Only what closes on this day or later.
    pub closes_from: Option<Date>,
    /// Only what closes on this day or earlier.
    pub closes_to: Option<Date>,
    /// Hits to skip, at most [`MAX_OFFSET`].
    pub offset: usize,
    /// Hits to return, at most [`MAX_LIMIT`].
    pub limit: usize,
}

/// One record found.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchHit {
    /// The record.
    pub id: RecordId,
    /// How well its words fit, without upper bound; 0 in a listing.
    pub score: f32,
}

/// A page of records found.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchPage {
    /// How many there are on all pages.
    pub total: usize,
    /// Best first; in a listing what closes next (or, without a day to look from, what closes last).
    pub hits: Vec<SearchHit>,
    /// `theme`, `kind`, `zone`, `country`, `language`, `source`: values with their counts, most frequent
    /// first. Each is counted over what passes all other filters, so that alternatives keep their numbers.
    pub facets: BTreeMap<String, Vec<(String, u64)>>,
    /// How far the index had followed the change log.
    pub sequence: Sequence,
}

impl Snapshot {
    /// Finds records by words and filters.
    ///
    /// # Errors
    /// [`IndexError::Request`] for a page beyond the limits, [`IndexError::Damaged`] for an unreadable index.
    pub fn search(&self, request: &SearchRequest) -> Result<SearchPage, IndexError> {
        if request.limit > MAX_LIMIT || request.offset > MAX_OFFSET {
            return Err(IndexError::Request(format!(
                "a page holds at most {MAX_LIMIT} hits and begins at most {MAX_OFFSET} hits in"
            )));
        }
        guarded(|| Search::new(self, request).run())
    }
}

/// A search under way.
struct Search<'a> {
    snapshot: &'a Snapshot,
    request: &'a SearchRequest,
    days: Days,
    total: usize,
    top: Top,
    facets: FacetTotals,
}

impl<'a> Search<'a> {
    fn new(snapshot: &'a Snapshot, request: &'a SearchRequest) -> Self {
        Self {
            snapshot,
            request,
            days: Days::of(request),
            total: 0,
            top: Top::of(request.offset + request.limit),
            facets: FacetTotals::default(),
        }
    }

    fn run(mut self) -> Result<SearchPage, IndexError> {
        match self.request.text.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
            Some(text) => self.find(text)?,
            None => self.list(),
        }
        self.into_page()
    }

    fn find(&mut self, text: &str) -> Result<(), IndexError> {
        let snapshot = self.snapshot;
        let parts = &snapshot.parts;
        let index = parts.index(self.request.kind);
        let Some(query) = query::typed(parts.fields.terms, text) else { return Ok(()) };
        let scoring = EnableScoring::enabled_from_searcher(&index.searcher);
        let weight = query.weight(scoring).map_err(|error| parts.sort(error))?;
        for (number, segment) in index.segments.iter().enumerate() {
            let mut pass = SegmentPass::over(self, number, segment);
            weight
                .for_each(&segment.reader, &mut |doc, score| pass.take(doc, score))
                .map_err(|error| parts.sort(error))?;
            pass.close();
        }
        Ok(())
    }

    fn list(&mut self) {
        let snapshot = self.snapshot;
        for (number, segment) in snapshot.parts.index(self.request.kind).segments.iter().enumerate() {
            let mut pass = SegmentPass::over(self, number, segment);
            for doc in 0..segment.reader.max_doc() {
                pass.take(doc, 0.0);
            }
            pass.close();
        }
    }

    fn into_page(self) -> Result<SearchPage, IndexError> {
        let parts = &self.snapshot.parts;
        let places = self.top.into_best_first();
        let hits = places
            .iter()
            .skip(self.request.offset)
            .map(|place| {
                let id = parts.document(self.request.kind, place)?.id()?;
                Ok(SearchHit { id, score: place.score })
            })
            .collect::<Result<_, IndexError>>()?;
        let facets = self.facets.into_lists();
        Ok(SearchPage { total: self.total, hits, facets, sequence: parts.sequence })
    }
}

/// One segment's share of a search.
struct SegmentPass<'s, 'a, 'v> {
    search: &'s mut Search<'a>,
    number: u32,
    segment: &'v SegmentView,
    filter: SegmentFilter,
    counts: SegmentCounts<'v>,
}

impl<'s, 'a, 'v> SegmentPass<'s, 'a, 'v> {
    fn over(search: &'s mut Search<'a>, number: usize, segment: &'v SegmentView) -> Self {
        let filter = SegmentFilter::compile(&search.request.filter, &segment.facet_values);
        let counts = SegmentCounts::over(&segment.facet_values);
        Self { search, number: number as u32, segment, filter, counts }
    }

    fn take(&mut self, doc: DocId, score: f32) {
        let once = !self.search.request.filter.every_record;
        if !self.segment.is_alive(doc) || (once && self.segment.is_duplicate(doc)) {
            return;
        }
        let Some(day) = self.search.days.sort_key(self.segment.closes(doc)) else { return };
        let failed = self.filter.failed(self.segment.facets(doc));
        self.counts.add(failed, self.segment.facets(doc));
        if failed != 0 {
            return;
        }
        self.search.total += 1;
        if self.search.top.admits(score) {
            let order = self.segment.order(doc);
            self.search.top.push(Place { score, day, order, segment: self.number, doc });
        }
    }

    fn close(self) {
        self.counts.add_to(&mut self.search.facets);
    }
}

/// The days asked for, as numbers.
struct Days {
    open_on: Option<i64>,
    from: Option<i64>,
    to: Option<i64>,
}

impl Days {
    fn of(request: &SearchRequest) -> Self {
        let number = |day: Option<Date>| day.map(day_number);
        Self {
            open_on: number(request.open_on),
            from: number(request.closes_from),
            to: number(request.closes_to),
        }
    }

    /// Where a document with these closing days stands in a listing, lowest first; none when it is not asked for.
    fn sort_key(&self, closes: impl Iterator<Item = i64>) -> Option<i64> {
        let (mut next, mut last, mut within) = (i64::MAX, None, false);
        for day in closes {
            last = last.max(Some(day));
            if day >= self.open_on.unwrap_or(i64::MIN) {
                next = next.min(day);
                within |= day >= self.from.unwrap_or(i64::MIN) && day <= self.to.unwrap_or(i64::MAX);
            }
        }
        let closed = last.is_some_and(|last| self.open_on.is_some_and(|day| last < day));
        let outside = (self.from.is_some() || self.to.is_some()) && !within;
        if closed || outside {
            return None;
        }
        match self.open_on {
            Some(_) => Some(next),
            None => Some(last.map_or(i64::MAX, |last| -last)),
        }
    }
}

/// Days since 1970-01-01.
pub(super) fn day_number(day: Date) -> i64 {
    i64::from((day - date(1970, 1, 1)).get_days())
}
