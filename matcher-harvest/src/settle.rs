//! From what adapters hand over to what may be stored: languages settled, records checked, doubles resolved.

use std::collections::HashMap;

use matcher_core::model::{Draft, Localized, Offer, Values};
use serde_json::Value;

use crate::language;
use crate::problem::{Problem, Problems};

/// Drafts fit to be stored or imported, and why others are not.
#[derive(Debug, Default)]
pub struct Settled {
    /// One draft for each external id.
    pub offers: Vec<Draft<Offer>>,
    /// Rejected records and doubles.
    pub problems: Vec<Problem>,
    /// How many records were rejected.
    pub rejected: usize,
}

/// Settles the offers of one payload: of two records with one external id the later is kept.
pub fn settle(offers: Vec<Draft<Offer>>) -> Settled {
    let mut problems = Problems::default();
    let mut kept: Vec<Draft<Offer>> = Vec::with_capacity(offers.len());
    let mut places: HashMap<String, usize> = HashMap::with_capacity(offers.len());
    let mut rejected = 0;
    for mut offer in offers {
        leave_out_blanks(&mut offer.values);
        offer.values.settle_languages(&|text| language::detect(text));
        let reasons = check(&offer);
        if !reasons.is_empty() {
            rejected += 1;
            problems.reject_known(&offer.external_id, "invalid-record", reasons);
            continue;
        }
        match places.get(&offer.external_id) {
            Some(at) => {
                let detail = "the payload holds this external id twice; the later record is kept";
                problems.warn(&offer.external_id, "duplicate-id", detail);
                kept[*at] = offer;
            }
            None => {
                places.insert(offer.external_id.clone(), kept.len());
                kept.push(offer);
            }
        }
    }
    Settled { offers: kept, problems: problems.into_vec(), rejected }
}

/// A publisher that fills in a blank has said nothing: that costs it the text, not the offer.
fn leave_out_blanks(offer: &mut Offer) {
    for text in [&mut offer.title, &mut offer.summary, &mut offer.body] {
        text.iter_mut().for_each(Localized::leave_out_blanks);
        text.take_if(|text| text.is_empty());
    }
}

/// What keeps a draft from being stored; empty when nothing does. The very check that an import runs.
fn check(offer: &Draft<Offer>) -> String {
    let reasons = match serde_json::to_value(offer) {
        Ok(value) => Draft::<Offer>::from_json(value, None, None).err().unwrap_or_default(),
        Err(error) => return error.to_string(),
    };
    reasons.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

/// Lays the offers of several payloads of one source over each other, in order: what a later payload states
/// replaces what an earlier one does, except that the longer summary and body are kept.
pub fn merge(payloads: Vec<Vec<Draft<Offer>>>) -> Vec<Draft<Offer>> {
    let mut merged: Vec<Draft<Offer>> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for offer in payloads.into_iter().flatten() {
        match places.get(&offer.external_id) {
            Some(at) => lay_over(&mut merged[*at], offer),
            None => {
                places.insert(offer.external_id.clone(), merged.len());
                merged.push(offer);
            }
        }
    }
    merged
}

fn lay_over(under: &mut Draft<Offer>, over: Draft<Offer>) {
    let longer = |a: Option<Localized>, b: Option<Localized>| {
        let length = |text: &Option<Localized>| text.as_ref().map_or(0, Localized::longest_chars);
        if length(&a) > length(&b) { a } else { b }
    };
    let summary = longer(under.values.summary.take(), over.values.summary.clone());
    let body = longer(under.values.body.take(), over.values.body.clone());
    if let (Ok(Value::Object(mut fields)), Ok(Value::Object(top))) =
        (serde_json::to_value(&under.values), serde_json::to_value(&over.values))
    {
        fields.extend(top);
        if let Ok(values) = serde_json::from_value(Value::Object(fields)) {
            under.values = values;
        }
    }
    under.values.summary = summary;
    under.values.body = body;
    for aside in over.asides {
        under.add_aside(aside.topic, &aside.text);
    }
    under.evidence.extend(over.evidence);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_blank_text_costs_the_text_and_not_the_offer() {
        let draft = |title: Value, body: Value| Draft::<Offer> {
            source: "a-source".parse().expect("a source"),
            external_id: "x".to_owned(),
            values: serde_json::from_value(json!({"title": title, "body": body})).expect("an offer"),
            evidence: Default::default(),
            asides: Vec::new(),
        };
        let settled = settle(vec![draft(json!({"es": "Agua", "en": " "}), json!("\n"))]);
        assert_eq!((settled.offers.len(), settled.rejected), (1, 0), "{:?}", settled.problems);
        let values = &settled.offers[0].values;
        assert_eq!(serde_json::to_value(&values.title).expect("JSON"), json!({"es": "Agua"}));
        assert_eq!(values.body, None);
        assert_eq!(settle(vec![draft(json!({"es": ""}), json!("Texto"))]).rejected, 1, "no title at all");
    }
}
