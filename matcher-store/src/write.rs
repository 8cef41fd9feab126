//! The write transaction: positions from the counter, rows, facets and change log together or not at all.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::Timestamp;
use matcher_core::model::{Origin, RecordId, Sequence};
use sea_orm::sea_query::{Expr, ExprTrait, InsertStatement, OnConflict, Query};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, Iden, Statement};
use serde::Serialize;
use tokio::sync::OwnedMutexGuard;

use crate::batch::{NARROW, RECORDS, batches, weighed_batches};
use crate::bulk::Bulk;
use crate::changes::{Action, CHANGE_COLUMNS, Change};
use crate::content::json;
use crate::row::{COLUMNS, Row, signed, unsigned};
use crate::schema::{ChangeTable, CounterTable, FacetTable, RecordTable};
use crate::{Store, StoreError};

static LOG: Bulk<{ CHANGE_COLUMNS.len() }> = Bulk::new(|| insert(ChangeTable::Table, CHANGE_COLUMNS));
/// Adds records, or replaces those with the same ids.
static PUT: Bulk<{ COLUMNS.len() }> = Bulk::new(|| {
    // Who a record is and when it came never changes.
    let changeable = COLUMNS.into_iter().filter(|column| {
        use RecordTable::{CreatedAtMs, ExternalId, Id, Kind, Source};
        !matches!(column, Id | Kind | Source | ExternalId | CreatedAtMs)
    });
    let replace = OnConflict::column(RecordTable::Id).update_columns(changeable).to_owned();
    insert(RecordTable::Table, COLUMNS).on_conflict(replace).take()
});

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

/// Facets to be added, each with its records, both in order: each page of the table is then visited once. They travel as
/// one text, since they are many and short.
#[derive(Default, Serialize)]
pub(crate) struct Facets(BTreeMap<String, Vec<RecordId>>);

impl Facets {
    /// Of a record whose id comes after those added before.
    pub(crate) fn add(&mut self, id: &RecordId, facets: BTreeSet<String>) {
        for facet in facets {
            self.0.entry(facet).or_default().push(id.clone());
        }
    }
}

/// The facets a write takes from a record and gives to it.
#[derive(Default)]
pub(crate) struct FacetChange {
    gone: BTreeSet<String>,
    come: BTreeSet<String>,
}

impl FacetChange {
    /// Of a record that had none.
    pub(crate) fn come(facets: BTreeSet<String>) -> Self {
        Self { gone: BTreeSet::new(), come: facets }
    }

    pub(crate) fn between(before: &BTreeSet<String>, after: &BTreeSet<String>) -> Self {
        Self { gone: before - after, come: after - before }
    }
}

impl Save {
    fn change(&self, by: &Origin, at: Timestamp) -> Change {
        Change {
            sequence: Sequence(self.row.sequence),
            kind: self.row.id.kind(),
            id: self.row.id.clone(),
            action: self.action,
            revision: self.row.revision,
            at,
            said_by: by.clone(),
        }
    }
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

    /// The last position given out before.
    pub(crate) fn begun_at(&self) -> u64 {
        self.begun_at
    }

    /// The next position of the change log.
    pub(crate) fn next_sequence(&mut self) -> u64 {
        self.last += 1;
        self.last
    }

    /// Writes records and their log entries; each row carries its position already.
    pub(crate) async fn save(
        &self,
        mut saves: Vec<Save>,
        by: &Origin,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let log: Vec<Change> = saves.iter().map(|save| save.change(by, at)).collect();
        self.put_changes(&log).await?;
        // Ids and facets are scattered; in their order, each page of the tables and indexes is visited once.
        saves.sort_unstable_by(|one, other| one.row.id.cmp(&other.row.id));
        self.drop_facets(&saves).await?;
        let mut facets = Facets::default();
        let mut rows = Vec::with_capacity(saves.len());
        for Save { row, facets: FacetChange { come, .. }, .. } in saves {
            facets.add(&row.id, come);
            rows.push(row);
        }
        self.put_rows(rows).await?;
        self.add_facets(&facets).await
    }

    /// Gives records that themselves say what they said the next positions, so that followers look at them again.
    pub(crate) async fn touch(
        &mut self,
        ids: &[RecordId],
        action: Action,
        by: &Origin,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        use RecordTable::{Id, Revision, Sequence as Position, Table};
        let mut log = Vec::with_capacity(ids.len());
        let asked: Vec<&str> = ids.iter().map(RecordId::as_str).collect();
        let mut revisions = HashMap::with_capacity(ids.len());
        for batch in batches(&asked, NARROW) {
            let statement = Query::select()
                .columns([Id, Revision])
                .from(Table)
                .and_where(Expr::col(Id).is_in(batch.iter().copied()))
                .take();
            for row in self.transaction.query_all(&statement).await? {
                revisions.insert(row.try_get_by_index::<String>(0)?, unsigned(&row, 1)?);
            }
        }
        for id in ids {
            let Some(revision) = revisions.get(id.as_str()) else { continue };
            let sequence = self.next_sequence();
            let statement = Query::update()
                .table(Table)
                .value(Position, signed(sequence))
                .and_where(Expr::col(Id).eq(id.as_str()))
                .take();
            self.transaction.execute(&statement).await?;
            log.push(Change {
                sequence: Sequence(sequence),
                kind: id.kind(),
                id: id.clone(),
                action,
                revision: *revision,
                at,
                said_by: by.clone(),
            });
        }
        self.put_changes(&log).await
    }

    /// Appends to the change log.
    pub(crate) async fn put_changes(&self, log: &[Change]) -> Result<(), StoreError> {
        let batches = batches(log, NARROW).map(|log| log.iter().map(Change::values).collect());
        Ok(LOG.insert(&self.transaction, batches).await?)
    }

    /// Adds rows, or replaces those with the same id.
    pub(crate) async fn put_rows(&self, rows: Vec<Row>) -> Result<(), StoreError> {
        let sizes: Vec<usize> = weighed_batches(&rows, RECORDS, Row::bytes).map(<[Row]>::len).collect();
        let mut rows = rows.into_iter();
        let batches = sizes.into_iter().map(|size| rows.by_ref().take(size).map(Row::into_values).collect());
        Ok(PUT.insert(&self.transaction, batches).await?)
    }

    /// Facet by facet, so that the key of the table finds the rows; it needs no second index.
    async fn drop_facets(&self, saves: &[Save]) -> Result<(), StoreError> {
        let mut gone: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for save in saves {
            for facet in &save.facets.gone {
                gone.entry(facet).or_default().push(save.row.id.as_str());
            }
        }
        for (facet, ids) in gone {
            for ids in batches(&ids, NARROW) {
                let statement = Query::delete()
                    .from_table(FacetTable::Table)
                    .and_where(Expr::col(FacetTable::Facet).eq(facet))
                    .and_where(Expr::col(FacetTable::RecordId).is_in(ids.iter().copied()))
                    .take();
                self.transaction.execute(&statement).await?;
            }
        }
        Ok(())
    }

    /// Adds facets.
    pub(crate) async fn add_facets(&self, facets: &Facets) -> Result<(), StoreError> {
        if facets.0.is_empty() {
            return Ok(());
        }
        let db_backend = self.transaction.get_database_backend();
        let [table, facet, record] = [FacetTable::Table, FacetTable::Facet, FacetTable::RecordId]
            .map(|name| name.unquoted().to_owned());
        let unfolded = match db_backend {
            DbBackend::Postgres => "json_each($1::json) AS f, json_array_elements_text(f.value) AS r(value)",
            _ => "json_each($1) AS f, json_each(f.value) AS r",
        };
        let sql = format!("INSERT INTO {table} ({facet}, {record}) SELECT f.key, r.value FROM {unfolded}");
        let statement = Statement::from_sql_and_values(db_backend, sql, [json(&facets.0)?.into()]);
        self.transaction.execute_raw(statement).await?;
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
