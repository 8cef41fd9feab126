//! Hours and time zones that stand beside a date.

use std::sync::LazyLock;

use jiff::civil::Time;
use regex::Regex;

/// An hour in any of the ways calls write one.
static HOUR: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"\b(?:(?P<h>[01]?\d|2[0-4])[:.](?P<m>[0-5]\d)(?::[0-5]\d)? ?(?P<half>[ap]\.? ?m\b)?",
        r"|(?P<h12>1[0-2]|0?[1-9]) ?(?P<half12>[ap]\.? ?m\b)",
        r"|(?P<hh>[01]?\d|2[0-4]) ?h(?:(?P<hm>[0-5]\d)|(?:oras?|rs?|eures?)?\b)",
        r"|(?P<uhr>[01]?\d|2[0-4]) uhr|(?P<noon>noon|mediodia|midi\b|meio-dia)|(?P<midnight>midnight|medianoche|minuit|meia-noite))"
    ))
    .ok()
});

/// Zones by the words calls use for them, longest first.
const ZONES: &[(&str, &str)] = &[
    ("brussels", "Europe/Brussels"),
    ("bruxelles", "Europe/Brussels"),
    ("bruselas", "Europe/Brussels"),
    ("hora de chile", "America/Santiago"),
    ("hora chilena", "America/Santiago"),
    ("santiago", "America/Santiago"),
    ("hora peninsular", "Europe/Madrid"),
    ("madrid", "Europe/Madrid"),
    ("paris", "Europe/Paris"),
    ("london", "Europe/London"),
    ("berlin", "Europe/Berlin"),
    ("brasilia", "America/Sao_Paulo"),
    ("hora de colombia", "America/Bogota"),
    ("bogota", "America/Bogota"),
    ("hora de mexico", "America/Mexico_City"),
    ("ciudad de mexico", "America/Mexico_City"),
    ("hora argentina", "America/Argentina/Buenos_Aires"),
    ("buenos aires", "America/Argentina/Buenos_Aires"),
    ("lima", "America/Lima"),
    ("eastern", "America/New_York"),
    ("pacific time", "America/Los_Angeles"),
    ("central time", "America/Chicago"),
    ("edt", "America/New_York"),
    ("est", "America/New_York"),
    ("et", "America/New_York"),
    ("pdt", "America/Los_Angeles"),
    ("pst", "America/Los_Angeles"),
    ("cest", "Europe/Brussels"),
    ("cet", "Europe/Brussels"),
    ("utc", "UTC"),
    ("gmt", "UTC"),
    ("bst", "Europe/London"),
    ("jst", "Asia/Tokyo"),
    ("kst", "Asia/Seoul"),
];

/// The hour in `text`, and its zone if one is named after it; an hour «24:00» is the last minute of the day.
pub(super) fn find(text: &str) -> Option<(Time, Option<&'static str>)> {
    let found = HOUR.as_ref()?.captures(text)?;
    let number = |name: &str| found.name(name).and_then(|part| part.as_str().parse::<i8>().ok());
    let minute = number("m").or_else(|| number("hm")).unwrap_or_default();
    let afternoon =
        found.name("half").or_else(|| found.name("half12")).map(|half| half.as_str().starts_with('p'));
    let hour = if found.name("noon").is_some() {
        12
    } else if found.name("midnight").is_some() {
        24
    } else {
        let hour = ["h", "h12", "hh", "uhr"].into_iter().find_map(number)?;
        match afternoon {
            Some(true) if hour < 12 => hour + 12,
            Some(false) if hour == 12 => 0,
            _ => hour,
        }
    };
    let time = if hour == 24 { Time::new(23, 59, 0, 0) } else { Time::new(hour, minute, 0, 0) }.ok()?;
    let after: String = text[found.get(0)?.end()..].chars().take(40).collect();
    Some((time, zone(&after)))
}

fn zone(text: &str) -> Option<&'static str> {
    let is_word = |at: usize, len: usize| {
        let before = text[..at].chars().next_back();
        let after = text[at + len..].chars().next();
        ![before, after].into_iter().flatten().any(char::is_alphanumeric)
    };
    ZONES
        .iter()
        .find(|(word, _)| text.find(word).is_some_and(|at| is_word(at, word.len())))
        .map(|(_, zone)| *zone)
}

#[cfg(test)]
mod tests {
    use jiff::civil::time;

    use super::*;

    #[test]
    fn hours_and_zones_as_calls_write_them() {
        for (text, hour, zone) in [
            (" 17:00:00 brussels time", time(17, 0, 0, 0), Some("Europe/Brussels")),
            ("at 5 p.m. est", time(17, 0, 0, 0), Some("America/New_York")),
            ("a las 23:59 (hora de chile)", time(23, 59, 0, 0), Some("America/Santiago")),
            ("a 18h30, heure de paris", time(18, 30, 0, 0), Some("Europe/Paris")),
            ("as 18h", time(18, 0, 0, 0), None),
            ("at noon", time(12, 0, 0, 0), None),
            ("12:00 uhr", time(12, 0, 0, 0), None),
            ("until midnight gmt", time(23, 59, 0, 0), Some("UTC")),
        ] {
            assert_eq!(find(text), Some((hour, zone)), "{text}");
        }
        assert_eq!(find("for 5 months"), None);
    }
}
