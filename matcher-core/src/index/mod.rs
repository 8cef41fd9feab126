//! The search index: three tantivy indexes derived from the change log, rebuilt whenever in doubt.
//!
//! Holds no truth: every record comes from the store, and so does every text shown. A folder looks like
//!
//! ```text
//! index/CURRENT                     the name of the generation in use
//!       g-0003/{offers,needs,partners}
//! ```
//!
//! Each commit carries the position of the change log it reached ([`SCHEMA_VERSION`], analyser and profile
//! beside it); applying a record again changes nothing, so a follower that dies anywhere just goes on.

mod candidates;
mod document;
mod error;
mod facets;
mod folder;
mod generation;
mod keys;
mod psq;
mod query;
mod rebuild;
mod schema;
mod search;
mod segment;
mod snapshot;
mod spelling;
mod state;
mod top;
mod watermark;
mod writer;

pub use candidates::{Candidate, Facts};
pub use document::Entry;
pub use error::IndexError;
pub use folder::IndexFolder;
pub use rebuild::Rebuild;
pub use schema::SCHEMA_VERSION;
pub use search::{MAX_LIMIT, MAX_OFFSET, SearchHit, SearchPage, SearchRequest};
pub use snapshot::{CorpusStats, IndexReader, Snapshot};
pub use state::{IndexState, RebuildReason};
pub use writer::IndexWriter;

#[cfg(test)]
mod tests;
