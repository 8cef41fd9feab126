//! The names of tables and columns, once.

use sea_orm::DeriveIden;

/// One row a record, of any kind.
#[derive(Debug, Clone, Copy, DeriveIden)]
#[sea_orm(iden = "record")]
pub(crate) enum RecordTable {
    Table,
    Id,
    Kind,
    Source,
    ExternalId,
    Revision,
    Sequence,
    CreatedAtMs,
    UpdatedAtMs,
    WithdrawnAtMs,
    WithdrawnBy,
    ClosesOn,
    ContentHash,
    Editorial,
    Stated,
}

/// What list filters ask for, such as `theme:science`, by record.
#[derive(Debug, Clone, Copy, DeriveIden)]
#[sea_orm(iden = "record_facet")]
pub(crate) enum FacetTable {
    Table,
    Facet,
    RecordId,
}

/// One row a write of a record.
#[derive(Debug, Clone, Copy, DeriveIden)]
#[sea_orm(iden = "change_log")]
pub(crate) enum ChangeTable {
    Table,
    Sequence,
    RecordId,
    Action,
    Revision,
    AtMs,
    SaidBy,
}

/// One row: the last position given out.
#[derive(Debug, Clone, Copy, DeriveIden)]
#[sea_orm(iden = "counter")]
pub(crate) enum CounterTable {
    Table,
    Id,
    LastSequence,
}

/// One row a run of a harvest source.
#[derive(Debug, Clone, Copy, DeriveIden)]
#[sea_orm(iden = "harvest_run")]
pub(crate) enum RunTable {
    Table,
    Id,
    Source,
    StartedAtMs,
    FinishedAtMs,
    Outcome,
    Report,
}

/// One row a harvest source: what its source file says, and how fresh it is.
#[derive(Debug, Clone, Copy, DeriveIden)]
#[sea_orm(iden = "harvest_source")]
pub(crate) enum SourceTable {
    Table,
    Id,
    Description,
    LastGoodAtMs,
    LastChangeAtMs,
}

/// One row a standing record that the last good runs of its source did not list.
#[derive(Debug, Clone, Copy, DeriveIden)]
#[sea_orm(iden = "absence")]
pub(crate) enum AbsenceTable {
    Table,
    RecordId,
    Source,
    Missed,
    SinceMs,
}
