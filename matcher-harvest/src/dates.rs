//! Dates as sources write them, read strictly: a form that could mean two days is not read at all.
//!
//! Knows nothing of prose; dates inside sentences are another module's job.

mod declared;

use jiff::civil::{Date, Time};

pub use declared::Order;
pub(crate) use declared::{is_format, parse_declared};

/// A moment with the zone it was stated in, as far as it was stated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Moment {
    /// The day, where it was written.
    pub(crate) date: Date,
    /// The hour to the second; absent when midnight, which sources write for «no hour».
    pub(crate) time: Option<Time>,
    /// `UTC` where the text says so.
    pub(crate) time_zone: Option<String>,
}

/// `2026-12-01`, `2026-12-01T17:00:00.000Z`, `2026-12-01T17:00:00+02:00`: the day as written, not moved to another zone.
pub(crate) fn parse_iso(text: &str) -> Option<Moment> {
    let text = text.trim();
    let (day, rest) = text.split_at_checked(10)?;
    let date: Date = day.parse().ok()?;
    if rest.is_empty() {
        return Some(Moment { date, time: None, time_zone: None });
    }
    if is_offset(rest) {
        return Some(Moment { date, time: None, time_zone: None });
    }
    let rest = rest.strip_prefix(['T', 't', ' '])?;
    let clock_len = rest.find(['Z', 'z', '+', '-', ' ']).unwrap_or(rest.len());
    let (clock, zone) = rest.split_at(clock_len);
    let parsed: Time = clock.parse().ok()?;
    let time = Time::new(parsed.hour(), parsed.minute(), parsed.second(), 0).ok()?;
    let time = (time != Time::midnight()).then_some(time);
    let universal = matches!(zone.trim(), "Z" | "z" | "+00:00" | "+0000" | "+00");
    let time_zone = (universal && time.is_some()).then(|| "UTC".to_owned());
    Some(Moment { date, time, time_zone })
}

/// `Z`, `+02:00`: what XML Schema lets stand behind a day.
fn is_offset(text: &str) -> bool {
    matches!(text, "Z" | "z")
        || (text.len() == 6 && text.starts_with(['+', '-']) && text.as_bytes()[3] == b':')
}

/// `MM/DD/YYYY`, for sources that document this order.
pub(crate) fn parse_us(text: &str) -> Option<Date> {
    let mut parts = text.trim().splitn(3, '/');
    let month = number(parts.next()?, 2)?;
    let day = number(parts.next()?, 2)?;
    let year = number(parts.next()?, 4).filter(|year| *year >= 1000)?;
    Date::new(year, month.try_into().ok()?, day.try_into().ok()?).ok()
}

/// A feed's date: ISO 8601, or RFC 822 and its many relatives with a month by name
/// (`Thu, 13 Aug 2020 06:57:55 -0300`, `13 August 2020`, `Aug 13, 2020`), the day as written.
///
/// `8/19/26` is not read: order and century are anybody's guess.
pub(crate) fn parse_feed_date(text: &str) -> Option<Date> {
    if let Some(moment) = parse_iso(text) {
        return Some(moment.date);
    }
    let words: Vec<&str> = text
        .split([' ', ',', '\t', '\n', '-', '\u{a0}'])
        .filter(|word| !word.is_empty() && !is_filler(word))
        .collect();
    let at = words.iter().position(|word| month(word).is_some())?;
    let month = month(words[at])?;
    let before = at.checked_sub(1).and_then(|at| number(words[at].trim_end_matches(ordinal), 2));
    let (day, year) = match before {
        Some(day) => (day, words.get(at + 1)?),
        None => (number(words.get(at + 1)?.trim_end_matches(ordinal), 2)?, words.get(at + 2)?),
    };
    let year = match year.len() {
        4 => number(year, 4)?,
        // RFC 2822, 4.3: two digits mean 1950 to 2049.
        2 => number(year, 2).map(|short| short + if short < 50 { 2000 } else { 1900 })?,
        _ => return None,
    };
    Date::new(year, month, day.try_into().ok()?).ok()
}

/// The words that Spanish, Portuguese and their kin put between day, month and year.
fn is_filler(word: &str) -> bool {
    matches!(word, "de" | "del" | "do" | "of" | "du" | "der" | "den" | "le" | "el" | "am")
}

fn number(text: &str, most_digits: usize) -> Option<i16> {
    let digits = (1..=most_digits).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    if digits { text.parse().ok() } else { None }
}

fn ordinal(c: char) -> bool {
    matches!(c, 's' | 't' | 'n' | 'd' | 'r' | 'h' | 'º' | '°' | '.')
}

/// The month of an English, Spanish, French or Portuguese name or its usual abbreviation.
fn month(word: &str) -> Option<i8> {
    const NAMES: [&[&str]; 12] = [
        &["jan", "january", "ene", "enero", "janv", "janvier", "janeiro", "januar", "jänner"],
        &["feb", "february", "febrero", "fev", "fév", "févr", "février", "fevrier", "fevereiro", "februar"],
        &["mar", "march", "marzo", "mars", "março", "marco", "märz", "mär"],
        &["apr", "april", "abr", "abril", "avr", "avril"],
        &["may", "mayo", "mai", "maio"],
        &["jun", "june", "junio", "juin", "junho", "juni"],
        &["jul", "july", "julio", "juil", "juillet", "julho", "juli"],
        &["aug", "august", "ago", "agosto", "août", "aout"],
        &["sep", "sept", "september", "septiembre", "setiembre", "septembre", "set", "setembro"],
        &["oct", "october", "octubre", "octobre", "out", "outubro", "okt", "oktober"],
        &["nov", "november", "noviembre", "novembre", "novembro"],
        &[
            "dec",
            "december",
            "dic",
            "diciembre",
            "déc",
            "décembre",
            "decembre",
            "dez",
            "dezembro",
            "dezember",
        ],
    ];
    let word = word.trim_end_matches('.').to_lowercase();
    let at = NAMES.iter().position(|names| names.contains(&word.as_str()))?;
    i8::try_from(at + 1).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};

    use super::*;

    #[test]
    fn iso_dates_keep_their_day_and_hour() {
        let plain = parse_iso("2026-12-01T00:00:00.000Z").expect("a moment");
        assert_eq!(plain, Moment { date: date(2026, 12, 1), time: None, time_zone: None });
        let hour = parse_iso("2026-12-01T17:00:34.000Z").expect("a moment");
        assert_eq!(hour.time, Some(time(17, 0, 34, 0)));
        assert_eq!(hour.time_zone.as_deref(), Some("UTC"));
        let offset = parse_iso("2026-12-01T23:30:00+02:00").expect("a moment");
        assert_eq!((offset.date, offset.time_zone), (date(2026, 12, 1), None));
        for bad in [
            "",
            "2026-13-01",
            "2026-02-30",
            "01/12/2026",
            "2026-12-01T25:00:00Z",
            "2026-12-01x",
            "ñandú-2026",
        ] {
            assert_eq!(parse_iso(bad), None, "{bad}");
        }
    }

    #[test]
    fn feed_dates_are_read_where_they_are_certain() {
        let day = date(2020, 8, 13);
        for text in [
            "Thu, 13 Aug 2020 23:57:55 -0300",
            "Wed, 13 Aug 2020 06:57:55 GMT",
            "13 August 2020",
            "Aug 13, 2020",
            "August 13th, 2020 10:00",
            "13 Aug 20 06:57 EST",
            "jue, 13 ago 2020 06:57:55 +0000",
            "13 août 2020",
            "2020-08-13",
            "2020-08-13T06:57:55.5+02:00",
        ] {
            assert_eq!(parse_feed_date(text), Some(day), "{text}");
        }
        for text in [" 8/19/26", " 2/09/18", "yesterday", "32 Aug 2020", "Aug 2020", "", "13 Aug"] {
            assert_eq!(parse_feed_date(text), None, "{text}");
        }
    }

    #[test]
    fn us_dates_are_month_first() {
        assert_eq!(parse_us("03/19/2020"), Some(date(2020, 3, 19)));
        for bad in ["", "19/03/2020", "3/19/20", "2020-03-19", "02/30/2026"] {
            assert_eq!(parse_us(bad), None, "{bad}");
        }
    }
}
