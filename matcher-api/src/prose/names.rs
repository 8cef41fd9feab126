//! Names of codes: kinds, themes, actors, countries, territories, zones, languages.
//!
//! Territories and zones take their names from the profile, themes and countries from the shipped data.

use matcher_core::model::{
    ActorKind, Challenge, ConceptId, CooperationKind, CounterpartExperience, CountryCode, LanguageTag, Level,
    Localized, TerritoryCode, ThemeId, TieKind, Verdict, themes,
};
use matcher_core::score::{Band, ComponentName, Profile};
use matcher_core::thesaurus::Thesaurus;

use super::{Language, phrase, say};

/// A code of a closed list that the locale files name.
pub trait Named: Copy {
    /// The first part of its phrase id.
    const FAMILY: &'static str;

    /// Its code on the wire.
    fn code(self) -> &'static str;

    /// Its name for a reader.
    fn name(self, language: Language) -> String {
        say(language, format!("{}-{}", Self::FAMILY, self.code()))
    }
}

macro_rules! named {
    ($($type:ty => $family:literal),+ $(,)?) => {
        $(impl Named for $type {
            const FAMILY: &'static str = $family;

            fn code(self) -> &'static str {
                self.as_str()
            }
        })+
    };
}

named! {
    ActorKind => "actor",
    Challenge => "challenge",
    CooperationKind => "kind",
    CounterpartExperience => "experience",
    Level => "level",
    TieKind => "tie",
    Verdict => "verdict",
}

/// The name of a concept of the thesaurus; its code for one that is no longer there.
pub(super) fn concept(id: &ConceptId, language: Language) -> String {
    let tag = language.as_str().parse().unwrap_or_else(|_| LanguageTag::undetermined());
    let concept = Thesaurus::in_force().find(id.as_str());
    concept.map_or_else(|| id.to_string(), |concept| concept.label(&tag).to_owned())
}

/// The names of several codes.
pub fn names_of<T: Named>(codes: &[T], language: Language) -> Vec<String> {
    codes.iter().map(|code| code.name(language)).collect()
}

/// `fuerte`, `posible` or `débil`.
pub fn band(band: Band, language: Language) -> String {
    let id = match band {
        Band::Strong => "band-strong",
        Band::Possible => "band-possible",
        Band::Weak => "band-weak",
    };
    say(language, id)
}

/// What a component of the score looks at.
pub fn component(name: ComponentName, language: Language) -> String {
    say(language, format!("component-{}", component_code(name)))
}

pub(super) const fn component_code(name: ComponentName) -> &'static str {
    match name {
        ComponentName::Text => "text",
        ComponentName::Theme => "theme",
        ComponentName::Eligibility => "eligibility",
        ComponentName::Kind => "kind",
        ComponentName::LeadTime => "lead-time",
        ComponentName::Level => "level",
        ComponentName::Tie => "tie",
        ComponentName::Amount => "amount",
        ComponentName::Language => "language",
        ComponentName::Freshness => "freshness",
        ComponentName::Zone => "zone",
    }
}

/// The text in the reader's language, or in another where there is none; empty when there is no text.
pub fn text_for_reader(text: &Localized, language: Language) -> String {
    text.for_reader(language.as_str()).map(|(_, text)| text.to_owned()).unwrap_or_default()
}

/// A theme by its name, such as `Ciencia y tecnología`.
pub fn theme(id: &ThemeId, language: Language) -> String {
    themes()
        .iter()
        .find(|theme| theme.id == id.as_str())
        .map_or_else(|| id.to_string(), |theme| text_for_reader(&theme.name, language))
}

/// A country by its name.
pub fn country(code: &CountryCode, language: Language) -> String {
    let name = text_for_reader(&code.names(), language);
    if name.is_empty() { code.to_string() } else { name }
}

/// A territory by its name in the profile; a foreign one by its country and code: `Argentina (AR-U)`.
pub fn territory(code: &TerritoryCode, profile: &Profile, language: Language) -> String {
    if let Some(known) = profile.territory(code) {
        return text_for_reader(&known.name, language);
    }
    let home = code.as_str().split_once('-').and_then(|(country, _)| country.parse::<CountryCode>().ok());
    home.map_or_else(|| code.to_string(), |home| format!("{} ({code})", country(&home, language)))
}

/// A place named by a country or territory code.
pub fn place(code: &str, profile: &Profile, language: Language) -> String {
    if let Ok(code) = code.parse::<CountryCode>() {
        return country(&code, language);
    }
    code.parse::<TerritoryCode>().map_or_else(|_| code.to_owned(), |code| territory(&code, profile, language))
}

/// A priority zone by its name in the profile.
pub fn zone(id: &str, profile: &Profile, language: Language) -> String {
    profile
        .zones
        .iter()
        .find(|zone| zone.id == id)
        .map_or_else(|| id.to_owned(), |zone| text_for_reader(&zone.name, language))
}

/// A language by its name; its tag where the locale files do not name it.
pub fn language_name(tag: &LanguageTag, language: Language) -> String {
    phrase(language, format!("language-{}", tag.primary())).find().unwrap_or_else(|| tag.to_string())
}
