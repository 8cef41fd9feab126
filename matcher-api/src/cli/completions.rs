//! `matcher completions`: what the shell needs to complete the commands.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::failure::Failure;
use super::{Cli, Done, console};

/// Print the completion script of a shell.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  matcher completions bash > /etc/bash_completion.d/matcher\n  matcher completions fish > ~/.config/fish/completions/matcher.fish"
)]
pub(super) struct Completions {
    /// The shell.
    #[arg(value_enum)]
    shell: Shell,
}

impl Completions {
    pub(super) fn run(self) -> Result<Done, Failure> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "matcher", &mut script);
        console::print(&String::from_utf8_lossy(&script))?;
        Ok(Done::Whole)
    }
}
