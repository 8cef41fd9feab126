//! Writing a backup: everything as of one moment, while others go on writing.

use std::path::Path;

use sea_orm::sea_query::{Expr, ExprTrait, Func, Order, Query, SelectStatement};
use sea_orm::{
    AccessMode, ConnectionTrait, DatabaseTransaction, DbBackend, Iden, IsolationLevel, QueryResult,
    TransactionOptions, TransactionTrait,
};

use super::file::Output;
use super::{BackupSummary, FORMAT, Header, Line, RecordLine, VERSION, duplicates};
use crate::blocking::blocking;
use crate::changes::{CHANGE_COLUMNS, Change};
use crate::content::now;
use crate::duplicates::State;
use crate::finish::{ABSENCE_COLUMNS, Absence};
use crate::migrations::Migrator;
use crate::row::{Row, select_rows, signed, unsigned};
use crate::runs::{HarvestRun, RUN_COLUMNS};
use crate::schema::{
    AbsenceTable, ChangeTable, CounterTable, JudgementTable, LikenessTable, RecordTable, RunTable,
    SignedTable, SourceTable,
};
use crate::sources::{HarvestSource, SOURCE_COLUMNS};
use crate::{Store, StoreError};

/// Rows read at a time; records may be large.
const RECORDS: u64 = 100;
pub(super) const ENTRIES: u64 = 2_000;

impl Store {
    /// Writes everything into `file`, replacing it once the new one is whole. Others may go on writing.
    ///
    /// # Errors
    /// [`StoreError::File`] where the file cannot be written.
    pub async fn backup(&self, file: &Path) -> Result<BackupSummary, StoreError> {
        let snapshot = self.begin_reading().await?;
        let header = header(&snapshot).await?;
        let summary = header.summary();
        let file = file.to_owned();
        let mut output = blocking(move || Output::create(&file)?.lines(&[Line::Header(header)])).await?;
        output = records(&snapshot, output).await?;
        output = changes(&snapshot, output).await?;
        output = runs(&snapshot, output).await?;
        output = sources(&snapshot, output).await?;
        output = absences(&snapshot, output).await?;
        output = duplicates::save(&snapshot, output).await?;
        blocking(move || output.finish()).await?;
        Ok(summary)
    }

    /// A transaction that sees the database as of one moment.
    async fn begin_reading(&self) -> Result<DatabaseTransaction, StoreError> {
        // SQLite reads like that by itself.
        let server = self.db.get_database_backend() == DbBackend::Postgres;
        let options = TransactionOptions {
            isolation_level: server.then_some(IsolationLevel::RepeatableRead),
            access_mode: server.then_some(AccessMode::ReadOnly),
            sqlite_transaction_mode: None,
        };
        Ok(self.db.begin_with_options(options).await?)
    }
}

async fn header(snapshot: &DatabaseTransaction) -> Result<Header, StoreError> {
    let counter = Query::select().column(CounterTable::LastSequence).from(CounterTable::Table).take();
    Ok(Header {
        format: FORMAT.to_owned(),
        version: VERSION,
        schema: Migrator::names().pop().unwrap_or_default(),
        written_at: now(),
        records: number(snapshot, &count(RecordTable::Table)).await?,
        changes: number(snapshot, &count(ChangeTable::Table)).await?,
        runs: number(snapshot, &count(RunTable::Table)).await?,
        sources: number(snapshot, &count(SourceTable::Table)).await?,
        absences: number(snapshot, &count(AbsenceTable::Table)).await?,
        signed: number(snapshot, &count(SignedTable::Table)).await?,
        alike: number(snapshot, &count(LikenessTable::Table)).await?,
        judgements: number(snapshot, &count(JudgementTable::Table)).await?,
        duplicates: State::read(snapshot).await?,
        sequence: number(snapshot, &counter).await?,
    })
}

/// How many rows a table has.
pub(super) fn count(table: impl Iden + 'static) -> SelectStatement {
    Query::select().expr(Func::count(Expr::cust("*"))).from(table).take()
}

/// The one number a statement answers with.
pub(super) async fn number(
    db: &impl ConnectionTrait,
    statement: &SelectStatement,
) -> Result<u64, StoreError> {
    Ok(db.query_one(statement).await?.map_or(Ok(0), |row| unsigned(&row, 0))?)
}

async fn records(snapshot: &DatabaseTransaction, mut output: Output) -> Result<Output, StoreError> {
    let mut after = String::new();
    loop {
        let page = select_rows()
            .and_where(Expr::col(RecordTable::Id).gt(after.as_str()))
            .order_by(RecordTable::Id, Order::Asc)
            .limit(RECORDS)
            .take();
        let rows: Vec<Row> = read(snapshot, &page, Row::read).await?;
        let Some(last) = rows.last() else { return Ok(output) };
        after = last.id.to_string();
        output = blocking(move || {
            let lines: Vec<Line> = rows
                .iter()
                .map(|row| RecordLine::of(row).map(|line| Line::Record(Box::new(line))))
                .collect::<Result<_, _>>()?;
            output.lines(&lines)
        })
        .await?;
    }
}

async fn changes(snapshot: &DatabaseTransaction, mut output: Output) -> Result<Output, StoreError> {
    let mut after = 0;
    loop {
        let page = Query::select()
            .columns(CHANGE_COLUMNS)
            .from(ChangeTable::Table)
            .and_where(Expr::col(ChangeTable::Sequence).gt(signed(after)))
            .order_by(ChangeTable::Sequence, Order::Asc)
            .limit(ENTRIES)
            .take();
        let entries = read(snapshot, &page, Change::read).await?;
        let Some(last) = entries.last() else { return Ok(output) };
        after = last.sequence.0;
        let lines: Vec<Line> = entries.into_iter().map(|change| Line::Change(change.into())).collect();
        output = blocking(move || output.lines(&lines)).await?;
    }
}

async fn runs(snapshot: &DatabaseTransaction, mut output: Output) -> Result<Output, StoreError> {
    let mut after = String::new();
    loop {
        let page = Query::select()
            .columns(RUN_COLUMNS)
            .from(RunTable::Table)
            .and_where(Expr::col(RunTable::Id).gt(after.as_str()))
            .order_by(RunTable::Id, Order::Asc)
            .limit(ENTRIES)
            .take();
        let runs = read(snapshot, &page, HarvestRun::read).await?;
        let Some(last) = runs.last() else { return Ok(output) };
        after = last.id.to_string();
        let lines: Vec<Line> = runs.into_iter().map(|run| Line::Run(Box::new(run))).collect();
        output = blocking(move || output.lines(&lines)).await?;
    }
}

/// All at once: there are a few hundred at most.
async fn sources(snapshot: &DatabaseTransaction, output: Output) -> Result<Output, StoreError> {
    let all = Query::select()
        .columns(SOURCE_COLUMNS)
        .from(SourceTable::Table)
        .order_by(SourceTable::Id, Order::Asc)
        .take();
    let sources = read(snapshot, &all, HarvestSource::read).await?;
    let lines: Vec<Line> = sources.into_iter().map(|source| Line::Source(Box::new(source))).collect();
    blocking(move || output.lines(&lines)).await
}

async fn absences(snapshot: &DatabaseTransaction, mut output: Output) -> Result<Output, StoreError> {
    let mut after = String::new();
    loop {
        let page = Query::select()
            .columns(ABSENCE_COLUMNS)
            .from(AbsenceTable::Table)
            .and_where(Expr::col(AbsenceTable::RecordId).gt(after.as_str()))
            .order_by(AbsenceTable::RecordId, Order::Asc)
            .limit(ENTRIES)
            .take();
        let absences = read(snapshot, &page, Absence::read).await?;
        let Some(last) = absences.last() else { return Ok(output) };
        after = last.record.to_string();
        let lines: Vec<Line> = absences.into_iter().map(Line::Absence).collect();
        output = blocking(move || output.lines(&lines)).await?;
    }
}

async fn read<T>(
    snapshot: &DatabaseTransaction,
    page: &SelectStatement,
    read: impl Fn(&QueryResult) -> Result<T, StoreError>,
) -> Result<Vec<T>, StoreError> {
    snapshot.query_all(page).await?.iter().map(read).collect()
}
