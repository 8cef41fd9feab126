//! What training and extending share: read the vocabularies, learn, write the file, say what came of it.

use std::path::{Path, PathBuf};

use matcher_core::lexicon::{Corpus, Lexicon, read_vocabulary};

use super::super::failure::Failure;
use super::super::progress::Bar;
use super::super::{Done, console};

/// Reads `files` on top of `corpus`; a line on each for the credits where nothing better is known.
pub(super) fn read(files: &[PathBuf], weight: u32, corpus: &mut Corpus) -> Result<String, Failure> {
    let bar = Bar::of("read");
    let mut said = String::new();
    for (done, file) in files.iter().enumerate() {
        bar.set(done as u64, files.len() as u64);
        let entries = read_vocabulary(file, weight, corpus)?;
        let name = file.file_name().unwrap_or(file.as_os_str());
        said += &format!("{}: {entries} entries\n", console::plain(&name.to_string_lossy()));
    }
    Ok(said)
}

/// Learns from `corpus` and writes the file.
pub(super) fn write(corpus: &Corpus, credits: &str, out: &Path) -> Result<Done, Failure> {
    let bar = Bar::of("learn");
    let lexicon = Lexicon::train(corpus, credits, &mut |done, of| bar.set(done as u64, of as u64))?;
    drop(bar);
    lexicon.save(out)?;
    console::print(&format!(
        "{}: {} words, {} translations, {} bytes, digest {}",
        out.display(),
        lexicon.words(),
        lexicon.translation_count(),
        lexicon.size_bytes(),
        lexicon.digest()
    ))?;
    Ok(Done::Whole)
}

/// The text of a file that names sources.
pub(super) fn credits(file: Option<&Path>, otherwise: String) -> Result<String, Failure> {
    match file {
        Some(file) => std::fs::read_to_string(file).map_err(|error| Failure::at(file.display(), error)),
        None => Ok(otherwise),
    }
}
