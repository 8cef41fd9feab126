//! The index follows the change log: catches up, keeps up, and is rebuilt beside itself when it must be.
//!
//! Applying is idempotent and every commit carries the position it reached, so this may die anywhere.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use matcher_core::index::{Entry, IndexError, IndexFolder, IndexState, IndexWriter};
use matcher_core::model::{Offer, RecordId, RecordKind, Sequence, Shown};
use matcher_store::{AnyShown, ChangedBatch, ClusterView, Store, StoreError};
use tokio::sync::watch;
use tokio::task::{JoinHandle, spawn_blocking};

use crate::state::App;

/// Records read from the store at a time.
const BATCH: u32 = 256;
/// Records applied between two commits while far behind.
const COMMIT_EVERY: usize = 20_000;
/// How long a running server looks for duplicates before the index catches up with what others wrote: after an upgrade
/// of the rules there may be minutes of it to do.
const LOOK: Duration = Duration::from_secs(2);
/// Longest pause after a failure.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// Why the index could not follow.
#[derive(Debug, thiserror::Error)]
pub enum FollowError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The index.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// The runtime is stopping.
    #[error("stopped while writing the index")]
    Stopped,
}

/// Told how far the index is and how far the change log: positions, not records.
pub type Progress<'a> = &'a (dyn Fn(Sequence, Sequence) + Sync);

/// Applies what the change log holds beyond the index, having looked for duplicates for about `look` at most; gives the
/// writer back.
///
/// # Errors
/// [`FollowError`]; what was committed before stays.
pub async fn catch_up(
    store: &Store,
    index: &IndexFolder,
    writer: IndexWriter,
    look: Duration,
    progress: Progress<'_>,
) -> Result<IndexWriter, FollowError> {
    look_for_duplicates(store, look).await?;
    apply_from(store, writer, index.sequence(), progress).await
}

/// Looks for duplicates among what is new, before the index shows it, for about so long, not at all for no time; says
/// whether nothing is left.
/// A store that cannot be written to now is served as it stands; whoever may write looks later.
///
/// # Errors
/// Failures of the store.
pub async fn look_for_duplicates(store: &Store, longest: Duration) -> Result<bool, StoreError> {
    if longest.is_zero() {
        return Ok(false);
    }
    match store.follow_duplicates_within(longest).await {
        Err(error @ (StoreError::ReadOnly | StoreError::Locked)) => {
            tracing::warn!(%error, "duplicates are not looked for now");
            Ok(true)
        }
        outcome => outcome.map(|(_, done)| done),
    }
}

/// Writes a whole new index beside the one in use and swaps it in, having looked for duplicates for about `look` at most;
/// says how many records it read.
///
/// # Errors
/// [`FollowError`]; the index in use then stays.
pub async fn rebuild(
    store: &Store,
    index: &IndexFolder,
    look: Duration,
    progress: Progress<'_>,
) -> Result<usize, FollowError> {
    look_for_duplicates(store, look).await?;
    let folder = index.clone();
    let mut rebuild = blocking(move || folder.rebuild()).await?;
    let (mut at, mut done) = (Sequence(0), 0);
    let (mut batch, mut clusters) = read(store, at).await?;
    while batch.upto > at {
        (at, done) = (batch.upto, done + batch.records.len());
        let applied = blocking(move || apply(rebuild.writer(), &batch, &clusters).map(|()| rebuild));
        // The next records are read from the store while these are indexed.
        (rebuild, (batch, clusters)) = tokio::try_join!(applied, read(store, at))?;
        progress(at, store.sequence().await?);
    }
    blocking(move || rebuild.finish(at)).await?;
    Ok(done)
}

/// The records written after a position, with the clusters of its offers.
async fn read(store: &Store, after: Sequence) -> Result<(ChangedBatch, Clusters), FollowError> {
    let batch = store.load_changed(after, BATCH).await?;
    let clusters = clusters_of(store, &batch).await?;
    Ok((batch, clusters))
}

async fn apply_from(
    store: &Store,
    mut writer: IndexWriter,
    from: Sequence,
    progress: Progress<'_>,
) -> Result<IndexWriter, FollowError> {
    let (mut at, mut committed, mut uncommitted) = (from, from, 0);
    loop {
        let batch = store.load_changed(at, BATCH).await?;
        at = batch.upto;
        uncommitted += batch.records.len();
        let last = batch.records.len() < BATCH as usize;
        // The last batch may be empty: what the full ones before it brought still waits to be committed.
        let commit = at > committed && (last || uncommitted >= COMMIT_EVERY);
        if commit || !batch.records.is_empty() {
            let clusters = clusters_of(store, &batch).await?;
            writer = blocking(move || {
                apply(&mut writer, &batch, &clusters)?;
                if commit {
                    writer.commit(at)?;
                }
                Ok(writer)
            })
            .await?;
            progress(at, store.sequence().await?);
        }
        if commit {
            (committed, uncommitted) = (at, 0);
        }
        if last {
            return Ok(writer);
        }
    }
}

/// The clusters of the offers in a batch, by record.
type Clusters = HashMap<RecordId, Arc<ClusterView>>;

async fn clusters_of(store: &Store, batch: &ChangedBatch) -> Result<Clusters, StoreError> {
    let offers = batch.records.iter().filter(|record| record.id().kind() == RecordKind::Offer);
    let ids: Vec<RecordId> = offers.map(|record| record.id().clone()).collect();
    store.clusters_of(&ids).await
}

fn apply(writer: &mut IndexWriter, batch: &ChangedBatch, clusters: &Clusters) -> Result<(), IndexError> {
    batch.records.iter().try_for_each(|record| match record {
        AnyShown::Offer(offer) => apply_offer(writer, offer, clusters.get(&offer.id)),
        AnyShown::Need(need) => writer.apply(Entry::Need(need)),
        AnyShown::Partner(partner) => writer.apply(Entry::Partner(partner)),
    })
}

fn apply_offer(
    writer: &mut IndexWriter,
    offer: &Shown<Offer>,
    cluster: Option<&Arc<ClusterView>>,
) -> Result<(), IndexError> {
    match cluster {
        None => writer.apply(Entry::Offer(offer)),
        Some(view) if view.shown == offer.id => {
            writer.apply(Entry::Representative { record: &view.record.shown(), sources: &view.sources() })
        }
        Some(_) => writer.apply(Entry::Duplicate(offer)),
    }
}

/// Runs index work, which blocks, off the threads that serve requests.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, IndexError> + Send + 'static,
) -> Result<T, FollowError> {
    spawn_blocking(work).await.map_err(|_| FollowError::Stopped)?.map_err(FollowError::Index)
}

/// A follower at work.
#[derive(Debug)]
pub struct Follower {
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Follower {
    /// Ends it and waits until the index is free for others.
    pub async fn stop(self) {
        // Nobody listens when the task has ended already.
        let _ = self.stop.send(true);
        if let Err(error) = self.task.await {
            tracing::error!(%error, "the follower ended badly");
        }
    }
}

/// Starts following: at once when woken by a local write, else at every look.
pub fn spawn(app: App) -> Follower {
    let (stop, stopped) = watch::channel(false);
    Follower { stop, task: tokio::spawn(follow(app, stopped)) }
}

async fn follow(app: App, mut stopped: watch::Receiver<bool>) {
    let every = Duration::from_millis(app.settings.follow_every_ms);
    let mut following = Following { app: &app, writer: None };
    let mut pause = every;
    while !*stopped.borrow() {
        match following.step().await {
            Ok(Look::Done) => pause = every,
            Ok(Look::GoesOn) => pause = Duration::ZERO,
            Err(error) => {
                following.writer = None;
                pause = (pause.max(every) * 2).min(LONGEST_PAUSE);
                tracing::warn!(%error, "the index could not follow the change log; it goes on from where it stands");
            }
        }
        tokio::select! {
            _ = stopped.changed() => break,
            () = tokio::time::sleep(pause) => {}
            () = app.woken() => {}
        }
    }
}

/// Whether duplicates have been looked for among everything.
enum Look {
    Done,
    GoesOn,
}

/// What the follower remembers between two looks.
struct Following<'a> {
    app: &'a App,
    /// Kept while nobody else writes, so that a local write shows within milliseconds.
    writer: Option<IndexWriter>,
}

impl Following<'_> {
    async fn step(&mut self) -> Result<Look, FollowError> {
        let index = &self.app.index;
        index.refresh()?;
        if let IndexState::Rebuild(reason) = index.state() {
            self.writer = None;
            tracing::warn!(%reason, "rebuilding the index");
            match rebuild(&self.app.store, index, LOOK, &|_, _| ()).await {
                // Another process is at it: this one goes on with what it serves and looks again.
                Err(FollowError::Index(IndexError::Locked(_))) => return Ok(Look::Done),
                outcome => outcome?,
            };
        }
        // Not only what is written calls for a look: a record that closed today gives way to one that has not.
        let done = look_for_duplicates(&self.app.store, LOOK).await?;
        if self.app.store.sequence().await? > index.sequence() {
            self.write().await?;
        }
        Ok(if done { Look::Done } else { Look::GoesOn })
    }

    async fn write(&mut self) -> Result<(), FollowError> {
        let index: &Arc<IndexFolder> = &self.app.index;
        let writer = match self.writer.take() {
            Some(writer) => writer,
            None => {
                let folder = Arc::clone(index);
                match blocking(move || folder.writer()).await {
                    Ok(writer) => writer,
                    Err(FollowError::Index(IndexError::Locked(_) | IndexError::ReadOnly(_))) => {
                        // Another process writes this folder; its commits are noticed at the next look.
                        return Ok(());
                    }
                    Err(error) => return Err(error),
                }
            }
        };
        match catch_up(&self.app.store, index, writer, Duration::ZERO, &|_, _| ()).await {
            Ok(writer) => self.writer = Some(writer),
            // The new generation is noticed, and followed, at the next look.
            Err(FollowError::Index(IndexError::Superseded)) => {}
            Err(error) => return Err(error),
        }
        index.refresh()?;
        Ok(())
    }
}
