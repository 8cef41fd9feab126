//! Records and the facets they are listed by.

use sea_orm::DbBackend;
use sea_orm_migration::prelude::*;

use super::{backend, code};
use crate::schema::{FacetTable as Facet, RecordTable as Record};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0001_records"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let engine = backend(manager);
        manager.create_table(records(engine)).await?;
        manager.create_table(facets(engine)).await?;
        for index in indexes() {
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

/// Short columns first: SQLite then finds them without walking the pages of a long text.
fn records(engine: DbBackend) -> TableCreateStatement {
    Table::create()
        .table(Record::Table)
        .col(code(Record::Id, engine).not_null().primary_key())
        .col(code(Record::Kind, engine).not_null())
        .col(code(Record::Source, engine).not_null())
        .col(code(Record::ExternalId, engine).not_null())
        .col(ColumnDef::new(Record::Revision).big_integer().not_null())
        .col(ColumnDef::new(Record::Sequence).big_integer().not_null())
        .col(ColumnDef::new(Record::CreatedAtMs).big_integer().not_null())
        .col(ColumnDef::new(Record::UpdatedAtMs).big_integer().not_null())
        .col(ColumnDef::new(Record::WithdrawnAtMs).big_integer())
        .col(ColumnDef::new(Record::WithdrawnBy).text())
        .col(code(Record::ClosesOn, engine))
        .col(ColumnDef::new(Record::ContentHash).text().not_null())
        .col(ColumnDef::new(Record::Editorial).text())
        .col(ColumnDef::new(Record::Stated).text().not_null())
        .take()
}

fn facets(engine: DbBackend) -> TableCreateStatement {
    let mut table = Table::create()
        .table(Facet::Table)
        .col(code(Facet::Facet, engine).not_null())
        .col(code(Facet::RecordId, engine).not_null())
        .primary_key(Index::create().col(Facet::Facet).col(Facet::RecordId))
        .foreign_key(
            ForeignKey::create()
                .name("record_facet_record")
                .from(Facet::Table, Facet::RecordId)
                .to(Record::Table, Record::Id),
        )
        .take();
    if engine == DbBackend::Sqlite {
        // The key is the whole row: one tree instead of two.
        table.extra("WITHOUT ROWID");
    }
    table
}

fn indexes() -> [IndexCreateStatement; 3] {
    [
        Index::create()
            .name("record_identity")
            .table(Record::Table)
            .col(Record::Kind)
            .col(Record::Source)
            .col(Record::ExternalId)
            .unique()
            .take(),
        Index::create()
            .name("record_listing")
            .table(Record::Table)
            .col(Record::Kind)
            .col(Record::WithdrawnAtMs)
            .col(Record::Id)
            .take(),
        Index::create().name("record_sequence").table(Record::Table).col(Record::Sequence).unique().take(),
    ]
}
