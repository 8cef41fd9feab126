//! What words of a phrase stand for in each other's company and nowhere else: *parvularia* beside *educación* is early.
//!
//! Knows phrases from the lexicon alone; which words of a need stand together it takes from their order.

use std::collections::BTreeMap;

use super::query::{QueryTerm, TextQuery};
use crate::lexicon::{Lexicon, MAX_PHRASE_WORDS};

/// What a word of a phrase's translation counts against the best translation of the word itself. Measured: where the
/// phrase replaces or reweighs its words' own translations, needs find less.
const WORTH: f64 = 0.2;
/// Less than this is no probability worth a look.
const LEAST: f64 = 0.01;

/// The phrases a term belongs to, each as the stems of all its words.
pub(super) type Context = Vec<Vec<String>>;

/// The phrases of each term of `query`: words that follow one another and mean something else together.
pub(super) fn contexts(query: &TextQuery, lexicon: &Lexicon) -> Vec<Context> {
    let mut contexts = vec![Context::new(); query.terms.len()];
    // The longest first: the words of a long phrase are not looked at by twos.
    for length in (2..=MAX_PHRASE_WORDS).rev() {
        for (first, window) in query.terms.windows(length).enumerate() {
            let free = contexts[first..first + length].iter().all(|found| covers_less(found, length));
            if let Some(phrase) = free.then(|| phrase_of(window, lexicon)).flatten() {
                contexts[first..first + length].iter_mut().for_each(|found| found.push(phrase.clone()));
            }
        }
    }
    contexts
}

fn covers_less(found: &Context, length: usize) -> bool {
    found.iter().all(|phrase| phrase.len() <= length)
}

/// The stems of the terms, in the first language in which they are a phrase.
fn phrase_of(terms: &[QueryTerm], lexicon: &Lexicon) -> Option<Vec<String>> {
    terms[0].keys.iter().filter(|key| key.as_bytes().get(2) == Some(&b':')).find_map(|first| {
        let stem = |term: &QueryTerm| term.keys.iter().find(|key| key.starts_with(&first[..3])).cloned();
        let phrase: Vec<String> = terms.iter().map(stem).collect::<Option<_>>()?;
        let words: Vec<&str> = phrase.iter().map(String::as_str).collect();
        (!lexicon.phrase(&words).is_empty()).then_some(phrase)
    })
}

/// What `word` may stand for only in company: words of its phrases' translations, each as far as it is this word that
/// they stand for. `best` is the probability of its best translation into a language, by the language's prefix.
pub(super) fn in_company<'a>(
    word: &str,
    context: &Context,
    best: impl Fn(&str) -> f64,
    lexicon: &'a Lexicon,
) -> Vec<(&'a str, f64)> {
    let mut said: BTreeMap<&str, f64> = BTreeMap::new();
    for phrase in context {
        let words: Vec<&str> = phrase.iter().map(String::as_str).collect();
        for translation in lexicon.phrase(&words) {
            for target in translation.keys {
                let share = share_of(word, &words, target, lexicon);
                *said.entry(target).or_default() += translation.probability * share / context.len() as f64;
            }
        }
    }
    let weighed = said.into_iter().map(|(key, said)| (key, WORTH * said * best(&key[..3])));
    weighed.filter(|(_, probability)| *probability >= LEAST).collect()
}

/// How far `target` stands for `word` among the `words` of a phrase: for all alike where none is known to.
fn share_of(word: &str, words: &[&str], target: &str, lexicon: &Lexicon) -> f64 {
    let known = |word: &str| {
        lexicon.translations(word).find(|found| found.key == target).map_or(0.0, |found| found.probability)
    };
    let sum: f64 = words.iter().map(|word| known(word)).sum();
    if sum > 0.0 { known(word) / sum } else { 1.0 / words.len() as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(words: &[&str]) -> TextQuery {
        let term = |word: &&str| QueryTerm {
            word: (*word).to_owned(),
            weight: 1.0,
            keys: vec![format!("es:{word}"), format!("w:{word}")],
        };
        TextQuery { terms: words.iter().map(term).collect() }
    }

    #[test]
    fn words_that_follow_one_another_are_a_phrase_and_others_are_not() {
        let lexicon = Lexicon::shipped();
        let found = contexts(&query(&["salud", "adult", "mayor", "rural"]), lexicon);
        let phrase = ["es:adult", "es:mayor"].map(str::to_owned).to_vec();
        assert_eq!(found[1], std::slice::from_ref(&phrase));
        assert_eq!(found[2], [phrase]);
        assert!(found[0].is_empty() && found[3].is_empty(), "{found:?}");
        assert!(contexts(&query(&["adult", "rural", "mayor"]), lexicon).iter().all(Vec::is_empty));
        assert!(contexts(&TextQuery::default(), lexicon).is_empty());
    }

    #[test]
    fn company_adds_words_and_never_more_than_a_share_of_the_best() {
        let lexicon = Lexicon::shipped();
        let context = contexts(&query(&["educ", "parvulari"]), lexicon).remove(1);
        let said = in_company("es:parvulari", &context, |_| 0.5, lexicon);
        assert!(said.iter().any(|(key, _)| *key == "en:earli"), "{said:?}");
        assert!(said.iter().all(|(_, probability)| (LEAST..=WORTH * 0.5).contains(probability)), "{said:?}");
        assert!(in_company("es:parvulari", &Context::new(), |_| 0.5, lexicon).is_empty());
    }
}
