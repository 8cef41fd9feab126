//! The bytes of a lexicon's file: where each part stands, and how a fresh one is laid out. All numbers little-endian.
//!
//! Knows no learning and no lookup. The layout is told in docs/lexicon.md.

use std::ops::Range;

use super::LexiconError;
use super::phrase::{MAX_PHRASE_WORDS, Phrase};
use super::settled::Settled;
use super::train::Row;

const MAGIC: &[u8; 8] = b"MATCHLEX";
/// The form this program writes and reads.
pub(super) const FORM: u32 = 2;
/// Bytes before the first part.
const HEADER: usize = 88;
/// The analyser's fingerprint, in hex.
const FINGERPRINT: Range<usize> = 12..28;
/// BLAKE3 of all bytes but these.
const DIGEST: Range<usize> = 28..60;
/// Where the seven lengths begin: keys, bytes of keys, translations, phrases, their translations, bytes of labels, bytes
/// of credits.
const LENGTHS: usize = 60;
/// Bytes of a place or end in a list.
pub(super) const PLACE: usize = 4;
/// Bytes of a translation: three for the key's place, two for the probability.
pub(super) const TRANSLATION: usize = 5;
/// Bytes of a phrase: three keys' places and the end of its translations.
pub(super) const PHRASE: usize = 3 * MAX_PHRASE_WORDS + PLACE;
/// Bytes of a phrase's translation: three keys' places and a probability.
pub(super) const PHRASE_TRANSLATION: usize = 3 * MAX_PHRASE_WORDS + 2;
/// Stands where a phrase has no third word, a translation no second.
pub(super) const NO_WORD: u32 = (1 << 24) - 1;
/// Most keys: what three bytes count, and [`NO_WORD`].
const MAX_KEYS: u64 = NO_WORD as u64;
/// What a probability of 1 is written as.
pub(super) const CERTAIN: f64 = 65_535.0;

/// Where the parts of a file stand, one after another.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    pub(super) keys: usize,
    pub(super) translations: usize,
    /// Ends of the keys in `key_text`.
    pub(super) key_ends: Range<usize>,
    pub(super) key_text: Range<usize>,
    /// Ends of the rows in `rows`, counted in translations.
    pub(super) row_ends: Range<usize>,
    pub(super) rows: Range<usize>,
    pub(super) phrases: Range<usize>,
    pub(super) phrase_translations: Range<usize>,
    pub(super) labels: Range<usize>,
    pub(super) credits: Range<usize>,
}

/// Why bytes are no usable lexicon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    NotALexicon,
    OtherForm(u32),
    OtherAnalyser(String),
    Damaged(&'static str),
}

impl Layout {
    /// Reads the header and checks that the parts fill the file; looks into none of them.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, Fault> {
        if !bytes.starts_with(MAGIC) {
            return Err(Fault::NotALexicon);
        }
        if bytes.len() < HEADER {
            return Err(Fault::Damaged("it ends within its header"));
        }
        match number(bytes, MAGIC.len()) {
            Some(FORM) => {}
            form => return Err(Fault::OtherForm(form.unwrap_or_default())),
        }
        let mut lengths = [0usize; 7];
        for (place, length) in lengths.iter_mut().enumerate() {
            *length = number(bytes, LENGTHS + place * PLACE).unwrap_or_default() as usize;
        }
        let [keys, key_bytes, translations, phrases, phrase_translations, label_bytes, credit_bytes] =
            lengths;
        let mut end = HEADER;
        let mut part = |count: usize, size: usize| {
            let start = end;
            end = end.saturating_add(count.saturating_mul(size));
            start..end
        };
        let layout = Self {
            keys,
            translations,
            key_ends: part(keys, PLACE),
            key_text: part(key_bytes, 1),
            row_ends: part(keys, PLACE),
            rows: part(translations, TRANSLATION),
            phrases: part(phrases, PHRASE),
            phrase_translations: part(phrase_translations, PHRASE_TRANSLATION),
            labels: part(label_bytes, 1),
            credits: part(credit_bytes, 1),
        };
        if end != bytes.len() {
            return Err(Fault::Damaged("its length is not what its header says"));
        }
        Ok(layout)
    }
}

/// Checks what [`Layout::read`] does not: the digest over all bytes, and whose analyser it was made for.
pub(super) fn verify(bytes: &[u8], analyser: &str) -> Result<(), Fault> {
    if bytes.get(DIGEST) != Some(digest(bytes).as_bytes().as_slice()) {
        return Err(Fault::Damaged("its digest is not that of its bytes"));
    }
    let found = bytes.get(FINGERPRINT).unwrap_or_default();
    if found != analyser.as_bytes() {
        return Err(Fault::OtherAnalyser(String::from_utf8_lossy(found).into_owned()));
    }
    Ok(())
}

/// The first 16 hex digits of the digest in the header.
pub(super) fn short_digest(bytes: &[u8]) -> String {
    let digest = bytes.get(DIGEST).unwrap_or_default();
    digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

fn digest(bytes: &[u8]) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    hasher.update(bytes.get(..DIGEST.start).unwrap_or_default());
    hasher.update(bytes.get(DIGEST.end..).unwrap_or_default());
    hasher.finalize()
}

/// The number of four bytes at `place`.
pub(super) fn number(bytes: &[u8], place: usize) -> Option<u32> {
    let four = bytes.get(place..place.checked_add(PLACE)?)?;
    Some(u32::from_le_bytes(four.try_into().ok()?))
}

/// Lays out a file: `rows` are those of the keys of `corpus`, in their order; `phrases` are in the order of their words.
pub(super) fn compose(
    corpus: &Settled,
    rows: &[Row],
    phrases: &[Phrase],
    credits: &str,
    analyser: &str,
) -> Result<Vec<u8>, LexiconError> {
    within("different words", corpus.keys.len(), MAX_KEYS)?;
    let labels = corpus.encode();
    let translations: usize = rows.iter().map(Vec::len).sum();
    let key_bytes: usize = corpus.keys.iter().map(String::len).sum();
    let phrase_translations = phrases.iter().map(|phrase| phrase.translations.len()).sum();
    let lengths = [
        corpus.keys.len(),
        key_bytes,
        translations,
        phrases.len(),
        phrase_translations,
        labels.len(),
        credits.len(),
    ];
    let mut bytes = Vec::new();
    bytes.extend(MAGIC);
    bytes.extend(FORM.to_le_bytes());
    bytes.extend(analyser.as_bytes());
    bytes.resize(LENGTHS, 0);
    for length in lengths {
        bytes.extend(within("bytes in one part", length, u64::from(u32::MAX))?.to_le_bytes());
    }
    push_ends(&mut bytes, corpus.keys.iter().map(String::len));
    corpus.keys.iter().for_each(|key| bytes.extend(key.as_bytes()));
    push_ends(&mut bytes, rows.iter().map(Vec::len));
    for (key, probability) in rows.iter().flatten() {
        push_place(&mut bytes, *key);
        push_probability(&mut bytes, *probability);
    }
    push_phrases(&mut bytes, phrases);
    bytes.extend(labels);
    bytes.extend(credits.as_bytes());
    let digest = digest(&bytes);
    bytes[DIGEST].copy_from_slice(digest.as_bytes());
    Ok(bytes)
}

fn push_phrases(bytes: &mut Vec<u8>, phrases: &[Phrase]) {
    let mut end = 0u32;
    for phrase in phrases {
        push_words(bytes, &phrase.words);
        end += phrase.translations.len() as u32;
        bytes.extend(end.to_le_bytes());
    }
    for (words, probability) in phrases.iter().flat_map(|phrase| &phrase.translations) {
        push_words(bytes, words);
        push_probability(bytes, *probability);
    }
}

fn push_words(bytes: &mut Vec<u8>, words: &[u32]) {
    let words = words.iter().copied().chain(std::iter::repeat(NO_WORD));
    words.take(MAX_PHRASE_WORDS).for_each(|word| push_place(bytes, word));
}

fn push_place(bytes: &mut Vec<u8>, place: u32) {
    bytes.extend(&place.to_le_bytes()[..3]);
}

fn push_probability(bytes: &mut Vec<u8>, probability: f64) {
    bytes.extend(((probability.clamp(0.0, 1.0) * CERTAIN).round() as u16).to_le_bytes());
}

/// The number of three bytes at the beginning of `bytes`.
pub(super) fn place(bytes: &[u8]) -> Option<u32> {
    let three = bytes.first_chunk::<3>()?;
    Some(u32::from_le_bytes([three[0], three[1], three[2], 0]))
}

fn push_ends(bytes: &mut Vec<u8>, lengths: impl Iterator<Item = usize>) {
    let mut end = 0u32;
    for length in lengths {
        end += length as u32;
        bytes.extend(end.to_le_bytes());
    }
}

fn within(what: &'static str, found: usize, most: u64) -> Result<u32, LexiconError> {
    let found = found as u64;
    u32::try_from(found).ok().filter(|_| found <= most).ok_or(LexiconError::TooLarge { what, found, most })
}
