//! Backups: one gzip file of JSON lines that either engine writes and either reads back.
//!
//! The first line is a header with the counts, then come records, log entries, harvest runs, sources, absences and what
//! is known of duplicates, one a line, and last a trailer with the BLAKE3 of every byte before it. Facets and hashes are
//! left out: they are derived.

mod duplicates;
mod file;
mod restore;
mod save;

use jiff::Timestamp;
use matcher_core::model::{Origin, RecordId, Sequence, SourceId};
use serde::{Deserialize, Serialize};

use crate::StoreError;
use crate::changes::{Action, Change};
use crate::content::{StoredLayer, from_ms};
use crate::duplicates::{Alike, Entry};
use crate::facets::closes_on;
use crate::finish::Absence;
use crate::row::{Row, Withdrawal};
use crate::runs::HarvestRun;
use crate::sources::HarvestSource;

/// What the header calls itself.
const FORMAT: &str = "matcher-backup";
/// The form of the lines; counted up when an older reader would misread them.
const VERSION: u32 = 1;
/// Most bytes of one line, unpacked: two layers of 8 MiB and what surrounds them.
const MAX_LINE_BYTES: usize = 20 * 1024 * 1024;
/// Most bytes of a whole backup, unpacked: 64 GiB.
const MAX_BYTES: u64 = 64 * 1024 * 1024 * 1024;
/// Lines handled at a time.
const CHUNK_LINES: usize = 1_024;
/// Bytes of lines handled at a time, unless one line has more.
const CHUNK_BYTES: usize = 8 * 1024 * 1024;

/// What a backup holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BackupSummary {
    /// Records, withdrawn ones too.
    pub records: u64,
    /// Entries of the change log.
    pub changes: u64,
    /// Harvest runs.
    pub runs: u64,
    /// The last position of the change log.
    pub sequence: Sequence,
}

/// One line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
enum Line {
    Header(Header),
    Record(Box<RecordLine>),
    Change(ChangeLine),
    Run(Box<HarvestRun>),
    Source(Box<HarvestSource>),
    Absence(Absence),
    Signed(duplicates::SignedLine),
    Alike(Box<Alike>),
    Judgement(Entry),
    End(Trailer),
}

#[derive(Debug, Serialize, Deserialize)]
struct Header {
    format: String,
    version: u32,
    /// The last migration of the store it was written from.
    schema: String,
    written_at: Timestamp,
    records: u64,
    changes: u64,
    runs: u64,
    /// Backups of earlier versions hold neither sources nor absences.
    #[serde(default)]
    sources: u64,
    #[serde(default)]
    absences: u64,
    /// Those of versions before there were any hold nothing on duplicates: what is found is found again.
    #[serde(default)]
    signed: u64,
    #[serde(default)]
    alike: u64,
    #[serde(default)]
    judgements: u64,
    #[serde(default)]
    duplicates: crate::duplicates::State,
    sequence: u64,
}

#[derive(Debug, Serialize, Deserialize)]
struct Trailer {
    blake3: String,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RecordLine {
    id: RecordId,
    source: SourceId,
    external_id: String,
    revision: u64,
    sequence: u64,
    created_at_ms: i64,
    updated_at_ms: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    withdrawn_at_ms: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    withdrawn_by: Option<Origin>,
    stated: StoredLayer,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    editorial: Option<StoredLayer>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ChangeLine {
    sequence: u64,
    id: RecordId,
    action: Action,
    revision: u64,
    at_ms: i64,
    said_by: Origin,
}

impl RecordLine {
    fn of(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id.clone(),
            source: row.source.clone(),
            external_id: row.external_id.clone(),
            revision: row.revision,
            sequence: row.sequence,
            created_at_ms: row.created_at.as_millisecond(),
            updated_at_ms: row.updated_at.as_millisecond(),
            withdrawn_at_ms: row.withdrawn.as_ref().map(|withdrawal| withdrawal.at.as_millisecond()),
            withdrawn_by: row.withdrawn.as_ref().map(|withdrawal| withdrawal.by.clone()),
            stated: row.stated()?,
            editorial: row.editorial.is_some().then(|| row.editorial()).transpose()?,
        })
    }

    /// The row, with `effective` the fields it shows.
    fn into_row(self, effective: &serde_json::Map<String, serde_json::Value>) -> Result<Row, StoreError> {
        let withdrawn = self.withdrawn_at_ms.zip(self.withdrawn_by);
        Ok(Row {
            closes_on: closes_on(effective),
            content_hash: self.stated.hash()?,
            editorial: self.editorial.as_ref().map(StoredLayer::to_json).transpose()?,
            stated: self.stated.to_json()?,
            id: self.id,
            source: self.source,
            external_id: self.external_id,
            revision: self.revision,
            sequence: self.sequence,
            created_at: from_ms(self.created_at_ms),
            updated_at: from_ms(self.updated_at_ms),
            withdrawn: withdrawn.map(|(at, by)| Withdrawal { at: from_ms(at), by }),
        })
    }
}

impl From<Change> for ChangeLine {
    fn from(change: Change) -> Self {
        Self {
            sequence: change.sequence.0,
            id: change.id,
            action: change.action,
            revision: change.revision,
            at_ms: change.at.as_millisecond(),
            said_by: change.said_by,
        }
    }
}

impl From<ChangeLine> for Change {
    fn from(line: ChangeLine) -> Self {
        Self {
            sequence: Sequence(line.sequence),
            kind: line.id.kind(),
            id: line.id,
            action: line.action,
            revision: line.revision,
            at: from_ms(line.at_ms),
            said_by: line.said_by,
        }
    }
}

impl Header {
    fn summary(&self) -> BackupSummary {
        BackupSummary {
            records: self.records,
            changes: self.changes,
            runs: self.runs,
            sequence: Sequence(self.sequence),
        }
    }
}
