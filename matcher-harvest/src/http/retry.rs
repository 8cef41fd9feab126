//! Which failures pass by themselves, and how long a server asks to be left alone.

use std::time::Duration;

use backon::{ExponentialBuilder, Retryable};
use jiff::Timestamp;
use jiff::fmt::rfc2822;
use reqwest::header::{HeaderMap, RETRY_AFTER};

use super::{FetchError, FetchLimits};

/// Tries again what may pass, ever further apart and never two clients in step, as long as the server asks.
pub(super) async fn patiently<T, F>(limits: &FetchLimits, attempt: impl FnMut() -> F) -> Result<T, FetchError>
where
    F: Future<Output = Result<T, FetchError>>,
{
    let pauses = ExponentialBuilder::default()
        .with_jitter()
        .with_min_delay(limits.retry_pause)
        .with_max_delay(limits.max_retry_pause)
        .with_max_times(limits.max_retries);
    attempt
        .retry(pauses)
        .when(FetchError::may_pass)
        .adjust(|error, pause| match (error.retry_after(), pause) {
            (Some(asked), Some(pause)) if asked <= limits.max_retry_after => Some(asked.max(pause)),
            // Not tonight: whoever asks for hours is left alone.
            (Some(_), _) => None,
            (None, pause) => pause,
        })
        .notify(|error, pause| tracing::info!(%error, pause_ms = pause.as_millis(), "trying again"))
        .await
}

/// The pause that `Retry-After` asks for: seconds, or a moment.
pub(super) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let value = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let moment = rfc2822::DateTimeParser::new().parse_timestamp(value).ok()?;
    let wait = moment.duration_since(Timestamp::now());
    Some(Duration::try_from(wait).unwrap_or(Duration::ZERO))
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderValue;

    use super::*;

    #[test]
    fn pauses_are_read_as_seconds_or_moments() {
        let pause = |value: &str| {
            let value = HeaderValue::from_str(value).expect("a header");
            retry_after(&HeaderMap::from_iter([(RETRY_AFTER, value)]))
        };
        assert_eq!(pause(" 7 "), Some(Duration::from_secs(7)));
        assert_eq!(pause("Wed, 21 Oct 2015 07:28:00 GMT"), Some(Duration::ZERO), "long past");
        let hour = pause("Fri, 01 Jan 2100 00:00:00 GMT").expect("a pause");
        assert!(hour > Duration::from_secs(86_400));
        assert_eq!(pause("soon"), None);
        assert_eq!(pause("-3"), None);
    }
}
