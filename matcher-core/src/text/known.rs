//! Words met before, with what became of them: nearly every word of a text is one.
//!
//! Everything lies in three pieces of memory, so that a look touches few of its lines.

use std::hash::BuildHasher;

use foldhash::fast::RandomState;
use rustc_hash::FxHashMap;

use super::AnalysedWord;
use super::word::Marks;

/// The words of one language, as written.
#[derive(Default)]
pub(super) struct KnownWords {
    hasher: RandomState,
    /// By the hash of the word as written; of two words of one hash the later is known.
    places: FxHashMap<u64, Place>,
    /// Each word as written, and behind it the keys of what became of it.
    letters: String,
    analysed: Vec<Analysed>,
}

/// Where a word lies.
#[derive(Clone, Copy)]
pub(super) struct Place {
    start: u32,
    len: u32,
    /// What became of it: nothing of a function word, several of a compound.
    first: u32,
    count: u32,
}

struct Analysed {
    start: u32,
    len: u32,
    marks: Marks,
}

impl KnownWords {
    pub(super) fn len(&self) -> usize {
        self.places.len() + self.analysed.len()
    }

    pub(super) fn place(&self, surface: &str) -> Option<Place> {
        let place = *self.places.get(&self.hasher.hash_one(surface))?;
        (self.piece(place.start, place.len) == surface).then_some(place)
    }

    /// Takes in a word with the keys of what became of it.
    pub(super) fn add(&mut self, surface: &str, keys: &[String]) -> Place {
        let (start, len) = self.push(surface);
        let place = Place { start, len, first: self.analysed.len() as u32, count: keys.len() as u32 };
        for keys in keys {
            let (start, len) = self.push(keys);
            self.analysed.push(Analysed { start, len, marks: Marks::of(keys) });
        }
        self.places.insert(self.hasher.hash_one(surface), place);
        place
    }

    /// What became of the word of a place.
    pub(super) fn words(&self, place: Place) -> impl Iterator<Item = AnalysedWord<'_>> {
        let analysed = &self.analysed[place.first as usize..][..place.count as usize];
        analysed.iter().map(|word| AnalysedWord::new(self.piece(word.start, word.len), word.marks))
    }

    fn push(&mut self, piece: &str) -> (u32, u32) {
        let start = self.letters.len() as u32;
        self.letters.push_str(piece);
        (start, piece.len() as u32)
    }

    fn piece(&self, start: u32, len: u32) -> &str {
        &self.letters[start as usize..][..len as usize]
    }
}
