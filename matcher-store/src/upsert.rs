//! Stating records: what sources and submitters say, many at a time; staff's own words stay untouched.

use std::collections::HashMap;

use matcher_core::model::{Draft, Origin, OriginKind, RecordId, Sequence, Values};
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Expr, ExprTrait, Query};

use crate::batch::{RECORDS, batches};
use crate::blocking::blocking;
use crate::changes::Action;
use crate::content::{Saying, json, now, overlay, stated};
use crate::facets::{closes_on, facets};
use crate::prepare::{Prepared, invalid, prepare};
use crate::row::{Row, read_json, rows_of, unsigned};
use crate::schema::RecordTable;
use crate::write::{FacetChange, Save, Writing};
use crate::{Store, StoreError};

/// Most records that [`Store::upsert_all`] states in one transaction, 1,024. Who is killed loses at most the batch in hand.
///
/// The first batch has 256, so that followers have something to do at once; each one after it twice as many, since large
/// ones visit the pages of the database less often.
pub const UPSERT_BATCH: usize = 4 * RECORDS;

/// What an upsert depends on, and whether it only tries.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct UpsertOptions {
    /// Say what would happen and write nothing.
    pub dry_run: bool,
    /// Only where each record is at this revision; 0: only where it is not stored yet.
    pub if_revision: Option<u64>,
}

/// What became of one draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// It was not stored before.
    Added,
    /// It says something else than before.
    Changed,
    /// It says the same; nothing was written.
    Unchanged,
    /// It had been withdrawn, not by staff, and stands again.
    Restored,
}

/// The record of one draft after the call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upserted {
    /// Its id.
    pub id: RecordId,
    /// What became of the draft.
    pub outcome: Outcome,
    /// The record's revision.
    pub revision: u64,
    /// The position of the record's last write; of a dry run, the one it would get.
    pub sequence: Sequence,
    /// The stated fields that came, went or differ, in value or in the sentence quoted; of a changed or
    /// restored record only.
    pub fields: Vec<String>,
}

impl Store {
    /// States records in one transaction: all of them, or none. Answers in the order of `drafts`.
    ///
    /// Draft languages must be settled. A draft that says what is stored writes nothing and moves no position.
    /// A value that did not change keeps the moment it was first said. A withdrawn record stands again unless
    /// staff withdrew it and `by` is not staff. Evidence on fields without a value is left out.
    ///
    /// # Errors
    /// [`StoreError::InvalidDraft`], [`StoreError::DuplicateInBatch`], [`StoreError::RevisionConflict`].
    pub async fn upsert<V: Values>(
        &self,
        drafts: Vec<Draft<V>>,
        by: &Origin,
        options: UpsertOptions,
    ) -> Result<Vec<Upserted>, StoreError> {
        self.state(prepare(drafts, 0)?, by, options).await
    }

    /// States any number of records, at most [`UPSERT_BATCH`] in a transaction: while one batch is written, the next is prepared
    /// beside it. `done` hears of each batch that was kept, in the order of `drafts`. Of two drafts of one record in
    /// different batches, the later one stands.
    ///
    /// # Errors
    /// As [`Store::upsert`], a draft's position counted from the first of all; batches before the failing one are kept.
    pub async fn upsert_all<V: Values>(
        &self,
        drafts: Vec<Draft<V>>,
        by: &Origin,
        options: UpsertOptions,
        mut done: impl FnMut(Vec<Upserted>),
    ) -> Result<(), StoreError> {
        let mut drafts = drafts.into_iter();
        let mut first = 0;
        let mut size = RECORDS;
        let mut prepare_next = || {
            let batch: Vec<_> = drafts.by_ref().take(size).collect();
            size = UPSERT_BATCH.min(2 * size);
            let position = first;
            first += batch.len();
            blocking(move || prepare(batch, position))
        };
        let mut prepared = prepare_next().await?;
        while !prepared.is_empty() {
            let (stated, next) = tokio::join!(self.state(prepared, by, options), prepare_next());
            done(stated?);
            prepared = next?;
        }
        Ok(())
    }

    /// States what was prepared, in one transaction.
    async fn state(
        &self,
        prepared: Vec<Prepared>,
        by: &Origin,
        options: UpsertOptions,
    ) -> Result<Vec<Upserted>, StoreError> {
        let mut writing = self.begin_writing().await?;
        let saying = Saying { by, at: now() };
        let mut upserted = Vec::with_capacity(prepared.len());
        let mut saves = Vec::new();
        let mut prepared = prepared.into_iter();
        loop {
            let chunk: Vec<Prepared> = prepared.by_ref().take(RECORDS).collect();
            if chunk.is_empty() {
                break;
            }
            let stored = Stored::read(&writing, &chunk).await?;
            for draft in chunk {
                upserted.push(settle(draft, &stored, saying, options, &mut writing, &mut saves)?);
            }
        }
        if !options.dry_run {
            writing.save(saves, by, saying.at).await?;
            writing.commit().await?;
        }
        Ok(upserted)
    }
}

/// What is stored of the drafts of one chunk.
struct Stored {
    marks: HashMap<String, Mark>,
    /// Only of those that may have changed.
    rows: HashMap<String, Row>,
}

/// As much of a row as an unchanged record needs.
struct Mark {
    hash: String,
    revision: u64,
    sequence: u64,
    withdrawn: bool,
}

impl Stored {
    async fn read(writing: &Writing, drafts: &[Prepared]) -> Result<Self, StoreError> {
        let ids: Vec<&str> = drafts.iter().map(|draft| draft.id.as_str()).collect();
        let marks = marks_of(writing, &ids).await?;
        let doubtful: Vec<&str> = drafts
            .iter()
            .filter(|draft| {
                marks.get(draft.id.as_str()).is_some_and(|mark| mark.withdrawn || mark.hash != draft.hash)
            })
            .map(|draft| draft.id.as_str())
            .collect();
        let rows = rows_of(&writing.transaction, &doubtful).await?;
        Ok(Self { marks, rows: rows.into_iter().map(|row| (row.id.to_string(), row)).collect() })
    }
}

async fn marks_of(writing: &Writing, ids: &[&str]) -> Result<HashMap<String, Mark>, StoreError> {
    use RecordTable::{ContentHash, Id, Revision, Sequence, Table, WithdrawnAtMs};
    let mut marks = HashMap::with_capacity(ids.len());
    for batch in batches(ids, RECORDS) {
        let statement = Query::select()
            .columns([Id, ContentHash, Revision, Sequence, WithdrawnAtMs])
            .from(Table)
            .and_where(Expr::col(Id).is_in(batch.iter().copied()))
            .take();
        for row in writing.transaction.query_all(&statement).await? {
            let mark = Mark {
                hash: row.try_get_by_index(1)?,
                revision: unsigned(&row, 2)?,
                sequence: unsigned(&row, 3)?,
                withdrawn: row.try_get_by_index::<Option<i64>>(4)?.is_some(),
            };
            marks.insert(row.try_get_by_index(0)?, mark);
        }
    }
    Ok(marks)
}

/// Decides what becomes of one draft, and queues the write that takes.
fn settle(
    draft: Prepared,
    stored: &Stored,
    saying: Saying<'_>,
    options: UpsertOptions,
    writing: &mut Writing,
    saves: &mut Vec<Save>,
) -> Result<Upserted, StoreError> {
    let (id, position, external_id) = (draft.id.clone(), draft.position, draft.external_id.clone());
    let mark = stored.marks.get(id.as_str());
    check_revision(&id, options.if_revision, mark.map_or(0, |mark| mark.revision))?;
    let write = match (mark, stored.rows.get(id.as_str())) {
        (None, _) => added(draft, saying).map(Some),
        (Some(_), None) => Ok(None),
        (Some(_), Some(row)) => changed(row, draft, saying),
    };
    let write = write.map_err(|error| match error {
        StoreError::Invalid(problems) => invalid(position, &external_id, problems),
        other => other,
    })?;
    let (outcome, revision, sequence, fields) = match (write, mark) {
        (Some(mut write), _) => {
            write.save.row.sequence = writing.next_sequence();
            let (revision, sequence) = (write.save.row.revision, write.save.row.sequence);
            saves.push(write.save);
            (write.outcome, revision, sequence, write.fields)
        }
        (None, Some(mark)) => (Outcome::Unchanged, mark.revision, mark.sequence, Vec::new()),
        (None, None) => (Outcome::Unchanged, 0, 0, Vec::new()),
    };
    Ok(Upserted { id, outcome, revision, sequence: Sequence(sequence), fields })
}

/// Refuses when the caller had read another revision; 0 is «not stored».
pub(crate) fn check_revision(id: &RecordId, expected: Option<u64>, found: u64) -> Result<(), StoreError> {
    match expected {
        Some(expected) if expected != found => {
            Err(StoreError::RevisionConflict { id: id.clone(), expected, found })
        }
        _ => Ok(()),
    }
}

/// The write that a draft takes.
struct Write {
    outcome: Outcome,
    save: Save,
    fields: Vec<String>,
}

fn added(draft: Prepared, saying: Saying<'_>) -> Result<Write, StoreError> {
    let row = Row {
        id: draft.id,
        source: draft.source,
        external_id: draft.external_id,
        revision: 1,
        sequence: 0,
        created_at: saying.at,
        updated_at: saying.at,
        withdrawn: None,
        closes_on: draft.closes_on,
        content_hash: draft.hash,
        editorial: None,
        stated: stated(&draft.values, &draft.stamping.stamps(saying)?)?,
    };
    let save = Save { row, action: Action::Added, facets: FacetChange::come(draft.facets) };
    Ok(Write { outcome: Outcome::Added, save, fields: Vec::new() })
}

/// The write that takes `row` to what `draft` says; `None` when it already says that and stands as it should.
fn changed(row: &Row, draft: Prepared, saying: Saying<'_>) -> Result<Option<Write>, StoreError> {
    let before = row.stated()?;
    let restores = row.withdrawn.as_ref().is_some_and(|withdrawal| may_restore(&withdrawal.by, saying.by));
    let after = before.restated(read_json(&draft.id, &draft.values)?, &draft.quotes, saying);
    if after == before && !restores {
        return Ok(None);
    }
    let editorial = row.editorial()?;
    let effective = overlay(&after.values, &editorial.values);
    let shown = overlay(&before.values, &editorial.values);
    let facets = FacetChange::between(&facets(&shown), &facets(&effective));
    let row = Row {
        revision: row.revision + 1,
        updated_at: saying.at,
        withdrawn: if restores { None } else { row.withdrawn.clone() },
        closes_on: closes_on(&effective),
        content_hash: draft.hash,
        stated: stated(&draft.values, &json(&after.stamps)?)?,
        ..row.clone()
    };
    let (outcome, action) =
        if restores { (Outcome::Restored, Action::Restored) } else { (Outcome::Changed, Action::Changed) };
    let fields = before.differences(&after);
    Ok(Some(Write { outcome, save: Save { row, action, facets }, fields }))
}

/// What staff took back, only staff bring back.
fn may_restore(withdrawn_by: &Origin, by: &Origin) -> bool {
    is_staff(by) || !is_staff(withdrawn_by)
}

/// Whether staff say it.
pub(crate) fn is_staff(origin: &Origin) -> bool {
    origin.as_str().split(':').next() == Some(OriginKind::Staff.as_str())
}
