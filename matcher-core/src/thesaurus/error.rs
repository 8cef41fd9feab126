//! What is wrong with a vocabulary: file, line, what, and how to mend it.

use std::fmt::{self, Display, Formatter};

/// Most problems told at once.
pub const MAX_PROBLEMS: usize = 100;

/// One thing to mend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThesaurusProblem {
    /// The name under which the text was handed over.
    pub file: String,
    /// Its line, counted from 1, where one is to blame.
    pub line: Option<u64>,
    /// What is wrong.
    pub what: String,
    /// What to do about it.
    pub how: &'static str,
}

impl Display for ThesaurusProblem {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}; {}", self.file, self.what, self.how),
            None => write!(f, "{}: {}; {}", self.file, self.what, self.how),
        }
    }
}

/// Why a vocabulary was refused: every problem found, up to [`MAX_PROBLEMS`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct ThesaurusError {
    /// The problems told, in the order of the files.
    pub problems: Vec<ThesaurusProblem>,
    /// How many more there were.
    pub untold: usize,
}

impl Display for ThesaurusError {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for (place, problem) in self.problems.iter().enumerate() {
            let newline = if place == 0 { "" } else { "\n" };
            write!(f, "{newline}{problem}")?;
        }
        match self.untold {
            0 => Ok(()),
            untold => write!(f, "\n… and {untold} more problems"),
        }
    }
}

/// A vocabulary was to be put in force when texts had been read with another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("texts have been read with another thesaurus already: put it in force when the program starts")]
pub struct TooLate;

/// Problems as they are found.
#[derive(Debug, Default)]
pub(super) struct Problems {
    told: Vec<ThesaurusProblem>,
    untold: usize,
}

impl Problems {
    pub(super) fn add(&mut self, file: &str, line: Option<u64>, what: impl Into<String>, how: &'static str) {
        if self.told.len() < MAX_PROBLEMS {
            self.told.push(ThesaurusProblem { file: file.to_owned(), line, what: what.into(), how });
        } else {
            self.untold += 1;
        }
    }

    /// Whether nothing more would be told.
    pub(super) const fn is_full(&self) -> bool {
        self.untold > 0
    }

    /// # Errors
    /// All that was found, if anything was.
    pub(super) fn into_result(self) -> Result<(), ThesaurusError> {
        if self.told.is_empty() {
            return Ok(());
        }
        Err(ThesaurusError { problems: self.told, untold: self.untold })
    }
}
