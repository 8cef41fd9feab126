//! What to ask a publisher for: an address, perhaps something to post, perhaps a key.
//!
//! Knows where a key is kept, never the key itself.

use std::collections::BTreeMap;

use serde_json::Value;
use url::Url;

/// What to fetch for a source.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Request {
    /// Where.
    pub url: Url,
    /// What to post; a plain GET when absent.
    pub post: Option<Post>,
    /// The key that the service wants.
    pub key: Option<KeyHeader>,
    /// Most bytes of the answer, where it is not the usual cap.
    pub max_bytes: Option<usize>,
}

/// What is posted.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Post {
    /// A JSON document.
    Json(String),
    /// A form of several parts (`multipart/form-data`), by name. A part that is JSON is sent as such.
    Form(BTreeMap<String, String>),
}

/// The header of a key, and the environment variable that holds it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct KeyHeader {
    /// The environment variable.
    pub env: String,
    /// The header's name, and what stands before the key: `X-Api-Key`, `Authorization: Bearer`.
    pub header: String,
}

impl KeyHeader {
    /// The header's name and its value for `key`.
    pub fn with(&self, key: &str) -> (&str, String) {
        match self.header.split_once(':') {
            Some((name, scheme)) => (name.trim(), format!("{} {key}", scheme.trim())),
            None => (self.header.trim(), key.to_owned()),
        }
    }
}

impl Request {
    /// A plain GET.
    pub const fn get(url: Url) -> Self {
        Self { url, post: None, key: None, max_bytes: None }
    }

    /// A JSON document posted.
    pub const fn post_json(url: Url, json: String) -> Self {
        Self { url, post: Some(Post::Json(json)), key: None, max_bytes: None }
    }

    /// The JSON document it posts.
    pub fn json(&self) -> Option<&str> {
        match &self.post {
            Some(Post::Json(json)) => Some(json),
            _ => None,
        }
    }

    /// Whether another address belongs to the service that this one asks: only there the key goes.
    pub fn is_same_service(&self, other: &Url) -> bool {
        self.url.origin() == other.origin()
    }
}

/// Whether a part of a form is a JSON document: a list or an object.
pub(crate) fn is_json(part: &str) -> bool {
    part.trim_start().starts_with(['{', '[']) && serde_json::from_str::<Value>(part).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_go_into_the_header_that_the_service_reads() {
        let key = |header: &str| KeyHeader { env: "K".to_owned(), header: header.to_owned() };
        assert_eq!(key("X-Api-Key").with("abc"), ("X-Api-Key", "abc".to_owned()));
        assert_eq!(key("Authorization: Bearer").with("abc"), ("Authorization", "Bearer abc".to_owned()));
    }

    #[test]
    fn only_lists_and_objects_are_sent_as_json() {
        assert!(is_json(r#"["en"]"#) && is_json(r#" {"a": 1}"#));
        assert!(!is_json("agua") && !is_json("{not json") && !is_json("12"));
    }
}
