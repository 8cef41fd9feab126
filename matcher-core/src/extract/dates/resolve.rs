//! From what a text says to a day of the calendar, seen from a given day.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::Stated;

/// The first day on or after `from` that `stated` can mean; none where it may be two days.
pub(crate) fn future(stated: Stated, from: Date) -> Option<Date> {
    match stated {
        Stated::Day(date) | Stated::Counted(date) => Some(date),
        Stated::Either { .. } => None,
        Stated::Yearless { month, day, .. } => (0..=8)
            .filter_map(|ahead| Date::new(from.year() + ahead, month, day).ok())
            .find(|date| *date >= from),
        Stated::DayOfMonth { day, weekday } => of_month(day, weekday, from),
        Stated::Weekday(weekday) => {
            if from.weekday() == weekday {
                Some(from)
            } else {
                from.nth_weekday(1, weekday).ok()
            }
        }
    }
}

fn of_month(day: i8, weekday: Option<Weekday>, from: Date) -> Option<Date> {
    (0_i32..=48).find_map(|months| {
        let month = from.first_of_month().checked_add(months.months()).ok()?;
        let date = Date::new(month.year(), month.month(), day).ok()?;
        (date >= from && weekday.is_none_or(|weekday| date.weekday() == weekday)).then_some(date)
    })
}
