//! `matcher evaluate --duplicates`: how well one opportunity told twice is recognised, and the pairs to read.

use std::path::PathBuf;

use matcher_core::dedupe::Likeness;
use matcher_core::evaluate::{
    DuplicateFigures, DuplicateSet, DuplicatesReport, JudgedPair, evaluate_duplicates,
};

use super::console;
use super::failure::Failure;

/// Pairs printed of each sort; `--json` has them all.
const SHOWN: usize = 25;

/// Measures a labelled folder, or one or two files of offers.
pub(super) fn report(paths: &[PathBuf]) -> Result<DuplicatesReport, Failure> {
    let set = match paths {
        [folder] if folder.is_dir() => DuplicateSet::read_labelled(folder)?,
        [left, rest @ ..] => DuplicateSet::read_drafts(left, rest.first().map(PathBuf::as_path))?,
        [] => return Err(Failure::new("name a labelled folder, or one or two files of offers")),
    };
    Ok(evaluate_duplicates(&set))
}

pub(super) fn in_words(report: &DuplicatesReport) -> String {
    let known = report.known.map_or_else(|| "-".to_owned(), |known| known.to_string());
    let mut text = format!("offers       {} and {}\nknown pairs  {known}\n", report.left, report.right);
    text += &figures("without identifiers and addresses", &report.withheld);
    text += &figures("with them", &report.named);
    if !report.left_out.is_empty() {
        text += &format!("\n{} lines left out:\n", report.left_out.len());
    }
    for line in report.left_out.iter().take(SHOWN) {
        text += &format!("  {}\n", console::plain(line));
    }
    text
}

fn figures(heading: &str, found: &DuplicateFigures) -> String {
    let share = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), |value| format!("{value:.4}"));
    let mut text = format!(
        "\n{heading}\n  precision  {}\n  recall     {}\n  F1         {}\n",
        share(found.precision),
        share(found.recall),
        share(found.f1)
    );
    text += &format!(
        "  joined {} pairs, left {} for a person; {} compared; {} clusters, the largest of {}\n",
        found.joined, found.unsure, found.compared, found.clusters, found.largest
    );
    if let Some(widest) = found.unselective.iter().max_by_key(|key| key.offers) {
        let keys = found.unselective.len();
        text += &format!("  {keys} keys passed over, the widest shared by {} offers\n", widest.offers);
    }
    for (what, pairs) in [("joined, not known to be the same", &found.not_known), ("missed", &found.missed)] {
        if !pairs.is_empty() {
            text += &format!("  {what}: {}\n", pairs.len());
        }
        for pair in pairs.iter().take(SHOWN) {
            text += &in_a_line(pair);
        }
    }
    text
}

fn in_a_line(pair: &JudgedPair) -> String {
    let Likeness { score, verdict, reasons } = &pair.likeness;
    let why: Vec<String> = reasons
        .iter()
        .map(|reason| format!("{} {} {:.2}", reason.field, reason.finding, reason.value))
        .collect();
    let (left, right) = (console::plain(&pair.left), console::plain(&pair.right));
    format!("    {left} | {right}: {verdict} {score:.3} ({})\n", why.join(", "))
}
