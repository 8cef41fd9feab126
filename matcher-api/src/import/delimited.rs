//! CSV as it really comes: comma, semicolon or tab; UTF-8 with or without mark, UTF-16 or windows-1252.

use std::borrow::Cow;

use encoding_rs::{Encoding, WINDOWS_1252};

use super::table::{Cell, Table, TableRow};
use super::{ImportError, MAX_ROWS, too_many_rows};

/// Reads a table out of text.
pub(super) fn read(bytes: &[u8]) -> Result<Table, ImportError> {
    let text = decode(bytes)?;
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator(&text))
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| malformed(error.to_string()))?;
        if rows.len() > MAX_ROWS {
            return Err(too_many_rows());
        }
        let line = record.position().map_or(0, |position| line(&text, position));
        rows.push(TableRow { line, cells: record.iter().map(Cell::text).collect() });
    }
    Table::from_rows(rows)
}

/// The line a record begins on: its position is the one before the blank lines that the reader skipped.
fn line(text: &str, position: &csv::Position) -> u64 {
    let rest =
        usize::try_from(position.byte()).ok().and_then(|at| text.as_bytes().get(at..)).unwrap_or_default();
    let blank = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
    position.line() + blank.filter(|byte| **byte == b'\n').count() as u64
}

fn malformed(reason: String) -> ImportError {
    ImportError::Malformed { format: "CSV", reason }
}

/// UTF-8 or UTF-16 where a mark or the bytes say so; else windows-1252, which is what Excel writes in Chile.
fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, ImportError> {
    if bytes.starts_with(b"PK\x03\x04") {
        return Err(malformed("this is a workbook; give --format xlsx".to_owned()));
    }
    let encoding = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding,
        None if std::str::from_utf8(bytes).is_ok() => encoding_rs::UTF_8,
        None => WINDOWS_1252,
    };
    let (text, _, broken) = encoding.decode(bytes);
    if broken || text.contains('\0') {
        return Err(malformed(format!("not text in {}; save it as CSV UTF-8", encoding.name())));
    }
    Ok(text)
}

/// The separator that occurs most in the heading, outside quotation marks; comma where none does.
fn separator(text: &str) -> u8 {
    let mut quoted = false;
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    for byte in text.trim_start().bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => break,
            _ if quoted => {}
            _ => {
                for (separator, count) in &mut counts {
                    *count += usize::from(byte == *separator);
                }
            }
        }
    }
    let best = counts.iter().map(|(_, count)| *count).max().unwrap_or(0);
    counts.iter().find(|(_, count)| *count == best).map_or(b',', |(separator, _)| *separator)
}
