//! Signatures of offers, made once for a run as far as memory allows, and compared away from the async threads.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::sync::Arc;

use matcher_core::dedupe::{Likeness, Signature, compare};
use matcher_core::model::{Offer, RecordId};
use sea_orm::ConnectionTrait;

use crate::StoreError;
use crate::batch::RECORDS;
use crate::blocking::blocking;
use crate::row::{Row, rows_of};

/// Most signatures kept: a few KiB each, some 60 MiB together.
const MOST_KEPT: usize = 20_000;
/// Pairs compared between two looks at memory.
const PAIRS: usize = 4_096;

/// Two records, the smaller id first.
pub(super) type Pair = (RecordId, RecordId);

/// Signatures at hand.
#[derive(Default)]
pub(super) struct Signatures {
    kept: HashMap<RecordId, Arc<Signature>>,
    /// Oldest first.
    order: VecDeque<RecordId>,
}

impl Signatures {
    /// Makes those of these rows anew and hands them back in their order.
    pub(super) async fn sign(&mut self, rows: Vec<Row>) -> Result<Vec<Arc<Signature>>, StoreError> {
        let made = blocking(move || {
            rows.into_iter()
                .map(|row| {
                    let record = row.into_record::<Offer>()?;
                    Ok((record.id.clone(), Arc::new(Signature::of_record(&record))))
                })
                .collect::<Result<Vec<_>, StoreError>>()
        })
        .await?;
        for (id, signature) in &made {
            self.keep(id, signature);
        }
        Ok(made.into_iter().map(|(_, signature)| signature).collect())
    }

    fn keep(&mut self, id: &RecordId, signature: &Arc<Signature>) {
        if self.kept.insert(id.clone(), Arc::clone(signature)).is_none() {
            self.order.push_back(id.clone());
        }
        while self.order.len() > MOST_KEPT {
            if let Some(oldest) = self.order.pop_front() {
                self.kept.remove(&oldest);
            }
        }
    }

    /// How like the records of each pair are, as far as that is of use; pairs of which one is not there are left out.
    /// What is of no use is dropped at once: most pairs differ, and each likeness holds its reasons.
    pub(super) async fn compare(
        &mut self,
        db: &impl ConnectionTrait,
        pairs: Vec<Pair>,
        of_use: fn(&Likeness) -> bool,
    ) -> Result<Vec<(Pair, Likeness)>, StoreError> {
        let mut found = Vec::new();
        for pairs in pairs.chunks(PAIRS) {
            let at_hand = self.at_hand(db, pairs).await?;
            let both = pairs.iter().filter_map(|pair| {
                Some((pair.clone(), Arc::clone(at_hand.get(&pair.0)?), Arc::clone(at_hand.get(&pair.1)?)))
            });
            let both: Vec<_> = both.collect();
            found.extend(
                blocking(move || {
                    Ok(both
                        .into_iter()
                        .map(|(pair, one, other)| (pair, compare(&one, &other)))
                        .filter(|(_, likeness)| of_use(likeness))
                        .collect::<Vec<_>>())
                })
                .await?,
            );
        }
        Ok(found)
    }

    /// The signatures of everybody in these pairs.
    async fn at_hand(
        &mut self,
        db: &impl ConnectionTrait,
        pairs: &[Pair],
    ) -> Result<HashMap<RecordId, Arc<Signature>>, StoreError> {
        let ids: BTreeSet<&RecordId> = pairs.iter().flat_map(|(left, right)| [left, right]).collect();
        let mut at_hand = HashMap::with_capacity(ids.len());
        let mut missing = Vec::new();
        for id in ids {
            match self.kept.get(id) {
                Some(signature) => {
                    at_hand.insert(id.clone(), Arc::clone(signature));
                }
                None => missing.push(id.as_str()),
            }
        }
        for ids in missing.chunks(RECORDS) {
            let rows = rows_of(db, ids).await?;
            let ids: Vec<RecordId> = rows.iter().map(|row| row.id.clone()).collect();
            at_hand.extend(ids.into_iter().zip(self.sign(rows).await?));
        }
        Ok(at_hand)
    }
}
