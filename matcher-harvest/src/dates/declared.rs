//! Dates of a field of their own, in the format a source file declares, else in the order its language writes.

use jiff::civil::Date;
use jiff::fmt::strtime;
use serde::{Deserialize, Serialize};

use super::{Moment, month, number, parse_feed_date, parse_iso};

/// Which of two numbers is the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Order {
    /// `31/12/2026`.
    DayMonth,
    /// `12/31/2026`.
    MonthDay,
}

/// The formats with a name; any other is a `strptime` format.
const NAMED: [&str; 8] = ["iso", "dmy", "mdy", "ymd", "yyyymmdd", "names", "epoch", "epoch-ms"];

/// Whether a source file may declare this format.
pub(crate) fn is_format(format: &str) -> bool {
    NAMED.contains(&format) || format.contains('%')
}

/// `text` in one of `formats`, in their order; without any, ISO 8601, a month by name, or numbers in `order`.
pub(crate) fn parse_declared(text: &str, formats: &[String], order: Option<Order>) -> Option<Moment> {
    let text = text.trim();
    if !formats.is_empty() {
        return formats.iter().find_map(|format| parse_as(text, format));
    }
    parse_loose_iso(text).or_else(|| parse_named(text)).or_else(|| parse_numbers(text, order))
}

fn parse_as(text: &str, format: &str) -> Option<Moment> {
    match format {
        "iso" => parse_loose_iso(text),
        "dmy" => parse_numbers(text, Some(Order::DayMonth)),
        "mdy" => parse_numbers(text, Some(Order::MonthDay)),
        "ymd" => parse_loose_iso(text),
        "yyyymmdd" => (text.len() == 8)
            .then(|| strtime::parse("%Y%m%d", text).ok()?.to_date().ok())
            .flatten()
            .map(plain),
        "names" => parse_named(text),
        "epoch" => at_second(text.parse().ok()?),
        "epoch-ms" => at_second(text.parse::<i64>().ok()?.div_euclid(1000)),
        _ => {
            let parsed = strtime::parse(format, text).ok()?;
            let date = parsed.to_date().ok()?;
            let time = parsed.to_time().ok().filter(|time| *time != jiff::civil::Time::midnight());
            Some(Moment { date, time, time_zone: None })
        }
    }
}

/// ISO 8601, also with slashes (`2026/08/22 17:00:00`) and with the stray blanks of `2022-07-28T11: 40: 47`.
fn parse_loose_iso(text: &str) -> Option<Moment> {
    parse_iso(text).or_else(|| {
        let head = text.get(..10)?;
        if !head.is_ascii() {
            return None;
        }
        let head = head.replace(['/', '.'], "-");
        parse_iso(&format!("{head}{}", text[10..].replace(": ", ":")))
    })
}

/// A month by name, and nothing besides the date but a weekday, an hour or a zone: `12 Apr 2026 - 23:59 (Europe/Brussels)`.
fn parse_named(text: &str) -> Option<Moment> {
    let date = parse_feed_date(text)?;
    let mut time = None;
    let words = text.split([' ', ',', '\t', '\n', '-', '(', ')', '\u{a0}']).filter(|word| !word.is_empty());
    let (mut months, mut numbers, mut others) = (0, 0, 0);
    for word in words {
        let digits = word.trim_end_matches(|c: char| !c.is_ascii_digit());
        if month(word).is_some() {
            months += 1;
        } else if word.contains(':') {
            let parts: Vec<&str> = word.splitn(3, ':').collect();
            let hour = number(parts[0], 2)?;
            let minute = number(parts[1], 2)?;
            time = jiff::civil::Time::new(hour.try_into().ok()?, minute.try_into().ok()?, 0, 0).ok();
        } else if number(digits, 4).is_some() && word.len() <= digits.len() + 2 {
            numbers += 1;
        } else {
            others += 1;
        }
    }
    let has = |mark: &str| text.split_whitespace().any(|word| word.eq_ignore_ascii_case(mark));
    let time = time.and_then(|time| match time.hour() {
        12 if has("am") || has("a.m.") => time.with().hour(0).build().ok(),
        hour @ 1..12 if has("pm") || has("p.m.") => time.with().hour(hour + 12).build().ok(),
        _ => Some(time),
    });
    let alone = months == 1 && numbers == 2 && others <= 4;
    let zone = text
        .rsplit_once('(')
        .map(|(_, zone)| zone.trim_end_matches([')', ' ']))
        .filter(|zone| zone.contains('/'));
    let zone = zone.filter(|zone| time.is_some() && jiff::tz::TimeZone::get(zone).is_ok()).map(str::to_owned);
    alone.then_some(Moment {
        date,
        time: time.filter(|time| *time != jiff::civil::Time::midnight()),
        time_zone: zone,
    })
}

/// `31/12/2026`, `31-12-2026 17:00`, `31.12.2026`: in `order`, or when only one order makes a date.
fn parse_numbers(text: &str, order: Option<Order>) -> Option<Moment> {
    let (day, clock) = text.split_once(' ').unwrap_or((text, ""));
    let parts: Vec<&str> = day.split(['/', '-', '.']).collect();
    let [first, second, year] = parts[..] else { return None };
    let year = number(year, 4).filter(|year| *year >= 1000)?;
    let (first, second) = (number(first, 2)?, number(second, 2)?);
    let date = |day: i16, month: i16| Date::new(year, month.try_into().ok()?, day.try_into().ok()?).ok();
    let date = match order {
        Some(Order::DayMonth) => date(first, second),
        Some(Order::MonthDay) => date(second, first),
        None => match (date(first, second), date(second, first)) {
            (Some(one), Some(other)) if one != other => None,
            (one, other) => one.or(other),
        },
    }?;
    let clock = clock.trim();
    if clock.is_empty() {
        return Some(plain(date));
    }
    let clock = if clock.split(':').next().is_some_and(|hour| hour.len() == 1) {
        format!("0{clock}")
    } else {
        clock.to_owned()
    };
    parse_iso(&format!("{date} {clock}"))
}

fn plain(date: Date) -> Moment {
    Moment { date, time: None, time_zone: None }
}

fn at_second(second: i64) -> Option<Moment> {
    let moment = jiff::Timestamp::from_second(second).ok()?.to_zoned(jiff::tz::TimeZone::UTC).datetime();
    Some(Moment { date: moment.date(), time: None, time_zone: None })
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};

    use super::*;

    fn day(text: &str, formats: &[&str], order: Option<Order>) -> Option<Date> {
        let formats: Vec<String> = formats.iter().map(|format| (*format).to_owned()).collect();
        parse_declared(text, &formats, order).map(|moment| moment.date)
    }

    #[test]
    fn declared_formats_are_kept_to() {
        assert_eq!(day("22-Jul-2026", &["%d-%b-%Y"], None), Some(date(2026, 7, 22)));
        assert_eq!(day("20230112", &["yyyymmdd"], None), Some(date(2023, 1, 12)));
        assert_eq!(day("03/04/2026", &["dmy"], None), Some(date(2026, 4, 3)));
        assert_eq!(day("03/04/2026", &["mdy"], None), Some(date(2026, 3, 4)));
        assert_eq!(day("1767225600", &["epoch"], None), Some(date(2026, 1, 1)));
        assert_eq!(day("2026-01-01", &["dmy"], None), None);
    }

    #[test]
    fn without_format_only_certain_dates_are_read() {
        for (text, order) in [
            ("2026-08-22 17:00:00", None),
            ("2026/08/22 17:00:00", None),
            ("2026-08-22T11: 40: 47+02: 00", None),
            ("22 de agosto de 2026", None),
            ("22. August 2026", None),
            ("Saturday, August 22, 2026", None),
            ("22/08/2026", None),
            ("22.08.2026 9:30", Some(Order::DayMonth)),
            ("08/22/2026", Some(Order::MonthDay)),
        ] {
            assert_eq!(day(text, &[], order), Some(date(2026, 8, 22)), "{text}");
        }
        for text in
            ["03/04/2026", "Ongoing", "del 14 al 27 de mayo de 2026", "2° semestre 2026", "31/02/2026"]
        {
            assert_eq!(day(text, &[], None), None, "{text}");
        }
        let hour = parse_declared("12 Apr 2026 - 23:59 (Europe/Brussels)", &[], None).expect("a moment");
        assert_eq!((hour.date, hour.time), (date(2026, 4, 12), Some(time(23, 59, 0, 0))));
        assert_eq!(hour.time_zone.as_deref(), Some("Europe/Brussels"));
        let midnight = parse_declared("Aug 17, 2026 12:00:00 AM EDT", &[], None).expect("a moment");
        assert_eq!((midnight.date, midnight.time), (date(2026, 8, 17), None));
    }
}
