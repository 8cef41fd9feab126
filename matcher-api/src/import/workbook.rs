//! XLSX: the first sheet, cell by cell, with every size counted before it is believed.

use std::io::{Cursor, Read};

use calamine::{Data, DataRef, ExcelDateTime, Reader, Xlsx, XlsxError};
use jiff::civil::{Date, Time};

use super::table::{Cell, Table, TableRow};
use super::{ImportError, MAX_COLUMNS, MAX_ROWS, MAX_UNPACKED_BYTES, too_many_rows};

/// Reads the first sheet.
pub(super) fn read(bytes: Vec<u8>) -> Result<Table, ImportError> {
    if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        let reason = "an old .xls workbook or one locked with a password; save it as a plain .xlsx";
        return Err(malformed(reason));
    }
    check_unpacked_size(&bytes)?;
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(unreadable)?;
    let sheet = workbook.sheet_names().first().cloned().ok_or_else(|| malformed("it holds no sheet"))?;
    let mut cells = workbook.worksheet_cells_reader(&sheet).map_err(unreadable)?;
    let mut sheet = Sheet::default();
    while let Some(cell) = cells.next_cell().map_err(unreadable)? {
        let (row, column) = cell.get_position();
        sheet.place(row, column as usize, value(cell.get_value()))?;
    }
    Table::from_rows(sheet.rows)
}

/// Rows as they fill; a sheet that claims a cell far away costs nothing but an error.
#[derive(Default)]
struct Sheet {
    rows: Vec<TableRow>,
    text_bytes: u64,
}

impl Sheet {
    fn place(&mut self, row: u32, column: usize, cell: Cell) -> Result<(), ImportError> {
        if cell == Cell::Empty {
            return Ok(());
        }
        if column >= MAX_COLUMNS {
            return Err(ImportError::TooLarge(format!("more than {MAX_COLUMNS} columns")));
        }
        if let Cell::Text(text) = &cell {
            self.text_bytes += text.len() as u64;
            if self.text_bytes > MAX_UNPACKED_BYTES {
                return Err(too_much_inside());
            }
        }
        let line = u64::from(row) + 1;
        if self.rows.last().is_none_or(|last| last.line != line) {
            if self.rows.len() > MAX_ROWS {
                return Err(too_many_rows());
            }
            self.rows.push(TableRow { line, cells: Vec::new() });
        }
        if let Some(last) = self.rows.last_mut() {
            if last.cells.len() <= column {
                last.cells.resize(column + 1, Cell::Empty);
            }
            last.cells[column] = cell;
        }
        Ok(())
    }
}

fn value(data: &DataRef<'_>) -> Cell {
    match Data::from(data.clone()) {
        Data::Empty => Cell::Empty,
        Data::Int(number) => Cell::Number(number as f64),
        Data::Float(number) => Cell::Number(number),
        Data::String(text) | Data::DurationIso(text) => Cell::text(&text),
        Data::Bool(truth) => Cell::Bool(truth),
        Data::DateTime(moment) => moment_cell(&moment),
        Data::DateTimeIso(text) => iso_cell(&text),
        Data::Error(error) => Cell::Broken(error.to_string()),
    }
}

fn moment_cell(moment: &ExcelDateTime) -> Cell {
    if moment.is_duration() {
        return Cell::Number(moment.as_f64());
    }
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let part = |number: u8| i8::try_from(number).unwrap_or(-1);
    let date = i16::try_from(year).ok().and_then(|year| Date::new(year, part(month), part(day)).ok());
    let time = Time::new(part(hour), part(minute), part(second), 0).ok();
    match date {
        Some(date) => Cell::Date(date, time.filter(|time| *time != Time::midnight())),
        None => Cell::Broken(format!("the date number {}", moment.as_f64())),
    }
}

fn iso_cell(text: &str) -> Cell {
    let date = text.get(..10).and_then(|day| day.parse().ok());
    date.map_or_else(|| Cell::text(text), |date| Cell::Date(date, None))
}

/// Unpacks every part into nothing, counting: what the file says of its own sizes is not evidence.
fn check_unpacked_size(bytes: &[u8]) -> Result<(), ImportError> {
    let mut archive =
        zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| malformed(error.to_string()))?;
    let mut left = MAX_UNPACKED_BYTES;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|error| malformed(error.to_string()))?;
        let unpacked = std::io::copy(&mut part.take(left + 1), &mut std::io::sink())
            .map_err(|error| malformed(error.to_string()))?;
        left = left.checked_sub(unpacked).ok_or_else(too_much_inside)?;
    }
    Ok(())
}

fn too_much_inside() -> ImportError {
    ImportError::TooLarge(format!("it unpacks to more than {} MB", MAX_UNPACKED_BYTES / 1024 / 1024))
}

fn malformed(reason: impl Into<String>) -> ImportError {
    ImportError::Malformed { format: "XLSX", reason: reason.into() }
}

fn unreadable(error: XlsxError) -> ImportError {
    match error {
        XlsxError::Password => malformed("it is locked with a password; save it without one"),
        error => malformed(error.to_string()),
    }
}
