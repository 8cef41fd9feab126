//! The texts that a rule finds in a record: follow, split, cut, translate, wrap.

use serde_json::Value;

use crate::mapping::Rule;

/// A record that can be asked for what stands at a path.
pub(in super::super) trait Lookup {
    /// Everything at `path`, in order; nothing when the record has no such place.
    fn find(&self, path: &str) -> Vec<Value>;
}

/// What `rule` finds in `record`, in order. Text is as the source wrote it, markup and all.
pub(in super::super) fn texts(rule: &Rule, record: &dyn Lookup) -> Vec<String> {
    let mut found = Vec::new();
    for path in &rule.from {
        let here = record
            .find(path)
            .iter()
            .flat_map(plain)
            .flat_map(|text| refine(rule, &text, record))
            .collect::<Vec<_>>();
        let enough = !rule.all && !here.is_empty();
        found.extend(here);
        if enough {
            break;
        }
    }
    if found.is_empty()
        && let Some(constant) = &rule.value
    {
        found.push(constant.clone());
    }
    found
}

/// The first text that any of the rules finds, with the rule.
pub(super) fn first<'r>(rules: &'r [Rule], record: &dyn Lookup) -> Option<(&'r Rule, String)> {
    rules.iter().find_map(|rule| texts(rule, record).into_iter().next().map(|text| (rule, text)))
}

/// Everything that all of the rules find, each with its rule.
pub(super) fn every<'r>(rules: &'r [Rule], record: &dyn Lookup) -> Vec<(&'r Rule, String)> {
    rules.iter().flat_map(|rule| texts(rule, record).into_iter().map(move |text| (rule, text))).collect()
}

/// The texts of a JSON value: lists are gone through, objects have no text of their own.
fn plain(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) if text.trim().is_empty() => Vec::new(),
        Value::String(text) => vec![text.clone()],
        Value::Number(number) => vec![number.to_string()],
        Value::Bool(truth) => vec![truth.to_string()],
        Value::Array(items) => items.iter().flat_map(plain).collect(),
        Value::Null | Value::Object(_) => Vec::new(),
    }
}

fn refine(rule: &Rule, text: &str, record: &dyn Lookup) -> Vec<String> {
    // Marks, patterns and words are of the text, not of its markup.
    let is_cut = rule.split.is_some() || rule.pattern.is_some() || !rule.values.is_empty();
    let text = if is_cut { crate::text::clean_prose(text) } else { text.to_owned() };
    let text = text.as_str();
    let parts: Vec<&str> = match rule.split.as_deref().filter(|mark| !mark.is_empty()) {
        Some(mark) => text.split(mark).collect(),
        None => vec![text],
    };
    let cut = parts.into_iter().filter_map(|part| match &rule.pattern {
        Some(pattern) => pattern.capture(part),
        None => Some(part),
    });
    let known = cut.map(str::trim).filter(|part| !part.is_empty()).map(|part| translate(rule, part));
    known.filter(|part| !part.is_empty()).filter_map(|part| wrap(rule, part, record)).collect()
}

fn translate(rule: &Rule, text: &str) -> String {
    if rule.values.is_empty() && rule.other.is_none() {
        return text.to_owned();
    }
    let line = crate::text::one_line(&crate::text::decode_entities(text));
    let meaning = rule.values.get(&line).or_else(|| {
        let lower = line.to_lowercase();
        rule.values.iter().find(|(word, _)| word.to_lowercase() == lower).map(|(_, meaning)| meaning)
    });
    meaning.or(rule.other.as_ref()).map_or_else(|| text.to_owned(), Clone::clone)
}

/// Fills the template; nothing when another value it needs is absent.
fn wrap(rule: &Rule, text: String, record: &dyn Lookup) -> Option<String> {
    let Some(template) = &rule.template else { return Some(text) };
    let mut out = String::with_capacity(template.len() + text.len());
    let mut rest = template.as_str();
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let (path, tail) = after.split_once('}')?;
        if path.is_empty() {
            out.push_str(&text);
        } else {
            out.push_str(record.find(path).iter().flat_map(plain).next()?.trim());
        }
        rest = tail;
    }
    out.push_str(rest);
    Some(out)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::JsonRecord;
    use super::*;

    fn found(rule: &str, record: Value) -> Vec<String> {
        #[derive(serde::Deserialize)]
        struct One {
            rule: Rule,
        }
        let one: One = toml::from_str(&format!("rule = {rule}")).expect(rule);
        texts(&one.rule, &JsonRecord::from(record))
    }

    #[test]
    fn the_first_path_that_finds_something_counts() {
        let record = json!({"a": " ", "b": [1, "x", null], "c": true});
        assert_eq!(found(r#"{ from = ["/a", "/b", "/c"] }"#, record.clone()), ["1", "x"]);
        assert_eq!(found(r#"{ from = ["/a", "/b", "/c"], all = true }"#, record.clone()), ["1", "x", "true"]);
        assert_eq!(found(r#"{ from = "/z", value = "EUR" }"#, record), ["EUR"]);
    }

    #[test]
    fn values_are_split_cut_translated_and_wrapped() {
        let record = json!({"who": "Communes; Régions ;Autres", "when": "23/06/2026 a 07/07/2026", "id": 7});
        let rule = r#"{ from = "/who", split = ";", values = { communes = "municipality" }, other = "" }"#;
        assert_eq!(found(rule, record.clone()), ["municipality"]);
        let rule = r#"{ from = "/when", pattern = 'a\s+(\S+)' }"#;
        assert_eq!(found(rule, record.clone()), ["07/07/2026"]);
        assert_eq!(
            found(r#"{ from = "/id", template = "https://a.example/{}?w={/id}" }"#, record.clone()),
            ["https://a.example/7?w=7"]
        );
        assert!(found(r#"{ from = "/id", template = "{/absent}/{}" }"#, record).is_empty());
    }
}
