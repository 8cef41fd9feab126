//! Cursors: where a list goes on, as a text that only the list that gave it accepts.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::StoreError;

/// Where the next page begins. Opaque: keep it as it is, and with the filters it was given for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cursor(String);

impl From<String> for Cursor {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Cursor {
    /// A cursor after `key` in the list that `list` describes.
    pub(crate) fn after(key: &str, list: &str) -> Self {
        Self(format!("{key}.{}", seal(key, list)))
    }

    /// The key it stands after.
    pub(crate) fn key(&self, list: &str) -> Result<&str, StoreError> {
        match self.0.rsplit_once('.') {
            Some((key, given)) if given == seal(key, list) => Ok(key),
            _ => Err(StoreError::InvalidCursor),
        }
    }
}

/// Ties a key to its list: catches slips and mix-ups; it hides nothing and need not.
fn seal(key: &str, list: &str) -> String {
    let hash = blake3::hash(format!("{key}\n{list}").as_bytes());
    hash.to_hex()[..16].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_its_own_list_accepts_a_cursor() {
        let cursor = Cursor::after("offer-abc", "offers about water");
        assert_eq!(cursor.key("offers about water").expect("its own list"), "offer-abc");
        assert!(cursor.key("needs").is_err());
        for text in ["", "offer-abc", "offer-abc.", ".", "offer-abd.0000000000000000", "ñ.ñ"] {
            assert!(Cursor::from(text.to_owned()).key("offers about water").is_err(), "{text}");
        }
    }
}
