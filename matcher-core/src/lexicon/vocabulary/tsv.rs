//! A table with a heading: one entry a line, cells between tabs, a column for each language. Other columns are ignored.

use std::io::{BufRead, BufReader, Read};

use super::super::Corpus;
use super::{Failed, MAX_CONCEPTS, MAX_LINE_BYTES, Place, VocabularyFault, label};
use crate::model::LanguageTag;
use crate::text::TextLanguage;

/// The labels of a line, or what is wrong in which column.
type Row<'a> = Result<Vec<(TextLanguage, &'a str)>, (Option<u64>, VocabularyFault)>;

/// Reads the table; how many lines had labels in two languages or more.
pub(super) fn read(source: &mut dyn Read, weight: u32, corpus: &mut Corpus) -> Result<usize, Failed> {
    let mut lines = Lines { source: BufReader::new(source), number: 0, buffer: Vec::new() };
    let Some((_, heading)) = lines.advance()? else { return Ok(0) };
    let columns = columns(heading).map_err(|fault| (Place::Line(1), fault))?;
    let mut entries = 0;
    while let Some((number, line)) = lines.advance()? {
        let cells: Vec<&str> = line.split('\t').collect();
        let mut labels = row(&cells, &columns).map_err(|(column, fault)| match column {
            Some(column) => (Place::Column(number, column), fault),
            None => (Place::Line(number), fault),
        })?;
        if labels.len() < 2 {
            continue;
        }
        label::without_descriptions(&mut labels);
        corpus.add(&labels, weight);
        entries += 1;
        if entries > MAX_CONCEPTS {
            return Err((Place::Line(number), VocabularyFault::TooManyEntries));
        }
    }
    Ok(entries)
}

/// The language of each column; none of those ignored.
fn columns(heading: &str) -> Result<Vec<Option<TextLanguage>>, VocabularyFault> {
    let language = |name: &str| name.trim().parse::<LanguageTag>().ok().as_ref().and_then(TextLanguage::of);
    let columns: Vec<Option<TextLanguage>> = heading.split('\t').map(language).collect();
    for language in TextLanguage::ALL {
        if columns.iter().filter(|column| **column == Some(language)).count() > 1 {
            return Err(VocabularyFault::LanguageTwice(language.as_str()));
        }
    }
    if columns.iter().flatten().count() < 2 {
        return Err(VocabularyFault::NoLanguages);
    }
    Ok(columns)
}

/// The labels of a line. Cells missing at its end are empty ones.
fn row<'a>(cells: &[&'a str], columns: &[Option<TextLanguage>]) -> Row<'a> {
    if cells.len() > columns.len() {
        let fault = VocabularyFault::TooManyCells { found: cells.len(), known: columns.len() };
        return Err((None, fault));
    }
    let mut labels = Vec::new();
    for (place, (cell, language)) in cells.iter().zip(columns).enumerate() {
        let Some(language) = language else { continue };
        let text = label::checked(cell).map_err(|fault| (Some(place as u64 + 1), fault))?;
        if !text.is_empty() {
            labels.push((*language, text));
        }
    }
    Ok(labels)
}

/// The lines of a table, none longer than the bound; blank ones are passed over.
struct Lines<R> {
    source: BufReader<R>,
    number: u64,
    buffer: Vec<u8>,
}

impl<R: Read> Lines<R> {
    /// The next line with its number, counted from 1.
    fn advance(&mut self) -> Result<Option<(u64, &str)>, Failed> {
        loop {
            self.buffer.clear();
            self.number += 1;
            let read = (&mut self.source).take(MAX_LINE_BYTES + 1).read_until(b'\n', &mut self.buffer);
            let length =
                read.map_err(|cause| (Place::Line(self.number), VocabularyFault::Unreadable(cause)))?;
            if length == 0 {
                return Ok(None);
            }
            if length as u64 > MAX_LINE_BYTES {
                return Err((Place::Line(self.number), VocabularyFault::LongLine));
            }
            if self.number == 1 && self.buffer.starts_with(b"\xef\xbb\xbf") {
                self.buffer.drain(..3);
            }
            while self.buffer.last().is_some_and(|byte| matches!(byte, b'\n' | b'\r')) {
                self.buffer.pop();
            }
            if !self.buffer.iter().all(u8::is_ascii_whitespace) {
                break;
            }
        }
        let line = std::str::from_utf8(&self.buffer);
        line.map(|line| Some((self.number, line)))
            .map_err(|_| (Place::Line(self.number), VocabularyFault::NotUtf8))
    }
}
