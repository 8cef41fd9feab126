//! Which sources are due: by their cadence, and by when they were last read well.
//!
//! Knows nothing of the store or of how a source is read; the moment of the question is an argument.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};
use matcher_core::model::SourceId;

use crate::limits::DUE_SLACK_HOURS;
use crate::source::Source;

/// Whether `source`, last read well at `last_good`, is to be read at `now`.
///
/// A source counts as due a few hours early, so that a nightly run that began late does not skip the next night.
/// One that failed is due again at once.
pub fn is_due(source: &Source, last_good: Option<Timestamp>, now: Timestamp) -> bool {
    let Some(last_good) = last_good else { return true };
    let hours = i64::from(source.cadence.days()) * 24 - DUE_SLACK_HOURS;
    now.duration_since(last_good) >= SignedDuration::from_hours(hours)
}

/// Of `sources`, those that are due at `now`.
pub fn due(sources: Vec<Source>, last_good: &HashMap<SourceId, Timestamp>, now: Timestamp) -> Vec<Source> {
    sources.into_iter().filter(|source| is_due(source, last_good.get(&source.id).copied(), now)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Cadence;

    #[test]
    fn cadences_come_round_and_failures_at_once() {
        let source = |cadence| Source { cadence, ..Source::named("isoc").expect("a source") };
        let now: Timestamp = "2026-11-20T03:15:00Z".parse().expect("a moment");
        let ago = |hours| Some(now - SignedDuration::from_hours(hours));
        for (cadence, just_read, long_ago) in [
            (Cadence::Daily, 12, 18),
            (Cadence::Weekly, 6 * 24, 7 * 24 - 5),
            (Cadence::Monthly, 29 * 24, 30 * 24),
        ] {
            assert!(!is_due(&source(cadence), ago(just_read), now), "{cadence:?}");
            assert!(is_due(&source(cadence), ago(long_ago), now), "{cadence:?}");
            assert!(is_due(&source(cadence), None, now), "never read well");
        }
        let read = HashMap::from([("isoc".parse().expect("a source"), now)]);
        let named = |name| Source::named(name).expect(name);
        let due = due(vec![named("isoc"), named("eu-portal")], &read, now);
        assert_eq!(due.iter().map(|source| source.id.as_str()).collect::<Vec<_>>(), ["eu-portal"]);
    }
}
