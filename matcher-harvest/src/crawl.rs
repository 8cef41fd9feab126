//! From a source's first request to all its payloads: further pages and single records, within limits.
//!
//! Knows which requests follow which answers; how a request is made is the caller's business.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};

use url::Url;

use crate::adapters::{Part, Request, Step, find_adapter};
use crate::limits::{MAX_DETAILS, MAX_PAGES};
use crate::payload::Payload;
use crate::problem::{PAGES_LEFT, Problem, Problems};
use crate::source::Source;

/// Whether a failed request ends the run of its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loss {
    /// The service says that there is no such thing (404 and its like).
    Absent,
    /// Anything else.
    Failed,
}

/// What a source gave.
#[derive(Debug, Default)]
pub struct Crawled {
    /// Listings in order, then the pages of single records.
    pub payloads: Vec<Payload>,
    /// Pages of records that could not be had, and limits that were met.
    pub problems: Vec<Problem>,
    /// External ids of the records whose own pages were not read, for either reason.
    pub unread: HashSet<String>,
}

impl From<Vec<Payload>> for Crawled {
    fn from(payloads: Vec<Payload>) -> Self {
        Self { payloads, ..Self::default() }
    }
}

/// Fetches everything that `source` asks for, in order, one request at a time.
///
/// A page of a single record that fails is a problem; a further page that is absent ends the listing.
///
/// # Errors
/// The first or a further page of the listing cannot be had: the request, and why not.
pub async fn crawl<E: std::fmt::Display>(
    source: &Source,
    mut fetch: impl AsyncFnMut(&Request) -> Result<Payload, E>,
    loss: impl Fn(&E) -> Loss,
) -> Result<Crawled, (Request, E)> {
    let Some(adapter) = find_adapter(&source.adapter) else { return Ok(Crawled::default()) };
    let mut queue = Queue::new(source);
    for request in adapter.gather(source) {
        queue.push(Step { request, part: Part::Listing });
    }
    let mut crawled = Crawled::default();
    let mut pages = HashSet::new();
    while let Some(step) = queue.pop() {
        let mut payload = match fetch(&step.request).await {
            Ok(payload) => payload,
            Err(error) if step.part != Part::Listing => {
                queue.problems.warn(step.request.url.as_str(), "detail-not-had", error.to_string());
                continue;
            }
            Err(error) if loss(&error) == Loss::Absent && !crawled.payloads.is_empty() => continue,
            Err(error) => return Err((step.request, error)),
        };
        if step.part != Part::Listing {
            payload.page_of = Some(step.request.url.clone());
            payload.external_ids = queue.was_read(&step.request);
        } else if !pages.insert(blake3::hash(&payload.bytes)) {
            queue.problems.warn(
                step.request.url.as_str(),
                "page-repeated",
                "the same page came again: the listing ends here",
            );
            continue;
        }
        for next in adapter.next(source, &step, &payload) {
            queue.push(next);
        }
        crawled.payloads.push(payload);
    }
    (crawled.problems, crawled.unread) = queue.left();
    Ok(crawled)
}

/// What is still to be asked for, each thing once.
struct Queue {
    listings: VecDeque<Step>,
    details: VecDeque<Step>,
    seen: HashSet<Request>,
    /// What the listing calls the records of each page of details that has not been read.
    unread: HashMap<Request, BTreeSet<String>>,
    /// What the source's own request brings along: its key goes to its own service only.
    origin: Request,
    pages_left: usize,
    details_left: usize,
    /// By code, the first address beyond a limit, and how many are.
    beyond: BTreeMap<&'static str, (Url, usize)>,
    problems: Problems,
}

impl Queue {
    fn new(source: &Source) -> Self {
        let mapping = source.mapping.as_ref();
        let pages = mapping.and_then(|mapping| mapping.pages.as_ref()?.limit);
        let details = mapping.and_then(|mapping| mapping.detail.as_ref()?.limit);
        Self {
            listings: VecDeque::new(),
            details: VecDeque::new(),
            seen: HashSet::new(),
            unread: HashMap::new(),
            origin: source.request(),
            pages_left: pages.map_or(MAX_PAGES, |limit| limit.min(MAX_PAGES)),
            details_left: details.map_or(MAX_DETAILS, |limit| limit.min(MAX_DETAILS)),
            beyond: BTreeMap::new(),
            problems: Problems::default(),
        }
    }

    fn push(&mut self, mut step: Step) {
        if self.origin.is_same_service(&step.request.url) {
            step.request.key.clone_from(&self.origin.key);
            step.request.max_bytes = self.origin.max_bytes;
        }
        if let Part::Detail { external_id: Some(external_id) } = &step.part {
            let unread = self.unread.entry(step.request.clone()).or_default();
            unread.insert(external_id.clone());
        }
        if !self.seen.insert(step.request.clone()) {
            return;
        }
        let (left, code, queue) = match step.part {
            Part::Listing => (&mut self.pages_left, PAGES_LEFT, &mut self.listings),
            Part::Detail { .. } => (&mut self.details_left, "details-left", &mut self.details),
        };
        match left.checked_sub(1) {
            Some(fewer) => {
                *left = fewer;
                queue.push_back(step);
            }
            None => self.beyond.entry(code).or_insert((step.request.url, 0)).1 += 1,
        }
    }

    /// What the listing calls the records that the answer to `request` tells of.
    fn was_read(&mut self, request: &Request) -> BTreeSet<String> {
        self.unread.remove(request).unwrap_or_default()
    }

    /// What there is to tell, each limit once, and the records whose pages were not read.
    fn left(mut self) -> (Vec<Problem>, HashSet<String>) {
        for (code, (first, count)) in self.beyond {
            let detail = format!(
                "{count} beyond the most that one run, or the source file, reads; left, this one the first"
            );
            self.problems.note(first.as_str(), code, detail);
        }
        (self.problems.into_vec(), self.unread.into_values().flatten().collect())
    }

    fn pop(&mut self) -> Option<Step> {
        self.listings.pop_front().or_else(|| self.details.pop_front())
    }
}
