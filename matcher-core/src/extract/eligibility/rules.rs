//! The dated rules of `data/eligibility_rules.toml`: what a pattern says of the countries let in.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;
use serde::Deserialize;

use super::groups::{self, CountryGroup};
use crate::extract::reading::Part;
use crate::model::{CountryCode, Verdict};

/// Who is let in.
#[derive(Debug, Clone, PartialEq, Eq)]
enum To {
    Any,
    Country(CountryCode),
    Group { group: String, others: bool },
}

/// One rule.
#[derive(Debug)]
pub(super) struct Rule {
    pub(super) code: String,
    to: To,
    pub(super) rank: u8,
    pub(super) as_of: Date,
    pub(super) parts: Vec<Part>,
    pub(super) pattern: Regex,
    pub(super) unless: Option<Regex>,
    pub(super) unless_anywhere: Option<Regex>,
    /// What is said of those let in.
    inside: Verdict,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    code: String,
    to: String,
    #[serde(rename = "in")]
    inside: Option<Verdict>,
    rank: u8,
    #[serde(deserialize_with = "groups::date")]
    as_of: Date,
    /// Who says so: for the reader of the file and the documentation.
    #[serde(rename = "source")]
    _source: String,
    #[serde(rename = "where")]
    parts: Vec<String>,
    pattern: String,
    unless: Option<String>,
    unless_anywhere: Option<String>,
}

#[derive(Deserialize)]
struct File {
    rule: Vec<Written>,
}

/// The rules; empty when the shipped file is wrong, which a test rules out.
pub(super) static RULES: LazyLock<Vec<Rule>> =
    LazyLock::new(|| read(include_str!("../../../data/eligibility_rules.toml")).unwrap_or_default());

fn read(text: &str) -> Result<Vec<Rule>, String> {
    let file: File = toml::from_str(text).map_err(|error| error.to_string())?;
    file.rule.into_iter().map(Rule::of).collect()
}

impl Rule {
    fn of(written: Written) -> Result<Self, String> {
        let regex = |pattern: &str| Regex::new(pattern).map_err(|error| format!("{}: {error}", written.code));
        let (name, others) = match written.to.strip_prefix("not:") {
            Some(name) => (name, true),
            None => (written.to.as_str(), false),
        };
        let to = match (name, name.parse::<CountryCode>()) {
            ("any", _) => To::Any,
            (_, Ok(country)) if name.len() == 2 && name == name.to_ascii_uppercase() => To::Country(country),
            _ if CountryGroup::find(name).is_some() => To::Group { group: name.to_owned(), others },
            _ => return Err(format!("{}: no group is called {name}", written.code)),
        };
        Ok(Self {
            to,
            rank: written.rank,
            as_of: written.as_of,
            parts: written.parts.iter().map(|part| part_of(part)).collect::<Result<_, _>>()?,
            pattern: regex(&written.pattern)?,
            unless: written.unless.as_deref().map(regex).transpose()?,
            unless_anywhere: written.unless_anywhere.as_deref().map(regex).transpose()?,
            inside: written.inside.unwrap_or(Verdict::Yes),
            code: written.code,
        })
    }

    /// What the rule says of `country` on `day`.
    pub(super) fn verdict(&self, country: &CountryCode, day: Date) -> Verdict {
        let inside = match &self.to {
            To::Any => true,
            To::Country(only) => only == country,
            To::Group { group, others } => {
                let holds = CountryGroup::find(group).is_some_and(|group| group.holds(country, day));
                holds != *others
            }
        };
        if inside { self.inside } else { Verdict::No }
    }
}

fn part_of(name: &str) -> Result<Part, String> {
    Ok(match name {
        "identifier" => Part::Identifier,
        "title" => Part::Title,
        "text" => Part::Text,
        "eligibility" => Part::Eligibility,
        "publisher" => Part::Publisher,
        _ => return Err(format!("no part of an offer is called {name}")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_rules_are_right() {
        let rules = read(include_str!("../../../data/eligibility_rules.toml")).expect("rules");
        assert!(rules.len() > 8);
        for rule in rules {
            assert!(!rule.pattern.is_match(""), "{} must not match nothing", rule.code);
        }
    }
}
