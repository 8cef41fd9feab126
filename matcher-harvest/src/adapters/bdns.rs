//! Spain's national database of subsidies (BDNS): lists and single calls of its REST service, or a collector's file.

use std::sync::LazyLock;

use serde_json::Value;

use super::fields::read_json;
use super::json::{next_of, parse_with};
use super::mapped::{Context, JsonRecord, external_id_of};
use super::{Adapter, Parsed, Part, Request, Step};
use crate::mapping::Mapping;
use crate::payload::Payload;
use crate::problem::{PayloadError, Problems};
use crate::source::Source;

/// BDNS.
pub(super) struct Bdns;

const EXPECTED: &str = "calls of the BDNS (JSON)";

/// Where the service answers with one call, asked for by its number.
const CALL: &str = "/bdnstrans/api/convocatorias";

static CALLS: LazyLock<Mapping> =
    LazyLock::new(|| toml::from_str(include_str!("bdns.toml")).unwrap_or_default());

impl Adapter for Bdns {
    fn name(&self) -> &'static str {
        "bdns"
    }

    fn usual_source(&self) -> Option<&'static str> {
        Some("es-bdns")
    }

    fn next(&self, source: &Source, asked: &Step, payload: &Payload) -> Vec<Step> {
        if asked.part != Part::Listing {
            return Vec::new();
        }
        let mut steps = next_of(&CALLS, asked, payload);
        steps.extend(single_calls(source, asked, payload));
        steps
    }

    fn parse(&self, payload: &Payload, source: &Source) -> Result<Parsed, PayloadError> {
        parse_with(&CALLS, payload, source, EXPECTED)
    }
}

/// The requests for each call that a list of the service names: the list gives a title and little else.
fn single_calls(source: &Source, asked: &Step, payload: &Payload) -> Vec<Step> {
    let document =
        payload.text(EXPECTED, &mut Problems::default()).and_then(|text| read_json(&text, EXPECTED));
    let Ok(document) = document else { return Vec::new() };
    let Some(rows) = document.get("content").and_then(Value::as_array) else { return Vec::new() };
    let base = payload.base.as_ref();
    let context = Context { source, fields: &CALLS.fields, skip: &[], base, page: None };
    let call = |row: &Value| {
        let number = row.get("numeroConvocatoria")?.as_str()?;
        let mut url = asked.request.url.clone();
        url.set_path(CALL);
        url.query_pairs_mut().clear().append_pair("vpd", "GE").append_pair("numConv", number);
        let name = external_id_of(&JsonRecord::new(row.clone(), None), &context);
        Some(Step::detail(Request::get(url), name))
    };
    rows.iter().filter_map(call).collect()
}

#[cfg(test)]
mod tests {
    use super::super::json::check_json_mapping;
    use super::*;

    #[test]
    fn the_shipped_mapping_is_right() {
        assert!(!CALLS.fields.title.is_empty());
        check_json_mapping(&CALLS).expect("right paths");
    }
}
