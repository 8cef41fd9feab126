//! How clusters are shown: for each record, by whom it is shown, what they say together, and who else publishes it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use matcher_core::dedupe::Choice;
use matcher_core::model::{Localized, Offer, Record, RecordId, SourceId};
use url::Url;

use super::choice::{as_shown, choose};
use super::follow::today;
use super::signed::{members_of, signed_of};
use crate::{Store, StoreError};

/// Another record of an offer, as far as a link to it needs.
#[derive(Debug, Clone, PartialEq)]
pub struct AlsoPublished {
    /// The record.
    pub id: RecordId,
    /// Where it comes from.
    pub source: SourceId,
    /// What it calls itself.
    pub title: Option<Localized>,
    /// Who publishes it there.
    pub publisher: Option<String>,
    /// The page to read it on.
    pub url: Option<Url>,
    /// Whether it was withdrawn, or has vanished from its source.
    pub withdrawn: bool,
}

impl AlsoPublished {
    fn of(record: &Record<Offer>) -> Self {
        let offer = record.effective();
        Self {
            id: record.id.clone(),
            source: record.source.clone(),
            title: offer.title.clone(),
            publisher: offer.publisher.clone(),
            url: offer.url.clone(),
            withdrawn: record.withdrawn_at.is_some(),
        }
    }
}

/// Where an offer stands among the records of the same opportunity.
#[derive(Debug, Clone, PartialEq)]
pub struct ClusterView {
    /// The cluster: the id of one of its records.
    pub cluster: RecordId,
    /// The record by which it is shown.
    pub shown: RecordId,
    /// That record, saying what is elected of all.
    pub record: Box<Record<Offer>>,
    /// By field, from which record its value comes and why.
    pub choices: BTreeMap<String, Choice>,
    /// All its records, in the order of their ids.
    pub members: Vec<Record<Offer>>,
}

impl ClusterView {
    /// Its records but `id`, for links.
    pub fn others(&self, id: &RecordId) -> Vec<AlsoPublished> {
        self.members.iter().filter(|member| member.id != *id).map(AlsoPublished::of).collect()
    }

    /// The sources of all its records that stand.
    pub fn sources(&self) -> Vec<SourceId> {
        let standing = self.members.iter().filter(|member| member.withdrawn_at.is_none());
        standing.map(|member| member.source.clone()).collect::<BTreeSet<_>>().into_iter().collect()
    }
}

impl Store {
    /// The clusters of these offers, by record; an offer that stands alone has none.
    ///
    /// # Errors
    /// Failures of the database only.
    pub async fn clusters_of(
        &self,
        ids: &[RecordId],
    ) -> Result<HashMap<RecordId, std::sync::Arc<ClusterView>>, StoreError> {
        let asked: Vec<&str> = ids.iter().map(RecordId::as_str).collect();
        let signed = signed_of(&self.db, &asked).await?;
        let clusters: BTreeSet<&str> =
            signed.values().filter_map(|one| Some(one.place.as_ref()?.cluster.as_str())).collect();
        if clusters.is_empty() {
            return Ok(HashMap::new());
        }
        let views = self.cluster_views(&clusters.into_iter().collect::<Vec<_>>()).await?;
        let view = |one: &super::signed::Signed| views.get(&one.place.as_ref()?.cluster).cloned();
        Ok(signed.iter().filter_map(|(id, one)| Some((id.clone(), view(one)?))).collect())
    }

    /// The clusters of these ids, by id.
    pub(super) async fn cluster_views(
        &self,
        clusters: &[&str],
    ) -> Result<HashMap<RecordId, std::sync::Arc<ClusterView>>, StoreError> {
        let signed = members_of(&self.db, clusters).await?;
        let ids: Vec<RecordId> = signed.iter().map(|one| one.record.clone()).collect();
        let records: HashMap<RecordId, Record<Offer>> =
            self.find_many(&ids).await?.into_iter().map(|record| (record.id.clone(), record)).collect();
        let (addresses, today) = (self.addresses().await?, today());
        let mut members: BTreeMap<RecordId, Vec<Record<Offer>>> = BTreeMap::new();
        let mut shown: HashMap<RecordId, RecordId> = HashMap::new();
        for one in signed {
            let (Some(place), Some(record)) = (one.place, records.get(&one.record)) else { continue };
            if place.shown {
                shown.insert(place.cluster.clone(), one.record.clone());
            }
            members.entry(place.cluster).or_default().push(record.clone());
        }
        let mut views = HashMap::with_capacity(members.len());
        for (cluster, members) in members {
            let Some(chosen) = choose(&members, &addresses, today) else { continue };
            // The index knows the record noted; another choice will be noted at the next look.
            let shown = shown.remove(&cluster).unwrap_or(chosen.shown);
            let Some(record) = records.get(&shown) else { continue };
            let record = Box::new(as_shown(record.clone(), &chosen.elected));
            let choices = chosen.elected.choices;
            let view = ClusterView { cluster: cluster.clone(), shown, record, choices, members };
            views.insert(cluster, std::sync::Arc::new(view));
        }
        Ok(views)
    }
}
