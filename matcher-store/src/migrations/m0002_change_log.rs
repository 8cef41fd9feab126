//! The change log and the counter that numbers it.

use sea_orm::{ConnectionTrait, sea_query::Query};
use sea_orm_migration::prelude::*;

use super::{backend, code};
use crate::schema::{ChangeTable as Change, CounterTable as Counter};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0002_change_log"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let engine = backend(manager);
        manager
            .create_table(
                Table::create()
                    .table(Change::Table)
                    .col(ColumnDef::new(Change::Sequence).big_integer().not_null().primary_key())
                    .col(code(Change::RecordId, engine).not_null())
                    .col(ColumnDef::new(Change::Action).text().not_null())
                    .col(ColumnDef::new(Change::Revision).big_integer().not_null())
                    .col(ColumnDef::new(Change::AtMs).big_integer().not_null())
                    .col(ColumnDef::new(Change::SaidBy).text().not_null())
                    .take(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table(Counter::Table)
                    .col(ColumnDef::new(Counter::Id).integer().not_null().primary_key())
                    .col(ColumnDef::new(Counter::LastSequence).big_integer().not_null())
                    .take(),
            )
            .await?;
        let first = Query::insert()
            .into_table(Counter::Table)
            .columns([Counter::Id, Counter::LastSequence])
            .values([1.into(), 0.into()])
            .map_err(|error| DbErr::Custom(error.to_string()))?
            .take();
        manager.get_connection().execute(&first).await?;
        Ok(())
    }
}
