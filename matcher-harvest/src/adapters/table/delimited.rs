//! Text with a character between cells: which one is found out from the first rows.

use csv::{ReaderBuilder, StringRecord};
use serde_json::Value;

use crate::limits::MAX_CELL_BYTES;
use crate::problem::PayloadError;

/// The characters that part cells, the likeliest first.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Rows looked at to find the delimiter.
const SAMPLE_ROWS: usize = 50;

/// Hands every row with its line to `take`.
pub(super) fn rows(
    text: &str,
    delimiter: Option<char>,
    expected: &'static str,
    mut take: impl FnMut(usize, Vec<Value>) -> Result<(), PayloadError>,
) -> Result<(), PayloadError> {
    let (text, said) = without_sep_line(text.trim_start_matches('\u{feff}'));
    if text.trim_start().starts_with(['{', '[']) {
        return Err(PayloadError::Form { expected, detail: "it is JSON; use the adapter json".to_owned() });
    }
    let delimiter = delimiter.and_then(|c| u8::try_from(c).ok()).or(said).unwrap_or_else(|| sniff(text));
    let mut reader = reader(text, delimiter);
    let mut record = StringRecord::new();
    while reader
        .read_record(&mut record)
        .map_err(|error| PayloadError::Syntax { expected, detail: error.to_string() })?
    {
        let line =
            record.position().map_or(0, |position| usize::try_from(position.line()).unwrap_or(usize::MAX));
        if let Some(long) = record.iter().find(|cell| cell.len() > MAX_CELL_BYTES) {
            let detail = format!(
                "a cell of line {line} holds {} bytes: a quotation mark that nothing closes?",
                long.len()
            );
            return Err(PayloadError::Syntax { expected, detail });
        }
        take(line, record.iter().map(|cell| Value::from(cell.trim())).collect())?;
    }
    Ok(())
}

fn reader(text: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes())
}

/// Excel writes `sep=;` above a table.
fn without_sep_line(text: &str) -> (&str, Option<u8>) {
    let Some((first, rest)) = text.split_once('\n') else { return (text, None) };
    match first.trim_end().strip_prefix("sep=").map(str::as_bytes) {
        Some([delimiter]) => (rest, Some(*delimiter)),
        _ => (text, None),
    }
}

/// The delimiter under which most of the first rows have the same number of cells, and more than one.
fn sniff(text: &str) -> u8 {
    let score = |delimiter: u8| -> (usize, usize) {
        let mut reader = reader(text, delimiter);
        let widths: Vec<usize> =
            reader.records().take(SAMPLE_ROWS).filter_map(Result::ok).map(|record| record.len()).collect();
        let usual = |width: usize| widths.iter().filter(|other| **other == width).count();
        let best =
            widths.iter().copied().filter(|width| *width > 1).max_by_key(|width| (usual(*width), *width));
        best.map_or((0, 0), |width| (usual(width), width))
    };
    DELIMITERS.into_iter().rev().max_by_key(|delimiter| score(*delimiter)).unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<Vec<String>> {
        let mut rows_read = Vec::new();
        rows(text, None, "a test", |_, row| {
            rows_read.push(row.iter().map(|cell| cell.as_str().unwrap_or_default().to_owned()).collect());
            Ok(())
        })
        .expect("a table");
        rows_read
    }

    #[test]
    fn delimiters_are_found_out() {
        assert_eq!(read("a;b;c\n1,5;2;3\n"), [["a", "b", "c"], ["1,5", "2", "3"]]);
        assert_eq!(read("\u{feff}a\tb\nuno, dos\t2\n"), [["a", "b"], ["uno, dos", "2"]]);
        assert_eq!(read("a,b\n\"uno; dos\n; tres\",2\n"), [["a", "b"], ["uno; dos\n; tres", "2"]]);
        assert_eq!(read("sep=|\na|b\n"), [["a", "b"]]);
    }

    #[test]
    fn an_open_quotation_mark_is_told() {
        let text = format!("a,b\n\"x,{}\n", "y\n".repeat(MAX_CELL_BYTES));
        let error = rows(&text, None, "a test", |_, _| Ok(())).expect_err("too long a cell").to_string();
        assert!(error.contains("quotation mark"), "{error}");
    }
}
