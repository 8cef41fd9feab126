//! What a run did to each source, as data; how it is shown is the command line's business.

use std::collections::BTreeMap;
use std::time::Instant;

use jiff::Timestamp;
use matcher_core::model::{Sequence, SourceId};
use matcher_store::{Absences, DuplicateCounts, Outcome, RunOutcome, RunReport};
use serde::Serialize;

use crate::limits::MAX_LISTED_DIFFERENCES;
use crate::problem::{Problem, Severity};

/// Most problems kept with a run in the store; the rest is counted in a last entry.
const STORED_PROBLEMS: usize = 300;

/// What became of a record, where anything did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Difference {
    /// Not stored before.
    Added,
    /// Saying something else than before.
    Changed,
    /// Withdrawn or vanished before, stated again.
    Restored,
    /// Withdrawn for having been missing too often.
    Vanished,
    /// Not listed, not yet often enough to have vanished.
    Missing,
}

/// One record that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RecordDifference {
    /// What its source calls it.
    pub external_id: String,
    /// What became of it.
    pub difference: Difference,
    /// The fields that differ, of a changed or restored record.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
}

/// What a run did.
#[derive(Debug, Clone, Serialize)]
pub struct RunSummary {
    /// When it began.
    pub started_at: Timestamp,
    /// When it ended.
    pub finished_at: Timestamp,
    /// Source by source.
    pub sources: Vec<SourceReport>,
    /// What was found twice while the run lasted, by whichever process looked; absent where nobody could look.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duplicates: Option<DuplicateCounts>,
    /// How long it took to look for them, in milliseconds.
    pub duplicates_ms: u64,
    /// The position of the store's change log at the end.
    pub sequence: Sequence,
}

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
    /// Of these, how many the server said had not changed since the last run.
    pub not_modified: usize,
    /// Records to store, after doubles were resolved.
    pub records: usize,
    /// Not stored before.
    pub added: u64,
    /// Saying something else than before.
    pub changed: u64,
    /// Saying the same; nothing written.
    pub unchanged: u64,
    /// Withdrawn or vanished before, stated again.
    pub restored: u64,
    /// Withdrawn, for having been missing from as many good runs as the source allows.
    pub vanished: u64,
    /// Not listed this time, not yet often enough to have vanished.
    pub missing: u64,
    /// Not stored, for what the problems say.
    pub rejected: u64,
    /// How many of the changed and restored records differ in which field.
    pub changed_fields: BTreeMap<String, u64>,
    /// The records that differ; at most [`MAX_LISTED_DIFFERENCES`], the counts tell of the rest.
    pub differences: Vec<RecordDifference>,
    /// Everything noticed.
    pub problems: Vec<Problem>,
    /// How long it took, in milliseconds.
    pub took_ms: u64,
    /// Where that time went.
    pub stages: StageTimes,
}

/// How long each stage of a source took, in milliseconds; the rest is bookkeeping of the run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct StageTimes {
    /// Getting its payloads, from the publisher or from a folder.
    pub fetch_ms: u64,
    /// Parsing them into records, and settling those.
    pub parse_ms: u64,
    /// Reading out of the records' texts what the source leaves open.
    pub extract_ms: u64,
    /// Comparing with what is stored, and storing what differs.
    pub store_ms: u64,
}

/// Milliseconds since a moment.
pub(crate) fn ms_since(moment: Instant) -> u64 {
    u64::try_from(moment.elapsed().as_millis()).unwrap_or(u64::MAX)
}

impl SourceReport {
    /// A report on nothing yet.
    pub fn begin(source: &SourceId) -> Self {
        Self {
            source: source.clone(),
            outcome: RunOutcome::Complete,
            error: None,
            payloads: 0,
            not_modified: 0,
            records: 0,
            added: 0,
            changed: 0,
            unchanged: 0,
            restored: 0,
            vanished: 0,
            missing: 0,
            rejected: 0,
            changed_fields: BTreeMap::new(),
            differences: Vec::new(),
            problems: Vec::new(),
            took_ms: 0,
            stages: StageTimes::default(),
        }
    }

    /// Turns the report into one of failure.
    pub fn fail(&mut self, code: &str, detail: &str) {
        self.outcome = RunOutcome::Failed;
        self.error = Some(detail.to_owned());
        self.problems.push(Problem {
            place: "source".to_owned(),
            external_id: None,
            code: code.to_owned(),
            detail: detail.to_owned(),
            severity: Severity::Error,
        });
    }

    /// Notes what became of a record that was stored.
    pub fn stored(&mut self, external_id: &str, outcome: Outcome, fields: Vec<String>) {
        let difference = match outcome {
            Outcome::Unchanged => {
                self.unchanged += 1;
                return;
            }
            Outcome::Added => {
                self.added += 1;
                Difference::Added
            }
            Outcome::Changed => {
                self.changed += 1;
                Difference::Changed
            }
            Outcome::Restored => {
                self.restored += 1;
                Difference::Restored
            }
        };
        for field in &fields {
            *self.changed_fields.entry(field.clone()).or_default() += 1;
        }
        self.list(external_id, difference, fields);
    }

    /// Notes what the source no longer lists.
    pub fn absent(&mut self, absences: &Absences) {
        self.vanished = absences.vanished.len() as u64;
        self.missing = absences.missing.len() as u64;
        for external_id in &absences.vanished {
            self.list(external_id, Difference::Vanished, Vec::new());
        }
        for external_id in &absences.missing {
            self.list(external_id, Difference::Missing, Vec::new());
        }
    }

    fn list(&mut self, external_id: &str, difference: Difference, fields: Vec<String>) {
        if self.differences.len() < MAX_LISTED_DIFFERENCES {
            let external_id = external_id.to_owned();
            self.differences.push(RecordDifference { external_id, difference, fields });
        }
    }

    /// Notes something odd of the source as a whole.
    pub fn warn(&mut self, code: &str, detail: String) {
        self.problems.push(Problem {
            place: "source".to_owned(),
            external_id: None,
            code: code.to_owned(),
            detail,
            severity: Severity::Warning,
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
            vanished: self.vanished,
            missing: self.missing,
            rejected: self.rejected,
            changed_fields: self.changed_fields.clone(),
            problems,
            problems_dropped: 0,
        }
    }
}
