//! What people judged: an append-only history of which records are the same offer and which are not.
//!
//! Nothing is ever overwritten; taking a judgement back is one entry more. Knows nothing of likeness.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use jiff::Timestamp;
use matcher_core::dedupe::{Decision, Judgement};
use matcher_core::model::{Origin, RecordId};
use sea_orm::sea_query::{Cond, Expr, ExprTrait, Order, Query, SelectStatement};
use sea_orm::{ConnectionTrait, QueryResult};
use serde::{Deserialize, Serialize};

use crate::StoreError;
use crate::batch::{NARROW, RECORDS, batches};
use crate::content::from_ms;
use crate::row::{parse, signed, unsigned};
use crate::schema::{JudgedPairTable as Pair, JudgementTable as Table};
use crate::write::{Writing, insert, malformed};

/// Most records one judgement may name.
pub const MAX_JUDGED: usize = 20;
/// Longest reason, in characters.
pub const MAX_BECAUSE_CHARS: usize = 2_000;

/// What a person judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JudgementRecord {
    /// Its id: a position of the change log.
    pub id: u64,
    /// The same offer, or different ones.
    pub decision: Decision,
    /// The pairs judged, the smaller id first.
    pub pairs: Vec<(RecordId, RecordId)>,
    /// Why, in the person's words.
    pub because: String,
    /// Who.
    pub said_by: Origin,
    /// When.
    pub at: Timestamp,
    /// Whether it was taken back, and by whom; it then counts no more.
    pub withdrawn: Option<Withdrawn>,
}

/// That a judgement was taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawn {
    /// The id of the entry that says so.
    pub id: u64,
    /// Why, in the person's words.
    pub because: String,
    /// Who.
    pub said_by: Origin,
    /// When.
    pub at: Timestamp,
}

impl JudgementRecord {
    /// The records judged, each once.
    pub fn records(&self) -> BTreeSet<RecordId> {
        self.pairs.iter().flat_map(|(left, right)| [left.clone(), right.clone()]).collect()
    }
}

/// What an entry of the history does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Act {
    Same,
    Different,
    /// Takes the entry `undoes` back.
    Withdrawn,
}

impl Act {
    const ALL: [Self; 3] = [Self::Same, Self::Different, Self::Withdrawn];

    const fn as_str(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Different => "different",
            Self::Withdrawn => "withdrawn",
        }
    }

    fn decision(self) -> Option<Decision> {
        match self {
            Self::Same => Some(Decision::Same),
            Self::Different => Some(Decision::Different),
            Self::Withdrawn => None,
        }
    }
}

impl From<Decision> for Act {
    fn from(decision: Decision) -> Self {
        match decision {
            Decision::Same => Self::Same,
            Decision::Different => Self::Different,
        }
    }
}

/// One entry of the history, as stored and as a backup holds it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Entry {
    pub(crate) id: u64,
    pub(crate) act: Act,
    pub(crate) because: String,
    pub(crate) said_by: Origin,
    pub(crate) at_ms: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) undoes: Option<u64>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) pairs: Vec<(RecordId, RecordId)>,
}

/// In the order of [`Entry::read`].
const COLUMNS: [Table; 6] =
    [Table::Id, Table::Decision, Table::Because, Table::SaidBy, Table::AtMs, Table::Undoes];

impl Entry {
    /// Without its pairs.
    fn read(row: &QueryResult) -> Result<Self, StoreError> {
        let id = unsigned(row, 0)?;
        let word: String = row.try_get_by_index(1)?;
        let act = Act::ALL.into_iter().find(|act| act.as_str() == word).ok_or_else(|| {
            StoreError::Unreadable { id: format!("judgement {id}"), detail: format!("it decides {word:?}") }
        })?;
        let undoes: Option<i64> = row.try_get_by_index(5)?;
        Ok(Self {
            id,
            act,
            because: row.try_get_by_index(2)?,
            said_by: parse(&format!("judgement {id}"), &row.try_get_by_index::<String>(3)?)?,
            at_ms: row.try_get_by_index(4)?,
            undoes: undoes.map(|id| u64::try_from(id).unwrap_or_default()),
            pairs: Vec::new(),
        })
    }
}

/// The entries that a query finds, oldest first, with their pairs.
async fn entries(db: &impl ConnectionTrait, query: &SelectStatement) -> Result<Vec<Entry>, StoreError> {
    let mut entries: Vec<Entry> =
        db.query_all(query).await?.iter().map(Entry::read).collect::<Result<_, _>>()?;
    entries.sort_unstable_by_key(|entry| entry.id);
    let ids: Vec<i64> = entries.iter().map(|entry| signed(entry.id)).collect();
    let mut pairs: HashMap<u64, Vec<(RecordId, RecordId)>> = HashMap::new();
    for batch in batches(&ids, NARROW) {
        let statement = Query::select()
            .columns([Pair::JudgementId, Pair::LeftId, Pair::RightId])
            .from(Pair::Table)
            .and_where(Expr::col(Pair::JudgementId).is_in(batch.iter().copied()))
            .order_by(Pair::LeftId, Order::Asc)
            .order_by(Pair::RightId, Order::Asc)
            .take();
        for row in db.query_all(&statement).await? {
            let (left, right): (String, String) = (row.try_get_by_index(1)?, row.try_get_by_index(2)?);
            pairs.entry(unsigned(&row, 0)?).or_default().push((parse(&left, &left)?, parse(&right, &right)?));
        }
    }
    for entry in &mut entries {
        entry.pairs = pairs.remove(&entry.id).unwrap_or_default();
    }
    Ok(entries)
}

fn select() -> SelectStatement {
    Query::select().columns(COLUMNS).from(Table::Table).take()
}

/// Entries after `after`, oldest first, at most `limit`.
pub(crate) async fn entries_after(
    db: &impl ConnectionTrait,
    after: u64,
    limit: u64,
) -> Result<Vec<Entry>, StoreError> {
    let query = select()
        .and_where(Expr::col(Table::Id).gt(signed(after)))
        .order_by(Table::Id, Order::Asc)
        .limit(limit)
        .take();
    entries(db, &query).await
}

/// The judgements before `before`, latest first, those taken back too.
pub(super) async fn page(
    db: &impl ConnectionTrait,
    before: Option<u64>,
    limit: u64,
) -> Result<Vec<JudgementRecord>, StoreError> {
    let mut query = select();
    query.and_where(Expr::col(Table::Undoes).is_null());
    if let Some(before) = before {
        query.and_where(Expr::col(Table::Id).lt(signed(before)));
    }
    query.order_by(Table::Id, Order::Desc).limit(limit);
    let mut found = with_withdrawals(db, entries(db, &query).await?).await?;
    found.reverse();
    Ok(found)
}

/// The judgement of this id.
pub(super) async fn find(db: &impl ConnectionTrait, id: u64) -> Result<Option<JudgementRecord>, StoreError> {
    let query = select()
        .and_where(Expr::col(Table::Id).eq(signed(id)))
        .and_where(Expr::col(Table::Undoes).is_null())
        .take();
    Ok(with_withdrawals(db, entries(db, &query).await?).await?.pop())
}

/// The judgements on any of these records, those taken back too, oldest first.
pub(super) async fn on(db: &impl ConnectionTrait, ids: &[&str]) -> Result<Vec<JudgementRecord>, StoreError> {
    let mut found = BTreeMap::new();
    for batch in batches(ids, RECORDS) {
        let judged = Query::select()
            .column(Pair::JudgementId)
            .from(Pair::Table)
            .cond_where(
                Cond::any()
                    .add(Expr::col(Pair::LeftId).is_in(batch.iter().copied()))
                    .add(Expr::col(Pair::RightId).is_in(batch.iter().copied())),
            )
            .take();
        let query = select().and_where(Expr::col(Table::Id).in_subquery(judged)).take();
        found.extend(entries(db, &query).await?.into_iter().map(|entry| (entry.id, entry)));
    }
    with_withdrawals(db, found.into_values().collect()).await
}

async fn with_withdrawals(
    db: &impl ConnectionTrait,
    entries: Vec<Entry>,
) -> Result<Vec<JudgementRecord>, StoreError> {
    let ids: Vec<i64> = entries.iter().map(|entry| signed(entry.id)).collect();
    let mut withdrawals = HashMap::new();
    for batch in batches(&ids, NARROW) {
        let query = select().and_where(Expr::col(Table::Undoes).is_in(batch.iter().copied())).take();
        for row in db.query_all(&query).await? {
            let entry = Entry::read(&row)?;
            withdrawals.insert(entry.undoes.unwrap_or_default(), entry);
        }
    }
    let told = |entry: Entry| {
        let withdrawn = withdrawals.get(&entry.id).map(|entry| Withdrawn {
            id: entry.id,
            because: entry.because.clone(),
            said_by: entry.said_by.clone(),
            at: from_ms(entry.at_ms),
        });
        Some(JudgementRecord {
            id: entry.id,
            decision: entry.act.decision()?,
            pairs: entry.pairs,
            because: entry.because,
            said_by: entry.said_by,
            at: from_ms(entry.at_ms),
            withdrawn,
        })
    };
    Ok(entries.into_iter().filter_map(told).collect())
}

/// What holds of each pair: the latest judgement on it that was not taken back.
pub(super) fn in_force(history: &[JudgementRecord]) -> Vec<Judgement> {
    let mut latest: BTreeMap<(&RecordId, &RecordId), Decision> = BTreeMap::new();
    for judged in history.iter().filter(|judged| judged.withdrawn.is_none()) {
        for (left, right) in &judged.pairs {
            latest.insert((left, right), judged.decision);
        }
    }
    latest
        .into_iter()
        .map(|((left, right), decision)| Judgement { left: left.clone(), right: right.clone(), decision })
        .collect()
}

impl Writing {
    /// Adds entries.
    pub(crate) async fn put_judgements(&self, entries: &[Entry]) -> Result<(), StoreError> {
        for entry in entries {
            let mut statement = insert(Table::Table, COLUMNS);
            statement
                .values([
                    signed(entry.id).into(),
                    entry.act.as_str().into(),
                    entry.because.as_str().into(),
                    entry.said_by.as_str().into(),
                    entry.at_ms.into(),
                    Expr::val(entry.undoes.map(signed)),
                ])
                .map_err(malformed)?;
            self.transaction.execute(&statement).await?;
            for batch in batches(&entry.pairs, NARROW) {
                let mut statement = insert(Pair::Table, [Pair::JudgementId, Pair::LeftId, Pair::RightId]);
                for (left, right) in batch {
                    let row = [signed(entry.id).into(), left.as_str().into(), right.as_str().into()];
                    statement.values(row).map_err(malformed)?;
                }
                self.transaction.execute(&statement).await?;
            }
        }
        Ok(())
    }
}

/// Every two of these records, the smaller id first.
pub(super) fn pairs_of(ids: &[RecordId]) -> Vec<(RecordId, RecordId)> {
    let mut pairs: Vec<(RecordId, RecordId)> = ids
        .iter()
        .enumerate()
        .flat_map(|(place, one)| ids[place + 1..].iter().map(move |other| ordered(one, other)))
        .collect();
    pairs.sort_unstable();
    pairs
}

/// Two ids, the smaller first.
pub(crate) fn ordered(one: &RecordId, other: &RecordId) -> (RecordId, RecordId) {
    if one <= other { (one.clone(), other.clone()) } else { (other.clone(), one.clone()) }
}

/// The judgements in force that a new one on `pairs` would contradict, by id.
///
/// What is the same as a third is the same: two records judged different must not be joined through others.
pub(super) fn contradicted(
    history: &[JudgementRecord],
    pairs: &[(RecordId, RecordId)],
    decision: Decision,
) -> Vec<u64> {
    let standing = || history.iter().filter(|judged| judged.withdrawn.is_none());
    let said = |wanted: Decision| {
        standing()
            .filter(move |judged| judged.decision == wanted)
            .flat_map(|judged| judged.pairs.iter().map(move |(left, right)| (judged.id, left, right)))
    };
    let mut same: Vec<(u64, &RecordId, &RecordId)> = said(Decision::Same).collect();
    if decision == Decision::Different {
        let apart: Vec<&(RecordId, RecordId)> = pairs.iter().collect();
        return apart
            .into_iter()
            .flat_map(|(left, right)| path(&same, left, right))
            .collect::<BTreeSet<u64>>()
            .into_iter()
            .collect();
    }
    same.extend(pairs.iter().map(|(left, right)| (0, left, right)));
    said(Decision::Different)
        .filter(|(_, left, right)| !path(&same, left, right).is_empty())
        .map(|(id, _, _)| id)
        .collect::<BTreeSet<u64>>()
        .into_iter()
        .collect()
}

/// The judgements that make one record the same as another; none when they do not.
fn path(same: &[(u64, &RecordId, &RecordId)], from: &RecordId, to: &RecordId) -> Vec<u64> {
    let mut came: HashMap<&RecordId, (u64, &RecordId)> = HashMap::new();
    let mut reached: HashSet<&RecordId> = HashSet::from([from]);
    let mut edge = vec![from];
    while let Some(at) = edge.pop() {
        for (id, left, right) in same {
            let next = if *left == at {
                *right
            } else if *right == at {
                *left
            } else {
                continue;
            };
            if reached.insert(next) {
                came.insert(next, (*id, at));
                edge.push(next);
            }
        }
    }
    let mut steps = Vec::new();
    let mut at = to;
    while let Some((id, before)) = came.get(at) {
        steps.push(*id);
        at = before;
    }
    steps
}
