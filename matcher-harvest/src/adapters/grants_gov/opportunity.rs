//! An opportunity as the single answer and the extract describe it, on its way to an offer.

use iso_currency::Currency;
use jiff::civil::Date;
use matcher_core::model::{
    AmountBasis, AsideTopic, Deadline, Draft, MAX_BODY_CHARS, MAX_TITLE_CHARS, MoneyRange, Offer,
};
use rust_decimal::Decimal;

use super::super::{draft, drop_reversed_opening, localized, offer_of, web_address};
use super::codes;
use crate::dates::parse_declared;
use crate::problem::{Problems, quote};
use crate::source::Source;
use crate::text::{clean_line, clean_prose, cut, without_mailboxes};

/// What both forms say, as they write it.
#[derive(Debug, Default)]
pub(super) struct Opportunity {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) description: String,
    pub(super) agency: Option<String>,
    pub(super) posted: Option<String>,
    pub(super) closes: Option<String>,
    /// Why there is no closing date, or what else to know of it.
    pub(super) closing_words: Option<String>,
    pub(super) floor: Option<String>,
    pub(super) ceiling: Option<String>,
    pub(super) total: Option<String>,
    pub(super) instruments: Vec<String>,
    pub(super) categories: Vec<String>,
    pub(super) applicants: Vec<String>,
    pub(super) eligibility: Option<String>,
    pub(super) more: Option<String>,
    pub(super) is_forecast: bool,
}

impl Opportunity {
    /// The offer; none, with a problem, without number or title.
    pub(super) fn into_draft(
        self,
        place: &str,
        source: &Source,
        problems: &mut Problems,
    ) -> Option<Draft<Offer>> {
        let id = clean_line(&self.id);
        let title = clean_line(&self.title);
        if id.is_empty() {
            problems.reject(
                place,
                "missing-id",
                "an opportunity without number cannot be told from another tomorrow",
            );
            return None;
        }
        if title.is_empty() {
            problems.reject_known(&id, "missing-title", "a record without title says nothing");
            return None;
        }
        let language = source.language.as_ref();
        let mut offer = offer_of(source);
        offer.title = localized(&title, language, MAX_TITLE_CHARS, (&id, "title"), problems);
        offer.body = localized(&self.body(), language, MAX_BODY_CHARS, (&id, "body"), problems);
        offer.url = web_address(
            &format!("https://www.grants.gov/search-results-detail/{id}"),
            None,
            (&id, "url"),
            problems,
        );
        offer.contact_url = self
            .more
            .as_deref()
            .and_then(|link| web_address(&with_scheme(link), None, (&id, "link"), problems));
        if let Some(agency) = &self.agency {
            offer.publisher =
                Some(cut(&clean_line(agency), 300).0.to_owned()).filter(|name| !name.is_empty());
        }
        offer.opens = day(self.posted.as_deref(), "posted", &id, problems);
        offer.deadlines = day(self.closes.as_deref(), "closes", &id, problems)
            .map(|date| vec![Deadline { date, time: None, time_zone: None, label: None }]);
        offer.forecast = Some(self.is_forecast);
        offer.kinds = codes::kinds(&self.instruments).or(offer.kinds);
        offer.themes = codes::themes(&self.categories).or(offer.themes);
        offer.applicants = codes::applicants(&self.applicants);
        offer.amount = self.amount(&id, problems);
        drop_reversed_opening(&mut offer, &id, problems);
        let mut draft = draft(&source.id, id, offer);
        let who = codes::applicants_in_words(&self.applicants);
        let asides = [
            (AsideTopic::Eligibility, Some(who)),
            (AsideTopic::Eligibility, self.eligibility),
            (AsideTopic::Deadline, self.closing_words),
        ];
        for (topic, text) in asides {
            draft.add_aside(topic, &without_mailboxes(&clean_prose(text.as_deref().unwrap_or_default())));
        }
        Some(draft)
    }

    fn body(&self) -> String {
        let mut parts = vec![clean_prose(&self.description)];
        let more = [("Eligibility", &self.eligibility), ("Closing date", &self.closing_words)];
        for (heading, text) in more {
            let text = text.as_deref().map(clean_prose).filter(|text| !text.is_empty());
            parts.extend(text.map(|text| format!("{heading}: {text}")));
        }
        parts.retain(|part| !part.is_empty());
        parts.join("\n\n")
    }

    /// Per award where floor or ceiling is stated, else the whole programme; zero and «none» say nothing.
    fn amount(&self, id: &str, problems: &mut Problems) -> Option<MoneyRange> {
        let mut dollars = |text: &Option<String>, field: &str| {
            let text = text.as_deref().map(clean_line).filter(|text| !text.is_empty() && text != "none")?;
            let amount = text.replace([',', '$'], "").parse::<Decimal>().ok();
            if amount.is_none_or(|amount| amount.is_sign_negative()) {
                problems.warn(id, "amount-not-understood", format!("{field} {} left out", quote(&text)));
            }
            amount.filter(|amount| {
                *amount > Decimal::ZERO && *amount <= Decimal::from(1_000_000_000_000_000_i64)
            })
        };
        let (floor, ceiling) = (dollars(&self.floor, "floor"), dollars(&self.ceiling, "ceiling"));
        let total = dollars(&self.total, "total");
        let (min, max, basis) = match (floor, ceiling) {
            (None, None) => (None, Some(total?), AmountBasis::Total),
            (Some(floor), Some(ceiling)) if floor > ceiling => {
                problems.warn(
                    id,
                    "amount-reversed",
                    "the floor is above the ceiling; the floor was left out",
                );
                (None, Some(ceiling), AmountBasis::PerProject)
            }
            (floor, ceiling) => (floor, ceiling, AmountBasis::PerProject),
        };
        Some(MoneyRange { min, max, currency: Currency::USD, basis })
    }
}

/// `MMDDYYYY` of the extract, `Aug 17, 2026 12:00:00 AM EDT` and `2026-08-17-00-00-00` of the service.
fn day(text: Option<&str>, field: &str, id: &str, problems: &mut Problems) -> Option<Date> {
    let text = clean_line(text?);
    if text.is_empty() {
        return None;
    }
    let formats = ["%m%d%Y", "mdy", "names", "iso"].map(str::to_owned);
    let found =
        parse_declared(&text, &formats, None).or_else(|| parse_declared(text.get(..10)?, &formats, None));
    let date = found.map(|moment| moment.date).filter(|date| (1990..=2100).contains(&date.year()));
    if date.is_none() {
        problems.warn(id, "date-not-understood", format!("{field} {} left out", quote(&text)));
    }
    date
}

fn with_scheme(link: &str) -> String {
    let link = link.trim();
    if link.starts_with("www.") { format!("https://{link}") } else { link.to_owned() }
}
