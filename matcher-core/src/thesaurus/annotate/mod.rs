//! Finds the names of concepts in analysed texts: the longest first, in one pass over the words.
//!
//! Knows neither where the names come from nor what a concept is: it answers with places in a list.

mod entry;
mod inflection;
mod names;
mod negation;
mod trie;

use std::ops::Range;

use entry::{Entry, Fit, Owner};
use trie::{MAX_WORDS, Trie, TrieBuilder};

use super::concept::Concept;
use crate::model::LanguageTag;
use crate::text::{Analyzer, TextLanguage, fingerprint};

/// Names of places: where, not what.
const PLACES: &str = include_str!("../../../data/places/chile.txt");
/// Phrases that hold a concept's name and mean something else, by language.
const OTHER_PHRASES: &str = include_str!("../../../data/thesaurus/other-phrases.txt");
/// To be raised whenever the rules of this module change what is found.
const RULES: &str = "1";

/// A concept named in a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Annotation<'t> {
    /// The concept.
    pub concept: &'t Concept,
    /// First byte of the name in the text.
    pub start: usize,
    /// Byte after its last.
    pub end: usize,
}

/// The names of concepts, ready to be found.
#[derive(Debug, Default)]
pub(super) struct Annotator {
    trie: Trie,
}

impl Annotator {
    /// Takes in every label; also answers with those that no text could be found by, with their concepts' places.
    pub(super) fn of(concepts: &[Concept]) -> (Self, Vec<(usize, String)>) {
        let mut analyzer = Analyzer::default();
        let mut builder = TrieBuilder::default();
        let mut wordless = Vec::new();
        for (place, concept) in concepts.iter().enumerate() {
            for (language, labels) in &concept.labels {
                for label in labels.iter() {
                    if !builder.add(&mut analyzer, language, label, Owner::Concept(place)) {
                        wordless.push((place, label.to_owned()));
                    }
                }
            }
        }
        let undetermined = LanguageTag::undetermined();
        for name in lines(PLACES) {
            for language in TextLanguage::ALL {
                builder.add(&mut analyzer, &language.tag(), name, Owner::Place);
            }
            builder.add(&mut analyzer, &undetermined, name, Owner::Place);
        }
        for (language, phrase) in lines(OTHER_PHRASES).filter_map(|line| line.split_once(": ")) {
            if let Ok(language) = language.parse() {
                builder.add(&mut analyzer, &language, phrase, Owner::Other);
            }
        }
        (Self { trie: builder.build() }, wordless)
    }

    /// What identifies the rules and lists by which names are found.
    pub(super) fn fingerprint() -> String {
        let lists = blake3::hash(format!("{PLACES}\n{OTHER_PHRASES}").as_bytes());
        format!("{RULES} {} {lists}", fingerprint())
    }

    /// Places of the concepts named, each with its bytes in the text.
    pub(super) fn find(
        &self,
        text: &str,
        language: &LanguageTag,
        words: &[(&str, Range<usize>)],
    ) -> Vec<(usize, usize, usize)> {
        let stems: Vec<u32> = words.iter().map(|(key, _)| self.trie.stem(key)).collect();
        let sight = Sight { text, words, language: TextLanguage::of(language) };
        let mut found = Vec::new();
        let mut at = 0;
        while at < stems.len() {
            let Some(node) = self.trie.root(stems[at]) else {
                at += 1;
                continue;
            };
            let Some((entry, length)) = self.longest(&sight, &stems, at, node) else {
                at += 1;
                continue;
            };
            let span = sight.span(entry, at, length);
            if let Owner::Concept(place) = entry.owner
                && !(length == 1 && names::holds(text, words, at))
                && !negation::reaches(text, span.start, entry.language.or(sight.language))
            {
                found.push((place, span.start, span.end));
            }
            at += length;
        }
        found
    }

    /// The entry with the most words that begins at a word, with their number.
    fn longest(&self, sight: &Sight<'_>, stems: &[u32], at: usize, root: usize) -> Option<(&Entry, usize)> {
        let mut path = [root; MAX_WORDS];
        let mut depth = 1;
        while depth < MAX_WORDS
            && let Some(stem) = stems.get(at + depth)
            && let Some(node) = self.trie.child(path[depth - 1], *stem)
        {
            path[depth] = node;
            depth += 1;
        }
        (1..=depth).rev().find_map(|length| {
            let entries = self.trie.entries(path[length - 1]);
            let fits = entries.iter().map(|entry| ((entry.fit(sight, at), entry.edges()), entry));
            let best = fits
                .filter(|((fit, _), _)| *fit > Fit::No)
                .reduce(|best, next| if next.0 > best.0 { next } else { best });
            best.map(|(_, entry)| (entry, length))
        })
    }
}

/// A text under the eyes of the annotator.
struct Sight<'a> {
    text: &'a str,
    words: &'a [(&'a str, Range<usize>)],
    language: Option<TextLanguage>,
}

impl Sight<'_> {
    fn word(&self, at: usize) -> &str {
        &self.text[self.words[at].1.clone()]
    }

    /// Bytes of a name, with the function words that it begins or ends with.
    fn span(&self, entry: &Entry, at: usize, length: usize) -> Range<usize> {
        let (start, end) = (self.words[at].1.start, self.words[at + length - 1].1.end);
        let start = entry.starts_before(self.text, start).unwrap_or(start);
        start..entry.ends_after(self.text, end).unwrap_or(end)
    }
}

fn lines(list: &str) -> impl Iterator<Item = &str> {
    list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}
