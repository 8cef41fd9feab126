//! The schema's history: one file a migration, the same for both engines, never edited once released.

mod m0001_records;
mod m0002_change_log;
mod m0003_harvest_runs;
mod m0004_harvest_sources;
mod m0005_absences;
mod m0006_duplicates;

use sea_orm::{ConnectionTrait, DbBackend};
use sea_orm_migration::prelude::*;

pub(crate) struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_records::Migration),
            Box::new(m0002_change_log::Migration),
            Box::new(m0003_harvest_runs::Migration),
            Box::new(m0004_harvest_sources::Migration),
            Box::new(m0005_absences::Migration),
            Box::new(m0006_duplicates::Migration),
        ]
    }
}

impl Migrator {
    /// The names of the known migrations, oldest first.
    pub(crate) fn names() -> Vec<String> {
        Self::migrations().iter().map(|migration| migration.name().to_owned()).collect()
    }
}

/// A text column that both engines compare byte by byte, so that pages come in the same order on both.
fn code(name: impl IntoIden, backend: DbBackend) -> ColumnDef {
    let mut column = ColumnDef::new(name);
    column.text();
    if backend == DbBackend::Postgres {
        column.extra("COLLATE \"C\"");
    }
    column
}

/// The engine a migration runs on.
fn backend(manager: &SchemaManager<'_>) -> DbBackend {
    manager.get_connection().get_database_backend()
}
