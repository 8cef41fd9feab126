//! A tree of word stems: which names begin with the words read so far. Compares no surface.

use std::hash::BuildHasher;
use std::ops::Range;

use rustc_hash::{FxBuildHasher, FxHashMap};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::entry::{Names, Owner};
use crate::model::LanguageTag;
use crate::text::{Analyzer, TextLanguage};

/// Most content words of a name; longer ones are found by none.
pub(in crate::thesaurus) const MAX_WORDS: usize = 12;
/// Where there is no stem, node or name.
const NONE: u32 = u32::MAX;

/// Laid out to be asked for every word of every text: one look into memory for most of them.
#[derive(Debug, Default)]
pub(super) struct Trie {
    pub(super) names: Names,
    /// By the hash of the stem key: two keys of one hash would only be compared in vain.
    stems: FxHashMap<u64, Stem>,
    nodes: Vec<Node>,
    /// Node by its parent and the stem that leads to it.
    children: FxHashMap<(u32, u32), u32>,
    /// The next name that ends at the same node, by name.
    next: Vec<u32>,
    spans: Vec<Range<usize>>,
    path: Vec<u64>,
    /// The words being read, folded, a space behind each.
    folded: String,
}

/// A stem of some name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stem {
    number: u32,
    /// Node of the names that begin with it.
    root: u32,
}

/// A stem of no name.
const UNKNOWN: Stem = Stem { number: NONE, root: NONE };

#[derive(Debug)]
struct Node {
    /// First name that ends here.
    ending: u32,
    /// One bit for each number, of 64, that a child's stem may have.
    children: u64,
}

impl Node {
    const LEAF: Self = Self { ending: NONE, children: 0 };
}

const fn bit(stem: u32) -> u64 {
    1 << (stem % 64)
}

impl Trie {
    /// Takes in a name; false when it holds no content word, or too many.
    pub(super) fn add(
        &mut self,
        analyzer: &mut Analyzer,
        language: &LanguageTag,
        name: &str,
        owner: Owner,
    ) -> bool {
        self.read(analyzer, language, name);
        if self.path.is_empty() || self.path.len() > MAX_WORDS {
            return false;
        }
        let node = self.grow();
        self.end_at(node, name, language, owner);
        true
    }

    /// Takes in a name as texts in capitals write it, where stemmers take it for another word: `FOTOGRAFIA`.
    pub(super) fn add_without_accents(
        &mut self,
        analyzer: &mut Analyzer,
        language: &LanguageTag,
        name: &str,
        owner: Owner,
    ) {
        if name.is_ascii() {
            return;
        }
        let bare: String = name.nfd().filter(|letter| !is_combining_mark(*letter)).collect();
        self.read(analyzer, language, &bare);
        if self.path.is_empty() || self.path.len() > MAX_WORDS {
            return;
        }
        let node = self.grow();
        if !self.ending(node).any(|other| self.names.owner(other) == owner) {
            self.end_at(node, &bare, language, owner);
        }
    }

    /// Reads the words of a name into `path` and `spans`.
    fn read(&mut self, analyzer: &mut Analyzer, language: &LanguageTag, name: &str) {
        self.spans.clear();
        self.path.clear();
        self.folded.clear();
        analyzer.each_word(name, language, |word, span| {
            let key = word.stem_key.as_deref().unwrap_or(&word.form_key);
            let number = self.stems.len() as u32;
            self.stems.entry(hash(key)).or_insert(Stem { number, root: NONE });
            self.path.push(hash(key));
            self.folded.push_str(word.word());
            self.folded.push(' ');
            self.spans.push(span);
        });
    }

    fn end_at(&mut self, node: u32, name: &str, language: &LanguageTag, owner: Owner) {
        let place = self.names.len() as u32;
        for (folded, span) in self.folded.split(' ').zip(&self.spans) {
            self.names.push_word(&name[span.clone()], folded);
        }
        self.names.push(name, &self.spans, TextLanguage::of(language), owner);
        self.next.push(std::mem::replace(&mut self.nodes[node as usize].ending, place));
    }

    /// The node at the end of the path, grown where there was none.
    fn grow(&mut self) -> u32 {
        let mut node = NONE;
        for key in &self.path {
            let Some(stem) = self.stems.get_mut(key) else { continue };
            let mut sprout = || {
                self.nodes.push(Node::LEAF);
                self.nodes.len() as u32 - 1
            };
            if node == NONE {
                if stem.root == NONE {
                    stem.root = sprout();
                }
                node = stem.root;
            } else {
                let child = *self.children.entry((node, stem.number)).or_insert_with(sprout);
                self.nodes[node as usize].children |= bit(stem.number);
                node = child;
            }
        }
        node
    }

    pub(super) fn stem(&self, key: &str) -> Stem {
        self.stems.get(&hash(key)).copied().unwrap_or(UNKNOWN)
    }

    /// The node of the names that begin with a stem.
    pub(super) const fn root(&self, stem: Stem) -> Option<u32> {
        if stem.root == NONE { None } else { Some(stem.root) }
    }

    pub(super) fn child(&self, node: u32, stem: Stem) -> Option<u32> {
        let may_be = stem.number != NONE && self.nodes[node as usize].children & bit(stem.number) != 0;
        if may_be { self.children.get(&(node, stem.number)).copied() } else { None }
    }

    /// The names that end here, the last taken in first.
    pub(super) fn ending(&self, node: u32) -> impl Iterator<Item = usize> {
        let first = self.nodes[node as usize].ending;
        let following = |name: &u32| Some(self.next[*name as usize]).filter(|next| *next != NONE);
        std::iter::successors(Some(first).filter(|name| *name != NONE), following).map(|name| name as usize)
    }
}

fn hash(key: &str) -> u64 {
    FxBuildHasher.hash_one(key)
}
