//! The shipped engine's text matching alone over a judged set: a temporary index, its candidates, the text score.

use std::collections::HashMap;
use std::path::Path;

use super::{
    EvaluateError, Figures, JudgedSet, Passage, QueryResult, Question, Report, Run, RunLine, figures,
};
use crate::index::{Entry, IndexError, IndexFolder, Snapshot};
use crate::lexicon::Lexicon;
use crate::matching::{Filter, POOL};
use crate::model::{
    LanguageTag, Localized, Need, Offer, RecordId, RecordKind, Sequence, Shown, SourceId, ValueError,
};
use crate::score::{Profile, TextQuery, Weigher};
use crate::text::detect;

/// How far an evaluation has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Documents indexed, of all.
    Indexing(usize, usize),
    /// Questions asked, of all.
    Asking(usize, usize),
}

/// Indexes the corpus in a temporary folder, asks every question by its words alone, and works out the figures.
///
/// The engine is the one that answers needs: the same candidates, the same text score, nothing of fit or zone.
///
/// # Errors
/// [`EvaluateError`]: a file is missing or malformed, or there is no room for the index.
pub fn evaluate_text(
    corpus: &Path,
    queries: &Path,
    qrels: &Path,
    lexicon: &Lexicon,
    progress: &mut dyn FnMut(Progress),
) -> Result<Report, EvaluateError> {
    evaluate_set(&JudgedSet::read(corpus, queries, qrels)?, lexicon, progress)
}

/// The same over a set already read.
pub(super) fn evaluate_set(
    set: &JudgedSet,
    lexicon: &Lexicon,
    progress: &mut dyn FnMut(Progress),
) -> Result<Report, EvaluateError> {
    let folder = tempfile::tempdir().map_err(EvaluateError::TemporaryFolder)?;
    let index = TextIndex::build(folder.path(), &set.corpus, lexicon, progress)?;
    let mut answers = Vec::with_capacity(set.questions.len());
    for (asked, question) in set.questions.iter().enumerate() {
        answers.push((question.id.clone(), index.answer(question)?));
        progress(Progress::Asking(asked + 1, set.questions.len()));
    }
    Ok(report(set, Run { answers }))
}

pub(super) fn report(set: &JudgedSet, run: Run) -> Report {
    let threshold = set.threshold();
    let per_query: Vec<QueryResult> = run
        .answers
        .iter()
        .filter_map(|(id, lines)| {
            let grades = set.grades.get(id)?;
            let ranking: Vec<&str> = lines.iter().map(|line| line.document.as_str()).collect();
            Some(QueryResult { id: id.clone(), figures: figures(&ranking, grades, threshold) })
        })
        .collect();
    Report {
        documents: set.corpus.len(),
        questions: set.questions.len(),
        unjudged_questions: set.questions.len() - per_query.len(),
        unknown_questions: set.unknown_questions,
        unknown_documents: set.unknown_documents,
        left_out: set.left_out.clone(),
        threshold,
        means: Figures::mean(&per_query.iter().map(|result| result.figures).collect::<Vec<_>>()),
        per_query,
        run,
    }
}

/// The corpus as offers in an index of its own.
struct TextIndex<'a> {
    lexicon: &'a Lexicon,
    snapshot: Snapshot,
    /// The corpus's own ids by the index's.
    names: HashMap<RecordId, &'a str>,
}

impl<'a> TextIndex<'a> {
    fn build(
        path: &Path,
        corpus: &'a [Passage],
        lexicon: &'a Lexicon,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Self, EvaluateError> {
        // Any profile would do: zones and territories have no part in the text.
        let profile = Profile::shipped("aysen").map_err(|error| IndexError::Engine(error.to_string()))?;
        let source: SourceId =
            "evaluation".parse().map_err(|error: ValueError| IndexError::Engine(error.to_string()))?;
        let folder = IndexFolder::open(path, &profile)?;
        let mut rebuild = folder.rebuild()?;
        let mut names = HashMap::with_capacity(corpus.len());
        for (indexed, passage) in corpus.iter().enumerate() {
            let record = offer(&source, passage);
            rebuild.writer().apply(Entry::Offer(&record))?;
            names.insert(record.id, passage.id.as_str());
            progress(Progress::Indexing(indexed + 1, corpus.len()));
        }
        rebuild.finish(Sequence(1))?;
        Ok(Self { lexicon, snapshot: folder.reader()?.snapshot(), names })
    }

    fn answer(&self, question: &Question) -> Result<Vec<RunLine>, EvaluateError> {
        let need = Need { description: localized(&question.text, question.lang.as_ref()), ..Need::default() };
        let query = TextQuery::of_need(&need);
        let statistics = self.snapshot.stats(RecordKind::Offer);
        let weighed = Weigher::new(self.lexicon, &statistics).weigh(&query);
        let candidates = self.snapshot.candidates(RecordKind::Offer, &weighed, &Filter::default(), POOL)?;
        let mut lines: Vec<RunLine> = candidates
            .iter()
            .filter_map(|candidate| {
                let score = weighed.score(&candidate.bag).value?;
                let document = (*self.names.get(&candidate.id)?).to_owned();
                Some(RunLine { document, score })
            })
            .collect();
        lines.sort_by(|one, other| {
            other.score.total_cmp(&one.score).then_with(|| one.document.cmp(&other.document))
        });
        Ok(lines)
    }
}

fn offer(source: &SourceId, passage: &Passage) -> Shown<Offer> {
    let language = passage.lang.as_ref();
    let values = Offer {
        title: localized(&passage.title, language),
        body: localized(&passage.text, language),
        ..Offer::default()
    };
    let id = RecordId::derive(RecordKind::Offer, source, &passage.id);
    Shown { id, source: source.clone(), withdrawn: false, values, sequence: Sequence(1) }
}

/// The text under its stated language, else the one detected.
pub(super) fn localized(text: &str, language: Option<&LanguageTag>) -> Option<Localized> {
    if text.trim().is_empty() {
        return None;
    }
    let language = language.cloned().or_else(|| detect(text)).unwrap_or_else(LanguageTag::undetermined);
    Some(Localized::new(language, text))
}

#[cfg(test)]
mod tests;
