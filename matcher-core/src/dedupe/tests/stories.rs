//! What must be one and what must be two, told in the project's own words.

use jiff::civil::date;
use serde_json::json;

use super::super::*;
use crate::model::{Offer, SourceId};

const TEXT: &str = "The fund pays for works that bring safe water to villages without a network, for the training of \
    those who will look after them, and for two visits a year between the partner towns. Proposals are written by the \
    municipality together with the users' association, name who owns the land of the intake, and say how the tariff \
    will cover repairs once the grant has ended. Works already begun are not paid for. A jury of five reads every \
    proposal twice and publishes its marks.";

fn offer(values: serde_json::Value) -> Offer {
    let serde_json::Value::Object(fields) = values else { panic!("an object") };
    crate::model::values_from_json(fields).expect("an offer")
}

fn call(title: &str, closes: Option<&str>, text: Option<&str>) -> Offer {
    let deadlines = closes.map(|day| json!([{ "date": day }]));
    offer(
        json!({ "title": { "en": title }, "deadlines": deadlines, "body": text.map(|text| json!({ "en": text })) }),
    )
}

fn source(name: &str) -> SourceId {
    name.parse().expect("a source")
}

fn from(name: &str, id: &str, offer: &Offer) -> Signature {
    Signature::of(offer).known_as(&source(name), id)
}

/// As two collectors tell them, under names of their own that tell nothing.
fn verdict(left: &Offer, right: &Offer) -> Sameness {
    compare(&from("left", "1", left), &from("right", "a", right)).verdict
}

const TITLE: &str = "Safe water for villages without a network";

#[test]
fn one_call_with_a_moved_deadline_stays_one() {
    let first = call(TITLE, Some("2026-09-01"), Some(TEXT));
    for day in ["2026-09-01", "2026-09-17", "2026-10-27", "2026-12-15"] {
        assert_eq!(verdict(&first, &call(TITLE, Some(day), Some(TEXT))), Sameness::Same, "{day}");
    }
    let excerpt = &TEXT[..240];
    let shouted = call(&TITLE.to_uppercase(), Some("2026-09-01"), Some(excerpt));
    assert_eq!(verdict(&first, &shouted), Sameness::Same);
}

#[test]
fn editions_phases_lots_and_types_are_kept_apart() {
    let of = |title: &str| call(title, Some("2026-09-01"), Some(TEXT));
    for (left, right) in [
        ("Safe water for villages 2026", "Safe water for villages 2027"),
        ("Safe water for villages, stage 1", "Safe water for villages, stage 2"),
        ("Safe water for villages (RIA)", "Safe water for villages (IA)"),
        ("Safe water for villages – lot 1", "Safe water for villages – lot 2"),
        ("Agua segura para aldeas, primera fase", "Agua segura para aldeas, fase II"),
    ] {
        assert_eq!(verdict(&of(left), &of(right)), Sameness::Different, "{left} / {right}");
    }
    let next_year = call(TITLE, Some("2027-09-02"), Some(TEXT));
    assert_ne!(verdict(&of(TITLE), &next_year), Sameness::Same, "the next edition under one title");
}

#[test]
fn the_same_text_under_other_identifiers_is_another_call() {
    let offer = call(TITLE, Some("2026-09-01"), Some(TEXT));
    let of = |source: &str, id: &str| from(source, id, &offer);
    let found = compare(&of("left", "WATER-2026-LS-01"), &of("right", "WATER-2026-01"));
    assert_eq!(found.verdict, Sameness::Different);
    let reason =
        found.reasons.iter().find(|reason| reason.field == ComparedField::Identifier).expect("a reason");
    assert_eq!((reason.left.as_str(), reason.right.as_str()), ("water-2026-ls-01", "water-2026-01"));
    assert_eq!(reason.finding, Finding::Differs);
    let topic = compare(&of("left", "WATER-2026-01"), &of("right", "WATER-2026-01-D3"));
    assert_ne!(topic.verdict, Sameness::Same, "a call and one of its topics");
}

#[test]
fn a_source_that_lists_two_means_two() {
    let offer = call(TITLE, Some("2026-09-01"), Some(TEXT));
    let found = compare(&from("left", "1", &offer), &from("left", "2", &offer));
    assert_eq!(found.verdict, Sameness::Unsure, "for a person: {found:?}");
    let mut linked = offer.clone();
    linked.url = Some("https://funds.example/water/7".parse().expect("an address"));
    let found = compare(&from("left", "1", &linked), &from("left", "2", &linked));
    assert_eq!(found.verdict, Sameness::Same, "one page told twice: {found:?}");
}

#[test]
fn a_form_filled_in_twice_is_not_one_offer() {
    let form = |country: &str, code: &str| {
        let text = format!(
            "Type of cooperation: training. Country: {country}. Region: {code}. Sector: education. Purpose: training \
             of teachers. Years: two. Language: English. Place: the agency's own centre."
        );
        call("Course for teachers of trades", Some("2026-09-01"), Some(&text))
    };
    assert_ne!(verdict(&form("Peru", "Andes"), &form("Chad", "Sahel")), Sameness::Same);
    assert_eq!(verdict(&form("Peru", "Andes"), &form("Peru", "Andes")), Sameness::Same);
}

#[test]
fn one_identifier_stands_above_words_and_dates() {
    let left = from("left", "WATER-2026-01", &call(TITLE, Some("2026-09-01"), None));
    let translated = offer(json!({
        "title": { "es": "Agua segura para aldeas (WATER-2026-01)" }, "deadlines": [{ "date": "2026-10-01" }],
    }));
    let found = compare(&left, &from("right", "77", &translated));
    assert_eq!(found.verdict, Sameness::Same, "{found:?}");
    let right = call(&format!("{TITLE} (WATER-2026-01)"), Some("2027-03-01"), None);
    assert_eq!(compare(&left, &from("right", "77", &right)).verdict, Sameness::Same);
}

#[test]
fn what_nobody_states_is_no_difference() {
    let full = offer(json!({
        "title": { "en": TITLE }, "body": { "en": TEXT }, "publisher": "Water Agency", "country": "ES",
        "deadlines": [{ "date": "2026-09-01" }],
        "amount": { "max": "50000", "currency": "EUR", "basis": "per-project" },
    }));
    let found = compare(&from("left", "1", &full), &from("right", "a", &call(TITLE, None, Some(TEXT))));
    assert_eq!(found.verdict, Sameness::Same);
    assert!(found.reasons.iter().all(|reason| reason.finding != Finding::Differs), "{found:?}");
}

#[test]
fn a_title_alone_decides_nothing() {
    assert_ne!(
        verdict(&call("Trainee invitation", None, None), &call("Trainee invitation", None, None)),
        Sameness::Same
    );
    let bare = call(TITLE, None, None);
    assert_ne!(verdict(&bare, &bare), Sameness::Same);
    let town = |name: &str| {
        offer(json!({ "title": { "es": "Subvenciones a entidades deportivas" }, "publisher": name,
            "deadlines": [{ "date": "2026-09-01" }] }))
    };
    assert_ne!(verdict(&town("Ayuntamiento de Avilés"), &town("Ayuntamiento de Teruel")), Sameness::Same);
}

#[test]
fn records_too_poor_to_tell_apart_are_not_compared() {
    let poor: Vec<Signature> = (0..200)
        .map(|number| {
            from("left", &number.to_string(), &call("Trainee invitation programme abroad", None, None))
        })
        .collect();
    let found = pairs(&poor);
    assert!(found.pairs.is_empty());
    assert!(found.unselective.iter().all(|key| key.offers == 200) && !found.unselective.is_empty());
}

#[test]
fn addresses_and_words_meet_under_a_key() {
    let with =
        |title: &str, url: &str| Signature::of(&offer(json!({ "title": { "en": title }, "url": url })));
    let first = with("Safe water for villages without networks", "https://www.a.example/call/7?utm_source=x");
    for other in [
        with("Another title altogether", "http://a.example/call/7/#how"),
        with("Secure water for villages without networks", "https://b.example/9"),
        with("Villages without networks: safe water", "https://b.example/9"),
    ] {
        assert_eq!(pairs(&[first.clone(), other]).pairs, [(0, 1)]);
    }
    let unlike = with("Grants for choirs", "https://a.example/");
    assert!(pairs(&[first, unlike]).pairs.is_empty());
}

#[test]
fn a_fingerprint_is_the_same_on_every_machine() {
    let mut told = call(TITLE, Some("2026-09-01"), Some(TEXT));
    let fingerprint = from("left", "1", &told).fingerprint();
    assert_eq!(fingerprint, from("right", "a", &told).fingerprint(), "the source does not count");
    told.deadlines.as_mut().expect("deadlines")[0].date = date(2026, 9, 2);
    assert_ne!(fingerprint, from("left", "1", &told).fingerprint());
    let small = Signature::of(&call("Agua 2026", Some("2026-09-01"), None));
    assert_eq!(
        (small.fingerprint().as_str(), small.blocking_keys().join(" ").as_str()),
        ("cc7fc55a963ce7387530886274068d2e", "d:5c32cefc15617fdd t:1eece38d180cd041"),
        "kept keys of another make are made anew: count RULES up where this changes"
    );
}
