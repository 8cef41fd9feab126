//! Numbers, dates, amounts and enumerations as a reader of each language writes them.

use jiff::civil::Date;
use matcher_core::model::{AmountBasis, MoneyRange};
use rust_decimal::Decimal;

use super::{Language, phrase, say};

/// A date in words: `31 de marzo de 2027`, `31 March 2027`.
pub fn date(date: Date, language: Language) -> String {
    phrase(language, "date")
        .with("day", date.day().to_string())
        .with("month", say(language, format!("month-{}", date.month())))
        .with("year", date.year().to_string())
        .text()
}

/// A number with its thousands grouped and without idle decimals: `60.000`, `1,250.50`.
pub fn number(number: Decimal, language: Language) -> String {
    let (group, point) = match language {
        Language::Es => ('.', ','),
        Language::En => (',', '.'),
    };
    let plain = number.normalize().to_string();
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let mut text = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) && !text.ends_with('-') {
            text.push(group);
        }
        text.push(digit);
    }
    if !fraction.is_empty() {
        text.push(point);
        text.push_str(fraction);
        // Money is written with two decimals or none.
        if fraction.len() == 1 {
            text.push('0');
        }
    }
    text
}

/// An amount as stated, never converted: `hasta EUR 60.000 por proyecto`.
pub fn amount(range: &MoneyRange, language: Language) -> String {
    let id = match (range.min, range.max) {
        (Some(min), Some(max)) if min == max => "amount-exactly",
        (Some(_), Some(_)) => "amount-range",
        (None, _) => "amount-up-to",
        (Some(_), None) => "amount-from",
    };
    let mut text = phrase(language, id).with("currency", range.currency.code());
    for (name, bound) in [("min", range.min), ("max", range.max)] {
        if let Some(bound) = bound {
            text = text.with(name, number(bound, language));
        }
    }
    let text = text.text();
    match range.basis {
        AmountBasis::PerProject => phrase(language, "amount-per-project").with("amount", text).text(),
        AmountBasis::PerPerson => phrase(language, "amount-per-person").with("amount", text).text(),
        AmountBasis::Total => phrase(language, "amount-total").with("amount", text).text(),
        AmountBasis::Unknown => text,
    }
}

/// `a, b y c`, `a, b and c`; in Spanish *y* gives way to *e* before the sound of i.
pub fn list(items: &[String], language: Language) -> String {
    let and = match language {
        Language::En => "and",
        Language::Es if items.last().is_some_and(|last| begins_with_i(last)) => "e",
        Language::Es => "y",
    };
    joined(items, and)
}

/// `a, b ni c`, `a, b or c`: what there is nothing of.
pub fn list_of_none(items: &[String], language: Language) -> String {
    let nor = match language {
        Language::Es => "ni",
        Language::En => "or",
    };
    joined(items, nor)
}

/// Where an item is itself a list, wider marks keep them apart: `a; b y c, y d`.
fn joined(items: &[String], last_by: &str) -> String {
    let Some((last, rest)) = items.split_last() else { return String::new() };
    if rest.is_empty() {
        return last.clone();
    }
    let is_list = |item: &String| [", ", " y ", " e ", " and "].iter().any(|mark| item.contains(mark));
    let (between, before_last) = if items.iter().any(is_list) { ("; ", ",") } else { (", ", "") };
    format!("{}{before_last} {last_by} {last}", rest.join(between))
}

fn begins_with_i(word: &str) -> bool {
    let word = word.trim_start_matches(['«', '"']).to_lowercase();
    let diphthong = ["hie", "hia", "ia", "ie", "io"].iter().any(|start| word.starts_with(start));
    !diphthong && ["i", "í", "hi", "hí"].iter().any(|start| word.starts_with(start))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date as day;

    use super::*;

    #[test]
    fn numbers_follow_the_reader() {
        let cases = [
            ("0", "0", "0"),
            ("999", "999", "999"),
            ("1000", "1.000", "1,000"),
            ("60000.00", "60.000", "60,000"),
            ("1250.5", "1.250,50", "1,250.50"),
            ("123456789.25", "123.456.789,25", "123,456,789.25"),
            ("-123456", "-123.456", "-123,456"),
        ];
        for (raw, es, en) in cases {
            let value: Decimal = raw.parse().expect(raw);
            assert_eq!(number(value, Language::Es), es);
            assert_eq!(number(value, Language::En), en);
        }
    }

    #[test]
    fn lists_take_e_before_i() {
        let items = |list: &[&str]| list.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(list(&items(&["agua", "hielo"]), Language::Es), "agua y hielo");
        assert_eq!(list(&items(&["español", "inglés"]), Language::Es), "español e inglés");
        assert_eq!(list(&items(&["a", "b", "c"]), Language::En), "a, b and c");
        assert_eq!(list(&items(&["a"]), Language::En), "a");
        assert_eq!(list(&[], Language::En), "");
        assert_eq!(list_of_none(&items(&["a", "b", "c"]), Language::Es), "a, b ni c");
        assert_eq!(list_of_none(&items(&["a", "b"]), Language::En), "a or b");
    }

    #[test]
    fn lists_of_lists_stay_apart() {
        let items = |list: &[&str]| list.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(list(&items(&["a", "b y c", "d"]), Language::Es), "a; b y c, y d");
        assert_eq!(list(&items(&["b and c", "d"]), Language::En), "b and c, and d");
    }

    #[test]
    fn dates_are_written_out() {
        assert_eq!(date(day(2027, 3, 31), Language::Es), "31 de marzo de 2027");
        assert_eq!(date(day(2027, 3, 31), Language::En), "31 March 2027");
    }
}
