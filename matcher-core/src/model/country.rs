//! Countries by ISO 3166-1 alpha-2, with the two reserved codes the field uses for blocs.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::validated::validated_string;
use super::{Localized, ValueError};

static COUNTRIES: LazyLock<BTreeMap<&'static str, [&'static str; 4]>> = LazyLock::new(|| {
    include_str!("../../data/countries.tsv")
        .lines()
        .skip(1)
        .filter_map(|line| {
            let mut cells = line.split('\t');
            Some((cells.next()?, [cells.next()?, cells.next()?, cells.next()?, cells.next()?]))
        })
        .collect()
});

validated_string! {
    /// ISO 3166-1 alpha-2 code, or the reserved `EU` (European Union) and `UN` (United Nations).
    CountryCode, "AR", |text| {
        let code = text.to_ascii_uppercase();
        if COUNTRIES.contains_key(code.as_str()) {
            Ok(code)
        } else {
            Err(ValueError::new("country code", text, "ISO 3166-1 alpha-2 (AR, FR…), EU or UN"))
        }
    }
}

impl CountryCode {
    /// Every known code, in alphabetical order.
    pub fn all() -> impl Iterator<Item = Self> {
        COUNTRIES.keys().map(|code| Self((*code).to_owned()))
    }

    /// The country's names in es, en, fr and pt.
    pub fn names(&self) -> Localized {
        let mut names = Localized::default();
        if let Some(row) = COUNTRIES.get(self.as_str()) {
            for (tag, name) in ["es", "en", "fr", "pt"].iter().zip(row) {
                if let Ok(tag) = tag.parse() {
                    names.insert(tag, *name);
                }
            }
        }
        names
    }
}
