//! Reads one date from where it starts: numbers, words and what stands between them.

use jiff::civil::{Date, Weekday};

use super::tokens::{Piece, Token};
use super::vocabulary::{self, Kind};
use super::{DateContext, Order, Stated};

/// Something read, and the place of the first token that does not belong to it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Read<T> {
    pub(super) value: T,
    pub(super) next: usize,
}

/// A date as read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    pub(super) stated: Stated,
    pub(super) weak: bool,
}

pub(super) struct Reader<'a> {
    pub(super) tokens: &'a [Token<'a>],
    pub(super) context: &'a DateContext,
}

pub(super) fn read<T>(value: T, next: usize) -> Option<Read<T>> {
    Some(Read { value, next })
}

pub(super) fn found(stated: Stated, next: usize) -> Option<Read<Found>> {
    read(Found { stated, weak: false }, next)
}

impl<'a> Reader<'a> {
    /// The date that starts at `at`, if one does.
    pub(super) fn date(&self, at: usize) -> Option<Read<Found>> {
        self.numeric(at)
            .or_else(|| self.with_weekday(at))
            .or_else(|| self.spelled(at))
            .or_else(|| self.relative(at))
            .or_else(|| self.day_of_month(at))
    }

    pub(super) fn piece(&self, at: usize) -> Option<Piece<'a>> {
        self.tokens.get(at).map(|token| token.piece)
    }

    pub(super) fn sign(&self, at: usize, signs: &str) -> bool {
        matches!(self.piece(at), Some(Piece::Sign(sign)) if signs.contains(sign))
    }

    pub(super) fn word(&self, at: usize) -> Option<&'a str> {
        match self.piece(at) {
            Some(Piece::Word(word)) => Some(word),
            _ => None,
        }
    }

    /// Reads a word or phrase of the vocabulary; hyphens and apostrophes inside a phrase do not count.
    pub(super) fn kind(&self, at: usize, kind: Kind) -> Option<Read<i32>> {
        let word = self.word(at)?;
        let mut places = Vec::with_capacity(5);
        let mut next = at + 1;
        while places.len() < 5 {
            if self.sign(next, "-'") {
                next += 1;
            } else if self.word(next).is_some() {
                places.push(next);
                next += 1;
            } else {
                break;
            }
        }
        let following = |place: usize| places.get(place).and_then(|at| self.word(*at));
        let (value, more) = vocabulary::read(word, following, kind, self.context.lang)?;
        read(value, if more == 0 { at + 1 } else { places[more - 1] + 1 })
    }

    /// Past words that carry nothing and at most two signs of `signs`.
    pub(super) fn past_fillers(&self, at: usize, signs: &str) -> usize {
        let mut next = at;
        for _ in 0..3 {
            if self.sign(next, signs) {
                next += 1;
            } else if let Some(of) = self.kind(next, Kind::Of) {
                next = of.next;
                if self.sign(next, "'") {
                    next += 1;
                }
            } else {
                break;
            }
        }
        next
    }

    /// A number in digits or words.
    pub(super) fn number(&self, at: usize) -> Option<Read<i32>> {
        if let Some(Piece::Number(value, digits)) = self.piece(at) {
            return if digits <= 4 { read(value as i32, at + 1) } else { None };
        }
        let (mut total, mut current, mut next) = (0, 0, at);
        let mut any = false;
        loop {
            let start = if any { self.past_and(next) } else { next };
            let Some(part) = self.kind(start, Kind::Number) else { break };
            let value = part.value;
            current = match value {
                1000 => {
                    total += current.max(1) * 1000;
                    0
                }
                100 if (2..=9).contains(&current) || current == 19 => current * 100,
                _ if current % 100 == 0 && (any || value < 1000) => current + value,
                // soixante-dix, quatre-vingts
                _ if current == 60 && (10..=19).contains(&value) => current + value,
                _ if current % 100 == 4 && value == 20 => current + 76,
                _ if current % 100 == 80 && value < 20 => current + value,
                _ if current % 10 == 0 && current % 100 >= 20 && (1..=9).contains(&value) => current + value,
                // nineteen eighty-six, twenty oh nine
                _ if (19..=20).contains(&current) && (10..=99).contains(&value) => current * 100 + value,
                _ if current >= 1900 && current % 10 == 0 && value < 10 => current + value,
                _ => break,
            };
            any = true;
            next = part.next;
        }
        if any { read(total + current, next) } else { None }
    }

    /// Past «and» or a hyphen between parts of a number, if a number follows.
    fn past_and(&self, at: usize) -> usize {
        let joined = matches!(self.word(at), Some("y" | "e" | "et" | "and")) || self.sign(at, "-");
        if joined { at + 1 } else { at }
    }

    /// The day of a month, in digits or words.
    fn day(&self, at: usize) -> Option<Read<i8>> {
        if let Some(Piece::Number(value, digits)) = self.piece(at) {
            let day = i8::try_from(value).ok().filter(|day| digits <= 2 && (1..=31).contains(day))?;
            let mut next = at + 1;
            // 1.º, 3., 2nd, 1er
            if self.sign(next, ".") && self.tokens[next].glued && self.is_ordinal_mark(next + 1) {
                next += 1;
            }
            if self.is_ordinal_mark(next) {
                next += 1;
            }
            return read(day, next);
        }
        let in_range = |value: i32| i8::try_from(value).ok().filter(|day| (1..=31).contains(day));
        if let Some(ordinal) = self.kind(at, Kind::Ordinal) {
            return read(in_range(ordinal.value)?, ordinal.next);
        }
        if matches!(self.word(at), Some("a" | "an" | "un" | "une" | "una" | "um" | "uma" | "couple" | "few"))
        {
            return None;
        }
        let number = self.number(at)?;
        let rest = self.past_and(number.next);
        if let Some(ordinal) = self.kind(rest, Kind::Ordinal)
            && number.value % 10 == 0
            && ordinal.value < 10
        {
            return read(in_range(number.value + ordinal.value)?, ordinal.next);
        }
        read(in_range(number.value)?, number.next)
    }

    fn is_ordinal_mark(&self, at: usize) -> bool {
        let mark = matches!(
            self.word(at),
            Some("st" | "nd" | "rd" | "th" | "o" | "a" | "er" | "e" | "eme" | "ro" | "ero")
        );
        // «1 o de enero» is a mark, «3 a» is the word «to».
        mark && self.tokens[at].glued
    }

    /// A year of four digits or in words; of two only where `short` allows it.
    fn year(&self, at: usize, short: bool) -> Option<Read<i16>> {
        match self.piece(at)? {
            Piece::Number(value, 4) if (1_000..=2_200).contains(&value) => read(value as i16, at + 1),
            Piece::Number(value, 2) if short => read(century(value as i16), at + 1),
            Piece::Sign('\'') => match self.piece(at + 1)? {
                Piece::Number(value, 2) => read(century(value as i16), at + 2),
                _ => None,
            },
            Piece::Word(_) => {
                let number = self.number(at)?;
                let year = i16::try_from(number.value).ok().filter(|year| (1_500..=2_200).contains(year))?;
                read(year, number.next)
            }
            _ => None,
        }
    }

    /// `20/08/2026`, `2026-08-20`, `20.8.26`, `08/12,2015`, `20260820`, and without year `20/08`.
    fn numeric(&self, at: usize) -> Option<Read<Found>> {
        let Some(Piece::Number(first, digits)) = self.piece(at) else { return None };
        if self.continues_a_number(at) {
            return None;
        }
        if digits == 8 {
            let date = date(first as i32 / 10_000, first as i32 / 100 % 100, first as i32 % 100)?;
            return if (1990..=2100).contains(&date.year()) {
                found(Stated::Day(date), at + 1)
            } else {
                None
            };
        }
        if !self.sign(at + 1, "/-.") {
            return None;
        }
        let tight = self.tokens[at + 1].glued && self.tokens.get(at + 2).is_some_and(|token| token.glued);
        if !tight && !self.sign(at + 1, "/") {
            return None;
        }
        let Some(Piece::Number(second, second_digits)) = self.piece(at + 2) else { return None };
        if second_digits > 2 || digits == 3 || digits > 4 {
            return None;
        }
        let third_at = if self.sign(at + 3, "/-.,") { at + 4 } else { at + 3 };
        let third_glued = self.tokens.get(third_at).is_some_and(|token| token.glued);
        let begins_another = self.sign(third_at + 1, "/") && self.tokens[third_at + 1].glued;
        let third = match self.piece(third_at) {
            Some(Piece::Number(value, digits)) if !begins_another && (digits == 4 || third_glued) => {
                Some((value, digits))
            }
            Some(Piece::Number(value, digits)) if self.sign(at + 1, "/") && self.sign(at + 3, "/") => {
                Some((value, digits))
            }
            _ => None,
        };
        if digits == 4 {
            let (third, third_digits) = third.filter(|_| third_at == at + 4)?;
            let date = date(first as i32, second as i32, third as i32).filter(|_| third_digits <= 2)?;
            return found(Stated::Day(date), third_at + 1);
        }
        let year = third.and_then(|(value, digits)| match digits {
            4 if (1_000..=2_200).contains(&value) => Some(value as i32),
            2 if third_at == at + 4 => Some(i32::from(century(value as i16))),
            _ => None,
        });
        match year {
            Some(year) => found(self.ordered(year, first as i32, second as i32)?, third_at + 1),
            None => self.without_year(at, first as i32, second as i32),
        }
    }

    /// Whether a number is the tail of another, as in `1.2.3` or `A-2026-03`.
    fn continues_a_number(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1).filter(|_| self.tokens[at].glued) else { return false };
        let glued_sign = self.sign(before, "/.-") && self.tokens[before].glued;
        glued_sign
            && before.checked_sub(1).is_some_and(|at| matches!(self.piece(at), Some(Piece::Number(..))))
    }

    fn without_year(&self, at: usize, first: i32, second: i32) -> Option<Read<Found>> {
        let more = self.sign(at + 3, "/.-")
            && self.tokens[at + 3].glued
            && matches!(self.piece(at + 4), Some(Piece::Number(..)))
            && self.tokens[at + 4].glued;
        let percent = self.sign(at + 3, "%");
        if more || percent {
            return None;
        }
        let leap = 2024;
        let (day_first, month_first) = (date(leap, second, first), date(leap, first, second));
        let chosen = match (day_first, month_first, self.context.order) {
            (Some(day_first), Some(_), Order::DayFirst) => day_first,
            (Some(_), Some(month_first), Order::MonthFirst) => month_first,
            (Some(only), None, _) | (None, Some(only), _) => only,
            _ => return None,
        };
        let stated = Stated::Yearless { month: chosen.month(), day: chosen.day(), weekday: None };
        read(Found { stated, weak: true }, at + 3)
    }

    /// Settles which of two numbers is the day.
    fn ordered(&self, year: i32, first: i32, second: i32) -> Option<Stated> {
        let (day_first, month_first) = (date(year, second, first), date(year, first, second));
        Some(match (day_first, month_first, self.context.order) {
            (Some(one), Some(other), _) if one == other => Stated::Day(one),
            (Some(day_first), Some(_), Order::DayFirst) => Stated::Day(day_first),
            (Some(_), Some(month_first), Order::MonthFirst) => Stated::Day(month_first),
            (Some(day_first), Some(month_first), Order::Unknown) => Stated::Either { day_first, month_first },
            (Some(only), None, _) | (None, Some(only), _) => Stated::Day(only),
            (None, None, _) => return None,
        })
    }

    /// A date with its month in letters.
    pub(super) fn spelled(&self, at: usize) -> Option<Read<Found>> {
        self.day_then_month(at).or_else(|| self.month_then_day(at)).or_else(|| self.year_first(at))
    }

    /// `3 de enero del 2019`, `1er janvier`, `6-Jul-2018`, `23-2020-septiembre`.
    fn day_then_month(&self, at: usize) -> Option<Read<Found>> {
        let day = self.day(at)?;
        let after = self.past_fillers(day.next, "-/.,");
        if let (Some(Piece::Number(year, 4)), true) = (self.piece(after), self.sign(after + 1, "-/"))
            && let Some(month) = self.kind(after + 2, Kind::Month)
        {
            return found(Stated::Day(date(year as i32, month.value, i32::from(day.value))?), month.next);
        }
        if let Some(month) = self.kind(after, Kind::Month) {
            return self.then_year(day.value, month.value, month.next);
        }
        // «9 de 8 de 1971», «17 del 11»
        let spelled_of = self.kind(day.next, Kind::Of).filter(|of| of.next == after)?;
        let Some(Piece::Number(month @ 1..=12, 1..=2)) = self.piece(spelled_of.next) else { return None };
        let year_at = self.past_fillers(spelled_of.next + 1, "");
        match self.year(year_at, false).filter(|_| year_at > spelled_of.next + 1) {
            Some(year) => found(
                Stated::Day(date(i32::from(year.value), month as i32, i32::from(day.value))?),
                year.next,
            ),
            None => {
                let stated = Stated::Yearless { month: month as i8, day: day.value, weekday: None };
                read(Found { stated, weak: true }, spelled_of.next + 1)
            }
        }
    }

    /// `January 3rd, 2019`, `sep-23-2020`, `setembro-2020-23`.
    fn month_then_day(&self, at: usize) -> Option<Read<Found>> {
        let month = self.kind(at, Kind::Month)?;
        let after = self.past_fillers(month.next, "-/.,");
        if let (Some(Piece::Number(year, 4)), true) = (self.piece(after), self.sign(after + 1, "-/"))
            && let Some(Piece::Number(day, 1..=2)) = self.piece(after + 2)
        {
            return found(Stated::Day(date(year as i32, month.value, day as i32)?), after + 3);
        }
        let day = self.day(after)?;
        // «May 20 000 people», «March 15%», «may 10.5 million»
        let continued = matches!(self.piece(day.next), Some(Piece::Number(_, 3)))
            || self.sign(day.next, "%")
            || (self.sign(day.next, ".")
                && self
                    .tokens
                    .get(day.next + 1)
                    .is_some_and(|token| token.glued && matches!(token.piece, Piece::Number(..)))
                && !matches!(self.piece(day.next + 1), Some(Piece::Number(_, 4))));
        if continued {
            return None;
        }
        self.then_year(day.value, month.value, day.next)
    }

    /// `2019/sep/01`, `2020/23/Sep`, `2026, August 20`.
    fn year_first(&self, at: usize) -> Option<Read<Found>> {
        let Some(Piece::Number(year @ 1_900..=2_200, 4)) = self.piece(at) else { return None };
        let after = self.past_fillers(at + 1, "-/,");
        if let Some(month) = self.kind(after, Kind::Month) {
            let day = self.day(self.past_fillers(month.next, "-/,"))?;
            return found(Stated::Day(date(year as i32, month.value, i32::from(day.value))?), day.next);
        }
        let day = self.day(after).filter(|_| after > at + 1)?;
        let month = self.kind(self.past_fillers(day.next, "-/,"), Kind::Month)?;
        found(Stated::Day(date(year as i32, month.value, i32::from(day.value))?), month.next)
    }

    fn then_year(&self, day: i8, month: i32, next: usize) -> Option<Read<Found>> {
        let after = self.past_fillers(next, "-/.,");
        let tight = self.sign(next, "-/") || (self.sign(next, ".") && self.sign(next + 1, "-/"));
        let late =
            matches!(self.piece(after), Some(Piece::Number(40..=99, 2))) && !self.sign(after + 1, "%.,");
        let year = self.year(after, tight || late).filter(|year| {
            // «5 May 17:00»: the two digits are an hour.
            !(self.sign(year.next, ":") && self.tokens[year.next].glued)
        });
        if let Some(year) = year {
            return found(Stated::Day(date(i32::from(year.value), month, i32::from(day))?), year.next);
        }
        date(2024, month, i32::from(day))?;
        let stated = Stated::Yearless { month: i8::try_from(month).ok()?, day, weekday: None };
        found(stated, next)
    }

    /// A weekday in front: of a date, of a day of the month, or alone.
    fn with_weekday(&self, at: usize) -> Option<Read<Found>> {
        let named = self.kind(at, Kind::Weekday)?;
        let weekday = Weekday::from_monday_one_offset(named.value as i8).ok()?;
        let mut after = named.next;
        for _ in 0..3 {
            if self.sign(after, ".,(-")
                || matches!(self.word(after), Some("dia" | "the" | "el" | "le" | "den" | "der"))
            {
                after += 1;
            }
        }
        let date = self.numeric(after).or_else(|| self.spelled(after));
        if let Some(date) = date {
            let stated = match date.value.stated {
                Stated::Yearless { month, day, .. } => {
                    Stated::Yearless { month, day, weekday: Some(weekday) }
                }
                other => other,
            };
            return read(Found { stated, weak: false }, date.next);
        }
        if let Some(counted) = self.weekday_of_week(weekday, named.next) {
            return Some(counted);
        }
        let abbreviated = self.tokens[at].span.len() < 4;
        let counts = |day: &Read<i8>| self.kind(day.next, Kind::Unit).is_some();
        match self.day(after).filter(|day| !counts(day)) {
            Some(day)
                if !self.sign(day.next, ":%/-") && (!abbreviated || self.is_ordinal_mark(day.next - 1)) =>
            {
                read(
                    Found {
                        stated: Stated::DayOfMonth { day: day.value, weekday: Some(weekday) },
                        weak: true,
                    },
                    day.next,
                )
            }
            _ => {
                let next =
                    if abbreviated && self.sign(named.next, ".") { named.next + 1 } else { named.next };
                read(Found { stated: Stated::Weekday(weekday), weak: true }, next)
            }
        }
    }

    /// «the 27th», «el 15», «le 27»: weak.
    fn day_of_month(&self, at: usize) -> Option<Read<Found>> {
        if at.checked_sub(1).is_some_and(|before| self.sign(before, "/.-") && self.tokens[at].glued) {
            return None;
        }
        let article =
            self.kind(at, Kind::Of).or_else(|| self.kind(at, Kind::Unit).filter(|unit| unit.value == 1));
        let mut start = article.map_or(at, |article| article.next);
        if let Some(unit) = self.kind(start, Kind::Unit).filter(|unit| unit.value == 1 && article.is_some()) {
            start = unit.next;
        }
        // The number may begin a fuller date.
        if article.is_some()
            && (self.numeric(start).is_some()
                || self.spelled(start).is_some()
                || self.relative(start).is_some())
        {
            return None;
        }
        let day = self.day(start)?;
        let marked = day.next - start > 1 && self.tokens[day.next - 1].glued;
        let followed = match self.piece(day.next) {
            None | Some(Piece::Sign('.' | ',' | '!' | '?' | ';' | ')' | '-')) => true,
            Some(_) => false,
        };
        if marked && article.is_some() || (article.is_some() && followed) || (marked && followed) {
            return read(
                Found { stated: Stated::DayOfMonth { day: day.value, weekday: None }, weak: true },
                day.next,
            );
        }
        None
    }
}

pub(super) fn date(year: i32, month: i32, day: i32) -> Option<Date> {
    Date::new(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?).ok()
}

/// Two digits of a year: 1940 to 2039.
const fn century(short: i16) -> i16 {
    if short < 40 { 2000 + short } else { 1900 + short }
}
