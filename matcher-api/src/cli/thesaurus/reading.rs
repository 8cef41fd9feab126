//! One text under the thesaurus: the concepts it names, and the words left over.

use std::ops::Range;

use matcher_core::model::LanguageTag;
use matcher_core::text::Analyzer;
use matcher_core::thesaurus::{Annotation, Thesaurus};

/// Reads many texts.
pub(super) struct Reader<'t> {
    thesaurus: &'t Thesaurus,
    analyzer: Analyzer,
}

/// What was found in a text.
pub(super) struct Reading<'t> {
    /// The concepts named, in order.
    pub(super) found: Vec<Annotation<'t>>,
    /// Content words that belong to none of their names: key and place.
    pub(super) unmatched: Vec<(String, Range<usize>)>,
    /// How many content words there were.
    pub(super) words: usize,
}

impl<'t> Reader<'t> {
    pub(super) fn of(thesaurus: &'t Thesaurus) -> Self {
        Self { thesaurus, analyzer: Analyzer::default() }
    }

    pub(super) fn read(&mut self, text: &str, language: &LanguageTag) -> Reading<'t> {
        let mut keys: Vec<(String, Range<usize>)> = Vec::new();
        self.analyzer.each_word(text, language, |word, span| {
            keys.push((word.stem_key().unwrap_or(word.form_key()).to_owned(), span));
        });
        let words: Vec<(&str, Range<usize>)> =
            keys.iter().map(|(key, span)| (key.as_str(), span.clone())).collect();
        let found = self.thesaurus.annotate(text, language, &words);
        let words = keys.len();
        let inside = |span: &Range<usize>| {
            let after = found.partition_point(|name| name.end <= span.start);
            found.get(after).is_some_and(|name| name.start <= span.start)
        };
        keys.retain(|(_, span)| !inside(span));
        Reading { found, unmatched: keys, words }
    }
}
