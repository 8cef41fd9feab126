//! What a failure of either engine means, by its documented code; the texts of drivers are never parsed.

use sea_orm::sqlx::Error as SqlxError;
use sea_orm::{ConnAcquireErr, DbErr, RuntimeErr};

use crate::StoreError;

// https://www.sqlite.org/rescode.html, the primary codes.
const SQLITE_BUSY: u32 = 5;
const SQLITE_LOCKED: u32 = 6;
const SQLITE_READONLY: u32 = 8;
const SQLITE_CORRUPT: u32 = 11;
const SQLITE_FULL: u32 = 13;
const SQLITE_CANTOPEN: u32 = 14;
const SQLITE_NOTADB: u32 = 26;

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        match error {
            DbErr::ConnectionAcquire(ConnAcquireErr::Timeout) => {
                Self::Unreachable { detail: "no connection came free in time".to_owned() }
            }
            DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed) => {
                Self::Unreachable { detail: "the connections are closed".to_owned() }
            }
            DbErr::Conn(RuntimeErr::SqlxError(ref inner))
            | DbErr::Exec(RuntimeErr::SqlxError(ref inner))
            | DbErr::Query(RuntimeErr::SqlxError(ref inner)) => {
                classify(inner).unwrap_or_else(|| Self::Database(error))
            }
            other => Self::Database(other),
        }
    }
}

/// Whether SQLite could not open the file or one of those beside it.
pub(crate) fn is_cannot_open(error: &DbErr) -> bool {
    let (DbErr::Conn(RuntimeErr::SqlxError(inner))
    | DbErr::Exec(RuntimeErr::SqlxError(inner))
    | DbErr::Query(RuntimeErr::SqlxError(inner))) = error
    else {
        return false;
    };
    let SqlxError::Database(refusal) = inner.as_ref() else { return false };
    let code: Option<u32> = refusal.code().and_then(|code| code.parse().ok());
    code.is_some_and(|code| code & 0xff == SQLITE_CANTOPEN)
}

fn classify(error: &SqlxError) -> Option<StoreError> {
    match error {
        SqlxError::Database(refusal) => {
            let code = refusal.code()?;
            // SQLite's codes are numbers below 2^16, PostgreSQL's are five characters.
            if refusal.try_downcast_ref::<sea_orm::sqlx::sqlite::SqliteError>().is_some() {
                by_sqlite_code(code.parse().ok()?, refusal.message())
            } else {
                by_sql_state(&code, refusal.message())
            }
        }
        SqlxError::PoolTimedOut => {
            Some(StoreError::Unreachable { detail: "it did not answer in time".to_owned() })
        }
        SqlxError::Io(error) => Some(StoreError::Unreachable { detail: error.to_string() }),
        SqlxError::Tls(error) => Some(StoreError::Unreachable { detail: error.to_string() }),
        SqlxError::PoolClosed | SqlxError::WorkerCrashed => {
            Some(StoreError::Unreachable { detail: error.to_string() })
        }
        _ => None,
    }
}

fn by_sqlite_code(code: u32, message: &str) -> Option<StoreError> {
    // The low byte is the primary code, the rest says more of the same.
    match code & 0xff {
        SQLITE_BUSY | SQLITE_LOCKED => Some(StoreError::Locked),
        SQLITE_READONLY => Some(StoreError::ReadOnly),
        SQLITE_FULL => Some(StoreError::DiskFull),
        SQLITE_CORRUPT | SQLITE_NOTADB => Some(StoreError::Damaged { detail: message.to_owned() }),
        _ => None,
    }
}

/// <https://www.postgresql.org/docs/15/errcodes-appendix.html>
fn by_sql_state(state: &str, message: &str) -> Option<StoreError> {
    match state {
        // lock_not_available, deadlock_detected
        "55P03" | "40P01" => Some(StoreError::Locked),
        "25006" => Some(StoreError::ReadOnly),
        "53100" => Some(StoreError::DiskFull),
        // data_corrupted, index_corrupted
        "XX001" | "XX002" => Some(StoreError::Damaged { detail: message.to_owned() }),
        // Shutting down, starting up, too many connections, unknown database; classes 08 and 28: connection, login.
        "57P01" | "57P02" | "57P03" | "53300" | "3D000" => {
            Some(StoreError::Unreachable { detail: message.to_owned() })
        }
        _ if state.starts_with("08") || state.starts_with("28") => {
            Some(StoreError::Unreachable { detail: message.to_owned() })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_both_engines_find_their_meaning() {
        assert!(matches!(by_sqlite_code(5, ""), Some(StoreError::Locked)));
        assert!(matches!(by_sqlite_code(517, ""), Some(StoreError::Locked)), "BUSY_SNAPSHOT");
        assert!(matches!(by_sqlite_code(1032, ""), Some(StoreError::ReadOnly)), "READONLY_DBMOVED");
        assert!(matches!(by_sqlite_code(13, ""), Some(StoreError::DiskFull)));
        assert!(matches!(by_sqlite_code(26, "x"), Some(StoreError::Damaged { .. })));
        assert!(by_sqlite_code(1, "no such table").is_none());
        assert!(matches!(by_sql_state("55P03", ""), Some(StoreError::Locked)));
        assert!(matches!(by_sql_state("53100", ""), Some(StoreError::DiskFull)));
        assert!(matches!(by_sql_state("28P01", ""), Some(StoreError::Unreachable { .. })));
        assert!(matches!(by_sql_state("08006", ""), Some(StoreError::Unreachable { .. })));
        assert!(by_sql_state("42601", "").is_none());
    }
}
