//! Clusters, unsure pairs and judgements, page by page.

use std::collections::HashSet;
use std::sync::Arc;

use matcher_core::dedupe::Sameness;
use matcher_core::model::{Offer, Record, RecordId};
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Expr, ExprTrait, Func, Order, Query};

use super::judgements::{self, JudgementRecord, in_force};
use super::likenesses::{self, Alike};
use super::signed::signed_of;
use super::standing::ClusterView;
use crate::cursor::Cursor;
use crate::list::{Page, check_limit};
use crate::row::unsigned;
use crate::schema::{JudgementTable, LikenessTable, SignedTable as Table};
use crate::{MAX_PAGE, Store, StoreError};

const CLUSTERS: &str = "clusters";
const UNSURE: &str = "unsure pairs";
const JUDGEMENTS: &str = "judgements";

/// A cluster with what holds it together.
#[derive(Debug, Clone, PartialEq)]
pub struct ClusterDetail {
    /// Its records and what is shown of them.
    pub view: Arc<ClusterView>,
    /// How like its records are to each other, and to others that may belong to it.
    pub alike: Vec<Alike>,
    /// What people said of its records, those taken back too, oldest first.
    pub judgements: Vec<JudgementRecord>,
}

/// Two records that may be the same, for a person to decide.
#[derive(Debug, Clone, PartialEq)]
pub struct UnsurePair {
    /// How like they are, and why.
    pub alike: Alike,
    /// Both records.
    pub records: [Record<Offer>; 2],
}

impl Store {
    /// Clusters in the order of their ids.
    ///
    /// # Errors
    /// [`StoreError::InvalidLimit`], [`StoreError::InvalidCursor`].
    pub async fn list_clusters(
        &self,
        after: Option<&Cursor>,
        limit: u32,
    ) -> Result<Page<Arc<ClusterView>>, StoreError> {
        check_limit(limit, MAX_PAGE)?;
        let after = after.map(|cursor| cursor.key(CLUSTERS)).transpose()?.unwrap_or_default();
        let ids = Query::select()
            .column(Table::ClusterId)
            .distinct()
            .from(Table::Table)
            .and_where(Expr::col(Table::ClusterId).gt(after))
            .order_by(Table::ClusterId, Order::Asc)
            .limit(u64::from(limit) + 1)
            .take();
        let mut found = Vec::new();
        for row in self.db.query_all(&ids).await? {
            found.push(row.try_get_by_index::<String>(0)?);
        }
        let more = found.len() > limit as usize;
        found.truncate(limit as usize);
        let next = found.last().filter(|_| more).map(|last| Cursor::after(last, CLUSTERS));
        let ids: Vec<&str> = found.iter().map(String::as_str).collect();
        let views = self.cluster_views(&ids).await?;
        let mut items: Vec<Arc<ClusterView>> = views.into_values().collect();
        items.sort_unstable_by(|one, other| one.cluster.cmp(&other.cluster));
        let counted =
            Query::select().expr(Func::count_distinct(Expr::col(Table::ClusterId))).from(Table::Table).take();
        let total = self.db.query_one(&counted).await?.map_or(Ok(0), |row| unsigned(&row, 0))?;
        Ok(Page { items, next, total })
    }

    /// The cluster in which this offer stands; none when it stands alone.
    ///
    /// # Errors
    /// Failures of the database only.
    pub async fn find_cluster(&self, member: &RecordId) -> Result<Option<ClusterDetail>, StoreError> {
        let Some(view) = self.clusters_of(std::slice::from_ref(member)).await?.remove(member) else {
            return Ok(None);
        };
        let ids: Vec<&str> = view.members.iter().map(|member| member.id.as_str()).collect();
        let mut alike = likenesses::of(&self.db, &ids).await?;
        alike.sort_by(|one, other| (&one.left, &one.right).cmp(&(&other.left, &other.right)));
        alike.dedup_by(|one, other| (&one.left, &one.right) == (&other.left, &other.right));
        let judgements = judgements::on(&self.db, &ids).await?;
        Ok(Some(ClusterDetail { view, alike, judgements }))
    }

    /// Pairs that may be the same and that nobody has judged, in the order of their ids. Pairs whose records have come
    /// into one cluster otherwise are left out.
    ///
    /// # Errors
    /// [`StoreError::InvalidLimit`], [`StoreError::InvalidCursor`].
    pub async fn list_unsure(
        &self,
        after: Option<&Cursor>,
        limit: u32,
    ) -> Result<Page<UnsurePair>, StoreError> {
        check_limit(limit, MAX_PAGE)?;
        let key = after.map(|cursor| cursor.key(UNSURE)).transpose()?.unwrap_or_default();
        let (mut left, mut right) = match key.split_once(' ') {
            Some((left, right)) => (left.to_owned(), right.to_owned()),
            None => Default::default(),
        };
        let mut open: Vec<Alike> = Vec::new();
        let wanted = limit as usize + 1;
        while open.len() < wanted {
            let alike =
                likenesses::after(&self.db, (&left, &right), Some(Sameness::Unsure), wanted as u64).await?;
            let Some(last) = alike.last() else { break };
            (left, right) = (last.left.to_string(), last.right.to_string());
            open.extend(self.still_open(alike).await?);
        }
        let more = open.len() > limit as usize;
        open.truncate(limit as usize);
        let next = open
            .last()
            .filter(|_| more)
            .map(|last| Cursor::after(&format!("{} {}", last.left, last.right), UNSURE));
        let counted = Query::select()
            .expr(Func::count(Expr::col(LikenessTable::LeftId)))
            .from(LikenessTable::Table)
            .and_where(Expr::col(LikenessTable::Verdict).eq(Sameness::Unsure.as_str()))
            .take();
        let total = self.db.query_one(&counted).await?.map_or(Ok(0), |row| unsigned(&row, 0))?;
        Ok(Page { items: self.with_records(open).await?, next, total })
    }

    /// Those that no person has judged and no cluster holds.
    async fn still_open(&self, alike: Vec<Alike>) -> Result<Vec<Alike>, StoreError> {
        let ids: Vec<&str> = alike.iter().flat_map(|one| [one.left.as_str(), one.right.as_str()]).collect();
        let judged: HashSet<(RecordId, RecordId)> = in_force(&judgements::on(&self.db, &ids).await?)
            .into_iter()
            .map(|judgement| (judgement.left, judgement.right))
            .collect();
        let signed = signed_of(&self.db, &ids).await?;
        let cluster =
            |id: &RecordId| signed.get(id).and_then(|one| one.place.as_ref()).map(|place| &place.cluster);
        let open = |one: &Alike| {
            let together = cluster(&one.left).is_some() && cluster(&one.left) == cluster(&one.right);
            !together && !judged.contains(&(one.left.clone(), one.right.clone()))
        };
        Ok(alike.iter().filter(|one| open(one)).cloned().collect())
    }

    async fn with_records(&self, alike: Vec<Alike>) -> Result<Vec<UnsurePair>, StoreError> {
        let mut pairs = Vec::with_capacity(alike.len());
        for one in alike {
            let records = self.find_many::<Offer>(&[one.left.clone(), one.right.clone()]).await?;
            if let Ok(records) = <[Record<Offer>; 2]>::try_from(records) {
                pairs.push(UnsurePair { alike: one, records });
            }
        }
        Ok(pairs)
    }

    /// What people judged, latest first, those taken back too.
    ///
    /// # Errors
    /// [`StoreError::InvalidLimit`], [`StoreError::InvalidCursor`].
    pub async fn list_judgements(
        &self,
        after: Option<&Cursor>,
        limit: u32,
    ) -> Result<Page<JudgementRecord>, StoreError> {
        check_limit(limit, MAX_PAGE)?;
        let before = match after {
            Some(cursor) => {
                Some(cursor.key(JUDGEMENTS)?.parse::<u64>().map_err(|_| StoreError::InvalidCursor)?)
            }
            None => None,
        };
        let mut items = judgements::page(&self.db, before, u64::from(limit) + 1).await?;
        let more = items.len() > limit as usize;
        items.truncate(limit as usize);
        let next = items.last().filter(|_| more).map(|last| Cursor::after(&last.id.to_string(), JUDGEMENTS));
        let counted = Query::select()
            .expr(Func::count(Expr::col(JudgementTable::Id)))
            .from(JudgementTable::Table)
            .and_where(Expr::col(JudgementTable::Undoes).is_null())
            .take();
        let total = self.db.query_one(&counted).await?.map_or(Ok(0), |row| unsigned(&row, 0))?;
        Ok(Page { items, next, total })
    }

    /// How like two offers are, where they were compared and found alike.
    ///
    /// # Errors
    /// Failures of the database only.
    pub async fn find_likeness(&self, one: &RecordId, other: &RecordId) -> Result<Option<Alike>, StoreError> {
        let (left, right) = judgements::ordered(one, other);
        let found = likenesses::of(&self.db, &[left.as_str()]).await?;
        Ok(found.into_iter().find(|alike| alike.left == left && alike.right == right))
    }
}
