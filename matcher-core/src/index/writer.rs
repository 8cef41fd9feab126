//! Follows the change log: removes what a record was, adds what it is, and commits with the position reached.

use std::collections::HashSet;
use std::sync::Arc;

use tantivy::Term;
use tantivy::indexer::{IndexWriterOptions, LogMergePolicy, UserOperation};

use super::document::{self, Entry};
use super::error::IndexError;
use super::folder::Shared;
use super::generation::{Generation, place};
use super::schema::{self, Fields};
use crate::model::Sequence;
use crate::text::Analyzer;

/// Least memory that tantivy takes for a thread, in bytes.
pub(super) const SMALL_BUDGET: usize = 15_000_000;
/// For each thread that takes in the many offers of a rebuild, in bytes.
const LARGE_BUDGET: usize = 60_000_000;
/// Most threads that take them in, beside the one that reads their texts.
const MAX_THREADS: usize = 2;
/// Operations handed over together: each hand-over may wake a thread.
const HANDED_OVER: usize = 16;

/// The writer of one of the indexes, with what it is still to be told.
struct Engine {
    writer: tantivy::IndexWriter,
    waiting: Vec<UserOperation>,
}

impl Engine {
    fn take(&mut self, operations: impl IntoIterator<Item = UserOperation>) -> tantivy::Result<()> {
        self.waiting.extend(operations);
        if self.waiting.len() < HANDED_OVER { Ok(()) } else { self.hand_over() }
    }

    fn hand_over(&mut self) -> tantivy::Result<()> {
        self.writer.run(self.waiting.drain(..)).map(drop)
    }

    fn commit(&mut self, payload: &str) -> tantivy::Result<()> {
        self.hand_over()?;
        let mut commit = self.writer.prepare_commit()?;
        commit.set_payload(payload);
        commit.commit().map(drop)
    }
}

/// The writer of an index. Dropped without [`IndexWriter::commit`], it leaves no trace.
pub struct IndexWriter {
    shared: Arc<Shared>,
    generation: Arc<Generation>,
    fields: Fields,
    analyzer: Analyzer,
    engines: [Option<Engine>; 3],
    /// Ids added since the indexes were empty, by their number: nothing needs deleting for a first one.
    first_seen: Option<HashSet<(usize, u64)>>,
    /// Whether commits are shown to readers as they happen.
    visible: bool,
}

impl IndexWriter {
    /// A writer that continues the generation in use, within little memory.
    pub(super) fn follow(shared: Arc<Shared>, generation: Arc<Generation>) -> Result<Self, IndexError> {
        Self::over(shared, generation, (1, SMALL_BUDGET), true)
    }

    /// A writer that fills a generation nobody reads yet.
    pub(super) fn fill(shared: Arc<Shared>, generation: Arc<Generation>) -> Result<Self, IndexError> {
        Self::over(shared, generation, (threads(), LARGE_BUDGET), false)
    }

    fn over(
        shared: Arc<Shared>,
        generation: Arc<Generation>,
        offers: (usize, usize),
        visible: bool,
    ) -> Result<Self, IndexError> {
        let budgets = [offers, (1, SMALL_BUDGET), (1, SMALL_BUDGET)];
        let mut engines = [None, None, None];
        for ((engine, index), (threads, budget)) in engines.iter_mut().zip(&generation.indexes).zip(budgets) {
            let options = IndexWriterOptions::builder()
                .num_worker_threads(threads)
                .memory_budget_per_thread(budget)
                .num_merge_threads(1)
                .build();
            let writer = index
                .writer_with_options(options)
                .map_err(|error| IndexError::engine(&shared.path, error))?;
            let mut merging = LogMergePolicy::default();
            merging.set_del_docs_ratio_before_merge(0.3);
            writer.set_merge_policy(Box::new(merging));
            *engine = Some(Engine { writer, waiting: Vec::with_capacity(HANDED_OVER + 1) });
        }
        // Asked by the holder of the locks: nobody else adds documents from here on.
        let first_seen = is_empty(&generation)?.then(HashSet::new);
        Ok(Self {
            shared,
            generation,
            fields: schema::build().1,
            analyzer: Analyzer::default(),
            engines,
            first_seen,
            visible,
        })
    }

    /// Brings one record up to date; a withdrawn one is removed. Applying it again changes nothing.
    ///
    /// # Errors
    /// [`IndexError::DiskFull`] and its kin: drop the writer and start again from the last commit.
    pub fn apply(&mut self, entry: Entry<'_>) -> Result<(), IndexError> {
        let place = place(entry.kind());
        let order = document::order(entry.id());
        let first = self.first_seen.as_mut().is_some_and(|seen| seen.insert((place, order)));
        let added = entry.document(&self.fields, &self.shared.profile, &mut self.analyzer)?;
        let term = Term::from_field_text(self.fields.id, entry.id().as_str());
        let gone = (!first).then_some(UserOperation::Delete(term));
        let taken = self.engine(place)?.take(gone.into_iter().chain(added.map(UserOperation::Add)));
        taken.map_err(|error| self.sort(error))
    }

    /// Puts everything applied on disk, marked as complete up to `upto`.
    ///
    /// # Errors
    /// [`IndexError::Superseded`] when another process swapped in a new generation meanwhile.
    pub fn commit(&mut self, upto: Sequence) -> Result<(), IndexError> {
        self.check_in_use()?;
        let payload = self.shared.expected.at(upto).to_json();
        for place in 0..self.engines.len() {
            let committed = self.engine(place)?.commit(&payload);
            committed.map_err(|error| self.sort(error))?;
        }
        self.check_in_use()?;
        if self.visible { self.shared.show_commits(&self.generation) } else { Ok(()) }
    }

    fn engine(&mut self, place: usize) -> Result<&mut Engine, IndexError> {
        self.engines[place].as_mut().ok_or_else(|| IndexError::Engine("the writer is closed".to_owned()))
    }

    fn check_in_use(&self) -> Result<(), IndexError> {
        if self.visible && self.shared.current_name()?.as_deref() != Some(&self.generation.name) {
            return Err(IndexError::Superseded);
        }
        Ok(())
    }

    /// An error of the engine; files that vanished under it mean that another generation was swapped in.
    fn sort(&self, error: tantivy::TantivyError) -> IndexError {
        if let Err(superseded @ IndexError::Superseded) = self.check_in_use() {
            return superseded;
        }
        match IndexError::engine(&self.shared.path, error) {
            // A worker that failed says no more than that: ask the disk.
            IndexError::Engine(words) => self.refused_by_disk().unwrap_or(IndexError::Engine(words)),
            error => error,
        }
    }

    /// What the disk answers to a small write, when it refuses.
    fn refused_by_disk(&self) -> Option<IndexError> {
        let probe = self.generation.path.join("probe.tmp");
        let refused = std::fs::write(&probe, [0u8; 65_536]).err();
        // Where it could not be written it may not be there.
        let _ = std::fs::remove_file(&probe);
        refused.map(|source| IndexError::io(&self.shared.path, source))
    }
}

/// How many threads take in the many offers of a rebuild.
fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, |cores| cores.get().min(MAX_THREADS))
}

/// Whether no commit of the generation holds any document.
fn is_empty(generation: &Generation) -> Result<bool, IndexError> {
    for index in &generation.indexes {
        let segments = index.searchable_segment_metas();
        if !segments.map_err(|error| IndexError::engine(&generation.path, error))?.is_empty() {
            return Ok(false);
        }
    }
    Ok(true)
}

impl Drop for IndexWriter {
    /// Lets merges under way come to their end: cut off each time, segments would pile up.
    fn drop(&mut self) {
        for engine in self.engines.iter_mut().filter_map(Option::take) {
            // A failed merge costs speed only, and the engine has logged it.
            let _ = engine.writer.wait_merging_threads();
        }
    }
}
