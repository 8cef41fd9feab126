//! One binary for every test of the whole system: a single link, one harness.

mod harness;
mod tidy;
