//! A condition on a record's own words: which records of a payload are no offers.

use serde::{Deserialize, Serialize};

use super::rule::one_or_many;

/// True when a value of `from` is one of `is`, contains one of `contains`, or, with `empty`, when there is none.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// Paths; all count.
    #[serde(deserialize_with = "one_or_many")]
    pub from: Vec<String>,
    /// Whole values, letter case aside.
    #[serde(default, deserialize_with = "one_or_many", skip_serializing_if = "Vec::is_empty")]
    pub is: Vec<String>,
    /// Parts of values, letter case aside.
    #[serde(default, deserialize_with = "one_or_many", skip_serializing_if = "Vec::is_empty")]
    pub contains: Vec<String>,
    /// Whether having no value fulfils the condition.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub empty: bool,
}

impl Condition {
    /// Whether these values fulfil it; the value that does, empty where the lack of one does.
    pub fn fulfilled_by<'v>(&self, values: &'v [String]) -> Option<&'v str> {
        let mut filled = values.iter().map(|value| value.trim()).filter(|value| !value.is_empty()).peekable();
        if filled.peek().is_none() {
            return self.empty.then_some("");
        }
        let is = |value: &str| self.is.iter().any(|other| other.to_lowercase() == value.to_lowercase());
        let contains = |value: &str| {
            self.contains.iter().any(|part| value.to_lowercase().contains(&part.to_lowercase()))
        };
        filled.find(|value| is(value) || contains(value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_look_at_whole_values_parts_and_absence() {
        let awards = Condition { is: vec!["Contract Award".to_owned()], ..Condition::default() };
        assert_eq!(awards.fulfilled_by(&["contract award".to_owned()]), Some("contract award"));
        assert_eq!(awards.fulfilled_by(&["Award".to_owned()]), None);
        let authors =
            Condition { contains: vec!["/author/".to_owned()], empty: true, ..Condition::default() };
        assert!(authors.fulfilled_by(&["https://a.example/Author/x".to_owned()]).is_some());
        assert_eq!(authors.fulfilled_by(&[" ".to_owned()]), Some(""));
    }
}
