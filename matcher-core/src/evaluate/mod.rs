//! How well the engine finds what people judged relevant: judged sets in, figures out.
//!
//! Three files make a judged set: `corpus.jsonl` {id, title, text, lang}, `queries.jsonl` {id, text, lang} and
//! `qrels.tsv` (a header, then query id, corpus id and grade, 0 being not relevant).

mod bootstrap;
mod calibrate;
mod duplicate_set;
mod duplicates;
mod full_run;
mod judged_set;
mod metrics;
mod plain;
mod report;
mod sets;
mod text_run;

pub use bootstrap::{Interval, paired_bootstrap};
pub use calibrate::{Bin, Calibration, POSSIBLE_SHARE, STRONG_SHARE, Share, Thresholds, calibrate};
pub use duplicate_set::{DuplicateSet, Told};
pub use duplicates::{DuplicateFigures, DuplicatesReport, JudgedPair, evaluate_duplicates};
pub use full_run::{FullReport, FullSetup, Judged, Verdicts, evaluate_full};
pub use judged_set::{EvaluateError, JudgedSet, Passage, Question};
pub use metrics::{Figures, RECALL_DEPTH, RELEVANT_DEPTH, figures};
pub use plain::evaluate_plain;
pub use report::{QueryResult, Report, Run, RunLine};
pub use sets::{Accepted, Measured, Outcome, SetFiles, SetRow, find_sets, measure, read_accepted};
pub use text_run::{Progress, evaluate_text};

#[cfg(test)]
mod accepted_figures;
