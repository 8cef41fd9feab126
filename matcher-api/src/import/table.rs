//! What a CSV file and a workbook have in common: a heading and rows of cells.

use jiff::civil::{Date, Time};

use super::{ImportError, MAX_COLUMNS};

/// The value of one cell.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// Text, trimmed and not empty.
    Text(String),
    /// A number that the workbook keeps as one.
    Number(f64),
    /// A truth value that the workbook keeps as one.
    Bool(bool),
    /// A date that the workbook keeps as one, with its hour where there is one.
    Date(Date, Option<Time>),
    /// What the workbook failed to compute, such as `#REF!`.
    Broken(String),
}

impl Cell {
    /// Text without the space around it; empty where nothing is left.
    pub(super) fn text(text: &str) -> Self {
        let text = text.trim();
        if text.is_empty() { Self::Empty } else { Self::Text(text.to_owned()) }
    }
}

/// One row below the heading.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct TableRow {
    /// Its line in the file.
    pub(super) line: u64,
    /// Its cells from the first column on; those missing at the end are empty.
    pub(super) cells: Vec<Cell>,
}

/// A heading and the rows below it, empty rows left out.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Table {
    /// Column names, lower-case; empty for a column without a name.
    pub(super) heading: Vec<String>,
    /// The rows.
    pub(super) rows: Vec<TableRow>,
}

impl Table {
    /// A table whose first row is the heading.
    pub(super) fn from_rows(mut rows: Vec<TableRow>) -> Result<Self, ImportError> {
        rows.retain(|row| row.cells.iter().any(|cell| *cell != Cell::Empty));
        if rows.is_empty() {
            return Err(ImportError::Heading(
                "the file is empty; the first row names the columns".to_owned(),
            ));
        }
        let first = rows.remove(0);
        if first.cells.len() > MAX_COLUMNS {
            return Err(ImportError::Heading(format!("more than {MAX_COLUMNS} columns")));
        }
        let heading = first.cells.into_iter().map(column_name).collect();
        Ok(Self { heading, rows })
    }
}

fn column_name(cell: Cell) -> String {
    match cell {
        Cell::Text(text) => text.to_lowercase(),
        Cell::Number(number) => number.to_string(),
        _ => String::new(),
    }
}
