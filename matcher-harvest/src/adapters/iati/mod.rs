//! IATI activity files, 1.x and 2.x: what donors and partners say they do, activity by activity.
//!
//! An activity is no call: its end closes it, its start is no day to apply from. Contacts are persons and left out.

mod activity;
mod codes;
mod money;

use super::xml::read_elements;
use super::{Adapter, Parsed, cap_records};
use crate::payload::Payload;
use crate::problem::{PayloadError, Problems};
use crate::source::Source;

/// IATI activities.
pub(super) struct Iati;

const EXPECTED: &str = "an IATI activity file (XML)";

impl Adapter for Iati {
    fn name(&self) -> &'static str {
        "iati"
    }

    fn parse(&self, payload: &Payload, source: &Source) -> Result<Parsed, PayloadError> {
        let mut problems = Problems::default();
        let text = payload.text(EXPECTED, &mut problems)?;
        let mut activities = Vec::new();
        let mut number = 0;
        // One activity at a time becomes an offer: the tree of a whole file would not fit in memory.
        let root = read_elements(&text, &["iati-activity"], EXPECTED, |element| {
            number += 1;
            activities.extend(activity::read(&element, number, payload.base.as_ref(), source, &mut problems));
        })?;
        if root == "iati-organisations" {
            let detail = "it is an organisation file; activities stand in another".to_owned();
            return Err(PayloadError::Form { expected: EXPECTED, detail });
        }
        if number == 0 {
            if matches!(root.as_str(), "iati-activities" | "result" | "response") {
                return Err(PayloadError::NoRecords);
            }
            let detail = format!("its root is <{root}> and there is no <iati-activity> in it");
            return Err(PayloadError::Form { expected: EXPECTED, detail });
        }
        cap_records(&mut activities, &mut problems);
        Ok(Parsed { offers: activities, problems: problems.into_vec() })
    }
}
