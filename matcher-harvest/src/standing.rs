//! What a source file means for the standing of its records and for its freshness.
//!
//! Knows nothing of how a payload is fetched or read.

use jiff::Timestamp;
use matcher_store::SourceDescription;

use crate::limits::{QUIET_AFTER_DAYS, VANISH_AFTER_RUNS};
use crate::source::{Cadence, Source, Tested};

/// Formats that show the latest entries by their nature: what is missing has only moved on.
const WINDOWS: [&str; 1] = ["feed"];

impl Cadence {
    /// Days from one reading to the next.
    pub const fn days(self) -> u32 {
        match self {
            Self::Daily => 1,
            Self::Weekly => 7,
            Self::Monthly => 30,
        }
    }

    /// The word source files use.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Daily => "daily",
            Self::Weekly => "weekly",
            Self::Monthly => "monthly",
        }
    }
}

impl Tested {
    /// The word source files use.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Payload => "payload",
            Self::Format => "format",
            Self::Unverified => "unverified",
        }
    }
}

impl Source {
    /// From how many good runs in a row a record may be missing before it has vanished; none when absence says
    /// nothing.
    pub fn misses_allowed(&self) -> Option<u32> {
        let usual = if WINDOWS.contains(&self.adapter.as_str()) { 0 } else { VANISH_AFTER_RUNS };
        Some(self.vanish_after.unwrap_or(usual)).filter(|misses| *misses > 0)
    }

    /// Days without any difference after which the source has probably stopped; 0: never.
    pub fn quiet_days(&self) -> u32 {
        let [daily, weekly, monthly] = QUIET_AFTER_DAYS;
        self.quiet_after_days.unwrap_or(match self.cadence {
            Cadence::Daily => daily,
            Cadence::Weekly => weekly,
            Cadence::Monthly => monthly,
        })
    }

    /// For how many days nothing in it has differed, where that is longer than the source may be silent.
    pub fn silent_days(&self, last_change: Timestamp, now: Timestamp) -> Option<i64> {
        let allowed = self.quiet_days();
        let days = now.duration_since(last_change).as_hours() / 24;
        (allowed > 0 && days >= i64::from(allowed)).then_some(days)
    }

    /// What readers of offers are told of the source.
    pub fn description(&self) -> SourceDescription {
        SourceDescription {
            name: self.name.clone(),
            url: self.url.to_string(),
            adapter: self.adapter.clone(),
            terms: self.terms.clone(),
            cadence: self.cadence.as_str().to_owned(),
            cadence_days: self.cadence.days(),
            tested: self.tested.as_str().to_owned(),
            quiet_after_days: self.quiet_days(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feeds_are_windows_and_listings_are_not() {
        let source = |name| Source::named(name).expect(name);
        assert_eq!(source("isoc").misses_allowed(), None);
        assert_eq!(source("eu-portal").misses_allowed(), Some(3));
        let whole = Source { vanish_after: Some(2), ..source("isoc") };
        assert_eq!(whole.misses_allowed(), Some(2));
        let window = Source { vanish_after: Some(0), ..source("eu-portal") };
        assert_eq!(window.misses_allowed(), None);
    }

    #[test]
    fn silence_is_measured_against_the_cadence() {
        let daily = Source::named("eu-portal").expect("a source");
        let now: Timestamp = "2026-11-20T03:15:00Z".parse().expect("a moment");
        let silent = |source: &Source, hours: i64| {
            source.silent_days(now - jiff::SignedDuration::from_hours(hours), now)
        };
        assert_eq!(silent(&daily, 30 * 24 - 1), None);
        assert_eq!(silent(&daily, 30 * 24), Some(30));
        let weekly = Source { cadence: Cadence::Weekly, ..daily.clone() };
        assert_eq!((silent(&weekly, 30 * 24), silent(&weekly, 90 * 24)), (None, Some(90)));
        let never = Source { quiet_after_days: Some(0), ..daily.clone() };
        assert_eq!(silent(&never, 1_000 * 24), None);
        let soon = Source { quiet_after_days: Some(3), ..daily };
        assert_eq!(silent(&soon, 73), Some(3));
    }
}
