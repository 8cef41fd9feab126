//! What a source file means for the standing of its records and for its freshness.
//!
//! Knows nothing of how a payload is fetched or read.

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
}
