//! Rows of offers that were looked at: which revision, which keys, which cluster. Decides nothing.

use std::collections::{HashMap, HashSet};

use matcher_core::model::RecordId;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Order, Query, SelectStatement};
use sea_orm::{ConnectionTrait, QueryResult};

use crate::StoreError;
use crate::batch::{NARROW, batches};
use crate::row::{parse, signed, unsigned};
use crate::schema::{KeyTable as Key, SignedTable as Table};
use crate::write::{Writing, insert, malformed};

/// An offer that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Signed {
    pub(crate) record: RecordId,
    /// The revision that was looked at.
    pub(crate) revision: u64,
    pub(crate) fingerprint: String,
    /// Where it stands among others; none for an offer that stands alone.
    pub(crate) place: Option<Place>,
}

/// Where a record stands in a cluster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) cluster: RecordId,
    /// Whether the cluster is shown by this record.
    pub(crate) shown: bool,
    /// Only of the record shown: the day on which the choice must be made anew.
    pub(crate) revisit_on: Option<String>,
}

/// In the order of [`Signed::read`].
const COLUMNS: [Table; 6] =
    [Table::RecordId, Table::Revision, Table::ClusterId, Table::Shown, Table::RevisitOn, Table::Fingerprint];

impl Signed {
    fn read(row: &QueryResult) -> Result<Self, StoreError> {
        let id: String = row.try_get_by_index(0)?;
        let cluster: Option<String> = row.try_get_by_index(2)?;
        let place = match cluster {
            Some(cluster) => Some(Place {
                cluster: parse(&id, &cluster)?,
                shown: unsigned(row, 3)? == 1,
                revisit_on: row.try_get_by_index(4)?,
            }),
            None => None,
        };
        Ok(Self {
            revision: unsigned(row, 1)?,
            fingerprint: row.try_get_by_index(5)?,
            place,
            record: parse(&id, &id)?,
        })
    }
}

fn select() -> SelectStatement {
    Query::select().columns(COLUMNS).from(Table::Table).take()
}

async fn read(db: &impl ConnectionTrait, statement: &SelectStatement) -> Result<Vec<Signed>, StoreError> {
    db.query_all(statement).await?.iter().map(Signed::read).collect()
}

/// What was noted of these records, by id.
pub(crate) async fn signed_of(
    db: &impl ConnectionTrait,
    ids: &[&str],
) -> Result<HashMap<RecordId, Signed>, StoreError> {
    let mut found = HashMap::with_capacity(ids.len());
    for batch in batches(ids, NARROW) {
        let statement = select().and_where(Expr::col(Table::RecordId).is_in(batch.iter().copied())).take();
        found.extend(read(db, &statement).await?.into_iter().map(|one| (one.record.clone(), one)));
    }
    Ok(found)
}

/// Everybody in these clusters.
pub(crate) async fn members_of(
    db: &impl ConnectionTrait,
    clusters: &[&str],
) -> Result<Vec<Signed>, StoreError> {
    let mut found = Vec::new();
    for batch in batches(clusters, NARROW) {
        let statement = select()
            .and_where(Expr::col(Table::ClusterId).is_in(batch.iter().copied()))
            .order_by(Table::RecordId, Order::Asc)
            .take();
        found.extend(read(db, &statement).await?);
    }
    Ok(found)
}

/// Ids of clusters of which a record shown has closed by `today`, at most `limit`.
pub(super) async fn clusters_to_revisit(
    db: &impl ConnectionTrait,
    today: &str,
    limit: u64,
) -> Result<Vec<RecordId>, StoreError> {
    let statement = select()
        .and_where(Expr::col(Table::RevisitOn).lte(today))
        .order_by(Table::RevisitOn, Order::Asc)
        .order_by(Table::RecordId, Order::Asc)
        .limit(limit)
        .take();
    let found = read(db, &statement).await?;
    Ok(found.into_iter().filter_map(|one| one.place.map(|place| place.cluster)).collect())
}

/// Rows after `after` in the order of ids.
pub(crate) async fn signed_after(
    db: &impl ConnectionTrait,
    after: &str,
    limit: u64,
) -> Result<Vec<Signed>, StoreError> {
    let statement = select()
        .and_where(Expr::col(Table::RecordId).gt(after))
        .order_by(Table::RecordId, Order::Asc)
        .limit(limit)
        .take();
    read(db, &statement).await
}

/// The keys of these records.
pub(crate) async fn keys_of(
    db: &impl ConnectionTrait,
    ids: &[&str],
) -> Result<HashMap<RecordId, Vec<String>>, StoreError> {
    let mut found: HashMap<RecordId, Vec<String>> = HashMap::new();
    for batch in batches(ids, NARROW) {
        let statement = Query::select()
            .columns([Key::RecordId, Key::Key])
            .from(Key::Table)
            .and_where(Expr::col(Key::RecordId).is_in(batch.iter().copied()))
            .order_by(Key::Key, Order::Asc)
            .take();
        for row in db.query_all(&statement).await? {
            let id: String = row.try_get_by_index(0)?;
            found.entry(parse(&id, &id)?).or_default().push(row.try_get_by_index(1)?);
        }
    }
    Ok(found)
}

/// Which records have each of these keys, but for keys that more than `most` share: those tell nothing.
pub(super) async fn sharers(
    db: &impl ConnectionTrait,
    keys: &[&str],
    most: usize,
) -> Result<HashMap<String, Vec<RecordId>>, StoreError> {
    let selective = selective(db, keys, most).await?;
    let keys: Vec<&str> = selective.iter().map(String::as_str).collect();
    let mut found: HashMap<String, Vec<RecordId>> = HashMap::with_capacity(keys.len());
    for batch in batches(&keys, NARROW) {
        let statement = Query::select()
            .columns([Key::Key, Key::RecordId])
            .from(Key::Table)
            .and_where(Expr::col(Key::Key).is_in(batch.iter().copied()))
            .take();
        for row in db.query_all(&statement).await? {
            let id: String = row.try_get_by_index(1)?;
            found.entry(row.try_get_by_index(0)?).or_default().push(parse(&id, &id)?);
        }
    }
    Ok(found)
}

/// Those of these keys that two records at least and `most` at most share.
async fn selective(
    db: &impl ConnectionTrait,
    keys: &[&str],
    most: usize,
) -> Result<HashSet<String>, StoreError> {
    let mut found = HashSet::with_capacity(keys.len());
    for batch in batches(keys, NARROW) {
        let shared = || Expr::col(Key::RecordId).count();
        let statement = Query::select()
            .column(Key::Key)
            .from(Key::Table)
            .and_where(Expr::col(Key::Key).is_in(batch.iter().copied()))
            .group_by_col(Key::Key)
            .and_having(shared().gte(2))
            .and_having(shared().lte(signed(most as u64)))
            .take();
        for row in db.query_all(&statement).await? {
            found.insert(row.try_get_by_index(0)?);
        }
    }
    Ok(found)
}

impl Writing {
    /// Adds rows, or replaces those of the same records.
    pub(crate) async fn put_signed(&self, rows: &[Signed]) -> Result<(), StoreError> {
        for batch in batches(rows, NARROW) {
            let mut statement = insert(Table::Table, COLUMNS);
            for one in batch {
                let place = one.place.as_ref();
                statement
                    .values([
                        one.record.as_str().into(),
                        signed(one.revision).into(),
                        Expr::val(place.map(|place| place.cluster.to_string())),
                        i64::from(place.is_some_and(|place| place.shown)).into(),
                        Expr::val(place.and_then(|place| place.revisit_on.clone())),
                        one.fingerprint.as_str().into(),
                    ])
                    .map_err(malformed)?;
            }
            let replace =
                OnConflict::column(Table::RecordId).update_columns(COLUMNS.into_iter().skip(1)).to_owned();
            self.transaction.execute(statement.on_conflict(replace)).await?;
        }
        Ok(())
    }

    /// Forgets the keys of these records.
    pub(super) async fn drop_keys(&self, ids: &[&str]) -> Result<(), StoreError> {
        for batch in batches(ids, NARROW) {
            let statement = Query::delete()
                .from_table(Key::Table)
                .and_where(Expr::col(Key::RecordId).is_in(batch.iter().copied()))
                .take();
            self.transaction.execute(&statement).await?;
        }
        Ok(())
    }

    /// Adds keys: pairs of key and record.
    pub(crate) async fn put_keys(&self, keys: &[(&str, &str)]) -> Result<(), StoreError> {
        for batch in batches(keys, NARROW) {
            let mut statement = insert(Key::Table, [Key::Key, Key::RecordId]);
            for (key, id) in batch {
                statement.values([(*key).into(), (*id).into()]).map_err(malformed)?;
            }
            self.transaction.execute(&statement).await?;
        }
        Ok(())
    }

    /// Makes every offer be looked at again.
    pub(super) async fn forget_revisions(&self) -> Result<(), StoreError> {
        let statement = Query::update().table(Table::Table).value(Table::Revision, 0).take();
        self.transaction.execute(&statement).await?;
        Ok(())
    }
}
