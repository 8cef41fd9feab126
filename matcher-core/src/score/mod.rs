//! The one pair score: gates exclude, components score, and everything is taken apart as data.

mod explanation;

pub use explanation::{Band, Component, ComponentName, Evidence, Explanation, Gate, WordMatch};
