//! The end of a harvest run: what its source no longer lists, how fresh the source is, and the report, in one write.
//!
//! One transaction, so that a run killed before its end has counted no absence, and none is ever counted twice.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use matcher_core::model::{Origin, RecordId, RecordKind, SourceId};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Order, Query};
use sea_orm::{ConnectionTrait, QueryResult};
use serde::{Deserialize, Serialize};

use crate::batch::{NARROW, batches};
use crate::changes::Action;
use crate::content::{from_ms, now};
use crate::row::{Row, Withdrawal, parse, rows_of, signed, unsigned};
use crate::runs::{RUN_COLUMNS, report_json, unreadable};
use crate::schema::{AbsenceTable, RecordTable, RunTable, SourceTable};
use crate::write::{FacetChange, Save, Writing, insert, malformed};
use crate::{HarvestRun, RUNS_WITH_PROBLEMS, RunId, RunOutcome, RunReport, Store, StoreError};

/// What a source listed in a good run that read all of it.
#[derive(Debug, Clone)]
pub struct Listing {
    /// The kind of record it lists.
    pub kind: RecordKind,
    /// External ids listed, of records that could not be stored too: those are not gone.
    pub external_ids: HashSet<String>,
    /// A record missing from so many good runs in a row has vanished; at least 1.
    pub vanish_after: u64,
}

/// What a source did not list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Absences {
    /// External ids of standing records that were missing, but not yet often enough.
    pub missing: Vec<String>,
    /// External ids of records withdrawn now for having been missing too often.
    pub vanished: Vec<String>,
}

impl Store {
    /// Notes how a run ended. The store fills in `vanished` and `missing` of the report.
    ///
    /// With a `listing`, the standing records of the source that it does not hold count as missing once more, or
    /// vanish: they are withdrawn in the source's name, and stand again when the source lists them again.
    /// Without one nothing is said about what is missing.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`] when there is no such run.
    pub async fn finish_run(
        &self,
        id: &RunId,
        outcome: RunOutcome,
        report: &RunReport,
        listing: Option<&Listing>,
    ) -> Result<Absences, StoreError> {
        let mut writing = self.begin_writing().await?;
        let (source, started_at) = run_of(&writing, id).await?;
        let absences = match listing {
            Some(listing) => writing.note_absences(&source, started_at, listing).await?,
            None => Absences::default(),
        };
        let report = RunReport {
            vanished: absences.vanished.len() as u64,
            missing: absences.missing.len() as u64,
            ..report.clone()
        };
        let statement = Query::update()
            .table(RunTable::Table)
            .value(RunTable::FinishedAtMs, now().as_millisecond())
            .value(RunTable::Outcome, outcome.as_str())
            .value(RunTable::Report, report_json(id, &report)?)
            .and_where(Expr::col(RunTable::Id).eq(id.as_str()))
            .take();
        writing.transaction.execute(&statement).await?;
        writing.drop_old_problems(&source).await?;
        if outcome.is_good() {
            writing.note_good_run(&source, started_at, report.differs()).await?;
        }
        let last = writing.last_sequence();
        writing.keep(last).await?;
        Ok(absences)
    }
}

async fn run_of(writing: &Writing, id: &RunId) -> Result<(SourceId, Timestamp), StoreError> {
    let statement = Query::select()
        .columns([RunTable::Source, RunTable::StartedAtMs])
        .from(RunTable::Table)
        .and_where(Expr::col(RunTable::Id).eq(id.as_str()))
        .take();
    let row = writing.transaction.query_one(&statement).await?;
    let row = row.ok_or_else(|| unreadable(id, "there is no such run"))?;
    Ok((parse(id.as_str(), &row.try_get_by_index::<String>(0)?)?, from_ms(row.try_get_by_index(1)?)))
}

/// That a standing record was not listed by its source.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Absence {
    pub(crate) record: RecordId,
    pub(crate) source: SourceId,
    /// By so many good runs in a row.
    pub(crate) missed: u64,
    /// When the first of them began.
    pub(crate) since_ms: i64,
}

/// In the order of [`Absence::read`].
pub(crate) const ABSENCE_COLUMNS: [AbsenceTable; 4] =
    [AbsenceTable::RecordId, AbsenceTable::Source, AbsenceTable::Missed, AbsenceTable::SinceMs];

impl Absence {
    pub(crate) fn read(row: &QueryResult) -> Result<Self, StoreError> {
        let id: String = row.try_get_by_index(0)?;
        Ok(Self {
            source: parse(&id, &row.try_get_by_index::<String>(1)?)?,
            missed: unsigned(row, 2)?,
            since_ms: row.try_get_by_index(3)?,
            record: parse(&id, &id)?,
        })
    }
}

/// An absence with the name its source gives the record.
struct Absent {
    absence: Absence,
    external_id: String,
}

impl Writing {
    async fn note_absences(
        &mut self,
        source: &SourceId,
        started_at: Timestamp,
        listing: &Listing,
    ) -> Result<Absences, StoreError> {
        let absent = self.absent(source, started_at, listing).await?;
        let (vanished, missing): (Vec<Absent>, Vec<Absent>) =
            absent.into_iter().partition(|absent| absent.absence.missed >= listing.vanish_after);
        let forget = Query::delete()
            .from_table(AbsenceTable::Table)
            .and_where(Expr::col(AbsenceTable::Source).eq(source.as_str()))
            .take();
        self.transaction.execute(&forget).await?;
        let absences: Vec<Absence> = missing.iter().map(|absent| absent.absence.clone()).collect();
        self.put_absences(&absences).await?;
        self.withdraw_vanished(source, &vanished).await?;
        let names = |absent: Vec<Absent>| absent.into_iter().map(|absent| absent.external_id).collect();
        Ok(Absences { missing: names(missing), vanished: names(vanished) })
    }

    /// In the order of external ids.
    async fn absent(
        &self,
        source: &SourceId,
        started_at: Timestamp,
        listing: &Listing,
    ) -> Result<Vec<Absent>, StoreError> {
        let before = self.absences_of(source).await?;
        let standing = Query::select()
            .columns([RecordTable::Id, RecordTable::ExternalId])
            .from(RecordTable::Table)
            .and_where(Expr::col(RecordTable::Kind).eq(listing.kind.as_str()))
            .and_where(Expr::col(RecordTable::Source).eq(source.as_str()))
            .and_where(Expr::col(RecordTable::WithdrawnAtMs).is_null())
            .take();
        let mut absent = Vec::new();
        for row in self.transaction.query_all(&standing).await? {
            let external_id: String = row.try_get_by_index(1)?;
            if listing.external_ids.contains(&external_id) {
                continue;
            }
            let id: String = row.try_get_by_index(0)?;
            let record: RecordId = parse(&id, &id)?;
            let known = before.get(&record);
            let missed = known.map_or(0, |absence| absence.missed) + 1;
            let since_ms = known.map_or(started_at.as_millisecond(), |absence| absence.since_ms);
            let absence = Absence { record, source: source.clone(), missed, since_ms };
            absent.push(Absent { absence, external_id });
        }
        absent.sort_unstable_by(|one, other| one.external_id.cmp(&other.external_id));
        Ok(absent)
    }

    /// By record.
    async fn absences_of(&self, source: &SourceId) -> Result<HashMap<RecordId, Absence>, StoreError> {
        let statement = Query::select()
            .columns(ABSENCE_COLUMNS)
            .from(AbsenceTable::Table)
            .and_where(Expr::col(AbsenceTable::Source).eq(source.as_str()))
            .take();
        let mut absences = HashMap::new();
        for row in self.transaction.query_all(&statement).await? {
            let absence = Absence::read(&row)?;
            absences.insert(absence.record.clone(), absence);
        }
        Ok(absences)
    }

    /// Adds absences of records that have none yet.
    pub(crate) async fn put_absences(&self, absences: &[Absence]) -> Result<(), StoreError> {
        for batch in batches(absences, NARROW) {
            let mut statement = insert(AbsenceTable::Table, ABSENCE_COLUMNS);
            for absence in batch {
                let row = [
                    absence.record.as_str().into(),
                    absence.source.as_str().into(),
                    signed(absence.missed).into(),
                    absence.since_ms.into(),
                ];
                statement.values(row).map_err(malformed)?;
            }
            self.transaction.execute(&statement).await?;
        }
        Ok(())
    }

    /// In the source's name, so that the source may bring them back.
    async fn withdraw_vanished(&mut self, source: &SourceId, vanished: &[Absent]) -> Result<(), StoreError> {
        let (by, at) = (Origin::source(source), now());
        let ids: Vec<&str> = vanished.iter().map(|absent| absent.absence.record.as_str()).collect();
        let mut rows = rows_of(&self.transaction, &ids).await?;
        rows.sort_unstable_by(|one, other| one.external_id.cmp(&other.external_id));
        let mut saves = Vec::with_capacity(rows.len());
        for row in rows {
            let row = Row {
                revision: row.revision + 1,
                sequence: self.next_sequence(),
                updated_at: at,
                withdrawn: Some(Withdrawal { at, by: by.clone() }),
                ..row
            };
            saves.push(Save { row, action: Action::Vanished, facets: FacetChange::default() });
        }
        self.save(saves, &by, at).await
    }

    /// Each run that ends makes one other old: that one loses its problems and keeps its counts.
    async fn drop_old_problems(&self, source: &SourceId) -> Result<(), StoreError> {
        let grown_old = Query::select()
            .columns(RUN_COLUMNS)
            .from(RunTable::Table)
            .and_where(Expr::col(RunTable::Source).eq(source.as_str()))
            .and_where(Expr::col(RunTable::Report).is_not_null())
            .order_by(RunTable::Id, Order::Desc)
            .limit(1)
            .offset(RUNS_WITH_PROBLEMS)
            .take();
        let Some(row) = self.transaction.query_one(&grown_old).await? else { return Ok(()) };
        let HarvestRun { id, report, .. } = HarvestRun::read(&row)?;
        if report.problems.is_empty() {
            return Ok(());
        }
        let problems_dropped = report.problems_dropped + report.problems.len() as u64;
        let report = RunReport { problems: Vec::new(), problems_dropped, ..report };
        let statement = Query::update()
            .table(RunTable::Table)
            .value(RunTable::Report, report_json(&id, &report)?)
            .and_where(Expr::col(RunTable::Id).eq(id.as_str()))
            .take();
        self.transaction.execute(&statement).await?;
        Ok(())
    }

    async fn note_good_run(
        &self,
        source: &SourceId,
        started_at: Timestamp,
        differs: bool,
    ) -> Result<(), StoreError> {
        let at = started_at.as_millisecond();
        let mut statement = insert(
            SourceTable::Table,
            [SourceTable::Id, SourceTable::LastGoodAtMs, SourceTable::LastChangeAtMs],
        );
        statement
            .values([source.as_str().into(), at.into(), Expr::val(differs.then_some(at))])
            .map_err(malformed)?;
        let moved = [Some(SourceTable::LastGoodAtMs), differs.then_some(SourceTable::LastChangeAtMs)];
        let replace =
            OnConflict::column(SourceTable::Id).update_columns(moved.into_iter().flatten()).to_owned();
        self.transaction.execute(statement.on_conflict(replace)).await?;
        Ok(())
    }
}
