//! Which record's word counts, field by field.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::json;

use super::super::*;
use crate::model::{Layer, Offer, Origin, Record, RecordId, RecordKind, Sequence, Stamp, values_from_json};

fn layer(values: serde_json::Value, said_by: &str, at: i64) -> Layer<Offer> {
    let serde_json::Value::Object(fields) = values else { panic!("an object") };
    let stamp = Stamp {
        said_by: said_by.parse::<Origin>().expect("an origin"),
        at: Timestamp::from_second(at).expect("a time"),
        quote: None,
    };
    let stamps: BTreeMap<String, Stamp> = fields.keys().map(|name| (name.clone(), stamp.clone())).collect();
    Layer { values: values_from_json(fields).expect("an offer"), stamps }
}

fn record(source: &str, values: serde_json::Value, at: i64) -> Record<Offer> {
    let id = source.parse().expect("a source");
    Record {
        id: RecordId::derive(RecordKind::Offer, &id, "1"),
        stated: layer(values, &format!("source:{source}"), at),
        source: id,
        external_id: "1".to_owned(),
        editorial: Layer::default(),
        revision: 1,
        created_at: Timestamp::UNIX_EPOCH,
        updated_at: Timestamp::UNIX_EPOCH,
        withdrawn_at: None,
        withdrawn_by: None,
        sequence: Sequence(1),
    }
}

fn ranked(record: &Record<Offer>, standing: Standing) -> Ranked<'_> {
    Ranked { record, standing }
}

fn title(text: &str) -> serde_json::Value {
    json!({ "title": { "es": text } })
}

#[test]
fn the_publisher_stands_before_who_repeats_it_and_staff_before_both() {
    let own = record("own", title("Agua"), 1);
    let mut other = record("other", title("Agua rural para todos"), 9);
    let elected = elect(&[ranked(&other, Standing::Aggregator), ranked(&own, Standing::Publisher)]);
    let choice = &elected.choices["title"];
    assert_eq!((&choice.record, choice.why), (&own.id, Why::Standing));
    assert_eq!(choice.others, std::slice::from_ref(&other.id));
    assert_eq!(elected.values.title, own.stated.values.title);

    other.editorial = layer(title("Agua potable rural"), "staff:urai", 3);
    let elected = elect(&[ranked(&other, Standing::Aggregator), ranked(&own, Standing::Publisher)]);
    assert_eq!(elected.choices["title"].why, Why::Editorial);
    assert_eq!(elected.values.title, other.editorial.values.title);
}

#[test]
fn of_equals_the_fuller_then_the_later_word_counts() {
    let short = record("short", title("Agua"), 9);
    let full = record("full", title("Agua potable rural"), 1);
    let elected = elect(&[ranked(&short, Standing::Unknown), ranked(&full, Standing::Unknown)]);
    assert_eq!(elected.choices["title"].why, Why::Fuller);
    let later = record("later", title("Riego"), 9);
    let elected = elect(&[
        ranked(&record("early", title("Aguas"), 1), Standing::Unknown),
        ranked(&later, Standing::Unknown),
    ]);
    assert_eq!((elected.choices["title"].why, &elected.choices["title"].record), (Why::Recent, &later.id));
}

#[test]
fn dates_come_from_one_record() {
    let own = record("own", json!({ "title": { "es": "Agua" }, "opens": "2026-10-01" }), 1);
    let other = record("other", json!({ "opens": "2026-01-01", "deadlines": [{ "date": "2026-02-01" }] }), 1);
    let elected = elect(&[ranked(&own, Standing::Publisher), ranked(&other, Standing::Aggregator)]);
    assert_eq!(elected.choices["deadlines"].record, other.id);
    assert_eq!(
        elected.choices["opens"].record, other.id,
        "an opening after the closing would be nobody's word"
    );
    assert_eq!(elected.choices["title"].why, Why::OnlyOne);
}

#[test]
fn what_was_withdrawn_counts_only_where_all_is() {
    let mut gone = record("own", title("Agua"), 1);
    gone.withdrawn_at = Some(Timestamp::UNIX_EPOCH);
    let kept = record("other", title("Riego"), 1);
    let both = [ranked(&gone, Standing::Publisher), ranked(&kept, Standing::Aggregator)];
    assert_eq!(elect(&both).choices["title"].record, kept.id);
    assert_eq!(elect(&both[..1]).choices["title"].record, gone.id);
    assert_eq!(elect(&[]), Elected::default());
}
