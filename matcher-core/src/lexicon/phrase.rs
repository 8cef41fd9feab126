//! Short phrases that mean something else than their words do, learnt from labels that translate each other whole.
//!
//! Knows no file. A phrase is a bag: which word comes first is not kept.

use std::collections::BTreeMap;

use super::settled::Settled;
use super::train::Row;

/// Most words of a phrase, on either side.
pub const MAX_PHRASE_WORDS: usize = 3;
/// Most translations of a phrase into one language.
const BEST: usize = 5;
/// The least share of a phrase's labels that a translation is kept with.
const LEAST: f64 = 0.1;
/// A phrase is kept where its words, translated one by one, give less than this of its translations…
const COMPOSED: f64 = 0.97;
/// …and one that was met once only where they give less than this.
const COMPOSED_ONCE: f64 = 0.5;

/// A phrase with its translations.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Phrase {
    /// Places of two or three keys, in their order.
    pub(super) words: Vec<u32>,
    /// Places of one to three keys of one language each, with probabilities; by language, best first.
    pub(super) translations: Vec<(Vec<u32>, f64)>,
}

/// The phrases among the labels of `corpus`, in the order of their words; `rows` are the translations of its keys.
pub(super) fn phrases(corpus: &Settled, rows: &[Row]) -> Vec<Phrase> {
    let language = |label: &[u32]| corpus.keys[label[0] as usize].as_bytes()[..2].to_vec();
    // By phrase and language: how often each label translates it. Labels too long to be shown count in the sum.
    let mut met: BTreeMap<(u32, Vec<u8>), BTreeMap<u32, u32>> = BTreeMap::new();
    for (one, other, weight) in &corpus.pairs {
        for (from, to) in [(one, other), (other, one)] {
            if is_phrase(&corpus.labels[*from as usize]) {
                let language = language(&corpus.labels[*to as usize]);
                *met.entry((*from, language)).or_default().entry(*to).or_default() += weight;
            }
        }
    }
    let mut phrases: BTreeMap<&[u32], Vec<(Vec<u32>, f64)>> = BTreeMap::new();
    for ((from, _), labels) in &met {
        let words = corpus.labels[*from as usize].as_slice();
        let translations = translations(corpus, labels);
        let most = if labels.values().sum::<u32>() > 1 { COMPOSED } else { COMPOSED_ONCE };
        if !translations.is_empty() && composed(corpus, words, &translations, rows) < most {
            phrases.entry(words).or_default().extend(translations);
        }
    }
    let phrase = |(words, translations): (&[u32], _)| Phrase { words: words.to_vec(), translations };
    let mut phrases: Vec<Phrase> = phrases.into_iter().map(phrase).collect();
    // As they are looked up: where a phrase ends, another that begins like it goes before.
    phrases.sort_by_key(|phrase| {
        let mut places = [u32::MAX; MAX_PHRASE_WORDS];
        places[..phrase.words.len()].copy_from_slice(&phrase.words);
        places
    });
    phrases
}

fn is_phrase(label: &[u32]) -> bool {
    (2..=MAX_PHRASE_WORDS).contains(&label.len())
}

/// The labels that translate a phrase most often, best first; of equals the first in the order of labels.
fn translations(corpus: &Settled, labels: &BTreeMap<u32, u32>) -> Vec<(Vec<u32>, f64)> {
    let sum: f64 = labels.values().map(|weight| f64::from(*weight)).sum();
    let mut best: Vec<(Vec<u32>, f64)> = labels
        .iter()
        .map(|(label, weight)| (corpus.labels[*label as usize].clone(), f64::from(*weight) / sum))
        .filter(|(label, share)| label.len() <= MAX_PHRASE_WORDS && *share >= LEAST)
        .collect();
    best.sort_by(|one, other| other.1.total_cmp(&one.1));
    best.truncate(BEST);
    best
}

/// How far the words say by themselves what the phrase says, 0.0 to 1.0: the words of its translations are the best
/// translations of its words, and the other way round; the lesser of the two counts.
fn composed(corpus: &Settled, words: &[u32], translations: &[(Vec<u32>, f64)], rows: &[Row]) -> f64 {
    let (mut there, mut back, mut all) = (0.0, 0.0, 0.0);
    for (label, share) in translations {
        let close = |word: u32, target: u32| closeness(corpus, &rows[word as usize], target);
        let met =
            label.iter().map(|target| words.iter().map(|word| close(*word, *target)).fold(0.0, f64::max));
        there += share * met.sum::<f64>() / label.len() as f64;
        let used =
            words.iter().map(|word| label.iter().map(|target| close(*word, *target)).fold(0.0, f64::max));
        back += share * used.sum::<f64>() / words.len() as f64;
        all += share;
    }
    f64::min(there, back) / all
}

/// The probability of `target` against that of the best translation into its language.
fn closeness(corpus: &Settled, row: &Row, target: u32) -> f64 {
    let language = &corpus.keys[target as usize][..3];
    let best = row.iter().find(|(key, _)| corpus.keys[*key as usize].starts_with(language));
    let own = row.iter().find(|(key, _)| *key == target);
    own.zip(best).map_or(0.0, |(own, best)| own.1 / best.1)
}
