//! The write transaction: positions from the counter, rows, facets and change log together or not at all.

use std::collections::BTreeSet;

use jiff::Timestamp;
use matcher_core::model::{Origin, Sequence};
use sea_orm::sea_query::{Expr, ExprTrait, InsertStatement, OnConflict, Query};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr};
use tokio::sync::OwnedMutexGuard;

use crate::changes::Action;
use crate::row::{COLUMNS, Row, signed, unsigned};
use crate::schema::{ChangeTable, CounterTable, FacetTable, RecordTable};
use crate::{Store, StoreError};

/// Rows a statement: far below the engines' limits on parameters (SQLite 32,766, PostgreSQL 65,535).
pub(crate) const CHUNK: usize = 250;
/// Facets a statement.
const FACET_CHUNK: usize = 2_000;

/// A transaction that holds the counter; dropped without [`Writing::commit`], nothing of it stays.
pub(crate) struct Writing {
    pub(crate) transaction: DatabaseTransaction,
    begun_at: u64,
    last: u64,
    /// Let go after the transaction (fields drop in order).
    _turn: OwnedMutexGuard<()>,
}

/// One record to write, with what becomes of its facets and what the log says of it.
pub(crate) struct Save {
    pub(crate) row: Row,
    pub(crate) action: Action,
    pub(crate) facets: FacetChange,
}

/// What a write does to the facets of a record.
pub(crate) enum FacetChange {
    Keep,
    Add(BTreeSet<String>),
    Replace(BTreeSet<String>),
}

impl Store {
    /// Begins to write; waits until no other writer of this process or database is at it.
    pub(crate) async fn begin_writing(&self) -> Result<Writing, StoreError> {
        let turn = self.writer.clone().lock_owned().await;
        let transaction = self.begin().await?;
        // PostgreSQL: holding the counter's row until commit makes positions visible in their order.
        let counter = Query::select()
            .column(CounterTable::LastSequence)
            .from(CounterTable::Table)
            .lock_exclusive()
            .take();
        let last = read_counter(&transaction, &counter).await?;
        Ok(Writing { transaction, begun_at: last, last, _turn: turn })
    }

    /// The last position of the change log; 0 before the first write.
    ///
    /// # Errors
    /// Failures of the database only.
    pub async fn sequence(&self) -> Result<Sequence, StoreError> {
        let counter = Query::select().column(CounterTable::LastSequence).from(CounterTable::Table).take();
        Ok(Sequence(read_counter(&self.db, &counter).await?))
    }
}

async fn read_counter(
    db: &impl ConnectionTrait,
    counter: &sea_orm::sea_query::SelectStatement,
) -> Result<u64, StoreError> {
    let row = db.query_one(counter).await?;
    let row = row.ok_or_else(|| StoreError::Damaged { detail: "the counter has no row".to_owned() })?;
    Ok(unsigned(&row, 0)?)
}

impl Writing {
    /// The last position given out.
    pub(crate) fn last_sequence(&self) -> u64 {
        self.last
    }

    /// The next position of the change log.
    pub(crate) fn next_sequence(&mut self) -> u64 {
        self.last += 1;
        self.last
    }

    /// Writes records and their log entries; each row carries its position already.
    pub(crate) async fn save(&self, saves: &[Save], by: &Origin, at: Timestamp) -> Result<(), StoreError> {
        let rows: Vec<&Row> = saves.iter().map(|save| &save.row).collect();
        self.put_rows(&rows).await?;
        self.drop_facets(saves).await?;
        let facets: Vec<(&str, &str)> = saves.iter().flat_map(new_facets).collect();
        self.add_facets(&facets).await?;
        for chunk in saves.chunks(CHUNK) {
            let mut log = insert(ChangeTable::Table, CHANGE_COLUMNS);
            for Save { row, action, .. } in chunk {
                log.values([
                    signed(row.sequence).into(),
                    row.id.as_str().into(),
                    action.as_str().into(),
                    signed(row.revision).into(),
                    at.as_millisecond().into(),
                    by.as_str().into(),
                ])
                .map_err(malformed)?;
            }
            self.transaction.execute(&log).await?;
        }
        Ok(())
    }

    /// Adds rows, or replaces those with the same id.
    pub(crate) async fn put_rows(&self, rows: &[&Row]) -> Result<(), StoreError> {
        for rows in rows.chunks(CHUNK) {
            let mut statement = insert(RecordTable::Table, COLUMNS);
            for row in rows {
                statement.values(row.expressions()).map_err(malformed)?;
            }
            // Who a record is and when it came never changes.
            let changeable = COLUMNS.into_iter().filter(|column| {
                use RecordTable::{CreatedAtMs, ExternalId, Id, Kind, Source};
                !matches!(column, Id | Kind | Source | ExternalId | CreatedAtMs)
            });
            let replace = OnConflict::column(RecordTable::Id).update_columns(changeable).to_owned();
            self.transaction.execute(statement.on_conflict(replace)).await?;
        }
        Ok(())
    }

    async fn drop_facets(&self, saves: &[Save]) -> Result<(), StoreError> {
        let changed: Vec<&str> = saves
            .iter()
            .filter(|save| matches!(save.facets, FacetChange::Replace(_)))
            .map(|save| save.row.id.as_str())
            .collect();
        for ids in changed.chunks(CHUNK) {
            let statement = Query::delete()
                .from_table(FacetTable::Table)
                .and_where(Expr::col(FacetTable::RecordId).is_in(ids.iter().copied()))
                .take();
            self.transaction.execute(&statement).await?;
        }
        Ok(())
    }

    /// Adds facets: pairs of record id and facet.
    pub(crate) async fn add_facets(&self, facets: &[(&str, &str)]) -> Result<(), StoreError> {
        for facets in facets.chunks(FACET_CHUNK) {
            let mut statement = insert(FacetTable::Table, [FacetTable::RecordId, FacetTable::Facet]);
            for (id, facet) in facets {
                statement.values([(*id).into(), (*facet).into()]).map_err(malformed)?;
            }
            self.transaction.execute(&statement).await?;
        }
        Ok(())
    }

    /// Moves the counter and keeps everything; when no position was taken, nothing is written at all.
    pub(crate) async fn commit(self) -> Result<(), StoreError> {
        if self.last == self.begun_at {
            return Ok(self.transaction.rollback().await?);
        }
        let last = self.last;
        self.keep(last).await
    }

    /// Keeps everything, with the counter at `last`.
    pub(crate) async fn keep(self, last: u64) -> Result<(), StoreError> {
        let statement =
            Query::update().table(CounterTable::Table).value(CounterTable::LastSequence, signed(last)).take();
        self.transaction.execute(&statement).await?;
        Ok(self.transaction.commit().await?)
    }
}

/// The columns of the change log, in the order they are written and read.
pub(crate) const CHANGE_COLUMNS: [ChangeTable; 6] = [
    ChangeTable::Sequence,
    ChangeTable::RecordId,
    ChangeTable::Action,
    ChangeTable::Revision,
    ChangeTable::AtMs,
    ChangeTable::SaidBy,
];

fn new_facets(save: &Save) -> impl Iterator<Item = (&str, &str)> {
    let facets = match &save.facets {
        FacetChange::Keep => None,
        FacetChange::Add(facets) | FacetChange::Replace(facets) => Some(facets),
    };
    facets.into_iter().flatten().map(|facet| (save.row.id.as_str(), facet.as_str()))
}

pub(crate) fn insert<T, C, const N: usize>(table: T, columns: [C; N]) -> InsertStatement
where
    T: sea_orm::sea_query::IntoTableRef,
    C: sea_orm::sea_query::IntoIden,
{
    Query::insert().into_table(table).columns(columns).take()
}

/// A row with another number of values than columns: a mistake in this crate.
#[expect(clippy::needless_pass_by_value, reason = "this is what map_err hands over")]
pub(crate) fn malformed(error: sea_orm::sea_query::error::Error) -> DbErr {
    DbErr::Custom(error.to_string())
}
