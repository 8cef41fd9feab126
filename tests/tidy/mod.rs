//! The house rules, checked: direction of dependencies, size and names of files, data that ships.

mod dependencies;
mod documents;
mod files;
mod fixtures;
mod locales;

use std::path::PathBuf;
use std::process::Command;

use crate::harness::root;

/// Every file git tracks or would track, relative to the root.
fn tracked_files() -> Vec<PathBuf> {
    let listing = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard"])
        .current_dir(root())
        .output()
        .expect("git lists the files");
    assert!(listing.status.success(), "git ls-files failed");
    String::from_utf8(listing.stdout)
        .expect("file names are UTF-8")
        .lines()
        .map(PathBuf::from)
        .filter(|path| root().join(path).is_file())
        .collect()
}

/// Tracked files with one of these endings.
fn tracked_with(extensions: &[&str]) -> Vec<PathBuf> {
    tracked_files()
        .into_iter()
        .filter(|path| path.extension().is_some_and(|e| extensions.iter().any(|want| e == *want)))
        .collect()
}

fn read(path: &std::path::Path) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Fails with the whole list, so that one run shows everything there is to mend.
fn assert_none(rule: &str, offenders: &[String]) {
    assert!(offenders.is_empty(), "{rule}:\n  {}", offenders.join("\n  "));
}
