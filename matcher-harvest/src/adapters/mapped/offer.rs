//! An offer out of a record: each field by its rules, each value read or reported, the record kept.

use matcher_core::model::{
    Deadline, Draft, LanguageTag, MAX_BODY_CHARS, MAX_LIST_ITEMS, MAX_SUMMARY_CHARS, MAX_TITLE_CHARS,
    MoneyRange, Offer,
};
use rust_decimal::Decimal;
use serde::de::DeserializeOwned;
use url::Url;

use super::super::{draft, drop_reversed_opening, identity, localized, lost, offer_of, web_address};
use super::aside::add_asides;
use super::evaluate::{Lookup, every, first, texts};
use super::money::parse_amount;
use super::words::{find_country, find_language, find_truth};
use crate::dates::{Moment, parse_declared};
use crate::mapping::{Condition, Fields, Rule};
use crate::problem::{Problems, quote};
use crate::source::Source;
use crate::text::{clean_line, clean_prose, cut};

/// Longest title made of a record's text, in characters.
const MADE_TITLE_CHARS: usize = 120;

/// What holds for all records of a payload.
pub(in super::super) struct Context<'a> {
    pub(in super::super) source: &'a Source,
    pub(in super::super) fields: &'a Fields,
    pub(in super::super) skip: &'a [Condition],
    /// What relative links resolve against.
    pub(in super::super) base: Option<&'a Url>,
    /// The payload is the page of one record: its address, which names the record.
    pub(in super::super) page: Option<&'a Url>,
}

/// The offer that `record` describes; none, with a problem, where it is none or cannot be named.
pub(in super::super) fn read_offer(
    record: &dyn Lookup,
    context: &Context<'_>,
    number: usize,
    problems: &mut Problems,
) -> Option<Draft<Offer>> {
    let fields = context.fields;
    let unnamed = format!("record {number}");
    let (id, link) = names(record, context);
    let place = if id.is_empty() { unnamed.as_str() } else { id.as_str() };
    if is_skipped(record, context, place, problems) {
        return None;
    }
    let summary = prose(&fields.summary, record);
    let body = prose(&fields.body, record);
    let stated = title(record, fields);
    let made = stated.is_none();
    let Some(title) = stated.or_else(|| made_title(record, fields)) else {
        let why = ("missing-title", "a record without title or text says nothing");
        lost(identity::identify_untitled(&id, link.as_deref()), place, why, problems);
        return None;
    };
    let identity = identity::identify(&id, link.as_deref(), &title);
    let mut reading = Reading { record, context, place: identity.external_id, problems };
    if identity.from_title {
        reading.warn(
            "id-from-title",
            "neither id nor address: the record is named by its title, which may change",
        );
    }
    if made {
        reading.warn("missing-title", "no title: the start of its text stands in");
    }
    let offer = reading.offer(&title, &summary, &body, link.as_deref());
    let mut draft = draft(&context.source.id, reading.place, offer);
    add_asides(&mut draft, fields, record);
    Some(draft)
}

/// What `record` is called, without reading the rest of it; none where it cannot be named.
pub(in super::super) fn external_id_of(record: &dyn Lookup, context: &Context<'_>) -> Option<String> {
    let (id, link) = names(record, context);
    identity::identify_untitled(&id, link.as_deref()).or_else(|| {
        let title = title(record, context.fields).or_else(|| made_title(record, context.fields))?;
        Some(identity::identify(&id, link.as_deref(), &title).external_id)
    })
}

/// The record's own id, empty where it states none, and its address.
fn names(record: &dyn Lookup, context: &Context<'_>) -> (String, Option<String>) {
    let link = first(&context.fields.url, record).map(|(_, text)| absolute(&text, context.base));
    let link = link.or_else(|| context.page.map(Url::to_string));
    let id = first(&context.fields.id, record).map(|(_, text)| clean_line(&text)).unwrap_or_default();
    (id, link)
}

fn title(record: &dyn Lookup, fields: &Fields) -> Option<String> {
    first(&fields.title, record).map(|(_, text)| clean_line(&text)).filter(|text| !text.is_empty())
}

/// The start of the record's text; a line under one of our headings is no title.
fn made_title(record: &dyn Lookup, fields: &Fields) -> Option<String> {
    let own = fields.summary.iter().chain(&fields.body).filter(|rule| rule.heading.is_none());
    let text = own
        .flat_map(|rule| texts(rule, record))
        .map(|text| clean_prose(&text))
        .find(|text| !text.is_empty())?;
    Some(cut(text.lines().next().unwrap_or_default(), MADE_TITLE_CHARS).0.to_owned())
}

/// A relative link with its host, so that a listing and the page it leads to name the record alike.
fn absolute(link: &str, base: Option<&Url>) -> String {
    match (Url::parse(link.trim()), base) {
        (Err(url::ParseError::RelativeUrlWithoutBase), Some(base)) => {
            base.join(link.trim()).map_or_else(|_| link.to_owned(), Into::into)
        }
        _ => link.to_owned(),
    }
}

/// Whether a condition of the mapping says that this is no offer.
fn is_skipped(record: &dyn Lookup, context: &Context<'_>, place: &str, problems: &mut Problems) -> bool {
    for condition in context.skip {
        let rule = Rule { from: condition.from.clone(), all: true, ..Rule::default() };
        let values: Vec<String> = texts(&rule, record).iter().map(|text| clean_line(text)).collect();
        if let Some(value) = condition.fulfilled_by(&values) {
            let what = if value.is_empty() { "nothing".to_owned() } else { quote(value) };
            let detail = format!("left out as the source file says: {} is {what}", condition.from.join(", "));
            problems.note(place, "skipped", detail);
            return true;
        }
    }
    false
}

/// A number that the payload itself holds as one: its point is no language's thousands.
fn plain_number(rule: &Rule, record: &dyn Lookup) -> Option<Decimal> {
    let found =
        rule.from.iter().find_map(|path| record.find(path).into_iter().find(|value| !value.is_null()))?;
    let is_bare = rule.pattern.is_none() && rule.values.is_empty() && rule.template.is_none();
    let number = found.as_number().filter(|_| is_bare)?.to_string();
    let amount = number.parse().or_else(|_| Decimal::from_scientific(&number)).ok();
    amount.filter(|amount: &Decimal| !amount.is_sign_negative())
}

/// Whether every value has a meaning: a list of applicants that leaves some out would say that those may not apply.
fn all_known(rules: &[Rule], record: &dyn Lookup) -> bool {
    rules.iter().all(|rule| {
        let bare = Rule { values: std::collections::BTreeMap::new(), other: None, ..rule.clone() };
        texts(&bare, record).len() == texts(rule, record).len()
    })
}

fn prose(rules: &[Rule], record: &dyn Lookup) -> String {
    let mut parts: Vec<String> = Vec::new();
    for rule in rules {
        let found = texts(rule, record)
            .iter()
            .map(|text| clean_prose(text))
            .filter(|text| !text.is_empty())
            .collect::<Vec<_>>();
        if found.is_empty() {
            continue;
        }
        let text = found.join(if rule.heading.is_some() && found.iter().all(|text| text.len() < 80) {
            "; "
        } else {
            "\n\n"
        });
        if rule.heading.is_none() && parts.iter().any(|part| part.contains(&text)) {
            continue;
        }
        parts.push(match &rule.heading {
            Some(heading) if text.contains('\n') || text.len() > 200 => format!("{heading}\n{text}"),
            Some(heading) => format!("{heading}: {text}"),
            None => text,
        });
    }
    parts.join("\n\n")
}

struct Reading<'a, 'p> {
    record: &'a dyn Lookup,
    context: &'a Context<'a>,
    place: String,
    problems: &'p mut Problems,
}

impl<'a> Reading<'a, '_> {
    fn warn(&mut self, code: &str, detail: impl Into<String>) {
        self.problems.warn(&self.place, code, detail);
    }

    fn offer(&mut self, title: &str, summary: &str, body: &str, link: Option<&str>) -> Offer {
        let fields = self.context.fields;
        let mut offer = offer_of(self.context.source);
        let language = self.word(&fields.language, "language", find_language);
        let language = language.or_else(|| self.context.source.language.clone());
        let settle = |text: &str| crate::language::settle(language.as_ref(), text);
        let place = self.place.clone();
        let mut text = |text: &str, max: usize, field: &str| {
            localized(text, settle(text).as_ref(), max, (&place, field), self.problems)
        };
        offer.title = text(title, MAX_TITLE_CHARS, "title");
        offer.summary = text(summary, MAX_SUMMARY_CHARS, "summary").filter(|_| summary != title);
        offer.body = text(body, MAX_BODY_CHARS, "body").filter(|_| body != summary);
        offer.url =
            link.and_then(|link| web_address(link, self.context.base, (&place, "url"), self.problems));
        offer.contact_url = first(&fields.contact_url, self.record).and_then(|(_, link)| {
            web_address(&link, self.context.base, (&place, "contact_url"), self.problems)
        });
        self.provider(&mut offer);
        self.nature(&mut offer);
        self.dates(&mut offer, language.as_ref());
        offer.amount = self.amount(language.as_ref());
        drop_reversed_opening(&mut offer, &place, self.problems);
        offer
    }

    fn provider(&mut self, offer: &mut Offer) {
        let fields = self.context.fields;
        if let Some((_, publisher)) = first(&fields.publisher, self.record) {
            offer.publisher =
                Some(cut(&clean_line(&publisher), 300).0.to_owned()).filter(|name| !name.is_empty());
        }
        offer.publisher_kind = self.code(&fields.publisher_kind, "publisher_kind").or(offer.publisher_kind);
        let country = self.word(&fields.country, "country", find_country);
        offer.country = country.or_else(|| offer.country.take());
        offer.territory = self.code(&fields.territory, "territory").or_else(|| offer.territory.take());
    }

    fn nature(&mut self, offer: &mut Offer) {
        let fields = self.context.fields;
        if let Some(kinds) = self.codes(&fields.kinds, "kinds") {
            offer.kinds = Some(kinds);
        }
        if let Some(themes) = self.codes(&fields.themes, "themes") {
            offer.themes = Some(themes);
        }
        offer.applicants = self
            .codes(&fields.applicants, "applicants")
            .filter(|_| all_known(&fields.applicants, self.record));
        if let Some(languages) = self.codes(&fields.apply_in, "apply_in") {
            offer.languages = Some(languages);
        }
        offer.rolling = self.word(&fields.rolling, "rolling", find_truth);
        offer.forecast = self.word(&fields.forecast, "forecast", find_truth);
        offer.co_financing_percent =
            self.word(&fields.co_financing_percent, "co_financing_percent", |text| {
                text.trim_end_matches(['%', ' ']).parse().ok()
            });
    }

    fn dates(&mut self, offer: &mut Offer, language: Option<&LanguageTag>) {
        let fields = self.context.fields;
        let day = |reading: &mut Self, rules: &'a [Rule], field: &str| {
            let (rule, text) = first(rules, reading.record)?;
            reading.moment(rule, &text, field, language).map(|moment| moment.date)
        };
        offer.opens = day(self, &fields.opens, "opens");
        offer.published = day(self, &fields.published, "published");
        let mut deadlines = Vec::new();
        for (rule, text) in every(&fields.deadlines, self.record).into_iter().take(MAX_LIST_ITEMS) {
            let Some(moment) = self.moment(rule, &text, "deadlines", language) else { continue };
            let apart = rule.time.as_deref().and_then(|path| {
                let time =
                    self.record.find(path).into_iter().find_map(|value| value.as_str().map(str::to_owned))?;
                format!("2000-01-01T{}", time.trim())
                    .parse::<jiff::civil::DateTime>()
                    .ok()
                    .map(jiff::civil::DateTime::time)
            });
            let time = apart.or(moment.time);
            let time_zone = time.and(moment.time_zone.or_else(|| rule.time_zone.clone()));
            deadlines.push(Deadline { date: moment.date, time, time_zone, label: rule.label.clone() });
        }
        deadlines.sort();
        deadlines.dedup();
        offer.deadlines = (!deadlines.is_empty()).then_some(deadlines);
    }

    fn moment(
        &mut self,
        rule: &Rule,
        text: &str,
        field: &str,
        language: Option<&LanguageTag>,
    ) -> Option<Moment> {
        let text = clean_line(text);
        if text.is_empty() {
            return None;
        }
        let order = self.context.source.date_order(language);
        let moment = parse_declared(&text, &rule.formats, order)
            .filter(|moment| (1990..=2100).contains(&moment.date.year()));
        if moment.is_none() {
            self.warn("date-not-understood", format!("{field} {} left out", quote(&text)));
        }
        moment
    }

    fn amount(&mut self, language: Option<&LanguageTag>) -> Option<MoneyRange> {
        let fields = self.context.fields;
        let mut bound = |rules: &'a [Rule], field: &str| -> Option<Decimal> {
            let (rule, text) = first(rules, self.record)?;
            let text = clean_line(&text);
            let amount = plain_number(rule, self.record)
                .or_else(|| parse_amount(&text, rule.decimal, language.map(LanguageTag::primary)));
            if amount.is_none() {
                self.problems.warn(
                    &self.place,
                    "amount-not-understood",
                    format!("{field} {} left out", quote(&text)),
                );
            }
            // Zero is how payloads write «not stated».
            amount.filter(|amount| *amount > Decimal::ZERO)
        };
        let (mut min, max) =
            (bound(&fields.amount_min, "amount_min"), bound(&fields.amount_max, "amount_max"));
        if min.is_none() && max.is_none() {
            return None;
        }
        if min.zip(max).is_some_and(|(min, max)| min > max) {
            self.warn("amount-reversed", "the minimum is above the maximum; the minimum was left out");
            min = None;
        }
        if max.or(min).is_some_and(|amount| amount > Decimal::from(1_000_000_000_000_000_i64)) {
            self.warn("amount-out-of-range", "an amount above 10^15 was left out");
            return None;
        }
        let Some(currency) = self.code(&fields.currency, "currency") else {
            self.warn("amount-without-currency", "an amount without a currency was left out");
            return None;
        };
        let basis = self.code(&fields.basis, "basis").unwrap_or(matcher_core::model::AmountBasis::Unknown);
        Some(MoneyRange { min, max, currency, basis })
    }

    /// The first value of `rules` that `read` understands; a problem if it understands none.
    fn word<T>(&mut self, rules: &[Rule], field: &str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        let (_, text) = first(rules, self.record)?;
        let text = clean_line(&text);
        let value = read(&text);
        if value.is_none() && !text.is_empty() {
            self.unknown(field, &text);
        }
        value
    }

    /// The first value of `rules` as one of our codes.
    fn code<T: DeserializeOwned>(&mut self, rules: &[Rule], field: &str) -> Option<T> {
        self.word(rules, field, |text| serde_json::from_value(text.into()).ok())
    }

    /// Every value of `rules` as our codes, each once.
    fn codes<T: DeserializeOwned + Ord>(&mut self, rules: &[Rule], field: &str) -> Option<Vec<T>> {
        let mut values = Vec::new();
        for (_, text) in every(rules, self.record) {
            let text = clean_line(&text);
            match serde_json::from_value::<T>(text.as_str().into()) {
                Ok(value) => values.push(value),
                Err(_) => self.unknown(field, &text),
            }
        }
        values.sort();
        values.dedup();
        values.truncate(MAX_LIST_ITEMS);
        (!values.is_empty()).then_some(values)
    }

    fn unknown(&mut self, field: &str, text: &str) {
        self.problems.note(
            &self.place,
            "unknown-value",
            format!("{field} {} has no meaning in the source file", quote(text)),
        );
    }
}
