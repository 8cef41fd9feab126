//! A new generation, made beside the one in use and swapped in when it is complete.

use std::fs::{self, File};
use std::sync::Arc;

use super::IndexWriter;
use super::error::IndexError;
use super::folder::{Shared, generation_number};
use super::generation::Generation;
use crate::model::Sequence;

/// A rebuild under way. Dropped without [`Rebuild::finish`], the generation in use stays.
pub struct Rebuild {
    shared: Arc<Shared>,
    generation: Arc<Generation>,
    writer: IndexWriter,
    _lock: File,
}

impl Rebuild {
    pub(super) fn start(shared: Arc<Shared>) -> Result<Self, IndexError> {
        let lock = shared.lock_rebuild()?;
        let in_use = shared.current_name()?;
        let names = shared.generations()?;
        let highest = names.iter().filter_map(|name| generation_number(name)).max().unwrap_or(0);
        // Left over from rebuilds that died: nobody reads them, and the lock says nobody fills them.
        for name in names.iter().filter(|name| in_use.as_ref() != Some(name)) {
            remove(&shared, name);
        }
        let name = format!("g-{:04}", highest + 1);
        let generation = Arc::new(Generation::create(&shared.path, &name, &shared.expected)?);
        let writer = IndexWriter::fill(Arc::clone(&shared), Arc::clone(&generation))?;
        Ok(Self { shared, generation, writer, _lock: lock })
    }

    /// Takes the records, in any order, and commits now and then.
    pub fn writer(&mut self) -> &mut IndexWriter {
        &mut self.writer
    }

    /// Commits up to `upto`, swaps the new generation in and removes the old one.
    ///
    /// # Errors
    /// Those of [`IndexWriter::commit`]; the old generation then stays in use.
    pub fn finish(mut self, upto: Sequence) -> Result<(), IndexError> {
        self.writer.commit(upto)?;
        let old = self.shared.current_name()?;
        self.shared.write_current(&self.generation.name)?;
        drop(self.writer);
        self.shared.load()?;
        if let Some(old) = old.filter(|old| *old != self.generation.name) {
            remove(&self.shared, &old);
        }
        Ok(())
    }
}

/// Removes a generation nobody uses; what resists (a writer just adding to it) goes with the next rebuild.
fn remove(shared: &Shared, name: &str) {
    let _ = fs::remove_dir_all(shared.path.join(name));
}
