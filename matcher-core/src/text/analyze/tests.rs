//! How words are split, keyed and located.

use proptest::prelude::*;

use super::*;

fn tag(code: &str) -> LanguageTag {
    code.parse().expect("a language tag")
}

fn keys(text: &str, language: &str) -> Vec<String> {
    analyze(text, &tag(language)).into_iter().map(|token| token.key).collect()
}

#[test]
fn words_are_stemmed_under_their_language() {
    assert_eq!(
        keys("Monitoreo de los glaciares de la Patagonia 2026", "es-CL"),
        ["es:monitore", "es:glaci", "es:patagoni", "es:2026"]
    );
    assert_eq!(keys("The glaciers of Patagonia", "en"), ["en:glacier", "en:patagonia"]);
    assert_eq!(keys("Wasser für alle", "de"), ["de:wass"]);
    assert_eq!(keys("Acqua per tutti", "it"), ["x:acqua", "x:per", "x:tutti"]);
}

#[test]
fn the_parts_of_a_german_compound_stand_where_the_whole_does() {
    let found = analyze("Die Gletscherforschung", &tag("de"));
    let keys: Vec<_> = found.iter().map(|token| (token.key.as_str(), token.start..token.end)).collect();
    assert_eq!(keys, [("de:gletscherforsch", 4..22), ("de:gletsch", 4..22), ("de:forschung", 4..22)]);
}

#[test]
fn elided_particles_go_and_their_words_stay() {
    assert_eq!(keys("l’eau qu'elle d’Aysén", "fr"), ["fr:eau", "fr:aysen"]);
    assert_eq!(keys("copo d’água", "pt"), ["pt:cop", "pt:agu"]);
    assert_eq!(keys("Chile's regions", "en"), ["en:chile", "en:region"]);
}

#[test]
fn spans_point_into_the_text_as_given() {
    let text = "¿Agua? Ay\u{301}se\u{301}n, ÑANDÚ";
    let found: Vec<_> = analyze(text, &tag("es"))
        .into_iter()
        .map(|token| (&text[token.start..token.end], token.word))
        .collect();
    let word = |surface, folded: &str| (surface, folded.to_owned());
    assert_eq!(found, [word("Agua", "agua"), word("Ay\u{301}se\u{301}n", "aysen"), word("ÑANDÚ", "nandu")]);
}

#[test]
fn accents_and_composition_do_not_part_words() {
    assert_eq!(keys("educación", "es"), keys("educacio\u{301}n", "es"));
    assert_eq!(keys("EDUCACIÓN", "es"), keys("educación", "es"));
}

#[test]
fn long_words_are_cut() {
    let tokens = analyze(&"環".repeat(500), &tag("und"));
    assert_eq!(tokens[0].word.chars().count(), MAX_WORD_CHARS);
    assert_eq!(tokens[0].end, 1500, "the span covers the whole word");
}

#[test]
fn a_query_is_read_in_every_language() {
    let words = analyze_query("agua para las escuelas");
    let kept: Vec<_> = words.iter().map(|word| word.word.as_str()).collect();
    assert_eq!(kept, ["agua", "escuelas"]);
    assert!(words[1].keys.contains(&"es:escuel".to_owned()), "{words:?}");
    assert_eq!(analyze_query("sea level")[0].word, "sea");
    assert_eq!(analyze_query("de la").len(), 2, "a query of function words alone is kept");
}

proptest! {
    #[test]
    fn no_text_breaks_the_analyser(text in "\\PC{0,40}|[\\x00-\\x1f\u{202e}\u{300}a-zñç' ’]{0,40}|.{0,40}") {
        for language in ["es", "en", "fr", "pt", "und", "zh"] {
            for token in analyze(&text, &tag(language)) {
                prop_assert!(!token.word.is_empty() && token.start < token.end);
                prop_assert!(!token.key.contains(char::is_whitespace));
                prop_assert!(text.is_char_boundary(token.start) && text.is_char_boundary(token.end));
            }
        }
    }
}
