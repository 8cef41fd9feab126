//! Groups of countries that calls name, as of a date and a source: `data/country_groups.toml`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use jiff::civil::Date;
use serde::Deserialize;

use crate::model::CountryCode;

/// A group of countries.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CountryGroup {
    /// Its short name, such as `dac-recipients`.
    pub id: String,
    /// The day its members were as listed.
    #[serde(deserialize_with = "date")]
    pub as_of: Date,
    /// Who says so.
    pub source: String,
    /// Its members.
    pub members: BTreeSet<CountryCode>,
    /// Former members, and the day they left.
    #[serde(default, deserialize_with = "dates")]
    pub left: BTreeMap<CountryCode, Date>,
}

#[derive(Deserialize)]
struct File {
    group: Vec<CountryGroup>,
}

/// Every group; empty when the shipped file is wrong, which a test rules out.
static GROUPS: LazyLock<Vec<CountryGroup>> = LazyLock::new(|| {
    toml::from_str::<File>(include_str!("../../../data/country_groups.toml"))
        .map(|file| file.group)
        .unwrap_or_default()
});

impl CountryGroup {
    /// Every group, in the order of the file.
    pub fn all() -> &'static [Self] {
        &GROUPS
    }

    /// The group of this name.
    pub fn find(id: &str) -> Option<&'static Self> {
        GROUPS.iter().find(|group| group.id == id)
    }

    /// Whether `country` belongs to it on `day`.
    pub fn holds(&self, country: &CountryCode, day: Date) -> bool {
        self.members.contains(country) || self.left.get(country).is_some_and(|left| day < *left)
    }
}

pub(super) fn date<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
    let written = toml::value::Datetime::deserialize(deserializer)?;
    written.to_string().parse().map_err(serde::de::Error::custom)
}

fn dates<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<CountryCode, Date>, D::Error> {
    let written = BTreeMap::<CountryCode, toml::value::Datetime>::deserialize(deserializer)?;
    let read = |(country, day): (CountryCode, toml::value::Datetime)| {
        Ok((country, day.to_string().parse().map_err(serde::de::Error::custom)?))
    };
    written.into_iter().map(read).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn chile_left_the_recipients_of_aid_on_new_year_2018() {
        let chile: CountryCode = "CL".parse().expect("a country");
        let dac = CountryGroup::find("dac-recipients").expect("the group");
        assert!(dac.holds(&chile, date(2017, 12, 31)));
        assert!(!dac.holds(&chile, date(2018, 1, 1)));
        for (group, holds) in [
            ("latin-america", true),
            ("ibero-america", true),
            ("pacific-alliance", true),
            ("world-bank-high-income", true),
            ("oecd", true),
            ("horizon-europe-associated", false),
            ("commonwealth", false),
            ("eu", false),
        ] {
            let group = CountryGroup::find(group).expect(group);
            assert_eq!(group.holds(&chile, date(2026, 8, 1)), holds, "{}", group.id);
        }
    }
}
