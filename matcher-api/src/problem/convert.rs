//! How failures of framework, store and engine become problems. What callers cannot mend is logged, not told.

use actix_web::error::PayloadError;
use matcher_core::index::IndexError;
use matcher_core::model::FieldProblem;
use matcher_store::StoreError;

use super::{Code, Problem};
use crate::engine::EngineError;

impl From<PayloadError> for Problem {
    fn from(error: PayloadError) -> Self {
        match error {
            PayloadError::Overflow => Self::new(Code::BodyTooLarge, "the body is above the limit"),
            other => Self::new(Code::IncompleteBody, format!("the body could not be read: {other}")),
        }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        let told = error.to_string();
        match error {
            StoreError::NotFound { id } => Self::not_found(id.kind().as_str(), id.as_str()),
            StoreError::RevisionConflict { id, expected: 0, found } => Self::new(
                Code::RevisionConflict,
                format!("{id} exists already, at revision {found}: leave out If-None-Match to replace it"),
            ),
            StoreError::RevisionConflict { found: 0, .. } => Self::not_stored(),
            StoreError::RevisionConflict { .. } => Self::new(Code::RevisionConflict, told),
            StoreError::Invalid(problems) | StoreError::InvalidDraft { problems, .. } => {
                Self::invalid(Code::InvalidRecord, problems)
            }
            StoreError::NoSuchJudgement { id } => Self::not_found("judgement", &id.to_string()),
            StoreError::ContradictsJudgement { .. } => Self::new(Code::JudgementConflict, told),
            StoreError::InvalidCursor => Self::new(Code::InvalidCursor, told),
            StoreError::InvalidLimit { .. } => Self::parameter("?limit", "out-of-range", told),
            StoreError::DiskFull => Self::new(Code::DiskFull, told),
            StoreError::ReadOnly => Self::new(Code::ReadOnly, told),
            StoreError::Locked => Self::new(Code::StoreUnavailable, told),
            StoreError::Unreachable { .. } => {
                tracing::error!(error = told, "the database cannot be reached");
                Self::new(Code::StoreUnavailable, "the database cannot be reached")
            }
            _ => Self::internal(&told),
        }
    }
}

impl From<IndexError> for Problem {
    fn from(error: IndexError) -> Self {
        match error {
            IndexError::Request(detail) => Self::invalid(
                Code::InvalidParameter,
                vec![FieldProblem::new("?offset", "out-of-range", detail)],
            ),
            IndexError::DiskFull(_) => Self::new(Code::DiskFull, "no space is left for the index"),
            IndexError::NotReady(_) | IndexError::Damaged(_) | IndexError::Locked(_) => {
                tracing::error!(%error, "the index cannot be read");
                Self::new(
                    Code::IndexUnavailable,
                    "the index is being rebuilt from the store; try again shortly",
                )
            }
            other => Self::internal(&other.to_string()),
        }
    }
}

impl Problem {
    /// `If-Match` where there is no record to match.
    pub fn not_stored() -> Self {
        Self::new(Code::RevisionConflict, "no such record is stored yet: leave out If-Match to create it")
    }

    /// A fault of ours: logged whole, told without particulars.
    pub fn internal(what: &str) -> Self {
        tracing::error!(error = what, "internal error");
        Self::new(Code::Internal, "the server failed; its log says why, under the id in X-Request-Id")
    }
}

impl From<EngineError> for Problem {
    fn from(error: EngineError) -> Self {
        match error {
            EngineError::Store(error) => error.into(),
            EngineError::Index(error) => error.into(),
            EngineError::Stopped => Self::internal(&error.to_string()),
        }
    }
}
