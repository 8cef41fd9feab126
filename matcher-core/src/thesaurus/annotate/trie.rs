//! A tree of word stems: which names begin with the words read so far. Compares no surface.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::entry::{Entry, Owner};
use crate::model::LanguageTag;
use crate::text::{Analyzer, TextLanguage};

/// Most content words of a name; longer ones are found by none.
pub(super) const MAX_WORDS: usize = 12;
/// The stem of a word that no name holds, and the child where there is none.
const NONE: u32 = u32::MAX;

#[derive(Debug, Default)]
pub(super) struct Trie {
    stems: FxHashMap<Box<str>, u32>,
    /// First node of the names that begin with a stem, by stem.
    roots: Vec<u32>,
    nodes: Vec<Node>,
    /// Stem and node of every child, those of one node side by side, sorted.
    children: Vec<(u32, u32)>,
    entries: Vec<Entry>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Node {
    first_child: u32,
    end_child: u32,
    first_entry: u32,
    end_entry: u32,
}

impl Trie {
    /// The number of a stem; that of none where no name holds it.
    pub(super) fn stem(&self, key: &str) -> u32 {
        self.stems.get(key).copied().unwrap_or(NONE)
    }

    pub(super) fn root(&self, stem: u32) -> Option<usize> {
        self.roots.get(stem as usize).filter(|node| **node != NONE).map(|node| *node as usize)
    }

    pub(super) fn child(&self, node: usize, stem: u32) -> Option<usize> {
        let node = self.nodes[node];
        let children = &self.children[node.first_child as usize..node.end_child as usize];
        let place = children.binary_search_by_key(&stem, |(stem, _)| *stem).ok()?;
        Some(children[place].1 as usize)
    }

    /// The names that end here.
    pub(super) fn entries(&self, node: usize) -> &[Entry] {
        let node = self.nodes[node];
        &self.entries[node.first_entry as usize..node.end_entry as usize]
    }
}

/// Collects names before the tree is laid out.
#[derive(Debug, Default)]
pub(super) struct TrieBuilder {
    stems: FxHashMap<Box<str>, u32>,
    names: Vec<(Vec<u32>, Entry)>,
}

impl TrieBuilder {
    /// Takes in a name; false when it holds no content word, or too many.
    pub(super) fn add(
        &mut self,
        analyzer: &mut Analyzer,
        language: &LanguageTag,
        name: &str,
        owner: Owner,
    ) -> bool {
        let mut stems = Vec::new();
        let mut words: Vec<(Box<str>, Range<usize>)> = Vec::new();
        analyzer.each_word(name, language, |word, span| {
            let key = word.stem_key.as_deref().unwrap_or(&word.form_key);
            let stem = self.stems.get(key).copied().unwrap_or_else(|| {
                let stem = self.stems.len() as u32;
                self.stems.insert(key.into(), stem);
                stem
            });
            stems.push(stem);
            words.push((word.word().into(), span));
        });
        let usable = !stems.is_empty() && stems.len() <= MAX_WORDS;
        if usable {
            let words: Vec<_> = words.iter().map(|(folded, span)| (&**folded, span.clone())).collect();
            self.names.push((stems, Entry::of(name, &words, TextLanguage::of(language), owner)));
        }
        usable
    }

    pub(super) fn build(mut self) -> Trie {
        // Stable: names of the same stems keep the order in which they came.
        self.names.sort_by(|(one, _), (other, _)| one.cmp(other));
        let (sequences, entries): (Vec<Vec<u32>>, Vec<Entry>) = self.names.into_iter().unzip();
        let mut trie = Trie {
            roots: vec![NONE; self.stems.len()],
            stems: self.stems,
            nodes: Vec::with_capacity(sequences.len() * 2),
            children: Vec::with_capacity(sequences.len() * 2),
            entries,
        };
        for (stem, from, to) in groups(&sequences, 0, 0, sequences.len()) {
            let node = lay_out(&mut trie, &sequences, 1, from, to);
            trie.roots[stem as usize] = node;
        }
        trie
    }
}

/// Lays out the node of the sequences from `from` to `to`, which share their first `depth` stems.
fn lay_out(trie: &mut Trie, sequences: &[Vec<u32>], depth: usize, from: usize, to: usize) -> u32 {
    let ending = sequences[from..to].iter().take_while(|sequence| sequence.len() == depth).count();
    let place = trie.nodes.len() as u32;
    trie.nodes.push(Node::default());
    // Depth is at most MAX_WORDS.
    let children: Vec<(u32, u32)> = groups(sequences, depth, from + ending, to)
        .into_iter()
        .map(|(stem, from, to)| (stem, lay_out(trie, sequences, depth + 1, from, to)))
        .collect();
    let first_child = trie.children.len() as u32;
    trie.children.extend(children);
    trie.nodes[place as usize] = Node {
        first_child,
        end_child: trie.children.len() as u32,
        first_entry: from as u32,
        end_entry: (from + ending) as u32,
    };
    place
}

/// Runs of sequences with the same stem at `depth`: the stem, first and end.
fn groups(sequences: &[Vec<u32>], depth: usize, from: usize, to: usize) -> Vec<(u32, usize, usize)> {
    let mut groups: Vec<(u32, usize, usize)> = Vec::new();
    for (place, sequence) in sequences.iter().enumerate().take(to).skip(from) {
        match groups.last_mut() {
            Some((stem, _, end)) if *stem == sequence[depth] => *end = place + 1,
            _ => groups.push((sequence[depth], place, place + 1)),
        }
    }
    groups
}
