//! What went wrong with a record or a payload: where, which stable code, how bad.
//!
//! Knows nothing of how problems are shown.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::limits::{MAX_PROBLEMS, MAX_QUOTE_CHARS};

/// How much a problem costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Nothing is lost; somebody who tends the source may want to know.
    Note,
    /// A value is lost, the record is kept.
    Warning,
    /// The record is lost.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

/// One thing noticed while reading a payload.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The record's external id, else `record 12` or `payload`.
    pub place: String,
    /// The external id of the record that is lost, where it is known for sure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// Stable code, kebab-case.
    pub code: String,
    /// What was found and what became of it.
    pub detail: String,
    /// What it costs.
    pub severity: Severity,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {} ({})", self.severity, self.place, self.detail, self.code)
    }
}

/// Codes that say that more is listed than was read: what is missing then is not missing.
pub const LISTING_INCOMPLETE: [&str; 4] = ["too-many-records", FURTHER_PAGES, PAGES_LEFT, "more-problems"];

/// A payload says that there are further pages; of no account where they were read too.
pub(crate) const FURTHER_PAGES: &str = "further-pages";

/// There are more pages than one run reads.
pub(crate) const PAGES_LEFT: &str = "pages-left";

/// Collects problems up to a cap; what exceeds it is counted, so that a hostile payload cannot fill memory.
#[derive(Debug, Default)]
pub struct Problems {
    kept: Vec<Problem>,
    left_out: usize,
}

impl Problems {
    /// Nothing is lost by it.
    pub fn note(&mut self, place: &str, code: &str, detail: impl Into<String>) {
        self.push(Severity::Note, place, code, detail.into());
    }

    /// A value is lost by it.
    pub fn warn(&mut self, place: &str, code: &str, detail: impl Into<String>) {
        self.push(Severity::Warning, place, code, detail.into());
    }

    /// A record is lost by it, and nobody knows which: what is stored of it may seem to be missing.
    pub fn reject(&mut self, place: &str, code: &str, detail: impl Into<String>) {
        self.push(Severity::Error, place, code, detail.into());
    }

    /// The record of this external id is lost by it.
    pub fn reject_known(&mut self, external_id: &str, code: &str, detail: impl Into<String>) {
        self.keep(Problem {
            place: external_id.to_owned(),
            external_id: Some(external_id.to_owned()),
            code: code.to_owned(),
            detail: detail.into(),
            severity: Severity::Error,
        });
    }

    fn push(&mut self, severity: Severity, place: &str, code: &str, detail: String) {
        let (place, code) = (place.to_owned(), code.to_owned());
        self.keep(Problem { place, external_id: None, code, detail, severity });
    }

    fn keep(&mut self, problem: Problem) {
        if self.kept.len() < MAX_PROBLEMS {
            self.kept.push(problem);
        } else {
            self.left_out += 1;
        }
    }

    /// Adds the problems of another stage.
    pub fn extend(&mut self, others: impl IntoIterator<Item = Problem>) {
        for problem in others {
            self.keep(problem);
        }
    }

    /// Everything collected, in the order found; a last entry counts what went beyond the cap.
    pub fn into_vec(mut self) -> Vec<Problem> {
        if self.left_out > 0 {
            self.kept.push(Problem {
                place: "payload".to_owned(),
                external_id: None,
                code: "more-problems".to_owned(),
                detail: format!("{} further problems are not listed", self.left_out),
                severity: Severity::Warning,
            });
        }
        self.kept
    }
}

/// `text` on one line, cut for a message.
pub fn quote(text: &str) -> String {
    let mut line: String =
        text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(MAX_QUOTE_CHARS).collect();
    if line.len() < text.len() {
        line.push('…');
    }
    format!("«{line}»")
}

/// Why a whole payload is refused; nothing of it is used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PayloadError {
    /// No bytes, or only blanks.
    #[error("the payload is empty")]
    Empty,
    /// Larger than [`crate::limits::MAX_PAYLOAD_BYTES`] once decompressed.
    #[error("the payload is larger than {limit} bytes once decompressed")]
    TooLarge {
        /// The cap.
        limit: usize,
    },
    /// A workbook whose cells take more than [`crate::limits::MAX_CELLS_BYTES`] once read.
    #[error(
        "the cells of the workbook take more than {limit} bytes, where a text that cells share counts for each"
    )]
    CellsTooLarge {
        /// The cap.
        limit: usize,
    },
    /// Nested deeper than the parsers accept.
    #[error("the payload is nested more than {limit} levels deep")]
    TooDeep {
        /// The cap.
        limit: usize,
    },
    /// A gzip stream that breaks off or is damaged.
    #[error("the gzip stream is damaged or cut short: {0}")]
    Gzip(String),
    /// An HTML page where data was expected: a maintenance notice, a login form, an error page.
    #[error("expected {expected} but got an HTML page, titled {title}")]
    HtmlPage {
        /// What the adapter reads.
        expected: &'static str,
        /// The page's title, quoted.
        title: String,
    },
    /// Not the syntax the adapter reads, or cut short.
    #[error("not readable as {expected}: {detail}")]
    Syntax {
        /// What the adapter reads.
        expected: &'static str,
        /// The parser's complaint.
        detail: String,
    },
    /// Well-formed, but not this source's form.
    #[error("not the form of {expected}: {detail}")]
    Form {
        /// What the adapter reads.
        expected: &'static str,
        /// What is missing or different.
        detail: String,
    },
    /// XML that declares entities of its own, the way entity bombs do.
    #[error("the document declares its own XML entities, which no feed needs and entity bombs do")]
    EntityDeclaration,
    /// The source answered with an error of its own.
    #[error("the source reports an error: {0}")]
    Reported(String),
    /// A well-formed payload that lists nothing.
    #[error("the payload lists no record at all")]
    NoRecords,
}

impl PayloadError {
    /// Stable code, kebab-case.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "payload-empty",
            Self::TooLarge { .. } | Self::CellsTooLarge { .. } => "payload-too-large",
            Self::TooDeep { .. } => "payload-too-deep",
            Self::Gzip(_) => "payload-gzip",
            Self::HtmlPage { .. } => "payload-html-page",
            Self::Syntax { .. } => "payload-syntax",
            Self::Form { .. } => "payload-form",
            Self::EntityDeclaration => "payload-entity-declaration",
            Self::Reported(_) => "payload-reported-error",
            Self::NoRecords => "payload-no-records",
        }
    }
}
