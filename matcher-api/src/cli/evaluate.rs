//! `matcher evaluate`: how well the text matching, or with `--full` the whole score, finds what people judged relevant.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use matcher_core::evaluate::{FullReport, Judged, Outcome, Report, evaluate_full, evaluate_text};
use matcher_core::lexicon::Lexicon;
use serde::Serialize;

use super::failure::Failure;
use super::judged::{JudgedFiles, Policy, drawn};
use super::place::Place;
use super::progress::Bar;
use super::{Done, console, evaluate_duplicates, evaluate_sets};
use crate::state::load_vocabularies;

/// Measure the text matching alone, or the whole score, on a judged set: nDCG@10, MRR@10, Recall@100.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  matcher evaluate --corpus corpus.jsonl --queries queries.jsonl --qrels qrels.tsv\n  matcher evaluate --corpus corpus.jsonl --queries queries.jsonl --qrels qrels.tsv --run-out run.trec\n  matcher evaluate --full --corpus corpus.jsonl --queries queries.jsonl --qrels qrels.tsv --eligibility eligibility.tsv --today 2010-01-01\n  matcher evaluate --sets eval --accepted fixtures/judgements/baseline.json --markdown\n  matcher evaluate --duplicates eval/dedup-eu-calls\n\ncorpus.jsonl: {id, title, text, lang} a line; queries.jsonl: {id, text, lang}; qrels.tsv: query id, corpus id, grade,\nwith a heading. The data folder is not touched."
)]
pub(super) struct Evaluate {
    #[command(flatten)]
    files: Option<JudgedFiles>,
    /// Instead of one set: measure every judged set below this folder, by plain BM25 and by the engine's text matching.
    #[arg(long, value_name = "DIR", conflicts_with_all = ["corpus", "queries", "qrels", "full", "run_out"])]
    sets: Option<PathBuf>,
    /// With --sets: the figures last accepted, to stand beside (JSON).
    #[arg(long, value_name = "FILE", requires = "sets")]
    accepted: Option<PathBuf>,
    /// With --sets: print a table in Markdown.
    #[arg(long, requires = "sets", conflicts_with = "json")]
    markdown: bool,
    /// Instead: how well one opportunity told twice is recognised. A labelled folder, or one or two files of offers as
    /// `matcher-harvest preview` prints them (of two, equal external ids are one offer).
    #[arg(long, value_name = "PATH", num_args = 1..=2,
        conflicts_with_all = ["corpus", "queries", "qrels", "sets", "full", "run_out"])]
    duplicates: Vec<PathBuf>,
    /// Rank by the whole score: what the offers' own words say of eligibility, dates and money, gates and zones.
    #[arg(long)]
    full: bool,
    #[command(flatten, next_help_heading = "With --full")]
    policy: Policy,
    /// Write the rankings in TREC form.
    #[arg(long, value_name = "FILE")]
    run_out: Option<PathBuf>,
    /// Print JSON, with the figures of every question.
    #[arg(long)]
    json: bool,
}

impl Evaluate {
    pub(super) fn run(self, place: &Place) -> Result<Done, Failure> {
        if !self.duplicates.is_empty() {
            let report = evaluate_duplicates::report(&self.duplicates)?;
            self.print(&report, evaluate_duplicates::in_words)?;
            return Ok(if report.left_out.is_empty() { Done::Whole } else { Done::InPart });
        }
        let lexicon = load_vocabularies(&place.settings()?)?;
        if let Some(root) = &self.sets {
            let rows = evaluate_sets::rows(root, self.accepted.as_deref(), &lexicon)?;
            let whole = rows.iter().all(|row| matches!(row.outcome, Outcome::Measured(_)));
            self.print(&rows, |rows| evaluate_sets::table(rows, self.markdown))?;
            return Ok(if whole { Done::Whole } else { Done::InPart });
        }
        if !self.full && (self.policy.eligibility.is_some() || self.policy.today.is_some()) {
            return Err(Failure::new("--eligibility and --today go with --full"));
        }
        let files = self.files.as_ref().ok_or_else(|| {
            Failure::new(
                "nothing to evaluate: name --corpus, --queries and --qrels, or a folder of sets with --sets, or offers with --duplicates",
            )
        })?;
        if self.full { self.run_full(files, &lexicon) } else { self.run_text(files, &lexicon) }
    }

    fn run_text(&self, files: &JudgedFiles, lexicon: &Lexicon) -> Result<Done, Failure> {
        let bar = Bar::of("evaluate");
        let report = evaluate_text(&files.corpus, &files.queries, &files.qrels, lexicon, &mut drawn(&bar))?;
        drop(bar);
        self.write_run(&report)?;
        self.print(&report, in_words)?;
        Ok(Done::Whole)
    }

    fn run_full(&self, files: &JudgedFiles, lexicon: &Lexicon) -> Result<Done, Failure> {
        let profile = self.policy.profile()?;
        let bar = Bar::of("evaluate");
        let report = evaluate_full(&self.policy.setup(files, &profile, lexicon), &mut drawn(&bar))?;
        drop(bar);
        self.write_run(&report.relevant)?;
        self.print(&report, full_in_words)?;
        Ok(Done::Whole)
    }

    fn print<T: Serialize + ?Sized>(
        &self,
        found: &T,
        in_words: impl FnOnce(&T) -> String,
    ) -> Result<(), Failure> {
        let text = if self.json {
            serde_json::to_string_pretty(found).map_err(|error| Failure::at("the report", error))?
        } else {
            in_words(found)
        };
        console::print(&text)
    }

    fn write_run(&self, report: &Report) -> Result<(), Failure> {
        let Some(path) = &self.run_out else { return Ok(()) };
        write_run(report, path).map_err(|error| Failure::at(path.display(), error))
    }
}

fn full_in_words(report: &FullReport) -> String {
    let mut text = in_words(&report.relevant);
    if let Some(useful) = report.useful.as_ref().and_then(|useful| useful.means.ndcg_at_10) {
        text += &format!("useful nDCG@10  {useful:.4}\n\njudged pairs: said no / yes / nothing\n");
    }
    for (source, judgements) in &report.verdicts {
        text += &format!("{source:26}");
        for (judged, name) in [(Judged::N, 'n'), (Judged::Y, 'y'), (Judged::U, 'u')] {
            let said = judgements.get(&judged).copied().unwrap_or_default();
            text += &format!("  {name} {:>5} {:>5} {:>5}", said.no, said.yes, said.open);
        }
        text.push('\n');
    }
    text
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
        (report.left_out.len(), "lines that are not JSON, left out:"),
    ] {
        if number > 0 {
            text += &format!("{number} {what}\n");
        }
    }
    for line in &report.left_out {
        text += &format!("  {line}\n");
    }
    text
}
