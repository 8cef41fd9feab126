//! How much each agreement or difference counts: natural logarithms of odds, added up. Knows no offer.
//!
//! The values are judgement, checked on judged sets (`docs/deduplication.md`), not learnt from one of them.

/// Before anything is compared: two offers that share a key are usually still two.
pub(super) const PRIOR: f64 = -4.0;
/// Both come from one source that lists them under two names: it takes them for two, and it should know. Words and
/// dates alone then make no pair the same; a shared identifier or page still does.
pub(super) const ONE_SOURCE: f64 = -7.5;

/// The least score that is [`super::Sameness::Same`].
pub(super) const SAME: f64 = 0.9;
/// The least score that is [`super::Sameness::Unsure`].
pub(super) const UNSURE: f64 = 0.4;

/// A shared identifier.
pub(super) const IDENTIFIER_SHARED: f64 = 10.0;
/// Identifiers of one family, one the beginning of the other: a call and its topic.
pub(super) const IDENTIFIER_NARROWER: f64 = -7.0;
/// Other identifiers of one family.
pub(super) const IDENTIFIER_OTHER: f64 = -14.0;

/// One page that is not the front page.
pub(super) const ADDRESS_SHARED: f64 = 5.0;
/// Two pages of one site.
pub(super) const ADDRESS_OTHER: f64 = -0.5;

/// For each telling word of an equal title.
pub(super) const TITLE_PER_WORD: f64 = 0.9;
/// At most, for a title.
pub(super) const TITLE_MOST: f64 = 5.0;
/// The share of that for a title that differs in spelling or order.
pub(super) const TITLE_NEAR: f64 = 0.85;
/// One title has words that the other lacks, besides what their number takes.
pub(super) const TITLE_EXTENDED: f64 = -1.5;
/// Titles with words of their own on both sides, before their number counts.
pub(super) const TITLE_REWORDED: f64 = -2.0;
/// Titles without a word in common, besides.
pub(super) const TITLE_OTHER: f64 = -6.0;
/// Years, numbers, lots, phases or codes that differ.
pub(super) const EDITION_OTHER: f64 = -12.0;
/// Such a mark on one side only.
pub(super) const EDITION_ONE_SIDED: f64 = -3.0;

/// A text that holds the whole other one.
pub(super) const TEXT_MOST: f64 = 5.0;
/// Two texts of one length that differ in places: a form filled in twice.
pub(super) const TEXT_EDITED: f64 = -2.0;
/// Two long texts with nothing in common.
pub(super) const TEXT_OTHER: f64 = -2.0;

/// A shared closing date.
pub(super) const DEADLINE_SHARED: f64 = 2.0;
/// Another closing date, before its distance counts.
pub(super) const DEADLINE_MOVED: f64 = -0.5;
/// Days of distance that count one point.
pub(super) const DEADLINE_DAYS: f64 = 45.0;
/// At this distance and beyond closing dates are those of two editions rather than one, moved.
pub(super) const MOVED_DAYS: u32 = 120;
/// At most, for closing dates however far apart.
pub(super) const DEADLINE_OTHER: f64 = -9.0;

/// An amount that is the same.
pub(super) const AMOUNT_SHARED: f64 = 1.5;
/// Another amount.
pub(super) const AMOUNT_OTHER: f64 = -1.5;

/// One publisher.
pub(super) const PUBLISHER_SHARED: f64 = 1.0;
/// Another publisher: less than it seems, as an aggregator may name itself.
pub(super) const PUBLISHER_OTHER: f64 = -2.0;
/// Another country of the provider.
pub(super) const COUNTRY_OTHER: f64 = -2.0;
/// No country in common among those that may benefit.
pub(super) const ELIGIBILITY_OTHER: f64 = -6.0;
