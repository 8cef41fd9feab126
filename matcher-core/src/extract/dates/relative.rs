//! Days counted from another day: tomorrow, in two months, next Friday, the first Friday of next month.
//!
//! Nothing of it is read where the day of writing is unknown.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::Stated;
use super::reader::{Found, Read, Reader, date, found, read};
use super::resolve::future;
use super::vocabulary::Kind;

/// An amount of time: years, months and days.
#[derive(Debug, Clone, Copy, Default)]
struct Amount {
    years: i32,
    months: i32,
    days: i32,
    /// So many of this weekday.
    weekdays: Option<(i32, Weekday)>,
}

impl Amount {
    fn from(self, day: Date, sign: i32) -> Option<Date> {
        if let Some((count, weekday)) = self.weekdays {
            let nearest = day.nth_weekday(sign.signum(), weekday).ok()?;
            return nearest.checked_add(((count - 1) * 7 * sign).days()).ok();
        }
        let moved = day.checked_add((self.years * sign).years()).ok()?;
        let moved = moved.checked_add((self.months * sign).months()).ok()?;
        moved.checked_add((self.days * sign).days()).ok()
    }
}

impl Reader<'_> {
    pub(super) fn relative(&self, at: usize) -> Option<Read<Found>> {
        let today = self.context.written?;
        self.counted_off(at, today)
            .or_else(|| self.offset(at, today))
            .or_else(|| self.fixed(at))
            .or_else(|| self.which_weekday(at, today))
            .or_else(|| self.nth_weekday_of_month(at, today))
            .or_else(|| self.day_of_which_month(at, today))
    }

    fn offset(&self, at: usize, today: Date) -> Option<Read<Found>> {
        let offset = self.kind(at, Kind::Offset)?;
        found(Stated::Counted(today.checked_add(offset.value.days()).ok()?), offset.next)
    }

    fn fixed(&self, at: usize) -> Option<Read<Found>> {
        let feast = self.kind(at, Kind::Fixed)?;
        let (month, day) = ((feast.value / 100) as i8, (feast.value % 100) as i8);
        found(Stated::Yearless { month, day, weekday: None }, feast.next)
    }

    /// «in two months», «two days ago», «dos días antes de hoy».
    fn counted_off(&self, at: usize, today: Date) -> Option<Read<Found>> {
        if let Some(within) = self.kind(at, Kind::Within)
            && let Some(amount) = self.amount(within.next)
        {
            if within.value > 0
                && let Some(whole) = self.counted_off(within.next, today)
            {
                return Some(whole);
            }
            return found(Stated::Counted(amount.value.from(today, within.value)?), amount.next);
        }
        let amount = self.amount(at)?;
        if let Some(since) = self.kind(amount.next, Kind::Since) {
            let from = self.past_fillers(since.next, "'");
            let base = self.day_meant(from, today).or_else(|| self.day_meant(since.next, today));
            if let Some(base) = base {
                let sign = if since.value == 0 { -1 } else { 1 };
                return found(Stated::Counted(amount.value.from(base.value, sign)?), base.next);
            }
        }
        if let Some(ago) = self.kind(amount.next, Kind::Ago) {
            return found(Stated::Counted(amount.value.from(today, -1)?), ago.next);
        }
        let later = self.kind(amount.next, Kind::Later)?;
        found(Stated::Counted(amount.value.from(today, 1)?), later.next)
    }

    /// The day that a date inside a counted one means.
    fn day_meant(&self, at: usize, today: Date) -> Option<Read<Date>> {
        let base = self.date(at)?;
        read(future(base.value.stated, today)?, base.next)
    }

    /// «1 month, 21 days», «dos años», «two Sundays».
    fn amount(&self, at: usize) -> Option<Read<Amount>> {
        let mut amount = Amount::default();
        let (mut next, mut any) = (at, false);
        for _ in 0..3 {
            let start = match self.word(next) {
                Some("y" | "e" | "et" | "and") if any => next + 1,
                _ if any && self.sign(next, ",") => next + 1,
                _ => next,
            };
            let Some(number) = self.number(start).filter(|number| (1..=999).contains(&number.value)) else {
                break;
            };
            if let Some(unit) = self.kind(number.next, Kind::Unit) {
                match unit.value {
                    365 => amount.years += number.value,
                    30 => amount.months += number.value,
                    days => amount.days += number.value * days,
                }
                next = unit.next;
            } else if let Some(weekday) = self.kind(number.next, Kind::Weekday).filter(|_| !any) {
                let weekday = Weekday::from_monday_one_offset(weekday.value as i8).ok()?;
                amount.weekdays = Some((number.value, weekday));
                return read(amount, self.kind(number.next, Kind::Weekday)?.next);
            } else {
                break;
            }
            any = true;
        }
        if any { read(amount, next) } else { None }
    }

    /// «next Friday», «este pasado miércoles», «next week on Tuesday».
    fn which_weekday(&self, at: usize, today: Date) -> Option<Read<Found>> {
        let which = self.kind(at, Kind::Which)?;
        let second = self.kind(which.next, Kind::Which);
        let (value, next) =
            second.as_ref().map_or((which.value, which.next), |second| (second.value, second.next));
        if let Some(unit) = self.kind(next, Kind::Unit).filter(|unit| unit.value == 7) {
            let after = self.past_fillers(unit.next, "-,");
            let weekday = self.kind(after, Kind::Weekday)?;
            let day = Weekday::from_monday_one_offset(weekday.value as i8).ok()?;
            return found(Stated::Counted(in_week(today, value, day)?), weekday.next);
        }
        let weekday = self.kind(next, Kind::Weekday)?;
        let day = Weekday::from_monday_one_offset(weekday.value as i8).ok()?;
        // «el próximo viernes 12 de mayo», «this Friday (15 June)»: the date says more.
        let inner = if self.sign(weekday.next, "(") { weekday.next + 1 } else { weekday.next };
        if let Some(date) = self.spelled(inner) {
            return Some(date);
        }
        if second.is_some() && value < 0 {
            return found(Stated::Counted(today.nth_weekday(-1, day).ok()?), weekday.next);
        }
        if second.is_some() && value > 0 {
            return found(Stated::Counted(today.nth_weekday(1, day).ok()?), weekday.next);
        }
        found(Stated::Counted(in_week(today, value, day)?), weekday.next)
    }

    /// After a weekday: «prochain», «of next week», «de la semana pasada».
    pub(super) fn weekday_of_week(&self, weekday: Weekday, at: usize) -> Option<Read<Found>> {
        let today = self.context.written?;
        if let Some(which) = self.kind(at, Kind::Which) {
            return found(Stated::Counted(in_week(today, which.value, weekday)?), which.next);
        }
        let after = self.past_fillers(at, "");
        let (value, next) = self.which_unit(after, 7)?;
        found(Stated::Counted(in_week(today, value, weekday)?), next)
    }

    /// «next week», «la semaine prochaine»: which one, and what follows.
    fn which_unit(&self, at: usize, days: i32) -> Option<(i32, usize)> {
        if let Some(which) = self.kind(at, Kind::Which) {
            let unit = self.kind(which.next, Kind::Unit).filter(|unit| unit.value == days)?;
            return Some((which.value, unit.next));
        }
        let unit = self.kind(at, Kind::Unit).filter(|unit| unit.value == days)?;
        let which = self.kind(unit.next, Kind::Which)?;
        Some((which.value, which.next))
    }

    /// «the first Friday of next month», «le premier vendredi de ce mois».
    fn nth_weekday_of_month(&self, at: usize, today: Date) -> Option<Read<Found>> {
        let ordinal = self.kind(at, Kind::Ordinal).filter(|ordinal| ordinal.value <= 5)?;
        let weekday = self.kind(ordinal.next, Kind::Weekday)?;
        let day = Weekday::from_monday_one_offset(weekday.value as i8).ok()?;
        let after = self.past_fillers(weekday.next, "");
        let (first, next) = if let Some((value, next)) = self.which_unit(after, 30) {
            (today.first_of_month().checked_add(value.months()).ok()?, next)
        } else if let Some(month) = self.kind(after, Kind::Month) {
            (date(i32::from(today.year()), month.value, 1)?, month.next)
        } else {
            (today.first_of_month(), weekday.next)
        };
        found(Stated::Counted(first.nth_weekday_of_month(ordinal.value as i8, day).ok()?), next)
    }

    /// «the 20th of next month», «le 15 du mois prochain».
    fn day_of_which_month(&self, at: usize, today: Date) -> Option<Read<Found>> {
        let number = self.number(at).filter(|number| (1..=31).contains(&number.value))?;
        let mut after = number.next;
        if matches!(self.word(after), Some("st" | "nd" | "rd" | "th" | "er" | "o")) {
            after += 1;
        }
        if let Some(unit) = self.kind(after, Kind::Unit).filter(|unit| unit.value == 1) {
            after = unit.next;
        }
        let of = self.past_fillers(after, "");
        let (value, next) = self.which_unit(of, 30)?;
        let first = today.first_of_month().checked_add(value.months()).ok()?;
        found(Stated::Counted(date(i32::from(first.year()), i32::from(first.month()), number.value)?), next)
    }
}

/// The day of this week (0), the next (1) or the last (-1); weeks start on Monday.
fn in_week(today: Date, weeks: i32, weekday: Weekday) -> Option<Date> {
    let monday = today.checked_sub(i32::from(today.weekday().to_monday_zero_offset()).days()).ok()?;
    monday.checked_add((weeks * 7 + i32::from(weekday.to_monday_zero_offset())).days()).ok()
}
