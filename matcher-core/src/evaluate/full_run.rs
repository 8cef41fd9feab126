//! The whole pair score over a judged set of offers: words read, gates, components and zone, under a profile on a day.
//!
//! Besides the usual keys a line of the corpus may state provider, provider_country, kind, eligibility_raw,
//! deadline_raw and amount_raw: what an adapter would hand to the extraction.

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use jiff::civil::Date;
use serde::Deserialize;

use super::judged_set::records;
use super::text_run::{localized, report};
use super::{EvaluateError, Figures, JudgedSet, Progress, Report, Run, RunLine};
use crate::extract::{Part, Reading, extract};
use crate::index::{Entry, IndexError, IndexFolder};
use crate::lexicon::Lexicon;
use crate::matching::{MAX_MATCHES, MatchOptions, Matcher};
use crate::model::{
    CooperationKind, CountryCode, LanguageTag, Need, Offer, RecordId, RecordKind, Sequence, Shown, SourceId,
    ValueError, Verdict,
};
use crate::score::Profile;

/// Who may benefit, as people judged: n, u or y.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Judged {
    /// Somebody of the profile's country can benefit.
    Y,
    /// Nobody can.
    N,
    /// The offer does not say.
    U,
}

/// The figures of the whole score.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct FullReport {
    /// All judged relevant documents count.
    pub relevant: Report,
    /// Those that nobody of the country can benefit from gain nothing.
    pub useful: Option<Report>,
    /// Verdicts by source and judgement: how many pairs were said yes, no and nothing of.
    pub verdicts: BTreeMap<String, BTreeMap<Judged, Verdicts>>,
}

/// What was said of judged offers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Verdicts {
    /// Said to be eligible.
    pub yes: usize,
    /// Said not to be: gated out.
    pub no: usize,
    /// Left open.
    pub open: usize,
}

/// Files and policy of a run.
#[derive(Debug, Clone, Copy)]
pub struct FullSetup<'a> {
    /// The documents.
    pub corpus: &'a Path,
    /// The questions.
    pub queries: &'a Path,
    /// The judgements of relevance.
    pub qrels: &'a Path,
    /// The judgements of eligibility: query id, corpus id, y, n or u.
    pub eligibility: Option<&'a Path>,
    /// The policy.
    pub profile: &'a Profile,
    /// Which words translate which.
    pub lexicon: &'a Lexicon,
    /// The day: what closed before is gated out.
    pub today: Date,
}

/// A document with what an adapter would know of it.
#[derive(Debug, Deserialize)]
struct Line {
    id: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    text: String,
    lang: Option<LanguageTag>,
    source: Option<String>,
    provider: Option<String>,
    provider_country: Option<String>,
    kind: Option<String>,
    eligibility_raw: Option<String>,
    deadline_raw: Option<String>,
    amount_raw: Option<String>,
}

/// Indexes the corpus as offers with all that can be read out of them, asks every question as a need, ranks by the
/// whole score.
///
/// # Errors
/// [`EvaluateError`]: a file is missing or malformed, or there is no room for the index.
pub fn evaluate_full(
    setup: &FullSetup<'_>,
    progress: &mut dyn FnMut(Progress),
) -> Result<FullReport, EvaluateError> {
    let set = JudgedSet::read(setup.corpus, setup.queries, setup.qrels)?;
    // The set has already told which lines are not JSON.
    let lines: Vec<Line> = records(setup.corpus, |line: &Line| &line.id, &mut Vec::new())?;
    let judged = setup.eligibility.map(read_eligibility).transpose()?.unwrap_or_default();
    let folder = tempfile::tempdir().map_err(EvaluateError::TemporaryFolder)?;
    let source: SourceId =
        "evaluation".parse().map_err(|error: ValueError| IndexError::Engine(error.to_string()))?;
    let index = IndexFolder::open(folder.path(), setup.profile)?;
    let mut rebuild = index.rebuild()?;
    let mut names: HashMap<RecordId, &str> = HashMap::with_capacity(lines.len());
    let mut said: HashMap<&str, Verdict> = HashMap::new();
    for (indexed, line) in lines.iter().enumerate() {
        let offer = line.offer(&setup.profile.country, setup.today);
        let verdict = offer.eligibility.iter().flatten().map(|entry| entry.verdict).next();
        said.insert(&line.id, verdict.unwrap_or(Verdict::Unknown));
        let record = record(&source, &line.id, offer);
        rebuild.writer().apply(Entry::Offer(&record))?;
        names.insert(record.id, &line.id);
        progress(Progress::Indexing(indexed + 1, lines.len()));
    }
    rebuild.finish(Sequence(1))?;
    let snapshot = index.reader()?.snapshot();
    let matcher =
        Matcher { snapshot: &snapshot, profile: setup.profile, lexicon: setup.lexicon, today: setup.today };
    let options = MatchOptions { limit: MAX_MATCHES, explain_words: false, ..MatchOptions::default() };
    let mut answers = Vec::with_capacity(set.questions.len());
    for (asked, question) in set.questions.iter().enumerate() {
        let need = Need { description: localized(&question.text, question.lang.as_ref()), ..Need::default() };
        let answer = matcher.offers_for(&need, &options)?;
        let found = answer.matches.into_iter().filter_map(|found| {
            let document = (*names.get(&found.id)?).to_owned();
            Some(RunLine { document, score: found.explanation.total })
        });
        answers.push((question.id.clone(), found.collect()));
        progress(Progress::Asking(asked + 1, set.questions.len()));
    }
    let run = Run { answers };
    let useful = setup.eligibility.map(|_| report(&useful_only(&set, &judged), run.clone()));
    Ok(FullReport { useful, verdicts: verdicts(&lines, &said, &judged), relevant: report(&set, run) })
}

impl Line {
    fn offer(&self, country: &CountryCode, today: Date) -> Offer {
        let language = self.lang.as_ref();
        let provider = self.provider.as_deref().unwrap_or_default();
        let mut offer = Offer {
            title: localized(&self.title, language),
            body: localized(&self.text, language),
            publisher: (!provider.trim().is_empty()).then(|| provider.to_owned()),
            country: self.provider_country.as_deref().and_then(|code| code.parse().ok()),
            kinds: self.kinds(),
            ..Offer::default()
        };
        let mut reading = Reading::of(&self.id, &offer);
        for (part, text) in [
            (Part::Eligibility, &self.eligibility_raw),
            (Part::Deadline, &self.deadline_raw),
            (Part::Amount, &self.amount_raw),
        ] {
            reading.add(part, "body", text.as_deref().unwrap_or_default(), language.cloned());
        }
        let found = extract(&reading, std::slice::from_ref(country), today);
        let entries: Vec<_> = found.eligibility.into_iter().map(|found| found.entry).collect();
        offer.eligibility = (!entries.is_empty()).then_some(entries);
        offer.deadlines = found.calendar.deadlines.map(|found| found.value);
        offer.rolling = found.calendar.rolling.map(|found| found.value).filter(|_| offer.deadlines.is_none());
        offer.opens = found.calendar.opens.map(|found| found.value);
        offer.amount = found.amount.map(|found| found.value);
        offer.applicants = found.applicants.map(|found| found.value);
        offer
    }

    fn kinds(&self) -> Option<Vec<CooperationKind>> {
        let kind = match self.kind.as_deref()? {
            "grant" | "award" => CooperationKind::Grant,
            "scholarship" => CooperationKind::Scholarship,
            "training" => CooperationKind::Training,
            "technical_assistance" => CooperationKind::TechnicalAssistance,
            "exchange" => CooperationKind::ExchangeOfExperience,
            "research" => CooperationKind::JointResearch,
            "network" => CooperationKind::Network,
            _ => return None,
        };
        Some(vec![kind])
    }
}

fn record(source: &SourceId, id: &str, values: Offer) -> Shown<Offer> {
    let id = RecordId::derive(RecordKind::Offer, source, id);
    Shown { id, source: source.clone(), withdrawn: false, values, sequence: Sequence(1) }
}

type Eligibility = HashMap<(String, String), Judged>;

fn read_eligibility(path: &Path) -> Result<Eligibility, EvaluateError> {
    let unreadable = |source| EvaluateError::Unreadable { path: path.to_owned(), source };
    let mut judged = HashMap::new();
    for (at, line) in BufReader::new(File::open(path).map_err(unreadable)?).lines().enumerate() {
        let line = line.map_err(unreadable)?;
        if at == 0 || line.trim().is_empty() {
            continue;
        }
        let malformed = || EvaluateError::Malformed {
            path: path.to_owned(),
            line: at + 1,
            reason: "expected query id, corpus id and y, n or u between tabs".to_owned(),
        };
        let cells: Vec<&str> = line.trim_end().split('\t').collect();
        let [question, document, verdict] = cells[..] else { return Err(malformed()) };
        let verdict = match verdict {
            "y" => Judged::Y,
            "n" => Judged::N,
            "u" => Judged::U,
            _ => return Err(malformed()),
        };
        judged.insert((question.to_owned(), document.to_owned()), verdict);
    }
    Ok(judged)
}

/// The set in which what nobody can benefit from gains nothing, where that has been judged.
pub(super) fn judged_useful(set: &JudgedSet, eligibility: Option<&Path>) -> Result<JudgedSet, EvaluateError> {
    let judged = eligibility.map(read_eligibility).transpose()?.unwrap_or_default();
    Ok(useful_only(set, &judged))
}

fn useful_only(set: &JudgedSet, judged: &Eligibility) -> JudgedSet {
    let mut set = set.clone();
    for (question, grades) in &mut set.grades {
        for (document, grade) in grades.iter_mut() {
            if judged.get(&(question.clone(), document.clone())) == Some(&Judged::N) {
                *grade = 0;
            }
        }
    }
    set
}

fn verdicts(
    lines: &[Line],
    said: &HashMap<&str, Verdict>,
    judged: &Eligibility,
) -> BTreeMap<String, BTreeMap<Judged, Verdicts>> {
    let sources: HashMap<&str, &str> =
        lines.iter().map(|line| (line.id.as_str(), line.source.as_deref().unwrap_or("-"))).collect();
    let mut counted: BTreeMap<String, BTreeMap<Judged, Verdicts>> = BTreeMap::new();
    for ((_, document), judgement) in judged {
        let Some(source) = sources.get(document.as_str()) else { continue };
        let verdict = said.get(document.as_str()).copied().unwrap_or(Verdict::Unknown);
        for group in [*source, "all"] {
            let count = counted.entry(group.to_owned()).or_default().entry(*judgement).or_default();
            match verdict {
                Verdict::Yes => count.yes += 1,
                Verdict::No => count.no += 1,
                Verdict::Unknown => count.open += 1,
            }
        }
    }
    counted
}

impl FullReport {
    /// The means: of all relevant, and of the useful.
    pub fn means(&self) -> (Figures, Option<Figures>) {
        (self.relevant.means, self.useful.as_ref().map(|report| report.means))
    }
}
