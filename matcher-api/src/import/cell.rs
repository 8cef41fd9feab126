//! One cell into one JSON value; whatever can be read in two ways is refused, never guessed.

use jiff::civil::Date;
use serde_json::{Number, Value, json};

use super::table::Cell;

/// What is wrong with a cell: a stable code and how to mend it.
pub(super) struct Refused {
    pub(super) code: &'static str,
    pub(super) detail: String,
}

type Read<T> = Result<T, Refused>;

fn refused<T>(code: &'static str, detail: impl Into<String>) -> Read<T> {
    Err(Refused { code, detail: detail.into() })
}

/// The cell as text, a whole number without its idle decimals.
pub(super) fn text(cell: &Cell) -> Read<String> {
    match cell {
        Cell::Text(text) => Ok(text.clone()),
        Cell::Number(number) => Ok(number.to_string()),
        Cell::Bool(truth) => Ok(truth.to_string()),
        Cell::Date(date, _) => Ok(date.to_string()),
        Cell::Empty => Ok(String::new()),
        Cell::Broken(what) => {
            refused("broken-cell", format!("the workbook holds {what} here; write the value"))
        }
    }
}

/// The parts of a cell that lists several values with `;`.
pub(super) fn parts(cell: &Cell) -> Read<Vec<String>> {
    let text = text(cell)?;
    Ok(text.split(';').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect())
}

/// A territory code; the zero that spreadsheets drop in front of `04101` and `041` is put back.
pub(super) fn territory(text: &str) -> String {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    if digits && matches!(text.len(), 2 | 4) { format!("0{text}") } else { text.to_owned() }
}

/// `sí`/`no` and their kin.
pub(super) fn truth(cell: &Cell) -> Read<Value> {
    if let Cell::Bool(truth) = cell {
        return Ok(json!(truth));
    }
    match text(cell)?.to_lowercase().as_str() {
        "true" | "yes" | "sí" | "si" | "verdadero" | "1" => Ok(json!(true)),
        "false" | "no" | "falso" | "0" => Ok(json!(false)),
        other => refused("invalid", format!("{other:?}: write yes or no")),
    }
}

/// A whole number, with or without a percent sign.
pub(super) fn whole(cell: &Cell) -> Read<Value> {
    let text = text(cell)?;
    let digits = text.trim_end_matches('%').trim();
    digits
        .parse::<u32>()
        .map(|number| Value::Number(Number::from(number)))
        .or_else(|_| refused("invalid", format!("{text:?}: write a whole number")))
}

/// A date on the wire; `2027-03-31`, `31-03-2027`, or `31/03/2027` where only one reading is possible.
pub(super) fn date(cell: &Cell) -> Read<Value> {
    match cell {
        Cell::Date(date, _) => Ok(json!(date)),
        cell => Ok(json!(date_of(&text(cell)?)?)),
    }
}

/// The same out of text.
fn date_of(text: &str) -> Read<Date> {
    if let Ok(date) = text.parse() {
        return Ok(date);
    }
    let separator = if text.contains('/') { '/' } else { '-' };
    let numbers: Option<Vec<i16>> = text.split(separator).map(|part| part.trim().parse().ok()).collect();
    let Some([day, month, year]) = numbers.as_deref() else {
        return refused("invalid", format!("{text:?}: write the date as 2027-03-31"));
    };
    let (day, month, year) = (*day, *month, *year);
    if separator == '/' && day <= 12 && month <= 12 && day != month {
        return refused(
            "ambiguous-date",
            format!("{text:?} is one date here and another abroad: write 2027-03-31"),
        );
    }
    let part = |number: i16| i8::try_from(number).unwrap_or(-1);
    Date::new(year, part(month), part(day))
        .or_else(|_| refused("invalid", format!("{text:?} is no date: write it as 2027-03-31")))
}

/// Closing dates: one a part, `2027-03-31` or `2027-03-31 17:00`.
pub(super) fn deadlines(cell: &Cell) -> Read<Value> {
    if let Cell::Date(date, time) = cell {
        return Ok(match time {
            Some(time) => json!([{ "date": date, "time": time }]),
            None => json!([{ "date": date }]),
        });
    }
    parts(cell)?.iter().map(|part| deadline(part)).collect::<Read<Vec<_>>>().map(Value::Array)
}

fn deadline(part: &str) -> Read<Value> {
    let Some((day, hour)) = part.split_once([' ', 'T']) else { return Ok(json!({ "date": date_of(part)? })) };
    match hour.trim().parse::<jiff::civil::Time>() {
        Ok(time) => Ok(json!({ "date": date_of(day)?, "time": time })),
        Err(_) => refused("invalid", format!("{part:?}: write the hour as 17:00")),
    }
}

/// An amount of money as a decimal string. `60.000` is refused: sixty thousand here, sixty abroad.
pub(super) fn amount(cell: &Cell) -> Read<Value> {
    if let Cell::Number(number) = cell {
        return Ok(json!(number.to_string()));
    }
    let text = text(cell)?;
    let digits: String = text.chars().filter(|letter| !letter.is_whitespace()).collect();
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.' || byte == b',')
    {
        return refused(
            "invalid",
            format!("{text:?}: write the amount in digits; the currency has its own column"),
        );
    }
    let mend = || format!("{text:?}: write the amount without separators, such as 60000 or 60000.50");
    let (whole, fraction) = match decimal_mark(&digits) {
        Mark::At(at) => (&digits[..at], &digits[at + 1..]),
        Mark::None => (digits.as_str(), ""),
        Mark::Ambiguous => {
            return refused(
                "ambiguous-amount",
                format!("{text:?} may mean thousands or decimals: write 60000 or 60.00"),
            );
        }
        Mark::Nonsense => return refused("invalid", mend()),
    };
    let groups: Vec<&str> = whole.split(['.', ',']).collect();
    let grouped =
        groups.len() == 1 || groups[0].len() <= 3 && groups[1..].iter().all(|group| group.len() == 3);
    if groups[0].is_empty() || !grouped {
        return refused("invalid", mend());
    }
    let point = if fraction.is_empty() { "" } else { "." };
    Ok(json!(format!("{}{point}{fraction}", groups.concat())))
}

/// Where the decimals of an amount begin.
enum Mark {
    /// There are none.
    None,
    /// After this byte.
    At(usize),
    /// One mark before three digits.
    Ambiguous,
    /// Marks that mean nothing together.
    Nonsense,
}

fn decimal_mark(digits: &str) -> Mark {
    let Some(last) = digits.rfind(['.', ',']) else { return Mark::None };
    let all = digits.matches(['.', ',']).count();
    let same = digits.matches(&digits[last..=last]).count();
    match (same, all - same) {
        (1, 0) if digits.len() - last == 4 => Mark::Ambiguous,
        (1, _) => Mark::At(last),
        (_, 0) => Mark::None,
        _ => Mark::Nonsense,
    }
}
