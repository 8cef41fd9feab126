//! Everything that must be looked at together when some offers have changed: what they are like, were judged with, or
//! stand in one cluster with, and so on from those.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use matcher_core::dedupe::{Judgement, Link, Member, Sameness, cluster};
use matcher_core::model::RecordId;
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ConnectionTrait, DatabaseTransaction};

use super::judgements::{self, in_force, ordered};
use super::likenesses;
use super::signatures::Signatures;
use super::signed::{Signed, members_of, signed_of};
use crate::StoreError;
use crate::batch::{NARROW, batches};
use crate::row::parse;
use crate::schema::RecordTable;

/// Up to so many records that hang together, every two of them are compared, whatever keys they share: chains of
/// likeness then join nothing that is itself different.
const MOST_COMPARED: usize = 64;

/// Offers that hang together, in one or several groups.
pub(super) struct Component {
    /// What was noted of each.
    pub(super) signed: BTreeMap<RecordId, Signed>,
    links: BTreeMap<(RecordId, RecordId), Link>,
    judgements: Vec<Judgement>,
}

impl Component {
    /// Around these records.
    pub(super) async fn around(
        db: &DatabaseTransaction,
        records: &BTreeSet<RecordId>,
    ) -> Result<Self, StoreError> {
        let mut found = Self { signed: BTreeMap::new(), links: BTreeMap::new(), judgements: Vec::new() };
        let mut history = BTreeMap::new();
        let mut edge = records.clone();
        let mut seen = records.clone();
        while !edge.is_empty() {
            let ids: Vec<&str> = edge.iter().map(RecordId::as_str).collect();
            let mut next = BTreeSet::new();
            let signed = signed_of(db, &ids).await?;
            let clusters: BTreeSet<&str> =
                signed.values().filter_map(|one| Some(one.place.as_ref()?.cluster.as_str())).collect();
            let clusters: Vec<&str> = clusters.into_iter().collect();
            next.extend(members_of(db, &clusters).await?.into_iter().map(|member| member.record));
            for link in likenesses::links_of(db, &ids).await? {
                if link.verdict == Sameness::Same {
                    next.extend([link.left.clone(), link.right.clone()]);
                }
                found.links.insert((link.left.clone(), link.right.clone()), link);
            }
            for judged in judgements::on(db, &ids).await? {
                next.extend(judged.records());
                history.insert(judged.id, judged);
            }
            found.signed.extend(signed);
            // Judged offers need not be signed yet: only this ends the walk.
            edge = next.into_iter().filter(|id| seen.insert(id.clone())).collect();
        }
        let history: Vec<_> = history.into_values().collect();
        found.judgements = in_force(&history);
        Ok(found)
    }

    /// The clusters that these records form now.
    pub(super) async fn clusters(
        &mut self,
        db: &DatabaseTransaction,
        signatures: &mut Signatures,
    ) -> Result<Vec<Vec<RecordId>>, StoreError> {
        self.compare_the_rest(db, signatures).await?;
        let members = self.members(db).await?;
        let links: Vec<Link> = self.links.values().cloned().collect();
        let clustering = cluster(&members, &links, &self.judgements);
        Ok(clustering.clusters.into_iter().map(|cluster| cluster.records).collect())
    }

    async fn members(&self, db: &DatabaseTransaction) -> Result<Vec<Member>, StoreError> {
        let ids: Vec<&str> = self.signed.keys().map(RecordId::as_str).collect();
        let mut members = Vec::with_capacity(ids.len());
        for batch in batches(&ids, NARROW) {
            let statement = Query::select()
                .columns([RecordTable::Id, RecordTable::Source])
                .from(RecordTable::Table)
                .and_where(Expr::col(RecordTable::Id).is_in(batch.iter().copied()))
                .take();
            for row in db.query_all(&statement).await? {
                let (id, source): (String, String) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
                members.push(Member { id: parse(&id, &id)?, source: parse(&id, &source)? });
            }
        }
        Ok(members)
    }

    /// Compares what hangs together by likeness but never met in a key: only what is like is kept in the store.
    async fn compare_the_rest(
        &mut self,
        db: &DatabaseTransaction,
        signatures: &mut Signatures,
    ) -> Result<(), StoreError> {
        let mut pairs = Vec::new();
        for group in self.groups() {
            if !(3..=MOST_COMPARED).contains(&group.len()) {
                continue;
            }
            for (place, one) in group.iter().enumerate() {
                let others = group[place + 1..].iter().map(|other| ordered(one, other));
                pairs.extend(others.filter(|pair| !self.links.contains_key(pair)));
            }
        }
        for (pair, likeness) in signatures.compare(db, pairs, |_| true).await? {
            let link = Link::of(pair.0.clone(), pair.1.clone(), &likeness);
            self.links.insert(pair, link);
        }
        Ok(())
    }

    /// The records that likenesses or judgements hold together.
    fn groups(&self) -> Vec<Vec<RecordId>> {
        let mut near: HashMap<&RecordId, Vec<&RecordId>> = HashMap::new();
        let like = self.links.values().filter(|link| link.verdict == Sameness::Same);
        let like = like.map(|link| (&link.left, &link.right));
        let judged = self.judgements.iter().map(|judged| (&judged.left, &judged.right));
        for (left, right) in like.chain(judged) {
            near.entry(left).or_default().push(right);
            near.entry(right).or_default().push(left);
        }
        let mut seen = BTreeSet::new();
        let mut groups = Vec::new();
        for id in self.signed.keys() {
            let (mut group, mut edge) = (Vec::new(), vec![id]);
            while let Some(id) = edge.pop() {
                if self.signed.contains_key(id) && seen.insert(id) {
                    group.push(id.clone());
                    edge.extend(near.get(id).into_iter().flatten().copied());
                }
            }
            if group.len() > 1 {
                groups.push(group);
            }
        }
        groups
    }
}
