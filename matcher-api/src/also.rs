//! The other records of an offer, as links: «also published by …».
//!
//! Chooses nothing: which records belong together is the store's word.

use std::collections::HashMap;
use std::sync::Arc;

use matcher_core::model::{RecordId, RecordKind, SourceId};
use matcher_store::{AlsoPublished, AnyRecord, ClusterView, HarvestSource, Store, StoreError};

/// The clusters behind an answer, and what their sources are called.
#[derive(Debug, Default)]
pub struct Clusters {
    views: HashMap<RecordId, Arc<ClusterView>>,
    names: HashMap<SourceId, String>,
}

/// One link.
#[derive(Debug, Clone, PartialEq)]
pub struct AlsoLink {
    /// The record it leads to.
    pub record: AlsoPublished,
    /// Its source, as people know it; its id where nobody described it.
    pub source_name: String,
}

impl Clusters {
    /// Of the offers among these records.
    ///
    /// # Errors
    /// Failures of the database only.
    pub async fn of(store: &Store, ids: &[RecordId]) -> Result<Self, StoreError> {
        let offers: Vec<RecordId> = ids.iter().filter(|id| id.kind() == RecordKind::Offer).cloned().collect();
        let views = store.clusters_of(&offers).await?;
        if views.is_empty() {
            return Ok(Self::default());
        }
        let named = |source: HarvestSource| Some((source.id, source.description?.name));
        let names = store.harvest_sources().await?.into_iter().filter_map(named).collect();
        Ok(Self { views, names })
    }

    /// Lets the record by which each cluster is shown say what is elected of all.
    pub fn speak_for_all(&self, records: &mut HashMap<RecordId, AnyRecord>) {
        for (id, view) in &self.views {
            if view.shown == *id && records.contains_key(id) {
                records.insert(id.clone(), AnyRecord::Offer(view.record.clone()));
            }
        }
    }

    /// The cluster in which this offer stands.
    pub fn cluster(&self, id: &RecordId) -> Option<&RecordId> {
        self.views.get(id).map(|view| &view.cluster)
    }

    /// The other records of this offer.
    pub fn others(&self, id: &RecordId) -> Vec<AlsoLink> {
        let others = self.views.get(id).map(|view| view.others(id)).unwrap_or_default();
        others
            .into_iter()
            .map(|record| {
                let name = self.names.get(&record.source).cloned();
                AlsoLink { source_name: name.unwrap_or_else(|| record.source.to_string()), record }
            })
            .collect()
    }
}
