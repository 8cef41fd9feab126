//! A record as a row, and back.

use jiff::Timestamp;
use matcher_core::model::{
    Layer, Origin, Record, RecordId, RecordKind, Sequence, Shown, SourceId, Values, overlay,
};
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement, Value};
use sea_orm::{ConnectionTrait, DbErr, QueryResult};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::StoreError;
use crate::batch::{RECORDS, batches};
use crate::content::{StoredLayer, from_ms};
use crate::schema::RecordTable as Column;

/// A stored record; the layers still as JSON text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Row {
    pub(crate) id: RecordId,
    pub(crate) source: SourceId,
    pub(crate) external_id: String,
    pub(crate) revision: u64,
    pub(crate) sequence: u64,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
    pub(crate) withdrawn: Option<Withdrawal>,
    pub(crate) closes_on: Option<String>,
    pub(crate) content_hash: String,
    /// Absent while staff have said nothing.
    pub(crate) editorial: Option<String>,
    pub(crate) stated: String,
}

/// When a record was taken back, and by whom: what staff take back no harvest brings back.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Withdrawal {
    pub(crate) at: Timestamp,
    pub(crate) by: Origin,
}

/// In the order of [`Row::read`] and [`Row::into_values`].
pub(crate) const COLUMNS: [Column; 14] = [
    Column::Id,
    Column::Kind,
    Column::Source,
    Column::ExternalId,
    Column::Revision,
    Column::Sequence,
    Column::CreatedAtMs,
    Column::UpdatedAtMs,
    Column::WithdrawnAtMs,
    Column::WithdrawnBy,
    Column::ClosesOn,
    Column::ContentHash,
    Column::Editorial,
    Column::Stated,
];

/// A query for whole rows, to be narrowed down.
pub(crate) fn select_rows() -> SelectStatement {
    Query::select().columns(COLUMNS).from(Column::Table).take()
}

/// A query for what records show, to be narrowed down: in the order of [`shown`].
pub(crate) fn select_shown() -> SelectStatement {
    use Column::{Editorial, Id, Sequence, Source, Stated, WithdrawnAtMs};
    Query::select()
        .columns([Id, Source, Sequence, WithdrawnAtMs, Editorial, Stated])
        .from(Column::Table)
        .take()
}

/// What the record of a row of [`select_shown`] shows.
pub(crate) fn shown<V: Values>(id: RecordId, row: &QueryResult) -> Result<Shown<V>, StoreError> {
    let withdrawn: Option<i64> = row.try_get_by_index(3)?;
    let editorial: Option<String> = row.try_get_by_index(4)?;
    let stated: String = row.try_get_by_index(5)?;
    let stated = values_of(&id, &stated)?;
    Ok(Shown {
        source: parse(id.as_str(), &row.try_get_by_index::<String>(1)?)?,
        sequence: Sequence(unsigned(row, 2)?),
        withdrawn: withdrawn.is_some(),
        values: match editorial {
            Some(text) => overlay(&stated, &values_of(&id, &text)?),
            None => stated,
        },
        id,
    })
}

/// The values of a layer; who said them is passed over.
fn values_of<V: Values>(id: &RecordId, text: &str) -> Result<V, StoreError> {
    #[derive(Deserialize)]
    struct Values<V> {
        values: V,
    }
    Ok(read_json::<Values<V>>(id, text)?.values)
}

impl Row {
    pub(crate) fn read(row: &QueryResult) -> Result<Self, StoreError> {
        let id: String = row.try_get_by_index(0)?;
        let withdrawn_at: Option<i64> = row.try_get_by_index(8)?;
        let withdrawn_by: Option<String> = row.try_get_by_index(9)?;
        let withdrawn = match withdrawn_at.zip(withdrawn_by) {
            Some((at, by)) => Some(Withdrawal { at: from_ms(at), by: parse(&id, &by)? }),
            None => None,
        };
        Ok(Self {
            source: parse(&id, &row.try_get_by_index::<String>(2)?)?,
            external_id: row.try_get_by_index(3)?,
            revision: unsigned(row, 4)?,
            sequence: unsigned(row, 5)?,
            created_at: from_ms(row.try_get_by_index(6)?),
            updated_at: from_ms(row.try_get_by_index(7)?),
            withdrawn,
            closes_on: row.try_get_by_index(10)?,
            content_hash: row.try_get_by_index(11)?,
            editorial: row.try_get_by_index(12)?,
            stated: row.try_get_by_index(13)?,
            id: parse(&id, &id)?,
        })
    }

    pub(crate) fn into_values(self) -> [Value; COLUMNS.len()] {
        let withdrawn_at = self.withdrawn.as_ref().map(|withdrawal| withdrawal.at.as_millisecond());
        let withdrawn_by = self.withdrawn.as_ref().map(|withdrawal| withdrawal.by.as_str().to_owned());
        [
            self.id.as_str().into(),
            self.id.kind().as_str().into(),
            self.source.as_str().into(),
            self.external_id.into(),
            signed(self.revision).into(),
            signed(self.sequence).into(),
            self.created_at.as_millisecond().into(),
            self.updated_at.as_millisecond().into(),
            withdrawn_at.into(),
            withdrawn_by.into(),
            self.closes_on.into(),
            self.content_hash.into(),
            self.editorial.into(),
            self.stated.into(),
        ]
    }

    /// About how much it weighs in a statement.
    pub(crate) fn bytes(&self) -> usize {
        self.stated.len() + self.editorial.as_ref().map_or(0, String::len)
    }

    pub(crate) fn stated(&self) -> Result<StoredLayer, StoreError> {
        read_json(&self.id, &self.stated)
    }

    pub(crate) fn editorial(&self) -> Result<StoredLayer, StoreError> {
        self.editorial.as_deref().map_or_else(|| Ok(StoredLayer::default()), |text| read_json(&self.id, text))
    }

    pub(crate) fn into_record<V: Values>(self) -> Result<Record<V>, StoreError> {
        Ok(Record {
            stated: read_json(&self.id, &self.stated)?,
            editorial: match &self.editorial {
                Some(text) => read_json(&self.id, text)?,
                None => Layer::default(),
            },
            id: self.id,
            source: self.source,
            external_id: self.external_id,
            revision: self.revision,
            created_at: self.created_at,
            updated_at: self.updated_at,
            withdrawn_at: self.withdrawn.as_ref().map(|withdrawal| withdrawal.at),
            withdrawn_by: self.withdrawn.map(|withdrawal| withdrawal.by),
            sequence: Sequence(self.sequence),
        })
    }
}

/// Reads what a record keeps as JSON.
pub(crate) fn read_json<T: DeserializeOwned>(id: &RecordId, text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text)
        .map_err(|error| StoreError::Unreadable { id: id.to_string(), detail: error.to_string() })
}

/// Reads a validated value out of a stored text.
pub(crate) fn parse<T>(id: &str, text: &str) -> Result<T, StoreError>
where
    T: std::str::FromStr<Err = matcher_core::model::ValueError>,
{
    text.parse().map_err(|error: matcher_core::model::ValueError| StoreError::Unreadable {
        id: id.to_owned(),
        detail: error.to_string(),
    })
}

/// A count or position: stored signed, never negative.
pub(crate) fn unsigned(row: &QueryResult, index: usize) -> Result<u64, DbErr> {
    let value: i64 = row.try_get_by_index(index)?;
    Ok(u64::try_from(value).unwrap_or(0))
}

/// A count or position as stored; none comes near 2^63.
pub(crate) fn signed(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

/// The rows of these ids, in any order; ids that are not there are left out.
pub(crate) async fn rows_of(db: &impl ConnectionTrait, ids: &[&str]) -> Result<Vec<Row>, StoreError> {
    let mut rows = Vec::with_capacity(ids.len());
    for batch in batches(ids, RECORDS) {
        let statement = select_rows().and_where(Expr::col(Column::Id).is_in(batch.iter().copied())).take();
        for row in db.query_all(&statement).await? {
            rows.push(Row::read(&row)?);
        }
    }
    Ok(rows)
}

/// The bounds of one kind's ids: every id of the kind lies after the first and before the second.
pub(crate) fn id_range(kind: RecordKind) -> (String, String) {
    (format!("{kind}-"), format!("{kind}."))
}
