//! A word as index, score and thesaurus know it: two keys and their hashes.

/// Stands for the language in the keys of words whose language is not analysed.
pub const FOREIGN: &str = "x";

/// A word as the index knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AnalysedWord<'a> {
    keys: &'a str,
    marks: Marks,
}

/// What is reckoned once of a word's keys, for all texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Marks {
    topic_hash: u64,
    form_hash: u64,
    topic_len: u32,
    has_stem: bool,
}

/// The keys of a folded word, a space behind each: its stem with the language (itself behind [`FOREIGN`] where the
/// language is not analysed), and itself behind `w:`.
pub(super) fn keys(stem: Option<(&str, &str)>, word: &str) -> String {
    let (language, stem) = stem.unwrap_or((FOREIGN, word));
    [language, ":", stem, " w:", word, " "].concat()
}

impl Marks {
    pub(super) fn of(keys: &str) -> Self {
        let (topic, form) = keys.split_once(' ').unwrap_or_default();
        Self {
            topic_hash: key_hash(topic),
            form_hash: key_hash(form.trim_end_matches(' ')),
            topic_len: topic.len() as u32,
            has_stem: !topic.starts_with("x:"),
        }
    }
}

impl<'a> AnalysedWord<'a> {
    pub(super) const fn new(keys: &'a str, marks: Marks) -> Self {
        Self { keys, marks }
    }

    /// The word of two keys such as `es:glaciar w:glaciares `, a space behind each.
    #[cfg(test)]
    pub(crate) fn of(keys: &'a str) -> Self {
        Self::new(keys, Marks::of(keys))
    }

    /// Both keys, a space behind each.
    pub(crate) const fn keys(self) -> &'a str {
        self.keys
    }

    /// The stem with its language; the word itself behind [`FOREIGN`] where the language is not analysed.
    pub fn topic_key(self) -> &'a str {
        &self.keys[..self.marks.topic_len as usize]
    }

    /// Language and stem, such as `es:glaciar`; none where the language is not analysed.
    pub fn stem_key(self) -> Option<&'a str> {
        self.has_stem().then(|| self.topic_key())
    }

    /// Whether its language is analysed.
    pub(crate) const fn has_stem(self) -> bool {
        self.marks.has_stem
    }

    /// The folded word behind `w:`, such as `w:glaciares`: the same in every language.
    pub fn form_key(self) -> &'a str {
        &self.keys[self.marks.topic_len as usize + 1..self.keys.len() - 1]
    }

    /// The word, folded.
    pub fn word(self) -> &'a str {
        &self.form_key()[2..]
    }

    /// The hashes of its two keys: [`AnalysedWord::topic_key`]'s and the form's.
    pub(crate) const fn hashes(self) -> (u64, u64) {
        (self.marks.topic_hash, self.marks.form_hash)
    }

    /// The hash of the stem with its language; of the form where the language is not analysed.
    pub(crate) const fn stem_hash(self) -> u64 {
        if self.marks.has_stem { self.marks.topic_hash } else { self.marks.form_hash }
    }
}

/// FNV-1a with a final mix: the same on every machine and in every version, since parts of it are stored.
pub(crate) fn key_hash(key: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in key.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_come_apart_again() {
        for (stem, word, topic_key) in
            [(Some(("es", "glaciar")), "glaciares", "es:glaciar"), (None, "빙하", "x:빙하")]
        {
            let keys = keys(stem, word);
            let analysed = AnalysedWord::of(&keys);
            assert_eq!((analysed.topic_key(), analysed.word()), (topic_key, word));
            assert_eq!(analysed.form_key(), format!("w:{word}"));
            assert_eq!(analysed.stem_key(), stem.map(|_| topic_key));
            assert_eq!(analysed.hashes(), (key_hash(topic_key), key_hash(analysed.form_key())));
        }
    }
}
