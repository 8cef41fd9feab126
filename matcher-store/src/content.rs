//! Layers as stored: JSON values by field, the stamps that go with them, and the hash that tells whether they changed.
//!
//! Pure: knows nothing of the database.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use matcher_core::model::{FieldProblem, Origin, Stamp, Values};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::StoreError;

/// Most bytes one layer of a record may take as JSON: 8 MiB.
pub(crate) const MAX_LAYER_BYTES: usize = 8 * 1024 * 1024;

/// Few records take more bytes as JSON.
const USUAL_BYTES: usize = 4_096;

/// One layer in its stored form.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct StoredLayer {
    pub(crate) values: Map<String, Value>,
    pub(crate) stamps: BTreeMap<String, Stamp>,
}

/// Who writes, and when.
#[derive(Clone, Copy)]
pub(crate) struct Saying<'a> {
    pub(crate) by: &'a Origin,
    pub(crate) at: Timestamp,
}

impl StoredLayer {
    /// The layer that says `values` now, after `self` was said before.
    ///
    /// A value that did not change keeps its moment and its speaker; `quotes` are the sentences read, by field.
    pub(crate) fn restated(
        &self,
        values: Map<String, Value>,
        quotes: &BTreeMap<String, String>,
        saying: Saying<'_>,
    ) -> Self {
        let stamps = values
            .iter()
            .map(|(name, value)| {
                let quote = quotes.get(name).cloned();
                let stamp = match self.stamps.get(name) {
                    Some(old) if self.values.get(name) == Some(value) => Stamp { quote, ..old.clone() },
                    _ => Stamp { said_by: saying.by.clone(), at: saying.at, quote },
                };
                (name.clone(), stamp)
            })
            .collect();
        Self { values, stamps }
    }

    /// The fields that came, went or differ from `self` to `after`, in value or in the sentence quoted.
    pub(crate) fn differences(&self, after: &Self) -> Vec<String> {
        let quote = |layer: &Self, name: &str| layer.stamps.get(name).and_then(|stamp| stamp.quote.clone());
        let names: BTreeSet<&String> = self.values.keys().chain(after.values.keys()).collect();
        names
            .into_iter()
            .filter(|name| {
                self.values.get(*name) != after.values.get(*name) || quote(self, name) != quote(after, name)
            })
            .cloned()
            .collect()
    }

    /// The hash of what is said, apart from when and by whom.
    pub(crate) fn hash(&self) -> Result<String, StoreError> {
        let quotes: BTreeMap<&str, &str> = self
            .stamps
            .iter()
            .filter_map(|(name, stamp)| Some((name.as_str(), stamp.quote.as_deref()?)))
            .collect();
        hash(&json(&self.values)?, &quotes)
    }

    pub(crate) fn to_json(&self) -> Result<String, StoreError> {
        stated(&json(&self.values)?, &json(&self.stamps)?)
    }
}

/// A layer as JSON, from its parts in JSON.
pub(crate) fn stated(values: &str, stamps: &str) -> Result<String, StoreError> {
    let text = [r#"{"values":"#, values, r#","stamps":"#, stamps, "}"].concat();
    if text.len() > MAX_LAYER_BYTES {
        let detail = format!("the record takes {} bytes, at most {MAX_LAYER_BYTES} are kept", text.len());
        return Err(StoreError::Invalid(vec![FieldProblem::new("", "too-large", detail)]));
    }
    Ok(text)
}

/// The stamps of a record first said, in JSON, but for who says it and when, which all of them share.
pub(crate) struct Stamping {
    /// Names of fields and sentences quoted.
    text: String,
    /// Where in it stands who says it and when.
    gaps: Vec<usize>,
}

impl Stamping {
    /// For these fields, of which some are quoted.
    pub(crate) fn of<'f>(
        fields: impl Iterator<Item = &'f String>,
        quotes: &BTreeMap<String, String>,
    ) -> Result<Self, StoreError> {
        let mut text = "{".to_owned();
        let mut gaps = Vec::new();
        for field in fields {
            if !gaps.is_empty() {
                text.push(',');
            }
            text.push_str(&json(field)?);
            text.push(':');
            gaps.push(text.len());
            if let Some(quote) = quotes.get(field) {
                text.push_str(r#","quote":"#);
                text.push_str(&json(quote)?);
            }
            text.push('}');
        }
        text.push('}');
        Ok(Self { text, gaps })
    }

    /// The stamps as `saying` gives them.
    pub(crate) fn stamps(&self, saying: Saying<'_>) -> Result<String, StoreError> {
        let stamp = json(&Stamp { said_by: saying.by.clone(), at: saying.at, quote: None })?;
        // A quote goes before its end.
        let stamp = stamp.trim_end_matches('}');
        let mut stamps = String::with_capacity(self.text.len() + self.gaps.len() * stamp.len());
        let mut done = 0;
        for gap in &self.gaps {
            stamps.push_str(&self.text[done..*gap]);
            stamps.push_str(stamp);
            done = *gap;
        }
        stamps.push_str(&self.text[done..]);
        Ok(stamps)
    }
}

/// The hash by which an unchanged draft is known without reading the record: BLAKE3, hexadecimal.
///
/// Of the pair of both in JSON; the values come serialised.
pub(crate) fn hash(values: &str, quotes: &BTreeMap<&str, &str>) -> Result<String, StoreError> {
    let mut hasher = blake3::Hasher::new();
    for part in ["[", values, ",", &json(quotes)?, "]"] {
        hasher.update(part.as_bytes());
    }
    Ok(hasher.finalize().to_hex().to_string())
}

/// The fields that `values` fill.
pub(crate) fn fields<V: Values>(values: &V) -> Result<Map<String, Value>, StoreError> {
    match serde_json::to_value(values) {
        Ok(Value::Object(fields)) => Ok(fields),
        Ok(_) => Err(unserialisable("values that are not an object")),
        Err(error) => Err(unserialisable(&error.to_string())),
    }
}

pub(crate) fn json(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| unserialisable(&error.to_string()))
}

/// As [`json`], of the values of a record: there is room for most of them from the beginning.
pub(crate) fn values_json(values: &Map<String, Value>) -> Result<String, StoreError> {
    let mut bytes = Vec::with_capacity(USUAL_BYTES);
    let written = serde_json::to_writer(&mut bytes, values).map_err(|error| error.to_string());
    let text = written.and_then(|()| String::from_utf8(bytes).map_err(|error| error.to_string()));
    text.map_err(|error| unserialisable(&error))
}

fn unserialisable(detail: &str) -> StoreError {
    StoreError::Invalid(vec![FieldProblem::new("", "not-json", detail)])
}

/// The fields to show and match: `over` where it says something, `under` elsewhere.
pub(crate) fn overlay(under: &Map<String, Value>, over: &Map<String, Value>) -> Map<String, Value> {
    let mut fields = under.clone();
    fields.extend(over.iter().map(|(name, value)| (name.clone(), value.clone())));
    fields
}

/// Now, as precisely as the store keeps it: to the millisecond.
pub(crate) fn now() -> Timestamp {
    from_ms(Timestamp::now().as_millisecond())
}

/// A moment from milliseconds since 1970; moments outside jiff's years are cut to its ends.
pub(crate) fn from_ms(ms: i64) -> Timestamp {
    Timestamp::from_millisecond(ms).unwrap_or(if ms < 0 { Timestamp::MIN } else { Timestamp::MAX })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stamps_put_together_are_those_serialised() {
        let quotes = BTreeMap::from([("body".to_owned(), "«Sí»,\n\"yes\" }".to_owned())]);
        let said_by = "source:bench".parse().expect("an origin");
        let saying = Saying { by: &said_by, at: now() };
        for fields in [&["body", "title"][..], &["title"], &["body"], &[]] {
            let values: Map<String, Value> =
                fields.iter().map(|field| ((*field).to_owned(), Value::Bool(true))).collect();
            let stamping = Stamping::of(values.keys(), &quotes).expect("serialises");
            let layer = StoredLayer::default().restated(values, &quotes, saying);
            let stamps = json(&layer.stamps).expect("serialises");
            assert_eq!(stamping.stamps(saying).expect("serialises"), stamps);
        }
    }
}
