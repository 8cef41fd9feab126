//! What an evaluation hands back: figures, each query's own, and the run as other tools read it.

use std::io::{self, Write};

use serde::Serialize;

use super::Figures;

/// One document in one answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RunLine {
    /// The document.
    pub document: String,
    /// Its score; higher is better.
    pub score: f64,
}

/// The answers to all questions, in the questions' order, best document first.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Run {
    /// Question id and its answer.
    pub answers: Vec<(String, Vec<RunLine>)>,
}

impl Run {
    /// Writes the run in the form of TREC: question, `Q0`, document, rank from 1, score, tag.
    ///
    /// # Errors
    /// What `out` says.
    pub fn write_trec(&self, out: &mut dyn Write, tag: &str) -> io::Result<()> {
        for (question, lines) in &self.answers {
            for (place, line) in lines.iter().enumerate() {
                writeln!(out, "{question} Q0 {} {} {:.6} {tag}", line.document, place + 1, line.score)?;
            }
        }
        Ok(())
    }
}

/// The figures of one query.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct QueryResult {
    /// The question.
    pub id: String,
    /// Its figures.
    pub figures: Figures,
}

/// The outcome of an evaluation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// Documents in the corpus.
    pub documents: usize,
    /// Questions asked.
    pub questions: usize,
    /// Questions nobody judged; they count nowhere.
    pub unjudged_questions: usize,
    /// Judgements that name a question which is not there.
    pub unknown_questions: usize,
    /// Judgements that name a document which is not there; counted as never found.
    pub unknown_documents: usize,
    /// Lines that are not JSON, by file, number and reason.
    pub left_out: Vec<String>,
    /// The least grade that counted as relevant for MRR and recall.
    pub threshold: u32,
    /// Means over the questions.
    pub means: Figures,
    /// Each judged question's own, in the questions' order.
    pub per_query: Vec<QueryResult>,
    /// The answers themselves.
    #[serde(skip)]
    pub run: Run,
}
