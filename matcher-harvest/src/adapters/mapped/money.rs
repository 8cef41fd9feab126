//! Amounts as payloads write them in a field of their own: digits, marks, a symbol; no sentences.

use rust_decimal::Decimal;

/// A number with thousands and decimal marks as the language writes them, or as `decimal` says; none when in doubt.
pub(super) fn parse_amount(text: &str, decimal: Option<char>, language: Option<&str>) -> Option<Decimal> {
    let digits = digits_of(text)?;
    if let Ok(amount) = Decimal::from_scientific(&digits) {
        return Some(amount);
    }
    let decimal = decimal.or_else(|| decimal_mark(&digits, language))?;
    let thousands = if decimal == ',' { '.' } else { ',' };
    let (whole, fraction) = digits.split_once(decimal).unwrap_or((&digits, ""));
    if fraction.contains([',', '.']) || !groups_are_right(whole, thousands) {
        return None;
    }
    let whole: String = whole.chars().filter(|c| *c != thousands).collect();
    if fraction.is_empty() { whole.parse().ok() } else { format!("{whole}.{fraction}").parse().ok() }
}

/// The number alone; none when the text holds more than one, or words.
fn digits_of(text: &str) -> Option<String> {
    let text = text.trim();
    let is_mark = |c: char| matches!(c, '.' | ',' | '\'' | '’') || c.is_whitespace();
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let end = text.rfind(|c: char| c.is_ascii_digit())? + 1;
    let (before, number, after) = (&text[..start], &text[start..end], &text[end..]);
    let is_unit = |rest: &str| rest.chars().filter(|c| c.is_alphabetic()).count() <= 3;
    let is_negative = before.trim_end().ends_with('-');
    let is_number = number.chars().all(|c| c.is_ascii_digit() || is_mark(c)) || number.parse::<f64>().is_ok();
    if !is_unit(before) || !is_unit(after) || is_negative || !is_number {
        return None;
    }
    if number.parse::<f64>().is_ok() && number.contains(['e', 'E']) {
        return Some(number.to_owned());
    }
    Some(number.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\'' | '’')).collect())
}

/// Which mark parts the decimals of `digits`; none when it could be either.
fn decimal_mark(digits: &str, language: Option<&str>) -> Option<char> {
    let last = |mark: char| digits.rfind(mark);
    let by_language = if matches!(language, Some("en")) { '.' } else { ',' };
    match (last('.'), last(',')) {
        (None, None) => Some('.'),
        (Some(dot), Some(comma)) => Some(if dot > comma { '.' } else { ',' }),
        (dot, _) => {
            let mark = if dot.is_some() { '.' } else { ',' };
            let groups: Vec<&str> = digits.split(mark).skip(1).collect();
            if groups.len() > 1 {
                // Several of one mark can only part thousands.
                Some(if mark == '.' { ',' } else { '.' })
            } else if groups[0].len() != 3 {
                Some(mark)
            } else {
                language.map(|_| by_language)
            }
        }
    }
}

fn groups_are_right(whole: &str, thousands: char) -> bool {
    let mut groups = whole.split(thousands);
    let first = groups.next().unwrap_or_default();
    let mut rest = groups.peekable();
    let digits = |group: &str| !group.is_empty() && group.bytes().all(|b| b.is_ascii_digit());
    digits(first)
        && (rest.peek().is_none() || first.len() <= 3)
        && rest.all(|group| group.len() == 3 && digits(group))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_their_language_writes_them() {
        for (text, language, amount) in [
            ("500", None, "500"),
            ("2000.5", None, "2000.5"),
            ("$ 350.000.000", Some("es"), "350000000"),
            ("$25,000,000", Some("en"), "25000000"),
            ("2.200.000 €", Some("fr"), "2200000"),
            ("1.500", Some("es"), "1500"),
            ("1.500", Some("en"), "1.500"),
            ("1 234 567,89 EUR", Some("fr"), "1234567.89"),
            ("CHF 10'000.50", None, "10000.50"),
            ("1e6", None, "1000000"),
        ] {
            assert_eq!(parse_amount(text, None, language), Some(amount.parse().expect(amount)), "{text}");
        }
        assert_eq!(parse_amount("1,500", Some('.'), None), Some(Decimal::from(1500)));
    }

    #[test]
    fn doubtful_amounts_are_not_read() {
        for text in
            ["", "TBD", "1.500", "10 a 20", "Min. 3.000 € par projet", "between 5 and 7", "-5", "1.23.4567"]
        {
            assert_eq!(parse_amount(text, None, None), None, "{text}");
        }
    }
}
