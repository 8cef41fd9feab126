//! `matcher lexicon train`: tables from vocabularies alone.

use std::path::PathBuf;

use clap::Args;
use matcher_core::lexicon::Corpus;

use super::super::Done;
use super::super::failure::Failure;
use super::learn;

/// Learn tables from parallel vocabularies. The same files give the same bytes, in whatever order.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  matcher lexicon train --vocabulary eurovoc.tsv esco.tsv thesaurus/*.ttl --out lexicon.bin\n  matcher lexicon train --vocabulary eurovoc.ttl --credits sources.txt --out lexicon.bin\n\nTables (.tsv): a heading with two or more of es, en, fr, pt, de, cells between tabs. SKOS: .ttl or .nt.\nTo add a vocabulary of your own to the shipped tables, use matcher lexicon extend."
)]
pub(super) struct Train {
    /// The vocabularies.
    #[arg(long, value_name = "FILE", required = true, num_args = 1..)]
    vocabulary: Vec<PathBuf>,
    /// Text that names their sources and terms, kept in the file [default: the names of the files].
    #[arg(long, value_name = "FILE")]
    credits: Option<PathBuf>,
    /// The file to write; replaced when there.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

impl Train {
    pub(super) fn run(self) -> Result<Done, Failure> {
        let mut corpus = Corpus::default();
        let read = learn::read(&self.vocabulary, 1, &mut corpus)?;
        learn::write(&corpus, &learn::credits(self.credits.as_deref(), read)?, &self.out)
    }
}
