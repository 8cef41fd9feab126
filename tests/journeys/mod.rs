//! What people do from beginning to end, through the interfaces they have.

mod cli;
mod offer_to_match;
