//! Records that their source no longer lists, while it is not yet sure that they are gone.

use sea_orm_migration::prelude::*;

use super::{backend, code};
use crate::schema::AbsenceTable as Absence;

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0005_absences"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let engine = backend(manager);
        manager
            .create_table(
                Table::create()
                    .table(Absence::Table)
                    .col(code(Absence::RecordId, engine).not_null().primary_key())
                    .col(code(Absence::Source, engine).not_null())
                    .col(ColumnDef::new(Absence::Missed).big_integer().not_null())
                    .col(ColumnDef::new(Absence::SinceMs).big_integer().not_null())
                    .take(),
            )
            .await?;
        manager
            .create_index(
                Index::create().name("absence_by_source").table(Absence::Table).col(Absence::Source).take(),
            )
            .await
    }
}
