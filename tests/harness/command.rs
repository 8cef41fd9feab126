//! The built programs, run as an operator runs them: arguments in, exit code and text out.
//!
//! Knows where they stand and how to start them, nothing of what they answer.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

/// A program of ours beside the test binary, with no setting of the machine's own leaking in.
///
/// # Panics
/// Where it has not been built.
pub(crate) fn program(name: &str) -> Command {
    let deps = std::env::current_exe().expect("the test binary");
    let folder: PathBuf = deps.ancestors().nth(2).expect("target/debug").to_owned();
    let path = folder.join(name);
    assert!(
        path.is_file(),
        "{} is missing: run `cargo build --workspace --bins --tests` first",
        path.display()
    );
    let mut command = Command::new(path);
    for (variable, _) in std::env::vars().filter(|(variable, _)| variable.starts_with("MATCHER_")) {
        command.env_remove(variable);
    }
    command.stdin(Stdio::null());
    command
}

/// `matcher` over the data folder `data`.
pub(crate) fn matcher(data: &Path) -> Command {
    let mut command = program("matcher");
    command.env("MATCHER_DATA", data);
    command
}

/// What a program said before it ended.
#[derive(Debug)]
pub(crate) struct Ran {
    /// Its exit code; none when a signal ended it.
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

/// Runs to the end, whatever it is.
pub(crate) fn run(command: &mut Command) -> Ran {
    command.output().expect("the program starts").into()
}

/// Runs to the end, which must be a good one; its standard output.
pub(crate) fn succeed(command: &mut Command) -> String {
    let ran = run(command);
    assert_eq!(ran.code, Some(0), "{command:?}\n{}\n{}", ran.stdout, ran.stderr);
    ran.stdout
}

/// Runs to the end, which must be an error said in words, not a panic; its standard error.
pub(crate) fn fail(command: &mut Command) -> String {
    let ran = run(command);
    assert!(ran.code.is_some_and(|code| code != 0), "{command:?} went through:\n{}", ran.stdout);
    assert!(!ran.stderr.contains("panicked at"), "{command:?}\n{}", ran.stderr);
    assert!(!ran.stderr.trim().is_empty(), "{command:?} failed without a word");
    ran.stderr
}

/// Starts `command` and kills it (SIGKILL) after `lifetime`, unless it has ended; whether it was killed.
pub(crate) fn kill_after(command: &mut Command, lifetime: Duration) -> bool {
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program starts");
    std::thread::sleep(lifetime);
    let ended = child.try_wait().expect("a state").is_some();
    kill(&mut child);
    !ended
}

/// SIGKILL, and wait until it is gone.
pub(crate) fn kill(child: &mut Child) {
    // One that has ended by itself is as gone.
    child.kill().expect("SIGKILL");
    child.wait().expect("it is gone");
}

/// How long `command` takes to end well.
pub(crate) fn time(command: &mut Command) -> Duration {
    let start = Instant::now();
    succeed(command);
    start.elapsed()
}
