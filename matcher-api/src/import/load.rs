//! Drafts into the store, a few hundred at a time; what one row cannot give does not stop the others.

use std::collections::BTreeMap;

use matcher_core::model::{Draft, FieldProblem, SourceId};
use matcher_core::score::Profile;
use matcher_store::{Outcome, Store, StoreError, UpsertOptions};

use super::Row;
use crate::intake::{self, Placed};

/// Rows of one transaction.
const BATCH: usize = 500;

/// How rows are loaded.
pub struct Load<'a> {
    /// Where to; absent only for a dry run where there is no store yet.
    pub store: Option<&'a Store>,
    /// The policy whose territories are known.
    pub profile: &'a Profile,
    /// Say what would happen and write nothing.
    pub dry_run: bool,
    /// Told how many rows are done.
    pub progress: &'a dyn Fn(usize),
}

/// What became of the rows.
#[derive(Debug, Default)]
pub struct Loaded {
    /// Not stored before.
    pub added: usize,
    /// Saying something else than before.
    pub changed: usize,
    /// Saying the same.
    pub unchanged: usize,
    /// Withdrawn before, and standing again.
    pub restored: usize,
    /// Line and reasons of those that did not go in, by line.
    pub failed: Vec<(u64, Vec<FieldProblem>)>,
}

impl Loaded {
    /// Rows that are in the store now (or would be).
    pub fn good(&self) -> usize {
        self.added + self.changed + self.unchanged + self.restored
    }

    fn count(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Added => self.added += 1,
            Outcome::Changed => self.changed += 1,
            Outcome::Unchanged => self.unchanged += 1,
            Outcome::Restored => self.restored += 1,
        }
    }
}

/// The store gave up part of the way.
#[derive(Debug, thiserror::Error)]
#[error("{cause} ({stored} rows were stored before; import the file again, they will be found unchanged)")]
pub struct LoadError {
    /// Rows stored before.
    pub stored: usize,
    /// Why it gave up.
    pub cause: StoreError,
}

/// Loads every good row.
///
/// # Errors
/// [`LoadError`] when the store itself fails; a bad row is counted in [`Loaded::failed`].
pub async fn load<V: Placed>(rows: Vec<Row<V>>, how: &Load<'_>) -> Result<Loaded, LoadError> {
    let mut loaded = Loaded::default();
    let mut done = 0;
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let batch: Vec<Row<V>> = rows.by_ref().take(BATCH).collect();
        done += batch.len();
        for (source, drafts) in by_source(batch, how.profile, &mut loaded) {
            store(&source, drafts, how, &mut loaded)
                .await
                .map_err(|cause| LoadError { stored: if how.dry_run { 0 } else { loaded.good() }, cause })?;
        }
        (how.progress)(done);
    }
    loaded.failed.sort_by_key(|(line, _)| *line);
    Ok(loaded)
}

type Lines<V> = Vec<(u64, Draft<V>)>;

/// Each source states its own records: one call to the store for each.
fn by_source<V: Placed>(
    batch: Vec<Row<V>>,
    profile: &Profile,
    loaded: &mut Loaded,
) -> BTreeMap<SourceId, Lines<V>> {
    let mut sources: BTreeMap<SourceId, Lines<V>> = BTreeMap::new();
    for row in batch {
        let settled = row.draft.and_then(|mut draft| intake::settle(&mut draft, profile).map(|()| draft));
        match settled {
            Ok(draft) => sources.entry(draft.source.clone()).or_default().push((row.line, draft)),
            Err(problems) => loaded.failed.push((row.line, problems)),
        }
    }
    sources
}

async fn store<V: Placed>(
    source: &SourceId,
    mut drafts: Lines<V>,
    how: &Load<'_>,
    loaded: &mut Loaded,
) -> Result<(), StoreError> {
    let Some(store) = how.store else {
        loaded.added += drafts.len();
        return Ok(());
    };
    let options = UpsertOptions { dry_run: how.dry_run, ..UpsertOptions::default() };
    loop {
        let values = drafts.iter().map(|(_, draft)| draft.clone()).collect();
        match store.upsert(values, &intake::stating(source), options).await {
            Ok(upserted) => {
                upserted.iter().for_each(|upserted| loaded.count(upserted.outcome));
                return Ok(());
            }
            Err(StoreError::InvalidDraft { position, problems, .. }) if position < drafts.len() => {
                let (line, _) = drafts.remove(position);
                loaded.failed.push((line, problems));
            }
            Err(error) => return Err(error),
        }
    }
}
