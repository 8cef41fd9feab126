//! What was fetched before, with the marks by which a server says that it has not changed since.
//!
//! One file an address: a line of JSON, then the body, gzip. A file that cannot be read is as good as none: then
//! everything is fetched again. Knows nothing of requests and answers.

use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use flate2::Compression;
use flate2::bufread::GzDecoder;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::adapters::Request;
use crate::limits::{CACHE_DAYS, MAX_PAYLOAD_BYTES};
use crate::payload::Payload;

/// The marks of an answer; at least one is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Marks {
    pub(super) etag: Option<String>,
    pub(super) last_modified: Option<String>,
}

/// An answer kept.
#[derive(Debug, Clone)]
pub(super) struct Kept {
    pub(super) marks: Marks,
    pub(super) payload: Payload,
}

#[derive(Serialize, Deserialize)]
struct Head {
    url: Url,
    marks: Marks,
    charset: Option<String>,
    base: Option<Url>,
    blake3: String,
}

/// The folder of what was fetched before.
#[derive(Debug)]
pub(super) struct Cache {
    folder: PathBuf,
}

impl Cache {
    /// Makes the folder where it is missing, and drops what nobody asked for in [`CACHE_DAYS`].
    pub(super) fn open(folder: &Path) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        let oldest = SystemTime::now() - Duration::from_secs(CACHE_DAYS * 86_400);
        for file in fs::read_dir(folder)?.flatten() {
            if file.metadata().and_then(|about| about.modified()).is_ok_and(|used| used < oldest) {
                let _ = fs::remove_file(file.path());
            }
        }
        Ok(Self { folder: folder.to_owned() })
    }

    /// Only what a plain GET fetched is kept.
    fn file(&self, request: &Request) -> Option<PathBuf> {
        let plain = request.post.is_none();
        plain.then(|| self.folder.join(blake3::hash(request.url.as_str().as_bytes()).to_hex().as_str()))
    }

    /// What was fetched for `request` before.
    pub(super) fn find(&self, request: &Request) -> Option<Kept> {
        let file = self.file(request)?;
        let most = request.max_bytes.unwrap_or(MAX_PAYLOAD_BYTES);
        let kept = read(&fs::read(&file).ok()?, &request.url, most);
        if kept.is_none() {
            // Damaged: nothing to build on.
            let _ = fs::remove_file(&file);
        }
        kept
    }

    /// Keeps an answer in place of an earlier one; a cache that cannot be written only costs a full answer next time.
    pub(super) fn keep(&self, request: &Request, marks: Marks, payload: &Payload) {
        let Some(file) = self.file(request) else { return };
        if let Err(error) = write(&file, &request.url, marks, payload) {
            tracing::warn!(%error, url = %request.url, "the answer could not be kept for the next run");
        }
    }

    /// Notes that the kept answer still holds.
    pub(super) fn touch(&self, request: &Request) {
        if let Some(file) = self.file(request)
            && let Ok(file) = fs::File::options().append(true).open(file)
        {
            let _ = file.set_modified(SystemTime::now());
        }
    }

    /// Forgets what was fetched for `request`.
    pub(super) fn forget(&self, request: &Request) {
        if let Some(file) = self.file(request) {
            let _ = fs::remove_file(file);
        }
    }
}

fn read(bytes: &[u8], url: &Url, most: usize) -> Option<Kept> {
    let end = bytes.iter().position(|byte| *byte == b'\n')?;
    let head: Head = serde_json::from_slice(&bytes[..end]).ok().filter(|head: &Head| head.url == *url)?;
    let mut body = Vec::new();
    let packed = GzDecoder::new(&bytes[end + 1..]);
    packed.take(most as u64 + 1).read_to_end(&mut body).ok()?;
    let whole = *blake3::hash(&body).to_hex() == *head.blake3;
    let payload = Payload { bytes: body, charset: head.charset, base: head.base, ..Payload::default() };
    whole.then_some(Kept { marks: head.marks, payload })
}

fn write(file: &Path, url: &Url, marks: Marks, payload: &Payload) -> io::Result<()> {
    let head = Head {
        url: url.clone(),
        marks,
        charset: payload.charset.clone(),
        base: payload.base.clone(),
        blake3: blake3::hash(&payload.bytes).to_hex().to_string(),
    };
    let mut bytes = serde_json::to_vec(&head)?;
    bytes.push(b'\n');
    let mut packed = GzEncoder::new(bytes, Compression::fast());
    packed.write_all(&payload.bytes)?;
    let bytes = packed.finish()?;
    // Under another name first: whoever is killed here leaves the earlier answer whole.
    let partial = file.with_extension("partial");
    fs::write(&partial, bytes)?;
    fs::rename(&partial, file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_comes_back_and_damage_is_as_good_as_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let cache = Cache::open(folder.path()).expect("a cache");
        let request = Request::get("https://a.example/x".parse().expect("an address"));
        let marks = Marks { etag: Some("\"1\"".to_owned()), last_modified: None };
        let payload =
            Payload { charset: Some("latin1".to_owned()), ..Payload::from_bytes(b"cuerpo".to_vec()) };
        assert!(cache.find(&request).is_none());
        cache.keep(&request, marks.clone(), &payload);
        let kept = cache.find(&request).expect("kept");
        assert_eq!((&kept.payload.bytes[..], &kept.marks), (&b"cuerpo"[..], &marks));
        assert_eq!(kept.payload.charset.as_deref(), Some("latin1"));

        let posted = Request::post_json(request.url.clone(), "{}".to_owned());
        cache.keep(&posted, marks.clone(), &payload);
        assert!(cache.find(&posted).is_none(), "searches are asked anew");

        let file = cache.file(&request).expect("a file");
        let bytes = fs::read(&file).expect("read");
        for damaged in [&bytes[..bytes.len() - 4], &bytes[..10], b""] {
            fs::write(&file, damaged).expect("written");
            assert!(cache.find(&request).is_none());
            assert!(!file.exists(), "and it is cleared away");
        }
        cache.keep(&request, marks, &payload);
        let long_ago = SystemTime::now() - Duration::from_secs((CACHE_DAYS + 1) * 86_400);
        let opened = fs::File::options().append(true).open(&file).expect("open");
        opened.set_modified(long_ago).expect("aged");
        Cache::open(folder.path()).expect("a cache");
        assert!(!file.exists(), "nobody asked for it");
    }
}
