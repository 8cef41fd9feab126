//! Standard output and standard error: what is asked for goes to the first, everything else to the second.

use std::io::{ErrorKind, IsTerminal, Write};

use tracing_subscriber::EnvFilter;

use super::Command;
use super::failure::Failure;

/// Columns assumed where nobody looks at a terminal.
const DEFAULT_COLUMNS: u16 = 120;

/// Writes lines to standard output.
///
/// # Errors
/// [`Failure::ReaderGone`] when a pipe was closed (`matcher … | head`).
pub(super) fn print(text: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    let newline: &[u8] = if text.ends_with('\n') { b"" } else { b"\n" };
    let written =
        out.write_all(text.as_bytes()).and_then(|()| out.write_all(newline)).and_then(|()| out.flush());
    written.map_err(|error| match error.kind() {
        ErrorKind::BrokenPipe => Failure::ReaderGone,
        _ => Failure::at("standard output", error),
    })
}

/// Writes a line to standard error; where that is closed there is nowhere left to say so.
pub(super) fn complain(text: &str) {
    drop(writeln!(std::io::stderr().lock(), "{text}"));
}

/// Whether somebody watches standard error.
pub(super) fn is_watched() -> bool {
    std::io::stderr().is_terminal()
}

/// Columns to write to.
pub(super) fn columns() -> u16 {
    let told = std::env::var("COLUMNS").ok().and_then(|text| text.parse().ok());
    told.or_else(|| comfy_table::Table::new().width()).unwrap_or(DEFAULT_COLUMNS).clamp(40, 200)
}

/// Text of records without control characters: none of them may speak to the terminal.
pub(super) fn plain(text: &str) -> String {
    let clean = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter });
    clean.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The log goes to standard error; `MATCHER_LOG` says how much (`info`, `matcher_api=debug`…).
pub(super) fn start_log(command: &Command) {
    let usual = if matches!(command, Command::Serve(_)) { "info" } else { "warn" };
    let filter = EnvFilter::try_from_env("MATCHER_LOG").unwrap_or_else(|_| EnvFilter::new(usual));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(is_watched())
        .with_target(false)
        .init();
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn records_cannot_speak_to_the_terminal() {
        assert_eq!(plain("a\u{1b}[31mrojo\u{7}\n b"), "a [31mrojo b");
    }
}
