//! One phrase out of the locale files, with its values filled in.
//!
//! Isolating marks around values are off: the same phrases go to consoles, mails and tables.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, Loader, static_loader};

use super::Language;

static_loader! {
    static LOCALES = {
        locales: "./locales",
        fallback_language: "es",
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

static TAGS: LazyLock<[LanguageIdentifier; 2]> =
    LazyLock::new(|| Language::ALL.map(|language| language.as_str().parse().unwrap_or_default()));

/// A phrase being put together.
pub struct Phrase {
    language: Language,
    id: String,
    values: HashMap<Cow<'static, str>, FluentValue<'static>>,
}

impl Phrase {
    /// Fills `{ $name }` with text.
    #[must_use]
    pub fn with(mut self, name: &'static str, text: impl Into<String>) -> Self {
        self.values.insert(Cow::Borrowed(name), FluentValue::from(text.into()));
        self
    }

    /// Fills `{ $name }` with a number, which also chooses among plurals.
    #[must_use]
    pub fn count(mut self, name: &'static str, number: impl Into<i64>) -> Self {
        self.values.insert(Cow::Borrowed(name), FluentValue::from(number.into()));
        self
    }

    /// The finished phrase; the locale files lack it: none.
    pub fn find(&self) -> Option<String> {
        let tag = &TAGS[self.language as usize];
        LOCALES.try_lookup_complete(tag, &self.id, Some(&self.values))
    }

    /// The finished phrase; its own id where the locale files lack it, so that a page still renders.
    pub fn text(self) -> String {
        self.find().unwrap_or(self.id)
    }
}

/// Begins the phrase `id`.
pub fn phrase(language: Language, id: impl Into<String>) -> Phrase {
    Phrase { language, id: id.into(), values: HashMap::new() }
}

/// The phrase `id` without values.
pub fn say(language: Language, id: impl Into<String>) -> String {
    phrase(language, id).text()
}
