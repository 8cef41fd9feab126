//! The languages whose words are analysed.

use crate::model::LanguageTag;

/// A language with its own stop list and stemmer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TextLanguage {
    /// Spanish.
    Es,
    /// English.
    En,
    /// French.
    Fr,
    /// Portuguese.
    Pt,
    /// German.
    De,
}

impl TextLanguage {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Es, Self::En, Self::Fr, Self::Pt, Self::De];

    /// The language of `tag`, whatever its region; none when its words are not analysed.
    pub fn of(tag: &LanguageTag) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.as_str() == tag.primary())
    }

    /// ISO 639-1 code.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Es => "es",
            Self::En => "en",
            Self::Fr => "fr",
            Self::Pt => "pt",
            Self::De => "de",
        }
    }

    /// Its language tag.
    pub fn tag(self) -> LanguageTag {
        self.as_str().parse().unwrap_or_else(|_| LanguageTag::undetermined())
    }
}
