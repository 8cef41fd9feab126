//! `matcher evaluate`: how well the text matching, or with `--full` the whole score, finds what people judged relevant.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use jiff::Zoned;
use jiff::civil::Date;
use matcher_core::evaluate::{FullReport, FullSetup, Judged, Progress, Report, evaluate_full, evaluate_text};
use matcher_core::lexicon::Lexicon;
use matcher_core::score::Profile;

use super::failure::Failure;
use super::place::Place;
use super::progress::Bar;
use super::{Done, console};
use crate::state::load_lexicon;

/// Measure the text matching alone, or the whole score, on a judged set: nDCG@10, MRR@10, Recall@100.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  matcher evaluate --corpus corpus.jsonl --queries queries.jsonl --qrels qrels.tsv\n  matcher evaluate --corpus corpus.jsonl --queries queries.jsonl --qrels qrels.tsv --run-out run.trec\n  matcher evaluate --full --corpus corpus.jsonl --queries queries.jsonl --qrels qrels.tsv --eligibility eligibility.tsv --today 2010-01-01\n\ncorpus.jsonl: {id, title, text, lang} a line; queries.jsonl: {id, text, lang}; qrels.tsv: query id, corpus id, grade,\nwith a heading. The data folder is not touched."
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
    /// Rank by the whole score: what the offers' own words say of eligibility, dates and money, gates and zones.
    #[arg(long)]
    full: bool,
    /// With --full: judgements of eligibility (query id, corpus id, y, n or u), for the useful nDCG and the verdicts.
    #[arg(long, value_name = "FILE", requires = "full")]
    eligibility: Option<PathBuf>,
    /// With --full: the profile.
    #[arg(long, default_value = "aysen", requires = "full")]
    profile: String,
    /// With --full: the day; what closed before it is left out. Take an early day where judgements disregard dates.
    #[arg(long, value_name = "YYYY-MM-DD", requires = "full")]
    today: Option<Date>,
    /// Write the rankings in TREC form.
    #[arg(long, value_name = "FILE")]
    run_out: Option<PathBuf>,
    /// Print JSON, with the figures of every question.
    #[arg(long)]
    json: bool,
}

impl Evaluate {
    pub(super) fn run(self, place: &Place) -> Result<Done, Failure> {
        let lexicon = load_lexicon(place.settings()?.lexicon.as_deref())?;
        if self.full {
            return self.run_full(&lexicon);
        }
        let bar = Bar::of("evaluate");
        let report = evaluate_text(&self.corpus, &self.queries, &self.qrels, &lexicon, &mut |progress| {
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

impl Evaluate {
    fn run_full(self, lexicon: &Lexicon) -> Result<Done, Failure> {
        let profile = Profile::shipped(&self.profile).map_err(|error| Failure::at("the profile", error))?;
        let setup = FullSetup {
            corpus: &self.corpus,
            queries: &self.queries,
            qrels: &self.qrels,
            eligibility: self.eligibility.as_deref(),
            profile: &profile,
            lexicon,
            today: self.today.unwrap_or_else(|| Zoned::now().date()),
        };
        let bar = Bar::of("evaluate");
        let report = evaluate_full(&setup, &mut |progress| {
            let (Progress::Indexing(done, of) | Progress::Asking(done, of)) = progress;
            bar.set(done as u64, of as u64);
        })?;
        drop(bar);
        if let Some(path) = &self.run_out {
            write_run(&report.relevant, path).map_err(|error| Failure::at(path.display(), error))?;
        }
        let text = if self.json {
            serde_json::to_string_pretty(&report).map_err(|error| Failure::at("the report", error))?
        } else {
            full_in_words(&report)
        };
        console::print(&text)?;
        Ok(Done::Whole)
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
    ] {
        if number > 0 {
            text += &format!("{number} {what}\n");
        }
    }
    text
}
