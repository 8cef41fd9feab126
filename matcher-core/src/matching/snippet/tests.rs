//! Passages: what is chosen, where it is cut, what is marked.

use proptest::prelude::*;

use super::*;

fn marked(snippet: &Snippet) -> Vec<String> {
    let letters: Vec<char> = snippet.text.chars().collect();
    snippet.marks.iter().map(|(from, to)| letters[*from..*to].iter().collect()).collect()
}

fn of(text: &str, worth: &[(&str, f64)]) -> Vec<Snippet> {
    let language: LanguageTag = "en".parse().expect("a tag");
    let reading = Answering::read(text, &language);
    snippets(&[reading], &worth.iter().copied().collect())
}

#[test]
fn the_passage_with_most_of_the_words_is_chosen_and_marked() {
    let filler = "Some other sentence about nothing at all. ".repeat(20);
    let text = format!("Glaciers are mentioned. {filler}Here glaciers feed rivers of ice. {filler}");
    let found = of(&text, &[("en:glacier", 0.6), ("en:river", 0.4)]);
    assert_eq!(found.len(), 1);
    assert_eq!(marked(&found[0]), ["glaciers", "rivers"]);
    assert!(found[0].text.starts_with('…') && found[0].text.ends_with('…'));
    assert!(found[0].text.chars().count() <= MAX_CHARS + 2);
}

#[test]
fn a_short_text_is_shown_whole() {
    let found = of("Glaciers\nand rivers", &[("en:glacier", 1.0)]);
    assert_eq!(found[0].text, "Glaciers and rivers");
    assert_eq!(marked(&found[0]), ["Glaciers"]);
}

#[test]
fn what_summary_and_body_both_say_is_shown_once() {
    let language: LanguageTag = "en".parse().expect("a tag");
    let summary = Answering::read("Glaciers feed rivers.", &language);
    let body = Answering::read("Glaciers feed rivers. And there is more of it.", &language);
    let worth = [("en:glacier", 0.5), ("en:river", 0.5)].into_iter().collect();
    assert_eq!(snippets(&[summary, body], &worth).len(), 1);
}

#[test]
fn nothing_met_is_no_passage() {
    assert!(of("Glaciers", &[("en:river", 1.0)]).is_empty());
}

proptest! {
    #[test]
    fn marks_lie_within_the_passage_whatever_the_text(text in "(glaciers|río|빙하|[a-zñ\\u{301}\\n\\t ]{0,40}| ){0,40}") {
        for snippet in of(&text, &[("en:glacier", 0.5), ("w:rio", 0.5)]) {
            let length = snippet.text.chars().count();
            prop_assert!(length <= MAX_CHARS + 2 || snippet.marks.len() == 1);
            let mut before = 0;
            for (from, to) in &snippet.marks {
                prop_assert!(before <= *from && from < to && *to <= length);
                before = *to;
            }
        }
    }
}
