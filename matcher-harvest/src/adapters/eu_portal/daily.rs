//! The daily feed: one JSON object with a list `grants`.

use matcher_core::model::{Draft, Offer};
use serde_json::Value;

use super::super::fields::{Fields, Leftovers};
use super::super::{cap_records, draft, web_address};
use super::vocabulary::kind_of_division;
use super::{EXPECTED, Money, Topic, euros, language_of, reject_nameless};
use crate::problem::{PayloadError, Problems, quote};
use crate::source::Source;

pub(super) fn parse(
    document: Value,
    source: &Source,
    problems: &mut Problems,
) -> Result<Vec<Draft<Offer>>, PayloadError> {
    let Value::Object(mut document) = document else {
        return Err(PayloadError::Form { expected: EXPECTED, detail: "not a JSON object".to_owned() });
    };
    let Some(Value::Array(mut grants)) = document.remove("grants") else {
        return Err(PayloadError::Form { expected: EXPECTED, detail: "no list «grants»".to_owned() });
    };
    if grants.is_empty() {
        return Err(PayloadError::NoRecords);
    }
    let announced = document.get("summary").and_then(|summary| summary.get("total")).and_then(Value::as_u64);
    if let Some(total) = announced.filter(|total| *total != grants.len() as u64) {
        let detail = format!("the feed says it holds {total} grants and lists {}", grants.len());
        problems.warn("payload", "count-mismatch", detail);
    }
    cap_records(&mut grants, problems);
    let mut leftovers = Leftovers::default();
    let mut offers = Vec::with_capacity(grants.len());
    for (at, grant) in grants.into_iter().enumerate() {
        let Some(mut fields) = Fields::open(grant, format!("record {}", at + 1), problems) else { continue };
        if let Some(offer) = read_grant(&mut fields, source) {
            offers.push(offer);
            fields.close(&mut leftovers);
        }
    }
    leftovers.report(problems);
    Ok(offers)
}

fn read_grant(fields: &mut Fields<'_>, source: &Source) -> Option<Draft<Offer>> {
    let reference = fields.line("id").unwrap_or_default();
    let Some(identifier) = fields.line("identifier") else {
        reject_nameless(fields, "identifier");
        return None;
    };
    let external_id = external_id(identifier, &reference);
    fields.called(&external_id);
    let Some(title) = fields.line("title") else {
        fields.reject("missing-title", "a record without title says nothing");
        return None;
    };
    let short = fields.line("summary").filter(|summary| *summary != title);
    let call_title = fields.line("callTitle").filter(|call| *call != title);
    let destination = fields.line("destination");
    let mut topic = Topic {
        summary: fields.prose("abstract", str::to_owned),
        language: language_of(&reference),
        opens: fields.line("startDate"),
        deadlines: fields.lines("deadlineDate"),
        status: code_of(fields, "status"),
        action: fields.line("actionType"),
        ..Topic::default()
    };
    let planned = fields.line("plannedOpeningDate");
    topic.opens = topic.opens.take().or(planned);
    read_kind(fields, &mut topic);
    topic.money = read_budget(fields);
    for key in ["frameworkProgrammes", "programmeDivisions"] {
        let codes = codes_of(fields, key);
        topic.kinds.extend(codes.iter().filter_map(|code| kind_of_division(code)));
        topic.theme_codes.extend(codes);
    }
    if is_cascade(&reference) {
        // The title is the parent topic's; the call's own name stands beside it.
        topic.title = call_title.or(short).unwrap_or_else(|| title.clone());
        topic.summary = topic.summary.or((topic.title != title).then_some(title));
        topic.body.extend(destination);
    } else {
        topic.title = title;
        topic.summary = topic.summary.or(short);
        topic.body.extend(call_title);
        topic.body.extend(destination);
    }
    let address = fields.line("url").unwrap_or_default();
    // The search text repeats the other fields; the call's identifier is part of the topic's.
    fields.ignore(&["searchText", "callIdentifier", "deadlineModel"]);
    let mut offer = topic.into_offer(fields, source);
    let (place, problems) = fields.reporting();
    offer.url = web_address(&address, None, (place, "url"), problems);
    Some(draft(&source.id, external_id, offer))
}

/// The topic identifier. Calls that pass EU money on share their parent's identifier: theirs is told apart by number.
fn external_id(identifier: String, reference: &str) -> String {
    if !is_cascade(reference) {
        return identifier;
    }
    let number: String = reference.chars().take_while(char::is_ascii_digit).collect();
    format!("{identifier}#{number}")
}

fn is_cascade(reference: &str) -> bool {
    reference.contains("COMPETITIVE_CALL")
}

fn read_kind(fields: &mut Fields<'_>, topic: &mut Topic) {
    match code_of(fields, "kind").as_deref() {
        // Grant, call for proposals, cascade funding.
        Some("1" | "2" | "8") => topic.is_grant = true,
        None => {}
        Some(other) => {
            let detail = format!("unknown kind of opportunity {}", quote(other));
            fields.note("unknown-kind", detail);
        }
    }
}

fn read_budget(fields: &mut Fields<'_>) -> Money {
    let Some(Value::Object(mut budget)) = fields.value("budget") else { return Money::default() };
    Money {
        min: euros(present(budget.remove("minContributionEur")), "minContributionEur", fields),
        max: euros(present(budget.remove("maxContributionEur")), "maxContributionEur", fields),
        total: euros(present(budget.remove("totalBudgetEur")), "totalBudgetEur", fields),
    }
}

fn present(value: Option<Value>) -> Option<Value> {
    value.filter(|value| !value.is_null())
}

/// The `id` of an `{id, label}` pair.
fn code_of(fields: &mut Fields<'_>, key: &str) -> Option<String> {
    let value = fields.value(key)?;
    let code = value.get("id").and_then(Value::as_str).or_else(|| value.as_str()).map(str::to_owned);
    if code.is_none() {
        fields.warn("wrong-type", format!("{key} should have an id: {}", quote(&value.to_string())));
    }
    code
}

/// The `id`s of a list of `{id, label}` pairs.
fn codes_of(fields: &mut Fields<'_>, key: &str) -> Vec<String> {
    let Some(value) = fields.value(key) else { return Vec::new() };
    let items = value.as_array().map(Vec::as_slice).unwrap_or_default();
    items.iter().filter_map(|item| item.get("id").and_then(Value::as_str)).map(str::to_owned).collect()
}
