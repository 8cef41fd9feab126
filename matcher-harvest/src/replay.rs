//! Payloads from files instead of the network: a source's recorded payloads below a folder, or one named file.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::payload::Payload;
use crate::source::Source;

/// The recorded payloads of `source` below `folder`, in the order of its patterns, then by name.
///
/// # Errors
/// A pattern of the source file is no pattern, or a folder cannot be read.
pub fn find_files(source: &Source, folder: &Path) -> io::Result<Vec<PathBuf>> {
    let folder = glob::Pattern::escape(&folder.to_string_lossy());
    let mut files = Vec::new();
    for pattern in &source.replay {
        let found = glob::glob(&format!("{folder}/{pattern}")).map_err(io::Error::other)?;
        for file in found {
            let file = file.map_err(io::Error::from)?;
            if file.is_file() && !files.contains(&file) {
                files.push(file);
            }
        }
    }
    Ok(files)
}

/// The payload in `file`; relative links resolve against the source's own address.
///
/// # Errors
/// The file cannot be read, or is larger than any payload may be.
pub fn read_file(file: &Path, source: &Source) -> io::Result<Payload> {
    read_from(File::open(file)?, source)
}

/// The payload that `reader` gives until its end.
///
/// # Errors
/// As [`read_file`].
pub fn read_from(reader: impl Read, source: &Source) -> io::Result<Payload> {
    let mut bytes = Vec::new();
    let most = source.max_bytes();
    reader.take(most as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > most {
        return Err(io::Error::other(format!("larger than {most} bytes")));
    }
    let base = matches!(source.url.scheme(), "http" | "https").then(|| source.url.clone());
    Ok(Payload { bytes, base, ..Payload::default() })
}
