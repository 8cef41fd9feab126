//! After a source has had its say: what its records leave open is read out of their own words, with the sentence.
//!
//! Never replaces what a source states. Knows no rule itself: those are matcher-core's.

use jiff::civil::Date;
use matcher_core::extract;
use matcher_core::model::{CountryCode, Draft, Offer, Values};

/// The country whose eligibility is read: every profile is a region of Chile.
const ASKED: &str = "CL";

/// Fills what the offers leave open; returns how many fields that were.
///
/// `today` decides which lists of countries are in force, and nothing else: the same text gives the same values.
pub fn complete(offers: &mut [Draft<Offer>], today: Date) -> usize {
    let asked: Vec<CountryCode> = ASKED.parse().into_iter().collect();
    offers
        .iter_mut()
        .map(|offer| {
            settle_placeholders(offer);
            complete_one(offer, &asked, today)
        })
        .sum()
}

/// A closing date this far away is how sources write that there is none.
const NEVER: i16 = 2090;

/// Turns closing dates that never come into «open all year round».
fn settle_placeholders(offer: &mut Draft<Offer>) {
    let Some(deadlines) = &mut offer.values.deadlines else { return };
    let all = deadlines.len();
    deadlines.retain(|deadline| deadline.date.year() < NEVER);
    if deadlines.len() == all {
        return;
    }
    if deadlines.is_empty() {
        offer.values.deadlines = None;
        offer.values.rolling.get_or_insert(true);
    }
}

fn complete_one(offer: &mut Draft<Offer>, asked: &[CountryCode], today: Date) -> usize {
    let stated = offer.clone();
    let filled = extract::fill(offer, asked, today);
    // What was read must not cost the record its place.
    if filled > 0 && !offer.values.validate().is_empty() {
        *offer = stated;
        return 0;
    }
    filled
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use serde_json::json;

    use super::*;

    #[test]
    fn a_closing_date_that_never_comes_is_none() {
        let offer = json!({
            "source": "test", "external_id": "1", "title": { "en": "Water grants" }, "deadlines": [{ "date": "2099-01-01" }],
        });
        let mut offers = vec![Draft::from_json(offer, None, None).expect("a draft")];
        complete(&mut offers, date(2026, 8, 1));
        assert_eq!((offers[0].values.deadlines.clone(), offers[0].values.rolling), (None, Some(true)));
    }

    #[test]
    fn what_the_source_states_stands_and_the_rest_is_read() {
        let offer = json!({
            "source": "test", "external_id": "1", "title": { "en": "Water grants" }, "deadlines": [{ "date": "2026-12-01" }],
            "body": { "en": "Apply by 1 May 2026. Applicants of any nationality may apply. Grants of up to EUR 20,000." },
        });
        let mut offers = vec![Draft::from_json(offer, None, None).expect("a draft")];
        assert!(complete(&mut offers, date(2026, 8, 1)) >= 2);
        let values = &offers[0].values;
        assert_eq!(values.deadlines.as_ref().map(|all| all[0].date), Some(date(2026, 12, 1)));
        assert_eq!(values.amount.as_ref().and_then(|amount| amount.max), Some(20_000.into()));
        assert_eq!(values.eligibility.as_ref().map(Vec::len), Some(1));
        assert!(offers[0].evidence["eligibility"].contains("any nationality"));
    }
}
