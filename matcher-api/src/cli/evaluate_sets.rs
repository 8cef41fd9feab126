//! `matcher evaluate --sets`: every judged set below a folder in one table.

use std::path::Path;

use matcher_core::evaluate::{
    Accepted, Figures, Interval, Outcome, SetRow, find_sets, measure, read_accepted,
};
use matcher_core::lexicon::Lexicon;

use super::console;
use super::failure::Failure;
use super::judged::drawn;
use super::progress::Bar;
use super::rows::Rows;

/// Measures all of them.
pub(super) fn rows(root: &Path, accepted: Option<&Path>, lexicon: &Lexicon) -> Result<Vec<SetRow>, Failure> {
    let accepted = accepted.map_or_else(|| Ok(Accepted::new()), read_accepted)?;
    let sets = find_sets(root)?;
    let measured = sets.iter().map(|files| {
        let bar = Bar::of("evaluate");
        let row = measure(files, lexicon, &accepted, &mut drawn(&bar));
        drop(bar);
        if let Outcome::Measured(found) = &row.outcome {
            for line in &found.left_out {
                console::complain(&format!("left out: {line}"));
            }
        }
        row
    });
    Ok(measured.collect())
}

/// The table; means to three places, the gain with its interval of 95 %.
pub(super) fn table(rows: &[SetRow], markdown: bool) -> String {
    let heading = [
        "set",
        "documents",
        "questions",
        "BM25 nDCG@10",
        "nDCG@10",
        "accepted",
        "gain over BM25",
        "BM25 MRR@10",
        "MRR@10",
        "BM25 Recall@100",
        "Recall@100",
        "notes",
    ];
    let mut table = Rows::of(heading.map(str::to_owned).to_vec());
    for row in rows {
        table.push(match &row.outcome {
            Outcome::Failed(reason) => {
                let mut cells = vec![String::new(); heading.len()];
                cells[0].clone_from(&row.name);
                cells[heading.len() - 1] = console::plain(reason);
                cells
            }
            Outcome::Measured(found) => {
                let Figures { ndcg_at_10, mrr_at_10, recall_at_100 } = found.engine;
                vec![
                    row.name.clone(),
                    found.documents.to_string(),
                    found.questions.to_string(),
                    figure(found.plain.ndcg_at_10),
                    figure(ndcg_at_10),
                    figure(found.accepted.and_then(|accepted| accepted.ndcg_at_10)),
                    gain(found.gain),
                    figure(found.plain.mrr_at_10),
                    figure(mrr_at_10),
                    figure(found.plain.recall_at_100),
                    figure(recall_at_100),
                    match found.left_out.len() {
                        0 => String::new(),
                        lines => format!("{lines} lines that are not JSON left out"),
                    },
                ]
            }
        });
    }
    table.written(markdown)
}

fn figure(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), |value| format!("{value:.3}"))
}

fn gain(gain: Option<Interval>) -> String {
    gain.map_or_else(
        || "–".to_owned(),
        |gain| format!("{:+.3} ({:+.3} to {:+.3})", gain.mean, gain.low, gain.high),
    )
}
