//! Rows of offers that are alike: score, verdict and reasons as they were found. Decides nothing.

use matcher_core::dedupe::{Likeness, Link, Sameness};
use matcher_core::model::RecordId;
use sea_orm::sea_query::{Cond, Expr, ExprTrait, Order, Query, SelectStatement};
use sea_orm::{ConnectionTrait, QueryResult};
use serde::{Deserialize, Serialize};

use crate::StoreError;
use crate::batch::{NARROW, batches};
use crate::row::{parse, signed, unsigned};
use crate::schema::LikenessTable as Table;
use crate::write::{Writing, insert, malformed};

/// Two offers that are alike.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Alike {
    /// The smaller id.
    pub left: RecordId,
    /// The larger one.
    pub right: RecordId,
    /// How like they are, and why.
    pub likeness: Likeness,
    /// The version of the rules that found it.
    pub engine: u64,
}

/// In the order of [`Alike::read`].
const COLUMNS: [Table; 6] =
    [Table::LeftId, Table::RightId, Table::Score, Table::Verdict, Table::Reasons, Table::Engine];

impl Alike {
    fn read(row: &QueryResult) -> Result<Self, StoreError> {
        let (left, right): (String, String) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        let reasons: String = row.try_get_by_index(4)?;
        let reasons = serde_json::from_str(&reasons).map_err(|error| StoreError::Unreadable {
            id: format!("likeness of {left} and {right}"),
            detail: error.to_string(),
        })?;
        let verdict: Sameness = parse(&left, &row.try_get_by_index::<String>(3)?)?;
        let likeness = Likeness { score: row.try_get_by_index(2)?, verdict, reasons };
        Ok(Self {
            likeness,
            engine: unsigned(row, 5)?,
            left: parse(&left, &left)?,
            right: parse(&right, &right)?,
        })
    }
}

fn select() -> SelectStatement {
    Query::select().columns(COLUMNS).from(Table::Table).take()
}

async fn read(db: &impl ConnectionTrait, statement: &SelectStatement) -> Result<Vec<Alike>, StoreError> {
    db.query_all(statement).await?.iter().map(Alike::read).collect()
}

fn touching(ids: &[&str]) -> Cond {
    Cond::any()
        .add(Expr::col(Table::LeftId).is_in(ids.iter().copied()))
        .add(Expr::col(Table::RightId).is_in(ids.iter().copied()))
}

/// The likenesses of these records to any other, in the order of their ids; some may come twice.
pub(super) async fn of(db: &impl ConnectionTrait, ids: &[&str]) -> Result<Vec<Alike>, StoreError> {
    let mut found = Vec::new();
    for batch in batches(ids, NARROW) {
        let statement = select()
            .cond_where(touching(batch))
            .order_by(Table::LeftId, Order::Asc)
            .order_by(Table::RightId, Order::Asc)
            .take();
        found.extend(read(db, &statement).await?);
    }
    Ok(found)
}

/// The same without their reasons.
pub(super) async fn links_of(db: &impl ConnectionTrait, ids: &[&str]) -> Result<Vec<Link>, StoreError> {
    let mut found = Vec::new();
    for batch in batches(ids, NARROW) {
        let statement = Query::select()
            .columns([Table::LeftId, Table::RightId, Table::Score, Table::Verdict])
            .from(Table::Table)
            .cond_where(touching(batch))
            .take();
        for row in db.query_all(&statement).await? {
            let (left, right): (String, String) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
            found.push(Link {
                score: row.try_get_by_index(2)?,
                verdict: parse(&left, &row.try_get_by_index::<String>(3)?)?,
                left: parse(&left, &left)?,
                right: parse(&right, &right)?,
            });
        }
    }
    Ok(found)
}

/// Likenesses after a pair in the order of their ids, of one verdict if asked for.
pub(crate) async fn after(
    db: &impl ConnectionTrait,
    after: (&str, &str),
    verdict: Option<Sameness>,
    limit: u64,
) -> Result<Vec<Alike>, StoreError> {
    let (left, right) = after;
    let beyond = Cond::any()
        .add(Expr::col(Table::LeftId).gt(left))
        .add(Cond::all().add(Expr::col(Table::LeftId).eq(left)).add(Expr::col(Table::RightId).gt(right)));
    let mut statement = select();
    statement.cond_where(beyond);
    if let Some(verdict) = verdict {
        statement.and_where(Expr::col(Table::Verdict).eq(verdict.as_str()));
    }
    statement.order_by(Table::LeftId, Order::Asc).order_by(Table::RightId, Order::Asc).limit(limit);
    read(db, &statement).await
}

impl Writing {
    /// Adds likenesses of pairs that have none.
    pub(crate) async fn put_likenesses(&self, alike: &[Alike]) -> Result<(), StoreError> {
        for batch in batches(alike, NARROW) {
            let mut statement = insert(Table::Table, COLUMNS);
            for one in batch {
                let reasons = serde_json::to_string(&one.likeness.reasons).map_err(|error| {
                    StoreError::Unreadable { id: one.left.to_string(), detail: error.to_string() }
                })?;
                statement
                    .values([
                        one.left.as_str().into(),
                        one.right.as_str().into(),
                        one.likeness.score.into(),
                        one.likeness.verdict.as_str().into(),
                        reasons.into(),
                        signed(one.engine).into(),
                    ])
                    .map_err(malformed)?;
            }
            self.transaction.execute(&statement).await?;
        }
        Ok(())
    }

    /// Forgets the likenesses of these records.
    pub(super) async fn drop_likenesses(&self, ids: &[&str]) -> Result<(), StoreError> {
        for batch in batches(ids, NARROW) {
            let statement = Query::delete().from_table(Table::Table).cond_where(touching(batch)).take();
            self.transaction.execute(&statement).await?;
        }
        Ok(())
    }
}
