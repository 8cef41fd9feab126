//! Why a lexicon cannot be opened, made or kept, told apart by what mends it.

use std::io;
use std::path::PathBuf;

/// What is wrong with a lexicon.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LexiconError {
    /// The file cannot be read.
    #[error("the lexicon {}: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file cannot be written.
    #[error("the lexicon {} cannot be written: {source}", path.display())]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file is something else.
    #[error("{}: this is no lexicon; `matcher lexicon train` makes one", .0.display())]
    NotALexicon(PathBuf),
    /// The file was written by a program that knows another form.
    #[error(
        "the lexicon {} has form {found}, this program reads form {known}: make it again with `matcher lexicon train`",
        path.display()
    )]
    OtherForm {
        /// The file.
        path: PathBuf,
        /// Its form.
        found: u32,
        /// The one read here.
        known: u32,
    },
    /// The file was made by other stemmers or stop lists, so that its keys would meet nothing.
    #[error(
        "the lexicon {} was made for the analyser {found}, this program has {known}: make it again with `matcher lexicon train` or `matcher lexicon extend`",
        path.display()
    )]
    OtherAnalyser {
        /// The file.
        path: PathBuf,
        /// The fingerprint in it.
        found: String,
        /// This program's.
        known: String,
    },
    /// Bytes are missing or changed.
    #[error("the lexicon {} is damaged ({detail}): restore it or make it again", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What does not add up.
        detail: &'static str,
    },
    /// There is nothing to learn from.
    #[error(
        "the vocabularies hold no label in two of es, en, fr, pt, de for one entry: there is nothing to learn from"
    )]
    NothingToLearn,
    /// There is more to learn from than the bounds of a lexicon allow.
    #[error("the vocabularies hold {found} {what}, a lexicon takes {most}: leave some out")]
    TooLarge {
        /// What there is too much of.
        what: &'static str,
        /// How much.
        found: u64,
        /// How much is allowed.
        most: u64,
    },
}
