//! `sources`: what is shipped.

use std::io::{self, Write};

use comfy_table::{Table, presets};

use super::{Ending, Failure, SourcesArgs};
use crate::source::Source;

pub(super) fn run(args: &SourcesArgs) -> Result<Ending, Failure> {
    let sources = Source::shipped()?;
    let mut out = io::stdout().lock();
    if args.json {
        serde_json::to_writer_pretty(&mut out, &sources)?;
        writeln!(out)?;
        return Ok(Ending::Done);
    }
    let mut table = Table::new();
    table.load_style(presets::UTF8_HORIZONTAL_ONLY);
    table.set_header(["source", "name", "adapter", "cadence", "records", "tested", "runs"]);
    for source in sources {
        table.add_row([
            source.id.to_string(),
            source.name,
            source.adapter,
            word(&source.cadence),
            format!("{}–{}", source.min_records, source.max_records),
            word(&source.tested),
            if source.enabled { "yes" } else { "when named" }.to_owned(),
        ]);
    }
    writeln!(out, "{table}")?;
    Ok(Ending::Done)
}

/// The word the source file uses.
fn word(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}
