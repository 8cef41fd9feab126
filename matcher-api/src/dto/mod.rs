//! Shapes on the wire: what requests ask and what answers say. Knows neither routes nor status codes.

pub mod also;
pub mod brief;
pub mod bulk;
pub mod concept;
pub mod duplicates;
pub mod filter;
pub mod harvest;
pub mod matching;
pub mod params;
pub mod record;
pub mod reference;
pub mod search;
