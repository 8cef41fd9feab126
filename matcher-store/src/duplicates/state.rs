//! How far the search for duplicates has followed the change log, and how much it has ever found.
//!
//! Counts are kept here so that a harvest can tell what came of it, whichever process did the work.

use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ConnectionTrait, DbErr, QueryResult};
use serde::{Deserialize, Serialize};

use crate::StoreError;
use crate::row::{signed, unsigned};
use crate::schema::FollowedTable as Table;

/// How much was found since the store was made; only ever grows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DuplicateCounts {
    /// Clusters that had not been there.
    pub clusters: u64,
    /// Records that came into a cluster.
    pub joined: u64,
    /// Pairs that may be the same, for a person to decide.
    pub unsure: u64,
}

impl DuplicateCounts {
    /// What came since `before`.
    #[must_use]
    pub const fn since(self, before: Self) -> Self {
        Self {
            clusters: self.clusters.saturating_sub(before.clusters),
            joined: self.joined.saturating_sub(before.joined),
            unsure: self.unsure.saturating_sub(before.unsure),
        }
    }

    pub(super) fn add(&mut self, more: Self) {
        self.clusters += more.clusters;
        self.joined += more.joined;
        self.unsure += more.unsure;
    }
}

/// The row.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct State {
    /// Everything up to this position has been looked at.
    pub(crate) sequence: u64,
    /// By this version of the rules.
    pub(crate) engine: u64,
    pub(crate) counts: DuplicateCounts,
}

impl State {
    pub(crate) async fn read(db: &impl ConnectionTrait) -> Result<Self, StoreError> {
        let statement = Query::select()
            .columns([Table::Sequence, Table::Engine, Table::Clusters, Table::Joined, Table::Unsure])
            .from(Table::Table)
            .take();
        let row = db.query_one(&statement).await?;
        let row = row.ok_or_else(|| StoreError::Damaged {
            detail: "how far duplicates were looked for is not noted".to_owned(),
        })?;
        Ok(Self::of(&row)?)
    }

    fn of(row: &QueryResult) -> Result<Self, DbErr> {
        Ok(Self {
            sequence: unsigned(row, 0)?,
            engine: unsigned(row, 1)?,
            counts: DuplicateCounts {
                clusters: unsigned(row, 2)?,
                joined: unsigned(row, 3)?,
                unsure: unsigned(row, 4)?,
            },
        })
    }

    pub(crate) async fn write(&self, db: &impl ConnectionTrait) -> Result<(), StoreError> {
        let statement = Query::update()
            .table(Table::Table)
            .values([
                (Table::Sequence, signed(self.sequence).into()),
                (Table::Engine, signed(self.engine).into()),
                (Table::Clusters, signed(self.counts.clusters).into()),
                (Table::Joined, signed(self.counts.joined).into()),
                (Table::Unsure, signed(self.counts.unsure).into()),
            ])
            .and_where(Expr::col(Table::Id).eq(1))
            .take();
        db.execute(&statement).await?;
        Ok(())
    }
}
