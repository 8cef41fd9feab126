//! The question as it comes from the form: what was asked, and what is wrong with it, kindly.

use matcher_core::model::{CooperationKind, LanguageTag, Localized, Need, TerritoryCode, ThemeId, Values};
use matcher_core::score::Profile;
use matcher_core::text::detect;
use url::form_urlencoded;

use crate::prose::{Language, number, phrase, say};

/// Longest need the page takes, in characters; the API takes longer ones.
pub(super) const MAX_TEXT_CHARS: usize = 5_000;
/// Longest part of a wrong code that is said again.
const CODE_CHARS: usize = 40;

/// What stands in the form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Form {
    pub(super) text: String,
    pub(super) territory: String,
    pub(super) kind: String,
    pub(super) theme: String,
    /// Whether anything was asked at all.
    pub(super) asked: bool,
}

/// What is wrong with a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wrong {
    /// In words, for the reader.
    pub(super) said: String,
    /// Whether it is the text itself.
    pub(super) in_text: bool,
}

impl Form {
    /// Reads the query; names it does not know are passed over.
    pub(super) fn of(query: &str) -> Self {
        let mut form = Self::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let place = match name.as_ref() {
                "text" => {
                    form.asked = true;
                    &mut form.text
                }
                "territory" => &mut form.territory,
                "kind" => &mut form.kind,
                "theme" => &mut form.theme,
                _ => continue,
            };
            // Browsers send line ends as CR LF.
            *place = value.replace("\r\n", "\n");
        }
        form
    }

    /// The need it describes.
    pub(super) fn need(&self, profile: &Profile, language: Language) -> Result<Need, Wrong> {
        let text = self.text.trim();
        let length = self.text.chars().count();
        if text.is_empty() {
            return Err(Wrong { said: say(language, "problem-empty"), in_text: true });
        }
        if length > MAX_TEXT_CHARS {
            let said = phrase(language, "problem-too-long")
                .with("length", number(length.into(), language))
                .with("limit", number(MAX_TEXT_CHARS.into(), language));
            return Err(Wrong { said: said.text(), in_text: true });
        }
        let known = |code: &TerritoryCode| profile.territory(code).is_some();
        let territory =
            chosen(&self.territory, "problem-territory", language, |code| code.parse().ok().filter(known))?;
        let kind: Option<CooperationKind> =
            chosen(&self.kind, "problem-kind", language, |code| code.parse().ok())?;
        let theme: Option<ThemeId> =
            chosen(&self.theme, "problem-theme", language, |code| code.parse().ok())?;
        let mut need = Need {
            description: Some(Localized::new(LanguageTag::undetermined(), text)),
            territory,
            kinds: kind.map(|kind| vec![kind]),
            themes: theme.map(|theme| vec![theme]),
            ..Need::default()
        };
        need.settle_languages(&detect);
        Ok(need)
    }
}

fn chosen<T>(
    code: &str,
    problem: &'static str,
    language: Language,
    read: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, Wrong> {
    if code.is_empty() {
        return Ok(None);
    }
    read(code).map(Some).ok_or_else(|| {
        let shown: String = code.chars().take(CODE_CHARS).collect();
        Wrong { said: phrase(language, problem).with("code", shown).text(), in_text: false }
    })
}
