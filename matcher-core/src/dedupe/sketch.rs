//! A text's word triples as a small set of hashes from which containment can be told. Knows no offer.
//!
//! Hashes below a bound are kept and the bound is halved until they fit, so a text of any length keeps a fair sample and
//! two samples stay comparable at the lower of the two bounds. A short text keeps every triple.

use super::mended::mended;
use crate::text::fold;

/// Most hashes kept of one text.
const MOST: usize = 256;
/// How much of a text is read, in Unicode scalar values.
pub(super) const MAX_READ_CHARS: usize = 40_000;
const WORDS: usize = 3;
/// Fewer triples than this tell nothing: a line that many offers share.
pub(super) const FEWEST: usize = 12;

/// The sample: hashes below `2^(64 - level)`, sorted, each once.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(super) struct Sketch {
    /// How often the bound was halved.
    pub(super) level: u8,
    /// The hashes.
    pub(super) hashes: Vec<u64>,
}

impl Sketch {
    /// Of all `texts` together. Capitals count: copies of one text keep them, two texts on one subject rarely do.
    pub(super) fn of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let mut sketch = Self::default();
        let mut left = MAX_READ_CHARS;
        for text in texts {
            let read: String = text.chars().take(left).collect();
            left -= read.chars().count();
            sketch.add(&mended(&read));
        }
        sketch.settle();
        sketch
    }

    fn add(&mut self, text: &str) {
        let words: Vec<u64> = words(text).map(hash_word).collect();
        for triple in words.windows(WORDS) {
            let hash =
                triple.iter().fold(0x9e37_79b9_7f4a_7c15_u64, |sum, word| mix(sum.rotate_left(5) ^ word));
            if below(hash, self.level) {
                self.hashes.push(hash);
            }
            if self.hashes.len() > 2 * MOST {
                self.settle();
            }
        }
    }

    fn settle(&mut self) {
        self.hashes.sort_unstable();
        self.hashes.dedup();
        while self.hashes.len() > MOST {
            self.level += 1;
            let level = self.level;
            self.hashes.retain(|hash| below(*hash, level));
        }
    }

    /// How many different triples the text has, as far as the sample tells.
    pub(super) fn triples(&self) -> usize {
        self.hashes.len() << self.level
    }

    /// Whether there is enough text to tell one offer from another.
    pub(super) fn is_telling(&self) -> bool {
        self.triples() >= FEWEST
    }

    /// The share of the smaller text's triples that the other holds, 0.0 to 1.0; `None` where either says too little.
    pub(super) fn containment(&self, other: &Self) -> Option<f64> {
        if !self.is_telling() || !other.is_telling() {
            return None;
        }
        let level = self.level.max(other.level);
        let of = |sketch: &Self| sketch.hashes.partition_point(|hash| below(*hash, level));
        let (left, right) = (&self.hashes[..of(self)], &other.hashes[..of(other)]);
        let fewest = left.len().min(right.len());
        (fewest >= FEWEST / 2).then(|| shared(left, right) as f64 / fewest as f64)
    }

    /// The smallest hashes: texts that overlap much are likely to share one.
    pub(super) fn smallest(&self, count: usize) -> &[u64] {
        &self.hashes[..count.min(self.hashes.len())]
    }
}

/// Hashes below the bound are a beginning of the sorted list.
fn below(hash: u64, level: u8) -> bool {
    level == 0 || hash >> (64 - u32::from(level)) == 0
}

fn shared(left: &[u64], right: &[u64]) -> usize {
    let (mut at, mut to, mut count) = (0, 0, 0);
    while let (Some(one), Some(other)) = (left.get(at), right.get(to)) {
        match one.cmp(other) {
            std::cmp::Ordering::Less => at += 1,
            std::cmp::Ordering::Greater => to += 1,
            std::cmp::Ordering::Equal => (at, to, count) = (at + 1, to + 1, count + 1),
        }
    }
    count
}

/// Words keep their capitals but not their accents, which encodings damage.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// FNV-1a, which is the same on every platform.
fn hash_word(word: &str) -> u64 {
    let hash = |bytes: &[u8], basis: u64| {
        bytes.iter().fold(basis, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3))
    };
    const BASIS: u64 = 0xcbf2_9ce4_8422_2325;
    if word.is_ascii() {
        return hash(word.as_bytes(), BASIS);
    }
    // Folding would drop capitals; the first letter's case is kept beside.
    let capital = u64::from(word.starts_with(char::is_uppercase));
    hash(fold(word).as_bytes(), BASIS ^ capital)
}

/// The finaliser of splitmix64: spreads what FNV leaves together.
fn mix(mut hash: u64) -> u64 {
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(from: usize, to: usize) -> String {
        (from..to).map(|number| format!("word{number} ")).collect()
    }

    fn contained(one: &str, other: &str) -> Option<f64> {
        Sketch::of([one]).containment(&Sketch::of([other]))
    }

    #[test]
    fn an_excerpt_is_found_in_its_text() {
        assert_eq!(contained(&text(0, 100), &text(0, 200)), Some(1.0));
        assert_eq!(contained(&text(0, 100), &text(500, 600)), Some(0.0));
        let half = contained(&text(0, 200), &text(100, 300)).expect("enough text");
        assert!((half - 0.5).abs() < 0.02, "{half}");
        let sampled = contained(&text(0, 2_000), &text(1_000, 3_000)).expect("enough text");
        assert!((sampled - 0.5).abs() < 0.15, "{sampled}");
    }

    #[test]
    fn a_line_tells_nothing() {
        assert_eq!(contained(&text(0, 8), &text(0, 8)), None);
    }

    #[test]
    fn a_long_text_keeps_a_sample() {
        let sketch = Sketch::of([text(0, 5_000).as_str()]);
        assert!(sketch.hashes.len() <= MOST && sketch.level > 0);
        let told = sketch.triples() as f64;
        assert!((3_500.0..6_500.0).contains(&told), "{told}");
    }
}
