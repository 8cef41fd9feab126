//! What the harvest knows of its sources, and how fresh each is.

use sea_orm_migration::prelude::*;

use super::{backend, code};
use crate::schema::SourceTable as Source;

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0004_harvest_sources"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let engine = backend(manager);
        manager
            .create_table(
                Table::create()
                    .table(Source::Table)
                    .col(code(Source::Id, engine).not_null().primary_key())
                    .col(ColumnDef::new(Source::Description).text())
                    .col(ColumnDef::new(Source::LastGoodAtMs).big_integer())
                    .col(ColumnDef::new(Source::LastChangeAtMs).big_integer())
                    .take(),
            )
            .await
    }
}
