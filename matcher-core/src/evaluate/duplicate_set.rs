//! Reads the offers of one or two collectors whose duplicates are to be found, and what is known of them.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use jiff::civil::Date;
use serde::Deserialize;

use super::judged_set::{EvaluateError, judgements, records};
use crate::model::{Deadline, Draft, LanguageTag, Localized, Offer, SourceId};

/// An offer and what its collector calls it.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// The collector's name for it.
    pub id: String,
    /// What it says.
    pub offer: Offer,
}

/// Two collectors' offers, or one's alone.
#[derive(Debug, Clone, PartialEq)]
pub struct DuplicateSet {
    /// The first collector.
    pub left_source: SourceId,
    /// Its offers.
    pub left: Vec<Told>,
    /// The second collector.
    pub right_source: SourceId,
    /// Its offers; none where duplicates are sought within the first.
    pub right: Vec<Told>,
    /// Pairs known to be the same, as places in `left` and `right`; absent where nobody said.
    pub known: Option<HashSet<(usize, usize)>>,
    /// Lines left out, each by file, number and reason.
    pub left_out: Vec<String>,
}

/// A line of a labelled set; other keys are passed over.
#[derive(Deserialize)]
struct Line {
    id: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    text: String,
    lang: Option<LanguageTag>,
    deadline: Option<String>,
}

impl DuplicateSet {
    /// Reads a labelled set: `queries.jsonl` of one collector, `corpus.jsonl` of the other, each line
    /// {id, title, text, lang, deadline}, and `qrels.tsv` naming the pairs that are the same.
    ///
    /// # Errors
    /// [`EvaluateError`], naming the file and, where there is one, the line.
    pub fn read_labelled(folder: &Path) -> Result<Self, EvaluateError> {
        let mut left_out = Vec::new();
        let mut read = |name: &str| -> Result<Vec<Told>, EvaluateError> {
            let lines: Vec<Line> = records(&folder.join(name), |line: &Line| &line.id, &mut left_out)?;
            Ok(lines.into_iter().map(Line::told).collect())
        };
        let (left, right) = (read("queries.jsonl")?, read("corpus.jsonl")?);
        let (lefts, rights) = (places(&left), places(&right));
        let known = judgements(&folder.join("qrels.tsv"))?
            .into_iter()
            .filter(|(_, _, grade)| *grade > 0)
            .filter_map(|(one, other, _)| Some((*lefts.get(one.as_str())?, *rights.get(other.as_str())?)))
            .collect();
        let [left_source, right_source] = collectors(folder)?;
        Ok(Self { left_source, right_source, left, right, known: Some(known), left_out })
    }

    /// Reads one or two files of offers as `matcher-harvest preview` prints them. Of two, offers of one external id are
    /// known to be the same, as both read the identifiers of one portal.
    ///
    /// # Errors
    /// [`EvaluateError`]: a file cannot be read or holds no offer.
    pub fn read_drafts(left: &Path, right: Option<&Path>) -> Result<Self, EvaluateError> {
        let mut left_out = Vec::new();
        let [left_source, right_source] = collectors(left)?;
        let (left, right) = (
            drafts(left, &mut left_out)?,
            right.map(|right| drafts(right, &mut left_out)).transpose()?.unwrap_or_default(),
        );
        let rights = places(&right);
        let shared = left.iter().enumerate();
        let shared =
            shared.filter_map(|(place, told)| Some((place, *rights.get(told.id.as_str())?))).collect();
        let known = (!right.is_empty()).then_some(shared);
        Ok(Self { left_source, right_source, left, right, known, left_out })
    }
}

/// Names that keep the two apart, as both may read one source.
fn collectors(path: &Path) -> Result<[SourceId; 2], EvaluateError> {
    let named = |name: &str| {
        let empty = |_| EvaluateError::Empty { path: path.to_owned(), what: "its collector has no name" };
        name.parse().map_err(empty)
    };
    Ok([named("left")?, named("right")?])
}

fn places(offers: &[Told]) -> HashMap<&str, usize> {
    offers.iter().enumerate().map(|(place, told)| (told.id.as_str(), place)).collect()
}

impl Line {
    fn told(self) -> Told {
        let language = self.lang.unwrap_or_else(LanguageTag::undetermined);
        let text = |text: String| (!text.trim().is_empty()).then(|| Localized::new(language.clone(), text));
        let date: Option<Date> = self.deadline.and_then(|date| date.parse().ok());
        let deadline = date.map(|date| Deadline { date, time: None, time_zone: None, label: None });
        let offer = Offer {
            title: text(self.title),
            body: text(self.text),
            deadlines: deadline.map(|deadline| vec![deadline]),
            ..Offer::default()
        };
        Told { id: self.id, offer }
    }
}

fn drafts(path: &Path, left_out: &mut Vec<String>) -> Result<Vec<Told>, EvaluateError> {
    let unreadable = |source| EvaluateError::Unreadable { path: path.to_owned(), source };
    let file = File::open(path).map_err(unreadable)?;
    let mut read = Vec::new();
    for (number, line) in BufReader::new(file).lines().enumerate() {
        let line = line.map_err(unreadable)?;
        let draft = serde_json::from_str(&line).map_err(|error| error.to_string()).and_then(|value| {
            Draft::<Offer>::from_json(value, None, None)
                .map_err(|problems| problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))
        });
        match draft {
            Ok(draft) => read.push(Told { id: draft.external_id, offer: draft.values }),
            Err(reason) => left_out.push(format!("{}, line {}: {reason}", path.display(), number + 1)),
        }
    }
    if read.is_empty() {
        return Err(EvaluateError::Empty { path: path.to_owned(), what: "there is no offer in it" });
    }
    Ok(read)
}
