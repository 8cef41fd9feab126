//! Brings the clusters around some records up to date: who belongs together, by whom they are shown, who must hear of it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;
use matcher_core::model::{Offer, Origin, Record, RecordId};

use super::choice::{Addresses, choose};
use super::component::Component;
use super::signatures::Signatures;
use super::signed::{Place, Signed};
use super::state::DuplicateCounts;
use crate::StoreError;
use crate::batch::RECORDS;
use crate::changes::Action;
use crate::content::now;
use crate::row::rows_of;
use crate::write::Writing;

/// Who the change log names for what follows from likeness.
const RULE: &str = "rule:duplicates";

/// What to look at again, and why.
#[derive(Debug, Default)]
pub(super) struct Affected {
    /// Around these records.
    pub(super) records: BTreeSet<RecordId>,
    /// These say something else than before.
    pub(super) changed: BTreeSet<RecordId>,
    /// The choice of these clusters has grown old.
    pub(super) old: BTreeSet<RecordId>,
}

impl Writing {
    /// Groups anew; every record whose cluster is shown otherwise than before takes a position of the change log.
    pub(super) async fn regroup(
        &mut self,
        affected: &Affected,
        signatures: &mut Signatures,
        addresses: &Addresses,
        today: Date,
    ) -> Result<DuplicateCounts, StoreError> {
        let mut component = Component::around(&self.transaction, &affected.records).await?;
        let clusters = component.clusters(&self.transaction, signatures).await?;
        let before = component.signed;
        let named = name(clusters, &before);
        let mut counts = DuplicateCounts::default();
        let mut places: BTreeMap<RecordId, Place> = BTreeMap::new();
        let mut touched: BTreeSet<RecordId> = BTreeSet::new();
        for (cluster, members) in named {
            let was = |id: &RecordId| before.get(id).and_then(|one| one.place.as_ref());
            let fresh = members.iter().all(|id| was(id).is_none());
            counts.clusters += u64::from(fresh);
            counts.joined += members.iter().filter(|id| was(id).is_none()).count() as u64;
            let Some(chosen) = choose(&self.offers(&members).await?, addresses, today) else { continue };
            let says_otherwise = affected.old.contains(&cluster)
                || members.iter().any(|id| {
                    affected.changed.contains(id) || was(id).is_none_or(|place| place.cluster != cluster)
                })
                || before.values().any(|one| left(one, &cluster, &members));
            // Also where the shown record itself has changed: a follower may have seen it before its cluster was known.
            if says_otherwise {
                touched.insert(chosen.shown.clone());
            }
            for id in members {
                let shown = id == chosen.shown;
                let revisit_on = chosen.revisit_on.filter(|_| shown).map(|day| day.to_string());
                places.insert(id, Place { cluster: cluster.clone(), shown, revisit_on });
            }
        }
        let mut moved = Vec::new();
        for (id, one) in before {
            let place = places.remove(&id);
            if place == one.place {
                continue;
            }
            let stands =
                |place: &Option<Place>| place.as_ref().map(|place| (place.cluster.clone(), place.shown));
            if stands(&place) != stands(&one.place) {
                touched.insert(id);
            }
            moved.push(Signed { place, ..one });
        }
        self.put_signed(&moved).await?;
        let touched: Vec<RecordId> = touched.into_iter().collect();
        let rule: Origin = crate::row::parse(RULE, RULE)?;
        self.touch(&touched, Action::Grouped, &rule, now()).await?;
        Ok(counts)
    }

    async fn offers(&self, ids: &[RecordId]) -> Result<Vec<Record<Offer>>, StoreError> {
        let mut records = Vec::with_capacity(ids.len());
        for ids in ids.chunks(RECORDS) {
            let ids: Vec<&str> = ids.iter().map(RecordId::as_str).collect();
            for row in rows_of(&self.transaction, &ids).await? {
                records.push(row.into_record()?);
            }
        }
        Ok(records)
    }
}

/// Whether a record was in the cluster and is no longer.
fn left(one: &Signed, cluster: &RecordId, members: &[RecordId]) -> bool {
    one.place.as_ref().is_some_and(|place| place.cluster == *cluster) && !members.contains(&one.record)
}

/// Gives each cluster its id: the one under which most of its records stood, as long as the record it is named after
/// stays in it; else that of its first record.
fn name(clusters: Vec<Vec<RecordId>>, before: &BTreeMap<RecordId, Signed>) -> Vec<(RecordId, Vec<RecordId>)> {
    let named = |members: Vec<RecordId>| {
        let mut stood: HashMap<&RecordId, usize> = HashMap::new();
        for place in members.iter().filter_map(|id| before.get(id)?.place.as_ref()) {
            if members.contains(&place.cluster) {
                *stood.entry(&place.cluster).or_default() += 1;
            }
        }
        let known = stood.into_iter().max_by(|one, other| one.1.cmp(&other.1).then(other.0.cmp(one.0)));
        let id = known.map(|(id, _)| id.clone()).or_else(|| members.first().cloned());
        id.map(|id| (id, members))
    };
    clusters.into_iter().filter_map(named).collect()
}
