//! Reading records by who they are.

use std::collections::HashMap;

use matcher_core::model::{Record, RecordId, SourceId, Values};
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Expr, ExprTrait, Func, Query};

use crate::row::{rows_of, unsigned};
use crate::schema::RecordTable;
use crate::{Store, StoreError};

impl Store {
    /// The record, withdrawn or not; `None` when there is none of this kind with this id.
    ///
    /// # Errors
    /// Failures of the database only.
    pub async fn find<V: Values>(&self, id: &RecordId) -> Result<Option<Record<V>>, StoreError> {
        Ok(self.find_many(std::slice::from_ref(id)).await?.pop())
    }

    /// The records, withdrawn or not, in the order asked; those that are not there are left out.
    ///
    /// # Errors
    /// Failures of the database only.
    pub async fn find_many<V: Values>(&self, ids: &[RecordId]) -> Result<Vec<Record<V>>, StoreError> {
        let asked: Vec<&str> = ids.iter().filter(|id| id.kind() == V::KIND).map(RecordId::as_str).collect();
        let mut found = HashMap::with_capacity(asked.len());
        for row in rows_of(&self.db, &asked).await? {
            let record = row.into_record::<V>()?;
            found.insert(record.id.clone(), record);
        }
        Ok(ids.iter().filter_map(|id| found.get(id).cloned()).collect())
    }

    /// The record that `source` calls `external_id`.
    ///
    /// # Errors
    /// Failures of the database only.
    pub async fn find_by_external_id<V: Values>(
        &self,
        source: &SourceId,
        external_id: &str,
    ) -> Result<Option<Record<V>>, StoreError> {
        self.find(&RecordId::derive(V::KIND, source, external_id)).await
    }

    /// How many records of the kind stand (withdrawn ones are not counted).
    ///
    /// # Errors
    /// Failures of the database only.
    pub async fn count<V: Values>(&self) -> Result<u64, StoreError> {
        let statement = Query::select()
            .expr(Func::count(Expr::col(RecordTable::Id)))
            .from(RecordTable::Table)
            .and_where(Expr::col(RecordTable::Kind).eq(V::KIND.as_str()))
            .and_where(Expr::col(RecordTable::WithdrawnAtMs).is_null())
            .take();
        let row = self.db.query_one(&statement).await?;
        Ok(row.map_or(Ok(0), |row| unsigned(&row, 0))?)
    }
}
