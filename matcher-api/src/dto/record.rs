//! A stored record as the API shows it: identity, values laid flat, availability and who said what.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use matcher_core::model::{
    Availability, Need, Offer, Origin, Partner, Record, RecordId, RecordKind, Sequence, SourceId, Values,
};
use serde::Serialize;
use utoipa::ToSchema;

/// What every record has besides its values.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecordHead {
    /// Derived from kind, source and external id; stable for ever.
    pub id: RecordId,
    /// Offer, need or partner.
    pub kind: RecordKind,
    /// Where it comes from.
    pub source: SourceId,
    /// What the source calls it.
    pub external_id: String,
    /// Counts the writes of this record, from 1; the `ETag` begins with it.
    pub revision: u64,
    /// Position of the last write in the change log; `index_sequence` of an answer tells whether it was seen.
    pub sequence: Sequence,
    /// First stored.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// Last written.
    #[schema(value_type = String, format = DateTime)]
    pub updated_at: Timestamp,
    /// When it was withdrawn; absent while it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub withdrawn_at: Option<Timestamp>,
    /// Who withdrew it; `source:…` when it has vanished from its source.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub withdrawn_by: Option<Origin>,
    /// By field: who said the value shown, when, and from which sentence.
    pub provenance: BTreeMap<String, FieldProvenance>,
}

/// Which of the two layers a value shown comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum LayerName {
    /// What the source or submitter says; the next harvest replaces it.
    Stated,
    /// What staff say over it; no harvest touches it.
    Editorial,
}

/// The provenance of one field.
#[derive(Debug, Serialize, ToSchema)]
pub struct FieldProvenance {
    /// The layer that holds it.
    pub layer: LayerName,
    /// Who said it: a role or system, never a person.
    pub said_by: Origin,
    /// When it was first recorded with this value.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// The sentence it was read from, where it was read from prose.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote: Option<String>,
}

/// A stored offer.
#[derive(Debug, Serialize, ToSchema)]
pub struct OfferRecord {
    /// Identity and history.
    #[serde(flatten)]
    pub head: RecordHead,
    /// Whether it can be taken up today, in the time zone of the profile; computed when read.
    pub availability: Availability,
    /// The values.
    #[serde(flatten)]
    pub values: Offer,
}

/// A stored need.
#[derive(Debug, Serialize, ToSchema)]
pub struct NeedRecord {
    /// Identity and history.
    #[serde(flatten)]
    pub head: RecordHead,
    /// The values.
    #[serde(flatten)]
    pub values: Need,
}

/// A stored partner.
#[derive(Debug, Serialize, ToSchema)]
pub struct PartnerRecord {
    /// Identity and history.
    #[serde(flatten)]
    pub head: RecordHead,
    /// The values.
    #[serde(flatten)]
    pub values: Partner,
}

/// An offer on its way in.
#[derive(Debug, Serialize, ToSchema)]
pub struct OfferDraft {
    /// The values.
    #[serde(flatten)]
    pub values: Offer,
    /// Where it comes from and how it was read.
    #[serde(flatten)]
    pub identity: DraftIdentity,
}

/// A need on its way in.
#[derive(Debug, Serialize, ToSchema)]
pub struct NeedDraft {
    /// The values.
    #[serde(flatten)]
    pub values: Need,
    /// Where it comes from and how it was read.
    #[serde(flatten)]
    pub identity: DraftIdentity,
}

/// A partner on its way in.
#[derive(Debug, Serialize, ToSchema)]
pub struct PartnerDraft {
    /// The values.
    #[serde(flatten)]
    pub values: Partner,
    /// Where it comes from and how it was read.
    #[serde(flatten)]
    pub identity: DraftIdentity,
}

/// What a record on its way in may say besides its values.
#[derive(Debug, Serialize, ToSchema)]
pub struct DraftIdentity {
    /// Where it comes from; `api` when absent.
    pub source: Option<SourceId>,
    /// What the source calls it: stable from day to day; made here when absent.
    pub external_id: Option<String>,
    /// For values read out of prose: field name → the sentence.
    pub evidence: Option<BTreeMap<String, String>>,
}

/// Values that the API can show as a record.
pub trait Shown: Values {
    /// The shape on the wire.
    type View: Serialize;
    /// Whether the shape says something that changes with the day and not with the record.
    const CHANGES_DAILY: bool;
    /// The path segment under `/v1`.
    const PLURAL: &'static str;

    /// The record as shown on `today`.
    fn view(record: &Record<Self>, today: Date) -> Self::View;
}

impl Shown for Offer {
    type View = OfferRecord;
    const CHANGES_DAILY: bool = true;
    const PLURAL: &'static str = "offers";

    fn view(record: &Record<Self>, today: Date) -> OfferRecord {
        let values = record.effective().into_owned();
        OfferRecord { head: head(record), availability: values.availability(today), values }
    }
}

impl Shown for Need {
    type View = NeedRecord;
    const CHANGES_DAILY: bool = false;
    const PLURAL: &'static str = "needs";

    fn view(record: &Record<Self>, _: Date) -> NeedRecord {
        NeedRecord { head: head(record), values: record.effective().into_owned() }
    }
}

impl Shown for Partner {
    type View = PartnerRecord;
    const CHANGES_DAILY: bool = false;
    const PLURAL: &'static str = "partners";

    fn view(record: &Record<Self>, _: Date) -> PartnerRecord {
        PartnerRecord { head: head(record), values: record.effective().into_owned() }
    }
}

fn head<V: Values>(record: &Record<V>) -> RecordHead {
    let layers = [(LayerName::Stated, &record.stated), (LayerName::Editorial, &record.editorial)];
    let provenance = layers
        .into_iter()
        .flat_map(|(layer, values)| values.stamps.iter().map(move |(field, stamp)| (layer, field, stamp)))
        .map(|(layer, field, stamp)| {
            let stamp = stamp.clone();
            (
                field.clone(),
                FieldProvenance { layer, said_by: stamp.said_by, at: stamp.at, quote: stamp.quote },
            )
        })
        .collect();
    RecordHead {
        id: record.id.clone(),
        kind: V::KIND,
        source: record.source.clone(),
        external_id: record.external_id.clone(),
        revision: record.revision,
        sequence: record.sequence,
        created_at: record.created_at,
        updated_at: record.updated_at,
        withdrawn_at: record.withdrawn_at,
        withdrawn_by: record.withdrawn_by.clone(),
        provenance,
    }
}

/// One page of a list, in the order of ids.
#[derive(Debug, Serialize, ToSchema)]
pub struct Page<T> {
    /// The records.
    pub items: Vec<T>,
    /// How many the filters let through in all.
    pub total: u64,
    /// Give it as `cursor` for the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}
