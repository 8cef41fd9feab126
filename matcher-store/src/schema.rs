//! The names of tables and columns, once.

use sea_orm::DeriveIden;

/// One row a record, of any kind.
#[derive(Debug, Clone, Copy, DeriveIden)]
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
pub(crate) enum FacetTable {
    Table,
    Facet,
    RecordId,
}

/// One row a write of a record.
#[derive(Debug, Clone, Copy, DeriveIden)]
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
pub(crate) enum CounterTable {
    Table,
    Id,
    LastSequence,
}

/// One row a run of a harvest source.
#[derive(Debug, Clone, Copy, DeriveIden)]
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
pub(crate) enum SourceTable {
    Table,
    Id,
    Description,
    LastGoodAtMs,
    LastChangeAtMs,
}

/// One row a standing record that the last good runs of its source did not list.
#[derive(Debug, Clone, Copy, DeriveIden)]
pub(crate) enum AbsenceTable {
    Table,
    RecordId,
    Source,
    Missed,
    SinceMs,
}

/// One row an offer whose likeness to others has been looked at, with the cluster it belongs to.
#[derive(Debug, Clone, Copy, DeriveIden)]
pub(crate) enum SignedTable {
    Table,
    RecordId,
    /// The record's revision that was looked at.
    Revision,
    /// The id of the cluster; none for an offer that stands alone.
    ClusterId,
    /// 1 for the record by which its cluster, if any, is shown.
    Shown,
    /// The day on which the cluster's choice must be made anew, for then one of its records has closed.
    RevisitOn,
    Fingerprint,
}

/// One row a key that offers share when they may be the same.
#[derive(Debug, Clone, Copy, DeriveIden)]
pub(crate) enum KeyTable {
    Table,
    Key,
    RecordId,
}

/// One row two offers that are alike, the smaller id on the left.
#[derive(Debug, Clone, Copy, DeriveIden)]
pub(crate) enum LikenessTable {
    Table,
    LeftId,
    RightId,
    Score,
    Verdict,
    Reasons,
    Engine,
}

/// One row what a person judged, or took back.
#[derive(Debug, Clone, Copy, DeriveIden)]
pub(crate) enum JudgementTable {
    Table,
    /// The last position of the change log that it took.
    Id,
    Decision,
    Because,
    SaidBy,
    AtMs,
    /// The judgement that this one takes back.
    Undoes,
}

/// One row two offers judged, the smaller id on the left.
#[derive(Debug, Clone, Copy, DeriveIden)]
pub(crate) enum JudgedPairTable {
    Table,
    JudgementId,
    LeftId,
    RightId,
}

/// One row: how far the change log has been looked through for duplicates.
#[derive(Debug, Clone, Copy, DeriveIden)]
pub(crate) enum FollowedTable {
    Table,
    Id,
    Sequence,
    /// The version of the rules; another one looks through everything again.
    Engine,
    /// How many clusters, joined records and unsure pairs were ever found.
    Clusters,
    Joined,
    Unsure,
}
