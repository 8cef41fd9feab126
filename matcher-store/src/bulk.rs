//! Inserts of many rows, whose text is made once for each number of rows: of a full statement it is longer than many
//! records.

use std::sync::OnceLock;

use sea_orm::sea_query::{InsertStatement, Value, Values};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, Statement};

use crate::batch::SIZES;
use crate::write::malformed;

/// An insert into `N` columns.
pub(crate) struct Bulk<const N: usize> {
    /// The statement without rows.
    shape: fn() -> InsertStatement,
    /// By engine, then by size.
    texts: [[OnceLock<String>; SIZES.len()]; 2],
}

impl<const N: usize> Bulk<N> {
    pub(crate) const fn new(shape: fn() -> InsertStatement) -> Self {
        Self { shape, texts: [const { [const { OnceLock::new() }; SIZES.len()] }; 2] }
    }

    /// Inserts batches of rows, each of one of [`SIZES`]; while one is written, the next is made.
    pub(crate) async fn insert(
        &self,
        transaction: &DatabaseTransaction,
        mut batches: impl Iterator<Item = Vec<[Value; N]>>,
    ) -> Result<(), DbErr> {
        let db_backend = transaction.get_database_backend();
        let mut next = batches.next();
        while let Some(rows) = next {
            let sql = self.text(db_backend, rows.len())?;
            let values = Some(Values(rows.into_iter().flatten().collect()));
            let written = transaction.execute_raw(Statement { sql, values, db_backend });
            let (written, following) = tokio::join!(biased; written, async { batches.next() });
            written?;
            next = following;
        }
        Ok(())
    }

    fn text(&self, engine: DbBackend, rows: usize) -> Result<String, DbErr> {
        let texts = &self.texts[usize::from(engine == DbBackend::Postgres)];
        let kept = SIZES.iter().position(|size| *size == rows).map(|place| &texts[place]);
        if let Some(text) = kept.and_then(OnceLock::get) {
            return Ok(text.clone());
        }
        let mut statement = (self.shape)();
        for _ in 0..rows {
            statement.values([const { Value::BigInt(None) }; N].map(Into::into)).map_err(malformed)?;
        }
        let text = engine.build(&statement).sql;
        Ok(kept.map_or(text.clone(), |kept| kept.get_or_init(|| text).clone()))
    }
}
