//! The day an entry was published, as its feed writes it; what cannot be read is remembered and signalled.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Datelike, Utc};
use feed_rs::model::Entry;
use jiff::civil::Date;

use crate::dates::parse_feed_date;
use crate::problem::{Problems, quote};

/// The feed parser reads dates through this, in document order.
///
/// It takes moments only: a day is handed over as its midnight, and a text that is no certain date as a moment
/// of the year 1 whose second counts the unread texts, so that the entry it belongs to can be found again.
#[derive(Default)]
pub(super) struct Dates {
    unread: Arc<Mutex<Vec<String>>>,
}

impl Dates {
    pub(super) fn reader(&self) -> impl Fn(&str) -> Option<DateTime<Utc>> + Send + Sync + 'static {
        let unread = Arc::clone(&self.unread);
        move |text| {
            if text.trim().is_empty() {
                return None;
            }
            if let Some(date) = parse_feed_date(text) {
                return midnight(date);
            }
            let mut unread = unread.lock().unwrap_or_else(PoisonError::into_inner);
            unread.push(text.to_owned());
            DateTime::from_timestamp(FIRST_UNREAD + i64::try_from(unread.len()).ok()? - 1, 0)
        }
    }

    /// The entry's day of publication. Only this date is used: `updated` changes without the offer changing.
    pub(super) fn published(&self, entry: &Entry, place: &str, problems: &mut Problems) -> Option<Date> {
        let moment = entry.published?;
        let date = Date::new(
            moment.year().try_into().ok()?,
            moment.month().try_into().ok()?,
            moment.day().try_into().ok()?,
        );
        let date = date.ok().filter(|date| (1990..=2100).contains(&date.year()));
        if date.is_none() {
            let unread = self.unread.lock().unwrap_or_else(PoisonError::into_inner);
            let at = usize::try_from(moment.timestamp() - FIRST_UNREAD).ok();
            let text = at.and_then(|at| unread.get(at)).map_or_else(|| moment.to_string(), Clone::clone);
            let detail = format!("date of publication {} left out", quote(&text));
            problems.warn(place, "date-not-understood", detail);
        }
        date
    }
}

/// 0001-01-01T00:00:00Z, in seconds of the Unix epoch.
const FIRST_UNREAD: i64 = -62_135_596_800;

fn midnight(date: Date) -> Option<DateTime<Utc>> {
    let midnight = date.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
    DateTime::from_timestamp(midnight.timestamp().as_second(), 0)
}
