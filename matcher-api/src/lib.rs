//! The edge of the matchmaker: settings, REST, pages and commands over store and engine.
//!
//! Decides nothing about matching and speaks no SQL: those live in `matcher-core` and `matcher-store`.

pub mod also;
pub mod auth;
pub mod card;
pub mod cli;
#[cfg(test)]
mod committed;
pub mod config;
pub mod demo;
pub mod dto;
pub mod engine;
pub mod follower;
pub mod freshness;
pub mod import;
pub mod intake;
pub mod openapi;
pub mod problem;
pub mod prose;
pub mod routes;
pub mod server;
pub mod state;
pub mod web;
