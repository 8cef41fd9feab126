//! Dates in text: every way in which es, en, fr and pt (and German months) write one, with the place where it stands.
//!
//! Says what is written and no more: a missing year stays missing, and a day that could be two days is both. Which
//! date is a deadline is decided elsewhere.

mod reader;
mod relative;
mod resolve;
mod tokens;
mod vocabulary;

use std::ops::Range;

use jiff::civil::{Date, Weekday};

pub(crate) use resolve::future as resolve;

use super::folded::Folded;
use crate::model::{CountryCode, LanguageTag};

/// A language whose dates are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lang {
    /// English.
    En,
    /// Spanish.
    Es,
    /// French.
    Fr,
    /// Portuguese.
    Pt,
    /// German: months and weekdays only.
    De,
}

impl Lang {
    fn parse(code: &str) -> Option<Self> {
        Some(match code {
            "en" => Self::En,
            "es" => Self::Es,
            "fr" => Self::Fr,
            "pt" => Self::Pt,
            "de" => Self::De,
            _ => return None,
        })
    }

    /// The language of a tag, if its dates are read.
    pub fn of(tag: &LanguageTag) -> Option<Self> {
        Self::parse(tag.primary())
    }
}

/// What stands first in `03/04/2026`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// The day: everywhere but in the United States.
    DayFirst,
    /// The month.
    MonthFirst,
    /// Nobody knows.
    Unknown,
}

impl Order {
    /// What a text in `lang` by somebody in `country` writes first.
    ///
    /// English is read month first only where the country is one that writes so, and not at all where it is unknown.
    pub fn of(lang: Option<Lang>, country: Option<&CountryCode>) -> Self {
        match (lang, country.map(CountryCode::as_str)) {
            (Some(Lang::En) | None, Some("US" | "PR" | "GU" | "PH" | "FM" | "PW" | "MH" | "VI" | "AS")) => {
                Self::MonthFirst
            }
            // Canada writes both.
            (Some(Lang::En) | None, None | Some("CA" | "UN")) => Self::Unknown,
            _ => Self::DayFirst,
        }
    }
}

/// What is known of a text before its dates are read.
#[derive(Debug, Clone, Copy)]
pub struct DateContext {
    /// Its language.
    pub lang: Option<Lang>,
    /// What its numeric dates put first.
    pub order: Order,
    /// The day it was written, from which «tomorrow» counts; without it such words are not read.
    pub written: Option<Date>,
}

/// What a text says of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stated {
    /// This very day.
    Day(Date),
    /// One of two days: nobody knows whether the day or the month stands first.
    Either {
        /// As the day read first.
        day_first: Date,
        /// As the month read first.
        month_first: Date,
    },
    /// A day of every year.
    Yearless {
        /// 1 to 12.
        month: i8,
        /// 1 to 31.
        day: i8,
        /// The weekday, if stated.
        weekday: Option<Weekday>,
    },
    /// A day of every month.
    DayOfMonth {
        /// 1 to 31.
        day: i8,
        /// The weekday, if stated.
        weekday: Option<Weekday>,
    },
    /// A day of every week.
    Weekday(Weekday),
    /// Counted from the day of writing.
    Counted(Date),
}

/// A date in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateMention {
    /// Where, in bytes of the text.
    pub span: Range<usize>,
    /// What is said.
    pub stated: Stated,
    /// Two bare numbers, such as `4-22`: a date only where one is expected.
    pub weak: bool,
}

/// Every date of `text`, of which at most `max_bytes` are read, in order and without overlap.
pub fn find_dates(text: &str, context: &DateContext, max_bytes: usize) -> Vec<DateMention> {
    let folded = Folded::of(text, max_bytes);
    let mut mentions = find_in(&folded.text, context);
    for mention in &mut mentions {
        mention.span = folded.origin(&mention.span);
    }
    mentions
}

/// Every date of a folded text; spans are those of the folded text.
pub(super) fn find_in(folded: &str, context: &DateContext) -> Vec<DateMention> {
    let tokens = tokens::tokens(folded);
    let reader = reader::Reader { tokens: &tokens, context };
    let mut mentions = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let Some(found) = reader.date(at) else {
            at += 1;
            continue;
        };
        let end = found.next.max(at + 1);
        let span = tokens[at].span.start..tokens[end - 1].span.end;
        mentions.push(DateMention { span, stated: found.value.stated, weak: found.value.weak });
        at = end;
    }
    mentions
}

#[cfg(test)]
mod tests;
