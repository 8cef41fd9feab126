//! The index against real folders: round trips, replays, restarts, damage.

mod damage;
mod following;
mod harness;
mod searching;
mod ties;
