//! The baseline every figure is held against: plain BM25 over stems, each text by the rules of its own language.
//!
//! Knows no lexicon, thesaurus, field weight or spelling: a stem meets the same letters in any language and nothing else.

use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions, Value};
use tantivy::{Index, IndexReader, TantivyDocument, TantivyError, Term, doc};

use super::judged_set::{EvaluateError, JudgedSet, Question};
use super::text_run::{Progress, localized, report};
use super::{RECALL_DEPTH, Report, Run, RunLine};
use crate::index::IndexError;
use crate::model::{LanguageTag, Localized};
use crate::text::Analyzer;

/// Room for a whole corpus in one segment, so that equal scores are always told apart the same way.
const WRITER_BYTES: usize = 256 << 20;

/// Ranks the set's documents for each of its questions by plain BM25.
///
/// # Errors
/// [`EvaluateError::Index`]: what tantivy says.
pub fn evaluate_plain(set: &JudgedSet, progress: &mut dyn FnMut(Progress)) -> Result<Report, EvaluateError> {
    let answers = answers(set, progress).map_err(|error| IndexError::Engine(error.to_string()))?;
    Ok(report(set, Run { answers }))
}

fn answers(
    set: &JudgedSet,
    progress: &mut dyn FnMut(Progress),
) -> Result<Vec<(String, Vec<RunLine>)>, TantivyError> {
    let mut index = PlainIndex::build(set, progress)?;
    let mut answers = Vec::with_capacity(set.questions.len());
    for (asked, question) in set.questions.iter().enumerate() {
        let found = index.answer(question)?.into_iter();
        let named = found.map(|(place, score)| RunLine { document: set.corpus[place].id.clone(), score });
        answers.push((question.id.clone(), named.collect()));
        progress(Progress::Asking(asked + 1, set.questions.len()));
    }
    Ok(answers)
}

struct PlainIndex {
    words: Field,
    place: Field,
    reader: IndexReader,
    analyzer: Analyzer,
}

impl PlainIndex {
    fn build(set: &JudgedSet, progress: &mut dyn FnMut(Progress)) -> Result<Self, TantivyError> {
        let mut schema = Schema::builder();
        let counted = TextFieldIndexing::default()
            .set_tokenizer("whitespace")
            .set_index_option(IndexRecordOption::WithFreqs);
        let words = schema.add_text_field("words", TextOptions::default().set_indexing_options(counted));
        let place = schema.add_u64_field("place", STORED);
        let index = Index::create_in_ram(schema.build());
        let mut writer = index.writer_with_num_threads::<TantivyDocument>(1, WRITER_BYTES)?;
        let mut analyzer = Analyzer::default();
        for (indexed, passage) in set.corpus.iter().enumerate() {
            let text = format!("{}\n{}", passage.title, passage.text);
            let stems = stems(&mut analyzer, &text, passage.lang.as_ref()).join(" ");
            writer.add_document(doc!(words => stems, place => indexed as u64))?;
            progress(Progress::Indexing(indexed + 1, set.corpus.len()));
        }
        writer.commit()?;
        Ok(Self { words, place, reader: index.reader()?, analyzer })
    }

    /// Places in the corpus with their scores, best first; a word said twice counts twice.
    fn answer(&mut self, question: &Question) -> Result<Vec<(usize, f64)>, TantivyError> {
        let stems = stems(&mut self.analyzer, &question.text, question.lang.as_ref());
        let words = stems.iter().map(|stem| {
            let term = Term::from_field_text(self.words, stem);
            let query: Box<dyn Query> = Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs));
            (Occur::Should, query)
        });
        let searcher = self.reader.searcher();
        let top = TopDocs::with_limit(RECALL_DEPTH).order_by_score();
        let found = searcher.search(&BooleanQuery::new(words.collect()), &top)?;
        let mut places = Vec::with_capacity(found.len());
        for (score, address) in found {
            let document: TantivyDocument = searcher.doc(address)?;
            let place = document.get_first(self.place).and_then(|value| value.as_u64());
            places.extend(place.map(|place| (place as usize, f64::from(score))));
        }
        Ok(places)
    }
}

/// The stems of a text without the language they belong to; the folded word where the language is not analysed.
fn stems(analyzer: &mut Analyzer, text: &str, language: Option<&LanguageTag>) -> Vec<String> {
    let mut stems = Vec::new();
    for (language, text) in localized(text, language).iter().flat_map(Localized::iter) {
        analyzer.each_word(text, language, |word, _| {
            let stem = word.stem_key().and_then(|key| key.split_once(':'));
            stems.push(stem.map_or_else(|| word.word(), |(_, stem)| stem).to_owned());
        });
    }
    stems
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;
    use crate::evaluate::Passage;

    #[test]
    fn a_stem_meets_its_own_and_rarer_ones_weigh_more() {
        let passage = |id: &str, text: &str, lang: &str| Passage {
            id: id.to_owned(),
            title: String::new(),
            text: text.to_owned(),
            lang: lang.parse().ok(),
        };
        let set = JudgedSet {
            corpus: vec![
                passage("ice", "Monitoreo de los glaciares", "es"),
                passage("water", "Monitoreo del agua", "es"),
                passage("english", "Glaciers of the south", "en"),
                passage("german", "Wasser", "de"),
            ],
            questions: vec![Question {
                id: "q".to_owned(),
                text: "monitorear un glaciar".to_owned(),
                lang: "es".parse().ok(),
            }],
            grades: HashMap::from([("q".to_owned(), HashMap::from([("ice".to_owned(), 1)]))]),
            ..JudgedSet::default()
        };
        let report = evaluate_plain(&set, &mut |_| ()).expect("a report");
        let found: Vec<&str> = report.run.answers[0].1.iter().map(|line| line.document.as_str()).collect();
        assert_eq!(found[0], "ice");
        assert!(!found.contains(&"english") && !found.contains(&"german"), "{found:?}");
        assert_eq!(report.means.mrr_at_10, Some(1.0));
    }
}
