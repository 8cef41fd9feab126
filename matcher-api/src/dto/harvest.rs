//! Sources of the harvest and their runs, as the API shows them.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use matcher_core::model::SourceId;
use matcher_store::{HarvestRun, MAX_PAGE, SourceStatus};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::params::{FromParams, Params};
use crate::freshness::Freshness;
use crate::prose::{self, Language};

/// Problems shown with each run, where the caller names no number.
const PROBLEMS: usize = 20;
/// Most problems shown with each run: as many as are kept.
const MAX_PROBLEMS: usize = 301;

/// How fresh a source behind an answer is.
#[derive(Debug, Serialize, ToSchema)]
pub struct SourceFreshness {
    /// The source.
    pub id: SourceId,
    /// Its name, as people know it.
    pub name: String,
    /// When it was last read well; absent when it never was.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub last_read_at: Option<Timestamp>,
    /// Days since then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days: Option<i64>,
    /// Days since anything in it differed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days_unchanged: Option<i64>,
    /// Whether that is longer than its cadence asks for; absent where no cadence is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stale: Option<bool>,
    /// Whether it is read well but has been without any difference for so long that it may have stopped.
    pub quiet: bool,
    /// The same in a sentence of the answer's language.
    pub note: String,
}

impl SourceFreshness {
    /// `source` for a reader of `language`.
    pub fn of(source: Freshness, language: Language) -> Self {
        Self {
            note: prose::freshness(&source, language),
            id: source.id,
            name: source.name,
            last_read_at: source.last_good_at,
            days: source.days,
            days_unchanged: source.days_unchanged,
            stale: source.stale,
            quiet: source.quiet,
        }
    }
}

/// One source of the harvest.
#[derive(Debug, Serialize, ToSchema)]
pub struct SourceView {
    /// How fresh it is.
    #[serde(flatten)]
    pub freshness: SourceFreshness,
    /// Where it is read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Which adapter reads it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub adapter: Option<String>,
    /// Licence or terms of use of its data.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub terms: Option<String>,
    /// How often it is to be read: `daily`, `weekly` or `monthly`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cadence: Option<String>,
    /// How far it was tried: on its own payloads (`payload`), on its format (`format`), not at all (`unverified`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tested: Option<String>,
    /// Its offers that stand.
    pub offers: u64,
    /// Its last run, good or not, with its worst problems.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_run: Option<RunView>,
}

impl SourceView {
    /// `status`, as fresh as `freshness` says.
    pub fn of(status: SourceStatus, freshness: SourceFreshness) -> Self {
        let description = status.source.description;
        let of =
            |part: fn(&matcher_store::SourceDescription) -> &String| description.as_ref().map(part).cloned();
        Self {
            freshness,
            url: of(|described| &described.url),
            adapter: of(|described| &described.adapter),
            terms: of(|described| &described.terms),
            cadence: of(|described| &described.cadence),
            tested: of(|described| &described.tested),
            offers: status.offers,
            last_run: status.last_run.map(|run| RunView::of(run, PROBLEMS)),
        }
    }
}

/// The sources of the harvest.
#[derive(Debug, Serialize, ToSchema)]
pub struct Sources {
    /// In the order of ids.
    pub items: Vec<SourceView>,
    /// The day from which days were counted.
    #[schema(value_type = String, format = Date)]
    pub today: Date,
}

/// How a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RunState {
    /// It has no end yet: it runs, or it was cut off and its source has not been read since.
    Running,
    /// Everything the source had was read.
    Complete,
    /// Some records were rejected; the problems say why.
    Partial,
    /// Nothing was read or stored.
    Failed,
    /// It was cut off before its end.
    Interrupted,
}

impl RunState {
    fn of(outcome: Option<matcher_store::RunOutcome>) -> Self {
        use matcher_store::RunOutcome::{Complete, Failed, Interrupted, Partial};
        match outcome {
            None => Self::Running,
            Some(Complete) => Self::Complete,
            Some(Partial) => Self::Partial,
            Some(Failed) => Self::Failed,
            Some(Interrupted) => Self::Interrupted,
        }
    }
}

/// Something noticed while a source was read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct RunProblem {
    /// The record's external id, or the part of the payload.
    pub place: String,
    /// Stable code, kebab-case.
    pub code: String,
    /// What was found and what became of it.
    pub detail: String,
    /// `error`: the record or the source was lost; `warning`: a value was; `note`: nothing.
    pub severity: String,
}

/// One run of one source.
#[derive(Debug, Serialize, ToSchema)]
pub struct RunView {
    /// Its id; later runs have greater ones.
    pub id: String,
    /// The source read.
    pub source: SourceId,
    /// How it stands.
    pub outcome: RunState,
    /// When it began.
    #[schema(value_type = String, format = DateTime)]
    pub started_at: Timestamp,
    /// When it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub finished_at: Option<Timestamp>,
    /// Records not stored before.
    pub added: u64,
    /// Records that say something else than before.
    pub changed: u64,
    /// Records that say the same.
    pub unchanged: u64,
    /// Records that had been withdrawn or had vanished and stand again.
    pub restored: u64,
    /// Records withdrawn for having been missing from several good runs in a row.
    pub vanished: u64,
    /// Records that were not listed, not yet often enough to have vanished.
    pub missing: u64,
    /// Records that could not be stored.
    pub rejected: u64,
    /// How many of the changed and restored records differ in which field.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub changed_fields: BTreeMap<String, u64>,
    /// What was noticed, the worst first; of the last thirty runs of a source.
    pub problems: Vec<RunProblem>,
    /// How many problems there were in all.
    pub problems_total: usize,
}

impl RunView {
    /// `run` with so many of its problems.
    pub fn of(run: HarvestRun, problems: usize) -> Self {
        let report = run.report;
        let dropped = usize::try_from(report.problems_dropped).unwrap_or(usize::MAX);
        let problems_total = report.problems.len().saturating_add(dropped);
        // What an older version wrote otherwise is still shown, as far as it goes.
        let mut all: Vec<RunProblem> = report
            .problems
            .into_iter()
            .map(|problem| serde_json::from_value(problem).unwrap_or_default())
            .collect();
        all.sort_by_key(|problem| Reverse(weight(&problem.severity)));
        all.truncate(problems);
        Self {
            id: run.id.to_string(),
            source: run.source,
            outcome: RunState::of(run.outcome),
            started_at: run.started_at,
            finished_at: run.finished_at,
            added: report.added,
            changed: report.changed,
            unchanged: report.unchanged,
            restored: report.restored,
            vanished: report.vanished,
            missing: report.missing,
            rejected: report.rejected,
            changed_fields: report.changed_fields,
            problems: all,
            problems_total,
        }
    }
}

fn weight(severity: &str) -> u8 {
    match severity {
        "error" => 2,
        "warning" => 1,
        _ => 0,
    }
}

/// Parameters of the list of runs.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct HarvestParams {
    /// Only runs of this source.
    #[param(value_type = Option<String>, example = "eu-portal")]
    pub source: Option<SourceId>,
    /// Problems shown with each run, the worst first, 0 to 301. Default 20.
    #[param(minimum = 0, maximum = 301, default = 20)]
    pub problems: Option<usize>,
    /// `next_cursor` of the page before, with the same source.
    pub cursor: Option<String>,
    /// Runs a page, 1 to 200; 50 unless the server is set otherwise.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<usize>,
}

impl FromParams for HarvestParams {
    fn take(params: &mut Params) -> Self {
        Self {
            source: params.one("source"),
            problems: params.ranged("problems", 0..=MAX_PROBLEMS),
            cursor: params.one("cursor"),
            limit: params.ranged("limit", 1..=MAX_PAGE as usize),
        }
    }
}

impl HarvestParams {
    /// How many problems a run is shown with.
    pub fn problems_shown(&self) -> usize {
        self.problems.unwrap_or(PROBLEMS)
    }
}

#[cfg(test)]
mod tests {
    use super::super::params::names;
    use super::*;

    #[test]
    fn every_parameter_is_documented() {
        let documented: Vec<String> =
            HarvestParams::into_params(|| None).into_iter().map(|parameter| parameter.name).collect();
        assert_eq!(names::<HarvestParams>(), documented);
    }
}
