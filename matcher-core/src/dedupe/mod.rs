//! Which offers are the same opportunity told twice: within one source, or by several.
//!
//! In four steps, each a pure function: a [`Signature`] of each offer, made once; [`Signature::blocking_keys`], so that
//! only offers sharing a key are compared; [`compare`], which weighs what agrees and what differs and says why; and
//! [`cluster()`], where judgements by people stand above every likeness. [`elect()`] then reads the records of a cluster
//! together without changing any of them.
//!
//! Knows no store, no time of day and no wording: reasons are data. How it decides is told in `docs/deduplication.md`.

mod address;
mod blocking;
mod cluster;
mod compare;
mod elect;
mod evidence;
mod identifiers;
mod joining;
mod likeness;
mod mended;
mod pairing;
mod signature;
mod sketch;
mod title;
mod title_evidence;
mod title_relation;
mod weights;

pub use blocking::{MAX_KEYS, MAX_OFFERS_PER_KEY};
pub use cluster::{
    Cluster, Clustering, Conflict, Decision, Judgement, Link, Member, Refusal, Refused, cluster,
};
pub use compare::compare;
pub use elect::{Choice, Elected, Ranked, Standing, Why, elect};
pub use likeness::{ComparedField, Finding, Likeness, Measure, Reason, Sameness};
pub use pairing::{Pairing, UnselectiveKey, pairs};
pub use signature::{Fingerprint, RULES, Signature};

#[cfg(test)]
mod tests;
