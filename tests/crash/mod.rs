//! Killed anywhere, damaged while stopped, or out of room: nothing is lost, nothing doubled, and it says so.

mod damage;
mod folders;
mod import;
mod reindex;
mod sample;
mod serve;
mod state;
