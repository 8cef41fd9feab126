//! CSV as it really comes: comma, semicolon or tab; UTF-8 with or without mark, UTF-16 or windows-1252.

use std::borrow::Cow;

use encoding_rs::{Encoding, WINDOWS_1252};

use super::table::{Cell, Table, TableRow};
use super::{ImportError, MAX_ROWS, too_many_rows};

/// Reads a table out of text.
pub(super) fn read(bytes: &[u8]) -> Result<Table, ImportError> {
    let text = decode(bytes)?;
    let separator = separator(&text);
    if let Some(line) = open_quote(&text, separator) {
        return Err(malformed(format!(
            "the quotation mark that opens a cell on line {line} is never closed, so that all that follows would be one cell: close it"
        )));
    }
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
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
        None => match stray_byte(bytes) {
            Stray::None => encoding_rs::UTF_8,
            Stray::Everywhere => WINDOWS_1252,
            Stray::Line(line) => {
                return Err(malformed(format!(
                    "line {line} is not in UTF-8, as other lines are; save the file as CSV UTF-8"
                )));
            }
        },
    };
    let (text, _, broken) = encoding.decode(bytes);
    if broken || text.contains('\0') {
        return Err(malformed(format!("not text in {}; save it as CSV UTF-8", encoding.name())));
    }
    Ok(text)
}

/// Whether bytes are out of place in UTF-8.
enum Stray {
    None,
    /// No accent is in UTF-8.
    Everywhere,
    /// Others are; the first stray byte stands on this line.
    Line(u64),
}

fn stray_byte(bytes: &[u8]) -> Stray {
    let (mut line, mut first, mut accented) = (1, None, false);
    for chunk in bytes.utf8_chunks() {
        accented |= !chunk.valid().is_ascii();
        line += chunk.valid().bytes().filter(|byte| *byte == b'\n').count() as u64;
        if !chunk.invalid().is_empty() {
            first = first.or(Some(line));
        }
    }
    match first {
        None => Stray::None,
        Some(line) if accented => Stray::Line(line),
        Some(_) => Stray::Everywhere,
    }
}

/// The line of a quotation mark that opens a cell and is never closed; the reader would take all that follows for text.
fn open_quote(text: &str, separator: u8) -> Option<u64> {
    let (mut line, mut opened, mut starts) = (1, None, true);
    let mut bytes = text.bytes().peekable();
    while let Some(byte) = bytes.next() {
        line += u64::from(byte == b'\n');
        match (byte, opened) {
            // Two of them within a cell stand for one.
            (b'"', Some(_)) => opened = opened.filter(|_| bytes.next_if_eq(&b'"').is_some()),
            (b'"', None) if starts => opened = Some(line),
            _ => {}
        }
        starts = opened.is_none() && (byte == separator || matches!(byte, b'\n' | b'\r'));
    }
    opened
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
