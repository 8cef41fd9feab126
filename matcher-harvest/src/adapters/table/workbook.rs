//! XLSX workbooks, sheet by sheet, with every size counted before it is believed.

use std::io::{Cursor, Read};

use calamine::{Data, DataRef, ExcelDateTime, Reader, Xlsx, XlsxError};
use serde_json::Value;

use crate::limits::{MAX_CELLS_BYTES, MAX_COLUMNS, MAX_RECORDS, MAX_UNPACKED_BYTES};
use crate::problem::PayloadError;

/// A sheet's rows with their lines; empty cells are null.
pub(super) struct Sheet {
    pub(super) name: String,
    pub(super) rows: Vec<(usize, Vec<Value>)>,
}

/// Whether the bytes are a workbook of either kind.
pub(super) fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xD0\xCF\x11\xE0")
}

/// The sheet called `wanted`, or all of them.
pub(super) fn sheets(
    bytes: &[u8],
    wanted: Option<&str>,
    expected: &'static str,
) -> Result<Vec<Sheet>, PayloadError> {
    if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        let detail = "an old .xls workbook, or one locked with a password; it must be saved as .xlsx or CSV"
            .to_owned();
        return Err(PayloadError::Form { expected, detail });
    }
    let unreadable = |error: XlsxError| PayloadError::Syntax { expected, detail: error.to_string() };
    check_unpacked_size(bytes, expected)?;
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(unreadable)?;
    let names = workbook.sheet_names();
    if let Some(wanted) = wanted.filter(|wanted| !names.iter().any(|name| name == wanted)) {
        let detail = format!("there is no sheet {wanted:?}; there are {}", names.join(", "));
        return Err(PayloadError::Form { expected, detail });
    }
    let mut sheets = Vec::new();
    let mut room = Room(MAX_CELLS_BYTES);
    for name in names.into_iter().filter(|name| wanted.is_none_or(|wanted| wanted == name)) {
        let mut rows: Vec<(usize, Vec<Value>)> = Vec::new();
        // Charts and other sheets without cells are passed by.
        let Ok(mut cells) = workbook.worksheet_cells_reader(&name) else { continue };
        while let Some(cell) = cells.next_cell().map_err(unreadable)? {
            let (row, column) = cell.get_position();
            let (line, column) = (row as usize + 1, column as usize);
            let value = value(cell.get_value());
            // Cells far away cost nothing but themselves; rows beyond the cap are counted by whoever reads them.
            if value.is_null() || column > MAX_COLUMNS || rows.len() > MAX_RECORDS + 1_000 {
                continue;
            }
            if rows.last().is_none_or(|(last, _)| *last != line) {
                rows.push((line, Vec::new()));
            }
            if let Some((_, row)) = rows.last_mut() {
                room.take(&value, (column + 1).saturating_sub(row.len()))?;
                if row.len() <= column {
                    row.resize(column + 1, Value::Null);
                }
                row[column] = value;
            }
        }
        sheets.push(Sheet { name, rows });
    }
    Ok(sheets)
}

/// How many bytes the cells may still take: a text of a megabyte stands in the file once, however many cells show it.
struct Room(usize);

impl Room {
    /// Takes what `value` and a row that grows by `cells` need.
    fn take(&mut self, value: &Value, cells: usize) -> Result<(), PayloadError> {
        let needed = value.as_str().map_or(0, str::len) + cells * size_of::<Value>();
        let left = self.0.checked_sub(needed);
        self.0 = left.ok_or(PayloadError::CellsTooLarge { limit: MAX_CELLS_BYTES })?;
        Ok(())
    }
}

fn value(data: &DataRef<'_>) -> Value {
    match Data::from(data.clone()) {
        Data::Empty | Data::Error(_) => Value::Null,
        Data::Int(number) => Value::from(number),
        Data::Float(number) => float(number),
        Data::String(text) | Data::DurationIso(text) | Data::DateTimeIso(text) => Value::from(text.trim()),
        Data::Bool(truth) => Value::from(truth),
        Data::DateTime(moment) => moment_value(&moment),
    }
}

/// Spreadsheets keep whole numbers as floats; «2011.0» is no year and no code.
#[expect(clippy::cast_possible_truncation, reason = "checked to be whole and small")]
fn float(number: f64) -> Value {
    if number.fract() == 0.0 && number.abs() < 9.0e15 {
        Value::from(number as i64)
    } else {
        Value::from(number)
    }
}

fn moment_value(moment: &ExcelDateTime) -> Value {
    if moment.is_duration() {
        return float(moment.as_f64());
    }
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    Value::from(format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"))
}

/// Unpacks every part into nothing, counting: what the file says of its own sizes is not evidence.
fn check_unpacked_size(bytes: &[u8], expected: &'static str) -> Result<(), PayloadError> {
    let malformed = |detail: String| PayloadError::Syntax { expected, detail };
    let mut archive =
        zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| malformed(error.to_string()))?;
    let mut left = MAX_UNPACKED_BYTES;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|error| malformed(error.to_string()))?;
        let unpacked = std::io::copy(&mut part.take(left + 1), &mut std::io::sink())
            .map_err(|error| malformed(error.to_string()))?;
        left = left.checked_sub(unpacked).ok_or_else(|| {
            malformed(format!("it unpacks to more than {} MB", MAX_UNPACKED_BYTES / 1024 / 1024))
        })?;
    }
    Ok(())
}
