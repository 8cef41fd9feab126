//! Every judged set below a folder, measured twice: by plain BM25 and by the shipped engine.
//!
//! A set that cannot be read is a row with the reason; it stops no other.

use std::collections::BTreeMap;
use std::fs;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::judged_set::{EvaluateError, JudgedSet};
use super::plain::evaluate_plain;
use super::text_run::{Progress, evaluate_set};
use super::{Figures, Interval, Report, paired_bootstrap};
use crate::lexicon::Lexicon;

/// Resamplings behind an interval.
const ROUNDS: usize = 2_000;
const SEED: u64 = 20_261_120;
/// How deep below the folder a set may lie.
const MAX_DEPTH: usize = 4;

/// The figures last accepted, by name of the set.
pub type Accepted = BTreeMap<String, Figures>;

/// Reads the accepted figures: an object of sets, each with `ndcg_at_10`, `mrr_at_10` and `recall_at_100`.
///
/// # Errors
/// [`EvaluateError`], naming the file and the line.
pub fn read_accepted(path: &Path) -> Result<Accepted, EvaluateError> {
    let unreadable = |source| EvaluateError::Unreadable { path: path.to_owned(), source };
    let file = fs::File::open(path).map_err(unreadable)?;
    serde_json::from_reader(BufReader::new(file)).map_err(|error| EvaluateError::Malformed {
        path: path.to_owned(),
        line: error.line(),
        reason: error.to_string(),
    })
}

/// The three files of a set.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SetFiles {
    /// The folder's path below the one searched; other questions on the same corpus are named behind it.
    pub name: String,
    /// The folder.
    pub folder: PathBuf,
    /// The questions.
    pub queries: PathBuf,
}

/// A row of the table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SetRow {
    /// The set.
    pub name: String,
    /// What came of it.
    #[serde(flatten)]
    pub outcome: Outcome,
}

/// What came of a set.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Its figures.
    Measured(Box<Measured>),
    /// Why there are none.
    Failed(String),
}

/// The figures of a set.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Measured {
    /// Documents in the corpus.
    pub documents: usize,
    /// Questions asked.
    pub questions: usize,
    /// Plain BM25.
    pub plain: Figures,
    /// The shipped engine.
    pub engine: Figures,
    /// What was last accepted of the engine.
    pub accepted: Option<Figures>,
    /// nDCG@10 of the engine minus that of plain BM25, over the same questions.
    pub gain: Option<Interval>,
    /// Lines left out, each by file, number and reason.
    pub left_out: Vec<String>,
}

/// The sets below `root`: folders with a `corpus.jsonl`, one set for each `queries*.jsonl`, by name.
///
/// # Errors
/// [`EvaluateError`]: the folder cannot be read, or no set lies in it.
pub fn find_sets(root: &Path) -> Result<Vec<SetFiles>, EvaluateError> {
    let mut sets = Vec::new();
    collect(root, "", MAX_DEPTH, &mut sets)
        .map_err(|source| EvaluateError::Unreadable { path: root.to_owned(), source })?;
    if sets.is_empty() {
        let what = "there is no judged set below: a folder with corpus.jsonl, queries.jsonl and qrels.tsv";
        return Err(EvaluateError::Empty { path: root.to_owned(), what });
    }
    sets.sort();
    Ok(sets)
}

fn collect(folder: &Path, name: &str, depth: usize, sets: &mut Vec<SetFiles>) -> std::io::Result<()> {
    let mut questions = Vec::new();
    let mut is_set = false;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let found = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_dir() && depth > 0 {
            let below = if name.is_empty() { found } else { format!("{name}/{found}") };
            collect(&entry.path(), &below, depth - 1, sets)?;
        } else if found == "corpus.jsonl" {
            is_set = true;
        } else if let Some(variant) =
            found.strip_prefix("queries").and_then(|rest| rest.strip_suffix(".jsonl"))
        {
            questions.push((variant.trim_start_matches('-').to_owned(), entry.path()));
        }
    }
    if is_set {
        if questions.is_empty() {
            // Measured all the same, so that its row says what is missing.
            questions.push((String::new(), folder.join("queries.jsonl")));
        }
        sets.extend(questions.into_iter().map(|(variant, queries)| SetFiles {
            name: named(name, &variant),
            folder: folder.to_owned(),
            queries,
        }));
    }
    Ok(())
}

fn named(folder: &str, variant: &str) -> String {
    let folder = if folder.is_empty() { "." } else { folder };
    match variant {
        "" => folder.to_owned(),
        "ref-en" => format!("{folder} (English reference)"),
        other => format!("{folder} ({other})"),
    }
}

/// Measures one set; what is wrong with it becomes its row.
pub fn measure(
    files: &SetFiles,
    lexicon: &Lexicon,
    accepted: &Accepted,
    progress: &mut dyn FnMut(Progress),
) -> SetRow {
    let outcome = match measured(files, lexicon, accepted, progress) {
        Ok(measured) => Outcome::Measured(Box::new(measured)),
        Err(error) => Outcome::Failed(error.to_string()),
    };
    SetRow { name: files.name.clone(), outcome }
}

fn measured(
    files: &SetFiles,
    lexicon: &Lexicon,
    accepted: &Accepted,
    progress: &mut dyn FnMut(Progress),
) -> Result<Measured, EvaluateError> {
    let file = |name| files.folder.join(name);
    let set = JudgedSet::read(&file("corpus.jsonl"), &files.queries, &file("qrels.tsv"))?;
    let plain = evaluate_plain(&set, progress)?;
    let engine = evaluate_set(&set, lexicon, progress)?;
    Ok(Measured {
        documents: set.corpus.len(),
        questions: set.questions.len(),
        plain: plain.means,
        engine: engine.means,
        accepted: accepted.get(&files.name).copied(),
        gain: paired_bootstrap(&pairs(&plain, &engine), ROUNDS, SEED),
        left_out: set.left_out,
    })
}

/// nDCG@10 of both for every question that has one; both reports hold the same questions in the same order.
fn pairs(plain: &Report, engine: &Report) -> Vec<(f64, f64)> {
    let both = plain.per_query.iter().zip(&engine.per_query);
    both.filter_map(|(old, new)| Some((old.figures.ndcg_at_10?, new.figures.ndcg_at_10?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_that_is_wrong_is_a_row_and_the_others_go_on() {
        let root = tempfile::TempDir::new().expect("a folder");
        let write = |path: &str, text: &str| {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            fs::write(path, text).expect("written");
        };
        for folder in ["good", "deeper/bad"] {
            write(
                &format!("{folder}/corpus.jsonl"),
                "{\"id\": \"d\", \"text\": \"glaciares\", \"lang\": \"es\"}\nnot JSON\n",
            );
            write(
                &format!("{folder}/queries.jsonl"),
                "{\"id\": \"q\", \"text\": \"glaciar\", \"lang\": \"es\"}\n",
            );
        }
        write("good/queries-ref-en.jsonl", "{\"id\": \"q\", \"text\": \"glacier\", \"lang\": \"en\"}\n");
        write("good/qrels.tsv", "q\td\t1\n");
        write("other/items.jsonl", "{}\n");
        let accepted = Accepted::from([("good".to_owned(), Figures::default())]);
        let rows: Vec<SetRow> = find_sets(root.path())
            .expect("sets")
            .iter()
            .map(|files| measure(files, Lexicon::shipped(), &accepted, &mut |_| ()))
            .collect();
        let names: Vec<&str> = rows.iter().map(|row| row.name.as_str()).collect();
        assert_eq!(names, ["deeper/bad", "good", "good (English reference)"]);
        assert!(matches!(&rows[0].outcome, Outcome::Failed(reason) if reason.contains("qrels.tsv")));
        let Outcome::Measured(spanish) = &rows[1].outcome else { panic!("{rows:?}") };
        assert_eq!((spanish.plain.ndcg_at_10, spanish.engine.ndcg_at_10), (Some(1.0), Some(1.0)));
        assert!(spanish.accepted.is_some() && spanish.left_out[0].contains("corpus.jsonl, line 2"));
        let Outcome::Measured(english) = &rows[2].outcome else { panic!("{rows:?}") };
        assert_eq!((english.plain.ndcg_at_10, english.engine.ndcg_at_10), (Some(0.0), Some(1.0)));
        assert_eq!(english.gain.map(|gain| gain.mean), Some(1.0));
        assert!(find_sets(&root.path().join("other")).is_err(), "no set lies there");
    }
}
