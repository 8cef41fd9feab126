//! What is wrong with a vocabulary, where, and how to mend it.

use std::fmt;
use std::io;
use std::path::PathBuf;

use super::{MAX_CONCEPTS, MAX_FILE_BYTES, MAX_LABEL_CHARS, MAX_LINE_BYTES, MAX_XML_DEPTH};

/// A vocabulary cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{}{place}: {fault}", file.display())]
pub struct VocabularyError {
    /// The file.
    pub file: PathBuf,
    /// Where in it.
    pub place: Place,
    /// What is wrong there.
    pub fault: VocabularyFault,
}

/// Where in a vocabulary something is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// The file as a whole.
    File,
    /// A line, counted from 1.
    Line(u64),
    /// A column of a line, both counted from 1: the cell of a table, the letter of Turtle.
    Column(u64, u64),
    /// A byte of an XML file, from 0.
    Byte(u64),
    /// A concept of a SKOS file, by its address.
    Concept(String),
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File => Ok(()),
            Self::Line(line) => write!(formatter, ", line {line}"),
            Self::Column(line, column) => write!(formatter, ", line {line}, column {column}"),
            Self::Byte(byte) => write!(formatter, ", byte {byte}"),
            Self::Concept(address) => write!(formatter, ", {address}"),
        }
    }
}

/// What can be wrong with a vocabulary.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum VocabularyFault {
    /// The file cannot be read.
    #[error("{0}")]
    Unreadable(io::Error),
    /// The name does not tell the form.
    #[error("name it .tsv for a table with a heading, .ttl, .nt or .rdf for SKOS")]
    UnknownForm,
    /// The file is too large.
    #[error("the file is larger than {MAX_FILE_BYTES} bytes: cut it into several")]
    TooManyBytes,
    /// There are too many entries.
    #[error("more than {MAX_CONCEPTS} entries: cut the file into several, or leave some out")]
    TooManyEntries,
    /// A line is too long.
    #[error("the line is longer than {MAX_LINE_BYTES} bytes: is this a table?")]
    LongLine,
    /// Bytes are no UTF-8.
    #[error("this is not UTF-8: convert it first (`iconv -f LATIN1 -t UTF-8 FILE`)")]
    NotUtf8,
    /// The heading names fewer than two languages.
    #[error(
        "the heading names no two of the languages es, en, fr, pt, de; its columns are separated by tabs"
    )]
    NoLanguages,
    /// The heading names a language twice.
    #[error("the heading names the language {0} twice: keep one of the columns")]
    LanguageTwice(&'static str),
    /// A line has more cells than the heading.
    #[error("{found} cells under a heading of {known}: is there a tab within a text?")]
    TooManyCells {
        /// Cells of the line.
        found: usize,
        /// Cells of the heading.
        known: usize,
    },
    /// A label holds a control character.
    #[error("the label holds the control character U+{0:04X}: take it out")]
    ControlCharacter(u32),
    /// A label is too long.
    #[error("the label has more than {MAX_LABEL_CHARS} characters: is this a description?")]
    LongLabel,
    /// Turtle that cannot be parsed.
    #[error("this is no Turtle: {0}")]
    Syntax(String),
    /// XML that cannot be parsed.
    #[error("this is no RDF/XML: {0}")]
    Xml(String),
    /// Elements stand too deep in one another.
    #[error("more than {MAX_XML_DEPTH} elements stand in one another: is this a vocabulary?")]
    TooDeep,
    /// A label holds an entity of the document's own.
    #[error(
        "the label holds the entity &{0};, which is not expanded: write the letters themselves (`xmllint --noent FILE`)"
    )]
    Entity(String),
    /// No entry has labels in two languages.
    #[error(
        "no entry has labels in two of the languages es, en, fr, pt, de (SKOS: skos:prefLabel with a language)"
    )]
    NothingParallel,
}
