//! The answer of `search2`: a page of opportunities, each with its dates and little else.

use matcher_core::model::{CooperationKind, Deadline, Draft, MAX_TITLE_CHARS, Offer};
use serde_json::Value;

use super::super::fields::{Fields, Leftovers};
use super::super::{Parsed, cap_records, draft, drop_reversed_opening, localized, offer_of, web_address};
use super::EXPECTED;
use crate::dates::parse_us;
use crate::problem::{PayloadError, Problems, quote};
use crate::source::Source;

/// The key of an opportunity's number.
const ID: &str = "id";

/// The offers of a list; `answer` reports no error.
pub(super) fn parse(answer: &Value, source: &Source, mut problems: Problems) -> Result<Parsed, PayloadError> {
    let data = answer.get("data").unwrap_or(answer);
    let Some(Value::Array(hits)) = data.get("oppHits") else {
        return Err(PayloadError::Form { expected: EXPECTED, detail: "no list data.oppHits".to_owned() });
    };
    if hits.is_empty() {
        return Err(PayloadError::NoRecords);
    }
    note_further_pages(data, hits.len(), &mut problems);
    let mut hits = hits.clone();
    cap_records(&mut hits, &mut problems);
    let kinds = searched_kinds(data);
    let mut leftovers = Leftovers::default();
    let mut offers = Vec::with_capacity(hits.len());
    for (at, hit) in hits.into_iter().enumerate() {
        let Some(mut fields) = Fields::open(hit, format!("record {}", at + 1), &mut problems) else {
            continue;
        };
        if let Some(mut offer) = read_hit(&mut fields, source) {
            offer.values.kinds.clone_from(&kinds);
            offers.push(offer);
            fields.close(&mut leftovers);
        }
    }
    leftovers.report(&mut problems);
    Ok(Parsed { offers, problems: problems.into_vec() })
}

/// What the list calls the opportunity of `hit`.
pub(super) fn external_id_of(hit: &Value) -> Option<String> {
    let id = serde_json::json!({ ID: hit.get(ID)? });
    Fields::open(id, String::new(), &mut Problems::default())?.line(ID)
}

fn note_further_pages(data: &Value, here: usize, problems: &mut Problems) {
    let count = data.get("hitCount").and_then(Value::as_u64).unwrap_or(0);
    let start = data.get("startRecord").and_then(Value::as_u64).unwrap_or(0);
    if count > start + here as u64 {
        let detail = format!(
            "records {} to {} of {count}; the rest is on further pages",
            start + 1,
            start + here as u64
        );
        problems.note("payload", "further-pages", detail);
    }
}

/// A hit does not name its instrument; it is known only if the search asked for grants alone.
fn searched_kinds(data: &Value) -> Option<Vec<CooperationKind>> {
    let asked = data.get("searchParams")?.get("fundingInstruments")?.as_str()?;
    let only_grants = !asked.is_empty() && asked.split('|').all(|code| matches!(code, "G" | "CA"));
    only_grants.then(|| vec![CooperationKind::Grant])
}

fn read_hit(fields: &mut Fields<'_>, source: &Source) -> Option<Draft<Offer>> {
    let Some(id) = fields.line(ID) else {
        fields.reject("missing-id", "a record without id cannot be told from another tomorrow");
        return None;
    };
    fields.called(&id);
    let mut offer = offer_of(source);
    let title = fields.line("title");
    if title.is_none() {
        fields.reject("missing-title", "a record without title says nothing");
        return None;
    }
    let place = fields.place().to_owned();
    let (_, problems) = fields.reporting();
    offer.title = localized(&title?, source.language.as_ref(), MAX_TITLE_CHARS, (&place, "title"), problems);
    offer.url = web_address(
        &format!("https://www.grants.gov/search-results-detail/{id}"),
        None,
        (&place, "url"),
        problems,
    );
    if let Some(agency) = fields.line("agency") {
        offer.publisher = Some(crate::text::cut(&agency, 300).0.to_owned());
    }
    let opens = fields.line("openDate");
    offer.opens = opens.and_then(|text| us_date(fields, "openDate", &text));
    let closes = fields.line("closeDate");
    offer.deadlines = closes
        .and_then(|text| us_date(fields, "closeDate", &text))
        .map(|date| vec![Deadline { date, time: None, time_zone: None, label: None }]);
    offer.forecast = read_status(fields, offer.deadlines.is_some());
    let (_, problems) = fields.reporting();
    drop_reversed_opening(&mut offer, &place, problems);
    // The agency's code, the opportunity's number and the assistance listings say nothing that readers match on.
    fields.ignore(&["agencyCode", "number", "docType", "cfdaList", "alnist"]);
    Some(draft(&source.id, id, offer))
}

fn us_date(fields: &mut Fields<'_>, key: &str, text: &str) -> Option<jiff::civil::Date> {
    let date = parse_us(text).filter(|date| (1990..=2100).contains(&date.year()));
    if date.is_none() {
        fields.warn("date-not-understood", format!("{key} {} is not MM/DD/YYYY", quote(text)));
    }
    date
}

fn read_status(fields: &mut Fields<'_>, has_deadline: bool) -> Option<bool> {
    match fields.line("oppStatus").as_deref() {
        None => None,
        Some("forecasted") => Some(true),
        Some("posted") => Some(false),
        Some(closed @ ("closed" | "archived")) => {
            if !has_deadline {
                fields.warn(
                    "closed-without-date",
                    format!("the source says {closed} but gives no closing date"),
                );
            }
            Some(false)
        }
        Some(other) => {
            let detail = format!("unknown oppStatus {}", quote(other));
            fields.warn("unknown-status", detail);
            None
        }
    }
}
