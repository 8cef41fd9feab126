//! What every request shares: store, index and policy, opened together and brought into step.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use matcher_core::index::{IndexError, IndexFolder, IndexState};
use matcher_core::lexicon::{Lexicon, LexiconError};
use matcher_core::model::{Need, Offer, Partner, RecordKind};
use matcher_core::score::{Profile, ProfileError};
use matcher_core::thesaurus::{Thesaurus, ThesaurusFileError};
use matcher_store::{AnyRecord, HarvestSource, Store, StoreError};
use tokio::sync::Notify;

use crate::config::Settings;
use crate::follower::{self, FollowError, Progress};
use crate::freshness::{self, Freshness};

/// The layout of the data folder that this program writes.
pub const FOLDER_VERSION: u32 = 1;
const VERSION_FILE: &str = "VERSION";

/// The parts a request works with. Clones share everything.
#[derive(Clone)]
pub struct App {
    /// The records.
    pub store: Store,
    /// The index over them.
    pub index: Arc<IndexFolder>,
    /// The policy in force.
    pub profile: Arc<Profile>,
    /// The translation tables in force.
    pub lexicon: Lexicon,
    /// The settings in force.
    pub settings: Arc<Settings>,
    time_zone: TimeZone,
    wake: Arc<Notify>,
}

/// Why the program cannot start on this data folder; each says what to do.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The data folder cannot be made or written.
    #[error("the data folder {}: {cause}; name another with --data, or mend its permissions", folder.display())]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// What the system said.
        cause: std::io::Error,
    },
    /// A later version of this program has written the folder.
    #[error("the data folder {} has layout {found}, this program knows up to {FOLDER_VERSION}: run the newer program", folder.display())]
    NewerFolder {
        /// The folder.
        folder: PathBuf,
        /// What its version file says.
        found: String,
    },
    /// The profile's file cannot be read.
    #[error("the profile {}: {cause}", path.display())]
    ProfileFile {
        /// The file.
        path: PathBuf,
        /// What the system said.
        cause: std::io::Error,
    },
    /// The profile cannot be used.
    #[error(transparent)]
    Profile(#[from] ProfileError),
    /// The translation tables cannot be used.
    #[error(transparent)]
    Lexicon(#[from] LexiconError),
    /// The subjects of the deployment's own cannot be used.
    #[error(transparent)]
    Thesaurus(#[from] ThesaurusFileError),
    /// The profile's time zone is not known here.
    #[error(
        "the time zone {0:?} of the profile is not known here: install the system's time zone data (tzdata)"
    )]
    TimeZone(String),
    /// The store cannot be opened.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The index cannot be opened.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// The index cannot be brought into step with the store.
    #[error("the index could not be brought into step with the store: {0}")]
    Follow(#[from] FollowError),
}

/// Opens store and index and brings the index into step; silent on the way.
///
/// # Errors
/// [`StartError`].
pub async fn open(settings: &Settings) -> Result<App, StartError> {
    open_with(settings, Duration::MAX, &|_, _| ()).await
}

/// The same, telling how far the index is, and looking for duplicates for about `look` at most. A server's follower
/// does that when it serves; after any other command nobody does.
///
/// # Errors
/// [`StartError`].
pub async fn open_with(
    settings: &Settings,
    look: Duration,
    progress: Progress<'_>,
) -> Result<App, StartError> {
    let profile = Arc::new(load_profile(&settings.profile)?);
    let time_zone =
        TimeZone::get(&profile.time_zone).map_err(|_| StartError::TimeZone(profile.time_zone.clone()))?;
    let lexicon = load_vocabularies(settings)?;
    let store = open_store(settings).await?;
    let index = IndexFolder::open(&settings.index_folder(), &profile)?;
    into_step(&store, &index, look, progress).await?;
    Ok(App {
        store,
        index: Arc::new(index),
        profile,
        lexicon,
        settings: Arc::new(settings.clone()),
        time_zone,
        wake: Arc::default(),
    })
}

/// Makes or checks the data folder and opens the store alone.
///
/// # Errors
/// [`StartError::Folder`], [`StartError::NewerFolder`], [`StartError::Store`].
pub async fn open_store(settings: &Settings) -> Result<Store, StartError> {
    prepare_folder(&settings.data)?;
    Ok(Store::open(&settings.store_url()).await?)
}

/// The shipped profile of this id, or the one in this file.
///
/// # Errors
/// [`StartError::ProfileFile`], [`StartError::Profile`].
pub fn load_profile(name: &str) -> Result<Profile, StartError> {
    if Path::new(name).extension().is_none_or(|extension| extension != "toml") {
        return Ok(Profile::shipped(name)?);
    }
    let text = std::fs::read_to_string(name)
        .map_err(|cause| StartError::ProfileFile { path: PathBuf::from(name), cause })?;
    Ok(Profile::from_toml(&text)?)
}

/// The translation tables that the settings name, the shipped ones where they name none; puts the thesaurus that they
/// name in force.
///
/// # Errors
/// [`StartError::Lexicon`], [`StartError::Thesaurus`].
pub fn load_vocabularies(settings: &Settings) -> Result<Lexicon, StartError> {
    Thesaurus::use_files(&settings.thesaurus)?;
    Ok(settings.lexicon.as_deref().map_or_else(|| Ok(Lexicon::shipped().clone()), Lexicon::open)?)
}

/// Makes the folder, marks it with its layout, and refuses one of a later layout.
fn prepare_folder(folder: &Path) -> Result<(), StartError> {
    let failed = |cause| StartError::Folder { folder: folder.to_owned(), cause };
    std::fs::create_dir_all(folder).map_err(failed)?;
    let file = folder.join(VERSION_FILE);
    match std::fs::read_to_string(&file) {
        Ok(text) if text.trim().parse::<u32>().is_ok_and(|found| (1..=FOLDER_VERSION).contains(&found)) => {
            Ok(())
        }
        Ok(text) => {
            let found = text.trim().chars().take(40).collect();
            Err(StartError::NewerFolder { folder: folder.to_owned(), found })
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            // Beside, then renamed: a process that dies in between, or a full disk, must not leave half a mark.
            let beside = folder.join(format!("{VERSION_FILE}.{}", std::process::id()));
            let marked = std::fs::write(&beside, format!("{FOLDER_VERSION}\n"))
                .and_then(|()| std::fs::rename(&beside, &file));
            if marked.is_err() {
                // What could not be written whole is of no use; that it could not be is told below.
                drop(std::fs::remove_file(&beside));
            }
            marked.map_err(failed)
        }
        Err(error) => Err(failed(error)),
    }
}

/// Catches the index up with the store, or rebuilds it. Where another process writes it, serves what it writes.
async fn into_step(
    store: &Store,
    index: &IndexFolder,
    look: Duration,
    progress: Progress<'_>,
) -> Result<(), FollowError> {
    follower::look_for_duplicates(store, look).await?;
    let ready = index.state() == IndexState::Ready;
    // Ahead of the store: it was made from another one, or the store was set back.
    if !ready || index.sequence() > store.sequence().await? {
        return held_elsewhere(follower::rebuild(store, index, Duration::ZERO, progress).await);
    }
    if index.sequence() < store.sequence().await? {
        match index.writer() {
            Ok(writer) => drop(follower::catch_up(store, index, writer, Duration::ZERO, progress).await?),
            Err(error) => return held_elsewhere(Err(error.into())),
        }
    }
    if is_another_stores(store, index).await? {
        tracing::warn!("the index holds other numbers of records than the store; rebuilding it");
        held_elsewhere(follower::rebuild(store, index, Duration::ZERO, progress).await)?;
    }
    Ok(())
}

fn held_elsewhere(outcome: Result<usize, FollowError>) -> Result<(), FollowError> {
    match outcome {
        Err(FollowError::Index(error @ (IndexError::Locked(_) | IndexError::ReadOnly(_)))) => {
            tracing::warn!(%error, "serving the index as it is");
            Ok(())
        }
        outcome => outcome.map(|_| ()),
    }
}

/// Whether the index, although as far as the store, cannot have come from it.
async fn is_another_stores(store: &Store, index: &IndexFolder) -> Result<bool, FollowError> {
    let snapshot = index.reader()?.snapshot();
    let stored =
        [store.count::<Offer>().await?, store.count::<Need>().await?, store.count::<Partner>().await?];
    let indexed = [RecordKind::Offer, RecordKind::Need, RecordKind::Partner].map(|kind| snapshot.count(kind));
    // A write that slips in between moves the sequence; the follower will see to it.
    Ok(stored != indexed && snapshot.sequence() == store.sequence().await?)
}

impl App {
    /// The day in the time zone of the profile: deadlines are counted by it.
    pub fn today(&self) -> Date {
        self.day_of(Timestamp::now())
    }

    /// The day of a moment in the time zone of the profile.
    pub fn day_of(&self, moment: Timestamp) -> Date {
        moment.to_zoned(self.time_zone.clone()).date()
    }

    /// How fresh a source of the harvest is today.
    pub fn freshness_of(&self, source: &HarvestSource) -> Freshness {
        Freshness::of(source, self.today(), &self.time_zone)
    }

    /// How fresh the harvested sources among those of `records` are today.
    ///
    /// # Errors
    /// Failures of the store.
    pub async fn freshness_behind<'a>(
        &self,
        records: impl Iterator<Item = &'a AnyRecord>,
    ) -> Result<Vec<Freshness>, StoreError> {
        let known = self.store.harvest_sources().await?;
        Ok(freshness::sources_of(records, &known, self.today(), &self.time_zone))
    }

    /// Tells the follower that something was written.
    pub fn wake(&self) {
        self.wake.notify_one();
    }

    pub(crate) async fn woken(&self) {
        self.wake.notified().await;
    }
}
