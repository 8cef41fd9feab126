//! The portal's own search service: a page of results, each with lists of values under `metadata`.

use matcher_core::model::{AsideTopic, Draft, Offer};
use serde_json::{Map, Value};

use super::super::fields::{Fields, read_json};
use super::super::paging::with_parameter;
use super::super::{Step, cap_records, draft, web_address};
use super::vocabulary::kind_of_division;
use super::{EXPECTED, Money, Topic, euros, language_of, reject_nameless};
use crate::problem::{FURTHER_PAGES, PayloadError, Problems};
use crate::source::Source;
use crate::text::{clean_prose, without_mailboxes};

/// Where the portal shows a topic.
const TOPIC_PAGE: &str =
    "https://ec.europa.eu/info/funding-tenders/opportunities/portal/screen/opportunities/topic-details/";

/// Whether a document is an answer of the search service.
pub(super) fn looks_like(document: &Value) -> bool {
    let results = document.get("results").and_then(Value::as_array);
    document.get("totalResults").is_some()
        || results.is_some_and(|all| all.iter().any(|one| one.get("metadata").is_some()))
}

/// The request for the page after `document`, the answer to `asked`.
pub(super) fn next_page(text: &str, asked: &Step) -> Option<Step> {
    let document = read_json(text, EXPECTED).ok().filter(looks_like)?;
    let number = |key: &str| document.get(key).and_then(Value::as_u64);
    let (page, size, total) = (number("pageNumber")?, number("pageSize")?, number("totalResults")?);
    let is_empty = document.get("results").and_then(Value::as_array).is_none_or(Vec::is_empty);
    let more = !is_empty && page.saturating_mul(size) < total;
    more.then(|| with_parameter(&asked.request, "pageNumber", &(page + 1).to_string()))?
}

pub(super) fn parse(
    mut document: Value,
    source: &Source,
    problems: &mut Problems,
) -> Result<Vec<Draft<Offer>>, PayloadError> {
    let Some(Value::Array(mut results)) = document.get_mut("results").map(Value::take) else {
        return Err(PayloadError::Form { expected: EXPECTED, detail: "no list «results»".to_owned() });
    };
    if results.is_empty() {
        return Err(PayloadError::NoRecords);
    }
    let total = document.get("totalResults").and_then(Value::as_u64).unwrap_or(0);
    if total > results.len() as u64 {
        let detail = format!("{} of {total} results; the rest is on further pages", results.len());
        problems.note("payload", FURTHER_PAGES, detail);
    }
    cap_records(&mut results, problems);
    let mut offers = Vec::with_capacity(results.len());
    for (at, mut result) in results.into_iter().enumerate() {
        let place = format!("record {}", at + 1);
        let mut values = match result.get_mut("metadata").map(Value::take) {
            Some(Value::Object(values)) => values,
            _ => Map::new(),
        };
        for key in ["reference", "summary"] {
            let own = result.get_mut(key).map(Value::take).filter(|value| !value.is_null());
            if let Some(own) = own {
                values.insert(format!("result {key}"), own);
            }
        }
        let Some(mut fields) = Fields::open(Value::Object(values), place, problems) else { continue };
        offers.extend(read_result(&mut fields, source));
    }
    Ok(offers)
}

fn read_result(fields: &mut Fields<'_>, source: &Source) -> Option<Draft<Offer>> {
    let reference = fields.line("result reference").unwrap_or_default();
    let Some(identifier) = first(fields, "identifier") else {
        reject_nameless(fields, "identifier");
        return None;
    };
    let is_cascade = reference.contains("COMPETITIVE_CALL");
    let number: String = reference.chars().take_while(char::is_ascii_digit).collect();
    let external_id = if is_cascade { format!("{identifier}#{number}") } else { identifier.clone() };
    fields.called(&external_id);
    let call_title = first(fields, "callTitle");
    let Some(title) = first(fields, "title").or_else(|| call_title.clone()) else {
        fields.reject("missing-title", "a record without title says nothing");
        return None;
    };
    let type_code = first(fields, "type");
    let mut body: Vec<String> = call_title.filter(|call| *call != title).into_iter().collect();
    for key in
        ["descriptionByte", "destinationDescription", "furtherInformation", "topicConditions", "duration"]
    {
        body.extend(
            all(fields, key).into_iter().map(|text| clean_prose(&text)).filter(|text| !text.is_empty()),
        );
    }
    let who =
        all(fields, "beneficiaryAdministration").iter().map(|text| clean_prose(text)).collect::<Vec<_>>();
    let who = who.join("\n");
    body.extend(Some(who.clone()).filter(|text| !text.is_empty()));
    let planned = first(fields, "plannedOpeningDate");
    let mut topic = Topic {
        title,
        body,
        language: language_of(&reference),
        opens: first(fields, "startDate").or(planned),
        deadlines: all(fields, "deadlineDate"),
        status: first(fields, "status"),
        action: first(fields, "typesOfAction"),
        is_grant: matches!(type_code.as_deref(), Some("1" | "2" | "8")),
        ..Topic::default()
    };
    for key in ["frameworkProgramme", "programmeDivision", "programmeDivisionProspect"] {
        let codes = all(fields, key);
        topic.kinds.extend(codes.iter().filter_map(|code| kind_of_division(code)));
        topic.theme_codes.extend(codes);
    }
    topic.money = budget(fields, &identifier);
    let mut offer = topic.into_offer(fields, source);
    let (place, problems) = fields.reporting();
    let address = format!("{TOPIC_PAGE}{}", identifier.to_lowercase());
    offer.url = web_address(&address, None, (place, "url"), problems);
    let mut draft = draft(&source.id, external_id, offer);
    draft.add_aside(AsideTopic::Eligibility, &without_mailboxes(&who));
    Some(draft)
}

/// The contributions per project of the actions that name the topic, out of a JSON text inside the JSON.
fn budget(fields: &mut Fields<'_>, identifier: &str) -> Money {
    let Some(overview) = first(fields, "budgetOverview") else { return Money::default() };
    let Ok(overview) = read_json(&overview, EXPECTED) else {
        fields.warn("amount-not-understood", "budgetOverview is no JSON");
        return Money::default();
    };
    let actions = overview.get("budgetTopicActionMap").and_then(Value::as_object);
    let actions = actions.into_iter().flat_map(Map::values).filter_map(Value::as_array).flatten();
    let own = actions.filter(|action| {
        action.get("action").and_then(Value::as_str).is_some_and(|name| name.starts_with(identifier))
    });
    let own: Vec<&Value> = own.collect();
    let mut bound = |key: &str| {
        own.iter()
            .filter_map(|action| {
                euros(action.get(key).filter(|value| !value.is_null()).cloned(), key, fields)
            })
            .collect::<Vec<_>>()
    };
    let (least, most) = (bound("minContribution"), bound("maxContribution"));
    Money { min: least.into_iter().min(), max: most.into_iter().max(), total: None }
}

/// The first of a list of values, or the value itself.
fn first(fields: &mut Fields<'_>, key: &str) -> Option<String> {
    all(fields, key).into_iter().next()
}

/// A list of values, or the value itself as a list of one; blanks left out. Markup stays.
fn all(fields: &mut Fields<'_>, key: &str) -> Vec<String> {
    let items = match fields.value(key) {
        None => return Vec::new(),
        Some(Value::Array(items)) => items,
        Some(other) => vec![other],
    };
    let texts = items.into_iter().filter_map(|item| match item {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    });
    texts.filter(|text| !text.is_empty()).collect()
}
