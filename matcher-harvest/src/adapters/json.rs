//! Any JSON whose source file says where the records and their fields stand.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::fields::{Leftovers, read_json};
use super::mapped::{Context, JsonRecord, check_path, entry_of, find_all, read_offer};
use super::paging::{Page, next_page};
use super::{Adapter, Parsed, Step, cap_records};
use crate::mapping::{Mapping, Rule};
use crate::payload::Payload;
use crate::problem::{PayloadError, Problems, quote};
use crate::source::Source;

/// JSON by mapping.
pub(super) struct Json;

const EXPECTED: &str = "JSON with the records that the source file describes";

impl Adapter for Json {
    fn name(&self) -> &'static str {
        "json"
    }

    fn needs_mapping(&self) -> bool {
        true
    }

    fn check_mapping(&self, mapping: &Mapping) -> Result<(), String> {
        check_json_mapping(mapping)
    }

    fn next(&self, source: &Source, asked: &Step, payload: &Payload) -> Vec<Step> {
        source.mapping.as_ref().map(|mapping| next_of(mapping, asked, payload)).unwrap_or_default()
    }

    fn parse(&self, payload: &Payload, source: &Source) -> Result<Parsed, PayloadError> {
        let Some(mapping) = &source.mapping else {
            let detail = "no [mapping] says where they stand: name a source file with --source".to_owned();
            return Err(PayloadError::Form { expected: EXPECTED, detail });
        };
        parse_with(mapping, payload, source, EXPECTED)
    }
}

/// Why JSON could not be read by `mapping`.
pub(super) fn check_json_mapping(mapping: &Mapping) -> Result<(), String> {
    if mapping.fields.title.is_empty() {
        return Err("[mapping.fields] needs a title".to_owned());
    }
    mapping.uses_only(&["records", "columns", "error", "pages"])?;
    for path in mapping.records.iter().chain(&mapping.columns).chain(&mapping.error) {
        check_path(path).map_err(|error| format!("records, columns or error: {error}"))?;
    }
    for (field, path) in mapping.paths() {
        check_path(path).map_err(|error| format!("{field}: {error}"))?;
    }
    let mut pages = mapping.pages.iter().flat_map(|pages| pages.next.iter().chain(&pages.total));
    pages.try_for_each(|path| check_path(path).map_err(|error| format!("pages: {error}")))
}

/// The further page that `payload`, the answer to `asked`, leads to.
pub(super) fn next_of(mapping: &Mapping, asked: &Step, payload: &Payload) -> Vec<Step> {
    let Some(rule) = &mapping.pages else { return Vec::new() };
    let Ok(text) = payload.text(EXPECTED, &mut Problems::default()) else { return Vec::new() };
    let Ok(document) = read_document(&text, EXPECTED) else { return Vec::new() };
    let records = find_records(mapping, &document).map_or(0, |records| records.len() as u64);
    let word = |path: &Option<String>| {
        let value = find_all(&document, path.as_deref()?).into_iter().next()?;
        value.as_str().map(str::to_owned).or_else(|| value.is_number().then(|| value.to_string()))
    };
    let page = Page {
        records,
        next: word(&rule.next),
        total: word(&rule.total).and_then(|total| total.parse().ok()),
    };
    next_page(rule, asked, &page, payload.base.as_ref()).into_iter().collect()
}

/// The offers of a JSON payload by `mapping`.
pub(super) fn parse_with(
    mapping: &Mapping,
    payload: &Payload,
    source: &Source,
    expected: &'static str,
) -> Result<Parsed, PayloadError> {
    let mut problems = Problems::default();
    let text = payload.text(expected, &mut problems)?;
    let document = read_document(&text, expected)?;
    drop(text);
    if let Some(error) = mapping.error.as_deref().and_then(|path| reported(&document, path)) {
        return Err(PayloadError::Reported(error));
    }
    let Some(mut records) = find_records(mapping, &document) else {
        let detail = format!("no list at {}; found {}", mapping.records.join(" or "), outline(&document));
        return Err(PayloadError::Form { expected, detail });
    };
    if records.is_empty() {
        return Err(PayloadError::NoRecords);
    }
    note_total(mapping, &document, records.len(), &mut problems);
    cap_records(&mut records, &mut problems);
    let context = Context {
        source,
        fields: &mapping.fields,
        skip: &mapping.skip,
        base: payload.base.as_ref(),
        page: None,
    };
    let read = read_keys(mapping);
    let mut leftovers = Leftovers::default();
    let mut offers = Vec::with_capacity(records.len());
    for (at, (key, value)) in records.into_iter().enumerate() {
        let place = format!("record {}", at + 1);
        if !value.is_object() {
            problems.reject(&place, "not-an-object", format!("found {}", quote(&value.to_string())));
            continue;
        }
        let record = JsonRecord::new(value, key);
        if let Some(offer) = read_offer(&record, &context, at + 1, &mut problems) {
            if let Some(read) = &read {
                leftovers.count(record.unread(read), &offer.external_id);
            }
            offers.push(offer);
        }
    }
    leftovers.report(&mut problems);
    Ok(Parsed { offers, problems: problems.into_vec() })
}

/// One JSON value, or one a line: those count as a list.
fn read_document(text: &str, expected: &'static str) -> Result<Value, PayloadError> {
    let whole = read_json(text, expected);
    if !matches!(whole, Err(PayloadError::Syntax { .. })) {
        return whole;
    }
    let lines = text.trim_start_matches('\u{feff}').lines().map(str::trim).filter(|line| !line.is_empty());
    let values: Option<Vec<Value>> = lines.map(|line| serde_json::from_str(line).ok()).collect();
    match values {
        Some(values) if values.len() > 1 => Ok(Value::Array(values)),
        _ => whole,
    }
}

/// The records of the first path that leads to some; none where no path leads to a list.
fn find_records(mapping: &Mapping, document: &Value) -> Option<Vec<(Option<String>, Value)>> {
    let whole = [String::new()];
    let paths = if mapping.records.is_empty() { &whole[..] } else { &mapping.records };
    let names = mapping.columns.as_deref().map(|path| find_all(document, path));
    let mut empty = None;
    for path in paths {
        let found = find_all(document, path);
        let records: Vec<(Option<String>, Value)> = match found[..] {
            [] => continue,
            // One object in place of a list is one record, if it looks like one.
            [Value::Object(_)] if path.is_empty() && !names_a_record(mapping, document) => continue,
            [Value::Array(items)] => items.iter().map(|item| (None, item.clone())).collect(),
            // «/records/*» of an object: each value with its key.
            _ => with_keys(document, path, &found),
        };
        let records: Vec<_> = match &names {
            Some(names) => records.into_iter().map(|(key, record)| (key, named(record, names))).collect(),
            None => records,
        };
        if !records.is_empty() {
            return Some(records);
        }
        empty = Some(records);
    }
    empty
}

fn names_a_record(mapping: &Mapping, document: &Value) -> bool {
    let rules = mapping.fields.id.iter().chain(&mapping.fields.title);
    rules.flat_map(Rule::paths).any(|path| !find_all(document, path).is_empty())
}

fn with_keys(document: &Value, path: &str, found: &[&Value]) -> Vec<(Option<String>, Value)> {
    let parent = path.strip_suffix("/*").and_then(|parent| match find_all(document, parent)[..] {
        [Value::Object(map)] => Some(map),
        _ => None,
    });
    match parent {
        Some(map) => map.iter().map(|(key, value)| (Some(key.clone()), value.clone())).collect(),
        None => found.iter().map(|value| (None, (*value).clone())).collect(),
    }
}

/// A positional record as an object under the names of its columns.
fn named(record: Value, names: &[&Value]) -> Value {
    let Value::Array(cells) = record else { return record };
    let names = names.iter().map(|name| name.as_str().map_or_else(|| name.to_string(), str::to_owned));
    Value::Object(names.zip(cells).collect::<Map<_, _>>())
}

/// What the service says went wrong; absent, empty, false and zero say that nothing did.
fn reported(document: &Value, path: &str) -> Option<String> {
    let value = find_all(document, path).into_iter().next()?;
    match value {
        Value::Null | Value::Bool(false) => None,
        Value::Number(number) if number.as_f64() == Some(0.0) => None,
        Value::String(text) if text.trim().is_empty() => None,
        Value::String(text) => Some(quote(text)),
        other => Some(quote(&other.to_string())),
    }
}

fn note_total(mapping: &Mapping, document: &Value, here: usize, problems: &mut Problems) {
    let path = mapping.pages.as_ref().and_then(|pages| pages.total.as_deref());
    let total = path.and_then(|path| find_all(document, path).into_iter().next()?.as_u64());
    if total.is_some_and(|total| total > here as u64) {
        let detail = format!("{here} of {} records; the rest is on further pages", total.unwrap_or_default());
        problems.note("payload", "further-pages", detail);
    }
}

/// The keys that some rule reads or the mapping ignores; none where it ignores all that is not read.
fn read_keys(mapping: &Mapping) -> Option<BTreeSet<String>> {
    if mapping.ignore.iter().any(|key| key == "*") {
        return None;
    }
    let in_templates =
        mapping.fields.iter().filter_map(|(_, rule)| rule.template.as_deref()).flat_map(|template| {
            template.split('{').skip(1).filter_map(|part| part.split('}').next()).filter_map(entry_of)
        });
    let in_paths = mapping.paths().filter_map(|(_, path)| entry_of(path));
    Some(in_paths.chain(in_templates).chain(mapping.ignore.iter().cloned()).collect())
}

/// What a document is, in a few words for an error.
fn outline(document: &Value) -> String {
    match document {
        Value::Array(items) => format!("a list of {}", items.len()),
        Value::Object(map) => {
            let keys: Vec<&str> = map.keys().take(8).map(String::as_str).collect();
            format!("an object with {}", quote(&keys.join(", ")))
        }
        other => quote(&other.to_string()),
    }
}
