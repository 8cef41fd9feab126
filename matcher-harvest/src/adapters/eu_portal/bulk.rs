//! The bulk file of open calls: JSON objects one after the other, with or without line breaks between them.
//!
//! Its texts lost the blanks where tags were, and went through UTF-8 twice.

use matcher_core::model::{Draft, Offer};
use serde_json::Value;

use super::super::fields::{Fields, Leftovers, json_depth};
use super::super::{cap_records, draft, web_address};
use super::{EXPECTED, Money, Topic, euros, language_of, reject_nameless};
use crate::limits::MAX_JSON_DEPTH;
use crate::problem::{PayloadError, Problems};
use crate::source::Source;
use crate::text::unglue;

/// Whether the text starts with an object that names a topic.
pub(super) fn looks_like(text: &str) -> bool {
    let start = text.trim_start_matches('\u{feff}').trim_start();
    let mut objects = serde_json::Deserializer::from_str(start).into_iter::<Value>();
    matches!(objects.next(), Some(Ok(Value::Object(first))) if first.contains_key("topicId"))
}

pub(super) fn parse(
    text: &str,
    source: &Source,
    problems: &mut Problems,
) -> Result<Vec<Draft<Offer>>, PayloadError> {
    if json_depth(text) > MAX_JSON_DEPTH {
        return Err(PayloadError::TooDeep { limit: MAX_JSON_DEPTH });
    }
    let mut objects = read_objects(text, problems)?;
    cap_records(&mut objects, problems);
    let mut leftovers = Leftovers::default();
    let mut offers = Vec::with_capacity(objects.len());
    for (at, object) in objects.into_iter().enumerate() {
        let Some(mut fields) = Fields::open(object, format!("record {}", at + 1), problems) else { continue };
        if let Some(offer) = read_topic(&mut fields, source) {
            offers.push(offer);
            fields.close(&mut leftovers);
        }
    }
    leftovers.report(problems);
    Ok(offers)
}

/// Every object of the text. A damaged line is reported and left; a text that breaks off is an error.
fn read_objects(text: &str, problems: &mut Problems) -> Result<Vec<Value>, PayloadError> {
    let text = text.trim_start_matches('\u{feff}');
    let mut objects = Vec::new();
    let mut start = 0;
    loop {
        let mut stream = serde_json::Deserializer::from_str(&text[start..]).into_iter::<Value>();
        let failure = loop {
            match stream.next() {
                Some(Ok(object)) => objects.push(object),
                Some(Err(error)) => break error,
                None => return Ok(objects),
            }
        };
        let at = start + stream.byte_offset();
        let next_line = text[at..].find("\n{").map(|offset| at + offset + 1);
        let Some(next_line) = next_line.filter(|_| !failure.is_eof()) else {
            let detail = format!("{failure}, after {} records", objects.len());
            return Err(PayloadError::Syntax { expected: EXPECTED, detail });
        };
        let line = text[..at].matches('\n').count() + 1;
        problems.reject(&format!("line {line}"), "damaged-line", failure.to_string());
        start = next_line;
    }
}

fn read_topic(fields: &mut Fields<'_>, source: &Source) -> Option<Draft<Offer>> {
    let reference = fields.line("reference").unwrap_or_default();
    let Some(external_id) = fields.line("topicId") else {
        reject_nameless(fields, "topicId");
        return None;
    };
    fields.called(&external_id);
    let Some(title) = fields.line("title") else {
        fields.reject("missing-title", "a record without title says nothing");
        return None;
    };
    let min = fields.value("budgetMin");
    let max = fields.value("budgetMax");
    let money =
        Money { min: euros(min, "budgetMin", fields), max: euros(max, "budgetMax", fields), total: None };
    let call_title = fields.prose("callTitle", str::to_owned).filter(|call| *call != title);
    let body = [
        call_title,
        fields.prose("description", unglue),
        fields.prose("objectives", unglue),
        fields.prose("topicConditions", |text| unglue(text.trim_start_matches(['"', '>']))),
    ];
    let codes = [fields.line("programmeId"), fields.line("cluster")];
    let action = fields.line("typesOfAction");
    let topic = Topic {
        title,
        body: body.into_iter().flatten().collect(),
        language: language_of(&reference),
        deadlines: fields.lines("deadline"),
        status: fields.line("callStatus"),
        is_grant: action.is_some(),
        action,
        theme_codes: codes.into_iter().flatten().collect(),
        money,
        ..Topic::default()
    };
    let addresses = [fields.line("portalUrl"), fields.line("qnaUrl")].map(Option::unwrap_or_default);
    // Support contacts are standing text with mailboxes; stages, keywords and short codes repeat other fields.
    fields.ignore(&[
        "supportInfo",
        "updatesUrl",
        "documentsUrl",
        "stage",
        "keywords",
        "actionType",
        "programme",
        "callIdentifier",
        "expectedGrants",
        "submissionProcedure",
        "deadlineModel",
        "crossCuttingPriorities",
    ]);
    let mut offer = topic.into_offer(fields, source);
    let (place, problems) = fields.reporting();
    offer.url = web_address(&addresses[0], None, (place, "portalUrl"), problems);
    offer.contact_url = web_address(&addresses[1], None, (place, "qnaUrl"), problems);
    Some(draft(&source.id, external_id, offer))
}
