//! The backup file itself: packed lines out, lines in, with their limits and their checksum.
//!
//! Knows nothing of the database.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::bufread::GzDecoder;
use flate2::write::GzEncoder;

use super::{CHUNK_BYTES, CHUNK_LINES, Line, MAX_BYTES, MAX_LINE_BYTES, Trailer};
use crate::StoreError;

/// A backup being written: under another name until it is whole, so that a name always stands for a whole backup.
pub(super) struct Output {
    packed: GzEncoder<BufWriter<File>>,
    hasher: blake3::Hasher,
    partial: Partial,
    target: PathBuf,
}

/// The unfinished file; deleted unless it is renamed.
struct Partial(Option<PathBuf>);

impl Drop for Partial {
    fn drop(&mut self) {
        if let Some(path) = &self.0 {
            // Nothing can be done about a failure here, and the name says what it is.
            let _ = std::fs::remove_file(path);
        }
    }
}

impl Output {
    pub(super) fn create(target: &Path) -> Result<Self, StoreError> {
        let name = target.file_name().ok_or_else(|| {
            let error = io::Error::new(io::ErrorKind::InvalidInput, "name a file, not a folder");
            failed(target, error)
        })?;
        if target.symlink_metadata().is_ok() {
            return Err(failed(target, taken()));
        }
        let mut partial = name.to_owned();
        partial.push(format!(".partial-{}", std::process::id()));
        let partial = target.with_file_name(partial);
        let file = File::create(&partial).map_err(|error| failed(&partial, error))?;
        Ok(Self {
            packed: GzEncoder::new(BufWriter::new(file), Compression::default()),
            hasher: blake3::Hasher::new(),
            partial: Partial(Some(partial)),
            target: target.to_owned(),
        })
    }

    pub(super) fn lines(mut self, lines: &[Line]) -> Result<Self, StoreError> {
        for line in lines {
            let bytes = encode(line).map_err(|error| failed(&self.target, error))?;
            self.hasher.update(&bytes);
            self.packed.write_all(&bytes).map_err(|error| failed(&self.target, error))?;
        }
        Ok(self)
    }

    /// Adds the trailer and gives the file its name, once it has reached the disk.
    pub(super) fn finish(mut self) -> Result<(), StoreError> {
        let target = self.target.clone();
        self.seal().map_err(|error| failed(&target, error))
    }

    fn seal(&mut self) -> io::Result<()> {
        let trailer = Trailer { blake3: self.hasher.finalize().to_hex().to_string() };
        self.packed.write_all(&encode(&Line::End(trailer))?)?;
        self.packed.try_finish()?;
        let buffer = self.packed.get_mut();
        buffer.flush()?;
        buffer.get_ref().sync_all()?;
        if let Some(partial) = &self.partial.0 {
            give_name(partial, &self.target)?;
        }
        let folder = self.target.parent().filter(|folder| !folder.as_os_str().is_empty());
        File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
    }
}

/// Gives a whole file its name, never that of another; the first name goes when the file is let go.
fn give_name(partial: &Path, target: &Path) -> io::Result<()> {
    match std::fs::hard_link(partial, target) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(taken()),
        // Some file systems know one name a file.
        Err(_) if target.symlink_metadata().is_err() => std::fs::rename(partial, target),
        outcome => outcome,
    }
}

fn taken() -> io::Error {
    io::Error::new(
        io::ErrorKind::AlreadyExists,
        "it exists already: name a new file, or move the old one away",
    )
}

fn encode(line: &Line) -> io::Result<Vec<u8>> {
    let mut bytes = serde_json::to_vec(line)?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn failed(path: &Path, error: io::Error) -> StoreError {
    StoreError::File { path: path.to_owned(), error }
}

/// A backup being read.
pub(super) struct Input {
    unpacked: BufReader<GzDecoder<BufReader<File>>>,
    hasher: blake3::Hasher,
    path: PathBuf,
    line: u64,
    bytes: u64,
    ended: bool,
}

/// A line with its number, from 1.
pub(super) type Numbered = (u64, Line);

impl Input {
    pub(super) fn open(path: &Path) -> Result<Self, StoreError> {
        let file = File::open(path).map_err(|error| failed(path, error))?;
        Ok(Self {
            unpacked: BufReader::with_capacity(1 << 16, GzDecoder::new(BufReader::new(file))),
            hasher: blake3::Hasher::new(),
            path: path.to_owned(),
            line: 0,
            bytes: 0,
            ended: false,
        })
    }

    /// The first line, which tells whether there is sense in reading on.
    pub(super) fn header(mut self) -> Result<(Self, Line), StoreError> {
        let header = self.line()?;
        Ok((self, header))
    }

    /// The next lines, none once the trailer has been read and found right.
    pub(super) fn lines(mut self) -> Result<(Self, Vec<Numbered>), StoreError> {
        let mut lines = Vec::new();
        let begun_at = self.bytes;
        while !self.ended && lines.len() < CHUNK_LINES && self.bytes - begun_at < CHUNK_BYTES as u64 {
            match self.line()? {
                Line::End(trailer) => self.end(&trailer)?,
                line => lines.push((self.line, line)),
            }
        }
        Ok((self, lines))
    }

    fn line(&mut self) -> Result<Line, StoreError> {
        self.line += 1;
        let mut text = Vec::new();
        let most = MAX_LINE_BYTES as u64 + 1;
        if let Err(error) = (&mut self.unpacked).take(most).read_until(b'\n', &mut text) {
            return Err(self.unreadable(error));
        }
        self.bytes += text.len() as u64;
        if text.last() != Some(&b'\n') {
            return Err(if text.len() > MAX_LINE_BYTES {
                self.damaged(format!("it has more than {MAX_LINE_BYTES} bytes"))
            } else {
                self.damaged("the file ends in the middle".to_owned())
            });
        }
        if self.bytes > MAX_BYTES {
            return Err(self.damaged(format!("it unpacks to more than {MAX_BYTES} bytes")));
        }
        let line = serde_json::from_slice(&text).map_err(|error| self.damaged(error.to_string()))?;
        if !matches!(line, Line::End(_)) {
            self.hasher.update(&text);
        }
        Ok(line)
    }

    fn end(&mut self, trailer: &Trailer) -> Result<(), StoreError> {
        self.ended = true;
        if *self.hasher.finalize().to_hex() != *trailer.blake3 {
            return Err(self.damaged("the checksum of the lines before it is another".to_owned()));
        }
        let rest = self.unpacked.fill_buf().map(|rest| !rest.is_empty());
        let behind = self.unpacked.get_mut().get_mut().fill_buf().map(|rest| !rest.is_empty());
        match (rest, behind) {
            (Ok(false), Ok(false)) => Ok(()),
            (Ok(_), Ok(_)) => Err(self.damaged("something follows the end".to_owned())),
            (Err(error), _) | (_, Err(error)) => Err(self.unreadable(error)),
        }
    }

    /// What the disk cannot read is the disk's failure, what cannot be unpacked is the file's.
    fn unreadable(&self, error: io::Error) -> StoreError {
        use io::ErrorKind::{InvalidData, InvalidInput, UnexpectedEof};
        match error.kind() {
            UnexpectedEof => self.damaged("the file ends in the middle".to_owned()),
            InvalidData | InvalidInput => self.damaged(format!("it cannot be unpacked: {error}")),
            _ => failed(&self.path, error),
        }
    }

    pub(super) fn damaged(&self, detail: String) -> StoreError {
        damaged(&self.path, self.line, detail)
    }
}

/// The backup at `path` is wrong at `line`.
pub(super) fn damaged(path: &Path, line: u64, detail: String) -> StoreError {
    StoreError::DamagedBackup { file: path.to_owned(), line, detail }
}
