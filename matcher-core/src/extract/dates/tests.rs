//! Dates as calls write them, what is not made up, and the share of a public test set that is read right.

use std::path::Path;

use jiff::civil::date;
use proptest::prelude::*;
use serde_json::Value;

use super::*;

fn context(lang: Lang, written: Option<Date>) -> DateContext {
    let country = (lang == Lang::En).then(|| "US".parse().expect("a country"));
    DateContext { lang: Some(lang), order: Order::of(Some(lang), country.as_ref()), written }
}

fn only(text: &str, lang: Lang) -> Stated {
    let found = find_dates(text, &context(lang, None), 10_000);
    assert_eq!(found.len(), 1, "{text}: {found:?}");
    found[0].stated
}

#[test]
fn dates_as_calls_write_them() {
    for (text, lang, day) in [
        ("hasta el viernes 21 de julio de 2023", Lang::Es, date(2023, 7, 21)),
        ("jusqu’au 15 avril 2022 à minuit", Lang::Fr, date(2022, 4, 15)),
        ("Cierre: 20/08/2026.", Lang::Es, date(2026, 8, 20)),
        ("Closing date 08/20/2026", Lang::En, date(2026, 8, 20)),
        ("até 1º de março de 2027, às 18h", Lang::Pt, date(2027, 3, 1)),
        ("bis zum 30. September 2026", Lang::De, date(2026, 9, 30)),
        ("(12-Dec-2025)", Lang::En, date(2025, 12, 12)),
        ("2026-04-27T17:00:00Z", Lang::En, date(2026, 4, 27)),
        ("a veintiocho de marzo de dos mil veinte", Lang::Es, date(2020, 3, 28)),
    ] {
        assert_eq!(only(text, lang), Stated::Day(day), "{text}");
    }
}

#[test]
fn what_is_not_said_is_not_made_up() {
    assert_eq!(only("Apply by July 14.", Lang::En), Stated::Yearless { month: 7, day: 14, weekday: None });
    let unknown = DateContext { lang: Some(Lang::En), order: Order::Unknown, written: None };
    let found = find_dates("03/04/2026", &unknown, 100);
    let (day_first, month_first) = (date(2026, 4, 3), date(2026, 3, 4));
    assert_eq!(found[0].stated, Stated::Either { day_first, month_first });
    for text in ["30 Feb 2019, tomorrow, in two days", "$10,000 in 2026; 24/7; 3.5 million; may 20 000"] {
        assert_eq!(find_dates(text, &unknown, 100).iter().find(|mention| !mention.weak), None, "{text}");
    }
}

fn expected(span: &Value) -> Vec<String> {
    let values = span["values"].as_array().into_iter().flatten();
    values
        .flat_map(|value| [&value["value"], &value["date"]])
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect()
}

/// Share of the dates of the recognisers' test set (type «date», of items that state a day of writing) that are found
/// where they stand and mean the day expected.
#[test]
fn recognisers_set() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the repository");
    let Ok(items) = std::fs::read_to_string(root.join("../shared/eval/dates-recognizers/items.jsonl")) else {
        eprintln!("skipped: ../shared is absent");
        return;
    };
    let mut counts = std::collections::BTreeMap::<String, (u32, u32)>::new();
    for line in items.lines() {
        let item: Value = serde_json::from_str(line).expect("JSON");
        let lang = Lang::parse(item["lang"].as_str().expect("a language")).expect("a known one");
        let text = item["text"].as_str().expect("a text");
        let Some(written) = item["reference"].as_str().and_then(|day| day[..10].parse::<Date>().ok()) else {
            continue;
        };
        let found = find_dates(text, &context(lang, Some(written)), 10_000);
        for span in item["spans"].as_array().expect("spans") {
            let expected = expected(span);
            if !span["type"].as_str().is_some_and(|kind| kind.ends_with("date")) || expected.is_empty() {
                continue;
            }
            // Their offsets count characters.
            let byte = |chars: u64| text.char_indices().nth(chars as usize).map_or(text.len(), |(at, _)| at);
            let place = byte(span["start"].as_u64().expect("a place"))
                ..byte(span["end"].as_u64().expect("a place") + 1);
            let here =
                |mention: &&DateMention| mention.span.start < place.end && place.start < mention.span.end;
            let means =
                |mention: &DateMention| resolve::future(mention.stated, written).map(|day| day.to_string());
            let right = match found.iter().find(here) {
                Some(mention) => means(mention).is_some_and(|day| expected.contains(&day)),
                None => expected.iter().any(|value| value == "not resolved"),
            };
            if !right && std::env::var_os("SHOW_ERRORS").is_some() {
                let ours: Vec<_> =
                    found.iter().map(|found| (&text[found.span.clone()], found.stated)).collect();
                eprintln!("{lang:?} {written} | {text} | {} {expected:?} | {ours:?}", span["text"]);
            }
            for key in [format!("{lang:?}"), "all".to_owned(), format!("{}", item["spec"])] {
                let count = counts.entry(key).or_default();
                count.0 += u32::from(right);
                count.1 += 1;
            }
        }
    }
    eprintln!("{counts:?}");
    let (right, all) = counts["all"];
    assert!(f64::from(right) >= 0.8 * f64::from(all), "{right} of {all}");
}

proptest! {
    #[test]
    fn no_text_breaks_it(text in "\\PC{0,80}", more in "[0-9/. ,'-]{0,12}(mar|next|de|may|in|two|hace| )[0-9a-z ]{0,20}") {
        for lang in [Lang::En, Lang::Es, Lang::Fr, Lang::Pt, Lang::De] {
            for text in [&text, &more] {
                for mention in find_dates(text, &context(lang, Some(date(2026, 8, 1))), 1_000) {
                    prop_assert!(text.get(mention.span.clone()).is_some_and(|part| !part.is_empty()));
                }
            }
        }
    }
}
