//! A person's word on whether records are the same offer: checked against what people said before, kept, and followed
//! at once, in one transaction.

use std::collections::BTreeSet;

use matcher_core::dedupe::Decision;
use matcher_core::model::{FieldProblem, Origin, RecordId, RecordKind};

use super::choice::Addresses;
use super::follow::today;
use super::judgements::{
    self, Act, Entry, JudgementRecord, MAX_BECAUSE_CHARS, MAX_JUDGED, contradicted, in_force, pairs_of,
};
use super::regroup::Affected;
use super::signatures::Signatures;
use super::state::State;
use crate::changes::Action;
use crate::content::now;
use crate::row::rows_of;
use crate::write::Writing;
use crate::{Store, StoreError};

/// A judgement, and whether it was said just now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// It.
    pub judgement: JudgementRecord,
    /// Whether this call wrote it; otherwise it held already.
    pub newly: bool,
}

impl Store {
    /// Keeps that all of these offers are the same, or that each two of them are different.
    ///
    /// What holds already is not said again.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] (fewer than two records, too many, one twice, one unknown, no reason, a reason too
    /// long), [`StoreError::ContradictsJudgement`].
    pub async fn judge(
        &self,
        records: &[RecordId],
        decision: Decision,
        because: &str,
        by: &Origin,
    ) -> Result<Judged, StoreError> {
        let mut problems = check_records(records);
        problems.extend(check_because(because));
        if !problems.is_empty() {
            return Err(StoreError::Invalid(problems));
        }
        // Every record named must have been looked at before it can be grouped.
        self.follow_duplicates().await?;
        let addresses = self.addresses().await?;
        let writing = self.begin_writing().await?;
        refuse_unknown(&writing, records).await?;
        let history = writing.history(records).await?;
        let pairs = pairs_of(records);
        if let Some(judgement) = holding(&history, &pairs, decision) {
            return Ok(Judged { judgement, newly: false });
        }
        let against = contradicted(&history, &pairs, decision);
        if !against.is_empty() {
            return Err(StoreError::ContradictsJudgement { judgements: against });
        }
        let entry = Entry {
            id: 0,
            act: decision.into(),
            because: because.trim().to_owned(),
            said_by: by.clone(),
            at_ms: now().as_millisecond(),
            undoes: None,
            pairs,
        };
        let id = writing.keep_judgement(entry, records, &addresses).await?;
        Ok(Judged { judgement: self.get_judgement(id).await?, newly: true })
    }

    /// Takes a judgement back; it stays in the history. Taking it back twice writes nothing.
    ///
    /// # Errors
    /// [`StoreError::NoSuchJudgement`], [`StoreError::Invalid`] (a reason too long).
    pub async fn withdraw_judgement(
        &self,
        id: u64,
        because: &str,
        by: &Origin,
    ) -> Result<JudgementRecord, StoreError> {
        if let Some(problem) = check_because(because) {
            return Err(StoreError::Invalid(vec![problem]));
        }
        self.follow_duplicates().await?;
        let addresses = self.addresses().await?;
        let writing = self.begin_writing().await?;
        let found = judgements::find(&writing.transaction, id).await?;
        let judged = found.ok_or(StoreError::NoSuchJudgement { id })?;
        if judged.withdrawn.is_some() {
            return Ok(judged);
        }
        let records: Vec<RecordId> = judged.records().into_iter().collect();
        let entry = Entry {
            id: 0,
            act: Act::Withdrawn,
            because: because.trim().to_owned(),
            said_by: by.clone(),
            at_ms: now().as_millisecond(),
            undoes: Some(id),
            pairs: Vec::new(),
        };
        writing.keep_judgement(entry, &records, &addresses).await?;
        self.get_judgement(id).await
    }

    async fn get_judgement(&self, id: u64) -> Result<JudgementRecord, StoreError> {
        judgements::find(&self.db, id).await?.ok_or(StoreError::NoSuchJudgement { id })
    }
}

impl Writing {
    /// Everything people said of these records and of what they tied to them.
    async fn history(&self, records: &[RecordId]) -> Result<Vec<JudgementRecord>, StoreError> {
        let mut known: BTreeSet<RecordId> = records.iter().cloned().collect();
        loop {
            let ids: Vec<&str> = known.iter().map(RecordId::as_str).collect();
            let history = judgements::on(&self.transaction, &ids).await?;
            let before = known.len();
            known.extend(history.iter().flat_map(JudgementRecord::records));
            if known.len() == before {
                return Ok(history);
            }
        }
    }

    /// Writes an entry of the history, follows it, and ends the transaction; the entry's id.
    async fn keep_judgement(
        mut self,
        entry: Entry,
        records: &[RecordId],
        addresses: &Addresses,
    ) -> Result<u64, StoreError> {
        self.touch(records, Action::Judged, &entry.said_by, crate::content::from_ms(entry.at_ms)).await?;
        let id = self.last_sequence();
        self.put_judgements(&[Entry { id, ..entry }]).await?;
        let affected = Affected { records: records.iter().cloned().collect(), ..Affected::default() };
        let mut state = State::read(&self.transaction).await?;
        let caught_up = state.sequence == self.begun_at();
        self.regroup(&affected, &mut Signatures::default(), addresses, today()).await?;
        if caught_up {
            // Nothing beyond is new to whoever looks for duplicates.
            state.sequence = self.last_sequence();
            state.write(&self.transaction).await?;
        }
        self.commit().await?;
        Ok(id)
    }
}

/// The latest judgement that says just this of one of the pairs, when all of them are said already.
fn holding(
    history: &[JudgementRecord],
    pairs: &[(RecordId, RecordId)],
    decision: Decision,
) -> Option<JudgementRecord> {
    let said = in_force(history);
    let holds = |(left, right): &(RecordId, RecordId)| {
        said.iter().any(|one| one.left == *left && one.right == *right && one.decision == decision)
    };
    if !pairs.iter().all(holds) {
        return None;
    }
    let of = |judged: &&JudgementRecord| {
        judged.withdrawn.is_none()
            && judged.decision == decision
            && judged.pairs.iter().any(|pair| pairs.contains(pair))
    };
    history.iter().rev().find(of).cloned()
}

fn check_records(records: &[RecordId]) -> Vec<FieldProblem> {
    let mut problems = Vec::new();
    if !(2..=MAX_JUDGED).contains(&records.len()) {
        let detail = format!("name 2 to {MAX_JUDGED} offers");
        problems.push(FieldProblem::new("/records", "out-of-range", detail));
    }
    for (place, id) in records.iter().enumerate() {
        if id.kind() != RecordKind::Offer {
            let detail = format!("{id} is no offer: only offers can be duplicates");
            problems.push(FieldProblem::new(format!("/records/{place}"), "not-an-offer", detail));
        } else if records[..place].contains(id) {
            let detail = format!("{id} is named twice: name two different records");
            problems.push(FieldProblem::new(format!("/records/{place}"), "repeated", detail));
        }
    }
    problems
}

fn check_because(because: &str) -> Option<FieldProblem> {
    let chars = because.trim().chars().count();
    if chars == 0 {
        return Some(FieldProblem::new("/because", "missing", "say in a sentence why"));
    }
    if because.contains(|sign: char| sign.is_control() && !matches!(sign, '\n' | '\r' | '\t')) {
        let detail = "take the control characters out of the text";
        return Some(FieldProblem::new("/because", "invalid", detail));
    }
    let long = chars > MAX_BECAUSE_CHARS;
    long.then(|| {
        FieldProblem::new("/because", "too-long", format!("give at most {MAX_BECAUSE_CHARS} characters"))
    })
}

async fn refuse_unknown(writing: &Writing, records: &[RecordId]) -> Result<(), StoreError> {
    let ids: Vec<&str> = records.iter().map(RecordId::as_str).collect();
    let rows = rows_of(&writing.transaction, &ids).await?;
    let unknown = records.iter().enumerate().filter(|(_, id)| rows.iter().all(|row| row.id != **id));
    let problems: Vec<FieldProblem> = unknown
        .map(|(place, id)| {
            let detail = format!("no offer is stored under {id}");
            FieldProblem::new(format!("/records/{place}"), "unknown-id", detail)
        })
        .collect();
    if problems.is_empty() { Ok(()) } else { Err(StoreError::Invalid(problems)) }
}
