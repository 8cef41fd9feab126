//! One rule of a mapping: where a value stands, and what becomes of it before it is read as a field.

use std::collections::BTreeMap;
use std::fmt;

use matcher_core::model::AsideTopic;
use regex_lite::Regex;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

/// Where a value stands and how it is written. A bare path is the short form.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Rule {
    /// Paths; the first that finds something counts, or all with `all`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub from: Vec<String>,
    /// Whether every path counts, not the first that finds something.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub all: bool,
    /// A constant, for what paths do not find.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Text between several values in one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub split: Option<String>,
    /// What of the text counts: the first group, or the whole match. Text that does not fit is left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pattern: Option<Pattern>,
    /// What the source's words mean; an empty meaning is «unknown on purpose».
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub values: BTreeMap<String, String>,
    /// What words outside `values` mean; themselves when absent, nothing when empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other: Option<String>,
    /// Text with `{}` where the value goes, and `{path}` where another value of the record goes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template: Option<String>,
    /// Dates: `strptime` formats, or `iso`, `dmy`, `mdy`, `ymd`, `yyyymmdd`, `names`, `epoch`, `epoch-ms`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub formats: Vec<String>,
    /// Deadlines: the path of the hour, where it stands apart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time: Option<String>,
    /// Deadlines: the IANA zone of the hours.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// Deadlines: what closes on that day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Texts: a line above, for what would not explain itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub heading: Option<String>,
    /// Amounts: the decimal mark; by language when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decimal: Option<char>,
    /// Texts: what they are about, so that they are read as that: eligibility, deadline, opening, amount.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub topic: Option<AsideTopic>,
}

impl Rule {
    /// Every path the rule follows.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.from.iter().chain(&self.time).map(String::as_str)
    }
}

/// A pattern that was compiled when the source file was read.
#[derive(Debug, Clone)]
pub struct Pattern(Regex);

impl Pattern {
    /// The first group of the first match in `text`, or the whole match where the pattern has no group.
    pub fn capture<'t>(&self, text: &'t str) -> Option<&'t str> {
        let found = self.0.captures(text)?;
        found.get(1).or_else(|| found.get(0)).map(|part| part.as_str())
    }

    /// Whether it fits somewhere in `text`.
    pub fn fits(&self, text: &str) -> bool {
        self.0.is_match(text)
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_str() == other.0.as_str()
    }
}

impl Serialize for Pattern {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.as_str())
    }
}

impl<'de> Deserialize<'de> for Pattern {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Regex::new(&text).map(Self).map_err(|error| D::Error::custom(format!("pattern {text:?}: {error}")))
    }
}

/// The long form, as serde reads it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Full {
    #[serde(default, deserialize_with = "one_or_many")]
    from: Vec<String>,
    #[serde(default)]
    all: bool,
    value: Option<String>,
    split: Option<String>,
    pattern: Option<Pattern>,
    #[serde(default)]
    values: BTreeMap<String, String>,
    other: Option<String>,
    template: Option<String>,
    #[serde(default, deserialize_with = "one_or_many")]
    formats: Vec<String>,
    time: Option<String>,
    time_zone: Option<String>,
    label: Option<String>,
    heading: Option<String>,
    decimal: Option<char>,
    topic: Option<AsideTopic>,
}

impl From<Full> for Rule {
    fn from(full: Full) -> Self {
        Self {
            from: full.from,
            all: full.all,
            value: full.value,
            split: full.split,
            pattern: full.pattern,
            values: full.values,
            other: full.other,
            template: full.template,
            formats: full.formats,
            time: full.time,
            time_zone: full.time_zone,
            label: full.label,
            heading: full.heading,
            decimal: full.decimal,
            topic: full.topic,
        }
    }
}

impl<'de> Deserialize<'de> for Rule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = Rule;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a path, or a table with «from» or «value»")
            }
            fn visit_str<E: Error>(self, path: &str) -> Result<Rule, E> {
                Ok(Rule { from: vec![path.to_owned()], ..Rule::default() })
            }
            fn visit_map<M: MapAccess<'de>>(self, map: M) -> Result<Rule, M::Error> {
                let full = Full::deserialize(MapAccessDeserializer::new(map))?;
                if full.from.is_empty() && full.value.is_none() {
                    return Err(M::Error::custom("a rule needs «from» or «value»"));
                }
                Ok(full.into())
            }
        }
        deserializer.deserialize_any(Either)
    }
}

/// One rule, or a list of them.
pub(super) fn rules<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Rule>, D::Error> {
    struct Several;
    impl<'de> Visitor<'de> for Several {
        type Value = Vec<Rule>;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a path, a table with «from» or «value», or a list of them")
        }
        fn visit_str<E: Error>(self, path: &str) -> Result<Vec<Rule>, E> {
            Ok(vec![Rule { from: vec![path.to_owned()], ..Rule::default() }])
        }
        fn visit_map<M: MapAccess<'de>>(self, map: M) -> Result<Vec<Rule>, M::Error> {
            Ok(vec![Rule::deserialize(MapAccessDeserializer::new(map))?])
        }
        fn visit_seq<S: SeqAccess<'de>>(self, mut list: S) -> Result<Vec<Rule>, S::Error> {
            let mut rules = Vec::new();
            while let Some(rule) = list.next_element()? {
                rules.push(rule);
            }
            Ok(rules)
        }
    }
    deserializer.deserialize_any(Several)
}

/// One text, or a list of them.
pub(super) fn one_or_many<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged, expecting = "expected text or a list of texts")]
    enum Wire {
        One(String),
        Many(Vec<String>),
    }
    Ok(match Wire::deserialize(deserializer)? {
        Wire::One(text) => vec![text],
        Wire::Many(texts) => texts,
    })
}
