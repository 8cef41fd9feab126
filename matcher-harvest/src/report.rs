//! What a run did to each source, as data; how it is shown is the command line's business.

use matcher_core::model::SourceId;
use matcher_store::{RunOutcome, RunReport};
use serde::Serialize;

use crate::problem::{Problem, Severity};

/// Most problems kept with a run in the store; the rest is counted in a last entry.
const STORED_PROBLEMS: usize = 300;

/// What became of one source.
#[derive(Debug, Clone, Serialize)]
pub struct SourceReport {
    /// The source.
    pub source: SourceId,
    /// Complete, partial (some records rejected) or failed (nothing stored).
    pub outcome: RunOutcome,
    /// Why nothing was stored.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// Payloads read.
    pub payloads: usize,
    /// Records to store, after doubles were resolved.
    pub records: usize,
    /// Not stored before.
    pub added: u64,
    /// Saying something else than before.
    pub changed: u64,
    /// Saying the same; nothing written.
    pub unchanged: u64,
    /// Withdrawn before, stated again.
    pub restored: u64,
    /// Not stored, for what the problems say.
    pub rejected: u64,
    /// Everything noticed.
    pub problems: Vec<Problem>,
    /// How long it took, in milliseconds.
    pub took_ms: u64,
}

impl SourceReport {
    /// A report on nothing yet.
    pub fn begin(source: &SourceId) -> Self {
        Self {
            source: source.clone(),
            outcome: RunOutcome::Complete,
            error: None,
            payloads: 0,
            records: 0,
            added: 0,
            changed: 0,
            unchanged: 0,
            restored: 0,
            rejected: 0,
            problems: Vec::new(),
            took_ms: 0,
        }
    }

    /// Turns the report into one of failure.
    pub fn fail(&mut self, code: &str, detail: &str) {
        self.outcome = RunOutcome::Failed;
        self.error = Some(detail.to_owned());
        self.problems.push(Problem {
            place: "source".to_owned(),
            code: code.to_owned(),
            detail: detail.to_owned(),
            severity: Severity::Error,
        });
    }

    /// Settles the outcome by what was rejected.
    pub fn close(&mut self) {
        if self.outcome != RunOutcome::Failed && self.rejected > 0 {
            self.outcome = RunOutcome::Partial;
        }
    }

    /// The form the store keeps.
    pub fn for_store(&self) -> RunReport {
        let mut problems: Vec<serde_json::Value> = self
            .problems
            .iter()
            .take(STORED_PROBLEMS)
            .filter_map(|problem| serde_json::to_value(problem).ok())
            .collect();
        if self.problems.len() > STORED_PROBLEMS {
            let detail = format!("{} further problems are not kept", self.problems.len() - STORED_PROBLEMS);
            problems.push(serde_json::json!({
                "place": "payload", "code": "more-problems", "detail": detail, "severity": "note"
            }));
        }
        RunReport {
            added: self.added,
            changed: self.changed,
            unchanged: self.unchanged,
            restored: self.restored,
            withdrawn: 0,
            rejected: self.rejected,
            problems,
        }
    }
}
