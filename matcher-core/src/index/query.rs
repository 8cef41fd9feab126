//! From words to tantivy queries: typed searches, and the text of a need or an offer.

use tantivy::query::{BooleanQuery, BoostQuery, DisjunctionMaxQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

use crate::score::TextQuery;
use crate::text::{QueryWord, analyze_query};

/// Longest text that is searched for, in bytes; more is cut off.
const MAX_QUERY_BYTES: usize = 2_000;
/// Most words of a typed search.
const MAX_QUERY_WORDS: usize = 32;
/// Most terms of a long text that are looked up: those that tell most.
const MAX_CANDIDATE_TERMS: usize = 48;

/// A typed search: every word where there are one or two, else at least three in five.
///
/// `None` when the text holds no word at all.
pub(super) fn typed(terms: Field, text: &str) -> Option<Box<dyn Query>> {
    let cut = text.floor_char_boundary(MAX_QUERY_BYTES);
    let mut words = analyze_query(&text[..cut]);
    words.dedup();
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

/// The terms of a need or an offer, the most telling ones: inverse frequency times weight.
///
/// `None` when none of them occurs in any document.
pub(super) fn telling(
    terms: Field,
    query: &TextQuery,
    searcher: &Searcher,
) -> Result<Option<BooleanQuery>, tantivy::TantivyError> {
    let documents = searcher.num_docs().max(1) as f64;
    let mut weighted = Vec::new();
    for term in &query.terms {
        for (key, probability) in &term.alternatives {
            let frequency = searcher.doc_freq(&Term::from_field_text(terms, key))?;
            if frequency > 0 {
                let weight = term.weight * probability;
                let rarity = (1.0 + documents / frequency as f64).ln();
                weighted.push((rarity * weight, weight, key));
            }
        }
    }
    // Ties in the order of the text: the same question has the same answer.
    weighted.sort_by(|one, other| other.0.total_cmp(&one.0));
    weighted.truncate(MAX_CANDIDATE_TERMS);
    let clauses: Vec<(Occur, Box<dyn Query>)> = weighted
        .into_iter()
        .map(|(_, weight, key)| {
            let boosted = BoostQuery::new(term_query(terms, key), weight as f32);
            (Occur::Should, Box::new(boosted) as Box<dyn Query>)
        })
        .collect();
    Ok((!clauses.is_empty()).then(|| BooleanQuery::new(clauses)))
}

fn term_query(terms: Field, key: &str) -> Box<dyn Query> {
    Box::new(TermQuery::new(Term::from_field_text(terms, key), IndexRecordOption::WithFreqs))
}
