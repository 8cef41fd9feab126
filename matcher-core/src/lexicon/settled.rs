//! A corpus in its one order, and as the bytes a lexicon's file keeps of it. Knows neither where labels come from nor
//! what is learnt from them.

use super::varint;

/// A corpus in its one order: keys by their letters (so by language first), labels by their keys, pairs by their labels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Settled {
    pub(super) keys: Vec<String>,
    /// By places of keys, in their order; none is empty, and all keys of a label have the same language.
    pub(super) labels: Vec<Vec<u32>>,
    /// Places of two labels, the first of the language first in the alphabet, and how often they meet.
    pub(super) pairs: Vec<(u32, u32, u32)>,
}

impl Settled {
    /// Labels and pairs as bytes; the keys are kept elsewhere in the file.
    pub(super) fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        varint::push(&mut bytes, self.labels.len() as u32);
        for label in &self.labels {
            push_distances(&mut bytes, label);
        }
        varint::push(&mut bytes, self.pairs.len() as u32);
        let mut before = 0;
        for (one, other, weight) in &self.pairs {
            // Sorted by the first label: its distance from the one before is mostly 0 or 1.
            varint::push(&mut bytes, one - before);
            varint::push(&mut bytes, *other);
            varint::push(&mut bytes, *weight);
            before = *one;
        }
        bytes
    }

    /// Whether nothing stands twice or out of its place.
    fn is_in_order(&self) -> bool {
        let Self { keys, labels, pairs } = self;
        keys.is_sorted_by(|one, other| one < other)
            && labels.is_sorted_by(|one, other| one < other)
            && pairs.is_sorted_by(|one, other| (one.0, one.1) < (other.0, other.1))
    }

    /// Reads what [`Settled::encode`] wrote; none where it does not add up.
    pub(super) fn decode(keys: Vec<String>, mut bytes: &[u8]) -> Option<Self> {
        let bytes = &mut bytes;
        let language = |key: u32| keys.get(key as usize).and_then(|key| key.get(..3));
        let mut labels = Vec::new();
        for _ in 0..varint::take(bytes)? {
            let label = take_distances(bytes)?;
            let of = language(*label.first()?)?;
            label.iter().all(|key| language(*key) == Some(of)).then(|| labels.push(label))?;
        }
        let mut pairs = Vec::new();
        let mut before = 0u32;
        for _ in 0..varint::take(bytes)? {
            let one = before.checked_add(varint::take(bytes)?)?;
            let (other, weight) = (varint::take(bytes)?, varint::take(bytes)?);
            (one < other && (other as usize) < labels.len()).then(|| pairs.push((one, other, weight)))?;
            before = one;
        }
        let settled = Self { keys, labels, pairs };
        (bytes.is_empty() && settled.is_in_order()).then_some(settled)
    }
}

/// The keys of a label: how many, then each by its distance from the one before.
fn push_distances(bytes: &mut Vec<u8>, label: &[u32]) {
    varint::push(bytes, label.len() as u32);
    let mut before = 0;
    for key in label {
        varint::push(bytes, key - before);
        before = *key;
    }
}

fn take_distances(bytes: &mut &[u8]) -> Option<Vec<u32>> {
    let mut label = Vec::new();
    let mut before = 0u32;
    for _ in 0..varint::take(bytes)? {
        before = before.checked_add(varint::take(bytes)?)?;
        label.push(before);
    }
    Some(label)
}
