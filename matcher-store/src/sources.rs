//! The sources of the harvest, as whoever reads offers wants to know them: what they are and how fresh.

use jiff::Timestamp;
use matcher_core::model::{RecordKind, SourceId};
use sea_orm::sea_query::{Expr, ExprTrait, Func, OnConflict, Order, Query};
use sea_orm::{ConnectionTrait, QueryResult};
use serde::{Deserialize, Serialize};

use crate::content::from_ms;
use crate::row::{parse, unsigned};
use crate::runs::RUN_COLUMNS;
use crate::schema::{RecordTable, RunTable, SourceTable};
use crate::write::{insert, malformed};
use crate::{HarvestRun, Store, StoreError};

/// What a source file says, as far as readers of offers care.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceDescription {
    /// Its name, as people know it.
    pub name: String,
    /// Where it is read.
    pub url: String,
    /// Which adapter reads it.
    pub adapter: String,
    /// Licence or terms of use.
    pub terms: String,
    /// How often it is to be read: `daily`, `weekly`, `monthly`.
    pub cadence: String,
    /// Days from one reading to the next.
    pub cadence_days: u32,
    /// How far it was tried: `payload`, `format`, `unverified`.
    pub tested: String,
    /// Without any difference for so many days, a source that is read well has probably stopped; 0: never.
    pub quiet_after_days: u32,
}

/// A source and how fresh it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HarvestSource {
    /// Its short name.
    pub id: SourceId,
    /// What it is; absent where only its runs are known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<SourceDescription>,
    /// When its last good run began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_good_at: Option<Timestamp>,
    /// When the last good run began in which anything differed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_change_at: Option<Timestamp>,
}

/// A source with its last run and its size.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceStatus {
    /// The source.
    pub source: HarvestSource,
    /// Its last run, good or not; absent before the first.
    pub last_run: Option<HarvestRun>,
    /// Offers of it that stand.
    pub offers: u64,
}

/// In the order of [`HarvestSource::read`].
pub(crate) const SOURCE_COLUMNS: [SourceTable; 4] =
    [SourceTable::Id, SourceTable::Description, SourceTable::LastGoodAtMs, SourceTable::LastChangeAtMs];

impl Store {
    /// Notes what a source is; what is known of its runs stays.
    ///
    /// # Errors
    /// Failures of the database only.
    pub async fn describe_source(
        &self,
        id: &SourceId,
        description: &SourceDescription,
    ) -> Result<(), StoreError> {
        let mut statement = insert(SourceTable::Table, [SourceTable::Id, SourceTable::Description]);
        statement
            .values([id.as_str().into(), description_json(id, description)?.into()])
            .map_err(malformed)?;
        let replace = OnConflict::column(SourceTable::Id).update_column(SourceTable::Description).to_owned();
        let _turn = self.writer.lock().await;
        self.db.execute(statement.on_conflict(replace)).await?;
        Ok(())
    }

    /// Every source of the harvest by id; a few hundred at most. One cheap statement.
    ///
    /// # Errors
    /// Failures of the database only.
    pub async fn harvest_sources(&self) -> Result<Vec<HarvestSource>, StoreError> {
        let statement = Query::select()
            .columns(SOURCE_COLUMNS)
            .from(SourceTable::Table)
            .order_by(SourceTable::Id, Order::Asc)
            .take();
        self.db.query_all(&statement).await?.iter().map(HarvestSource::read).collect()
    }

    /// Every source of the harvest by id, with its last run and its number of offers.
    ///
    /// # Errors
    /// Failures of the database only.
    pub async fn source_statuses(&self) -> Result<Vec<SourceStatus>, StoreError> {
        let sources = self.harvest_sources().await?;
        let mut runs = self.last_runs().await?;
        let offers = self.offers_by_source().await?;
        let of = |id: &SourceId| offers.iter().find(|(source, _)| source == id.as_str());
        Ok(sources
            .into_iter()
            .map(|source| SourceStatus {
                last_run: runs
                    .iter()
                    .position(|run| run.source == source.id)
                    .map(|place| runs.swap_remove(place)),
                offers: of(&source.id).map_or(0, |(_, count)| *count),
                source,
            })
            .collect())
    }

    async fn last_runs(&self) -> Result<Vec<HarvestRun>, StoreError> {
        let last = Query::select()
            .expr(Func::max(Expr::col(RunTable::Id)))
            .from(RunTable::Table)
            .group_by_col(RunTable::Source)
            .take();
        let statement = Query::select()
            .columns(RUN_COLUMNS)
            .from(RunTable::Table)
            .and_where(Expr::col(RunTable::Id).in_subquery(last))
            .take();
        self.db.query_all(&statement).await?.iter().map(HarvestRun::read).collect()
    }

    async fn offers_by_source(&self) -> Result<Vec<(String, u64)>, StoreError> {
        let statement = Query::select()
            .column(RecordTable::Source)
            .expr(Func::count(Expr::col(RecordTable::Id)))
            .from(RecordTable::Table)
            .and_where(Expr::col(RecordTable::Kind).eq(RecordKind::Offer.as_str()))
            .and_where(Expr::col(RecordTable::WithdrawnAtMs).is_null())
            .group_by_col(RecordTable::Source)
            .take();
        let rows = self.db.query_all(&statement).await?;
        rows.iter().map(|row| Ok((row.try_get_by_index(0)?, unsigned(row, 1)?))).collect()
    }
}

/// Writes sources as they are.
pub(crate) async fn put_sources(
    db: &impl ConnectionTrait,
    sources: &[HarvestSource],
) -> Result<(), StoreError> {
    let mut statement = insert(SourceTable::Table, SOURCE_COLUMNS);
    for source in sources {
        let description =
            source.description.as_ref().map(|description| description_json(&source.id, description));
        statement
            .values([
                source.id.as_str().into(),
                Expr::val(description.transpose()?),
                Expr::val(source.last_good_at.map(Timestamp::as_millisecond)),
                Expr::val(source.last_change_at.map(Timestamp::as_millisecond)),
            ])
            .map_err(malformed)?;
    }
    if !sources.is_empty() {
        db.execute(&statement).await?;
    }
    Ok(())
}

impl HarvestSource {
    pub(crate) fn read(row: &QueryResult) -> Result<Self, StoreError> {
        let id: String = row.try_get_by_index(0)?;
        let description: Option<String> = row.try_get_by_index(1)?;
        let description = match description {
            Some(text) => Some(serde_json::from_str(&text).map_err(|error| unreadable(&id, &error))?),
            None => None,
        };
        Ok(Self {
            id: parse(&id, &id)?,
            description,
            last_good_at: row.try_get_by_index::<Option<i64>>(2)?.map(from_ms),
            last_change_at: row.try_get_by_index::<Option<i64>>(3)?.map(from_ms),
        })
    }
}

fn description_json(id: &SourceId, description: &SourceDescription) -> Result<String, StoreError> {
    serde_json::to_string(description).map_err(|error| unreadable(id.as_str(), &error))
}

fn unreadable(id: &str, error: &serde_json::Error) -> StoreError {
    StoreError::Unreadable { id: format!("harvest source {id}"), detail: error.to_string() }
}
