//! Range checks shared by offers, needs and partners; each failure says where and what would be accepted.

use jiff::civil::Date;
use url::Url;

use super::{CountryEligibility, FieldProblem, Localized, MAX_LIST_ITEMS, MoneyRange, Offer};

/// Collects problems; every method adds at most a few and never stops the others.
#[derive(Default)]
pub(super) struct Checks(Vec<FieldProblem>);

impl Checks {
    pub(super) fn into_problems(self) -> Vec<FieldProblem> {
        self.0
    }

    fn push(&mut self, pointer: &str, code: &'static str, detail: impl Into<String>) {
        self.0.push(FieldProblem::new(pointer, code, detail));
    }

    pub(super) fn required_text(&mut self, pointer: &str, text: Option<&Localized>, max_chars: usize) {
        if text.is_none_or(Localized::is_empty) {
            return self.push(pointer, "missing", "give a text in at least one language");
        }
        self.text(pointer, text, max_chars);
    }

    pub(super) fn text(&mut self, pointer: &str, text: Option<&Localized>, max_chars: usize) {
        if text.is_some_and(|text| text.longest_chars() > max_chars) {
            self.push(pointer, "too-long", format!("at most {max_chars} characters"));
        }
        let blank = text.into_iter().flat_map(Localized::iter).filter(|(_, text)| text.trim().is_empty());
        for (language, _) in blank {
            self.push(&format!("{pointer}/{language}"), "empty", "give a text, or leave the language out");
        }
        // Nobody writes one: it comes out of a broken conversion, and many a reader of text stops there.
        if text.is_some_and(|text| text.iter().any(|(_, text)| text.contains('\0'))) {
            self.push(pointer, "invalid", "take the NUL characters (U+0000) out of the text");
        }
    }

    pub(super) fn line(&mut self, pointer: &str, line: Option<&str>) {
        let Some(line) = line else { return };
        if line.trim().is_empty() || line.chars().count() > 300 || line.contains(char::is_control) {
            self.push(pointer, "invalid", "give 1 to 300 characters on one line");
        }
    }

    pub(super) fn web_address(&mut self, pointer: &str, url: Option<&Url>) {
        let Some(url) = url else { return };
        if !matches!(url.scheme(), "http" | "https") || url.as_str().len() > 2_000 {
            self.push(pointer, "invalid", "give an http or https address of up to 2,000 bytes");
        }
    }

    pub(super) fn list<T>(&mut self, pointer: &str, list: Option<&[T]>) {
        if list.is_some_and(|list| list.len() > MAX_LIST_ITEMS) {
            self.push(pointer, "too-many", format!("at most {MAX_LIST_ITEMS} entries"));
        }
    }

    pub(super) fn one_per_country(&mut self, pointer: &str, list: Option<&[CountryEligibility]>) {
        let mut seen = std::collections::BTreeSet::new();
        for entry in list.unwrap_or_default() {
            if !seen.insert(&entry.country) {
                self.push(pointer, "duplicate", format!("{} stands twice", entry.country));
            }
        }
    }

    pub(super) fn date(&mut self, pointer: &str, date: Option<Date>) {
        if date.is_some_and(|date| !(1990..=2100).contains(&date.year())) {
            self.push(pointer, "date-out-of-range", "give a date from 1990 to 2100, as YYYY-MM-DD");
        }
    }

    pub(super) fn opens_before_it_closes(&mut self, offer: &Offer) {
        let last = offer.deadlines.iter().flatten().map(|deadline| deadline.date).max();
        if let (Some(opens), Some(last)) = (offer.opens, last)
            && opens > last
        {
            self.push("/opens", "dates-reversed", format!("opens {opens}, after the last deadline {last}"));
        }
    }

    pub(super) fn percent(&mut self, pointer: &str, percent: Option<u8>) {
        if percent.is_some_and(|percent| percent > 100) {
            self.push(pointer, "out-of-range", "give a percentage from 0 to 100");
        }
    }

    pub(super) fn days(&mut self, pointer: &str, days: Option<u16>) {
        if days.is_some_and(|days| days > 1_825) {
            self.push(pointer, "out-of-range", "give 0 to 1825 days");
        }
    }

    pub(super) fn money(&mut self, pointer: &str, money: Option<&MoneyRange>) {
        if let Some(money) = money {
            money.check(pointer, &mut self.0);
        }
    }
}
