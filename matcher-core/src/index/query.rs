//! From typed words to a tantivy query.

use std::collections::HashSet;

use tantivy::Term;
use tantivy::query::{BooleanQuery, DisjunctionMaxQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};

use crate::text::{QueryWord, analyze_query};

/// Longest text that is searched for, in bytes; more is cut off.
const MAX_QUERY_BYTES: usize = 2_000;
/// Most words of a typed search.
const MAX_QUERY_WORDS: usize = 32;

/// A typed search: every word where there are one or two, else at least three in five.
///
/// `None` when the text holds no word at all.
pub(super) fn typed(terms: Field, text: &str) -> Option<Box<dyn Query>> {
    let cut = text.floor_char_boundary(MAX_QUERY_BYTES);
    let mut words = analyze_query(&text[..cut]);
    // A word asked for twice is asked for once.
    let mut asked = HashSet::new();
    words.retain(|word| asked.insert(word.word.clone()));
    words.truncate(MAX_QUERY_WORDS);
    let needed = if words.len() <= 2 { words.len() } else { (words.len() * 3).div_ceil(5) };
    if words.is_empty() {
        return None;
    }
    let clauses = words.iter().map(|word| (Occur::Should, any_form(terms, word))).collect();
    let mut query = BooleanQuery::new(clauses);
    query.set_minimum_number_should_match(needed);
    Some(Box::new(query))
}

/// A word in any of its forms; the best one counts, since they are the same word.
fn any_form(terms: Field, word: &QueryWord) -> Box<dyn Query> {
    let free = format!("w:{}", word.word);
    let keys = word.keys.iter().map(String::as_str).chain([free.as_str()]);
    Box::new(DisjunctionMaxQuery::new(keys.map(|key| term_query(terms, key)).collect()))
}

fn term_query(terms: Field, key: &str) -> Box<dyn Query> {
    Box::new(TermQuery::new(Term::from_field_text(terms, key), IndexRecordOption::WithFreqs))
}
