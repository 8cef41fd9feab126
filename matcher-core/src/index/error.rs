//! What can go wrong with an index folder, told apart by what the operator can do about it.

use std::io;
use std::path::{Path, PathBuf};

use tantivy::TantivyError;
use tantivy::directory::error::{LockError, OpenDirectoryError, OpenReadError, OpenWriteError};

use super::RebuildReason;

/// Why the index could not be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IndexError {
    /// Another process is writing to the index, or rebuilding it.
    #[error("the index folder {} is being written by another process", .0.display())]
    Locked(PathBuf),
    /// The folder or its files may not be written.
    #[error("the index folder {} may not be written", .0.display())]
    ReadOnly(PathBuf),
    /// No space left.
    #[error("no space left on the device of the index folder {}", .0.display())]
    DiskFull(PathBuf),
    /// The index has to be rebuilt before it can be read or written.
    #[error("the index has to be rebuilt: {0}")]
    NotReady(RebuildReason),
    /// Another process swapped in a new generation: refresh and open another writer.
    #[error("the index was rebuilt by another process while this one wrote to the old one")]
    Superseded,
    /// A file of the index is damaged.
    #[error("the index is damaged: {0}")]
    Damaged(String),
    /// A request that the index does not take, such as a page beyond the limits.
    #[error("{0}")]
    Request(String),
    /// Anything else the operating system refused.
    #[error("the index folder {} cannot be used: {source}", path.display())]
    Io {
        /// The index folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A fault of the search engine itself.
    #[error("the search engine failed: {0}")]
    Engine(String),
}

impl IndexError {
    /// Sorts an error of the operating system about `path`.
    pub(super) fn io(path: &Path, source: io::Error) -> Self {
        match source.kind() {
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                Self::ReadOnly(path.to_owned())
            }
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull(path.to_owned()),
            io::ErrorKind::WouldBlock => Self::Locked(path.to_owned()),
            _ => Self::Io { path: path.to_owned(), source },
        }
    }

    /// Sorts an error of the search engine, which wraps those of the system in many ways.
    pub(super) fn engine(path: &Path, error: TantivyError) -> Self {
        match error {
            TantivyError::LockFailure(LockError::LockBusy, _) => Self::Locked(path.to_owned()),
            TantivyError::LockFailure(LockError::IoError(source), _)
            | TantivyError::IoError(source)
            | TantivyError::OpenDirectoryError(OpenDirectoryError::IoError { io_error: source, .. })
            | TantivyError::OpenReadError(OpenReadError::IoError { io_error: source, .. })
            | TantivyError::OpenWriteError(OpenWriteError::IoError { io_error: source, .. }) => {
                Self::system(path, &source)
            }
            TantivyError::OpenReadError(error) => Self::Damaged(error.to_string()),
            TantivyError::OpenDirectoryError(error) => Self::Damaged(error.to_string()),
            TantivyError::DataCorruption(error) => Self::Damaged(format!("{error:?}")),
            TantivyError::IncompatibleIndex(error) => Self::Damaged(format!("{error:?}")),
            error => Self::Engine(error.to_string()),
        }
    }

    /// The engine shares its I/O errors, so that only kind and words can be taken over.
    fn system(path: &Path, source: &io::Error) -> Self {
        match source.kind() {
            io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidData | io::ErrorKind::NotFound => {
                Self::Damaged(source.to_string())
            }
            kind => Self::io(path, io::Error::new(kind, source.to_string())),
        }
    }
}

/// Runs `read`, turning a panic of the engine over damaged bytes into [`IndexError::Damaged`].
pub(super) fn guarded<T>(read: impl FnOnce() -> Result<T, IndexError>) -> Result<T, IndexError> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(read)).unwrap_or_else(|panic| {
        let words = panic
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| panic.downcast_ref::<&str>().copied())
            .unwrap_or("the search engine could not read its files");
        Err(IndexError::Damaged(words.to_owned()))
    })
}
