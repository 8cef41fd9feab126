//! The command line: what can be asked, and what the answers' exit codes mean.
//!
//! Exit codes: 0 done; 1 done, but some sources (preview: records) were not; 2 nothing done.

mod preview;
mod run;
mod show;
mod sources;

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};
use matcher_core::thesaurus::Thesaurus;
use url::Url;

const EXAMPLES: &str = "\
Examples:
  See what an adapter makes of a file, and import it elsewhere:
    matcher-harvest preview --adapter eu_portal --from grants.json > offers.jsonl
    matcher import offers offers.jsonl
  The same of a feed on the web, with what a source file knows about its publisher:
    matcher-harvest preview --adapter feed --from https://example.org/calls.rss --source my-source.toml
  Harvest every shipped source, or some:
    matcher-harvest run
    matcher-harvest run --source eu-portal --source grants-gov
  Harvest what is due, as a timer does every night, with a report to mail:
    matcher-harvest run --due --contact https://example.cl/cosecha --format markdown
  Harvest recorded payloads instead of the network:
    matcher-harvest run --replay recordings/

Exit codes of run:
  0  every source was read (records that could not be are in the report), or none is due
  1  some sources failed, the others were read
  2  nothing was read: every source failed, another harvest is running, wrong arguments, no store
Exit codes of preview: 0 done; 1 some records were rejected; 2 nothing done.

A run may be killed at any moment: nothing is lost, and the next run goes on, with --due only where it was left.";

/// Gathers offers of cooperation from their sources, in one form.
#[derive(Debug, Parser)]
#[command(name = "matcher-harvest", version, about, after_help = EXAMPLES)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
    /// SKOS files that add subjects and names to the shipped thesaurus, comma-separated: the server's own.
    #[arg(long, global = true, value_name = "FILES", env = "MATCHER_THESAURUS", value_delimiter = ',')]
    thesaurus: Vec<String>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Print the offers of one payload as JSON lines (what `matcher import offers` reads); touches no database.
    ///
    /// Problems go to standard error, one line each.
    Preview(PreviewArgs),
    /// Harvest sources into the store; a second run on the same input writes nothing.
    Run(RunArgs),
    /// List the shipped sources.
    Sources(SourcesArgs),
}

#[derive(Debug, Args)]
struct PreviewArgs {
    /// The adapter: bdns, eu_portal, feed, grants_gov, html, iati, json, oai_pmh, sitemap, table or wordpress.
    #[arg(long, value_name = "NAME", value_parser = adapter_name)]
    adapter: String,
    /// A file (also gzip), an http or https address, or - for standard input.
    #[arg(long, value_name = "PATH|URL")]
    from: String,
    /// A shipped source or a source file, for publisher, country, language, address and mapping.
    ///
    /// The adapters json and table need one; docs/harvest-sources.md says how to write it.
    #[arg(long, value_name = "NAME|FILE")]
    source: Option<String>,
}

#[derive(Debug, Args)]
struct RunArgs {
    /// A shipped source or a source file; may be given again. All shipped sources when absent.
    #[arg(long, value_name = "NAME|FILE")]
    source: Vec<String>,
    /// Only sources that are due: by their cadence, and when they were last read well.
    #[arg(long)]
    due: bool,
    /// Sources read at once; each publisher still sees few requests at a time.
    #[arg(long, value_name = "N", default_value_t = crate::limits::JOBS, value_parser = jobs)]
    jobs: usize,
    /// A web page that tells publishers who reads them and whom to ask; sent with every request.
    #[arg(long, value_name = "URL", env = "MATCHER_HARVEST_CONTACT", value_parser = contact)]
    contact: Option<Url>,
    /// Read recorded payloads below this folder instead of the network.
    #[arg(long, value_name = "DIR")]
    replay: Option<PathBuf>,
    /// The data folder, with the store in it.
    #[arg(long, value_name = "DIR", env = "MATCHER_DATA", default_value = "data")]
    data: PathBuf,
    /// A store elsewhere: sqlite:///path/file or postgres://user:password@host/database.
    #[arg(long, value_name = "URL", env = "MATCHER_DATABASE_URL", hide_env_values = true)]
    database_url: Option<String>,
    /// Believe a source that lists far fewer records than usual: it has really shrunk.
    #[arg(long)]
    accept_fewer: bool,
    /// The form of the report.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// The same as --format json.
    #[arg(long, conflicts_with = "format")]
    json: bool,
}

impl RunArgs {
    fn format(&self) -> Format {
        if self.json { Format::Json } else { self.format }
    }
}

/// The form of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For a terminal.
    Table,
    /// For programs, with every record that differs.
    Json,
    /// For a mail or a page.
    Markdown,
}

#[derive(Debug, Args)]
struct SourcesArgs {
    /// Print the list as JSON.
    #[arg(long)]
    json: bool,
}

fn adapter_name(name: &str) -> Result<String, String> {
    let known = crate::adapters::names();
    if known.contains(&name) {
        Ok(name.to_owned())
    } else {
        Err(format!("known adapters: {}", known.join(", ")))
    }
}

fn jobs(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(jobs @ 1..=32) => Ok(jobs),
        _ => Err("give 1 to 32".to_owned()),
    }
}

/// An address that fits into a header.
fn contact(text: &str) -> Result<Url, String> {
    match Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "http" | "https" | "mailto") => Ok(url),
        _ => {
            Err("give an address such as https://example.cl/cosecha or mailto:someone@example.cl".to_owned())
        }
    }
}

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    Done,
    InPart,
    Nothing,
}

async fn ending(cli: Cli) -> Result<Ending, Failure> {
    // An empty variable names no file.
    let own: Vec<PathBuf> = cli.thesaurus.iter().filter(|name| !name.is_empty()).map(PathBuf::from).collect();
    Thesaurus::use_files(&own)?;
    match cli.command {
        Command::Preview(args) => preview::run(args).await,
        Command::Run(args) => run::run(args).await,
        Command::Sources(args) => sources::run(&args),
    }
}

/// Does what was asked.
pub async fn run(cli: Cli) -> ExitCode {
    match ending(cli).await {
        Ok(Ending::Done) => ExitCode::SUCCESS,
        Ok(Ending::InPart) => ExitCode::from(1),
        Ok(Ending::Nothing) => ExitCode::from(2),
        // Whoever reads the other end of the pipe has seen enough.
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(failure) => {
            complain(&format!("error: {failure}"));
            ExitCode::from(2)
        }
    }
}

/// Why nothing could be done.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Thesaurus(#[from] matcher_core::thesaurus::ThesaurusFileError),
    #[error(transparent)]
    Source(#[from] crate::source::SourceError),
    #[error("cannot read {from}: {error}")]
    Input { from: String, error: io::Error },
    #[error("cannot fetch {from}: {error}")]
    Fetch { from: String, error: crate::http::FetchError },
    #[error("{from}: {error} ({})", .error.code())]
    Payload { from: String, error: crate::problem::PayloadError },
    #[error("{from} is not an address: {error}")]
    Address { from: String, error: url::ParseError },
    #[error(transparent)]
    Client(#[from] crate::http::FetchError),
    #[error("the store cannot be used: {0}")]
    Store(#[from] matcher_store::StoreError),
    #[error("the data folder {folder} cannot be made: {error}")]
    DataFolder { folder: String, error: io::Error },
    #[error("another harvest is running over this data folder (it holds {0}): wait for it to end")]
    AlreadyRunning(String),
    #[error("no source has a recorded payload below {0}")]
    NothingToReplay(String),
    #[error("cannot write the answer: {0}")]
    Output(#[from] io::Error),
    #[error("cannot write the answer: {0}")]
    Json(#[from] serde_json::Error),
}

/// A line on standard error. Nothing is left to do when that fails too.
fn complain(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}
