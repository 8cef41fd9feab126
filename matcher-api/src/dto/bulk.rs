//! What a bulk import reports: one entry for every line, good or bad.

use matcher_core::model::{FieldProblem, RecordId};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::params::{FromParams, Params};

/// Parameters of a bulk import.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct BulkParams {
    /// `true`: say what would happen to each line and store nothing.
    pub dry_run: Option<bool>,
}

impl FromParams for BulkParams {
    fn take(params: &mut Params) -> Self {
        Self { dry_run: params.flag("dry_run") }
    }
}

/// What became of a good line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum LineOutcome {
    /// Not stored before.
    Added,
    /// Says something else than before.
    Changed,
    /// Says the same; nothing was written.
    Unchanged,
    /// Had been withdrawn and stands again.
    Restored,
    /// Not stored; `problems` says why.
    Rejected,
}

/// One line of the import.
#[derive(Debug, Serialize, ToSchema)]
pub struct LineReport {
    /// Its number, from 1; blank lines count but are not reported.
    pub line: u64,
    /// What became of it.
    pub outcome: LineOutcome,
    /// The record it went into.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<RecordId>,
    /// What is wrong with it: at most 100 faults, and one alone where the lines before had many thousands.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<FieldProblem>,
}

/// The whole import.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct BulkReport {
    /// Whether nothing was stored because nothing was to be.
    pub dry_run: bool,
    /// Not stored before.
    pub added: u64,
    /// Said something else than before.
    pub changed: u64,
    /// Said the same.
    pub unchanged: u64,
    /// Had been withdrawn and stand again.
    pub restored: u64,
    /// Not stored.
    pub rejected: u64,
    /// Line by line, in order.
    pub lines: Vec<LineReport>,
}

impl BulkReport {
    /// Adds a line and counts it.
    pub fn push(&mut self, report: LineReport) {
        *match report.outcome {
            LineOutcome::Added => &mut self.added,
            LineOutcome::Changed => &mut self.changed,
            LineOutcome::Unchanged => &mut self.unchanged,
            LineOutcome::Restored => &mut self.restored,
            LineOutcome::Rejected => &mut self.rejected,
        } += 1;
        self.lines.push(report);
    }
}
