//! Why something could not be fetched, in words for whoever tends the sources.

use std::error::Error;
use std::time::Duration;

use crate::crawl::Loss;

/// Why a request brought no payload.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum FetchError {
    /// Neither http nor https, or an address without a host.
    #[error("{0} is not an http or https address")]
    NotWeb(String),
    /// The name resolves to this machine or a private network, or the address is one.
    #[error("{0} lies in a private network or on this machine, which sources do not")]
    PrivateAddress(String),
    /// The name does not resolve.
    #[error("the name {host} cannot be resolved: {detail}")]
    Unresolved {
        /// The name.
        host: String,
        /// The resolver's complaint.
        detail: String,
    },
    /// More redirects than followed.
    #[error("more than {limit} redirects")]
    TooManyRedirects {
        /// The cap.
        limit: usize,
    },
    /// Not a 2xx answer.
    #[error("{url} answered with status {code}")]
    Status {
        /// HTTP status.
        code: u16,
        /// Where, after redirects.
        url: String,
        /// How long the server asks to be left alone.
        retry_after: Option<Duration>,
    },
    /// The publisher's robots.txt forbids it.
    #[error("the robots.txt of the publisher does not allow {url}; ask the publisher, or drop the source")]
    Forbidden {
        /// The address.
        url: String,
    },
    /// Nobody knows what the publisher forbids, so nothing is fetched.
    #[error("{url} answered with status {code}: what the publisher forbids cannot be known now")]
    RulesUnreachable {
        /// HTTP status.
        code: u16,
        /// Where the rules lie.
        url: String,
    },
    /// The publisher's robots.txt broke off or came too slowly, so nothing is fetched either.
    #[error("{url} could not be read to its end ({detail}): what the publisher forbids cannot be known now")]
    RulesCutShort {
        /// Where the rules lie.
        url: String,
        /// What happened.
        detail: String,
    },
    /// The service wants a key that is not at hand.
    #[error(
        "the service wants a key and the environment variable {env} {reason}; set it where the harvest runs"
    )]
    NoKey {
        /// The environment variable.
        env: String,
        /// What is wrong with it; never what it holds.
        reason: &'static str,
    },
    /// A redirect from https to http.
    #[error("{url} would be read without encryption, where the source is read with it")]
    Downgrade {
        /// The address redirected to.
        url: String,
    },
    /// A body above the cap once decompressed.
    #[error("the answer is larger than {limit} bytes once decompressed")]
    TooLarge {
        /// The cap.
        limit: usize,
    },
    /// No connection, no answer or no end of the answer in time.
    #[error("no answer in time")]
    Timeout,
    /// Everything else: no connection, broken TLS, a body cut short.
    #[error("the request failed: {0}")]
    Failed(String),
}

impl FetchError {
    /// Whether the service says that there is no such thing.
    pub const fn loss(&self) -> Loss {
        match self {
            Self::Status { code: 400 | 404 | 410 | 416, .. } => Loss::Absent,
            _ => Loss::Failed,
        }
    }

    /// Stable code, kebab-case.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotWeb(_) => "fetch-not-web",
            Self::PrivateAddress(_) => "fetch-private-address",
            Self::Unresolved { .. } => "fetch-unresolved",
            Self::TooManyRedirects { .. } => "fetch-too-many-redirects",
            Self::Status { .. } => "fetch-status",
            Self::Forbidden { .. } => "fetch-robots-forbid",
            Self::RulesUnreachable { .. } | Self::RulesCutShort { .. } => "fetch-robots-unreachable",
            Self::NoKey { .. } => "fetch-no-key",
            Self::Downgrade { .. } => "fetch-downgrade",
            Self::TooLarge { .. } => "fetch-too-large",
            Self::Timeout => "fetch-timeout",
            Self::Failed(_) => "fetch-failed",
        }
    }

    /// Whether it may have passed when asked again.
    pub(super) const fn may_pass(&self) -> bool {
        match self {
            Self::Timeout | Self::Failed(_) | Self::Unresolved { .. } | Self::RulesCutShort { .. } => true,
            Self::Status { code, .. } | Self::RulesUnreachable { code, .. } => {
                matches!(code, 408 | 425 | 429 | 500 | 502 | 503 | 504)
            }
            _ => false,
        }
    }

    /// How long the server asks to be left alone.
    pub(super) const fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Status { retry_after, .. } => *retry_after,
            _ => None,
        }
    }

    /// Finds our own refusal behind the client's error; else tells time-outs from other failures.
    pub(super) fn from_client(error: &reqwest::Error) -> Self {
        let mut cause: Option<&(dyn Error + 'static)> = Some(error);
        let mut deepest = error.to_string();
        while let Some(here) = cause {
            if let Some(own) = here.downcast_ref::<Self>() {
                return own.clone();
            }
            deepest = here.to_string();
            cause = here.source();
        }
        if error.is_timeout() { Self::Timeout } else { Self::Failed(deepest) }
    }
}
