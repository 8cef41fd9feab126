//! The report of a run for people and programs: table, JSON, Markdown.

use std::collections::BTreeMap;
use std::io::{self, Write};

use comfy_table::{CellAlignment, Table, presets};

use super::{Failure, Format};
use crate::problem::{Problem, Severity};
use crate::report::{Difference, RunSummary, SourceReport, StageTimes};

const COLUMNS: [&str; 11] = [
    "source",
    "outcome",
    "added",
    "changed",
    "unchanged",
    "restored",
    "vanished",
    "missing",
    "rejected",
    "problems",
    "ms",
];

/// Most records named below a source in Markdown.
const NAMED: usize = 20;

pub(super) fn show(summary: &RunSummary, format: Format) -> Result<(), Failure> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    match format {
        Format::Table => table(&mut out, summary)?,
        Format::Markdown => markdown(&mut out, summary)?,
        Format::Json => {
            serde_json::to_writer_pretty(&mut out, summary)?;
            writeln!(out)?;
        }
    }
    out.flush()?;
    Ok(())
}

fn row(report: &SourceReport) -> [String; COLUMNS.len()] {
    [
        report.source.to_string(),
        report.outcome.as_str().to_owned(),
        report.added.to_string(),
        report.changed.to_string(),
        report.unchanged.to_string(),
        report.restored.to_string(),
        report.vanished.to_string(),
        report.missing.to_string(),
        report.rejected.to_string(),
        report.problems.len().to_string(),
        report.took_ms.to_string(),
    ]
}

fn table(out: &mut impl Write, summary: &RunSummary) -> io::Result<()> {
    if summary.sources.is_empty() {
        writeln!(out, "no source is due")?;
    } else {
        let mut table = Table::new();
        table.load_style(presets::UTF8_HORIZONTAL_ONLY);
        table.set_header(COLUMNS);
        for report in &summary.sources {
            table.add_row(row(report));
        }
        for column in table.column_iter_mut().skip(2) {
            column.set_cell_alignment(CellAlignment::Right);
        }
        writeln!(out, "{table}")?;
    }
    for report in &summary.sources {
        if let Some(stages) = stages(report) {
            writeln!(out, "{}: {stages}", report.source)?;
        }
        if let Some(fields) = fields(report) {
            writeln!(out, "{}: fields that differ: {fields}", report.source)?;
        }
        for line in problems(report) {
            writeln!(out, "{}: {line}", report.source)?;
        }
    }
    if let Some(found) = duplicates(summary) {
        writeln!(out, "{found}")?;
    }
    writeln!(out, "store at position {}", summary.sequence)
}

fn markdown(out: &mut impl Write, summary: &RunSummary) -> io::Result<()> {
    let moment = summary.started_at.strftime("%Y-%m-%d %H:%M UTC");
    writeln!(out, "# Harvest of {moment}\n")?;
    if summary.sources.is_empty() {
        writeln!(out, "No source is due.\n")?;
    } else {
        writeln!(out, "| {} |", COLUMNS.join(" | "))?;
        writeln!(out, "|---|---{}|", "|--:".repeat(COLUMNS.len() - 2))?;
        for report in &summary.sources {
            writeln!(out, "| {} |", row(report).join(" | "))?;
        }
        writeln!(out)?;
    }
    for report in summary.sources.iter().filter(|report| speaks(report)) {
        writeln!(out, "## {}\n", report.source)?;
        if let Some(stages) = stages(report) {
            writeln!(out, "- {stages}")?;
        }
        if let Some(fields) = fields(report) {
            writeln!(out, "- fields that differ: {fields}")?;
        }
        for (difference, word) in [
            (Difference::Added, "added"),
            (Difference::Changed, "changed"),
            (Difference::Restored, "restored"),
            (Difference::Vanished, "vanished"),
            (Difference::Missing, "missing"),
        ] {
            if let Some(names) = names(report, difference) {
                writeln!(out, "- {word}: {names}")?;
            }
        }
        for line in problems(report) {
            writeln!(out, "- {}", escaped(&line))?;
        }
        writeln!(out)?;
    }
    if let Some(found) = duplicates(summary) {
        writeln!(out, "{found}.\n")?;
    }
    writeln!(out, "Store at position {}.", summary.sequence)
}

/// What was found twice.
fn duplicates(summary: &RunSummary) -> Option<String> {
    let found = summary.duplicates?;
    Some(format!(
        "duplicates: {} new clusters, {} records joined, {} pairs to be decided by a person; {} ms",
        found.clusters, found.joined, found.unsure, summary.duplicates_ms
    ))
}

/// Shorter runs are not worth telling apart, in milliseconds.
const SHORT_MS: u64 = 1_000;

/// Where the time of a longer run went.
fn stages(report: &SourceReport) -> Option<String> {
    let StageTimes { fetch_ms, parse_ms, extract_ms, store_ms } = report.stages;
    (report.took_ms >= SHORT_MS)
        .then(|| format!("ms to fetch {fetch_ms}, parse {parse_ms}, extract {extract_ms}, store {store_ms}"))
}

/// Whether there is more to say of a source than its row does.
fn speaks(report: &SourceReport) -> bool {
    report.took_ms >= SHORT_MS || !report.problems.is_empty() || !report.differences.is_empty()
}

fn fields(report: &SourceReport) -> Option<String> {
    let fields: Vec<String> =
        report.changed_fields.iter().map(|(field, count)| format!("{field} {count}")).collect();
    (!fields.is_empty()).then(|| fields.join(", "))
}

fn names(report: &SourceReport, difference: Difference) -> Option<String> {
    let all: Vec<&str> = report
        .differences
        .iter()
        .filter(|record| record.difference == difference)
        .map(|record| record.external_id.as_str())
        .collect();
    let named: Vec<String> = all.iter().take(NAMED).map(|name| escaped(name)).collect();
    match all.len() {
        0 => None,
        count if count > NAMED => Some(format!("{} and {} more", named.join(", "), count - NAMED)),
        _ => Some(named.join(", ")),
    }
}

/// What comes from a source must not become markup.
fn escaped(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for character in text.chars() {
        if "\\`*_[]<>|#".contains(character) {
            line.push('\\');
        }
        line.push(if character.is_control() { ' ' } else { character });
    }
    line
}

/// One line for each code of problem: how often, and the first of them.
fn problems(report: &SourceReport) -> Vec<String> {
    let mut codes: BTreeMap<(std::cmp::Reverse<Severity>, &str), (usize, &Problem)> = BTreeMap::new();
    for problem in &report.problems {
        let key = (std::cmp::Reverse(problem.severity), problem.code.as_str());
        codes.entry(key).or_insert((0, problem)).0 += 1;
    }
    let line = |(count, first): &(usize, &Problem)| match count {
        1 => first.to_string(),
        _ => format!("{first} — and {} more of this code", count - 1),
    };
    codes.values().map(line).collect()
}
