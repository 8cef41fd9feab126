//! One gate a host: how many requests at once, how far apart, and what its robots.txt forbids.
//!
//! Knows nothing of sources or formats.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use governor::{DefaultDirectRateLimiter, Quota};
use robotxt::Robots;
use tokio::sync::{OnceCell, OwnedSemaphorePermit, Semaphore};
use url::Url;

use super::FetchLimits;

/// The gates of all hosts met so far.
#[derive(Debug, Default)]
pub(super) struct Hosts {
    gates: Mutex<HashMap<String, Arc<Gate>>>,
}

/// The gate of one host: scheme, name and port.
#[derive(Debug)]
pub(super) struct Gate {
    at_once: Arc<Semaphore>,
    apart: Option<DefaultDirectRateLimiter>,
    rules: OnceCell<Rules>,
}

/// What a host's robots.txt says to us.
#[derive(Debug)]
pub(super) struct Rules {
    pub(super) robots: Robots,
    /// What it asks for between two requests, where that is more than we leave anyway.
    apart: Option<DefaultDirectRateLimiter>,
}

impl Rules {
    pub(super) fn read(robots: Robots, delay: Option<Duration>, limits: &FetchLimits) -> Self {
        let delay = delay.map(|delay| delay.min(limits.max_crawl_delay));
        let apart = delay.filter(|delay| *delay > limits.min_interval).and_then(limiter);
        Self { robots, apart }
    }
}

impl Hosts {
    /// The gate of the host of `url`.
    pub(super) fn gate(&self, url: &Url, limits: &FetchLimits) -> Arc<Gate> {
        let mut gates = self.gates.lock().unwrap_or_else(PoisonError::into_inner);
        let gate = gates.entry(url.origin().ascii_serialization()).or_insert_with(|| {
            Arc::new(Gate {
                at_once: Arc::new(Semaphore::new(limits.max_per_host.max(1))),
                apart: limiter(limits.min_interval),
                rules: OnceCell::new(),
            })
        });
        gate.clone()
    }
}

impl Gate {
    /// What robots.txt says, read by `read` the first time; a failure is asked again the next time.
    pub(super) async fn rules<E, F>(&self, read: impl FnOnce() -> F) -> Result<&Rules, E>
    where
        F: Future<Output = Result<Rules, E>>,
    {
        self.rules.get_or_try_init(read).await
    }

    /// Waits for its turn; the turn lasts until the permit is dropped.
    pub(super) async fn turn(&self) -> Option<OwnedSemaphorePermit> {
        // The semaphore is never closed.
        let permit = self.at_once.clone().acquire_owned().await.ok();
        if let Some(apart) = &self.apart {
            apart.until_ready().await;
        }
        if let Some(apart) = self.rules.get().and_then(|rules| rules.apart.as_ref()) {
            apart.until_ready().await;
        }
        permit
    }
}

/// One request each `interval`, none in advance; no limit for zero.
fn limiter(interval: Duration) -> Option<DefaultDirectRateLimiter> {
    Quota::with_period(interval).map(DefaultDirectRateLimiter::direct)
}
