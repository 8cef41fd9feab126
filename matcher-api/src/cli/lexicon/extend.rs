//! `matcher lexicon extend`: a deployment's own vocabulary on top of the tables in force.

use std::path::PathBuf;

use clap::Args;

use super::super::Done;
use super::super::failure::Failure;
use super::super::place::Place;
use super::learn;
use crate::state;

/// Add vocabularies to the tables in force and write the result as a file of its own.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  matcher lexicon extend glosario-regional.tsv --weight 5 --out lexico.bin\n  matcher lexicon extend agrovoc.nt --lexicon lexico.bin --out lexico2.bin\n\nThe tables keep the labels they were learnt from: with --weight 1 the result is what learning from\nall files at once gives.\nUse it with --lexicon or MATCHER_LEXICON."
)]
pub(super) struct Extend {
    /// The vocabularies to add: .tsv, .ttl or .nt.
    #[arg(value_name = "FILE", required = true, num_args = 1..)]
    files: Vec<PathBuf>,
    /// How often each entry counts: more than once where own words must prevail over their other meanings.
    #[arg(long, value_name = "TIMES", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=100))]
    weight: u32,
    /// Text that names their sources and terms, kept in the file [default: the names of the files].
    #[arg(long, value_name = "FILE")]
    credits: Option<PathBuf>,
    /// The file to write; replaced when there.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

impl Extend {
    pub(super) fn run(self, place: &Place) -> Result<Done, Failure> {
        let lexicon = state::load_vocabularies(&place.settings()?)?;
        let mut corpus = lexicon.corpus()?;
        let read = learn::read(&self.files, self.weight, &mut corpus)?;
        let credits = learn::credits(self.credits.as_deref(), read)?;
        learn::write(&corpus, &format!("{}\n{credits}", lexicon.credits().trim_end()), &self.out)
    }
}
