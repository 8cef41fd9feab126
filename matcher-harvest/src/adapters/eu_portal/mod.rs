//! EU Funding & Tenders portal, in three forms: its search service, a daily feed and a bulk file of open calls.
//!
//! All call a topic by the portal's topic identifier, so that one record meets itself coming from either.

mod bulk;
mod daily;
mod search;
mod vocabulary;

use iso_currency::Currency;
use jiff::civil::Date;
use matcher_core::model::{
    AmountBasis, CooperationKind, Deadline, LanguageTag, MAX_BODY_CHARS, MAX_LIST_ITEMS, MAX_SUMMARY_CHARS,
    MAX_TITLE_CHARS, MoneyRange, Offer, ThemeId,
};
use rust_decimal::Decimal;
use serde_json::Value;

use super::fields::{Fields, read_json};
use super::{Adapter, Parsed, Step, drop_reversed_opening, localized, offer_of};
use crate::dates::parse_iso;
use crate::payload::Payload;
use crate::problem::{PayloadError, Problems, quote};
use crate::source::Source;
use vocabulary::{Status, is_research, kinds_of_action};

/// The EU portal's collectors.
pub(super) struct EuPortal;

const EXPECTED: &str = "an EU portal feed or open-calls file (JSON)";

impl Adapter for EuPortal {
    fn name(&self) -> &'static str {
        "eu_portal"
    }

    fn usual_source(&self) -> Option<&'static str> {
        Some("eu-portal")
    }

    fn next(&self, _source: &Source, asked: &Step, payload: &Payload) -> Vec<Step> {
        let text = payload.text(EXPECTED, &mut Problems::default()).ok();
        text.and_then(|text| search::next_page(&text, asked)).into_iter().collect()
    }

    fn parse(&self, payload: &Payload, source: &Source) -> Result<Parsed, PayloadError> {
        let mut problems = Problems::default();
        let text = payload.text(EXPECTED, &mut problems)?;
        let offers = if bulk::looks_like(&text) {
            bulk::parse(&text, source, &mut problems)?
        } else {
            let document = read_json(&text, EXPECTED)?;
            if search::looks_like(&document) {
                search::parse(document, source, &mut problems)?
            } else {
                daily::parse(document, source, &mut problems)?
            }
        };
        Ok(Parsed { offers, problems: problems.into_vec() })
    }
}

/// What all forms know of a topic, before it becomes an offer.
#[derive(Default)]
struct Topic {
    title: String,
    summary: Option<String>,
    body: Vec<String>,
    language: Option<LanguageTag>,
    opens: Option<String>,
    deadlines: Vec<String>,
    status: Option<String>,
    action: Option<String>,
    /// Whether the portal files it as a grant even where no type of action is given.
    is_grant: bool,
    kinds: Vec<CooperationKind>,
    theme_codes: Vec<String>,
    money: Money,
}

/// Euros, as stated.
#[derive(Default, Clone, Copy)]
struct Money {
    min: Option<Decimal>,
    max: Option<Decimal>,
    total: Option<Decimal>,
}

impl Topic {
    fn into_offer(self, fields: &mut Fields<'_>, source: &Source) -> Offer {
        let mut offer = offer_of(source);
        let language = self.language.as_ref().or(source.language.as_ref());
        let place = fields.place().to_owned();
        let (_, problems) = fields.reporting();
        offer.title = localized(&self.title, language, MAX_TITLE_CHARS, (&place, "title"), problems);
        offer.summary = self
            .summary
            .and_then(|text| localized(&text, language, MAX_SUMMARY_CHARS, (&place, "summary"), problems));
        let body = self.body.join("\n\n");
        offer.body = localized(&body, language, MAX_BODY_CHARS, (&place, "body"), problems);
        offer.opens = self.opens.and_then(|text| day(&text, "opening date", fields));
        offer.deadlines = deadlines(&self.deadlines, fields);
        offer.forecast = forecast(self.status.as_deref(), offer.deadlines.is_some(), fields);
        offer.kinds = kinds(self.kinds, self.action.as_deref(), self.is_grant, fields);
        offer.themes = themes(&self.theme_codes, self.action.as_deref());
        offer.amount = amount(self.money, fields);
        let (_, problems) = fields.reporting();
        drop_reversed_opening(&mut offer, &place, problems);
        offer
    }
}

/// The language at the end of the portal's reference: `50129698TOPICSen` is English.
fn language_of(reference: &str) -> Option<LanguageTag> {
    let tail = reference.get(reference.len().checked_sub(2)?..)?;
    let code = tail.bytes().all(|b| b.is_ascii_lowercase());
    if code { tail.parse().ok() } else { None }
}

fn day(text: &str, what: &str, fields: &mut Fields<'_>) -> Option<Date> {
    let date = parse_iso(text).map(|moment| moment.date).filter(in_range);
    if date.is_none() {
        fields.warn("date-not-understood", format!("{what} {} left out", quote(text)));
    }
    date
}

fn in_range(date: &Date) -> bool {
    (1990..=2100).contains(&date.year())
}

fn deadlines(texts: &[String], fields: &mut Fields<'_>) -> Option<Vec<Deadline>> {
    let mut deadlines = Vec::new();
    for text in texts.iter().take(MAX_LIST_ITEMS) {
        match parse_iso(text).filter(|moment| in_range(&moment.date)) {
            Some(moment) => deadlines.push(Deadline {
                date: moment.date,
                time: moment.time,
                time_zone: moment.time_zone,
                label: None,
            }),
            None => fields.warn("date-not-understood", format!("deadline {} left out", quote(text))),
        }
    }
    deadlines.sort();
    deadlines.dedup();
    (!deadlines.is_empty()).then_some(deadlines)
}

fn forecast(status: Option<&str>, has_deadline: bool, fields: &mut Fields<'_>) -> Option<bool> {
    let status = status?;
    match vocabulary::status(status) {
        Some(Status::Forthcoming) => Some(true),
        Some(Status::Open) => Some(false),
        Some(Status::Closed) => {
            if !has_deadline {
                fields.warn("closed-without-date", "the source says closed but gives no closing date");
            }
            Some(false)
        }
        None => {
            fields.warn("unknown-status", format!("unknown status {}", quote(status)));
            None
        }
    }
}

fn kinds(
    mut kinds: Vec<CooperationKind>,
    action: Option<&str>,
    is_grant: bool,
    fields: &mut Fields<'_>,
) -> Option<Vec<CooperationKind>> {
    match action.map(|action| (action, kinds_of_action(action))) {
        Some((_, Some(known))) => kinds.extend_from_slice(known),
        Some((action, None)) => {
            fields.note("unknown-action", format!("unknown type of action {}", quote(action)));
            kinds.extend(is_grant.then_some(CooperationKind::Grant));
        }
        None => kinds.extend(is_grant.then_some(CooperationKind::Grant)),
    }
    kinds.sort();
    kinds.dedup();
    (!kinds.is_empty()).then_some(kinds)
}

fn themes(codes: &[String], action: Option<&str>) -> Option<Vec<ThemeId>> {
    let research = action.is_some_and(is_research).then_some("science");
    let named = codes.iter().flat_map(|code| vocabulary::themes_of(code)).copied();
    let mut themes: Vec<ThemeId> = named.chain(research).filter_map(|theme| theme.parse().ok()).collect();
    themes.sort();
    themes.dedup();
    (!themes.is_empty()).then_some(themes)
}

/// Per project where the portal says so, else the whole budget; zero is how the portal writes «not stated».
fn amount(money: Money, fields: &mut Fields<'_>) -> Option<MoneyRange> {
    let stated = |amount: Option<Decimal>| amount.filter(|amount| *amount > Decimal::ZERO);
    let (min, max) = (stated(money.min), stated(money.max));
    if let (Some(low), Some(high)) = (min, max)
        && low > high
    {
        fields.warn(
            "amount-reversed",
            format!("minimum {low} is above maximum {high}; the amount was left out"),
        );
        return None;
    }
    let (min, max, basis) = if min.is_some() || max.is_some() {
        (min, max, AmountBasis::PerProject)
    } else {
        (None, Some(stated(money.total)?), AmountBasis::Total)
    };
    if max.or(min).is_some_and(|amount| amount > Decimal::from(1_000_000_000_000_000_i64)) {
        fields.warn("amount-out-of-range", "an amount above 10^15 was left out");
        return None;
    }
    Some(MoneyRange { min, max, currency: Currency::EUR, basis })
}

/// A number of euros; a problem if it is anything else.
fn euros(value: Option<Value>, key: &str, fields: &mut Fields<'_>) -> Option<Decimal> {
    let value = value?;
    let text = match &value {
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.trim().to_owned(),
        _ => String::new(),
    };
    let amount = text.parse::<Decimal>().or_else(|_| Decimal::from_scientific(&text)).ok();
    let amount = amount.filter(|amount| !amount.is_sign_negative());
    if amount.is_none() {
        fields.warn("amount-not-understood", format!("{key} {} left out", quote(&value.to_string())));
    }
    amount
}

fn reject_nameless(fields: &mut Fields<'_>, what: &str) {
    fields.reject("missing-id", format!("a record without {what} cannot be told from another tomorrow"));
}
