//! One binary for every test of the whole system: a single link, one harness.
#![expect(clippy::print_stderr, reason = "a skipped test says so where the run is read")]

mod api;
mod crash;
mod harness;
mod journeys;
mod tidy;
mod web;
