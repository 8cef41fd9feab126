//! Puts what was read out of an offer's words where its source states nothing; what a source states stands.

use jiff::civil::Date;

use super::{Extraction, Found, Reading, extract, themes};
use crate::model::{CountryCode, Draft, Offer};

/// Reads a draft's own words and fills the fields that its source left open, each with its sentence.
///
/// `asked` are the countries whose eligibility is wanted. Returns how many fields were filled.
pub fn fill(draft: &mut Draft<Offer>, asked: &[CountryCode], today: Date) -> usize {
    let reading = Reading::of_draft(draft);
    let found = extract(&reading, asked, today);
    // Looking concepts up costs more than all else: only where it is needed.
    let themes = draft.values.themes.is_none().then(|| themes::find(&reading)).flatten();
    let mut filling = Filling { draft, filled: 0 };
    filling.put("themes", themes, |offer| &mut offer.themes);
    filling.all(found)
}

struct Filling<'a> {
    draft: &'a mut Draft<Offer>,
    filled: usize,
}

impl Filling<'_> {
    fn all(mut self, found: Extraction) -> usize {
        let Extraction { calendar, amount, kinds, applicants, contact, eligibility, .. } = found;
        self.put("co_financing_percent", found.co_financing_percent, |offer| &mut offer.co_financing_percent);
        self.put("territory", found.territory, |offer| &mut offer.territory);
        let silent_on_closing = self.draft.values.deadlines.is_none() && self.draft.values.rolling.is_none();
        if silent_on_closing {
            let stated = calendar.deadlines.is_some();
            self.put("deadlines", calendar.deadlines, |offer| &mut offer.deadlines);
            if !stated {
                self.put("rolling", calendar.rolling, |offer| &mut offer.rolling);
            }
        }
        let last = self.draft.values.deadlines.iter().flatten().map(|deadline| deadline.date).max();
        let opens = calendar.opens.filter(|opens| last.is_none_or(|last| opens.value <= last));
        self.put("opens", opens, |offer| &mut offer.opens);
        self.put("amount", amount, |offer| &mut offer.amount);
        self.put("kinds", kinds, |offer| &mut offer.kinds);
        self.put("applicants", applicants, |offer| &mut offer.applicants);
        self.put("contact_url", contact, |offer| &mut offer.contact_url);
        if self.draft.values.eligibility.is_none() && !eligibility.is_empty() {
            let quote = eligibility[0].entry.quote.clone();
            let entries = eligibility.into_iter().map(|found| found.entry).collect();
            self.draft.values.eligibility = Some(entries);
            self.note("eligibility", quote);
        }
        self.filled
    }

    fn put<T>(&mut self, field: &str, found: Option<Found<T>>, place: fn(&mut Offer) -> &mut Option<T>) {
        let place = place(&mut self.draft.values);
        if let (None, Some(found)) = (&place, found) {
            *place = Some(found.value);
            self.note(field, Some(found.quote));
        }
    }

    fn note(&mut self, field: &str, quote: Option<String>) {
        self.filled += 1;
        if let Some(quote) = quote.filter(|quote| !quote.is_empty()) {
            self.draft.evidence.insert(field.to_owned(), quote);
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use serde_json::json;

    use super::*;
    use crate::model::Verdict;

    fn draft(offer: serde_json::Value) -> Draft<Offer> {
        Draft::from_json(offer, None, None).expect("a draft")
    }

    #[test]
    fn open_fields_are_filled_with_their_sentences_and_stated_ones_stand() {
        let mut offer = draft(json!({
            "source": "test", "external_id": "1", "title": { "es": "Fondo de agua rural" },
            "body": { "es": "Abierto a entidades de América Latina. Plazo de postulación: hasta el 30 de octubre de 2026, a las 17:00 (hora de Chile). Monto máximo de USD 20.000 por proyecto." },
            "opens": "2026-08-01",
        }));
        let chile = ["CL".parse().expect("a country")];
        assert!(fill(&mut offer, &chile, date(2026, 8, 1)) >= 3);
        let values = &offer.values;
        assert_eq!(values.opens, Some(date(2026, 8, 1)), "the source stated it");
        let deadline = &values.deadlines.as_ref().expect("a deadline")[0];
        assert_eq!(
            (deadline.date, deadline.time_zone.as_deref()),
            (date(2026, 10, 30), Some("America/Santiago"))
        );
        assert_eq!(values.eligibility.as_ref().expect("a verdict")[0].verdict, Verdict::Yes);
        assert_eq!(values.amount.as_ref().expect("an amount").max, Some(20_000.into()));
        assert!(offer.evidence["deadlines"].starts_with("Plazo de postulación"));
        let again = offer.clone();
        assert_eq!(fill(&mut offer, &chile, date(2026, 9, 1)), 0, "a second reading adds nothing");
        assert_eq!(offer, again);
    }

    #[test]
    fn silence_fills_nothing() {
        let mut offer = draft(json!({ "source": "test", "external_id": "1", "title": "Glaciares" }));
        assert_eq!(fill(&mut offer, &["CL".parse().expect("a country")], date(2026, 8, 1)), 0);
        assert!(offer.evidence.is_empty());
    }
}
