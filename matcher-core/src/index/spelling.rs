//! How the words of a segment are spelled, by skeleton, so that words of one origin find each other.
//!
//! Segments never change: each is read through once, when first asked, and shared by all snapshots that hold it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use tantivy::index::SegmentId;
use tantivy::schema::Field;
use tantivy::{InvertedIndexReader, SegmentReader};

use crate::text::skeleton;

/// Words of one origin begin alike: so many letters of their skeletons.
const SAME_BEGINNING: usize = 3;

/// A spelling that is filled in when first asked.
pub(super) type LazySpelling = Arc<OnceLock<Spelling>>;

/// The spellings of the segments in use.
#[derive(Default)]
pub(super) struct Spellings(Mutex<HashMap<SegmentId, LazySpelling>>);

impl Spellings {
    pub(super) fn of(&self, segment: SegmentId) -> LazySpelling {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let spelling = Arc::clone(known.entry(segment).or_default());
        known.retain(|_, spelling| Arc::strong_count(spelling) > 1);
        spelling
    }
}

/// The skeletons of a segment's words.
#[derive(Default)]
pub(super) struct Spelling {
    /// `en:` or `w:` and the skeleton, one after the other.
    arena: String,
    /// In the order of what they say.
    words: Vec<Word>,
}

struct Word {
    start: u32,
    length: u8,
    /// The term's place in the dictionary.
    ordinal: u32,
}

impl Spelling {
    /// Reads the words of a segment; a dictionary that cannot be read has none.
    pub(super) fn of(reader: &SegmentReader, field: Field) -> Self {
        let mut spelling = Self::default();
        if let Ok(inverted) = reader.inverted_index(field) {
            spelling.read(&inverted);
        }
        let Self { arena, words } = &mut spelling;
        words.sort_by(|one, other| one.text(arena).cmp(other.text(arena)));
        spelling
    }

    fn read(&mut self, inverted: &InvertedIndexReader) {
        let Ok(mut terms) = inverted.terms().stream() else { return };
        while terms.advance() {
            let term = std::str::from_utf8(terms.key()).ok().and_then(|key| key.split_once(':'));
            if let Some((language @ ("w" | "x" | "es" | "en" | "fr" | "pt" | "de"), word)) = term
                && let Some(bones) = skeleton(word)
                && let (Ok(start), Ok(ordinal)) =
                    (u32::try_from(self.arena.len()), u32::try_from(terms.term_ord()))
            {
                let length = language.len() + 1 + bones.len();
                self.arena.extend([language, ":", &bones]);
                self.words.push(Word { start, length: length as u8, ordinal });
            }
        }
    }

    /// Places in the dictionary of words of `language` whose skeleton is like `bones`, with their likeness.
    pub(super) fn similar(&self, language: &str, bones: &str, least: f64) -> Vec<(u64, f64)> {
        let Some(beginning) = bones.get(..SAME_BEGINNING.min(bones.len())) else { return Vec::new() };
        let beginning = format!("{language}:{beginning}");
        let from = self.words.partition_point(|word| word.text(&self.arena) < beginning.as_str());
        let alike = self.words[from..].iter().map(|word| (word, word.text(&self.arena)));
        let alike = alike.take_while(|(_, text)| text.starts_with(&beginning)).filter_map(|(word, text)| {
            let found = &text[language.len() + 1..];
            let likeness = likeness(bones, found, least)?;
            Some((u64::from(word.ordinal), likeness))
        });
        alike.collect()
    }
}

impl Word {
    fn text<'a>(&self, arena: &'a str) -> &'a str {
        let start = self.start as usize;
        &arena[start..start + usize::from(self.length)]
    }
}

/// How alike two skeletons are, if at least so much.
fn likeness(one: &str, other: &str, least: f64) -> Option<f64> {
    let (shorter, longer) = (one.len().min(other.len()), one.len().max(other.len()));
    // Each letter more is an edit: lengths alone rule most words out.
    if (shorter as f64) < least * longer as f64 {
        return None;
    }
    let likeness = strsim::normalized_levenshtein(one, other);
    (likeness >= least).then_some(likeness)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn likeness_is_that_of_the_letters() {
        assert_eq!(likeness("kultur", "kultur", 0.75), Some(1.0));
        assert_eq!(likeness("kultur", "kulturel", 0.75), Some(0.75));
        assert_eq!(likeness("kultur", "kult", 0.75), None);
    }
}
