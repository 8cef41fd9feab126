//! `matcher lexicon`: translation tables between languages are learnt, looked into and extended.

mod extend;
mod learn;
mod show;
mod train;

use clap::{Args, Subcommand};

use super::Done;
use super::failure::Failure;
use super::place::Place;

/// Learn, look into and extend the tables that carry words from one language to another.
#[derive(Debug, Args)]
#[command(
    subcommand_required = true,
    after_help = "Examples:\n  matcher lexicon show glaciar --from es --to en\n  matcher lexicon extend glosario.tsv --out lexico.bin\n  MATCHER_LEXICON=lexico.bin matcher serve\n\nHow tables are learnt, and what the files must look like: docs/lexicon.md."
)]
pub(super) struct Lexicon {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Show(show::Show),
    Extend(extend::Extend),
    Train(train::Train),
}

impl Lexicon {
    pub(super) fn run(self, place: &Place) -> Result<Done, Failure> {
        match self.command {
            Command::Show(command) => command.run(place),
            Command::Extend(command) => command.run(place),
            Command::Train(command) => command.run(),
        }
    }
}
