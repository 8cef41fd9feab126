//! A lexicon in use: opened in a moment, asked by key. Every place in the file is checked when read, so that no file,
//! however damaged, can do more than answer nothing.
//!
//! Knows the file as bytes through [`super::format`] and nothing of how it was learnt.

use std::path::Path;
use std::sync::{Arc, LazyLock};

use tantivy::directory::OwnedBytes;

use super::file::told;
use super::format::{self, CERTAIN, Fault, Layout, PLACE, TRANSLATION};
use super::settled::Settled;
use super::{Corpus, LexiconError, phrase, round_trip, train};
use crate::text;

static SHIPPED: LazyLock<Lexicon> = LazyLock::new(|| {
    let bytes: &'static [u8] = include_bytes!("../../data/lexicon.bin");
    // Part of the program as its code is: a test verifies it once, and nobody waits for it at the start.
    Lexicon::of(OwnedBytes::new(bytes)).unwrap_or_else(|_| Lexicon::empty())
});

/// Translations of words between languages. Clones share the bytes.
#[derive(Clone)]
pub struct Lexicon {
    bytes: OwnedBytes,
    layout: Layout,
    digest: Arc<str>,
}

/// What a word may stand for in another language.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Translation<'a> {
    /// Language and stem, such as `en:glacier`.
    pub key: &'a str,
    /// How far both directions agree on it, 0.02 to 1.0; those of a language need not sum to 1.
    pub probability: f64,
}

impl Lexicon {
    /// The one shipped with the program.
    pub fn shipped() -> &'static Self {
        &SHIPPED
    }

    /// Learns a lexicon from labels; `credits` names their sources and is kept in the file. `progress` is told how
    /// many tables are done, and of how many.
    ///
    /// # Errors
    /// [`LexiconError::NothingToLearn`], [`LexiconError::TooLarge`].
    pub fn train(
        corpus: &Corpus,
        credits: &str,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Result<Self, LexiconError> {
        Self::made_by(&text::fingerprint(), corpus, credits, progress)
    }

    fn made_by(
        analyser: &str,
        corpus: &Corpus,
        credits: &str,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Result<Self, LexiconError> {
        let corpus = corpus.settle();
        let rows = train::rows(&corpus, progress)?;
        let phrases = phrase::phrases(&corpus, &rows);
        let bytes = format::compose(&corpus, &rows, &phrases, credits, analyser)?;
        Self::of(OwnedBytes::new(bytes)).map_err(|fault| told(Path::new("just made"), fault))
    }

    /// The labels it was learnt from, to add others to and learn anew.
    ///
    /// # Errors
    /// [`LexiconError::Damaged`].
    pub fn corpus(&self) -> Result<Corpus, LexiconError> {
        let keys = (0..self.layout.keys).map(|place| self.key(place).map(str::to_owned)).collect();
        let labels = self.bytes.get(self.layout.labels.clone()).unwrap_or_default();
        let settled = Option::and_then(keys, |keys| Settled::decode(keys, labels));
        settled.map(Corpus::of).ok_or_else(|| {
            told(Path::new("in use"), Fault::Damaged("the labels it was learnt from do not add up"))
        })
    }

    /// What `key` may stand for in the other languages; within each the best first.
    pub fn translations(&self, key: &str) -> impl Iterator<Item = Translation<'_>> {
        self.find(key).into_iter().flat_map(|place| self.row(place))
    }

    /// Words of the same language that share translations with `key`, by the best way there and back: at least 0.1,
    /// best first, `key` itself left out.
    pub fn synonyms(&self, key: &str) -> Vec<(&str, f64)> {
        round_trip::of(self, key)
    }

    /// Whether it translates `key` into any language.
    pub fn knows(&self, key: &str) -> bool {
        self.translations(key).next().is_some()
    }

    /// 16 hex digits that change with the content.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// Where its labels come from.
    pub fn credits(&self) -> &str {
        let credits = self.bytes.get(self.layout.credits.clone()).unwrap_or_default();
        std::str::from_utf8(credits).unwrap_or_default()
    }

    /// Different words, of all languages.
    pub fn words(&self) -> usize {
        self.layout.keys
    }

    /// Translations kept.
    pub fn translation_count(&self) -> usize {
        self.layout.translations
    }

    /// Bytes of its file.
    pub fn size_bytes(&self) -> usize {
        self.bytes.len()
    }

    /// Where the parts of its file stand.
    pub(super) fn layout(&self) -> &Layout {
        &self.layout
    }

    /// The bytes of its file.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// A lexicon over bytes whose digest nobody has checked.
    pub(super) fn of(bytes: OwnedBytes) -> Result<Self, Fault> {
        let layout = Layout::read(&bytes)?;
        let digest = format::short_digest(&bytes).into();
        Ok(Self { bytes, layout, digest })
    }

    /// One that knows nothing.
    fn empty() -> Self {
        let none = 0..0;
        let layout = Layout {
            keys: 0,
            translations: 0,
            key_ends: none.clone(),
            key_text: none.clone(),
            row_ends: none.clone(),
            rows: none.clone(),
            phrases: none.clone(),
            phrase_translations: none.clone(),
            labels: none.clone(),
            credits: none,
        };
        Self { bytes: OwnedBytes::empty(), layout, digest: "".into() }
    }

    /// The place of a key.
    pub(super) fn find(&self, key: &str) -> Option<usize> {
        let (mut from, mut to) = (0, self.layout.keys);
        while from < to {
            let middle = from + (to - from) / 2;
            match self.key_bytes(middle)?.cmp(key.as_bytes()) {
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Less => from = middle + 1,
                std::cmp::Ordering::Greater => to = middle,
            }
        }
        None
    }

    /// The key at a place.
    pub(super) fn key(&self, place: usize) -> Option<&str> {
        std::str::from_utf8(self.key_bytes(place)?).ok()
    }

    fn key_bytes(&self, place: usize) -> Option<&[u8]> {
        let (start, end) = self.between(self.layout.key_ends.start, place)?;
        self.bytes.get(self.layout.key_text.clone())?.get(start..end)
    }

    fn row(&self, place: usize) -> impl Iterator<Item = Translation<'_>> {
        let (start, end) = self.between(self.layout.row_ends.start, place).unwrap_or_default();
        let rows = self.bytes.get(self.layout.rows.clone()).unwrap_or_default();
        let row = rows.get(start.saturating_mul(TRANSLATION)..end.saturating_mul(TRANSLATION));
        row.unwrap_or_default().chunks_exact(TRANSLATION).filter_map(|entry| {
            let [a, b, c, low, high] = entry.try_into().ok()?;
            let key = self.key(u32::from_le_bytes([a, b, c, 0]) as usize)?;
            Some(Translation { key, probability: f64::from(u16::from_le_bytes([low, high])) / CERTAIN })
        })
    }

    /// Start and end of the entry at `place`, from a list of ends that begins at `list`.
    fn between(&self, list: usize, place: usize) -> Option<(usize, usize)> {
        let end = |place: usize| format::number(&self.bytes, list + place * PLACE).map(|end| end as usize);
        let start = if place == 0 { 0 } else { end(place - 1)? };
        Some((start, end(place)?))
    }
}

#[cfg(test)]
impl Lexicon {
    /// What a process sees whose file is changed under its hands.
    pub(super) fn unverified(bytes: Vec<u8>) -> Result<Self, Fault> {
        Self::of(OwnedBytes::new(bytes))
    }

    /// One made by a program with other stemmers.
    pub(super) fn train_for(analyser: &str, corpus: &Corpus, credits: &str) -> Result<Self, LexiconError> {
        Self::made_by(analyser, corpus, credits, &mut |_, _| ())
    }
}

impl std::fmt::Debug for Lexicon {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Lexicon").field("digest", &self.digest).field("words", &self.words()).finish()
    }
}
