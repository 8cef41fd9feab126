//! `preview`: one payload through its adapter, offers to standard output, problems to standard error.

use std::io::{self, Write};
use std::path::Path;

use jiff::Zoned;
use matcher_core::model::{Draft, Offer};
use url::Url;

use super::{Ending, Failure, PreviewArgs, complain};
use crate::adapters::{Adapter, Request, find_adapter};
use crate::complete::complete;
use crate::http::Fetcher;
use crate::payload::Payload;
use crate::pipeline::{Gathered, gather};
use crate::problem::Severity;
use crate::replay;
use crate::source::Source;

pub(super) async fn run(args: PreviewArgs) -> Result<Ending, Failure> {
    let source = source_of(&args)?;
    let payload = read(&args.from, &source).await?;
    let from = args.from.clone();
    let mut gathered = gather(&source, &[payload]).map_err(|error| Failure::Payload { from, error })?;
    complete(&mut gathered.offers, Zoned::now().date());
    print(&gathered)
}

/// The source named, read through the adapter asked for; else the adapter's usual one, else one without a name.
fn source_of(args: &PreviewArgs) -> Result<Source, Failure> {
    let usual = find_adapter(&args.adapter).and_then(Adapter::usual_source);
    let source = match args.source.as_deref().or(usual) {
        Some(name) => Source::named(name)?,
        None => Source::unnamed()?,
    };
    Ok(source.read_by(&args.adapter)?)
}

async fn read(from: &str, source: &Source) -> Result<Payload, Failure> {
    let in_input = |error| Failure::Input { from: from.to_owned(), error };
    if from == "-" {
        return replay::read_from(io::stdin().lock(), source).map_err(in_input);
    }
    if !from.starts_with("http://") && !from.starts_with("https://") {
        return replay::read_file(Path::new(from), source).map_err(in_input);
    }
    let url = Url::parse(from).map_err(|error| Failure::Address { from: from.to_owned(), error })?;
    let request = if url == source.url { source.request() } else { Request::get(url) };
    let fetched = Fetcher::polite()?.fetch(&request).await;
    fetched.map_err(|error| Failure::Fetch { from: from.to_owned(), error })
}

fn print(gathered: &Gathered) -> Result<Ending, Failure> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    for offer in &gathered.offers {
        write_line(&mut out, offer)?;
    }
    out.flush()?;
    for problem in &gathered.problems {
        complain(&problem.to_string());
    }
    let count = |severity| gathered.problems.iter().filter(|problem| problem.severity == severity).count();
    let (lost, warnings, notes) = (count(Severity::Error), count(Severity::Warning), count(Severity::Note));
    complain(&format!(
        "{} offers; {lost} records rejected, {warnings} warnings, {notes} notes",
        gathered.offers.len()
    ));
    Ok(if lost > 0 { Ending::InPart } else { Ending::Done })
}

fn write_line(out: &mut impl Write, offer: &Draft<Offer>) -> Result<(), Failure> {
    let line = serde_json::to_string(offer)?;
    writeln!(out, "{line}")?;
    Ok(())
}
