//! A polite client: says who it is, asks robots.txt, keeps to one host's pace, takes its time-outs, tries again what
//! may pass, fetches only what changed, and refuses what is too large or not public.
//!
//! What a request is allowed to do is decided in [`Fetcher::fetch`] and below it, and nowhere else. Knows nothing of
//! formats.

mod address;
mod cache;
mod error;
mod exchange;
mod hosts;
mod retry;

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use reqwest::{Client, redirect};
use url::Url;

pub use address::Reach;
pub use error::FetchError;

use crate::adapters::Request;
use crate::limits;
use crate::payload::Payload;
use address::GuardedResolver;
use cache::{Cache, Kept};
use exchange::Answer;
use hosts::Hosts;

/// The name that robots.txt files know us by.
const PRODUCT: &str = "matcher-harvest";

/// How long, how much and how often the client takes; the default is what [`limits`] says.
#[derive(Debug, Clone)]
pub struct FetchLimits {
    /// Most bytes of a body, decompressed.
    pub max_bytes: usize,
    /// Longest wait for a connection.
    pub connect_timeout: Duration,
    /// Longest silence within a body.
    pub read_timeout: Duration,
    /// Longest time of the whole request, redirects included, waiting for a turn left out.
    pub request_timeout: Duration,
    /// Most redirects followed.
    pub max_redirects: usize,
    /// Least time between the beginnings of two requests to one host.
    pub min_interval: Duration,
    /// Most requests to one host at once.
    pub max_per_host: usize,
    /// Longest `Crawl-delay` kept.
    pub max_crawl_delay: Duration,
    /// Most times a request is sent again.
    pub max_retries: usize,
    /// Pause before the first of them.
    pub retry_pause: Duration,
    /// Longest pause of our own.
    pub max_retry_pause: Duration,
    /// Longest `Retry-After` waited for.
    pub max_retry_after: Duration,
}

impl Default for FetchLimits {
    fn default() -> Self {
        Self {
            max_bytes: limits::MAX_PAYLOAD_BYTES,
            connect_timeout: Duration::from_millis(limits::CONNECT_TIMEOUT_MS),
            read_timeout: Duration::from_millis(limits::READ_TIMEOUT_MS),
            request_timeout: Duration::from_millis(limits::REQUEST_TIMEOUT_MS),
            max_redirects: limits::MAX_REDIRECTS,
            min_interval: Duration::from_millis(limits::HOST_INTERVAL_MS),
            max_per_host: limits::MAX_PER_HOST,
            max_crawl_delay: Duration::from_millis(limits::MAX_CRAWL_DELAY_MS),
            max_retries: limits::MAX_RETRIES,
            retry_pause: Duration::from_millis(limits::RETRY_PAUSE_MS),
            max_retry_pause: Duration::from_millis(limits::MAX_RETRY_PAUSE_MS),
            max_retry_after: Duration::from_millis(limits::MAX_RETRY_AFTER_MS),
        }
    }
}

/// How a client behaves.
#[derive(Debug, Clone)]
pub struct Manners {
    /// How long, how much, how often.
    pub limits: FetchLimits,
    /// How far.
    pub reach: Reach,
    /// Where a publisher finds out who reads: an address sent with every request.
    pub contact: Option<Url>,
    /// The folder in which answers are kept, so that only what changed is sent again.
    pub cache: Option<PathBuf>,
}

impl Default for Manners {
    fn default() -> Self {
        Self { limits: FetchLimits::default(), reach: Reach::PublicOnly, contact: None, cache: None }
    }
}

/// Fetches payloads.
#[derive(Debug)]
pub struct Fetcher {
    client: Client,
    limits: FetchLimits,
    reach: Reach,
    hosts: Hosts,
    cache: Option<Cache>,
    /// Addresses whose server said that nothing has changed.
    not_modified: Mutex<HashSet<Url>>,
}

impl Fetcher {
    /// The client without contact or memory, for a look at one payload.
    ///
    /// # Errors
    /// The TLS set-up of the machine is unusable.
    pub fn polite() -> Result<Self, FetchError> {
        Self::mannered(Manners::default())
    }

    /// A client with other limits, or one that may reach this very machine, for tests.
    ///
    /// # Errors
    /// As [`Fetcher::polite`].
    pub fn with(limits: FetchLimits, reach: Reach) -> Result<Self, FetchError> {
        Self::mannered(Manners { limits, reach, ..Manners::default() })
    }

    /// A client of these manners.
    ///
    /// # Errors
    /// The TLS set-up of the machine is unusable, or the folder for answers cannot be used.
    pub fn mannered(manners: Manners) -> Result<Self, FetchError> {
        let Manners { limits, reach, contact, cache } = manners;
        let client = Client::builder()
            .user_agent(user_agent(contact.as_ref()))
            .connect_timeout(limits.connect_timeout)
            .read_timeout(limits.read_timeout)
            // Every hop is checked like the first address, which a policy of the client could not do.
            .redirect(redirect::Policy::none())
            .referer(false)
            // A proxy would resolve names itself, past the check of addresses.
            .no_proxy()
            .dns_resolver(Arc::new(GuardedResolver { reach }))
            .build()
            .map_err(|error| FetchError::from_client(&error))?;
        let cache = cache.map(|folder| {
            Cache::open(&folder).map_err(|error| FetchError::Failed(format!("{}: {error}", folder.display())))
        });
        let cache = cache.transpose()?;
        Ok(Self { client, limits, reach, hosts: Hosts::default(), cache, not_modified: Mutex::default() })
    }

    /// The payload that `request` asks for; what the server says has not changed comes from the folder of answers.
    ///
    /// # Errors
    /// The address is not allowed, the publisher forbids it, nobody answers, the answer is not a success, too slow
    /// or too large; failures that may pass have been tried again.
    pub async fn fetch(&self, request: &Request) -> Result<Payload, FetchError> {
        let kept = self.cache.as_ref().and_then(|cache| cache.find(request));
        let marks = kept.as_ref().map(|kept| &kept.marks);
        let answer = retry::patiently(&self.limits, || self.exchange(request, marks)).await?;
        match (answer, kept, &self.cache) {
            (Answer::Full(payload, Some(marks)), _, Some(cache)) => {
                cache.keep(request, marks, &payload);
                Ok(*payload)
            }
            (Answer::Full(payload, _), _, _) => {
                self.forget(request);
                Ok(*payload)
            }
            (Answer::NotModified, Some(Kept { payload, .. }), Some(cache)) => {
                cache.touch(request);
                self.not_modified().insert(request.url.clone());
                Ok(payload)
            }
            // Nothing was kept, so nothing was asked conditionally.
            (Answer::NotModified, ..) => {
                Err(FetchError::Status { code: 304, url: request.url.to_string(), retry_after: None })
            }
        }
    }

    /// Whether the server said that what `request` asks for has not changed since the last run.
    pub fn was_not_modified(&self, request: &Request) -> bool {
        self.not_modified().contains(&request.url)
    }

    /// Forgets the answer to `request`: it was of no use, so that the next run must not be told «unchanged».
    pub fn forget(&self, request: &Request) {
        if let Some(cache) = &self.cache {
            cache.forget(request);
        }
    }

    fn not_modified(&self) -> std::sync::MutexGuard<'_, HashSet<Url>> {
        self.not_modified.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How the client names itself to those it reads.
fn user_agent(contact: Option<&Url>) -> String {
    let version = env!("CARGO_PKG_VERSION");
    let purpose = "cooperation offers for Chilean regional governments";
    match contact {
        Some(contact) => format!("{PRODUCT}/{version} (+{contact}; {purpose})"),
        None => format!("{PRODUCT}/{version} ({purpose})"),
    }
}
