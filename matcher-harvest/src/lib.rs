//! Nightly harvest of foreign cooperation offers: fetch, parse, normalise, store.
//!
//! Meets the API only in the store's change log; knows nothing of the index, of matching or of web pages.

pub mod adapters;
pub mod cli;
pub mod complete;
pub mod crawl;
mod dates;
pub mod due;
mod half_read;
pub mod http;
pub mod language;
pub mod limits;
pub mod lock;
pub mod mapping;
pub mod payload;
pub mod pipeline;
pub mod problem;
pub mod reading;
pub mod replay;
pub mod report;
pub mod round;
pub mod settle;
pub mod source;
mod standing;
pub mod text;
