//! The themes: a short closed list, shipped as data, that offers, needs and partners share.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::validated::validated_string;
use super::{Localized, ValueError};

/// A theme with its labels and its place in the field's classifications.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Theme {
    /// Its code.
    pub id: String,
    /// Its name in es, en, fr and pt.
    pub name: Localized,
    /// OECD-DAC sector codes (three digits) it covers.
    #[serde(default)]
    pub dac_sectors: Vec<String>,
    /// Sustainable Development Goals (1 to 17) it serves.
    #[serde(default)]
    pub sdgs: Vec<u8>,
}

#[derive(Deserialize)]
struct File {
    theme: Vec<Theme>,
}

const SHIPPED: &str = include_str!("../../data/themes.toml");

static THEMES: LazyLock<Vec<Theme>> =
    LazyLock::new(|| toml::from_str::<File>(SHIPPED).map(|file| file.theme).unwrap_or_default());

/// Every theme, core themes first.
pub fn themes() -> &'static [Theme] {
    &THEMES
}

/// What identifies the shipped themes: the first 16 hex digits of their BLAKE3.
pub fn themes_digest() -> String {
    blake3::hash(SHIPPED.as_bytes()).to_hex()[..16].to_owned()
}

validated_string! {
    /// Code of a theme, such as `science`, `culture` or `education`.
    ThemeId, "science", |text| {
        if THEMES.iter().any(|theme| theme.id == text) {
            Ok(text.to_owned())
        } else {
            let known: Vec<_> = THEMES.iter().map(|theme| theme.id.as_str()).collect();
            Err(ValueError::new("theme", text, format!("one of {}", known.join(" "))))
        }
    }
}
