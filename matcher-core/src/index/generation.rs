//! One generation of the index on disk: three tantivy indexes that are opened, checked and read together.

use std::path::{Path, PathBuf};

use tantivy::directory::MmapDirectory;
use tantivy::schema::Schema;
use tantivy::store::Compressor;
use tantivy::{Index, IndexReader, IndexSettings, ReloadPolicy};

use super::error::{IndexError, guarded};
use super::keys::KeyTokenizer;
use super::schema::{self, KEYS};
use super::spelling::Spellings;
use super::watermark::Watermark;
use crate::model::{RecordKind, Sequence};

/// Folder of each record kind, in the order of [`RecordKind::ALL`].
pub(super) const FOLDERS: [&str; 3] = ["offers", "needs", "partners"];
/// Small blocks: a match reads two hundred documents scattered over the store.
const STORE_BLOCK_BYTES: usize = 4_096;
/// Decompressed blocks kept a segment: 0.4 MB.
const STORE_CACHE_BLOCKS: usize = 100;

/// An open generation.
pub(super) struct Generation {
    /// Its folder's name, such as `g-0001`.
    pub(super) name: String,
    /// Its folder.
    pub(super) path: PathBuf,
    /// Offers, needs, partners.
    pub(super) indexes: [Index; 3],
    readers: [IndexReader; 3],
    /// How words are spelled, by segment.
    pub(super) spellings: Spellings,
}

impl Generation {
    /// Creates an empty generation whose commits start from `watermark`.
    pub(super) fn create(root: &Path, name: &str, watermark: &Watermark) -> Result<Self, IndexError> {
        let path = root.join(name);
        for folder in FOLDERS {
            let folder = path.join(folder);
            std::fs::create_dir_all(&folder).map_err(|source| IndexError::io(root, source))?;
            create_index(&folder, watermark).map_err(|error| IndexError::engine(root, error))?;
        }
        Self::open(root, name)
    }

    /// Opens a generation; every file is read through once, so that damage shows here and not in a query.
    pub(super) fn open(root: &Path, name: &str) -> Result<Self, IndexError> {
        let path = root.join(name);
        guarded(|| {
            let [offers, needs, partners] = FOLDERS.map(|folder| open_index(root, &path.join(folder)));
            let indexes = [offers?, needs?, partners?];
            let [offers, needs, partners] = indexes.each_ref().map(|index| open_reader(root, index));
            let readers = [offers?, needs?, partners?];
            Ok(Self {
                name: name.to_owned(),
                path: path.clone(),
                indexes,
                readers,
                spellings: Spellings::default(),
            })
        })
    }

    /// The watermarks of the last commits.
    pub(super) fn watermarks(&self) -> Result<[Watermark; 3], IndexError> {
        let [offers, needs, partners] = self.indexes.each_ref().map(|index| {
            let metas = index.load_metas().map_err(|error| IndexError::engine(&self.path, error))?;
            metas.payload.as_deref().and_then(Watermark::from_json).ok_or_else(|| {
                IndexError::Damaged("a commit carries no position of the change log".to_owned())
            })
        });
        Ok([offers?, needs?, partners?])
    }

    /// The position that all three indexes have reached.
    pub(super) fn sequence(&self) -> Result<Sequence, IndexError> {
        Ok(lowest(&self.watermarks()?))
    }

    /// Makes the last commits visible to new searchers.
    pub(super) fn reload(&self) -> Result<(), IndexError> {
        guarded(|| {
            self.readers
                .iter()
                .try_for_each(|reader| reader.reload().map_err(|error| IndexError::engine(&self.path, error)))
        })
    }

    /// Searchers over the three indexes.
    pub(super) fn searchers(&self) -> [tantivy::Searcher; 3] {
        self.readers.each_ref().map(IndexReader::searcher)
    }
}

/// Place of a record kind in the arrays of three.
pub(super) fn place(kind: RecordKind) -> usize {
    kind as usize
}

/// The position that all three have reached.
pub(super) fn lowest(watermarks: &[Watermark; 3]) -> Sequence {
    watermarks.iter().map(|watermark| watermark.sequence).min().unwrap_or_default()
}

fn create_index(folder: &Path, watermark: &Watermark) -> tantivy::Result<()> {
    let settings = IndexSettings {
        docstore_compression: Compressor::Lz4,
        docstore_blocksize: STORE_BLOCK_BYTES,
        docstore_compress_dedicated_thread: false,
        ..IndexSettings::default()
    };
    let index = Index::builder().schema(schema::build().0).settings(settings).create_in_dir(folder)?;
    let mut writer =
        index.writer_with_num_threads::<tantivy::TantivyDocument>(1, super::writer::SMALL_BUDGET)?;
    let mut commit = writer.prepare_commit()?;
    commit.set_payload(&watermark.to_json());
    commit.commit()?;
    Ok(())
}

fn open_index(root: &Path, folder: &Path) -> Result<Index, IndexError> {
    let directory = MmapDirectory::open(folder).map_err(|error| IndexError::engine(root, error.into()))?;
    let index = Index::open(directory).map_err(|error| IndexError::engine(root, error))?;
    index.tokenizers().register(KEYS, KeyTokenizer::default());
    let known: Schema = schema::build().0;
    if index.schema() != known {
        return Err(IndexError::Damaged("its fields are not those of its version".to_owned()));
    }
    let damaged = index.validate_checksum().map_err(|error| IndexError::engine(root, error))?;
    match damaged.iter().next() {
        Some(file) => Err(IndexError::Damaged(format!("{} fails its checksum", file.display()))),
        None => Ok(index),
    }
}

fn open_reader(root: &Path, index: &Index) -> Result<IndexReader, IndexError> {
    index
        .reader_builder()
        .reload_policy(ReloadPolicy::Manual)
        .doc_store_cache_num_blocks(STORE_CACHE_BLOCKS)
        .try_into()
        .map_err(|error| IndexError::engine(root, error))
}
