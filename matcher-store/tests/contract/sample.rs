//! Records to write: short, and different where a case needs them to be.

use matcher_core::model::{Draft, Need, Offer, Origin, Partner, RecordId, RecordKind, SourceId, Values};
use matcher_store::{Store, UpsertOptions, Upserted};
use serde_json::{Value, json};

pub(crate) fn source(name: &str) -> SourceId {
    name.parse().expect("a source")
}

pub(crate) fn origin(text: &str) -> Origin {
    text.parse().expect("an origin")
}

pub(crate) fn portal() -> Origin {
    origin("source:portal")
}

pub(crate) fn staff() -> Origin {
    origin("staff:urai")
}

/// A draft of the source `portal` with these fields.
pub(crate) fn draft<V: Values>(external_id: &str, fields: Value) -> Draft<V> {
    Draft::from_json(fields, Some(&source("portal")), Some(external_id)).expect("a valid draft")
}

pub(crate) fn offer(external_id: &str) -> Draft<Offer> {
    draft(
        external_id,
        json!({
            "title": {"es": format!("Fondo de agua {external_id}"), "en": "Water fund"},
            "kinds": ["grant"], "themes": ["environment"], "country": "FR",
            "deadlines": [{"date": "2027-03-31"}],
        }),
    )
}

pub(crate) fn titled(external_id: &str, title: &str) -> Draft<Offer> {
    draft(external_id, json!({"title": {"es": title}}))
}

pub(crate) fn need(external_id: &str) -> Draft<Need> {
    draft(
        external_id,
        json!({"title": {"es": "Agua potable rural"}, "territory": "11101", "needed_by": "2027-01-31"}),
    )
}

pub(crate) fn partner(external_id: &str) -> Draft<Partner> {
    draft(external_id, json!({"name": {"fr": "Département"}, "country": "FR", "territory": "FR-34"}))
}

pub(crate) fn id_of(kind: RecordKind, external_id: &str) -> RecordId {
    RecordId::derive(kind, &source("portal"), external_id)
}

pub(crate) fn offer_id(external_id: &str) -> RecordId {
    id_of(RecordKind::Offer, external_id)
}

pub(crate) async fn put<V: Values>(store: &Store, drafts: Vec<Draft<V>>) -> Vec<Upserted> {
    store.upsert(drafts, &portal(), UpsertOptions::default()).await.expect("the drafts are stored")
}

pub(crate) fn patch(fields: Value) -> serde_json::Map<String, Value> {
    match fields {
        Value::Object(fields) => fields,
        other => panic!("{other} is no object"),
    }
}
