//! The command line: what can be asked, and which file answers it. Does no work of its own.

mod backup;
mod calibrate;
mod completions;
mod console;
mod demo;
mod duplicates;
mod evaluate;
mod evaluate_duplicates;
mod evaluate_sets;
mod explain;
mod failure;
mod import;
mod judged;
mod lexicon;
mod matching;
mod openapi;
mod place;
mod progress;
mod reindex;
mod rows;
mod serve;
mod table;
mod thesaurus;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use matcher_core::model::LanguageTag;
use matcher_core::text::TextLanguage;

use failure::Failure;
use place::Place;

/// Matches what Chile's regions need with what the world offers in cooperation.
#[derive(Debug, Parser)]
#[command(
    name = "matcher",
    version,
    propagate_version = true,
    after_help = "Examples:\n  matcher demo\n  matcher import offers ofertas.csv --source planilla\n  matcher match --text \"agua potable rural\" --territory 11303\n  matcher serve --data /srv/matcher\n\nExit codes: 0 done; 1 done, but some rows failed; 2 could not be done."
)]
pub struct Cli {
    #[command(flatten)]
    place: Place,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Serve(serve::Serve),
    Demo(demo::Demo),
    Import(import::Import),
    Match(matching::Match),
    Duplicates(duplicates::Duplicates),
    Reindex(reindex::Reindex),
    Backup(backup::Backup),
    Restore(backup::Restore),
    Openapi(openapi::Openapi),
    Evaluate(evaluate::Evaluate),
    Calibrate(calibrate::Calibrate),
    Lexicon(lexicon::Lexicon),
    Thesaurus(thesaurus::ThesaurusCommand),
    Completions(completions::Completions),
}

/// How a command that could be done has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Done {
    /// All of it.
    Whole,
    /// Some rows failed; they were named.
    InPart,
}

/// A language that texts can be read in, as an argument of a command.
fn text_language(text: &str) -> Result<TextLanguage, String> {
    let language = text.parse::<LanguageTag>().ok().as_ref().and_then(TextLanguage::of);
    language.ok_or_else(|| "give es, en, fr, pt or de".to_owned())
}

/// Runs the program: arguments in, exit code out.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(message) => {
            // Help and version are messages too, and go to standard output with code 0.
            let code = if message.use_stderr() { failure::COULD_NOT } else { 0 };
            drop(message.print());
            return ExitCode::from(code);
        }
    };
    console::start_log(&cli.command);
    let outcome = actix_web::rt::System::new().block_on(cli.run());
    match outcome {
        Ok(Done::Whole) => ExitCode::SUCCESS,
        Ok(Done::InPart) => ExitCode::from(failure::IN_PART),
        Err(failure) => ExitCode::from(failure.tell()),
    }
}

impl Cli {
    async fn run(self) -> Result<Done, Failure> {
        let place = self.place;
        match self.command {
            Command::Serve(command) => command.run(&place).await,
            Command::Demo(command) => command.run(&place).await,
            Command::Import(command) => command.run(&place).await,
            Command::Match(command) => command.run(&place).await,
            Command::Duplicates(command) => command.run(&place).await,
            Command::Reindex(command) => command.run(&place).await,
            Command::Backup(command) => command.run(&place).await,
            Command::Restore(command) => command.run(&place).await,
            Command::Openapi(command) => command.run(),
            Command::Evaluate(command) => command.run(&place),
            Command::Calibrate(command) => command.run(&place),
            Command::Lexicon(command) => command.run(&place),
            Command::Thesaurus(command) => command.run(&place),
            Command::Completions(command) => command.run(),
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::Cli;

    #[test]
    fn every_command_has_examples() {
        let program = Cli::command();
        program.clone().debug_assert();
        for command in
            program.get_subcommands().flat_map(|one| std::iter::once(one).chain(one.get_subcommands()))
        {
            let examples = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            assert!(examples.contains("matcher "), "{} shows no example", command.get_name());
            assert!(command.get_about().is_some(), "{} is not described", command.get_name());
        }
    }
}
