//! Finds the names of concepts in analysed texts: the longest first, in one pass over the words.
//!
//! Knows neither where the names come from nor what a concept is: it answers with places in a list.

mod cues;
mod entry;
mod gap;
mod inflection;
mod names;
mod negation;
mod trie;

use std::ops::Range;

use entry::{Fit, Owner};
pub(super) use trie::MAX_WORDS;
use trie::{Node, Trie};

use super::concept::Concept;
use crate::model::LanguageTag;
use crate::text::{Analyzer, TextLanguage, fingerprint};

/// Names of places: where, not what.
const PLACES: &str = include_str!("../../../data/places/chile.txt");
/// Phrases that hold a concept's name and mean something else, by language.
const OTHER_PHRASES: &str = include_str!("../../../data/thesaurus/other-phrases.txt");
/// To be raised whenever the rules of this module change what is found.
const RULES: &str = "2";

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
        let mut trie = Trie::default();
        let mut wordless = Vec::new();
        for (place, concept) in concepts.iter().enumerate() {
            for (language, labels) in &concept.labels {
                for label in labels.iter() {
                    if trie.add(&mut analyzer, language, label, Owner::Concept(place as u32)) {
                        trie.add_without_accents(
                            &mut analyzer,
                            language,
                            label,
                            Owner::Concept(place as u32),
                        );
                    } else {
                        wordless.push((place, label.to_owned()));
                    }
                }
            }
        }
        let undetermined = LanguageTag::undetermined();
        for name in lines(PLACES) {
            for language in TextLanguage::ALL {
                trie.add(&mut analyzer, &language.tag(), name, Owner::Place);
            }
            trie.add(&mut analyzer, &undetermined, name, Owner::Place);
        }
        for (language, phrase) in lines(OTHER_PHRASES).filter_map(|line| line.split_once(": ")) {
            if let Ok(language) = language.parse() {
                trie.add(&mut analyzer, &language, phrase, Owner::Other);
            }
        }
        (Self { trie }, wordless)
    }

    /// What identifies the rules and lists by which names are found.
    pub(super) fn fingerprint() -> String {
        let lists = blake3::hash(format!("{PLACES}\n{OTHER_PHRASES}").as_bytes());
        format!("{RULES} {} {lists}", fingerprint())
    }

    /// Places of the concepts named, each with its bytes in the text; `words` by the hashes of their stems.
    pub(super) fn find(
        &self,
        text: &str,
        language: &LanguageTag,
        words: &[(u64, Range<usize>)],
    ) -> Vec<(usize, usize, usize)> {
        let sight = Sight { text, words, language: TextLanguage::of(language) };
        let mut found = Vec::new();
        let mut at = 0;
        while let Some((stem, _)) = words.get(at) {
            let Some(root) = self.trie.root(*stem) else {
                at += 1;
                continue;
            };
            let Some((name, length)) = self.longest(&sight, at, root) else {
                at += 1;
                continue;
            };
            if let Owner::Concept(place) = self.trie.names.owner(name)
                && !(length == 1 && names::holds(text, words, at))
            {
                let span = words[at].1.start..words[at + length - 1].1.end;
                let span = self.trie.names.span(name, text, span);
                if !negation::reaches(text, span.start, self.trie.names.language(name).or(sight.language)) {
                    found.push((place as usize, span.start, span.end));
                }
            }
            at += length;
        }
        found
    }

    /// The name with the most words that begins at a word, with their number.
    fn longest(&self, sight: &Sight<'_>, at: usize, root: Node) -> Option<(usize, usize)> {
        let mut path = [root; MAX_WORDS];
        let mut depth = 1;
        while depth < MAX_WORDS
            && let Some((stem, _)) = sight.words.get(at + depth)
            && let Some(node) = self.trie.child(path[depth - 1], *stem)
        {
            path[depth] = node;
            depth += 1;
        }
        (1..=depth).rev().find_map(|length| {
            let names = self.trie.ending(path[length - 1]);
            let fits = names.map(|name| (self.trie.names.fit(name, sight, at), name));
            // Of names that fit alike the first taken in, which comes last.
            let best = fits.filter(|((fit, _), _)| *fit > Fit::No).max_by_key(|(fit, _)| *fit);
            best.map(|(_, name)| (name, length))
        })
    }
}

/// A text under the eyes of the annotator.
struct Sight<'a> {
    text: &'a str,
    words: &'a [(u64, Range<usize>)],
    language: Option<TextLanguage>,
}

impl Sight<'_> {
    fn word(&self, at: usize) -> &str {
        &self.text[self.words[at].1.clone()]
    }
}

fn lines(list: &str) -> impl Iterator<Item = &str> {
    list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}
