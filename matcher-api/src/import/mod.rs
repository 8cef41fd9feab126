//! Files in: JSON lines, CSV and XLSX become drafts, row by row, each row good or with its reasons.
//!
//! Knows the shapes of files and nothing of the store's workings; `load` alone hands drafts on.
//! The columns are described in `docs/import.md`.

mod cell;
mod columns;
mod delimited;
mod fields;
mod lines;
mod load;

mod table;
#[cfg(test)]
mod tests;
mod workbook;

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use matcher_core::model::{Draft, FieldProblem, SourceId, Values};

pub use columns::Importable;
pub use load::{Load, LoadError, Loaded, load};

/// Largest file read, in bytes.
pub const MAX_FILE_BYTES: u64 = 64 * 1024 * 1024;
/// Most rows read from one file.
pub const MAX_ROWS: usize = 100_000;
/// Most that a workbook may unpack to, and most text it may hold in its cells, in bytes.
pub const MAX_UNPACKED_BYTES: u64 = 256 * 1024 * 1024;
/// Most columns of a table.
pub const MAX_COLUMNS: usize = 200;

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// One JSON object a line.
    Jsonl,
    /// A table as text; the separator (comma, semicolon or tab) and the encoding are found out.
    Csv,
    /// An Excel workbook; its first sheet is read.
    Xlsx,
}

impl Format {
    /// The format that the file's extension names.
    ///
    /// # Errors
    /// [`ImportError::UnknownFormat`] for any other extension, with a hint for the old `.xls`.
    pub fn of(path: &Path) -> Result<Self, ImportError> {
        let extension = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        match extension.as_str() {
            "jsonl" | "ndjson" => Ok(Self::Jsonl),
            "csv" | "tsv" | "txt" => Ok(Self::Csv),
            "xlsx" | "xlsm" => Ok(Self::Xlsx),
            _ => Err(ImportError::UnknownFormat { extension }),
        }
    }
}

/// One row of a file.
#[derive(Debug)]
pub struct Row<V> {
    /// Where it begins in the file, from 1 (a table's heading is line 1).
    pub line: u64,
    /// What it says, or what is wrong with it.
    pub draft: Result<Draft<V>, Vec<FieldProblem>>,
}

/// Why nothing could be read from a file.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file cannot be opened or read.
    #[error("{}: {cause}", .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        cause: std::io::Error,
    },
    /// The extension names no format.
    #[error("{}", unknown_format(.extension))]
    UnknownFormat {
        /// The extension, without its dot.
        extension: String,
    },
    /// Above a cap.
    #[error("the file is too large: {0}; split it and import the parts one after another")]
    TooLarge(String),
    /// Not what its format promises.
    #[error("the file is not readable as {format}: {reason}")]
    Malformed {
        /// The format tried.
        format: &'static str,
        /// What is wrong, and how to mend it.
        reason: String,
    },
    /// The heading names columns that do not exist or stand twice, or is missing.
    #[error("heading: {0}")]
    Heading(String),
}

fn unknown_format(extension: &str) -> String {
    let hint = match extension {
        "xls" => "; open the old workbook and save it as .xlsx",
        "ods" => "; save it as .xlsx or .csv",
        _ => "",
    };
    format!("cannot tell the format from the extension {extension:?}{hint}; give --format jsonl, csv or xlsx")
}

/// Reads a whole file into rows. `source` stands in where a row names none.
///
/// # Errors
/// When the file as a whole cannot be read; a bad row is an `Err` inside its [`Row`].
pub fn read<V: Importable>(
    path: &Path,
    format: Format,
    source: Option<&SourceId>,
) -> Result<Vec<Row<V>>, ImportError> {
    let bytes = read_capped(path)?;
    read_bytes(bytes, format, source)
}

/// The same from bytes at hand.
///
/// # Errors
/// As [`read`].
pub fn read_bytes<V: Importable>(
    bytes: Vec<u8>,
    format: Format,
    source: Option<&SourceId>,
) -> Result<Vec<Row<V>>, ImportError> {
    let rows = match format {
        Format::Jsonl => lines::read(&bytes, source)?,
        Format::Csv => columns::drafts(&delimited::read(&bytes)?, source)?,
        Format::Xlsx => columns::drafts(&workbook::read(bytes)?, source)?,
    };
    Ok(refuse_duplicates(rows))
}

/// A record that stands twice in one file is refused at its second place: which one is meant is not ours to guess.
fn refuse_duplicates<V: Values>(mut rows: Vec<Row<V>>) -> Vec<Row<V>> {
    let mut first_lines = std::collections::HashMap::new();
    for row in &mut rows {
        let Ok(draft) = &row.draft else { continue };
        let key = (draft.source.clone(), draft.external_id.clone());
        if let Some(first) = first_lines.get(&key) {
            let detail = format!("{} of {} stands in line {first} already", key.1, key.0);
            row.draft = Err(vec![FieldProblem::new("/external_id", "duplicate", detail)]);
        } else {
            first_lines.insert(key, row.line);
        }
    }
    rows
}

fn read_capped(path: &Path) -> Result<Vec<u8>, ImportError> {
    let unreadable = |cause| ImportError::Unreadable { path: path.to_owned(), cause };
    let file = File::open(path).map_err(unreadable)?;
    let mut bytes = Vec::new();
    file.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > MAX_FILE_BYTES {
        return Err(ImportError::TooLarge(format!("more than {} MB", MAX_FILE_BYTES / 1024 / 1024)));
    }
    Ok(bytes)
}

fn too_many_rows() -> ImportError {
    ImportError::TooLarge(format!("more than {MAX_ROWS} rows"))
}
