//! From raw text to values: deadlines, amounts, who may apply, which countries, each with the sentence it stands in.
//!
//! Pure: the day of publication is handed in. Unknown stays unknown.

pub mod dates;
pub mod eligibility;
mod folded;
mod reading;
mod sentence;

pub use reading::{MAX_PASSAGE_BYTES, MAX_PASSAGES, Part, Passage, Reading};
