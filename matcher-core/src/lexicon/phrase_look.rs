//! The phrases of a lexicon in use: found by their words, in any order.
//!
//! Like the rest of the file, every place is checked when read.

use super::Lexicon;
use super::format::{self, CERTAIN, NO_WORD, PHRASE, PHRASE_TRANSLATION};
use super::phrase::MAX_PHRASE_WORDS;

/// What a phrase may be called in another language.
#[derive(Debug, Clone, PartialEq)]
pub struct PhraseTranslation<'a> {
    /// One to three stems of one language, such as `en:elder`, `en:person`.
    pub keys: Vec<&'a str>,
    /// How often labels say so, 0.1 to 1.0; those of a language sum to at most 1.
    pub probability: f64,
}

impl Lexicon {
    /// What a phrase of two or three words may be called in the other languages, by language, the best first; nothing
    /// where its words say it one by one.
    pub fn phrase(&self, words: &[&str]) -> Vec<PhraseTranslation<'_>> {
        self.find_phrase(words).map(|place| self.phrase_row(place)).unwrap_or_default()
    }

    /// Phrases kept.
    pub fn phrase_count(&self) -> usize {
        self.layout().phrases.len() / PHRASE
    }

    fn find_phrase(&self, words: &[&str]) -> Option<usize> {
        if !(2..=MAX_PHRASE_WORDS).contains(&words.len()) {
            return None;
        }
        let mut asked = [NO_WORD; MAX_PHRASE_WORDS];
        for (place, word) in asked.iter_mut().zip(words) {
            *place = self.find(word)? as u32;
        }
        asked[..words.len()].sort_unstable();
        let (mut from, mut to) = (0, self.phrase_count());
        while from < to {
            let middle = from + (to - from) / 2;
            match places(self.phrase_bytes(middle)?)?.cmp(&asked) {
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Less => from = middle + 1,
                std::cmp::Ordering::Greater => to = middle,
            }
        }
        None
    }

    fn phrase_bytes(&self, place: usize) -> Option<&[u8]> {
        let phrases = self.bytes().get(self.layout().phrases.clone())?;
        phrases.get(place * PHRASE..(place + 1) * PHRASE)
    }

    fn phrase_row(&self, place: usize) -> Vec<PhraseTranslation<'_>> {
        let end = |place: usize| format::number(self.phrase_bytes(place)?, PHRASE - format::PLACE);
        let start = if place == 0 { Some(0) } else { end(place - 1) };
        let rows = self.bytes().get(self.layout().phrase_translations.clone()).unwrap_or_default();
        let row = start.zip(end(place)).and_then(|(start, end)| {
            rows.get(start as usize * PHRASE_TRANSLATION..end as usize * PHRASE_TRANSLATION)
        });
        row.unwrap_or_default()
            .chunks_exact(PHRASE_TRANSLATION)
            .filter_map(|entry| self.phrase_translation(entry))
            .collect()
    }

    fn phrase_translation(&self, entry: &[u8]) -> Option<PhraseTranslation<'_>> {
        let words = places(entry)?.into_iter().filter(|word| *word != NO_WORD);
        let keys = words.map(|word| self.key(word as usize)).collect::<Option<Vec<_>>>()?;
        let probability = entry.last_chunk::<2>().map(|two| f64::from(u16::from_le_bytes(*two)) / CERTAIN)?;
        Some(PhraseTranslation { keys, probability })
    }
}

fn places(bytes: &[u8]) -> Option<[u32; MAX_PHRASE_WORDS]> {
    let mut places = [NO_WORD; MAX_PHRASE_WORDS];
    for (number, place) in places.iter_mut().enumerate() {
        *place = format::place(bytes.get(3 * number..)?)?;
    }
    Some(places)
}
