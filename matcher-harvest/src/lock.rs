//! One harvest at a time over a data folder: two would count what is missing twice and ask publishers twice.

use std::fs::{File, TryLockError};
use std::io;
use std::path::Path;

/// The lock; the system lets go of it when the process ends, however it ends.
#[derive(Debug)]
pub struct HarvestLock {
    _file: File,
}

impl HarvestLock {
    /// The lock on `file`, which is made where it is missing; none when another process holds it.
    ///
    /// # Errors
    /// The file cannot be made, or the file system knows no locks.
    pub fn take(file: &Path) -> io::Result<Option<Self>> {
        let file = File::options().create(true).append(true).open(file)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self { _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_holds_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("lock");
        let first = HarvestLock::take(&file).expect("a lock").expect("free");
        assert!(HarvestLock::take(&file).expect("a lock").is_none());
        drop(first);
        assert!(HarvestLock::take(&file).expect("a lock").is_some());
    }
}
