//! `matcher calibrate`: what a total is worth on judged pairs, and where the bands of a profile should begin.

use clap::Args;
use matcher_core::evaluate::{Bin, Calibration, POSSIBLE_SHARE, STRONG_SHARE, Share, calibrate};

use super::failure::Failure;
use super::judged::{JudgedFiles, Policy, drawn};
use super::place::Place;
use super::progress::Bar;
use super::rows::Rows;
use super::{Done, console};
use crate::state::load_vocabularies;

/// Hold the whole score against judged pairs: a reliability table, and thresholds for [score.bands].
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  matcher calibrate --corpus corpus.jsonl --queries queries.jsonl --qrels qrels.tsv --today 2010-01-01\n  matcher calibrate --corpus corpus.jsonl --queries queries.jsonl --qrels qrels.tsv --eligibility eligibility.tsv --split 5 --markdown\n\nWith --eligibility, what nobody can benefit from is of grade 0. The profile is not changed."
)]
pub(super) struct Calibrate {
    #[command(flatten)]
    files: JudgedFiles,
    #[command(flatten)]
    policy: Policy,
    /// In how many parts the questions are split; each is held out once.
    #[arg(long, default_value_t = 2, value_name = "N", value_parser = clap::value_parser!(u32).range(2..=100))]
    split: u32,
    /// Print Markdown.
    #[arg(long, conflicts_with = "json")]
    markdown: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl Calibrate {
    pub(super) fn run(self, place: &Place) -> Result<Done, Failure> {
        let lexicon = load_vocabularies(&place.settings()?)?;
        let profile = self.policy.profile()?;
        let bar = Bar::of("calibrate");
        let setup = self.policy.setup(&self.files, &profile, &lexicon);
        let found = calibrate(&setup, self.split as usize, &mut drawn(&bar))?;
        drop(bar);
        let text = if self.json {
            serde_json::to_string_pretty(&found).map_err(|error| Failure::at("the report", error))?
        } else {
            in_words(&found, self.markdown)
        };
        console::print(&text)?;
        Ok(Done::Whole)
    }
}

fn in_words(found: &Calibration, markdown: bool) -> String {
    let heading = |first: &str| {
        [first, "pairs", &format!("grade ≥ {}", found.threshold), "mean grade"].map(str::to_owned).to_vec()
    };
    let row = |name: String, bin: &Bin| {
        vec![name, bin.pairs.to_string(), percent(bin.share), format!("{:.2}", bin.mean_grade)]
    };
    let mut bins = Rows::of(heading("total"));
    for bin in &found.bins {
        bins.push(row(format!("{:.3}–{:.3}", bin.lowest, bin.highest), bin));
    }
    let mut bands = Rows::of(heading("band now"));
    for (name, bin) in ["strong", "possible", "weak"].iter().zip(&found.bands) {
        if let Some(bin) = bin {
            bands.push(row(format!("{name}, {:.3}–{:.3}", bin.lowest, bin.highest), bin));
        }
    }
    let mut text = format!("{} of {} judged pairs have a total\n\n", found.scored, found.judged);
    text += &format!("{}\n{}\n", bins.written(markdown), bands.written(markdown));
    for (name, least, threshold, held_out, by_fold) in [
        (
            "strong",
            STRONG_SHARE,
            found.recommended.strong,
            found.held_out_strong,
            found.by_fold.iter().map(|fold| fold.strong).collect::<Vec<_>>(),
        ),
        (
            "possible",
            POSSIBLE_SHARE,
            found.recommended.possible,
            found.held_out_possible,
            found.by_fold.iter().map(|fold| fold.possible).collect(),
        ),
    ] {
        let by_fold: Vec<String> = by_fold.into_iter().map(total).collect();
        text += &format!(
            "{name} (at least {} from there up): {}; {} parts give {}; held out {}\n",
            percent(least),
            total(threshold),
            found.folds,
            by_fold.join(", "),
            held_out_in_words(held_out),
        );
    }
    text
}

fn total(threshold: Option<f64>) -> String {
    threshold.map_or_else(|| "not reached".to_owned(), |total| format!("{total:.3}"))
}

fn held_out_in_words(share: Share) -> String {
    share.value().map_or_else(
        || "no pair".to_owned(),
        |value| format!("{} ({} of {} pairs)", percent(value), share.good, share.pairs),
    )
}

fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}
