//! What is compared of an offer, made once. Compares nothing.

use std::fmt;

use iso_currency::Currency;
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::address::{Address, parts};
use super::identifiers::{identifiers, without_identifiers};
use super::sketch::Sketch;
use super::title::Title;
use crate::model::{AmountBasis, CountryCode, Offer, Record, SourceId, Verdict};
use crate::text::fold;

/// Counts the changes of what a signature holds and how keys are made: kept keys of another number are made anew.
pub const RULES: u32 = 1;
/// Most languages of a title that are compared.
const MAX_TITLES: usize = 4;

/// What is compared of an offer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Signature {
    pub(super) titles: Vec<Title>,
    pub(super) identifiers: Vec<String>,
    pub(super) address: Option<Address>,
    pub(super) publisher: Option<String>,
    pub(super) country: Option<CountryCode>,
    /// Countries that may benefit, as far as named.
    pub(super) eligible: Vec<CountryCode>,
    pub(super) deadlines: Vec<Date>,
    pub(super) opens: Option<Date>,
    pub(super) amount: Option<Amount>,
    pub(super) sketch: Sketch,
    pub(super) source: Option<SourceId>,
}

/// Money as compared.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Amount {
    pub(super) min: Option<Decimal>,
    pub(super) max: Option<Decimal>,
    pub(super) currency: Currency,
    pub(super) basis: AmountBasis,
}

impl Signature {
    /// Of an offer's values alone. Identifiers are read from title and address; with [`Signature::known_as`] also
    /// from what the source calls it.
    pub fn of(offer: &Offer) -> Self {
        let texts = [&offer.summary, &offer.body].into_iter().flatten();
        let titles: Vec<(&str, &str)> = offer
            .title
            .iter()
            .flat_map(|title| title.iter().map(|(tag, text)| (tag.primary(), text)))
            .collect();
        let address = offer.url.as_ref().and_then(Address::of);
        let in_address = offer.url.as_ref().map(parts).unwrap_or_default();
        let mut deadlines: Vec<Date> =
            offer.deadlines.iter().flatten().map(|deadline| deadline.date).collect();
        deadlines.sort_unstable();
        deadlines.dedup();
        let eligible = offer.eligibility.iter().flatten().filter(|rule| rule.verdict == Verdict::Yes);
        let mut eligible: Vec<CountryCode> = eligible.map(|rule| rule.country.clone()).collect();
        eligible.sort_unstable();
        Self {
            identifiers: identifiers(
                titles.iter().map(|(_, text)| *text).chain(in_address.iter().map(AsRef::as_ref)),
            ),
            titles: titles
                .iter()
                .take(MAX_TITLES)
                .map(|(tag, text)| Title::of(tag, &without_identifiers(text)))
                .collect(),
            address,
            publisher: offer.publisher.as_deref().map(words).filter(|name| !name.is_empty()),
            country: offer.country.clone(),
            eligible,
            deadlines,
            opens: offer.opens,
            amount: offer.amount.as_ref().map(|money| Amount {
                min: money.min,
                max: money.max,
                currency: money.currency,
                basis: money.basis,
            }),
            sketch: Sketch::of(texts.flat_map(|text| text.iter().map(|(_, text)| text))),
            source: None,
        }
    }

    /// Of a stored record: its effective values, its source and what that calls it.
    pub fn of_record(record: &Record<Offer>) -> Self {
        Self::of(&record.effective()).known_as(&record.source, &record.external_id)
    }

    /// Adds the source and the identifiers in what it calls the offer.
    #[must_use]
    pub fn known_as(mut self, source: &SourceId, external_id: &str) -> Self {
        self.identifiers.extend(identifiers([external_id]));
        self.identifiers.sort();
        self.identifiers.dedup();
        self.source = Some(source.clone());
        self
    }

    /// The same without identifiers and address, to measure what words, dates and amounts alone can tell.
    #[must_use]
    pub fn without_identifiers(mut self) -> Self {
        self.identifiers.clear();
        self.address = None;
        self
    }

    /// What stays the same as long as nothing that is compared changes: on every run and platform, under one [`RULES`].
    ///
    /// The source does not count: two sources that copy one page word by word give one fingerprint.
    pub fn fingerprint(&self) -> Fingerprint {
        let mut hasher = blake3::Hasher::new();
        let content = Self { source: None, ..self.clone() };
        hasher.update(&RULES.to_le_bytes());
        // Field order is that of the struct, numbers are decimal text: the same bytes everywhere.
        let written = serde_json::to_vec(&content).unwrap_or_default();
        hasher.update(&written);
        Fingerprint(hasher.finalize().to_hex()[..32].to_owned())
    }

    /// Years of opening and closing.
    pub(super) fn has_year(&self, year: &str) -> bool {
        year.parse::<i16>()
            .is_ok_and(|year| self.deadlines.iter().chain(&self.opens).any(|date| date.year() == year))
    }
}

/// 32 hex digits that stand for the compared content of an offer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fingerprint(String);

impl Fingerprint {
    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Folded words with single spaces.
pub(super) fn words(text: &str) -> String {
    let folded = fold(text);
    let words = folded.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}
