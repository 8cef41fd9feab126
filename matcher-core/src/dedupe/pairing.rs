//! The pairs of a collection that are worth comparing: those that share a selective key. Compares nothing.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;
use serde::Serialize;

use super::blocking::MAX_OFFERS_PER_KEY;
use super::signature::Signature;

/// Which pairs to compare, and which keys told nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pairing {
    /// Places in the given list, the smaller first; sorted, each pair once.
    pub pairs: Vec<(usize, usize)>,
    /// Keys shared by more than [`MAX_OFFERS_PER_KEY`] offers, passed over: pairs that share only these are not compared.
    pub unselective: Vec<UnselectiveKey>,
}

/// A key that too many offers share.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct UnselectiveKey {
    /// The key.
    pub key: String,
    /// How many offers share it.
    pub offers: usize,
}

/// The pairs of `signatures` that share a selective key. What a store does with an indexed table, in memory.
pub fn pairs(signatures: &[Signature]) -> Pairing {
    let mut places: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for (place, signature) in signatures.iter().enumerate() {
        for key in signature.blocking_keys() {
            places.entry(key).or_default().push(place as u32);
        }
    }
    let mut found = FxHashSet::default();
    let mut unselective = Vec::new();
    for (key, sharing) in places {
        if sharing.len() > MAX_OFFERS_PER_KEY {
            unselective.push(UnselectiveKey { key, offers: sharing.len() });
            continue;
        }
        for (at, left) in sharing.iter().enumerate() {
            found.extend(sharing[at + 1..].iter().map(|right| (*left, *right)));
        }
    }
    let mut pairs: Vec<(usize, usize)> =
        found.into_iter().map(|(left, right)| (left as usize, right as usize)).collect();
    pairs.sort_unstable();
    Pairing { pairs, unselective }
}
