//! The edge of the matchmaker: settings, REST, pages and commands over store and engine.
//!
//! Decides nothing about matching and speaks no SQL: those live in `matcher-core` and `matcher-store`.

pub mod config;
pub mod import;
pub mod problem;
pub mod prose;
