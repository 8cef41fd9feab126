//! What must hold for any text: no panic, quotes that stand in the text, and a bounded time.

use std::time::{Duration, Instant};

use jiff::civil::date;
use proptest::prelude::*;

use super::*;

fn reading(text: &str, country: &str, lang: &str) -> Reading {
    let mut reading =
        Reading { country: country.parse().ok(), published: Some(date(2026, 5, 1)), ..Reading::default() };
    for part in [
        Part::Title,
        Part::Text,
        Part::Eligibility,
        Part::Deadline,
        Part::Opening,
        Part::Amount,
        Part::Publisher,
    ] {
        reading.add(part, "body", text, lang.parse().ok());
    }
    reading
}

fn quotes(found: &Extraction) -> Vec<&str> {
    let calendar = &found.calendar;
    let mut quotes: Vec<&str> =
        found.eligibility.iter().filter_map(|found| found.entry.quote.as_deref()).collect();
    quotes.extend(calendar.deadlines.as_ref().map(|found| found.quote.as_str()));
    quotes.extend(calendar.opens.as_ref().map(|found| found.quote.as_str()));
    quotes.extend(calendar.rolling.as_ref().map(|found| found.quote.as_str()));
    quotes.extend(found.amount.as_ref().map(|found| found.quote.as_str()));
    quotes.extend(found.kinds.as_ref().map(|found| found.quote.as_str()));
    quotes.extend(found.applicants.as_ref().map(|found| found.quote.as_str()));
    quotes.extend(found.contact.as_ref().map(|found| found.quote.as_str()));
    quotes
}

fn asked() -> Vec<CountryCode> {
    ["CL", "ES"].iter().filter_map(|code| code.parse().ok()).collect()
}

const PIECES: &str = "(Deadline: |hasta el |jusqu’au |until |[0-9]{1,4}[/.-]|[0-9]{1,2} (de )?(mayo|may|août|março) (de )?(20[0-9]{2})?|€ ?[0-9., ]{1,12}|US\\$[0-9]{1,9}(k| million| lakhs)?|Chile|ÉTATS-UNIS|nationals: |open to citizens of |excepto |DAC list|[\\PC]{0,6}|\n|\\. |; |@uni.cl |https://a.b/c contact )";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]
    #[test]
    fn quotes_stand_in_the_text(pieces in prop::collection::vec(PIECES, 0..14), country in "(CL|US|ES|FR|)", lang in "(en|es|fr|pt|de|)") {
        let text = pieces.concat();
        let found = extract(&reading(&text, &country, &lang), &asked(), date(2026, 8, 1));
        for quote in quotes(&found) {
            prop_assert!(text.contains(quote), "{quote:?} in {text:?}");
        }
    }
}

#[test]
fn a_text_without_end_is_read_in_bounded_time() {
    for piece in [
        "1",
        "1/",
        "may 1 ",
        "open to citizens of Chile, ",
        "€1,000 ",
        "a",
        "@",
        "É",
        "deadline until ",
        "\n",
        "in in in ",
    ] {
        let begun = Instant::now();
        let text = piece.repeat(2_000_000 / piece.len());
        extract(&reading(&text, "ES", "es"), &asked(), date(2026, 8, 1));
        assert!(begun.elapsed() < Duration::from_secs(40), "{piece:?} took {:?}", begun.elapsed());
        eprintln!("{piece:?} {:?}", begun.elapsed());
    }
}
