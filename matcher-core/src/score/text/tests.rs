//! The text score against hand-made statistics, and its properties.

use std::collections::HashMap;

use proptest::prelude::*;

use super::*;
use crate::model::{Localized, Need, Offer};
use crate::score::{QueryTerm, Reading, TermCounter};
use crate::text::{AnalysedWord, Analyzer};

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

    fn similar(&self, language: &str, bones: &str, _: f64, _: usize) -> Vec<(String, f64)> {
        let spelled = (language, bones) == ("w", "ming");
        spelled.then(|| ("w:mingas".to_owned(), 0.8)).into_iter().collect()
    }
}

fn corpus() -> Corpus {
    Corpus(HashMap::from([("es:proyect", 600), ("w:proyecto", 500)]))
}

fn spanish(text: &str) -> Localized {
    Localized::new("es".parse().expect("a tag"), text)
}

fn score_of(query: &TextQuery, bag: &TermBag) -> TextScore {
    text_score(query, bag, Lexicon::shipped(), &corpus())
}

fn query(text: &str) -> TextQuery {
    TextQuery::of_need(&Need { description: Some(spanish(text)), ..Need::default() })
}

fn counted(language: &str, text: &str) -> TermBag {
    let body = Some(Localized::new(language.parse().expect("a tag"), text));
    Reading::of_offer(&Offer { body, ..Offer::default() }, &mut Analyzer::default()).into_bag()
}

fn bag(text: &str) -> TermBag {
    counted("es", text)
}

/// The words asked for, concepts left out.
fn words(query: &TextQuery) -> Vec<&str> {
    query.terms.iter().filter(|term| term.concept().is_none()).map(|term| term.word.as_str()).collect()
}

fn value(need: &str, text: &str) -> f64 {
    score_of(&query(need), &bag(text)).value.expect("a value")
}

/// A query of plain keys, each of its own probability by the lexicon: none, since nobody knows them.
fn plain(words: &[&str]) -> TextQuery {
    let term =
        |word: &&str| QueryTerm { word: (*word).to_owned(), weight: 1.0, keys: vec![format!("es:{word}")] };
    TextQuery { terms: words.iter().map(term).collect() }
}

fn holding(counts: &[(&str, u32)], length: u32) -> TermBag {
    let mut counter = TermCounter::default();
    for word in 0..length {
        counter.add(AnalysedWord::of(&format!("es:{word} w:{word} ")), 1);
    }
    for (key, count) in counts {
        counter.add_key(key, *count);
    }
    counter.into_bag()
}

#[test]
fn the_value_is_the_one_worked_out_by_hand() {
    // Stems of five letters that no vocabulary knows also stand for themselves in the three other languages.
    let score = score_of(&plain(&["zzagua", "zzglaciar"]), &holding(&[("es:zzagua", 2)], 3));
    let rarity = (1.0_f64 + (1_000.0 - 32.5 + 0.5) / 33.0).ln();
    let norm = 1.5 * (0.25 + 0.75 * 3.0 / 100.0);
    let expected = (rarity * 2.0 / (2.0 + norm) / (2.0 * rarity)).sqrt();
    assert!((score.value.expect("a value") - expected).abs() < 1e-12, "{score:?} {expected}");
    assert_eq!(score.met, [MetWord { term: 0, key: Arc::from("es:zzagua"), probability: 1.0, share: 1.0 }]);
}

#[test]
fn rare_words_tell_more_than_common_ones() {
    assert!(value("proyecto glaciares", "glaciares") > value("proyecto glaciares", "proyecto"));
}

#[test]
fn no_words_is_unknown_and_no_meeting_is_zero() {
    assert_eq!(score_of(&TextQuery::default(), &bag("agua")).value, None);
    assert_eq!(score_of(&query("agua"), &TermBag::default()).value, None);
    assert_eq!(value("agua", "montaña"), 0.0);
}

#[test]
fn inflected_forms_are_one_word_and_names_meet_across_languages() {
    let query = query("glaciar, glaciares, Patagonia");
    assert_eq!(words(&query), ["glaciar", "patagonia"]);
    let english = counted("en", "Ice fields of Patagonia");
    let score = score_of(&query, &english);
    assert!(score.met.iter().any(|met| query.terms[met.term].word == "patagonia"), "{score:?}");
}

#[test]
fn a_spanish_need_meets_english_french_and_portuguese_words() {
    for (language, text, met) in [
        ("en", "Monitoring of glaciers", "en:glacier"),
        ("fr", "Suivi des glaciers", "fr:glaci"),
        ("pt", "Monitoramento de geleiras", "pt:geleir"),
    ] {
        let score = score_of(&query("glaciares"), &counted(language, text));
        assert!(score.met.iter().any(|word| &*word.key == met), "{language}: {score:?}");
    }
}

#[test]
fn translations_count_by_their_probability() {
    let english =
        Lexicon::shipped().translations("es:artesanal").filter(|found| found.key.starts_with("en:"));
    let english: Vec<&str> = english.map(|found| found.key).collect();
    let (likeliest, least) = (english[0], english[english.len() - 1]);
    let value = |key: &str| score_of(&query("artesanal"), &holding(&[(key, 1)], 3)).value.expect("a value");
    assert!(value(likeliest) > value(least) && value(least) > 0.0, "{english:?}");
}

#[test]
fn concepts_meet_where_no_word_does() {
    let need = query("cuidado de adultos mayores");
    let score = score_of(&need, &counted("en", "A fund for elderly people"));
    assert!(score.met.iter().any(|met| need.terms[met.term].concept().is_some()), "{score:?}");
}

#[test]
fn words_that_look_alike_meet_where_no_vocabulary_knows_them() {
    let score = score_of(&query("minga"), &holding(&[("w:mingas", 1)], 3));
    assert_eq!(&*score.met[0].key, "w:mingas");
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
    assert!((query.terms[0].weight - 3.0_f64.powf(0.7)).abs() < 1e-3, "twice for the title, once below it");
}

const WORDS: [&str; 8] = ["agua", "glaciar", "turismo", "escuela", "proyecto", "salud", "bosque", "minga"];

fn text() -> impl Strategy<Value = Vec<&'static str>> {
    proptest::collection::vec(proptest::sample::select(&WORDS[..]), 1..20)
}

proptest! {
    #[test]
    fn the_value_stays_between_zero_and_one_and_shares_sum_to_one(need in text(), offer in text()) {
        let query = query(&need.join(" "));
        let score = score_of(&query, &bag(&offer.join(" ")));
        let value = score.value.expect("a value");
        prop_assert!((0.0..=1.0).contains(&value));
        let shares: f64 = score.met.iter().map(|word| word.share).sum();
        prop_assert!(score.met.is_empty() && value == 0.0 || (shares - 1.0).abs() < 1e-9);
    }

    #[test]
    fn one_more_word_met_in_place_of_another_never_lowers(need in text(), offer in text()) {
        let asked = plain(&need);
        let value = |more: &str| score_of(&asked, &of_words(offer.iter().chain([&more]))).value.expect("a value");
        prop_assert!(value(need[0]) > value("relleno"));
    }
}

/// A bag of words that name no concept together.
fn of_words<'w>(words: impl Iterator<Item = &'w &'w str>) -> TermBag {
    let mut counter = TermCounter::default();
    for word in words {
        counter.add(AnalysedWord::of(&format!("es:{word} w:{word} ")), 1);
    }
    counter.into_bag()
}

#[test]
fn texts_without_rules_are_found_by_names_latin_words_and_words_of_one_origin() {
    for (language, text, need) in [
        ("ko", "코이카 KOICA 글로벌 연수", "pasantías de KOICA"),
        ("ja", "国際協力機構（JICA）草の根", "donaciones de la JICA"),
        ("zh", "加拉帕戈斯 Galapagos 保护", "aprender de Galápagos"),
        ("ar", "منحة ERASMUS للطلاب", "becas Erasmus"),
        ("und", "\u{202e}Patagonia\u{202c} \u{7}x", "glaciares de la Patagonia"),
    ] {
        let value = score_of(&query(need), &counted(language, text)).value.expect("both have words");
        assert!(value > 0.0, "{language}: {text}");
    }
}

#[test]
fn function_words_of_languages_without_a_list_do_not_make_a_text_long() {
    let dutch = counted("nl", "De gletsjers en het ijs in de Andes");
    assert_eq!(dutch.length(), 4.0);
    assert_eq!(counted("es", "Los glaciares y el hielo en los Andes").length(), 3.0);
    assert_eq!(dutch.count("x:gletsjers"), 1);
}
