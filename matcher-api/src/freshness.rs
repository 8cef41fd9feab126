//! How fresh the sources behind an answer are. Judges by days and cadence; words nothing.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use matcher_core::model::SourceId;
use matcher_store::{AnyRecord, HarvestSource};

/// How fresh one source is, as of a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Freshness {
    /// The source.
    pub id: SourceId,
    /// Its name, as people know it; its id where nobody described it.
    pub name: String,
    /// When it was last read well.
    pub last_good_at: Option<Timestamp>,
    /// Days since then.
    pub days: Option<i64>,
    /// Days since anything in it differed.
    pub days_unchanged: Option<i64>,
    /// Whether it was last read well longer ago than its cadence asks for; unknown without a cadence.
    pub stale: Option<bool>,
    /// Whether it is read well but has not differed for so long that it is probably kept no more.
    pub quiet: bool,
}

impl Freshness {
    /// Of `source` on the day `today` in `zone`.
    pub fn of(source: &HarvestSource, today: Date, zone: &TimeZone) -> Self {
        let days_since = |moment: Timestamp| {
            let day = moment.to_zoned(zone.clone()).date();
            // A clock that was set back must not make a source younger than today.
            today.duration_since(day).as_hours().max(0) / 24
        };
        let days = source.last_good_at.map(days_since);
        let days_unchanged = source.last_change_at.map(days_since);
        let description = source.description.as_ref();
        let stale = description.map(|described| match days {
            Some(days) => days > i64::from(described.cadence_days),
            None => true,
        });
        let quiet_after = description.map_or(0, |described| i64::from(described.quiet_after_days));
        let quiet =
            quiet_after > 0 && stale == Some(false) && days_unchanged.is_some_and(|days| days >= quiet_after);
        Self {
            id: source.id.clone(),
            name: description.map_or_else(|| source.id.to_string(), |described| described.name.clone()),
            last_good_at: source.last_good_at,
            days,
            days_unchanged,
            stale,
            quiet,
        }
    }
}

/// The harvested sources among those of `records`, in the order of their ids.
pub fn sources_of<'a>(
    records: impl Iterator<Item = &'a AnyRecord>,
    known: &[HarvestSource],
    today: Date,
    zone: &TimeZone,
) -> Vec<Freshness> {
    let named: BTreeSet<&SourceId> = records
        .map(|record| match record {
            AnyRecord::Offer(record) => &record.source,
            AnyRecord::Need(record) => &record.source,
            AnyRecord::Partner(record) => &record.source,
        })
        .collect();
    let behind = known.iter().filter(|source| named.contains(&source.id));
    behind.map(|source| Freshness::of(source, today, zone)).collect()
}

#[cfg(test)]
mod tests {
    use matcher_store::SourceDescription;

    use super::*;

    #[test]
    fn days_are_counted_in_the_zone_and_judged_by_the_cadence() {
        let zone = TimeZone::get("America/Santiago").expect("a zone");
        let today = jiff::civil::date(2026, 11, 20);
        let source = |cadence_days, good: &str, change: &str| HarvestSource {
            id: "portal".parse().expect("a source"),
            description: Some(SourceDescription {
                name: "Portal".to_owned(),
                url: "https://portal.example/".to_owned(),
                adapter: "feed".to_owned(),
                terms: String::new(),
                cadence: "daily".to_owned(),
                cadence_days,
                tested: "format".to_owned(),
                quiet_after_days: 30,
            }),
            last_good_at: Some(good.parse().expect("a moment")),
            last_change_at: Some(change.parse().expect("a moment")),
        };
        let judge = |cadence_days, good: &str, change: &str| {
            let found = Freshness::of(&source(cadence_days, good, change), today, &zone);
            (found.days, found.stale, found.quiet)
        };
        // 02:00 UTC is still the evening before in Chile.
        assert_eq!(judge(1, "2026-11-20T02:00:00Z", "2026-11-20T02:00:00Z"), (Some(1), Some(false), false));
        assert_eq!(judge(1, "2026-11-20T12:00:00Z", "2026-11-01T12:00:00Z"), (Some(0), Some(false), false));
        assert_eq!(judge(1, "2026-11-14T12:00:00Z", "2026-11-14T12:00:00Z"), (Some(6), Some(true), false));
        assert_eq!(judge(7, "2026-11-14T12:00:00Z", "2026-10-01T12:00:00Z"), (Some(6), Some(false), true));
        assert_eq!(judge(1, "2026-12-01T12:00:00Z", "2026-12-01T12:00:00Z").0, Some(0), "a clock ahead");
        let never =
            HarvestSource { last_good_at: None, ..source(1, "2026-11-20T12:00:00Z", "2026-11-20T12:00:00Z") };
        assert_eq!(Freshness::of(&never, today, &zone).stale, Some(true));
        let unknown = HarvestSource { description: None, ..never };
        assert_eq!(Freshness::of(&unknown, today, &zone).stale, None);
    }
}
