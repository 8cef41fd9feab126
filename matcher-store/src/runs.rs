//! What each run of a harvest source did, for staff to see.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use matcher_core::model::SourceId;
use sea_orm::sea_query::{Expr, ExprTrait, Func, Order, Query};
use sea_orm::{ConnectionTrait, QueryResult};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::content::{from_ms, now};
use crate::list::check_limit;
use crate::row::{parse, unsigned};
use crate::schema::RunTable;
use crate::write::{insert, malformed};
use crate::{Cursor, MAX_PAGE, Page, Store, StoreError};

/// Runs of a source whose problems are kept; of older ones only the counts are, for years of nights add up.
pub const RUNS_WITH_PROBLEMS: u64 = 30;

/// Identity of a run; later runs have greater ids.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RunId(String);

impl RunId {
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RunId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RunOutcome {
    /// Everything the source had was read.
    Complete,
    /// Some of it could not be read; the problems say what.
    Partial,
    /// Nothing could be read.
    Failed,
    /// It was cut off: the next run of its source found it without an end.
    Interrupted,
}

impl RunOutcome {
    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Complete => "complete",
            Self::Partial => "partial",
            Self::Failed => "failed",
            Self::Interrupted => "interrupted",
        }
    }

    /// Whether what the source had was read, as far as it could be.
    pub const fn is_good(self) -> bool {
        matches!(self, Self::Complete | Self::Partial)
    }
}

impl FromStr for RunOutcome {
    type Err = StoreError;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        [Self::Complete, Self::Partial, Self::Failed, Self::Interrupted]
            .into_iter()
            .find(|outcome| outcome.as_str() == word)
            .ok_or_else(|| StoreError::Unreadable {
                id: "harvest run".to_owned(),
                detail: format!("outcome {word:?}"),
            })
    }
}

/// What a run did, in numbers of records, and what was wrong.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RunReport {
    /// New.
    pub added: u64,
    /// Saying something else than before.
    pub changed: u64,
    /// Saying the same.
    pub unchanged: u64,
    /// Standing again after having been withdrawn.
    pub restored: u64,
    /// Withdrawn, for having been missing from so many good runs as its source allows.
    #[serde(alias = "withdrawn")]
    pub vanished: u64,
    /// Standing, but not listed this time; not yet often enough to have vanished.
    pub missing: u64,
    /// Not stored, for what `problems` say.
    pub rejected: u64,
    /// How many of the changed and restored records differ in which field.
    pub changed_fields: BTreeMap<String, u64>,
    /// Problems in the form the harvest gives them; at most a few hundred, please. Those of the last
    /// [`RUNS_WITH_PROBLEMS`] runs of a source are kept.
    pub problems: Vec<Value>,
    /// How many problems of an older run are kept no more.
    #[serde(skip_serializing_if = "is_zero")]
    pub problems_dropped: u64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "this is what serde hands over")]
const fn is_zero(number: &u64) -> bool {
    *number == 0
}

impl RunReport {
    /// Records that the source listed and that are stored.
    pub const fn listed(&self) -> u64 {
        self.added + self.changed + self.unchanged + self.restored
    }

    /// Whether anything differs from before.
    pub const fn differs(&self) -> bool {
        self.added + self.changed + self.restored + self.vanished > 0
    }
}

/// One run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HarvestRun {
    /// Its id.
    pub id: RunId,
    /// The source harvested.
    pub source: SourceId,
    /// When it began.
    pub started_at: Timestamp,
    /// When it ended; absent while it runs, or when it was cut off.
    pub finished_at: Option<Timestamp>,
    /// How it ended; absent until that is known.
    pub outcome: Option<RunOutcome>,
    /// What it did.
    pub report: RunReport,
}

/// In the order of [`HarvestRun::read`].
pub(crate) const RUN_COLUMNS: [RunTable; 6] = [
    RunTable::Id,
    RunTable::Source,
    RunTable::StartedAtMs,
    RunTable::FinishedAtMs,
    RunTable::Outcome,
    RunTable::Report,
];

impl Store {
    /// Notes that a run of `source` begins now. Earlier ones without an end are noted as cut off.
    ///
    /// # Errors
    /// Failures of the database only.
    pub async fn begin_run(&self, source: &SourceId) -> Result<RunId, StoreError> {
        let id = RunId(uuid::Uuid::now_v7().to_string());
        let run = HarvestRun {
            id: id.clone(),
            source: source.clone(),
            started_at: now(),
            finished_at: None,
            outcome: None,
            report: RunReport::default(),
        };
        let cut_off = Query::update()
            .table(RunTable::Table)
            .value(RunTable::Outcome, RunOutcome::Interrupted.as_str())
            .and_where(Expr::col(RunTable::Source).eq(source.as_str()))
            .and_where(Expr::col(RunTable::Outcome).is_null())
            .take();
        let _turn = self.writer.lock().await;
        let transaction = self.begin().await?;
        transaction.execute(&cut_off).await?;
        put_runs(&transaction, &[run]).await?;
        transaction.commit().await?;
        Ok(id)
    }

    /// Runs, the latest first: of one source, or of all. `limit` is 1 to [`MAX_PAGE`].
    ///
    /// # Errors
    /// [`StoreError::InvalidLimit`], [`StoreError::InvalidCursor`].
    pub async fn list_runs(
        &self,
        source: Option<&SourceId>,
        after: Option<&Cursor>,
        limit: u32,
    ) -> Result<Page<HarvestRun>, StoreError> {
        check_limit(limit, MAX_PAGE)?;
        let list = format!("runs {source:?}");
        let mut statement = Query::select()
            .columns(RUN_COLUMNS)
            .from(RunTable::Table)
            .order_by(RunTable::Id, Order::Desc)
            .limit(u64::from(limit) + 1)
            .take();
        let mut count =
            Query::select().expr(Func::count(Expr::col(RunTable::Id))).from(RunTable::Table).take();
        if let Some(source) = source {
            statement.and_where(Expr::col(RunTable::Source).eq(source.as_str()));
            count.and_where(Expr::col(RunTable::Source).eq(source.as_str()));
        }
        if let Some(cursor) = after {
            statement.and_where(Expr::col(RunTable::Id).lt(cursor.key(&list)?));
        }
        let rows = self.db.query_all(&statement).await?;
        let items: Vec<HarvestRun> =
            rows.iter().take(limit as usize).map(HarvestRun::read).collect::<Result<_, _>>()?;
        let next = if rows.len() > items.len() { items.last() } else { None };
        let next = next.map(|run| Cursor::after(&run.id.0, &list));
        let total = self.db.query_one(&count).await?.map_or(Ok(0), |row| unsigned(&row, 0))?;
        Ok(Page { items, next, total })
    }
}

/// Writes runs as they are.
pub(crate) async fn put_runs(db: &impl ConnectionTrait, runs: &[HarvestRun]) -> Result<(), StoreError> {
    let mut statement = insert(RunTable::Table, RUN_COLUMNS);
    for run in runs {
        let report = run.finished_at.map(|_| report_json(&run.id, &run.report)).transpose()?;
        statement
            .values([
                run.id.0.as_str().into(),
                run.source.as_str().into(),
                run.started_at.as_millisecond().into(),
                Expr::val(run.finished_at.map(Timestamp::as_millisecond)),
                Expr::val(run.outcome.map(RunOutcome::as_str)),
                Expr::val(report),
            ])
            .map_err(malformed)?;
    }
    if !runs.is_empty() {
        db.execute(&statement).await?;
    }
    Ok(())
}

impl HarvestRun {
    pub(crate) fn read(row: &QueryResult) -> Result<Self, StoreError> {
        let id = RunId(row.try_get_by_index(0)?);
        let report: Option<String> = row.try_get_by_index(5)?;
        let outcome: Option<String> = row.try_get_by_index(4)?;
        Ok(Self {
            source: parse(&id.0, &row.try_get_by_index::<String>(1)?)?,
            started_at: from_ms(row.try_get_by_index(2)?),
            finished_at: row.try_get_by_index::<Option<i64>>(3)?.map(from_ms),
            outcome: outcome.as_deref().map(str::parse).transpose()?,
            report: match report {
                Some(text) => {
                    serde_json::from_str(&text).map_err(|error| unreadable(&id, &error.to_string()))?
                }
                None => RunReport::default(),
            },
            id,
        })
    }
}

pub(crate) fn report_json(id: &RunId, report: &RunReport) -> Result<String, StoreError> {
    serde_json::to_string(report).map_err(|error| unreadable(id, &error.to_string()))
}

pub(crate) fn unreadable(id: &RunId, detail: &str) -> StoreError {
    StoreError::Unreadable { id: format!("harvest run {id}"), detail: detail.to_owned() }
}
