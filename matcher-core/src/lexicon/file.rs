//! A lexicon's file: mapped into memory and verified, or written so that no reader sees half of it.
//!
//! Knows the layout only through [`super::format`].

use std::fs;
use std::io;
use std::path::Path;

use tantivy::directory::error::OpenReadError;
use tantivy::directory::{Directory, MmapDirectory, OwnedBytes};

use super::format::{self, FORM, Fault};
use super::{Lexicon, LexiconError};
use crate::text;

impl Lexicon {
    /// Maps a file into memory and verifies it. A file in use is to be replaced by renaming, not overwritten.
    ///
    /// # Errors
    /// [`LexiconError`] when it cannot be read, is no lexicon, is damaged, or was made for other stemmers.
    pub fn open(path: &Path) -> Result<Self, LexiconError> {
        let bytes =
            mapped(path).map_err(|source| LexiconError::Unreadable { path: path.to_owned(), source })?;
        let verified = Self::of(bytes).and_then(|lexicon| {
            format::verify(lexicon.bytes(), &text::fingerprint())?;
            Ok(lexicon)
        });
        verified.map_err(|fault| told(path, fault))
    }

    /// Writes it beside `path` and renames it there, so that no reader sees half a file.
    ///
    /// # Errors
    /// [`LexiconError::Unwritable`].
    pub fn save(&self, path: &Path) -> Result<(), LexiconError> {
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{}", std::process::id()));
        let beside = path.with_file_name(name);
        let saved = fs::write(&beside, self.bytes()).and_then(|()| fs::rename(&beside, path));
        saved.map_err(|source| {
            // What could not be written whole is of no use; that it could not be is told below.
            drop(fs::remove_file(&beside));
            LexiconError::Unwritable { path: path.to_owned(), source }
        })
    }
}

/// The bytes of a file, as pages of the file itself.
fn mapped(path: &Path) -> io::Result<OwnedBytes> {
    let path = fs::canonicalize(path)?;
    if !path.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "this is no file"));
    }
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
        return Err(io::ErrorKind::NotFound.into());
    };
    let folder = MmapDirectory::open(folder).map_err(io::Error::other)?;
    match folder.open_read(Path::new(name)) {
        Ok(file) => file.read_bytes(),
        Err(OpenReadError::IoError { io_error, .. }) => Err(io::Error::new(io_error.kind(), io_error)),
        Err(error) => Err(io::Error::other(error)),
    }
}

/// A fault of bytes, said of the file they come from.
pub(super) fn told(path: &Path, fault: Fault) -> LexiconError {
    let path = path.to_owned();
    match fault {
        Fault::NotALexicon => LexiconError::NotALexicon(path),
        Fault::OtherForm(found) => LexiconError::OtherForm { path, found, known: FORM },
        Fault::OtherAnalyser(found) => {
            LexiconError::OtherAnalyser { path, found, known: text::fingerprint() }
        }
        Fault::Damaged(detail) => LexiconError::Damaged { path, detail },
    }
}
