//! Where a source's payloads come from: the network, or a folder of recordings.
//!
//! Knows nothing of what is in them.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use crate::adapters::Request;
use crate::crawl::{Crawled, crawl};
use crate::http::{FetchError, Fetcher};
use crate::payload::Payload;
use crate::replay;
use crate::source::Source;

/// Where payloads come from.
#[derive(Debug)]
pub enum Reading {
    /// Files below a folder.
    Recorded(PathBuf),
    /// The network.
    Live(Box<Fetcher>),
}

/// What a source gave.
#[derive(Debug, Default)]
pub struct Read {
    /// Its payloads, in order, and what was not reached.
    pub crawled: Crawled,
    /// What was asked for over the network.
    pub asked: Vec<Request>,
}

/// Why a source gave nothing.
#[derive(Debug)]
pub struct Unread {
    /// Stable code, kebab-case.
    pub code: String,
    /// What happened, with the address or file.
    pub detail: String,
}

impl Unread {
    /// Nothing for the reason that `code` names.
    pub fn new(code: &str, detail: impl Into<String>) -> Self {
        Self { code: code.to_owned(), detail: detail.into() }
    }
}

impl Reading {
    /// Whether there is something to read of `source` at all: a recording may be missing.
    pub fn holds(&self, source: &Source) -> bool {
        match self {
            Self::Recorded(folder) => replay::find_files(source, folder).is_ok_and(|files| !files.is_empty()),
            Self::Live(_) => true,
        }
    }

    /// All payloads of `source`.
    ///
    /// # Errors
    /// One of them cannot be had.
    pub async fn read(&self, source: &Source) -> Result<Read, Unread> {
        match self {
            Self::Recorded(folder) => {
                let (source, folder) = (source.clone(), folder.clone());
                let read = tokio::task::spawn_blocking(move || recorded(&source, &folder)).await;
                read.unwrap_or_else(|error| Err(Unread::new("cannot-read", error.to_string())))
            }
            Self::Live(fetcher) => fetch_all(source, fetcher).await,
        }
    }

    /// Of `asked`, how many answers had not changed since the last run.
    pub fn not_modified(&self, asked: &[Request]) -> usize {
        match self {
            Self::Recorded(_) => 0,
            Self::Live(fetcher) => asked.iter().filter(|request| fetcher.was_not_modified(request)).count(),
        }
    }

    /// Forgets answers that were of no use, so that the next run asks for them in full.
    pub fn forget(&self, asked: &[Request]) {
        if let Self::Live(fetcher) = self {
            for request in asked {
                fetcher.forget(request);
            }
        }
    }
}

fn recorded(source: &Source, folder: &std::path::Path) -> Result<Read, Unread> {
    let unread = |at: &std::path::Path, error: &std::io::Error| {
        Unread::new("cannot-read", format!("{}: {error}", at.display()))
    };
    let files = replay::find_files(source, folder).map_err(|error| unread(folder, &error))?;
    if files.is_empty() {
        let detail = format!("no file below {} fits its patterns", folder.display());
        return Err(Unread::new("no-recording", detail));
    }
    let payloads =
        files.iter().map(|file| replay::read_file(file, source).map_err(|error| unread(file, &error)));
    let payloads: Vec<Payload> = payloads.collect::<Result<_, _>>()?;
    Ok(Read { crawled: payloads.into(), asked: Vec::new() })
}

async fn fetch_all(source: &Source, fetcher: &Fetcher) -> Result<Read, Unread> {
    let asked = Mutex::new(Vec::new());
    let fetch = async |request: &Request| {
        let payload = fetcher.fetch(request).await?;
        asked.lock().unwrap_or_else(PoisonError::into_inner).push(request.clone());
        Ok(payload)
    };
    let crawled = crawl(source, fetch, FetchError::loss).await;
    let crawled =
        crawled.map_err(|(request, error)| Unread::new(error.code(), format!("{}: {error}", request.url)))?;
    Ok(Read { crawled, asked: asked.into_inner().unwrap_or_else(PoisonError::into_inner) })
}
