//! Offers that several records tell of: found, kept together without touching any record, and judged by people.
//!
//! What is compared and how is `matcher_core::dedupe`; here it is kept, followed and shown. Every record stays what its
//! source says. A record whose cluster comes to be shown otherwise takes a position of the change log in the same
//! transaction, so that whoever follows the log follows this too.

mod choice;
mod component;
mod follow;
mod judge;
mod judgements;
mod likenesses;
mod list;
mod regroup;
mod signatures;
mod signed;
mod standing;
mod state;

pub use judge::Judged;
pub use judgements::{JudgementRecord, MAX_BECAUSE_CHARS, MAX_JUDGED, Withdrawn};
pub use likenesses::Alike;
pub use list::{ClusterDetail, UnsurePair};
pub use standing::{AlsoPublished, ClusterView};
pub use state::DuplicateCounts;

pub(crate) use judgements::{Entry, entries_after};
pub(crate) use likenesses::after as likenesses_after;
pub(crate) use signed::{Place, Signed, keys_of, signed_after};
pub(crate) use state::State;
