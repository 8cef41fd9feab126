//! A small polite client: says who it is, takes its time-outs, refuses what is too large or not public.
//!
//! One request at a time. What a request is allowed to do is decided in [`Fetcher::fetch`] and nowhere else:
//! robots.txt, conditional requests and retries have their place there. Knows nothing of formats.

mod address;
mod error;

use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{ACCEPT, CONTENT_TYPE};
use reqwest::{Client, redirect};
use url::Url;

pub use address::Reach;
pub use error::FetchError;

use crate::adapters::Request;
use crate::limits;
use crate::payload::Payload;
use address::{GuardedResolver, check_address};

/// How the client names itself to those it reads.
const USER_AGENT: &str = concat!(
    "matcher-harvest/",
    env!("CARGO_PKG_VERSION"),
    " (cooperation offers for Chilean regional governments)"
);

/// How long and how much the client takes; the default is what [`limits`] says.
#[derive(Debug, Clone)]
pub struct FetchLimits {
    /// Most bytes of a body, decompressed.
    pub max_bytes: usize,
    /// Longest wait for a connection.
    pub connect_timeout: Duration,
    /// Longest silence within a body.
    pub read_timeout: Duration,
    /// Longest time of the whole request.
    pub request_timeout: Duration,
    /// Most redirects followed.
    pub max_redirects: usize,
}

impl Default for FetchLimits {
    fn default() -> Self {
        Self {
            max_bytes: limits::MAX_PAYLOAD_BYTES,
            connect_timeout: Duration::from_millis(limits::CONNECT_TIMEOUT_MS),
            read_timeout: Duration::from_millis(limits::READ_TIMEOUT_MS),
            request_timeout: Duration::from_millis(limits::REQUEST_TIMEOUT_MS),
            max_redirects: limits::MAX_REDIRECTS,
        }
    }
}

/// Fetches payloads.
#[derive(Debug)]
pub struct Fetcher {
    client: Client,
    limits: FetchLimits,
    reach: Reach,
}

impl Fetcher {
    /// The client the harvest uses: public addresses only.
    ///
    /// # Errors
    /// The TLS set-up of the machine is unusable.
    pub fn polite() -> Result<Self, FetchError> {
        Self::with(FetchLimits::default(), Reach::PublicOnly)
    }

    /// A client with other limits, or one that may reach this very machine, for tests.
    ///
    /// # Errors
    /// As [`Fetcher::polite`].
    pub fn with(limits: FetchLimits, reach: Reach) -> Result<Self, FetchError> {
        let max_redirects = limits.max_redirects;
        let policy = redirect::Policy::custom(move |attempt| {
            if attempt.previous().len() > max_redirects {
                return attempt.error(FetchError::TooManyRedirects { limit: max_redirects });
            }
            match check_address(attempt.url(), reach) {
                Ok(()) => attempt.follow(),
                Err(error) => attempt.error(error),
            }
        });
        let client = Client::builder()
            .user_agent(USER_AGENT)
            .connect_timeout(limits.connect_timeout)
            .read_timeout(limits.read_timeout)
            .timeout(limits.request_timeout)
            .redirect(policy)
            .referer(false)
            // A proxy would resolve names itself, past the check of addresses.
            .no_proxy()
            .dns_resolver(Arc::new(GuardedResolver { reach }))
            .build()
            .map_err(|error| FetchError::from_client(&error))?;
        Ok(Self { client, limits, reach })
    }

    /// The payload that `request` asks for.
    ///
    /// # Errors
    /// The address is not allowed, nobody answers, the answer is not a success, too slow or too large.
    pub async fn fetch(&self, request: &Request) -> Result<Payload, FetchError> {
        check_address(&request.url, self.reach)?;
        let builder = match &request.post_json {
            None => self.client.get(request.url.clone()),
            Some(body) => self
                .client
                .post(request.url.clone())
                .header(CONTENT_TYPE, "application/json")
                .body(body.clone()),
        };
        let accept =
            "application/json, application/rss+xml, application/atom+xml, application/xml, */*;q=0.5";
        let answer =
            builder.header(ACCEPT, accept).send().await.map_err(|error| FetchError::from_client(&error))?;
        if !answer.status().is_success() {
            return Err(FetchError::Status { code: answer.status().as_u16(), url: answer.url().to_string() });
        }
        self.read(answer).await
    }

    async fn read(&self, mut answer: reqwest::Response) -> Result<Payload, FetchError> {
        let limit = self.limits.max_bytes;
        if answer.content_length().is_some_and(|length| length > limit as u64) {
            return Err(FetchError::TooLarge { limit });
        }
        let base: Url = answer.url().clone();
        let charset =
            answer.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).and_then(charset_of);
        let mut bytes = Vec::new();
        // Pieces arrive decompressed, so a bomb is noticed at the piece that exceeds the limit.
        while let Some(piece) = answer.chunk().await.map_err(|error| FetchError::from_client(&error))? {
            if bytes.len() + piece.len() > limit {
                return Err(FetchError::TooLarge { limit });
            }
            bytes.extend_from_slice(&piece);
        }
        Ok(Payload { bytes, charset, base: Some(base) })
    }
}

fn charset_of(content_type: &str) -> Option<String> {
    let parameter = content_type.split(';').skip(1).find_map(|part| {
        let (key, value) = part.split_once('=')?;
        key.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches('"').to_owned())
    });
    parameter.filter(|charset| !charset.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn charsets_are_found_in_content_types() {
        assert_eq!(charset_of("text/xml; charset=\"ISO-8859-1\"").as_deref(), Some("ISO-8859-1"));
        assert_eq!(charset_of("text/xml;CHARSET=utf-8; x=1").as_deref(), Some("utf-8"));
        assert_eq!(charset_of("application/json"), None);
    }
}
