//! Adapters: one per format, each turning a payload into drafts of offers and problems, never all-or-nothing.
//!
//! An adapter knows its format and nothing of HTTP, files, the store or the clock.

mod bdns;
mod eu_portal;
mod feed;
mod fields;
mod grants_gov;
mod html;
mod iati;
mod identity;
mod json;
mod mapped;
mod oai_pmh;
mod paging;
mod request;
mod sitemap;
mod table;
mod utf8_stream;
mod wordpress;
mod xml;

use matcher_core::model::{Draft, LanguageTag, Localized, Offer, SourceId};
use url::Url;

use crate::limits::MAX_RECORDS;
use crate::mapping::Mapping;
use crate::payload::Payload;
use crate::problem::{PayloadError, Problem, Problems};
use crate::source::Source;
use crate::text;

pub(crate) use request::is_json;
pub use request::{KeyHeader, Post, Request};

/// Which part of a source a request asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// A list of records, or a page of one: without it the harvest is not whole.
    Listing,
    /// One record: without it that record says less.
    Detail {
        /// What the listing calls the record; none where it cannot be named.
        external_id: Option<String>,
    },
}

/// A request with what it is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What to fetch.
    pub request: Request,
    /// What for.
    pub part: Part,
}

impl Step {
    /// A further page of a listing, by GET.
    fn page(url: Url) -> Self {
        Self { request: Request::get(url), part: Part::Listing }
    }

    /// What is to be read of the record that the listing calls `external_id`.
    const fn detail(request: Request, external_id: Option<String>) -> Self {
        Self { request, part: Part::Detail { external_id } }
    }
}

/// What came out of one payload.
#[derive(Debug, Default)]
pub struct Parsed {
    /// The offers, in the payload's order.
    pub offers: Vec<Draft<Offer>>,
    /// Everything noticed on the way.
    pub problems: Vec<Problem>,
}

/// Reads one format.
pub trait Adapter: Sync {
    /// Its name, as source files write it.
    fn name(&self) -> &'static str;

    /// The shipped source that stands in where none is named.
    fn usual_source(&self) -> Option<&'static str> {
        None
    }

    /// What to fetch for `source`, in order.
    fn gather(&self, source: &Source) -> Vec<Request> {
        vec![source.request()]
    }

    /// What else to fetch, having seen `payload`, the answer to `asked`: further pages, single records.
    fn next(&self, _source: &Source, _asked: &Step, _payload: &Payload) -> Vec<Step> {
        Vec::new()
    }

    /// Whether a source file must say where the fields stand.
    fn needs_mapping(&self) -> bool {
        false
    }

    /// Why this adapter could not follow `mapping`.
    ///
    /// # Errors
    /// The first path that is none, with its field; or that the adapter takes no mapping at all.
    fn check_mapping(&self, _mapping: &Mapping) -> Result<(), String> {
        Err(format!("the adapter {} knows its format and takes no mapping", self.name()))
    }

    /// Reads a payload. Every value of it is used, ignored on purpose, or signalled as a problem.
    ///
    /// # Errors
    /// The payload as a whole is empty, cut short, damaged or something else; nothing of it is to be used.
    fn parse(&self, payload: &Payload, source: &Source) -> Result<Parsed, PayloadError>;
}

const ADAPTERS: &[&dyn Adapter] = &[
    &bdns::Bdns,
    &eu_portal::EuPortal,
    &feed::Feed,
    &grants_gov::GrantsGov,
    &html::Html,
    &iati::Iati,
    &json::Json,
    &oai_pmh::OaiPmh,
    &sitemap::Sitemap,
    &table::Table,
    &wordpress::WordPress,
];

/// The names of all adapters.
pub fn names() -> Vec<&'static str> {
    ADAPTERS.iter().map(|adapter| adapter.name()).collect()
}

/// The adapter called `name`.
pub fn find_adapter(name: &str) -> Option<&'static dyn Adapter> {
    ADAPTERS.iter().copied().find(|adapter| adapter.name() == name)
}

/// An offer with what the source file says of all its offers.
fn offer_of(source: &Source) -> Offer {
    Offer {
        publisher: source.publisher.clone(),
        publisher_kind: source.publisher_kind,
        country: source.country.clone(),
        territory: source.territory.clone(),
        kinds: source.kinds.clone(),
        themes: source.themes.clone(),
        languages: source.apply_in.clone(),
        ..Offer::default()
    }
}

fn draft(source: &SourceId, external_id: String, values: Offer) -> Draft<Offer> {
    Draft {
        source: source.clone(),
        external_id,
        values,
        evidence: std::collections::BTreeMap::new(),
        asides: Vec::new(),
    }
}

/// Rejects a record for the reason given as code and words: by its external id where that is known.
fn lost(known: Option<String>, place: &str, (code, detail): (&str, &str), problems: &mut Problems) {
    match known {
        Some(external_id) => problems.reject_known(&external_id, code, detail),
        None => problems.reject(place, code, detail),
    }
}

/// `text` in `language`, cut to `max_chars` with a problem; none when nothing is left of it.
fn localized(
    text: &str,
    language: Option<&LanguageTag>,
    max_chars: usize,
    (place, field): (&str, &str),
    problems: &mut Problems,
) -> Option<Localized> {
    let text = text::without_mailboxes(text);
    let (text, was_cut) = text::cut(&text, max_chars);
    if was_cut {
        problems.warn(place, "text-cut", format!("{field} cut to {max_chars} characters"));
    }
    let language = language.cloned().unwrap_or_else(LanguageTag::undetermined);
    (!text.is_empty()).then(|| Localized::new(language, text))
}

/// An http or https address, resolved against `base` when relative; none with a problem otherwise.
fn web_address(
    address: &str,
    base: Option<&Url>,
    (place, field): (&str, &str),
    problems: &mut Problems,
) -> Option<Url> {
    // Some services put a blank behind every colon.
    let address = address.trim().replacen(": //", "://", 1);
    let address = address.as_str();
    if address.is_empty() {
        return None;
    }
    let resolved = match Url::parse(address) {
        Err(url::ParseError::RelativeUrlWithoutBase) => match base {
            Some(base) => base.join(address),
            None => Err(url::ParseError::RelativeUrlWithoutBase),
        },
        other => other,
    };
    let quoted = crate::problem::quote(address);
    match resolved {
        Ok(url) if matches!(url.scheme(), "http" | "https") && url.as_str().len() <= 2_000 => Some(url),
        Ok(_) => {
            problems.warn(place, "address-not-web", format!("{field} {quoted} is not a usable http address"));
            None
        }
        Err(url::ParseError::RelativeUrlWithoutBase) => {
            let detail = format!("{field} {quoted} is relative and the payload's own address is not known");
            problems.warn(place, "address-relative", detail);
            None
        }
        Err(error) => {
            problems.warn(place, "address-invalid", format!("{field} {quoted}: {error}"));
            None
        }
    }
}

/// Drops an opening date after the last deadline: one of the two is wrong, and the deadline matters more.
fn drop_reversed_opening(offer: &mut Offer, place: &str, problems: &mut Problems) {
    let last = offer.deadlines.iter().flatten().map(|deadline| deadline.date).max();
    if let (Some(opens), Some(last)) = (offer.opens, last)
        && opens > last
    {
        problems.warn(
            place,
            "dates-reversed",
            format!("opens {opens}, after the last deadline {last}; left out"),
        );
        offer.opens = None;
    }
}

/// Leaves the records beyond [`MAX_RECORDS`], with a problem.
fn cap_records<T>(records: &mut Vec<T>, problems: &mut Problems) {
    if records.len() > MAX_RECORDS {
        let left = records.len() - MAX_RECORDS;
        problems.warn(
            "payload",
            "too-many-records",
            format!("{left} records beyond {MAX_RECORDS} were left"),
        );
        records.truncate(MAX_RECORDS);
    }
}
