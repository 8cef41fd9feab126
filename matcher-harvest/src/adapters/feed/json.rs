//! JSON Feeds as their writers write them: numbers for ids, one author where a list belongs, words where objects do.
//!
//! What can only mean one thing is put right; what means nothing is left out and told. Knows nothing of offers.

use serde_json::{Map, Value, json};

use super::super::fields::read_json;
use super::EXPECTED;
use crate::problem::{PayloadError, Problems, quote};

/// Keys of an item or of the feed whose values are text.
const TEXTS: &[&str] = &[
    "id",
    "url",
    "external_url",
    "title",
    "content_html",
    "content_text",
    "summary",
    "date_published",
    "date_modified",
    "home_page_url",
    "feed_url",
    "language",
    "description",
    "icon",
    "favicon",
];

/// The feed's text as the parser wants it.
///
/// # Errors
/// No JSON, or nested too deep.
pub(super) fn settled(text: &str, problems: &mut Problems) -> Result<String, PayloadError> {
    let mut document = read_json(text, EXPECTED)?;
    if let Some(feed) = document.as_object_mut() {
        settle(feed, "feed", problems);
        feed.entry("title").or_insert_with(|| json!(""));
        if let Some(items) = feed.get_mut("items").and_then(Value::as_array_mut) {
            for (at, item) in items.iter_mut().enumerate() {
                if let Some(item) = item.as_object_mut() {
                    settle(item, &format!("entry {}", at + 1), problems);
                }
            }
            let all = items.len();
            items.retain(Value::is_object);
            if items.len() < all {
                problems.reject("payload", "not-an-object", format!("{} of {all} items", all - items.len()));
            }
        }
    }
    Ok(document.to_string())
}

fn settle(object: &mut Map<String, Value>, place: &str, problems: &mut Problems) {
    let mut left_out = |key: &str, value: &Value| {
        problems.warn(place, "wrong-type", format!("{key} {} left out", quote(&value.to_string())));
    };
    for key in TEXTS {
        match object.get(*key) {
            Some(Value::Number(number)) => {
                let text = number.to_string();
                object.insert((*key).to_owned(), Value::String(text));
            }
            Some(Value::String(_) | Value::Null) | None => {}
            Some(value) => {
                left_out(key, value);
                object.remove(*key);
            }
        }
    }
    if let Some(author) = object.remove("author") {
        object.extend(person(author).map(|person| ("author".to_owned(), person)));
    }
    if let Some(authors) = object.remove("authors") {
        let listed = if let Value::Array(listed) = authors { listed } else { vec![authors] };
        object.insert("authors".to_owned(), listed.into_iter().filter_map(person).collect());
    }
    if let Some(tags) = object.remove("tags") {
        let listed = if let Value::Array(listed) = tags { listed } else { vec![tags] };
        object.insert("tags".to_owned(), listed.into_iter().filter(Value::is_string).collect());
    }
    // What is attached is not read; one that lacks its type would cost the whole feed.
    object.remove("attachments");
}

/// An author as an object with text in it.
fn person(author: Value) -> Option<Value> {
    match author {
        Value::String(name) => Some(json!({ "name": name })),
        Value::Object(mut author) => {
            author.retain(|key, value| matches!(key.as_str(), "name" | "url") && value.is_string());
            Some(Value::Object(author))
        }
        _ => None,
    }
}
