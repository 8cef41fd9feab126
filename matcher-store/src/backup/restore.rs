//! Reading a backup back: into an empty store, all of it or nothing.

use std::collections::{BTreeSet, HashSet};
use std::path::Path;

use matcher_core::model::RecordId;

use super::duplicates::{DuplicateLines, SignedLine};
use super::file::{Input, Numbered, damaged};
use super::save::{count, number};
use super::{BackupSummary, ChangeLine, FORMAT, Header, Line, RecordLine, VERSION};
use crate::blocking::blocking;
use crate::changes::{AnyRecord, Change};
use crate::content::overlay;
use crate::duplicates::Entry;
use crate::facets::facets;
use crate::migrations::Migrator;
use crate::row::Row;
use crate::runs::put_runs;
use crate::schema::{RecordTable, RunTable};
use crate::sources::put_sources;
use crate::write::{Facets, Writing};
use crate::{Store, StoreError};

impl Store {
    /// Reads a backup of either engine into this store, which must be empty. Positions, revisions and stamps
    /// are those of the store it was written from.
    ///
    /// # Errors
    /// [`StoreError::NotEmpty`], [`StoreError::DamagedBackup`], [`StoreError::NewerSchema`], [`StoreError::File`].
    pub async fn restore(&self, file: &Path) -> Result<BackupSummary, StoreError> {
        let path = file.to_owned();
        let (mut input, first) = blocking(move || Input::open(&path)?.header()).await?;
        let header = understood(first, &input)?;
        let writing = self.begin_writing().await?;
        refuse_full(&writing).await?;
        let mut restoring =
            Restoring { file, header: &header, seen: HashSet::new(), last: 0, rest: Counts::default() };
        loop {
            let lines;
            (input, lines) = blocking(move || input.lines()).await?;
            if lines.is_empty() {
                break;
            }
            restoring.put(&writing, lines).await?;
        }
        restoring.check_counts(&input)?;
        header.duplicates.write(&writing.transaction).await?;
        writing.keep(header.sequence).await?;
        Ok(header.summary())
    }
}

/// The header, when it is one and of a form and schema known here.
fn understood(first: Line, input: &Input) -> Result<Header, StoreError> {
    let header = match first {
        Line::Header(header) if header.format == FORMAT => header,
        _ => return Err(input.damaged("it does not begin as a backup does".to_owned())),
    };
    let known = Migrator::names();
    if header.version > VERSION || !known.contains(&header.schema) {
        let latest = known.last().cloned().unwrap_or_default();
        return Err(StoreError::NewerSchema {
            found: format!("{} (backup version {})", header.schema, header.version),
            known: format!("{latest} (backup version {VERSION})"),
        });
    }
    Ok(header)
}

async fn refuse_full(writing: &Writing) -> Result<(), StoreError> {
    let records = number(&writing.transaction, &count(RecordTable::Table)).await?;
    let runs = number(&writing.transaction, &count(RunTable::Table)).await?;
    let sequence = writing.last_sequence();
    if records == 0 && runs == 0 && sequence == 0 {
        return Ok(());
    }
    Err(StoreError::NotEmpty { records, sequence })
}

/// How far the restoration has come.
struct Restoring<'a> {
    file: &'a Path,
    header: &'a Header,
    seen: HashSet<RecordId>,
    /// The last log position read.
    last: u64,
    rest: Counts,
}

/// Lines read of what is not a record.
#[derive(Default)]
struct Counts {
    changes: u64,
    runs: u64,
    sources: u64,
    absences: u64,
    signed: u64,
    alike: u64,
    judgements: u64,
}

impl Restoring<'_> {
    async fn put(&mut self, writing: &Writing, lines: Vec<Numbered>) -> Result<(), StoreError> {
        let mut records = Vec::new();
        let mut changes: Vec<Change> = Vec::new();
        let (mut runs, mut sources, mut absences) = (Vec::new(), Vec::new(), Vec::new());
        let mut duplicates = DuplicateLines::default();
        for (number, line) in lines {
            let taken = match line {
                Line::Record(record) => self.record(*record).map(|record| records.push(record)),
                Line::Change(change) => self.change(&change).map(|()| changes.push(change.into())),
                Line::Run(run) => {
                    runs.push(*run);
                    Ok(())
                }
                Line::Source(source) => {
                    sources.push(*source);
                    Ok(())
                }
                Line::Absence(absence) => {
                    absences.push(absence);
                    Ok(())
                }
                Line::Signed(line) => self.signed(line).map(|line| duplicates.signed.push(line)),
                Line::Alike(line) => {
                    duplicates.alike.push(*line);
                    Ok(())
                }
                Line::Judgement(line) => self.judgement(&line).map(|()| duplicates.judgements.push(line)),
                Line::Header(_) | Line::End(_) => Err("a second header".to_owned()),
            };
            taken.map_err(|detail| damaged(self.file, number, detail))?;
        }
        self.rest.changes += changes.len() as u64;
        self.rest.runs += runs.len() as u64;
        self.rest.sources += sources.len() as u64;
        self.rest.absences += absences.len() as u64;
        self.rest.signed += duplicates.signed.len() as u64;
        self.rest.alike += duplicates.alike.len() as u64;
        self.rest.judgements += duplicates.judgements.len() as u64;
        put_records(writing, records).await?;
        writing.put_changes(&changes).await?;
        put_runs(&writing.transaction, &runs).await?;
        put_sources(&writing.transaction, &sources).await?;
        writing.put_absences(&absences).await?;
        duplicates.put(writing).await
    }

    fn signed(&self, line: SignedLine) -> Result<SignedLine, String> {
        if self.seen.contains(&line.record) {
            Ok(line)
        } else {
            Err(format!("{} is no record of it", line.record))
        }
    }

    fn judgement(&self, line: &Entry) -> Result<(), String> {
        if (1..=self.header.sequence).contains(&line.id) {
            return Ok(());
        }
        Err(format!("judgement {} lies beyond the log", line.id))
    }

    /// A record ready to be stored, with its facets; or what is wrong with it.
    fn record(&mut self, line: RecordLine) -> Result<Restored, String> {
        if line.id != RecordId::derive(line.id.kind(), &line.source, &line.external_id) {
            return Err(format!("{} is not the id of {:?} of {}", line.id, line.external_id, line.source));
        }
        if !(1..=self.header.sequence).contains(&line.sequence) || line.revision == 0 {
            return Err(format!("{} has revision {} at {}", line.id, line.revision, line.sequence));
        }
        if !self.seen.insert(line.id.clone()) {
            return Err(format!("{} stands twice", line.id));
        }
        let said_by_staff = line.editorial.as_ref().map(|layer| layer.values.clone()).unwrap_or_default();
        let effective = overlay(&line.stated.values, &said_by_staff);
        let row = line.into_row(&effective).map_err(|error| error.to_string())?;
        AnyRecord::read(row.clone()).map_err(|error| error.to_string())?;
        Ok(Restored { row, facets: facets(&effective) })
    }

    fn change(&mut self, line: &ChangeLine) -> Result<(), String> {
        if line.sequence <= self.last || line.sequence > self.header.sequence {
            return Err(format!("log position {} after {}", line.sequence, self.last));
        }
        self.last = line.sequence;
        Ok(())
    }

    fn check_counts(&self, input: &Input) -> Result<(), StoreError> {
        let (rest, header) = (&self.rest, self.header);
        let found = [
            self.seen.len() as u64,
            rest.changes,
            rest.runs,
            rest.sources,
            rest.absences,
            rest.signed,
            rest.alike,
            rest.judgements,
        ];
        let promised = [
            header.records,
            header.changes,
            header.runs,
            header.sources,
            header.absences,
            header.signed,
            header.alike,
            header.judgements,
        ];
        if found == promised {
            return Ok(());
        }
        let detail = format!(
            "records, log entries, runs, sources, absences and what is known of duplicates are {found:?}, the header says {promised:?}"
        );
        Err(input.damaged(detail))
    }
}

struct Restored {
    row: Row,
    facets: BTreeSet<String>,
}

async fn put_records(writing: &Writing, records: Vec<Restored>) -> Result<(), StoreError> {
    let mut facets = Facets::default();
    let mut rows = Vec::with_capacity(records.len());
    for Restored { row, facets: found } in records {
        facets.add(&row.id, found);
        rows.push(row);
    }
    writing.put_rows(rows).await?;
    writing.add_facets(&facets).await
}
