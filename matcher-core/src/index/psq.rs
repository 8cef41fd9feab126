//! A probabilistic structured query for tantivy: documents by the BM25F of weighed words, each word counted under all
//! the keys that may stand for it. The same figures as the pair score's, so that the best candidates are the best pairs.

use std::sync::Arc;

use tantivy::columnar::Column;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError, Term};

use super::schema::LENGTH;
use crate::score::WeighedQuery;

/// Documents counted at a time: their counts stay in the processor's near memory.
const WINDOW: usize = 4_096;

/// A need's words, weighed.
#[derive(Debug, Clone)]
pub(super) struct WordsQuery(Arc<Plan>);

#[derive(Debug)]
struct Plan {
    field: Field,
    terms: Vec<PlannedTerm>,
    /// What the counts of an empty text are held back by, and how much more a word of its length adds.
    norm_base: f64,
    norm_a_word: f64,
}

#[derive(Debug)]
struct PlannedTerm {
    weight: f32,
    keys: Vec<PlannedKey>,
}

#[derive(Debug)]
struct PlannedKey {
    term: Term,
    probability: f32,
    is_form: bool,
}

impl WordsQuery {
    pub(super) fn of(field: Field, query: &WeighedQuery) -> Self {
        let terms = query.terms().iter().map(|term| {
            let keys = term.alternatives().iter().map(|alternative| PlannedKey {
                term: Term::from_field_text(field, &alternative.key),
                probability: alternative.probability as f32,
                is_form: alternative.is_form,
            });
            PlannedTerm { weight: term.weight() as f32, keys: keys.collect() }
        });
        let norm_base = query.norm(0.0);
        let norm_a_word = query.norm(1.0) - norm_base;
        Self(Arc::new(Plan { field, terms: terms.collect(), norm_base, norm_a_word }))
    }
}

impl Query for WordsQuery {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(WordsWeight(Arc::clone(&self.0))))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        for key in self.0.terms.iter().flat_map(|term| &term.keys) {
            visitor(&key.term, false);
        }
    }
}

struct WordsWeight(Arc<Plan>);

impl Weight for WordsWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(Box::new(WordsScorer::open(&self.0, reader, boost)?))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = WordsScorer::open(&self.0, reader, 1.0)?;
        if scorer.doc() > doc || scorer.seek(doc) != doc {
            return Err(TantivyError::InvalidArgument(format!("document {doc} holds none of the words")));
        }
        Ok(Explanation::new("BM25F of the words, each under all it may be called", scorer.score()))
    }
}

/// One word's postings in one segment.
struct OpenTerm {
    weight: f32,
    keys: Vec<OpenKey>,
}

struct OpenKey {
    postings: SegmentPostings,
    probability: f32,
    is_form: bool,
}

/// Walks the documents of a segment in order, one window of counts at a time.
struct WordsScorer {
    terms: Vec<OpenTerm>,
    lengths: Option<Column<f64>>,
    max_doc: DocId,
    norm_base: f64,
    norm_a_word: f64,
    boost: Score,
    /// First document of the window, and the documents' figures in it.
    start: DocId,
    scores: Box<[f32]>,
    norms: Box<[f32]>,
    stems: Box<[f32]>,
    forms: Box<[f32]>,
    /// Documents of the window that were met, a bit each.
    met: [u64; WINDOW / 64],
    /// Places of the window met by the word being counted.
    touched: Vec<u16>,
    doc: DocId,
}

impl WordsScorer {
    fn open(plan: &Plan, reader: &SegmentReader, boost: Score) -> tantivy::Result<Self> {
        let inverted = reader.inverted_index(plan.field)?;
        let mut terms = Vec::with_capacity(plan.terms.len());
        for term in &plan.terms {
            let mut keys = Vec::with_capacity(term.keys.len());
            for key in &term.keys {
                let postings = inverted.read_postings(&key.term, IndexRecordOption::WithFreqs)?;
                keys.extend(postings.map(|postings| OpenKey {
                    postings,
                    probability: key.probability,
                    is_form: key.is_form,
                }));
            }
            if !keys.is_empty() {
                terms.push(OpenTerm { weight: term.weight, keys });
            }
        }
        let zeroes = || vec![0.0; WINDOW].into_boxed_slice();
        let mut scorer = Self {
            terms,
            lengths: reader.fast_fields().column_opt::<f64>(LENGTH)?,
            max_doc: reader.max_doc(),
            norm_base: plan.norm_base,
            norm_a_word: plan.norm_a_word,
            boost,
            start: 0,
            scores: zeroes(),
            norms: zeroes(),
            stems: zeroes(),
            forms: zeroes(),
            met: [0; WINDOW / 64],
            touched: Vec::with_capacity(WINDOW),
            doc: TERMINATED,
        };
        scorer.doc = scorer.first_from(0);
        Ok(scorer)
    }

    /// The first document from `target` on that holds a word; fills its window.
    fn first_from(&mut self, target: DocId) -> DocId {
        for key in self.terms.iter_mut().flat_map(|term| &mut term.keys) {
            if key.postings.doc() < target {
                key.postings.seek(target);
            }
        }
        self.fill()
    }

    /// Counts the window in which the next document stands, and returns that document.
    fn fill(&mut self) -> DocId {
        let next = self.terms.iter().flat_map(|term| &term.keys).map(|key| key.postings.doc()).min();
        let Some(next) = next.filter(|next| *next != TERMINATED) else { return TERMINATED };
        self.start = next - next % WINDOW as DocId;
        self.scores.fill(0.0);
        self.met = [0; WINDOW / 64];
        self.fill_norms();
        for place in 0..self.terms.len() {
            self.count(place);
        }
        self.next_met(next)
    }

    fn fill_norms(&mut self) {
        let end = (self.start + WINDOW as DocId).min(self.max_doc);
        for doc in self.start..end {
            let length = self.lengths.as_ref().and_then(|lengths| lengths.first(doc)).unwrap_or_default();
            self.norms[(doc - self.start) as usize] = (self.norm_base + self.norm_a_word * length) as f32;
        }
    }

    /// Adds what one word is worth to the documents of the window that hold it.
    fn count(&mut self, place: usize) {
        let end = self.start + WINDOW as DocId;
        let term = &mut self.terms[place];
        for key in &mut term.keys {
            let counts = if key.is_form { &mut self.forms } else { &mut self.stems };
            let mut doc = key.postings.doc();
            while doc < end {
                let at = (doc - self.start) as usize;
                counts[at] += key.probability * key.postings.term_freq() as f32;
                self.touched.push(at as u16);
                doc = key.postings.advance();
            }
        }
        for at in self.touched.drain(..).map(usize::from) {
            // A word of a text is counted under its stem and under its form: the larger sum, so that none counts twice.
            let count = self.stems[at].max(self.forms[at]);
            if count > 0.0 {
                self.scores[at] += term.weight * count / (count + self.norms[at]);
                self.met[at / 64] |= 1 << (at % 64);
                self.stems[at] = 0.0;
                self.forms[at] = 0.0;
            }
        }
    }

    /// The first document met from `from` on, in this window or the next ones.
    fn next_met(&mut self, from: DocId) -> DocId {
        let mut at = (from - self.start) as usize;
        while at < WINDOW {
            let rest = self.met[at / 64] >> (at % 64);
            if rest != 0 {
                return self.start + at as DocId + rest.trailing_zeros();
            }
            at = (at / 64 + 1) * 64;
        }
        self.fill()
    }
}

impl DocSet for WordsScorer {
    fn advance(&mut self) -> DocId {
        if self.doc != TERMINATED {
            self.doc = if self.doc + 1 < self.start + WINDOW as DocId {
                self.next_met(self.doc + 1)
            } else {
                self.fill()
            };
        }
        self.doc
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc < target {
            self.doc = if target < self.start + WINDOW as DocId {
                self.next_met(target)
            } else {
                self.first_from(target)
            };
        }
        self.doc
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        let most = |term: &OpenTerm| term.keys.iter().map(|key| key.postings.size_hint()).max();
        self.terms.iter().filter_map(most).max().unwrap_or_default()
    }
}

impl Scorer for WordsScorer {
    fn score(&mut self) -> Score {
        self.scores[(self.doc - self.start) as usize] * self.boost
    }
}
