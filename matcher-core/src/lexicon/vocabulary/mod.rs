//! Parallel vocabularies as they are published: which reader takes a file, and the bounds all of them keep.
//!
//! Knows no learning; hands labels over to a [`Corpus`].

mod concepts;
mod error;
mod label;
mod rdf_xml;
mod skos;
mod tsv;

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

pub use error::{Place, VocabularyError, VocabularyFault};

use super::Corpus;

/// Largest vocabulary read, in bytes: EuroVoc and AGROVOC in full fit.
pub const MAX_FILE_BYTES: u64 = 4 << 30;
/// Most concepts of a SKOS file and rows of a table.
pub const MAX_CONCEPTS: usize = 500_000;
/// Longest line of a table, in bytes.
pub const MAX_LINE_BYTES: u64 = 1 << 20;
/// Longest label, in Unicode scalar values.
pub const MAX_LABEL_CHARS: usize = 4_000;

/// Deepest nesting of elements in RDF/XML.
pub const MAX_XML_DEPTH: usize = 64;

/// What is wrong, and where in the file.
type Failed = (Place, VocabularyFault);
/// Reads entries of a weight; how many.
type Reader = fn(&mut dyn Read, u32, &mut Corpus) -> Result<usize, Failed>;

/// Reads a vocabulary into `corpus`: a table (`.tsv`) or SKOS (`.ttl`, `.nt`, `.rdf`). How many entries had labels in two
/// languages or more. Each counts `weight` times: the words of one's own more than those of the world at large.
///
/// # Errors
/// [`VocabularyError`], which says where and how to mend it. What was read before stays in the corpus.
pub fn read_vocabulary(path: &Path, weight: u32, corpus: &mut Corpus) -> Result<usize, VocabularyError> {
    let failed = |fault| VocabularyError { file: path.to_owned(), place: Place::File, fault };
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    let read: Reader = match extension.to_ascii_lowercase().as_str() {
        "tsv" | "tab" => tsv::read,
        "ttl" | "nt" => skos::read,
        "rdf" | "xml" | "owl" => rdf_xml::read,
        _ => return Err(failed(VocabularyFault::UnknownForm)),
    };
    let file = File::open(path).map_err(|cause| failed(VocabularyFault::Unreadable(cause)))?;
    let length = file.metadata().map_err(|cause| failed(VocabularyFault::Unreadable(cause)))?.len();
    if length > MAX_FILE_BYTES {
        return Err(failed(VocabularyFault::TooManyBytes));
    }
    // Taken by length: a file that grows while it is read ends where it ended.
    let entries = read(&mut BufReader::with_capacity(1 << 16, file).take(MAX_FILE_BYTES), weight, corpus)
        .map_err(|(place, fault)| VocabularyError { file: path.to_owned(), place, fault })?;
    if entries == 0 {
        return Err(failed(VocabularyFault::NothingParallel));
    }
    Ok(entries)
}
