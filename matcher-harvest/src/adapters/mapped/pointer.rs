//! Paths in JSON: JSON Pointer with `*` for «each», or JSONPath (RFC 9535) where a path starts with `$`.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};

use serde_json::Value;
use serde_json_path::JsonPath;

use super::Lookup;

thread_local! {
    /// Parsed paths: a mapping has few, a payload asks each thousands of times.
    static PARSED: RefCell<HashMap<String, Option<JsonPath>>> = RefCell::new(HashMap::new());
}

/// Most parsed paths kept; a mapping has some twenty.
const MAX_PARSED: usize = 500;

/// Everything in `value` at `path`.
pub(in super::super) fn find_all<'v>(value: &'v Value, path: &str) -> Vec<&'v Value> {
    if path.starts_with('$') {
        return PARSED.with_borrow_mut(|parsed| {
            if parsed.len() > MAX_PARSED {
                parsed.clear();
            }
            let path = parsed.entry(path.to_owned()).or_insert_with_key(|path| JsonPath::parse(path).ok());
            path.as_ref().map(|path| path.query(value).all()).unwrap_or_default()
        });
    }
    let mut here = vec![value];
    for segment in path.split('/').skip(1) {
        here = here.into_iter().flat_map(|value| step(value, segment)).collect();
    }
    here
}

fn step<'v>(value: &'v Value, segment: &str) -> Vec<&'v Value> {
    if segment == "*" {
        return match value {
            Value::Array(items) => items.iter().collect(),
            Value::Object(map) => map.values().collect(),
            _ => Vec::new(),
        };
    }
    let name: Cow<'_, str> = if segment.contains('~') {
        segment.replace("~1", "/").replace("~0", "~").into()
    } else {
        segment.into()
    };
    let found = match value {
        Value::Object(map) => map.get(name.as_ref()),
        Value::Array(items) => name.parse::<usize>().ok().and_then(|at| items.get(at)),
        _ => None,
    };
    found.into_iter().collect()
}

/// Why `path` is no path, if it is none.
pub(in super::super) fn check_path(path: &str) -> Result<(), String> {
    match path.chars().next() {
        None | Some('/' | '@') => Ok(()),
        Some('$') => JsonPath::parse(path).map(drop).map_err(|error| format!("{path:?}: {error}")),
        Some(_) => Err(format!("{path:?} is neither a JSON Pointer (/title) nor a JSONPath ($.title)")),
    }
}

/// A record in JSON. `@key` is the name under which its list held it, where the list was an object.
pub(in super::super) struct JsonRecord {
    value: Value,
    key: Option<String>,
}

impl From<Value> for JsonRecord {
    fn from(value: Value) -> Self {
        Self { value, key: None }
    }
}

impl JsonRecord {
    pub(in super::super) fn new(value: Value, key: Option<String>) -> Self {
        Self { value, key }
    }

    /// Its keys, nulls aside, that none of `read` names.
    pub(in super::super) fn unread(&self, read: &BTreeSet<String>) -> Vec<&str> {
        let Value::Object(map) = &self.value else { return Vec::new() };
        let filled = map.iter().filter(|(_, value)| !value.is_null() && *value != "");
        filled.map(|(key, _)| key.as_str()).filter(|key| !read.contains(*key)).collect()
    }
}

impl Lookup for JsonRecord {
    fn find(&self, path: &str) -> Vec<Value> {
        if path == "@key" {
            return self.key.iter().map(|key| Value::from(key.as_str())).collect();
        }
        find_all(&self.value, path).into_iter().cloned().collect()
    }
}

/// The name of the key at which `path` enters a record.
pub(in super::super) fn entry_of(path: &str) -> Option<String> {
    if let Some(rest) = path.strip_prefix('$') {
        let rest = rest.trim_start_matches('.');
        if let Some(quoted) = rest.strip_prefix("['").or_else(|| rest.strip_prefix("[\"")) {
            return quoted.split(['\'', '"']).next().map(str::to_owned);
        }
        return Some(rest.split(['.', '[']).next().unwrap_or_default().to_owned());
    }
    let first = path.strip_prefix('/')?.split('/').next()?;
    Some(first.replace("~1", "/").replace("~0", "~"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn pointers_know_each_and_jsonpath_knows_filters() {
        let value = json!({"a": [{"t": "x", "d": 1}, {"t": "y", "d": 2}], "b/c": {"k": 3}, "": 4});
        assert_eq!(find_all(&value, "/a/*/d"), [&json!(1), &json!(2)]);
        assert_eq!(find_all(&value, "/a/1/t"), [&json!("y")]);
        assert_eq!(find_all(&value, "/b~1c/k"), [&json!(3)]);
        assert_eq!(find_all(&value, "$.a[?@.t == 'y'].d"), [&json!(2)]);
        assert_eq!(find_all(&value, ""), [&value]);
        assert!(find_all(&value, "/a/9/t").is_empty());
        assert!(check_path("title").is_err() && check_path("$.a[").is_err() && check_path("/a").is_ok());
    }

    #[test]
    fn entries_are_the_first_names_of_paths() {
        for (path, entry) in
            [("/a/b", "a"), ("/Action [CTA]", "Action [CTA]"), ("$.a[0].b", "a"), ("$['x y'].z", "x y")]
        {
            assert_eq!(entry_of(path).as_deref(), Some(entry), "{path}");
        }
    }
}
