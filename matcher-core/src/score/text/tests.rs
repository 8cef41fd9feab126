//! The text score against hand-made statistics, and its properties.

use std::collections::HashMap;

use proptest::prelude::*;

use super::*;
use crate::model::{Localized, Need};
use crate::score::{QueryTerm, TermCounter};

/// Statistics of a made-up corpus of a thousand texts of a hundred words.
struct Corpus(HashMap<&'static str, u64>);

impl Statistics for Corpus {
    fn documents(&self) -> u64 {
        1_000
    }

    fn average_length(&self) -> f64 {
        100.0
    }

    fn document_frequency(&self, key: &str) -> u64 {
        self.0.get(key).copied().unwrap_or(10)
    }
}

fn corpus() -> Corpus {
    Corpus(HashMap::from([("es:proyect", 600), ("w:proyecto", 500)]))
}

fn spanish(text: &str) -> Localized {
    Localized::new("es".parse().expect("a tag"), text)
}

fn query(text: &str) -> TextQuery {
    TextQuery::of_need(&Need { description: Some(spanish(text)), ..Need::default() })
}

fn counted(text: &Localized) -> TermBag {
    let mut counter = TermCounter::default();
    counter.add_text(Some(text), 1);
    counter.into_bag()
}

fn bag(text: &str) -> TermBag {
    counted(&spanish(text))
}

fn value(need: &str, text: &str) -> f64 {
    text_score(&query(need), &bag(text), &corpus()).value.expect("a value")
}

#[test]
fn the_value_is_the_one_worked_out_by_hand() {
    let score = text_score(&query("glaciares agua"), &bag("agua agua potable"), &corpus());
    let idf = (1.0_f64 + 990.5 / 10.5).ln();
    let norm = 1.2 * (0.25 + 0.75 * 3.0 / 100.0);
    let expected = (idf * 2.0 / (2.0 + norm) / (2.0 * idf)).sqrt();
    assert!((score.value.expect("a value") - expected).abs() < 1e-12);
    assert_eq!(score.met, [MetWord { term: 1, alternative: 0, share: 1.0 }]);
}

#[test]
fn rare_words_tell_more_than_common_ones() {
    assert!(value("proyecto glaciares", "glaciares") > value("proyecto glaciares", "proyecto"));
}

#[test]
fn no_words_is_unknown_and_no_meeting_is_zero() {
    assert_eq!(text_score(&TextQuery::default(), &bag("agua"), &corpus()).value, None);
    assert_eq!(text_score(&query("agua"), &TermBag::default(), &corpus()).value, None);
    assert_eq!(value("agua", "montaña"), 0.0);
}

#[test]
fn inflected_forms_are_one_word_and_names_meet_across_languages() {
    let query = query("glaciar, glaciares, Patagonia");
    assert_eq!(query.terms.len(), 2);
    assert_eq!(query.terms[0].weight, 2.0);
    let english = counted(&Localized::new("en".parse().expect("a tag"), "Ice fields of Patagonia"));
    let score = text_score(&query, &english, &corpus());
    assert_eq!(score.met.len(), 1);
    assert_eq!(query.terms[score.met[0].term].word, "patagonia");
}

#[test]
fn translations_count_by_their_probability() {
    let with = |probability| TextQuery {
        terms: vec![
            QueryTerm {
                word: "glaciar".to_owned(),
                weight: 1.0,
                alternatives: vec![
                    ("es:glaci".to_owned(), 1.0),
                    ("en:glacier".to_owned(), probability),
                    ("w:glaciar".to_owned(), 1.0),
                ],
            },
            QueryTerm {
                word: "otro".to_owned(),
                weight: 1.0,
                alternatives: vec![("es:otr".to_owned(), 1.0)],
            },
        ],
    };
    let english = counted(&Localized::new("en".parse().expect("a tag"), "glacier"));
    let value = |probability| text_score(&with(probability), &english, &corpus()).value.expect("a value");
    assert!(value(0.8) > value(0.3) && value(0.3) > 0.0);
}

#[test]
fn a_need_survives_storage_bit_for_bit() {
    let need = Need {
        title: Some(spanish("Agua potable rural")),
        description: Some(spanish("Mejorar el agua potable de localidades rurales")),
        ..Need::default()
    };
    let query = TextQuery::of_need(&need);
    let stored = serde_json::to_vec(&query).expect("json");
    assert_eq!(serde_json::from_slice::<TextQuery>(&stored).expect("json"), query);
    assert_eq!(query.terms[0].word, "agua");
    assert_eq!(query.terms[0].weight, 3.0, "twice for the title, once for the description");
}

const WORDS: [&str; 8] = ["agua", "glaciar", "turismo", "escuela", "proyecto", "salud", "bosque", "minga"];

fn text() -> impl Strategy<Value = Vec<&'static str>> {
    proptest::collection::vec(proptest::sample::select(&WORDS[..]), 1..20)
}

proptest! {
    #[test]
    fn the_value_stays_between_zero_and_one_and_shares_sum_to_one(need in text(), offer in text()) {
        let query = query(&need.join(" "));
        let score = text_score(&query, &bag(&offer.join(" ")), &corpus());
        let value = score.value.expect("a value");
        prop_assert!((0.0..=1.0).contains(&value));
        let shares: f64 = score.met.iter().map(|word| word.share).sum();
        prop_assert!(score.met.is_empty() && value == 0.0 || (shares - 1.0).abs() < 1e-9);
    }

    #[test]
    fn the_order_of_the_words_of_an_offer_is_irrelevant(need in text(), offer in text()) {
        let reversed: Vec<_> = offer.iter().rev().copied().collect();
        prop_assert_eq!(value(&need.join(" "), &offer.join(" ")), value(&need.join(" "), &reversed.join(" ")));
    }

    #[test]
    fn one_more_word_met_in_place_of_another_never_lowers(need in text(), offer in text()) {
        let longer = |word: &str| format!("{} {word}", offer.join(" "));
        prop_assert!(value(&need.join(" "), &longer(need[0])) > value(&need.join(" "), &longer("relleno")));
    }
}
