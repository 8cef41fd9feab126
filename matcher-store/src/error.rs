//! Everything that can go wrong in the store, each with what, where and how to mend it.

use std::path::PathBuf;

use matcher_core::model::{FieldProblem, RecordId, SourceId};

/// Why the store did not do what was asked. Nothing was written unless the variant says otherwise.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// No record has this id (or it is of another kind than asked for).
    #[error("there is no record {id}")]
    NotFound {
        /// The id asked for.
        id: RecordId,
    },
    /// Somebody wrote the record in between; revision 0 stands for «not stored».
    #[error(
        "{id} is at revision {found}, not {expected}: read it again and repeat the change on what it says now"
    )]
    RevisionConflict {
        /// The record.
        id: RecordId,
        /// The revision the caller had read.
        expected: u64,
        /// The revision stored.
        found: u64,
    },
    /// The values of one record cannot be stored; pointers are from the record's root.
    #[error("the record cannot be stored: {}", list(.0))]
    Invalid(Vec<FieldProblem>),
    /// One draft of several cannot be stored.
    #[error("draft {position} ({external_id}) cannot be stored: {}", list(.problems))]
    InvalidDraft {
        /// Place among the drafts given, from 0.
        position: usize,
        /// What its source calls it.
        external_id: String,
        /// What is wrong with it.
        problems: Vec<FieldProblem>,
    },
    /// Two drafts of one call name the same record.
    #[error("drafts {first} and {second} are both {external_id:?} of {origin}: keep one of them")]
    DuplicateInBatch {
        /// Their source.
        origin: SourceId,
        /// Their external id.
        external_id: String,
        /// Place of the first, from 0.
        first: usize,
        /// Place of the second, from 0.
        second: usize,
    },
    /// No judgement has this id.
    #[error("there is no judgement {id}")]
    NoSuchJudgement {
        /// The id asked for.
        id: u64,
    },
    /// People said otherwise before, of these records or of others that tie them together.
    #[error(
        "it contradicts what was judged before ({}): take that back first, if it no longer holds",
        numbers(judgements)
    )]
    ContradictsJudgement {
        /// The judgements against it, oldest first.
        judgements: Vec<u64>,
    },
    /// A cursor that this list did not give out.
    #[error(
        "the cursor does not belong to this list: begin again without one, or keep the filters it was given for"
    )]
    InvalidCursor,
    /// A limit out of range.
    #[error("{asked} is not a possible limit: ask for 1 to {most}")]
    InvalidLimit {
        /// What was asked.
        asked: u64,
        /// The most allowed.
        most: u64,
    },
    /// The database URL cannot be understood.
    #[error("{detail}: give sqlite:///path/to/matcher.sqlite3 or postgres://user:password@host/database")]
    BadUrl {
        /// What is wrong with it, without any password in it.
        detail: String,
    },
    /// The SQLite file cannot be opened or created.
    #[error("{} cannot be opened: {detail}", path.display())]
    CannotOpen {
        /// The file.
        path: PathBuf,
        /// Why, and what to do.
        detail: String,
    },
    /// The file is something else.
    #[error("{} is not an SQLite database: name another file, or restore a backup into a fresh one", path.display())]
    NotADatabase {
        /// The file.
        path: PathBuf,
    },
    /// The database no longer makes sense to its engine.
    #[error(
        "the database is damaged ({detail}): keep the file, and restore the latest backup into a fresh one"
    )]
    Damaged {
        /// What the engine says.
        detail: String,
    },
    /// Another process holds the database for longer than the waiting time.
    #[error("another process is writing to the database: wait for it to end, or stop it, and try again")]
    Locked,
    /// The database, its file or its folder may not be written.
    #[error("the database is read-only: let this user write to the file and to the folder it lies in")]
    ReadOnly,
    /// No space left; the store is as it was before the call.
    #[error("no space is left for the database: free some and try again; nothing of this call was kept")]
    DiskFull,
    /// A later version of this software has written here.
    #[error("it was written with schema {found}, this version knows up to {known}: run the newer version")]
    NewerSchema {
        /// The last migration found.
        found: String,
        /// The last migration known.
        known: String,
    },
    /// A backup goes only into an empty store.
    #[error(
        "the store already holds {records} records and has log position {sequence}: restore into a fresh one"
    )]
    NotEmpty {
        /// How many records it holds.
        records: u64,
        /// Its last log position.
        sequence: u64,
    },
    /// The backup is cut short, altered, or something else.
    #[error("{} is not a whole backup (line {line}: {detail}): nothing was restored, take another copy", file.display())]
    DamagedBackup {
        /// The file.
        file: PathBuf,
        /// The line at which it was noticed, from 1.
        line: u64,
        /// What is wrong there.
        detail: String,
    },
    /// A file other than the database could not be read or written.
    #[error("{}: {error}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        error: std::io::Error,
    },
    /// The database server does not answer, or does not let this user in.
    #[error("the database server cannot be reached: {detail}")]
    Unreachable {
        /// What was heard from it.
        detail: String,
    },
    /// A stored record does not fit its type, which a migration should have seen to.
    #[error("the stored record {id} cannot be read: {detail}")]
    Unreadable {
        /// The record.
        id: String,
        /// What does not fit.
        detail: String,
    },
    /// Anything else the database says.
    #[error("the database refused: {0}")]
    Database(sea_orm::DbErr),
}

fn numbers(judgements: &[u64]) -> String {
    let each: Vec<String> = judgements.iter().map(|id| format!("judgement {id}")).collect();
    each.join(", ")
}

fn list(problems: &[FieldProblem]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}
