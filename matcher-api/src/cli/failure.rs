//! Why a command could not be done, in one form: what, where, how to mend it.

use crate::cli::console;
use crate::config::SettingsError;
use crate::demo::DemoError;
use crate::engine::EngineError;
use crate::follower::FollowError;
use crate::import::{ImportError, LoadError};
use crate::state::StartError;
use matcher_core::evaluate::EvaluateError;
use matcher_core::index::IndexError;
use matcher_core::lexicon::{LexiconError, VocabularyError};
use matcher_core::thesaurus::ThesaurusFileError;
use matcher_store::StoreError;

/// Exit code of a command that was done but for some rows.
pub(super) const IN_PART: u8 = 1;
/// Exit code of a command that could not be done.
pub(super) const COULD_NOT: u8 = 2;

/// A command could not be done.
#[derive(Debug)]
pub(super) enum Failure {
    /// Said in words.
    Said(String),
    /// Whoever read the output has closed it: nothing is left to say, and nobody to say it to.
    ReaderGone,
}

impl Failure {
    /// A failure in words that say what to do.
    pub(super) fn new(text: impl Into<String>) -> Self {
        Self::Said(text.into())
    }

    /// The same, naming where it happened.
    pub(super) fn at(place: impl std::fmt::Display, cause: impl std::fmt::Display) -> Self {
        Self::Said(format!("{place}: {cause}"))
    }

    /// Writes it to standard error; its exit code.
    pub(super) fn tell(self) -> u8 {
        match self {
            Self::Said(text) => {
                console::complain(&format!("error: {text}"));
                COULD_NOT
            }
            Self::ReaderGone => 0,
        }
    }
}

macro_rules! said {
    ($($error:ty),+ $(,)?) => {
        $(impl From<$error> for Failure {
            fn from(error: $error) -> Self {
                Self::Said(error.to_string())
            }
        })+
    };
}

said!(
    DemoError,
    EngineError,
    EvaluateError,
    FollowError,
    ImportError,
    IndexError,
    LexiconError,
    LoadError,
    SettingsError,
    StartError,
    StoreError,
    ThesaurusFileError,
    VocabularyError
);
