//! From raw text to values: deadlines, amounts, who may apply, which countries, each with the sentence it stands in.
//!
//! Pure: the day of publication is handed in. Unknown stays unknown.

pub mod dates;
pub mod eligibility;
mod folded;
mod reading;
mod sentence;

use jiff::civil::Date;

pub use reading::{MAX_PASSAGE_BYTES, MAX_PASSAGES, Part, Passage, Reading};

use crate::model::CountryCode;
use eligibility::EligibilityFound;

/// What was read out of an offer's words.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Extraction {
    /// What is said of each country asked about; silence leaves it out.
    pub eligibility: Vec<EligibilityFound>,
}

/// Reads an offer. `asked` are the countries whose eligibility is wanted; `today` decides which lists are in force.
pub fn extract(reading: &Reading, asked: &[CountryCode], today: Date) -> Extraction {
    let foldings = reading.fold();
    let eligibility =
        asked.iter().filter_map(|country| eligibility::find(reading, &foldings, country, today)).collect();
    Extraction { eligibility }
}
