//! Follows the change log for duplicates: what is new or says something else is signed, compared with what shares a key
//! with it, and grouped.
//!
//! Each step is one transaction that also notes how far it came: killed anywhere, the next call goes on from there, and
//! what was done is not done again. Several processes may follow; they take turns.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use matcher_core::dedupe::{MAX_OFFERS_PER_KEY, RULES, Sameness, Signature};
use matcher_core::model::{RecordId, RecordKind};
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Expr, ExprTrait, Order};
use url::Url;

use super::choice::Addresses;
use super::judgements::ordered;
use super::likenesses::{self, Alike};
use super::regroup::Affected;
use super::signatures::{Pair, Signatures};
use super::signed::{Signed, clusters_to_revisit, members_of, sharers, signed_of};
use super::state::{DuplicateCounts, State};
use crate::content::now;
use crate::row::{Row, select_rows, signed};
use crate::schema::RecordTable;
use crate::write::Writing;
use crate::{Store, StoreError};

/// Offers looked at in one transaction: others wait for the database no longer than that takes.
const BATCH: usize = 500;
/// Clusters chosen anew in one transaction because a record has closed.
const REVISITED: u64 = 200;

impl Store {
    /// Looks for duplicates among all that was written since the last look, until nothing is left; says what was ever
    /// found. Writes nothing when there is nothing new.
    ///
    /// # Errors
    /// [`StoreError::Locked`] and its kin; what was found before stays.
    pub async fn follow_duplicates(&self) -> Result<DuplicateCounts, StoreError> {
        Ok(self.follow_duplicates_within(Duration::MAX).await?.0)
    }

    /// The same, for about so long at most, yet one step where anything is left. Says whether nothing is.
    ///
    /// # Errors
    /// [`StoreError::Locked`] and its kin; what was found before stays.
    pub async fn follow_duplicates_within(
        &self,
        longest: Duration,
    ) -> Result<(DuplicateCounts, bool), StoreError> {
        let begun = Instant::now();
        let mut signatures = Signatures::default();
        let mut has_stepped = false;
        loop {
            let state = State::read(&self.db).await?;
            let today = today();
            if state.engine == u64::from(RULES)
                && state.sequence >= self.sequence().await?.0
                && clusters_to_revisit(&self.db, &today.to_string(), 1).await?.is_empty()
            {
                return Ok((state.counts, true));
            }
            if has_stepped && begun.elapsed() >= longest {
                return Ok((state.counts, false));
            }
            has_stepped = true;
            let addresses = self.addresses().await?;
            let mut writing = self.begin_writing().await?;
            let state = writing.step(&mut signatures, &addresses, today).await?;
            state.write(&writing.transaction).await?;
            let last = writing.last_sequence();
            writing.keep(last).await?;
        }
    }

    /// How much was ever found.
    ///
    /// # Errors
    /// Failures of the database only.
    pub async fn duplicate_counts(&self) -> Result<DuplicateCounts, StoreError> {
        Ok(State::read(&self.db).await?.counts)
    }

    /// Where sources are read, as far as they are described.
    pub(super) async fn addresses(&self) -> Result<Addresses, StoreError> {
        let sources = self.harvest_sources().await?;
        let address =
            |source: crate::HarvestSource| Some((source.id, Url::parse(&source.description?.url).ok()?));
        Ok(sources.into_iter().filter_map(address).collect())
    }
}

/// The day by which records count as closed when a cluster's is chosen, the same for every process.
pub(super) fn today() -> Date {
    now().to_zoned(TimeZone::UTC).date()
}

impl Writing {
    /// One batch; the state to be noted with it.
    async fn step(
        &mut self,
        signatures: &mut Signatures,
        addresses: &Addresses,
        today: Date,
    ) -> Result<State, StoreError> {
        let mut state = State::read(&self.transaction).await?;
        if state.engine != u64::from(RULES) {
            self.forget_revisions().await?;
            (state.engine, state.sequence) = (u64::from(RULES), 0);
        }
        let rows = self.offers_after(state.sequence).await?;
        let cut_short = rows.len() == BATCH;
        let upto = rows.last().map(|row| row.sequence);
        let mut affected = Affected::default();
        self.look_at(rows, signatures, &mut affected, &mut state.counts).await?;
        self.revisit(today, &mut affected).await?;
        if !affected.records.is_empty() {
            let found = self.regroup(&affected, signatures, addresses, today).await?;
            state.counts.add(found);
        }
        // Nobody else has written since: all positions beyond the last offer are of other kinds, or were given here.
        state.sequence = match upto {
            Some(upto) if cut_short => upto,
            _ => self.last_sequence(),
        };
        Ok(state)
    }

    async fn offers_after(&self, sequence: u64) -> Result<Vec<Row>, StoreError> {
        let statement = select_rows()
            .and_where(Expr::col(RecordTable::Sequence).gt(signed(sequence)))
            .and_where(Expr::col(RecordTable::Kind).eq(RecordKind::Offer.as_str()))
            .order_by(RecordTable::Sequence, Order::Asc)
            .limit(BATCH as u64)
            .take();
        self.transaction.query_all(&statement).await?.iter().map(Row::read).collect()
    }

    /// Signs what is new or says something else, and compares it where it may matter.
    async fn look_at(
        &mut self,
        rows: Vec<Row>,
        signatures: &mut Signatures,
        affected: &mut Affected,
        counts: &mut DuplicateCounts,
    ) -> Result<(), StoreError> {
        let ids: Vec<&str> = rows.iter().map(|row| row.id.as_str()).collect();
        let mut known = signed_of(&self.transaction, &ids).await?;
        let rows: Vec<Row> = rows
            .into_iter()
            .filter(|row| known.get(&row.id).is_none_or(|one| one.revision != row.revision))
            .collect();
        let revisions: Vec<(RecordId, u64)> = rows.iter().map(|row| (row.id.clone(), row.revision)).collect();
        let made = signatures.sign(rows).await?;
        let (mut looked_at, mut differ) = (Vec::new(), Vec::new());
        for ((id, revision), signature) in revisions.into_iter().zip(made) {
            let fingerprint = signature.fingerprint().to_string();
            let before = known.remove(&id);
            // Under other rules the revision was forgotten, and everything is compared again.
            let same = before.as_ref().is_some_and(|one| one.fingerprint == fingerprint && one.revision > 0);
            if !same {
                differ.push((id.clone(), signature));
            }
            // A forgotten revision tells of other rules, not of another text.
            if before.as_ref().is_none_or(|one| one.revision > 0) {
                affected.changed.insert(id.clone());
            }
            if !same || before.as_ref().is_some_and(|one| one.place.is_some()) {
                affected.records.insert(id.clone());
            }
            looked_at.push(Signed {
                record: id,
                revision,
                fingerprint,
                place: before.and_then(|one| one.place),
            });
        }
        self.put_signed(&looked_at).await?;
        counts.unsure += self.compare(&differ, signatures, affected).await?;
        Ok(())
    }

    /// Compares records with all that share a key with them; how many pairs became unsure.
    async fn compare(
        &mut self,
        differ: &[(RecordId, Arc<Signature>)],
        signatures: &mut Signatures,
        affected: &mut Affected,
    ) -> Result<u64, StoreError> {
        let ids: Vec<&str> = differ.iter().map(|(id, _)| id.as_str()).collect();
        let before = likenesses::links_of(&self.transaction, &ids).await?;
        affected.records.extend(before.iter().flat_map(|link| [link.left.clone(), link.right.clone()]));
        let unsure: BTreeSet<Pair> = before
            .into_iter()
            .filter(|link| link.verdict == Sameness::Unsure)
            .map(|link| (link.left, link.right))
            .collect();
        self.drop_likenesses(&ids).await?;
        let keys = self.renew_keys(differ).await?;
        let pairs = self.pairs(&keys).await?;
        let alike: Vec<Alike> = signatures
            .compare(&self.transaction, pairs, |likeness| likeness.verdict != Sameness::Different)
            .await?
            .into_iter()
            .map(|((left, right), likeness)| Alike { left, right, likeness, engine: u64::from(RULES) })
            .collect();
        self.put_likenesses(&alike).await?;
        let found = alike.iter().filter(|one| one.likeness.verdict == Sameness::Unsure);
        Ok(found.filter(|one| !unsure.contains(&(one.left.clone(), one.right.clone()))).count() as u64)
    }

    /// Replaces the keys of these records; the keys they have now.
    async fn renew_keys(
        &self,
        differ: &[(RecordId, Arc<Signature>)],
    ) -> Result<HashMap<RecordId, Vec<String>>, StoreError> {
        let ids: Vec<&str> = differ.iter().map(|(id, _)| id.as_str()).collect();
        self.drop_keys(&ids).await?;
        let keys: HashMap<RecordId, Vec<String>> =
            differ.iter().map(|(id, signature)| (id.clone(), signature.blocking_keys())).collect();
        let mut rows: Vec<(&str, &str)> =
            keys.iter().flat_map(|(id, keys)| keys.iter().map(|key| (key.as_str(), id.as_str()))).collect();
        rows.sort_unstable();
        self.put_keys(&rows).await?;
        Ok(keys)
    }

    /// These records with everybody who shares a telling key, each pair once.
    async fn pairs(&self, keys: &HashMap<RecordId, Vec<String>>) -> Result<Vec<Pair>, StoreError> {
        let mut asked: Vec<&str> = keys.values().flatten().map(String::as_str).collect();
        asked.sort_unstable();
        asked.dedup();
        let sharers = sharers(&self.transaction, &asked, MAX_OFFERS_PER_KEY).await?;
        let mut pairs = BTreeSet::new();
        for (id, keys) in keys {
            let near = keys.iter().filter_map(|key| sharers.get(key)).flatten();
            pairs.extend(near.filter(|other| *other != id).map(|other| ordered(id, other)));
        }
        Ok(pairs.into_iter().collect())
    }

    /// Adds the clusters of which a record has closed.
    async fn revisit(&self, today: Date, affected: &mut Affected) -> Result<(), StoreError> {
        let old = clusters_to_revisit(&self.transaction, &today.to_string(), REVISITED).await?;
        let ids: Vec<&str> = old.iter().map(RecordId::as_str).collect();
        affected.records.extend(members_of(&self.transaction, &ids).await?.into_iter().map(|one| one.record));
        affected.old.extend(old);
        Ok(())
    }
}
