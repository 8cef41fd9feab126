//! A record on its way in: identity, values and the sentences they were read from, as one flat JSON object.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value};

use super::{FieldProblem, SourceId, Values, read_telling};

/// What import files, adapters and API clients hand over.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Draft<V> {
    /// Where it comes from.
    pub source: SourceId,
    /// What the source calls it: stable from day to day, never a URL with a session or a time in it.
    pub external_id: String,
    /// The values.
    #[serde(flatten)]
    pub values: V,
    /// For values read out of prose: field name → the sentence.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub evidence: BTreeMap<String, String>,
    /// Words under headings of the source's own: read with the record, never part of it.
    #[serde(skip)]
    pub asides: Vec<Aside>,
}

/// What a source keeps under a heading of its own, in its own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aside {
    /// What the heading is about.
    pub topic: AsideTopic,
    /// The words.
    pub text: String,
}

/// What headings of sources are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AsideTopic {
    /// Who may apply.
    Eligibility,
    /// When it closes.
    Deadline,
    /// When it opens.
    Opening,
    /// How much it gives.
    Amount,
}

impl<V> Draft<V> {
    /// Adds words under a heading; blank or repeated ones are left out.
    pub fn add_aside(&mut self, topic: AsideTopic, text: &str) {
        let aside = Aside { topic, text: text.trim().to_owned() };
        if !aside.text.is_empty() && !self.asides.contains(&aside) {
            self.asides.push(aside);
        }
    }
}

impl<V: Values> Draft<V> {
    /// Reads a flat JSON object. `default_source` and `default_id` stand in where the object names none.
    ///
    /// # Errors
    /// Every problem found, each with its pointer: unknown field, wrong type or code, value out of range.
    pub fn from_json(
        value: Value,
        default_source: Option<&SourceId>,
        default_id: Option<&str>,
    ) -> Result<Self, Vec<FieldProblem>> {
        let Value::Object(mut fields) = value else {
            return Err(vec![FieldProblem::new("", "not-an-object", "expected one JSON object")]);
        };
        let mut problems = Vec::new();
        let source = take(&mut fields, "source", &mut problems).or_else(|| default_source.cloned());
        let external_id: Option<String> =
            take(&mut fields, "external_id", &mut problems).or_else(|| default_id.map(str::to_owned));
        let evidence = take(&mut fields, "evidence", &mut problems).unwrap_or_default();
        fields.retain(|_, value| !value.is_null());
        let values: Option<V> = read(fields, &mut problems);
        if source.is_none() && problems.is_empty() {
            problems.push(FieldProblem::new("/source", "missing", "name the source, such as eu-portal"));
        }
        let external_id = external_id.unwrap_or_default();
        check_external_id(&external_id, &mut problems);
        if let Some(values) = &values {
            // A field that could not be read is told once, not also as missing.
            let told: Vec<String> = problems.iter().map(|problem| top(&problem.pointer).to_owned()).collect();
            let ranges = values.validate();
            problems.extend(
                ranges.into_iter().filter(|problem| !told.iter().any(|told| told == top(&problem.pointer))),
            );
        }
        match (source, values) {
            (Some(source), Some(values)) if problems.is_empty() => {
                Ok(Self { source, external_id, values, evidence, asides: Vec::new() })
            }
            _ => Err(problems),
        }
    }
}

fn take<T: serde::de::DeserializeOwned>(
    fields: &mut Map<String, Value>,
    name: &str,
    problems: &mut Vec<FieldProblem>,
) -> Option<T> {
    let value = fields.remove(name).filter(|value| !value.is_null())?;
    serde_json::from_value(value)
        .map_err(|error| problems.push(FieldProblem::new(format!("/{name}"), "invalid", error.to_string())))
        .ok()
}

/// Reads the values of a record, or of one layer of it, from JSON fields; nulls are absent. Ranges are not checked.
///
/// # Errors
/// Every field that is unknown, of a wrong type or with an unknown code, with its pointer.
pub fn values_from_json<V: Values>(mut fields: Map<String, Value>) -> Result<V, Vec<FieldProblem>> {
    fields.retain(|_, value| !value.is_null());
    let mut problems = Vec::new();
    let values = read(fields, &mut problems);
    values.filter(|_| problems.is_empty()).ok_or(problems)
}

/// Most faults of one record that are told.
const MAX_FAULTS: usize = 100;

/// Reads the fields of a record.
fn read<T: serde::de::DeserializeOwned>(
    fields: Map<String, Value>,
    problems: &mut Vec<FieldProblem>,
) -> Option<T> {
    let (values, faults) = read_telling(Value::Object(fields), MAX_FAULTS);
    problems.extend(faults);
    values
}

/// The field of the record that a pointer goes through.
fn top(pointer: &str) -> &str {
    pointer.trim_start_matches('/').split('/').next().unwrap_or_default()
}

fn check_external_id(id: &str, problems: &mut Vec<FieldProblem>) {
    if id.trim().is_empty() || id.len() > 500 || id.contains(char::is_control) {
        problems.push(FieldProblem::new(
            "/external_id",
            if id.trim().is_empty() { "missing" } else { "invalid" },
            "give what the source calls the record: 1 to 500 bytes without control characters",
        ));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::model::Offer;

    fn faults(value: Value) -> Vec<(String, &'static str)> {
        let problems = Draft::<Offer>::from_json(value, None, Some("x")).expect_err("faults");
        problems.into_iter().map(|problem| (problem.pointer, problem.code)).collect()
    }

    #[test]
    fn all_faults_are_told_at_once_and_each_of_them_once() {
        let mut told = faults(json!({
            "source": "urai", "title": 5, "country": "Chile", "amount": {"max": "many", "currency": "EUR"},
            "kinds": ["money"], "opens": "2027-13-01", "co_financing_percent": 300, "url": "no", "prize": 1,
            "summary": {"es": "", "en": "Water"}, "published": "1810-09-18",
        }));
        told.sort();
        let told: Vec<_> = told.iter().map(|(pointer, code)| (pointer.as_str(), *code)).collect();
        let expected = [
            ("/amount/max", "invalid"),
            ("/co_financing_percent", "invalid"),
            ("/country", "invalid"),
            ("/kinds/0", "invalid"),
            ("/opens", "invalid"),
            ("/prize", "unknown-field"),
            ("/published", "date-out-of-range"),
            ("/summary/es", "empty"),
            ("/title", "invalid"),
            ("/url", "invalid"),
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn blanks_are_no_name() {
        let offer = json!({"source": "urai", "external_id": "  ", "title": "Agua"});
        assert_eq!(faults(offer), [("/external_id".to_owned(), "missing")]);
    }
}
