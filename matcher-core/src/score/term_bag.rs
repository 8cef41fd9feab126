//! A text as the score reads it: which words, how often, how long. Hashed and packed, so that the index keeps it whole.
//!
//! Knows no statistics.

use crate::text::{AnalysedWord, key_hash};

/// Bits of a hash: two words of one text meet by accident once in millions of pairs, at five bytes a word.
const HASH_BITS: u32 = 40;
/// What is left of 64 bits for a count while words are sorted; a text has no more words than that.
const COUNT_BITS: u32 = 64 - HASH_BITS;
const MAX_COUNT: u32 = (1 << COUNT_BITS) - 1;

/// Words of a text with their weighted counts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TermBag {
    /// Hashes in ascending order, each with its weighted count.
    counts: Vec<(u64, u32)>,
    /// Weighted words altogether.
    length: u64,
}

/// Counts words as they come, and sorts them once at the end.
#[derive(Debug, Default)]
pub struct TermCounter {
    /// In the order of the text, once for each occurrence: the hash, and behind it the count.
    met: Vec<u64>,
    /// Weighted words altogether, in halves.
    half_words: u64,
}

impl TermCounter {
    /// Makes room for so many words more.
    pub(super) fn expect_words(&mut self, words: usize) {
        self.met.reserve(2 * words);
    }

    /// Counts one word of a field whose words weigh `weight` (the title's more than the body's).
    pub fn add(&mut self, word: AnalysedWord<'_>, weight: u32) {
        let (topic, form) = word.hashes();
        self.met.extend([counted(topic, weight), counted(form, weight)]);
        // Every other word of a text is a function word; those of languages without a stop list are still in it.
        let halves = if word.has_stem() { 2 } else { 1 };
        self.half_words = self.half_words.saturating_add(u64::from(weight) * halves);
    }

    /// Counts a key that adds nothing to the length, such as a concept's.
    pub fn add_key(&mut self, key: &str, count: u32) {
        self.met.push(counted(key_hash(key), count));
    }

    /// Everything counted.
    pub fn into_bag(self) -> TermBag {
        let Self { mut met, half_words } = self;
        let length = half_words.div_ceil(2);
        met.sort_unstable();
        let mut counts: Vec<(u64, u32)> = Vec::with_capacity(met.len());
        for entry in met {
            let (hash, count) = (entry >> COUNT_BITS, entry as u32 & MAX_COUNT);
            match counts.last_mut() {
                Some(last) if last.0 == hash => last.1 = last.1.saturating_add(count),
                _ => counts.push((hash, count)),
            }
        }
        TermBag { counts, length }
    }
}

/// A hash cut to its bits, with a count behind it.
fn counted(hash: u64, count: u32) -> u64 {
    (hash >> COUNT_BITS << COUNT_BITS) | u64::from(count.min(MAX_COUNT))
}

impl TermBag {
    /// Weighted words altogether.
    pub fn length(&self) -> f64 {
        self.length as f64
    }

    /// Whether there is no word in it.
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// Weighted count of a key, such as `es:agu` or `w:patagonia`.
    pub fn count(&self, key: &str) -> u32 {
        self.count_of(hash(key))
    }

    pub(super) fn count_of(&self, hash: u64) -> u32 {
        self.place(hash).map_or(0, |at| self.counts[at].1)
    }

    fn place(&self, hash: u64) -> Result<usize, usize> {
        self.counts.binary_search_by_key(&hash, |(known, _)| *known)
    }

    /// Packed: about five bytes a word.
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(8 + self.counts.len() * 6);
        push_number(&mut bytes, self.length);
        push_number(&mut bytes, self.counts.len() as u64);
        let mut before = 0;
        for (hash, count) in &self.counts {
            push_number(&mut bytes, hash - before);
            push_number(&mut bytes, u64::from(*count));
            before = *hash;
        }
        bytes
    }

    /// Reads what [`TermBag::encode`] wrote; `None` for anything else.
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        let mut rest = bytes;
        let length = take_number(&mut rest)?;
        let size = usize::try_from(take_number(&mut rest)?).ok()?;
        // Each entry takes two bytes or more: a damaged size must not reserve memory that is not there.
        let mut counts = Vec::with_capacity(size.min(rest.len() / 2));
        let mut hash = 0u64;
        for _ in 0..size {
            hash = hash.checked_add(take_number(&mut rest)?)?;
            counts.push((hash, u32::try_from(take_number(&mut rest)?).ok()?));
        }
        rest.is_empty().then_some(Self { counts, length })
    }
}

/// The hash by which a bag knows a key.
pub(super) fn hash(key: &str) -> u64 {
    key_hash(key) >> COUNT_BITS
}

/// Seven bits a byte, least first; the eighth says that more follow.
fn push_number(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn take_number(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0u64;
    for shift in (0..64).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(byte & 0x7f).checked_shl(shift)?;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_word_counts_by_stem_and_by_itself_but_once_in_the_length() {
        let mut counter = TermCounter::default();
        counter.add(AnalysedWord::of("es:glaciar w:glaciares "), 3);
        counter.add(AnalysedWord::of("es:glaciar w:glaciar "), 1);
        counter.add(AnalysedWord::of("x:gletscher w:gletscher "), 1);
        let bag = counter.into_bag();
        assert_eq!(bag.count("es:glaciar"), 4);
        assert_eq!(bag.count("w:glaciares"), 3);
        assert_eq!(bag.count("w:gletscher"), 1);
        assert_eq!(bag.length(), 5.0);
    }

    #[test]
    fn hashes_are_pinned_because_they_are_stored() {
        assert_eq!(hash("es:agu"), 371_124_571_415);
        assert_eq!(hash("w:patagonia"), 347_782_601_082);
    }

    proptest! {
        #[test]
        fn what_is_packed_unpacks(words in proptest::collection::vec(("[a-z]{1,8}", 1u32..4), 0..60)) {
            let mut counter = TermCounter::default();
            for (word, weight) in &words {
                counter.add(AnalysedWord::of(&format!("es:{word} w:{word} ")), *weight);
            }
            let bag = counter.into_bag();
            let bytes = bag.encode();
            prop_assert_eq!(TermBag::decode(&bytes), Some(bag));
        }

        #[test]
        fn damaged_bytes_are_no_bag_and_no_crash(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
            if let Some(bag) = TermBag::decode(&bytes) {
                prop_assert!(bag.counts.len() <= bytes.len());
            }
        }
    }
}
