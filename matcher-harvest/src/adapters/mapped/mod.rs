//! From a record and the rules of a mapping to an offer, whatever format the record came in.
//!
//! A format hands over a [`Lookup`]; what a path means is its business. Knows nothing of payloads.

mod aside;
mod evaluate;
mod money;
mod offer;
mod pointer;
mod words;

pub(super) use evaluate::{Lookup, texts};
pub(super) use offer::{Context, external_id_of, read_offer};
pub(super) use pointer::{JsonRecord, check_path, entry_of, find_all};
