//! What is asked of a need: each word once, weighed by what it is and where it stands.

use super::*;

fn asked(text: &str) -> TextQuery {
    let description = Some(Localized::new("es".parse().expect("a tag"), text));
    TextQuery::of_need(&Need { description, ..Need::default() })
}

fn weight(query: &TextQuery, word: &str) -> f64 {
    query.terms.iter().find(|term| term.word == word).expect(word).weight
}

#[test]
fn what_a_need_is_about_counts_more_than_how_plans_speak() {
    let query = asked("Fortalecer la apicultura de Río Hurtado");
    assert!(weight(&query, "apicultura") > weight(&query, "fortalecer"));
    assert!(weight(&query, "fortalecer") > weight(&query, "hurtado"), "the own place says where, not what");
}

#[test]
fn concepts_follow_the_words() {
    let query = asked("Derretimiento de los glaciares");
    let concepts: Vec<_> = query.terms.iter().filter_map(QueryTerm::concept).collect();
    assert!(concepts.contains(&"glaciers"), "{concepts:?}");
    assert!(query.terms[0].concept().is_none());
}

#[test]
fn the_end_of_a_long_text_hardly_counts_and_is_not_kept_without_end() {
    let late = format!("apicultura {} bibliotecas", "palabras cualesquiera ".repeat(100));
    let query = asked(&late);
    assert!(weight(&query, "bibliotecas") * 5.0 < weight(&query, "apicultura"));
    let endless: String = (0..50_000).map(|n| format!("palabra{n} ")).collect();
    assert!(asked(&endless).terms.len() <= MAX_TERMS);
}

#[test]
fn odd_needs_ask_little_and_break_nothing() {
    assert!(asked("").is_empty());
    assert!(asked("…  \u{0} \u{200b}").is_empty());
    assert_eq!(asked("agua").terms[0].word, "agua");
    for text in ["환경 협력", "国際協力 JICA", "التعاون الدولي", "a\u{301}\u{301}"] {
        let query = asked(text);
        assert!(query.terms.iter().all(|term| term.weight > 0.0 && !term.keys.is_empty()), "{text}");
    }
    assert!(asked("国際協力 JICA").terms.iter().any(|term| term.word == "jica"));
}
