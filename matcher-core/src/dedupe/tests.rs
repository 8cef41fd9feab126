//! The whole of de-duplication in small: stories told by offers, and properties that hold for any.

mod electing;
mod judging;
mod properties;
mod stories;
