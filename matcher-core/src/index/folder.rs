//! The index folder: which generation is in use, in what state it is, and who may read or write it.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use super::error::IndexError;
use super::generation::{Generation, lowest};
use super::snapshot::{IndexReader, SnapshotParts};
use super::watermark::Watermark;
use super::writer::IndexWriter;
use super::{IndexState, Rebuild, RebuildReason};
use crate::model::Sequence;
use crate::score::Profile;

const CURRENT: &str = "CURRENT";
const REBUILD_LOCK: &str = "rebuild.lock";

/// The folder of the index. Cheap to share: all methods take `&self`.
#[derive(Clone)]
pub struct IndexFolder {
    shared: Arc<Shared>,
}

/// What folder, readers, writers and rebuilds of one process have in common.
pub(super) struct Shared {
    pub(super) path: PathBuf,
    pub(super) profile: Profile,
    pub(super) expected: Watermark,
    current: RwLock<Current>,
}

/// The generation in use, as far as there is one.
struct Current {
    state: IndexState,
    /// What is served; kept while a rebuild is due, as long as it was made by the rules in force.
    served: Option<Arc<SnapshotParts>>,
}

impl IndexFolder {
    /// Opens the folder, which is created with an empty index where there is none.
    ///
    /// A generation that is damaged, incomplete or made by other rules is no error: see [`Self::state`].
    ///
    /// # Errors
    /// [`IndexError::ReadOnly`], [`IndexError::DiskFull`], [`IndexError::Io`].
    pub fn open(path: &Path, profile: &Profile) -> Result<Self, IndexError> {
        fs::create_dir_all(path).map_err(|source| IndexError::io(path, source))?;
        let shared = Shared {
            path: path.to_owned(),
            profile: profile.clone(),
            expected: Watermark::expected(profile),
            current: RwLock::new(Current {
                state: IndexState::Rebuild(RebuildReason::Missing),
                served: None,
            }),
        };
        if shared.generations()?.is_empty() && shared.current_name()?.is_none() {
            let _creating = shared.lock_rebuild()?;
            if shared.current_name()?.is_none() {
                let first = Generation::create(&shared.path, "g-0001", &shared.expected)?;
                shared.write_current(&first.name)?;
            }
        }
        shared.load()?;
        Ok(Self { shared: Arc::new(shared) })
    }

    /// Whether the index can be used as it is.
    pub fn state(&self) -> IndexState {
        self.shared.read().state.clone()
    }

    /// How far the index followed the change log; 0 when it has to be rebuilt.
    pub fn sequence(&self) -> Sequence {
        let current = self.shared.read();
        match (&current.state, &current.served) {
            (IndexState::Ready, Some(served)) => served.sequence,
            _ => Sequence(0),
        }
    }

    /// Where snapshots come from.
    ///
    /// # Errors
    /// [`IndexError::NotReady`] when the index has to be rebuilt first.
    pub fn reader(&self) -> Result<IndexReader, IndexError> {
        let served = self.shared.served()?;
        Ok(IndexReader::over(Arc::clone(&self.shared), served))
    }

    /// The one writer; others wait until it is dropped.
    ///
    /// # Errors
    /// [`IndexError::Locked`] when somebody writes, [`IndexError::NotReady`] when a rebuild is due.
    pub fn writer(&self) -> Result<IndexWriter, IndexError> {
        if let IndexState::Rebuild(reason) = self.state() {
            return Err(IndexError::NotReady(reason));
        }
        let served = self.shared.served()?;
        IndexWriter::follow(Arc::clone(&self.shared), Arc::clone(&served.generation))
    }

    /// Starts a new generation beside the one in use, which goes on serving.
    ///
    /// # Errors
    /// [`IndexError::Locked`] when another rebuild is under way; and those of [`Self::open`].
    pub fn rebuild(&self) -> Result<Rebuild, IndexError> {
        Rebuild::start(Arc::clone(&self.shared))
    }

    /// Notices commits, and a generation swapped in, by this or another process. True when there was any.
    ///
    /// # Errors
    /// [`IndexError::Io`] and its kin. Damage is no error but a new [`Self::state`].
    pub fn refresh(&self) -> Result<bool, IndexError> {
        let served = self.shared.read().served.clone();
        let noticed = match served {
            Some(served) if self.shared.current_name()?.as_deref() == Some(&served.generation.name) => {
                self.shared.show_commits_since(&served)
            }
            _ => self.shared.load().map(|()| true),
        };
        match noticed {
            Err(IndexError::Damaged(_)) => self.shared.load().map(|()| true),
            noticed => noticed,
        }
    }
}

impl Shared {
    /// What is served at this moment.
    pub(super) fn served(&self) -> Result<Arc<SnapshotParts>, IndexError> {
        let current = self.read();
        current.served.clone().ok_or_else(|| match &current.state {
            IndexState::Rebuild(reason) => IndexError::NotReady(reason.clone()),
            IndexState::Ready => IndexError::NotReady(RebuildReason::Missing),
        })
    }

    /// Serves what was committed since `served`, if anything was.
    fn show_commits_since(&self, served: &SnapshotParts) -> Result<bool, IndexError> {
        let newer = lowest(&served.generation.watermarks()?) != served.sequence;
        if newer {
            self.show_commits(&served.generation)?;
        }
        Ok(newer)
    }

    /// Serves the last commits of `generation`.
    pub(super) fn show_commits(&self, generation: &Arc<Generation>) -> Result<(), IndexError> {
        let sequence = generation.sequence()?;
        generation.reload()?;
        self.serve(SnapshotParts::of(generation, sequence)?);
        Ok(())
    }

    /// Opens the generation that CURRENT names and serves it, or notes why it has to be rebuilt.
    pub(super) fn load(&self) -> Result<(), IndexError> {
        // A rebuild may swap between reading the name and opening the folder: then the name has changed.
        for _ in 0..3 {
            let Some(name) = self.current_name()? else {
                self.set_state(IndexState::Rebuild(RebuildReason::Missing));
                return Ok(());
            };
            match self.open_named(&name) {
                Ok(parts) => {
                    self.serve(parts);
                    return Ok(());
                }
                Err(IndexError::NotReady(reason)) => {
                    if self.current_name()?.as_deref() == Some(&name) {
                        self.set_state(IndexState::Rebuild(reason));
                        return Ok(());
                    }
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    fn open_named(&self, name: &str) -> Result<SnapshotParts, IndexError> {
        if !self.path.join(name).is_dir() {
            return Err(IndexError::NotReady(RebuildReason::Missing));
        }
        let opened = Generation::open(&self.path, name).and_then(|generation| {
            let watermarks = generation.watermarks()?;
            let objection = watermarks.iter().find_map(|found| self.expected.objection(found));
            match objection {
                Some(reason) => Err(IndexError::NotReady(reason)),
                None => SnapshotParts::of(&Arc::new(generation), lowest(&watermarks)),
            }
        });
        opened.map_err(|error| match error {
            IndexError::Damaged(what) => IndexError::NotReady(RebuildReason::Damaged(what)),
            error => error,
        })
    }

    /// The generation that CURRENT names.
    pub(super) fn current_name(&self) -> Result<Option<String>, IndexError> {
        match fs::read_to_string(self.path.join(CURRENT)) {
            Ok(name) if generation_number(name.trim()).is_some() => Ok(Some(name.trim().to_owned())),
            Ok(_) => Ok(None),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) if error.kind() == io::ErrorKind::InvalidData => Ok(None),
            Err(error) => Err(IndexError::io(&self.path, error)),
        }
    }

    /// Names a generation as the one in use: on disk entirely, or not at all.
    pub(super) fn write_current(&self, name: &str) -> Result<(), IndexError> {
        let write = || -> io::Result<()> {
            let beside = self.path.join("CURRENT.tmp");
            let mut file = File::create(&beside)?;
            writeln!(file, "{name}")?;
            file.sync_all()?;
            fs::rename(&beside, self.path.join(CURRENT))?;
            File::open(&self.path)?.sync_all()
        };
        write().map_err(|source| IndexError::io(&self.path, source))
    }

    /// Names of all generations in the folder.
    pub(super) fn generations(&self) -> Result<Vec<String>, IndexError> {
        let entries = fs::read_dir(&self.path).map_err(|source| IndexError::io(&self.path, source))?;
        let names = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok());
        Ok(names.filter(|name| generation_number(name).is_some()).collect())
    }

    /// Held while a generation is made; the system releases it when the process ends.
    pub(super) fn lock_rebuild(&self) -> Result<File, IndexError> {
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(self.path.join(REBUILD_LOCK))
            .map_err(|source| IndexError::io(&self.path, source))?;
        file.try_lock().map_err(|error| match error {
            fs::TryLockError::WouldBlock => IndexError::Locked(self.path.clone()),
            fs::TryLockError::Error(source) => IndexError::io(&self.path, source),
        })?;
        Ok(file)
    }

    fn serve(&self, parts: SnapshotParts) {
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        current.served = Some(Arc::new(parts));
        current.state = IndexState::Ready;
    }

    fn set_state(&self, state: IndexState) {
        self.current.write().unwrap_or_else(PoisonError::into_inner).state = state;
    }

    fn read(&self) -> std::sync::RwLockReadGuard<'_, Current> {
        self.current.read().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The number in a generation's name.
pub(super) fn generation_number(name: &str) -> Option<u32> {
    name.strip_prefix("g-").filter(|digits| digits.len() >= 4)?.parse().ok()
}
