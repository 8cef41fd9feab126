//! Tables: CSV of any delimiter, XLSX, and HTML tables that a ministry saved as `.xls`.
//!
//! The header is the row that has the mapped columns, wherever titles and blanks put it.

mod delimited;
mod layout;
mod markup;
mod workbook;

use matcher_core::model::{Draft, Offer};
use serde_json::Value;

use super::fields::Leftovers;
use super::mapped::{Context, read_offer};
use super::{Adapter, Parsed};
use crate::limits::{MAX_COLUMNS, MAX_RECORDS};
use crate::mapping::Mapping;
use crate::payload::Payload;
use crate::problem::{PayloadError, Problems};
use crate::source::Source;
use layout::{Layout, TableRecord};

/// Tables by column names.
pub(super) struct Table;

const EXPECTED: &str = "a table with the columns that the source file names";

/// Rows in which the header is looked for.
const HEADER_WITHIN: usize = 40;

impl Adapter for Table {
    fn name(&self) -> &'static str {
        "table"
    }

    fn needs_mapping(&self) -> bool {
        true
    }

    fn check_mapping(&self, mapping: &Mapping) -> Result<(), String> {
        if mapping.fields.title.is_empty() {
            return Err("[mapping.fields] needs a title".to_owned());
        }
        mapping.uses_only(&["sheet", "delimiter"])?;
        let blank = mapping.paths().find(|(_, path)| path.trim().is_empty());
        blank.map_or(Ok(()), |(field, _)| {
            Err(format!("{field}: give the name of a column, or #3 for the third"))
        })
    }

    fn parse(&self, payload: &Payload, source: &Source) -> Result<Parsed, PayloadError> {
        let Some(mapping) = &source.mapping else {
            let detail = "no [mapping] names its columns: name a source file with --source".to_owned();
            return Err(PayloadError::Form { expected: EXPECTED, detail });
        };
        let mut problems = Problems::default();
        let bytes = payload.plain()?;
        let mut offers = Vec::new();
        let mut seen = String::new();
        if workbook::is_workbook(&bytes) {
            for sheet in workbook::sheets(&bytes, mapping.sheet.as_deref(), EXPECTED)? {
                let mut sink = Sink::new(source, mapping, payload, &mut problems);
                sheet.rows.into_iter().try_for_each(|(line, row)| sink.push(line, row))?;
                match sink.finish()? {
                    Ok(found) => {
                        offers = found;
                        break;
                    }
                    Err(columns) => seen = format!("{seen}; sheet {}: {columns}", sheet.name),
                }
            }
        } else {
            let text = payload.markup(&mut problems)?;
            let mut sink = Sink::new(source, mapping, payload, &mut problems);
            if markup::is_markup(&text) {
                markup::rows(&text, EXPECTED, |line, row| sink.push(line, row))?;
            } else {
                delimited::rows(&text, mapping.delimiter, EXPECTED, |line, row| sink.push(line, row))?;
            }
            match sink.finish()? {
                Ok(found) => offers = found,
                Err(columns) => seen = columns,
            }
        }
        if !seen.is_empty() && offers.is_empty() {
            let wanted = layout::title_columns(mapping).join(" or ");
            let detail = format!(
                "no row has the column {wanted} of the title; found {}",
                seen.trim_start_matches("; ")
            );
            return Err(PayloadError::Form { expected: EXPECTED, detail });
        }
        if offers.is_empty() {
            return Err(PayloadError::NoRecords);
        }
        Ok(Parsed { offers, problems: problems.into_vec() })
    }
}

/// Takes rows as they come: looks for the header first, then makes an offer of each row.
struct Sink<'a> {
    source: &'a Source,
    mapping: &'a Mapping,
    payload: &'a Payload,
    problems: &'a mut Problems,
    pending: Vec<(usize, Vec<Value>)>,
    layout: Option<Layout>,
    offers: Vec<Draft<Offer>>,
    left: usize,
    rows: usize,
}

impl<'a> Sink<'a> {
    fn new(
        source: &'a Source,
        mapping: &'a Mapping,
        payload: &'a Payload,
        problems: &'a mut Problems,
    ) -> Self {
        Self {
            source,
            mapping,
            payload,
            problems,
            pending: Vec::new(),
            layout: None,
            offers: Vec::new(),
            left: 0,
            rows: 0,
        }
    }

    fn push(&mut self, line: usize, row: Vec<Value>) -> Result<(), PayloadError> {
        if row.len() > MAX_COLUMNS {
            let detail = format!("line {line} has more than {MAX_COLUMNS} columns");
            return Err(PayloadError::Form { expected: EXPECTED, detail });
        }
        if self.layout.is_some() {
            self.read(line, &row);
        } else {
            self.pending.push((line, row));
            if self.pending.len() >= HEADER_WITHIN {
                self.settle();
            }
        }
        Ok(())
    }

    /// Finds the header among the rows so far, and reads those below it.
    fn settle(&mut self) {
        let rows: Vec<&[Value]> = self.pending.iter().map(|(_, row)| row.as_slice()).collect();
        let Some((at, layout)) = Layout::find(self.mapping, &rows) else { return };
        self.layout = Some(layout);
        let below = std::mem::take(&mut self.pending).into_iter().skip(at);
        for (line, row) in below.collect::<Vec<_>>() {
            self.read(line, &row);
        }
    }

    fn read(&mut self, line: usize, row: &[Value]) {
        let Some(layout) = &self.layout else { return };
        if row.iter().all(|cell| cell.is_null() || cell.as_str().is_some_and(|text| text.trim().is_empty())) {
            return;
        }
        self.rows += 1;
        if self.rows > MAX_RECORDS {
            self.left += 1;
            return;
        }
        let context = Context {
            source: self.source,
            fields: &self.mapping.fields,
            skip: &self.mapping.skip,
            base: self.payload.base.as_ref(),
            page: None,
        };
        let record = TableRecord { layout, cells: row };
        self.offers.extend(read_offer(&record, &context, line, self.problems));
    }

    /// The offers, or, where no header was found, what the first rows hold.
    fn finish(mut self) -> Result<Result<Vec<Draft<Offer>>, String>, PayloadError> {
        if self.layout.is_none() {
            self.settle();
        }
        let Some(layout) = &self.layout else {
            // The first of the widest: where a header would stand.
            let widest = self.pending.iter().rev().max_by_key(|(_, row)| row.len());
            return Ok(Err(widest.map_or_else(|| "nothing".to_owned(), |(_, row)| layout::shown(row))));
        };
        let mut leftovers = Leftovers::default();
        leftovers.count(layout.unread(self.mapping), "header");
        leftovers.report(self.problems);
        if self.left > 0 {
            let detail = format!("{} records beyond {MAX_RECORDS} were left", self.left);
            self.problems.warn("payload", "too-many-records", detail);
        }
        Ok(Ok(self.offers))
    }
}
