//! Grants.gov in its three forms: the list of `search2`, the single `fetchOpportunity`, the nightly XML extract.
//!
//! All call an opportunity by its number, so that the single answer lays its texts over the line of the list.

mod codes;
mod detail;
mod extract;
mod hits;
mod opportunity;

use serde_json::Value;

use super::fields::read_json;
use super::paging::with_parameter;
use super::{Adapter, Parsed, Part, Request, Step};
use crate::payload::Payload;
use crate::problem::{PayloadError, Problems, quote};
use crate::source::Source;

/// Grants.gov.
pub(super) struct GrantsGov;

const EXPECTED: &str = "a Grants.gov answer (search2 or fetchOpportunity, JSON) or extract (XML)";

/// The service that answers with one opportunity, beside `search2`.
const SINGLE: &str = "fetchOpportunity";

impl Adapter for GrantsGov {
    fn name(&self) -> &'static str {
        "grants_gov"
    }

    fn usual_source(&self) -> Option<&'static str> {
        Some("grants-gov")
    }

    fn next(&self, _source: &Source, asked: &Step, payload: &Payload) -> Vec<Step> {
        if asked.part != Part::Listing || !asked.request.url.path().ends_with("/search2") {
            return Vec::new();
        }
        let document =
            payload.text(EXPECTED, &mut Problems::default()).and_then(|text| read_json(&text, EXPECTED));
        let Ok(document) = document else { return Vec::new() };
        let data = document.get("data").unwrap_or(&document);
        let Some(listed) = data.get("oppHits").and_then(Value::as_array) else { return Vec::new() };
        let number = |key: &str| data.get(key).and_then(Value::as_u64).unwrap_or(0);
        let next = number("startRecord") + listed.len() as u64;
        let page = (!listed.is_empty() && next < number("hitCount"))
            .then(|| with_parameter(&asked.request, "/startRecordNum", &next.to_string()));
        let singles = listed.iter().filter_map(|hit| single(asked, hit));
        page.flatten().into_iter().chain(singles).collect()
    }

    fn parse(&self, payload: &Payload, source: &Source) -> Result<Parsed, PayloadError> {
        if extract::looks_like(payload) {
            return extract::parse(payload, source);
        }
        let mut problems = Problems::default();
        let text = payload.text(EXPECTED, &mut problems)?;
        let answer = read_json(&text, EXPECTED)?;
        check_error(&answer)?;
        if detail::looks_like(&answer) {
            return Ok(detail::parse(answer, source, problems));
        }
        hits::parse(&answer, source, problems)
    }
}

/// The request for the opportunity of a hit.
fn single(asked: &Step, hit: &Value) -> Option<Step> {
    let id = hit.get("id")?;
    let id: u64 = id.as_u64().or_else(|| id.as_str()?.parse().ok())?;
    let url = asked.request.url.join(SINGLE).ok()?;
    let asked = serde_json::json!({ "opportunityId": id }).to_string();
    Some(Step::detail(Request::post_json(url, asked), hits::external_id_of(hit)))
}

fn check_error(answer: &Value) -> Result<(), PayloadError> {
    let code = answer.get("errorcode").and_then(Value::as_i64).unwrap_or(0);
    if code == 0 {
        return Ok(());
    }
    let message = answer.get("msg").and_then(Value::as_str).unwrap_or("no message");
    Err(PayloadError::Reported(format!("errorcode {code}: {}", quote(message))))
}
