//! The change log, as followers read it.

use jiff::Timestamp;
use matcher_core::model::{Need, Offer, Origin, Partner, Record, RecordId, RecordKind, Sequence, Shown};
use sea_orm::sea_query::{Expr, ExprTrait, Order, Query, Value};
use sea_orm::{ConnectionTrait, QueryResult};
use serde::{Deserialize, Serialize};

use crate::content::from_ms;
use crate::list::check_limit;
use crate::row::{Row, parse, select_shown, shown, signed, unsigned};
use crate::schema::{ChangeTable, RecordTable};
use crate::{Store, StoreError};

/// Most changes, or changed records, one call hands over.
pub const MAX_CHANGES: u32 = 10_000;

/// What a write did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// Stored for the first time.
    Added,
    /// Its source or submitter says something else.
    Changed,
    /// Staff say something else.
    Edited,
    /// Taken back.
    Withdrawn,
    /// Stands again after having been taken back, or having vanished.
    Restored,
    /// Withdrawn because its source no longer lists it.
    Vanished,
    /// Says what it said, but is shown together with other records than before, or with what those now say.
    Grouped,
    /// Says what it said; a person judged whether it is the same as another, or took that back.
    Judged,
}

impl Action {
    const ALL: [Self; 8] = [
        Self::Added,
        Self::Changed,
        Self::Edited,
        Self::Withdrawn,
        Self::Restored,
        Self::Vanished,
        Self::Grouped,
        Self::Judged,
    ];

    /// The word for it in the log.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Changed => "changed",
            Self::Edited => "edited",
            Self::Withdrawn => "withdrawn",
            Self::Restored => "restored",
            Self::Vanished => "vanished",
            Self::Grouped => "grouped",
            Self::Judged => "judged",
        }
    }

    pub(crate) fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.as_str() == word)
    }
}

/// One entry of the change log.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Its position, from 1, without gaps.
    pub sequence: Sequence,
    /// The kind of record written.
    pub kind: RecordKind,
    /// The record written.
    pub id: RecordId,
    /// What was done.
    pub action: Action,
    /// The record's revision after it.
    pub revision: u64,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub said_by: Origin,
}

/// In the order of [`Change::read`] and [`Change::values`].
pub(crate) const CHANGE_COLUMNS: [ChangeTable; 6] = [
    ChangeTable::Sequence,
    ChangeTable::RecordId,
    ChangeTable::Action,
    ChangeTable::Revision,
    ChangeTable::AtMs,
    ChangeTable::SaidBy,
];

/// A record of any kind.
#[derive(Debug, Clone, PartialEq)]
pub enum AnyRecord {
    /// An offer.
    Offer(Box<Record<Offer>>),
    /// A need.
    Need(Box<Record<Need>>),
    /// A partner.
    Partner(Box<Record<Partner>>),
}

/// What a record of any kind shows.
#[derive(Debug, Clone, PartialEq)]
pub enum AnyShown {
    /// An offer.
    Offer(Box<Shown<Offer>>),
    /// A need.
    Need(Box<Shown<Need>>),
    /// A partner.
    Partner(Box<Shown<Partner>>),
}

/// What the records written after a position show now.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangedBatch {
    /// In the order of their last write, withdrawn ones too; each only once.
    pub records: Vec<AnyShown>,
    /// Having applied these, the follower has followed the log up to here; ask again from here
    /// until it no longer moves.
    pub upto: Sequence,
}

impl Store {
    /// The entries of the log after a position, in order.
    ///
    /// # Errors
    /// [`StoreError::InvalidLimit`] for a limit of 0 or above [`MAX_CHANGES`].
    pub async fn changes_after(&self, after: Sequence, limit: u32) -> Result<Vec<Change>, StoreError> {
        check_limit(limit, MAX_CHANGES)?;
        let statement = Query::select()
            .columns(CHANGE_COLUMNS)
            .from(ChangeTable::Table)
            .and_where(Expr::col(ChangeTable::Sequence).gt(signed(after.0)))
            .order_by(ChangeTable::Sequence, Order::Asc)
            .limit(limit.into())
            .take();
        self.db.query_all(&statement).await?.iter().map(Change::read).collect()
    }

    /// What the records written after a position show: what a follower has to apply, without what was overwritten since.
    ///
    /// # Errors
    /// [`StoreError::InvalidLimit`] for a limit of 0 or above [`MAX_CHANGES`].
    pub async fn load_changed(&self, after: Sequence, limit: u32) -> Result<ChangedBatch, StoreError> {
        check_limit(limit, MAX_CHANGES)?;
        // Read first: a record written meanwhile moves beyond this position, and is met again from there.
        let now = self.sequence().await?;
        let statement = select_shown()
            .and_where(Expr::col(RecordTable::Sequence).gt(signed(after.0)))
            .and_where(Expr::col(RecordTable::Sequence).lte(signed(now.0)))
            .order_by(RecordTable::Sequence, Order::Asc)
            .limit(limit.into())
            .take();
        let rows = self.db.query_all(&statement).await?;
        let records: Vec<_> = rows.iter().map(AnyShown::read).collect::<Result<_, _>>()?;
        let upto = match records.last() {
            Some(last) if records.len() == limit as usize => last.sequence(),
            _ => now.max(after),
        };
        Ok(ChangedBatch { records, upto })
    }
}

impl Change {
    pub(crate) fn read(row: &QueryResult) -> Result<Self, StoreError> {
        let id: String = row.try_get_by_index(1)?;
        let word: String = row.try_get_by_index(2)?;
        let action = Action::from_word(&word).ok_or_else(|| StoreError::Unreadable {
            id: id.clone(),
            detail: format!("its log has an action {word:?}"),
        })?;
        let said_by: String = row.try_get_by_index(5)?;
        let record: RecordId = parse(&id, &id)?;
        Ok(Self {
            sequence: Sequence(unsigned(row, 0)?),
            kind: record.kind(),
            action,
            revision: unsigned(row, 3)?,
            at: from_ms(row.try_get_by_index(4)?),
            said_by: parse(&id, &said_by)?,
            id: record,
        })
    }

    pub(crate) fn values(&self) -> [Value; CHANGE_COLUMNS.len()] {
        [
            signed(self.sequence.0).into(),
            self.id.as_str().into(),
            self.action.as_str().into(),
            signed(self.revision).into(),
            self.at.as_millisecond().into(),
            self.said_by.as_str().into(),
        ]
    }
}

impl AnyShown {
    /// The record's id.
    pub fn id(&self) -> &RecordId {
        match self {
            Self::Offer(shown) => &shown.id,
            Self::Need(shown) => &shown.id,
            Self::Partner(shown) => &shown.id,
        }
    }

    /// The change-log position of the record's last write.
    pub fn sequence(&self) -> Sequence {
        match self {
            Self::Offer(shown) => shown.sequence,
            Self::Need(shown) => shown.sequence,
            Self::Partner(shown) => shown.sequence,
        }
    }

    fn read(row: &QueryResult) -> Result<Self, StoreError> {
        let id: String = row.try_get_by_index(0)?;
        let id: RecordId = parse(&id, &id)?;
        Ok(match id.kind() {
            RecordKind::Offer => Self::Offer(Box::new(shown(id, row)?)),
            RecordKind::Need => Self::Need(Box::new(shown(id, row)?)),
            RecordKind::Partner => Self::Partner(Box::new(shown(id, row)?)),
        })
    }
}

impl AnyRecord {
    /// Its id.
    pub fn id(&self) -> &RecordId {
        match self {
            Self::Offer(record) => &record.id,
            Self::Need(record) => &record.id,
            Self::Partner(record) => &record.id,
        }
    }

    pub(crate) fn read(row: Row) -> Result<Self, StoreError> {
        Ok(match row.id.kind() {
            RecordKind::Offer => Self::Offer(Box::new(row.into_record()?)),
            RecordKind::Need => Self::Need(Box::new(row.into_record()?)),
            RecordKind::Partner => Self::Partner(Box::new(row.into_record()?)),
        })
    }
}
