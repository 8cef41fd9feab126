//! The only crate that speaks SQL: records, their change log, harvest runs and backups.
//!
//! One code path and one set of migrations serve an SQLite file (the default) and PostgreSQL (by URL).
//! The store is the truth; the search index is derived from its change log and may be thrown away.
//! Knows nothing of matching, HTTP or the index.
//!
//! Every write runs in one transaction that takes the next positions from a one-row counter, writes the
//! records and appends to the change log; so positions become visible in order and without gaps, and a
//! follower that has read up to a position has missed nothing before it.

mod backup;
mod batch;
mod blocking;
mod bulk;
mod changes;
mod connect;
mod content;
mod cursor;
mod duplicates;
mod edit;
mod error;
mod facets;
mod failure;
mod find;
mod finish;
#[cfg(test)]
mod full_disk;
mod list;
mod migrations;
mod prepare;
mod row;
mod runs;
mod schema;
mod sources;
mod upsert;
mod write;

pub use backup::BackupSummary;
pub use changes::{Action, AnyRecord, AnyShown, Change, ChangedBatch, MAX_CHANGES};
pub use connect::Store;
pub use cursor::Cursor;
pub use duplicates::{
    Alike, AlsoPublished, ClusterDetail, ClusterView, DuplicateCounts, Judged, JudgementRecord,
    MAX_BECAUSE_CHARS, MAX_JUDGED, UnsurePair, Withdrawn,
};
pub use error::StoreError;
pub use finish::{Absences, Listing};
pub use list::{ListFilter, ListRequest, MAX_PAGE, Page};
pub use runs::{HarvestRun, RUNS_WITH_PROBLEMS, RunId, RunOutcome, RunReport};
pub use sources::{HarvestSource, SourceDescription, SourceStatus};
pub use upsert::{Outcome, UPSERT_BATCH, UpsertOptions, Upserted};
