//! The reader's language: Spanish or English, by explicit wish or by `Accept-Language`.
//!
//! Knows nothing of the languages records are written in.

use std::fmt;
use std::str::FromStr;

/// A language the interface speaks. Spanish comes first: it is what the users write.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// Spanish.
    #[default]
    Es,
    /// English.
    En,
}

/// The text names no language of the interface.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a language of the interface: expected es or en")]
pub struct UnknownLanguage(pub String);

impl Language {
    /// Every language, Spanish first.
    pub const ALL: [Self; 2] = [Self::Es, Self::En];

    /// Its BCP 47 primary tag.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Es => "es",
            Self::En => "en",
        }
    }

    /// The best of an `Accept-Language` header (RFC 9110, weights included); Spanish when it names neither.
    pub fn negotiate(accept_language: &str) -> Self {
        let mut best: Option<(f32, Self)> = None;
        for range in accept_language.split(',').take(32) {
            let mut parts = range.split(';');
            let tag = parts.next().unwrap_or_default().trim();
            let quality = parts
                .find_map(|part| part.trim().strip_prefix("q="))
                .map_or(1.0, |text| text.trim().parse::<f32>().unwrap_or(0.0));
            let language = if tag == "*" { Ok(Self::default()) } else { tag.parse() };
            if let Ok(language) = language
                && quality > 0.0
                && best.is_none_or(|(so_far, _)| quality > so_far)
            {
                best = Some((quality, language));
            }
        }
        best.map_or_else(Self::default, |(_, language)| language)
    }
}

impl FromStr for Language {
    type Err = UnknownLanguage;

    /// Reads `es`, `en` or a tag that begins with one of them (`es-CL`), in any case.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let primary = text.split(['-', '_']).next().unwrap_or_default();
        Self::ALL
            .into_iter()
            .find(|language| language.as_str().eq_ignore_ascii_case(primary))
            .ok_or_else(|| UnknownLanguage(text.chars().take(40).collect()))
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_decides_and_spanish_stands_in() {
        for (header, expected) in [
            ("en", Language::En),
            ("en-GB,es;q=0.8", Language::En),
            ("fr, es-CL;q=0.9, en;q=0.5", Language::Es),
            ("en;q=0.2, es;q=0.7", Language::Es),
            ("de-DE, en;q=0", Language::Es),
            ("*", Language::Es),
            ("", Language::Es),
            ("en;q=nonsense", Language::Es),
        ] {
            assert_eq!(Language::negotiate(header), expected, "{header}");
        }
    }

    #[test]
    fn only_the_two_languages_are_read() {
        assert_eq!("ES-cl".parse(), Ok(Language::Es));
        assert!("fr".parse::<Language>().is_err());
        assert!("".parse::<Language>().is_err());
    }
}
