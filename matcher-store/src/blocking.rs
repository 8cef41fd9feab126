//! Work that would hold an async thread up, files and reckoning alike, on a thread of its own.

use crate::StoreError;

/// Runs the work, and hands on its panic.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(outcome) => outcome,
        Err(error) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(error) => {
                Err(StoreError::Unreachable { detail: format!("the process is shutting down: {error}") })
            }
        },
    }
}
