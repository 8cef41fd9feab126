//! From raw text to values: deadlines, amounts, who may apply, which countries, each with the sentence it stands in.
//!
//! Pure: the day of publication is handed in. Unknown stays unknown.

mod amount;
mod applicants;
mod clock;
mod co_financing;
mod contact;
pub mod dates;
mod deadline;
pub mod eligibility;
mod fill;
mod folded;
mod found;
mod kinds;
pub mod organisation;
mod reading;
mod sentence;
mod territory;
mod themes;

use jiff::civil::Date;
use url::Url;

pub use deadline::Calendar;
pub use fill::fill;
pub use found::{Confidence, Found};
pub use reading::{MAX_PASSAGE_BYTES, MAX_PASSAGES, Part, Passage, Reading};

use crate::model::{ActorKind, CooperationKind, CountryCode, MoneyRange, TerritoryCode};
use eligibility::EligibilityFound;

/// What was read out of an offer's words.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Extraction {
    /// When it opens and closes.
    pub calendar: Calendar,
    /// How much it gives.
    pub amount: Option<Found<MoneyRange>>,
    /// What form it takes.
    pub kinds: Option<Found<Vec<CooperationKind>>>,
    /// What sort of bodies may apply.
    pub applicants: Option<Found<Vec<ActorKind>>>,
    /// The share that the applicant must bring, in per cent.
    pub co_financing_percent: Option<Found<u8>>,
    /// The provider's region.
    pub territory: Option<Found<TerritoryCode>>,
    /// The page to ask questions through.
    pub contact: Option<Found<Url>>,
    /// What is said of each country asked about; silence leaves it out.
    pub eligibility: Vec<EligibilityFound>,
}

/// Reads an offer. `asked` are the countries whose eligibility is wanted; `today` decides which lists are in force.
pub fn extract(reading: &Reading, asked: &[CountryCode], today: Date) -> Extraction {
    let foldings = reading.fold();
    let eligibility =
        asked.iter().filter_map(|country| eligibility::find(reading, &foldings, country, today)).collect();
    Extraction {
        calendar: deadline::find(&foldings, reading.published),
        kinds: kinds::find(&foldings),
        applicants: applicants::find(&foldings),
        co_financing_percent: co_financing::find(&foldings),
        territory: territory::find(&foldings, reading.country.as_ref()),
        contact: contact::find(&foldings),
        amount: amount::find(&foldings, reading.country.as_ref()),
        eligibility,
    }
}

#[cfg(test)]
mod labels;
#[cfg(test)]
mod property_tests;
