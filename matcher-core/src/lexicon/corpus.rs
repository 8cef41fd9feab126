//! Parallel labels as stems, paired across languages: what a table is learnt from, and what its file keeps of it.
//!
//! Knows no file form of a vocabulary. [`Settled`] is the same whatever the order in which labels came.

use std::collections::{BTreeMap, HashMap};

use super::settled::Settled;
use crate::text::{Analyzer, TextLanguage};

/// A label shorter than this, in bytes, may list alternatives between slashes (`alcalde/alcaldesa`).
const ALTERNATIVES_BELOW_BYTES: usize = 160;
/// A label of fewer words than this counts each stem once; longer ones are sentences.
const SENTENCE_WORDS: usize = 12;

/// Labels gathered from vocabularies.
#[derive(Default)]
pub struct Corpus {
    analyzer: Analyzer,
    key_ids: HashMap<String, u32>,
    labels: Vec<Vec<u32>>,
    label_ids: HashMap<Vec<u32>, u32>,
    /// How often two labels of different languages name the same thing.
    pairs: HashMap<(u32, u32), u32>,
}

/// A label by its number among those gathered, with its language.
type Known = (TextLanguage, u32);

impl Corpus {
    /// Takes the labels of one thing: those of different languages translate each other, `weight` times.
    ///
    /// A label may list alternatives, separated by `|`, or by `/` where it is short.
    pub fn add(&mut self, labels: &[(TextLanguage, &str)], weight: u32) {
        let known: Vec<Known> = labels.iter().flat_map(|label| self.alternatives(*label)).collect();
        for (place, one) in known.iter().enumerate() {
            known[place + 1..].iter().for_each(|other| self.pair(*one, *other, weight));
        }
    }

    /// Takes another label of a thing, which the labels of the other languages among `labels` translate, `weight`
    /// times.
    pub fn add_synonym(
        &mut self,
        synonym: (TextLanguage, &str),
        labels: &[(TextLanguage, &str)],
        weight: u32,
    ) {
        let labels: Vec<Known> = labels.iter().flat_map(|label| self.alternatives(*label)).collect();
        for one in self.alternatives(synonym) {
            labels.iter().for_each(|other| self.pair(one, *other, weight));
        }
    }

    fn pair(&mut self, one: Known, other: Known, weight: u32) {
        if one.0 == other.0 {
            return;
        }
        // As [`Settled`] orders them, so that a pair read back from a file and the same pair added again are one.
        let in_order = one.0.as_str() < other.0.as_str();
        let pair = if in_order { (one.1, other.1) } else { (other.1, one.1) };
        let known = self.pairs.entry(pair).or_default();
        *known = known.saturating_add(weight);
    }

    fn alternatives(&mut self, (language, text): (TextLanguage, &str)) -> Vec<Known> {
        let mut found: Vec<Known> = Vec::new();
        for part in text.split('|') {
            let short = part.len() < ALTERNATIVES_BELOW_BYTES;
            for label in part.split(|letter| short && letter == '/') {
                let keys = self.keys(language, label);
                if !keys.is_empty() {
                    let label = (language, self.label(keys));
                    if !found.contains(&label) {
                        found.push(label);
                    }
                }
            }
        }
        found
    }

    /// The stems of a label in the order of their letters: which follows which is not learnt from, and not kept.
    fn keys(&mut self, language: TextLanguage, label: &str) -> Vec<u32> {
        let mut keys = Vec::new();
        self.analyzer
            .each_word(label, &language.tag(), |word, _| keys.extend(word.stem_key().map(str::to_owned)));
        keys.sort_unstable();
        if keys.len() < SENTENCE_WORDS {
            keys.dedup();
        }
        keys.iter().map(|key| self.key_id(key)).collect()
    }

    fn key_id(&mut self, key: &str) -> u32 {
        if let Some(id) = self.key_ids.get(key) {
            return *id;
        }
        let id = self.key_ids.len() as u32;
        self.key_ids.insert(key.to_owned(), id);
        id
    }

    fn label(&mut self, keys: Vec<u32>) -> u32 {
        let next = self.labels.len() as u32;
        *self.label_ids.entry(keys).or_insert_with_key(|keys| {
            self.labels.push(keys.clone());
            next
        })
    }

    /// Everything in an order that depends on nothing but itself.
    pub(super) fn settle(&self) -> Settled {
        let by_key: BTreeMap<&str, u32> = self.key_ids.iter().map(|(key, id)| (key.as_str(), *id)).collect();
        let mut key_places = vec![0u32; by_key.len()];
        for (place, id) in by_key.values().enumerate() {
            key_places[*id as usize] = place as u32;
        }
        let placed = |keys: &Vec<u32>| keys.iter().map(|key| key_places[*key as usize]).collect::<Vec<_>>();
        let by_label: BTreeMap<Vec<u32>, usize> =
            self.labels.iter().enumerate().map(|(id, keys)| (placed(keys), id)).collect();
        let mut label_places = vec![0u32; by_label.len()];
        for (place, id) in by_label.values().enumerate() {
            label_places[*id] = place as u32;
        }
        let mut pairs: Vec<(u32, u32, u32)> = self
            .pairs
            .iter()
            .map(|((one, other), weight)| {
                let (one, other) = (label_places[*one as usize], label_places[*other as usize]);
                (one.min(other), one.max(other), *weight)
            })
            .collect();
        pairs.sort_unstable();
        Settled {
            keys: by_key.into_keys().map(str::to_owned).collect(),
            labels: by_label.into_keys().collect(),
            pairs,
        }
    }

    /// The labels of a lexicon, to add others to.
    pub(super) fn of(settled: Settled) -> Self {
        let Settled { keys, labels, pairs } = settled;
        Self {
            analyzer: Analyzer::default(),
            key_ids: keys.into_iter().zip(0..).collect(),
            label_ids: labels.iter().cloned().zip(0..).collect(),
            labels,
            pairs: pairs.into_iter().map(|(one, other, weight)| ((one, other), weight)).collect(),
        }
    }
}
