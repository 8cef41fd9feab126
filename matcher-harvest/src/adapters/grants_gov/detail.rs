//! The answer of `fetchOpportunity`: one opportunity, posted (`synopsis`) or announced (`forecast`).

use serde_json::Value;

use super::super::Parsed;
use super::opportunity::Opportunity;
use crate::problem::Problems;
use crate::source::Source;

/// Whether an answer is that of `fetchOpportunity`.
pub(super) fn looks_like(answer: &Value) -> bool {
    let data = answer.get("data").unwrap_or(answer);
    data.get("opportunityTitle").is_some() || data.get("synopsis").is_some_and(Value::is_object)
}

/// The offer of an answer; `answer` reports no error.
pub(super) fn parse(mut answer: Value, source: &Source, mut problems: Problems) -> Parsed {
    let data = answer.get_mut("data").map(Value::take).unwrap_or(answer);
    let empty = Value::Null;
    let synopsis = data.get("synopsis").filter(|value| value.is_object());
    let forecast = data.get("forecast").filter(|value| value.is_object());
    let is_forecast = synopsis.is_none() && forecast.is_some();
    let body = synopsis.or(forecast).unwrap_or(&empty);
    let opportunity = Opportunity {
        id: word(&data, &["id", "opportunityId"])
            .or_else(|| word(body, &["opportunityId"]))
            .unwrap_or_default(),
        title: word(&data, &["opportunityTitle", "title"]).unwrap_or_default(),
        description: word(body, &["synopsisDesc", "forecastDesc"]).unwrap_or_default(),
        agency: word(body, &["agencyName"]).or_else(|| word(data.get("agencyDetails")?, &["agencyName"])),
        posted: word(
            body,
            &["postingDate", "postingDateStr", "estSynopsisPostingDate", "estSynopsisPostingDateStr"],
        ),
        closes: word(
            body,
            &[
                "responseDate",
                "responseDateStr",
                "estApplicationResponseDate",
                "estApplicationResponseDateStr",
            ],
        ),
        closing_words: word(body, &["responseDateDesc", "estApplicationResponseDateDesc"]),
        floor: word(body, &["awardFloor"]),
        ceiling: word(body, &["awardCeiling"]),
        total: word(body, &["estimatedFunding"]),
        instruments: ids(body, "fundingInstruments"),
        categories: ids(body, "fundingActivityCategories"),
        applicants: ids(body, "applicantTypes"),
        eligibility: word(body, &["applicantEligibilityDesc"]),
        more: word(body, &["fundingDescLinkUrl"]),
        is_forecast,
    };
    let offers = opportunity.into_draft("record 1", source, &mut problems).into_iter().collect();
    Parsed { offers, problems: problems.into_vec() }
}

/// The first of `keys` that says something.
fn word(value: &Value, keys: &[&str]) -> Option<String> {
    let text = keys.iter().find_map(|key| match value.get(key)? {
        Value::String(text) => Some(text.clone()).filter(|text| !text.trim().is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    });
    text.filter(|text| text != "null")
}

/// The `id`s of a list of `{id, description}`.
fn ids(value: &Value, key: &str) -> Vec<String> {
    let items = value.get(key).and_then(Value::as_array);
    items.into_iter().flatten().filter_map(|item| item.get("id")?.as_str().map(str::to_owned)).collect()
}
