//! `matcher evaluate`: how well the text matching finds what people judged relevant.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use matcher_core::evaluate::{Progress, Report, evaluate_text};

use super::failure::Failure;
use super::progress::Bar;
use super::{Done, console};

/// Measure the text matching alone on a judged set: nDCG@10, MRR@10, Recall@100.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  matcher evaluate --corpus corpus.jsonl --queries queries.jsonl --qrels qrels.tsv\n  matcher evaluate --corpus corpus.jsonl --queries queries.jsonl --qrels qrels.tsv --run-out run.trec\n\ncorpus.jsonl: {id, title, text, lang} a line; queries.jsonl: {id, text, lang}; qrels.tsv: query id, corpus id, grade,\nwith a heading. The data folder is not touched."
)]
pub(super) struct Evaluate {
    /// The documents.
    #[arg(long, value_name = "FILE")]
    corpus: PathBuf,
    /// The questions.
    #[arg(long, value_name = "FILE")]
    queries: PathBuf,
    /// The judgements.
    #[arg(long, value_name = "FILE")]
    qrels: PathBuf,
    /// Write the rankings in TREC form.
    #[arg(long, value_name = "FILE")]
    run_out: Option<PathBuf>,
    /// Print JSON, with the figures of every question.
    #[arg(long)]
    json: bool,
}

impl Evaluate {
    pub(super) fn run(self) -> Result<Done, Failure> {
        let bar = Bar::of("evaluate");
        let report = evaluate_text(&self.corpus, &self.queries, &self.qrels, &mut |progress| {
            let (Progress::Indexing(done, of) | Progress::Asking(done, of)) = progress;
            bar.set(done as u64, of as u64);
        })?;
        drop(bar);
        if let Some(path) = &self.run_out {
            write_run(&report, path).map_err(|error| Failure::at(path.display(), error))?;
        }
        let text = if self.json {
            serde_json::to_string_pretty(&report).map_err(|error| Failure::at("the report", error))?
        } else {
            in_words(&report)
        };
        console::print(&text)?;
        Ok(Done::Whole)
    }
}

fn write_run(report: &Report, path: &Path) -> std::io::Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    report.run.write_trec(&mut file, "matcher-text")?;
    file.flush()
}

fn in_words(report: &Report) -> String {
    let figure = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), |value| format!("{value:.4}"));
    let mut text = format!(
        "documents   {}\nqueries     {}\nnDCG@10     {}\nMRR@10      {}\nRecall@100  {}\n",
        report.documents,
        report.questions,
        figure(report.means.ndcg_at_10),
        figure(report.means.mrr_at_10),
        figure(report.means.recall_at_100),
    );
    text += &format!("relevant from grade {} on (MRR, recall)\n", report.threshold);
    for (number, what) in [
        (report.unjudged_questions, "queries without judgements, which count nowhere"),
        (report.unknown_questions, "judgements of queries that are not there, which count nowhere"),
        (report.unknown_documents, "judgements of documents that are not there, counted as never found"),
    ] {
        if number > 0 {
            text += &format!("{number} {what}\n");
        }
    }
    text
}
