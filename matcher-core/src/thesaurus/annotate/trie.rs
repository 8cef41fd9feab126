//! A tree of word stems: which names begin with the words read so far. Compares no surface.

use std::ops::Range;

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::entry::{Names, Owner};
use crate::model::LanguageTag;
use crate::text::{Analyzer, TextLanguage};

/// Most content words of a name; longer ones are found by none.
pub(in crate::thesaurus) const MAX_WORDS: usize = 12;
/// Where there is no name.
const NONE: u32 = u32::MAX;
/// Bits of the filter before the first words of names: 32 KiB, which stay in the processor's nearest memory.
const FILTER_BITS: u64 = 1 << 18;

/// Every word of every text is asked for, so that what most of them need fits into little memory. Stems are known by
/// their hash alone: two of one hash would only be compared in vain, since the words themselves are looked at later.
#[derive(Debug, Default)]
pub(super) struct Trie {
    pub(super) names: Names,
    /// One bit for each hash, of many, that the first word of some name has.
    filter: Vec<u64>,
    /// The names that begin with a stem, by its hash.
    roots: FxHashMap<u64, Node>,
    /// By what [`step`] makes of the parent and the hash of the stem that leads to it.
    children: FxHashMap<u64, Node>,
    /// The next name that ends at the same node, by name.
    next: Vec<u32>,
    spans: Vec<Range<usize>>,
    path: Vec<u64>,
    /// The words being read, folded, a space behind each.
    folded: String,
}

/// A place in the tree.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node {
    number: u32,
    /// First name that ends here.
    ending: u32,
    /// One bit for each hash, of 64, that a child's stem may have.
    children: u64,
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
        self.end(name, language, owner);
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
        let accented = std::mem::take(&mut self.path);
        let bare: String = name.nfd().filter(|letter| !is_combining_mark(*letter)).collect();
        self.read(analyzer, language, &bare);
        if self.path != accented && !self.path.is_empty() && self.path.len() <= MAX_WORDS {
            self.end(&bare, language, owner);
        }
    }

    /// Reads the words of a name into `path`, `spans` and `folded`.
    fn read(&mut self, analyzer: &mut Analyzer, language: &LanguageTag, name: &str) {
        self.spans.clear();
        self.path.clear();
        self.folded.clear();
        analyzer.each_word(name, language, |word, span| {
            // The parts of a compound: it is found whole.
            if self.spans.last() == Some(&span) {
                return;
            }
            self.path.push(word.stem_hash());
            self.folded.push_str(word.word());
            self.folded.push(' ');
            self.spans.push(span);
        });
    }

    /// Ends the name just read at the end of its path, grown where there was none.
    fn end(&mut self, name: &str, language: &LanguageTag, owner: Owner) {
        let place = self.names.len() as u32;
        for (folded, span) in self.folded.split(' ').zip(&self.spans) {
            self.names.push_word(&name[span.clone()], folded);
        }
        self.names.push(name, &self.spans, TextLanguage::of(language), owner);

        let mut grown = (self.roots.len() + self.children.len()) as u32;
        let mut sprout = || {
            grown += 1;
            Node { number: grown, ending: NONE, children: 0 }
        };
        let first = self.path[0];
        self.filter.resize((FILTER_BITS / 64) as usize, 0);
        self.filter[(filter_bit(first) / 64) as usize] |= 1 << (filter_bit(first) % 64);
        let root = self.roots.entry(first).or_insert_with(&mut sprout);
        let Some((last, before)) = self.path[1..].split_last() else {
            self.next.push(std::mem::replace(&mut root.ending, place));
            return;
        };
        root.children |= child_bit(*before.first().unwrap_or(last));
        let mut parent = root.number;
        for (stem, following) in before.iter().zip(&self.path[2..]) {
            let node = self.children.entry(step(parent, *stem)).or_insert_with(&mut sprout);
            node.children |= child_bit(*following);
            parent = node.number;
        }
        let node = self.children.entry(step(parent, *last)).or_insert_with(&mut sprout);
        self.next.push(std::mem::replace(&mut node.ending, place));
    }

    /// The node of the names that begin with a stem, by its hash.
    pub(super) fn root(&self, stem: u64) -> Option<Node> {
        let bit = filter_bit(stem);
        let word = self.filter.get((bit / 64) as usize)?;
        if word >> (bit % 64) & 1 == 1 { self.roots.get(&stem).copied() } else { None }
    }

    pub(super) fn child(&self, node: Node, stem: u64) -> Option<Node> {
        let may_be = node.children & child_bit(stem) != 0;
        if may_be { self.children.get(&step(node.number, stem)).copied() } else { None }
    }

    /// The names that end here, the last taken in first.
    pub(super) fn ending(&self, node: Node) -> impl Iterator<Item = usize> {
        let following = |name: &u32| Some(self.next[*name as usize]).filter(|next| *next != NONE);
        let first = Some(node.ending).filter(|name| *name != NONE);
        std::iter::successors(first, following).map(|name| name as usize)
    }
}

const fn filter_bit(stem: u64) -> u64 {
    (stem >> 24) % FILTER_BITS
}

const fn child_bit(stem: u64) -> u64 {
    1 << ((stem >> 48) % 64)
}

/// The key of a child.
const fn step(parent: u32, stem: u64) -> u64 {
    stem ^ (parent as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}
