//! The command `matcher-harvest`: arguments in, text and exit codes out.

use std::process::ExitCode;

use clap::Parser;
use matcher_harvest::cli::{self, Cli};

#[tokio::main]
async fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::from_default_env())
        .with_writer(std::io::stderr)
        .init();
    cli::run(Cli::parse()).await
}
