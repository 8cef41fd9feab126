//! Text in one or several languages, each under its tag.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize};

use super::LanguageTag;

/// Text by language. On the wire an object (`{"es": "…", "en": "…"}`); a bare string is read as `und`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = std::collections::BTreeMap<String, String>, example = json!({"es": "Agua potable rural"})))]
pub struct Localized(BTreeMap<LanguageTag, String>);

impl Localized {
    /// Text in one language.
    pub fn new(language: LanguageTag, text: impl Into<String>) -> Self {
        Self(BTreeMap::from([(language, text.into())]))
    }

    /// Adds or replaces the text of one language.
    pub fn insert(&mut self, language: LanguageTag, text: impl Into<String>) {
        self.0.insert(language, text.into());
    }

    /// The texts with their tags, in tag order.
    pub fn iter(&self) -> impl Iterator<Item = (&LanguageTag, &str)> {
        self.0.iter().map(|(tag, text)| (tag, text.as_str()))
    }

    /// The text for a reader of `preferred` (primary language, such as `es`); else English, Spanish, any.
    pub fn for_reader(&self, preferred: &str) -> Option<(&LanguageTag, &str)> {
        [preferred, "en", "es"]
            .iter()
            .find_map(|want| self.iter().find(|(tag, _)| tag.primary() == *want))
            .or_else(|| self.iter().next())
    }

    /// Whether there is no text at all.
    pub fn is_empty(&self) -> bool {
        self.0.values().all(|text| text.trim().is_empty())
    }

    /// Leaves out the languages whose text is blank.
    pub fn leave_out_blanks(&mut self) {
        self.0.retain(|_, text| !text.trim().is_empty());
    }

    /// The longest text, in Unicode scalar values.
    pub fn longest_chars(&self) -> usize {
        self.0.values().map(|text| text.chars().count()).max().unwrap_or(0)
    }

    /// Gives text tagged `und` the language that `detect` finds; leaves it where it finds none.
    pub fn settle_language(&mut self, detect: impl Fn(&str) -> Option<LanguageTag>) {
        let undetermined = LanguageTag::undetermined();
        let Some(text) = self.0.get(&undetermined) else { return };
        let Some(found) = detect(text) else { return };
        if !self.0.contains_key(&found)
            && let Some(text) = self.0.remove(&undetermined)
        {
            self.0.insert(found, text);
        }
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Wire {
    Plain(String),
    Tagged(BTreeMap<String, String>),
}

impl<'de> Deserialize<'de> for Localized {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Wire::deserialize(deserializer)
            .map_err(|_| serde::de::Error::custom("expected text, or an object of texts by language tag"))?
        {
            Wire::Plain(text) => Ok(Self::new(LanguageTag::undetermined(), text)),
            Wire::Tagged(map) => map
                .into_iter()
                .map(|(tag, text)| Ok((tag.parse().map_err(serde::de::Error::custom)?, text)))
                .collect::<Result<_, _>>()
                .map(Self),
        }
    }
}
