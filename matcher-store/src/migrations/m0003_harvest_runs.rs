//! What each run of a harvest source did.

use sea_orm_migration::prelude::*;

use super::{backend, code};
use crate::schema::RunTable as Run;

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0003_harvest_runs"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let engine = backend(manager);
        manager
            .create_table(
                Table::create()
                    .table(Run::Table)
                    .col(code(Run::Id, engine).not_null().primary_key())
                    .col(code(Run::Source, engine).not_null())
                    .col(ColumnDef::new(Run::StartedAtMs).big_integer().not_null())
                    .col(ColumnDef::new(Run::FinishedAtMs).big_integer())
                    .col(ColumnDef::new(Run::Outcome).text())
                    .col(ColumnDef::new(Run::Report).text())
                    .take(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("harvest_run_by_source")
                    .table(Run::Table)
                    .col(Run::Source)
                    .col(Run::Id)
                    .take(),
            )
            .await
    }
}
