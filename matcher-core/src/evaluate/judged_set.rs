//! Reads a judged set; what is malformed is named by file and line.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::model::LanguageTag;

/// Largest grade that is read as one.
const MAX_GRADE: u32 = 100;

/// Why a set cannot be evaluated.
#[derive(Debug, thiserror::Error)]
pub enum EvaluateError {
    /// A file is missing or cannot be read.
    #[error("{path}: {source}")]
    Unreadable {
        /// Which file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A line does not have the expected form.
    #[error("{path}, line {line}: {reason}")]
    Malformed {
        /// Which file.
        path: PathBuf,
        /// Which line, from 1.
        line: usize,
        /// What is wrong with it.
        reason: String,
    },
    /// A file holds nothing to evaluate.
    #[error("{path}: {what}")]
    Empty {
        /// Which file.
        path: PathBuf,
        /// What is missing.
        what: &'static str,
    },
    /// The temporary index failed.
    #[error("the temporary index failed: {0}")]
    Index(#[from] crate::index::IndexError),
    /// No room for the temporary index.
    #[error("no folder for the temporary index: {0}")]
    TemporaryFolder(io::Error),
}

/// A document of the corpus; other keys are passed over.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Passage {
    /// Its id.
    pub id: String,
    /// Its title.
    #[serde(default)]
    pub title: String,
    /// Its text.
    #[serde(default)]
    pub text: String,
    /// Its language.
    pub lang: Option<LanguageTag>,
}

/// A question put to the corpus; other keys are passed over.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Question {
    /// Its id.
    pub id: String,
    /// Its words.
    pub text: String,
    /// Its language.
    pub lang: Option<LanguageTag>,
}

/// A corpus, questions, and what people judged of them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct JudgedSet {
    /// The documents.
    pub corpus: Vec<Passage>,
    /// The questions.
    pub questions: Vec<Question>,
    /// Grades by question id, then document id.
    pub grades: HashMap<String, HashMap<String, u32>>,
    /// Judgements that name a question which is not there; they count nowhere.
    pub unknown_questions: usize,
    /// Judgements that name a document which is not there; they count as never found.
    pub unknown_documents: usize,
    /// Lines that are not JSON, by file, number and reason; they count as if they were not there.
    pub left_out: Vec<String>,
}

impl JudgedSet {
    /// Reads the three files.
    ///
    /// # Errors
    /// [`EvaluateError`], naming the file and, where there is one, the line.
    pub fn read(corpus: &Path, queries: &Path, qrels: &Path) -> Result<Self, EvaluateError> {
        let mut left_out = Vec::new();
        let passages: Vec<Passage> = records(corpus, |passage: &Passage| &passage.id, &mut left_out)?;
        let questions: Vec<Question> = records(queries, |question: &Question| &question.id, &mut left_out)?;
        let known_documents: HashSet<&str> = passages.iter().map(|passage| passage.id.as_str()).collect();
        let known_questions: HashSet<&str> = questions.iter().map(|question| question.id.as_str()).collect();
        let mut grades: HashMap<String, HashMap<String, u32>> = HashMap::new();
        let (mut unknown_questions, mut unknown_documents) = (0, 0);
        for (question, document, grade) in judgements(qrels)? {
            if !known_questions.contains(question.as_str()) {
                unknown_questions += 1;
                continue;
            }
            unknown_documents += usize::from(!known_documents.contains(document.as_str()));
            grades.entry(question).or_default().insert(document, grade);
        }
        Ok(Self { corpus: passages, questions, grades, unknown_questions, unknown_documents, left_out })
    }

    /// The least grade that counts as relevant: 2 where grades reach 3 (1 is «same broad area»), else 1.
    pub fn threshold(&self) -> u32 {
        let highest = self.grades.values().flat_map(HashMap::values).copied().max().unwrap_or_default();
        if highest >= 3 { 2 } else { 1 }
    }
}

fn lines(path: &Path) -> Result<impl Iterator<Item = Result<(usize, String), EvaluateError>>, EvaluateError> {
    let unreadable = |path: &Path, source| EvaluateError::Unreadable { path: path.to_owned(), source };
    let file = File::open(path).map_err(|source| unreadable(path, source))?;
    let path = path.to_owned();
    Ok(BufReader::new(file).lines().enumerate().map(move |(number, line)| match line {
        Ok(line) => Ok((number + 1, line)),
        Err(source) => Err(unreadable(&path, source)),
    }))
}

fn malformed(path: &Path, line: usize, reason: impl Into<String>) -> EvaluateError {
    EvaluateError::Malformed { path: path.to_owned(), line, reason: reason.into() }
}

/// One JSON object a line, each id once; empty lines are passed over, and lines that are not JSON are told in `left_out`.
pub(super) fn records<T: DeserializeOwned>(
    path: &Path,
    id: fn(&T) -> &String,
    left_out: &mut Vec<String>,
) -> Result<Vec<T>, EvaluateError> {
    let mut read = Vec::new();
    let mut seen = HashSet::new();
    for line in lines(path)? {
        let (number, line) = line?;
        if line.trim().is_empty() {
            continue;
        }
        let parsed = serde_json::from_str(&line)
            .or_else(|error| serde_json::from_str(&without_not_a_number(&line)).map_err(|_| error));
        let record: T = match parsed {
            Ok(record) => record,
            Err(error) => {
                let complaint = malformed(path, number, error.to_string());
                if error.is_data() {
                    return Err(complaint);
                }
                left_out.push(complaint.to_string());
                continue;
            }
        };
        if !seen.insert(id(&record).clone()) {
            return Err(malformed(
                path,
                number,
                format!("the id {:?} stands on an earlier line too", id(&record)),
            ));
        }
        read.push(record);
    }
    if read.is_empty() {
        return Err(EvaluateError::Empty { path: path.to_owned(), what: "there is no record in it" });
    }
    Ok(read)
}

/// Some tools write `NaN` where a value is missing, which is not JSON: outside of strings it becomes `null`.
fn without_not_a_number(line: &str) -> String {
    let mut mended = String::with_capacity(line.len());
    for (place, part) in line.replace("\\\"", "\u{0}").split('"').enumerate() {
        if place > 0 {
            mended.push('"');
        }
        // Every second part between quotes stands inside a string.
        mended.push_str(&if place % 2 == 0 { part.replace("NaN", "null") } else { part.to_owned() });
    }
    mended.replace('\u{0}', "\\\"")
}

/// Question, document and grade of each line after the header.
pub(super) fn judgements(path: &Path) -> Result<Vec<(String, String, u32)>, EvaluateError> {
    let mut read = Vec::new();
    for line in lines(path)? {
        let (number, line) = line?;
        if number == 1 && line.starts_with("query-id\t") || line.trim().is_empty() {
            continue;
        }
        let cells: Vec<&str> = line.trim_end_matches('\r').split('\t').collect();
        let [question, document, grade] = cells[..] else {
            let reason =
                format!("expected query-id, corpus-id and score between tabs, found {} cells", cells.len());
            return Err(malformed(path, number, reason));
        };
        let grade = grade.parse().ok().filter(|grade| *grade <= MAX_GRADE).ok_or_else(|| {
            malformed(
                path,
                number,
                format!("{grade:?} is not a grade: use a whole number from 0 to {MAX_GRADE}"),
            )
        })?;
        read.push((question.to_owned(), document.to_owned(), grade));
    }
    if read.is_empty() {
        return Err(EvaluateError::Empty { path: path.to_owned(), what: "there is no judgement in it" });
    }
    Ok(read)
}
