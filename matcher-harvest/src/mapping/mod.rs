//! The mapping section of a source file: where a record's fields stand in a payload, and how to read on.
//!
//! What it says is checked when the file is read; how paths are followed is each adapter's own business.

mod condition;
mod pages;
mod rule;

use serde::{Deserialize, Serialize};

pub use condition::Condition;
pub use pages::{DetailRule, PageKind, PageRule};
pub use rule::{Pattern, Rule};

/// How records are found in the payloads of a source, and their fields in records.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Mapping {
    /// Where the records stand: JSON paths, or CSS selectors of listing items. The first that finds any counts.
    #[serde(deserialize_with = "rule::one_or_many", skip_serializing_if = "Vec::is_empty")]
    pub records: Vec<String>,
    /// `json`: where the names of positional records stand (`/fields/*/id`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub columns: Option<String>,
    /// `json`: where an error of the service stands; a payload that has it is refused with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// `table`: the sheet of a workbook; when absent, the first that has the mapped columns.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// `table`: the character between cells; found out when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<char>,
    /// `sitemap`: only addresses that this pattern fits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub matches: Option<Pattern>,
    /// The fields of a record.
    #[serde(skip_serializing_if = "is_default")]
    pub fields: Fields,
    /// Records to leave out, each with a note.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub skip: Vec<Condition>,
    /// Keys that mean nothing to an offer; `*` for all that no rule reads.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ignore: Vec<String>,
    /// How to read on where one payload is not all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pages: Option<PageRule>,
    /// `html` and `sitemap`: the page of each record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<DetailRule>,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

macro_rules! fields {
    ($($(#[$meta:meta])* $name:ident: $kind:ty,)*) => {
        /// Where each field of an offer is read from. What no rule names is left to the source file, or absent.
        #[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
        #[serde(deny_unknown_fields, default)]
        pub struct Fields {
            $(
                $(#[$meta])*
                #[serde(deserialize_with = "rule::rules", skip_serializing_if = "Vec::is_empty")]
                pub $name: $kind,
            )*
        }

        impl Fields {
            /// These rules, and those of `others` for fields that these leave out.
            #[must_use]
            pub fn or(self, others: Self) -> Self {
                Self { $($name: if self.$name.is_empty() { others.$name } else { self.$name }),* }
            }

            /// Every rule with the name of its field.
            pub fn iter(&self) -> impl Iterator<Item = (&'static str, &Rule)> {
                let all: Vec<(&'static str, &[Rule])> = vec![$((stringify!($name), self.$name.as_slice())),*];
                all.into_iter().flat_map(|(name, rules)| rules.iter().map(move |rule| (name, rule)))
            }
        }
    };
}

fields! {
    /// What the source calls the record; its address, then its title, when absent.
    id: Vec<Rule>,
    /// Title.
    title: Vec<Rule>,
    /// Summary; several rules are joined as paragraphs.
    summary: Vec<Rule>,
    /// Full text; several rules are joined as paragraphs.
    body: Vec<Rule>,
    /// The page to read it on.
    url: Vec<Rule>,
    /// A page to ask questions through.
    contact_url: Vec<Rule>,
    /// Who publishes it.
    publisher: Vec<Rule>,
    /// What sort of body the publisher is.
    publisher_kind: Vec<Rule>,
    /// The provider's country: ISO 3166-1, or its name in Spanish, English, French or Portuguese.
    country: Vec<Rule>,
    /// The provider's territory: ISO 3166-2.
    territory: Vec<Rule>,
    /// The language the record is written in.
    language: Vec<Rule>,
    /// Kinds of cooperation; all rules count.
    kinds: Vec<Rule>,
    /// Themes; all rules count.
    themes: Vec<Rule>,
    /// Who may apply; all rules count.
    applicants: Vec<Rule>,
    /// Languages in which one may apply; all rules count.
    apply_in: Vec<Rule>,
    /// First day to apply.
    opens: Vec<Rule>,
    /// Closing dates; all rules count.
    deadlines: Vec<Rule>,
    /// The day it was published.
    published: Vec<Rule>,
    /// Open all year round: `true` or `false`.
    rolling: Vec<Rule>,
    /// Announced, not yet published: `true` or `false`.
    forecast: Vec<Rule>,
    /// At least this much.
    amount_min: Vec<Rule>,
    /// At most this much.
    amount_max: Vec<Rule>,
    /// ISO 4217 code of the amounts.
    currency: Vec<Rule>,
    /// What the amounts are counted for: per-project, per-person, total, unknown.
    basis: Vec<Rule>,
    /// The share the applicant must bring, 0 to 100.
    co_financing_percent: Vec<Rule>,
}

impl Mapping {
    /// Whether it says nothing that its adapter would not read; fields, `skip` and `ignore` serve all.
    ///
    /// # Errors
    /// The first key that is for another adapter.
    pub fn uses_only(&self, known: &[&str]) -> Result<(), String> {
        let stated = [
            ("records", !self.records.is_empty()),
            ("columns", self.columns.is_some()),
            ("error", self.error.is_some()),
            ("sheet", self.sheet.is_some()),
            ("delimiter", self.delimiter.is_some()),
            ("matches", self.matches.is_some()),
            ("pages", self.pages.is_some()),
            ("detail", self.detail.is_some()),
        ];
        let odd = stated.iter().find(|(key, is_stated)| *is_stated && !known.contains(key));
        odd.map_or(Ok(()), |(key, _)| {
            Err(format!("{key} means nothing to this adapter; it reads {}", known.join(", ")))
        })
    }

    /// Every path that the mapping follows inside a record, with the field it serves.
    pub fn paths(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let rules = self.fields.iter().flat_map(|(field, rule)| rule.paths().map(move |path| (field, path)));
        let conditions =
            self.skip.iter().flat_map(|condition| condition.from.iter().map(|path| ("skip", path.as_str())));
        rules.chain(conditions)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_written_short_or_in_full() {
        let mapping: Mapping = toml::from_str(
            r#"
            records = "/results"
            [fields]
            title = "/name"
            url = ["/link", "/slug"]
            body = ["/text", { from = "/more", heading = "More" }]
            currency = { value = "EUR" }
            "#,
        )
        .expect("a mapping");
        assert_eq!(mapping.records, ["/results"]);
        assert_eq!(mapping.fields.url.len(), 2);
        assert_eq!(mapping.fields.body[1].heading.as_deref(), Some("More"));
        assert_eq!(mapping.paths().count(), 5);
        let again: Mapping = toml::from_str(&toml::to_string(&mapping).expect("TOML")).expect("a mapping");
        assert_eq!(again, mapping);
    }

    #[test]
    fn wrong_keys_are_named() {
        for (text, reason) in [
            ("[fields]\ntitel = \"/name\"", "titel"),
            ("[fields]\ntitle = { form = \"/name\" }", "form"),
            ("[fields]\ntitle = { from = \"/name\", pattern = \"(\" }", "pattern"),
            ("[fields]\ntitle = 7", "a path"),
        ] {
            let error = toml::from_str::<Mapping>(text).expect_err(text).to_string();
            assert!(error.contains(reason), "{error}");
        }
    }
}
