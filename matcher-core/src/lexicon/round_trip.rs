//! Words of one language that share translations: there and back again. Knows a lexicon only through its lookups.

use std::collections::BTreeMap;

use super::Lexicon;

/// The least product of the two ways that makes a synonym.
const LEAST: f64 = 0.1;

/// Synonyms of `key` with the best product of a way there and back; best first, of equals the first by key.
pub(super) fn of<'a>(lexicon: &'a Lexicon, key: &str) -> Vec<(&'a str, f64)> {
    let language = key.get(..3).unwrap_or_default();
    let mut best: BTreeMap<&str, f64> = BTreeMap::new();
    for there in lexicon.translations(key) {
        for back in lexicon.translations(there.key) {
            let product = there.probability * back.probability;
            if product >= LEAST && back.key != key && back.key.starts_with(language) {
                let known = best.entry(back.key).or_default();
                *known = known.max(product);
            }
        }
    }
    let mut synonyms: Vec<(&str, f64)> = best.into_iter().collect();
    synonyms.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(other.0)));
    synonyms
}
