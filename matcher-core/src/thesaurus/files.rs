//! A vocabulary in files: read whole, within bounds, and put in force on top of what ships.

use std::path::{Path, PathBuf};

use super::{MAX_FILE_BYTES, Thesaurus, ThesaurusError, TooLate};

/// Why files are not in use as a vocabulary.
#[derive(Debug, thiserror::Error)]
pub enum ThesaurusFileError {
    /// A file cannot be read.
    #[error("the thesaurus {}: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file is larger than [`MAX_FILE_BYTES`].
    #[error("the thesaurus {}: {bytes} bytes, more than the {MAX_FILE_BYTES} allowed; split the file", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Its size.
        bytes: u64,
    },
    /// A file is not UTF-8.
    #[error("the thesaurus {}: not UTF-8; save it as UTF-8", path.display())]
    NotUtf8 {
        /// The file.
        path: PathBuf,
    },
    /// What the files say breaks the rules.
    #[error("this is no thesaurus yet\n{0}")]
    Refused(#[from] ThesaurusError),
    /// Texts have been read already.
    #[error(transparent)]
    TooLate(#[from] TooLate),
}

/// Names and texts of files, as [`Thesaurus::from_turtle`] takes them.
///
/// # Errors
/// The first file that cannot be read, is too large or is not UTF-8.
pub fn read_files(paths: &[PathBuf]) -> Result<Vec<(String, String)>, ThesaurusFileError> {
    paths.iter().map(|path| Ok((path.display().to_string(), read(path)?))).collect()
}

fn read(path: &Path) -> Result<String, ThesaurusFileError> {
    let unreadable = |source| ThesaurusFileError::Unreadable { path: path.to_owned(), source };
    let bytes = std::fs::metadata(path).map_err(unreadable)?.len();
    if bytes > MAX_FILE_BYTES as u64 {
        return Err(ThesaurusFileError::TooLarge { path: path.to_owned(), bytes });
    }
    let bytes = std::fs::read(path).map_err(unreadable)?;
    String::from_utf8(bytes).map_err(|_| ThesaurusFileError::NotUtf8 { path: path.to_owned() })
}

impl Thesaurus {
    /// The shipped thesaurus with what these files add.
    ///
    /// # Errors
    /// [`ThesaurusFileError`].
    pub fn extended_by(paths: &[PathBuf]) -> Result<Self, ThesaurusFileError> {
        let texts = read_files(paths)?;
        Ok(Self::extended(texts.iter().map(|(name, text)| (name.as_str(), text.as_str())))?)
    }

    /// Puts the shipped thesaurus with what these files add in force; with no file nothing is done. Doing it again
    /// with files that say the same changes nothing.
    ///
    /// # Errors
    /// [`ThesaurusFileError`].
    pub fn use_files(paths: &[PathBuf]) -> Result<(), ThesaurusFileError> {
        if paths.is_empty() {
            return Ok(());
        }
        let own = Self::extended_by(paths)?;
        let digest = own.digest().to_owned();
        match own.put_in_force() {
            Err(TooLate) if Self::in_force().digest() != digest => Err(TooLate.into()),
            _ => Ok(()),
        }
    }
}
