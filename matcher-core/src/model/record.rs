//! A stored record: what the source says, what staff say over it, and the two read together.

use std::borrow::Cow;
use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{FieldProblem, Layer, Origin, RecordId, RecordKind, Sequence, SourceId, Stamp};

/// What offers, needs and partners have in common: plain values, every one of which may be absent.
///
/// An absent value must not be serialised: layers are laid over each other field by field.
pub trait Values: Serialize + DeserializeOwned + Clone + Default + PartialEq + Send + Sync + 'static {
    /// The kind of record these values describe.
    const KIND: RecordKind;

    /// Everything wrong with the values; empty when they may be stored.
    fn validate(&self) -> Vec<FieldProblem>;

    /// Tags text of unstated language with what `detect` finds.
    fn settle_languages(&mut self, detect: &dyn Fn(&str) -> Option<super::LanguageTag>);
}

/// A record as the store keeps it.
#[derive(Debug, Clone, PartialEq)]
pub struct Record<V> {
    /// Derived from source and external id.
    pub id: RecordId,
    /// Where it comes from.
    pub source: SourceId,
    /// What the source calls it.
    pub external_id: String,
    /// What the source or submitter says; replaced by the next harvest.
    pub stated: Layer<V>,
    /// What staff say; no harvest touches it.
    pub editorial: Layer<V>,
    /// Counts the writes of this record, from 1.
    pub revision: u64,
    /// First stored.
    pub created_at: Timestamp,
    /// Last written.
    pub updated_at: Timestamp,
    /// Withdrawn (by its source or staff), if so when.
    pub withdrawn_at: Option<Timestamp>,
    /// By whom; its own source, when it has vanished from there.
    pub withdrawn_by: Option<Origin>,
    /// The change-log position of the last write.
    pub sequence: Sequence,
}

/// What a record shows, without who said it: all that an index takes of one.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown<V> {
    /// The record's.
    pub id: RecordId,
    /// The record's.
    pub source: SourceId,
    /// Withdrawn, and so no longer to be found.
    pub withdrawn: bool,
    /// The record's effective values.
    pub values: V,
    /// The change-log position of the record's last write.
    pub sequence: Sequence,
}

impl<V: Values> Record<V> {
    /// What it shows.
    pub fn shown(&self) -> Shown<V> {
        Shown {
            id: self.id.clone(),
            source: self.source.clone(),
            withdrawn: self.withdrawn_at.is_some(),
            values: self.effective().into_owned(),
            sequence: self.sequence,
        }
    }

    /// The values to show and match: editorial where there are any, stated elsewhere.
    pub fn effective(&self) -> Cow<'_, V> {
        if self.editorial.stamps.is_empty() {
            return Cow::Borrowed(&self.stated.values);
        }
        Cow::Owned(overlay(&self.stated.values, &self.editorial.values))
    }

    /// The stamp of every field of [`Record::effective`].
    pub fn provenance(&self) -> BTreeMap<String, Stamp> {
        let mut stamps = self.stated.stamps.clone();
        stamps.extend(self.editorial.stamps.clone());
        stamps
    }
}

/// `under` with every field that `over` fills replaced.
///
/// Both sides came out of the same type, so laying one over the other always reads back.
pub fn overlay<V: Values>(under: &V, over: &V) -> V {
    let (Ok(Value::Object(mut fields)), Ok(Value::Object(top))) =
        (serde_json::to_value(under), serde_json::to_value(over))
    else {
        return under.clone();
    };
    fields.extend(top);
    serde_json::from_value(Value::Object(fields)).unwrap_or_else(|_| under.clone())
}
