//! A JSON object read key by key, so that what nobody read can be signalled.
//!
//! Values come out clean: damaged encodings mended, character references decoded, blanks in order.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::problem::{PayloadError, Problems, quote};
use crate::text::{decode_entities, mend_double_utf8, one_line, paragraphs};

/// The keys nobody read, counted over a payload: one problem a key, not one a record.
#[derive(Default)]
pub(super) struct Leftovers(BTreeMap<String, (usize, String)>);

impl Leftovers {
    /// Counts the keys of one record.
    pub(super) fn count<'k>(&mut self, keys: impl IntoIterator<Item = &'k str>, place: &str) {
        for key in keys {
            self.0.entry(key.to_owned()).or_insert_with(|| (0, place.to_owned())).0 += 1;
        }
    }

    /// One note for each key that no record's reader knew.
    pub(super) fn report(self, problems: &mut Problems) {
        for (key, (count, first)) in self.0 {
            let detail = format!("{count} records have a key {} that the adapter does not know", quote(&key));
            problems.note(&first, "unknown-key", detail);
        }
    }
}

/// One JSON object.
pub(super) struct Fields<'a> {
    map: Map<String, Value>,
    place: String,
    /// Whether the place is the record's external id.
    is_named: bool,
    problems: &'a mut Problems,
}

impl<'a> Fields<'a> {
    /// Reads `value`; `place` names the record until it has an id. `None`, with a problem, if it is no object.
    pub(super) fn open(value: Value, place: String, problems: &'a mut Problems) -> Option<Self> {
        match value {
            Value::Object(map) => Some(Self { map, place, is_named: false, problems }),
            other => {
                problems.reject(&place, "not-an-object", format!("found {}", quote(&other.to_string())));
                None
            }
        }
    }

    /// The record's external id, and so its name in problems from now on.
    pub(super) fn called(&mut self, external_id: &str) {
        external_id.clone_into(&mut self.place);
        self.is_named = true;
    }

    pub(super) fn place(&self) -> &str {
        &self.place
    }

    pub(super) fn warn(&mut self, code: &str, detail: impl Into<String>) {
        self.problems.warn(&self.place, code, detail);
    }

    pub(super) fn note(&mut self, code: &str, detail: impl Into<String>) {
        self.problems.note(&self.place, code, detail);
    }

    pub(super) fn reject(&mut self, code: &str, detail: impl Into<String>) {
        if self.is_named {
            self.problems.reject_known(&self.place, code, detail);
        } else {
            self.problems.reject(&self.place, code, detail);
        }
    }

    /// Place and problems, for functions that report on their own.
    pub(super) fn reporting(&mut self) -> (&str, &mut Problems) {
        (&self.place, self.problems)
    }

    /// The value as it stands; `null` counts as absent.
    pub(super) fn value(&mut self, key: &str) -> Option<Value> {
        self.map.remove(key).filter(|value| !value.is_null())
    }

    fn raw_text(&mut self, key: &str) -> Option<String> {
        match self.value(key)? {
            Value::String(text) => Some(text),
            Value::Number(number) => Some(number.to_string()),
            other => {
                self.warn("wrong-type", format!("{key} should be text, not {}", quote(&other.to_string())));
                None
            }
        }
    }

    /// Clean text on one line; absent when empty.
    pub(super) fn line(&mut self, key: &str) -> Option<String> {
        let text = self.raw_text(key)?;
        Some(one_line(&clean(&text))).filter(|line| !line.is_empty())
    }

    /// Clean text in paragraphs, after `treat` has seen it; absent when empty.
    pub(super) fn prose(&mut self, key: &str, treat: impl Fn(&str) -> String) -> Option<String> {
        let text = self.raw_text(key)?;
        Some(paragraphs(&treat(&clean(&text)))).filter(|prose| !prose.is_empty())
    }

    /// One text or a list of them, each on one line.
    pub(super) fn lines(&mut self, key: &str) -> Vec<String> {
        let items = match self.value(key) {
            None => return Vec::new(),
            Some(Value::Array(items)) => items,
            Some(other) => vec![other],
        };
        let mut lines = Vec::with_capacity(items.len());
        for item in items {
            match item {
                Value::String(text) => lines.push(one_line(&clean(&text))),
                other => self.warn("wrong-type", format!("{key} lists {}", quote(&other.to_string()))),
            }
        }
        lines.retain(|line| !line.is_empty());
        lines
    }

    /// Keys that mean nothing to an offer, or repeat another key: left out on purpose.
    pub(super) fn ignore(&mut self, keys: &[&str]) {
        for key in keys {
            self.map.remove(*key);
        }
    }

    /// Counts the keys that nobody read.
    pub(super) fn close(self, leftovers: &mut Leftovers) {
        for key in self.map.into_iter().filter(|(_, value)| !value.is_null()).map(|(key, _)| key) {
            leftovers.0.entry(key).or_insert_with(|| (0, self.place.clone())).0 += 1;
        }
    }
}

fn clean(text: &str) -> String {
    decode_entities(&mend_double_utf8(text)).into_owned()
}

/// The JSON value of a whole payload.
pub(super) fn read_json(text: &str, expected: &'static str) -> Result<Value, PayloadError> {
    if json_depth(text) > crate::limits::MAX_JSON_DEPTH {
        return Err(PayloadError::TooDeep { limit: crate::limits::MAX_JSON_DEPTH });
    }
    serde_json::from_str(text.trim_start_matches('\u{feff}'))
        .map_err(|error| PayloadError::Syntax { expected, detail: error.to_string() })
}

/// How deep arrays and objects nest, strings left aside.
pub(super) fn json_depth(text: &str) -> usize {
    let (mut depth, mut deepest, mut in_string, mut escaped) = (0usize, 0usize, false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'{' | b'[' if !in_string => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b'}' | b']' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}
