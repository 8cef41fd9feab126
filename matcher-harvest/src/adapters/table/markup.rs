//! HTML tables: each row with its own cells; tables that only lay out others are seen through.

use scraper::{ElementRef, Html as Document, Selector};
use serde_json::Value;

use crate::limits::{MAX_PAGE_DEPTH, MAX_TABLE_BYTES};
use crate::problem::PayloadError;
use crate::text::{clean_line, html_nesting};

/// Whether a text is markup with a table in it.
pub(super) fn is_markup(text: &str) -> bool {
    let start = text.trim_start_matches('\u{feff}').trim_start();
    start.starts_with('<') && text.as_bytes().windows(6).any(|window| window.eq_ignore_ascii_case(b"<table"))
}

/// Hands every row of every table to `take`, numbered.
pub(super) fn rows(
    text: &str,
    expected: &'static str,
    mut take: impl FnMut(usize, Vec<Value>) -> Result<(), PayloadError>,
) -> Result<(), PayloadError> {
    if text.len() > MAX_TABLE_BYTES {
        return Err(PayloadError::TooLarge { limit: MAX_TABLE_BYTES });
    }
    if html_nesting(text) > MAX_PAGE_DEPTH {
        return Err(PayloadError::TooDeep { limit: MAX_PAGE_DEPTH });
    }
    let (Ok(row), Ok(table)) = (Selector::parse("tr"), Selector::parse("table")) else {
        return Err(PayloadError::Form { expected, detail: "no table".to_owned() });
    };
    let document = Document::parse_document(text);
    for (at, element) in document.select(&row).enumerate() {
        if element.select(&table).next().is_some() {
            continue;
        }
        let cells = element.child_elements().filter(|cell| matches!(cell.value().name(), "td" | "th"));
        take(at + 1, cells.map(cell).collect())?;
    }
    Ok(())
}

fn cell(element: ElementRef<'_>) -> Value {
    Value::from(clean_line(&element.inner_html()))
}
