//! The figures of one run side by side: what the engine costs in units of bare tantivy.

use std::fs;
use std::path::{Path, PathBuf};

/// Compared benches: what is asked, bare, ours, and how much dearer ours may be.
const COMPARED: [(&str, &str, &str, f64); 4] = [
    ("indexing through store and index", "indexing/bare tantivy", "indexing/store and index", 2.0),
    ("match of a short need", "one need/bare tantivy top 200_short", "one need/match_short", 3.0),
    ("match of a long need", "one need/bare tantivy top 200_long", "one need/match_long", 3.0),
    (
        "Spanish need, 50 explained",
        "one need/bare tantivy top 200_sixty words of Spanish",
        "one need/match 50 and explain_sixty words of Spanish",
        5.0,
    ),
];

/// Prints the ratios of the mean times that criterion has just written.
#[expect(clippy::print_stdout, reason = "a bench reports on the terminal")]
pub(crate) fn print() {
    println!("\n{:<36}{:>12}{:>12}{:>8}{:>8}", "", "bare", "ours", "ratio", "target");
    for (what, bare, ours, target) in COMPARED {
        if let (Some(bare), Some(ours)) = (mean_ms(bare), mean_ms(ours)) {
            println!("{what:<36}{bare:>9.2} ms{ours:>9.2} ms{:>8.2}{target:>8.1}", ours / bare);
        }
    }
    if let Some(open) = mean_ms("start/open the index") {
        println!("{:<36}{:>12}{open:>9.2} ms{:>8}{:>8}", "opening the index", "", "", "1 s");
    }
}

/// Prints what the two indexes of the same offers take on disk.
#[expect(clippy::print_stdout, reason = "a bench reports on the terminal")]
pub(crate) fn print_sizes(ours: &Path, bare: &Path) {
    let (bare, ours) = (size_mb(bare), size_mb(ours));
    let what = "index on disk";
    println!("\n{what:<36}{bare:>9.1} MB{ours:>9.1} MB{:>8.2}{:>8.1}", ours / bare, 1.6);
}

fn size_mb(path: &Path) -> f64 {
    let entries = fs::read_dir(path).expect("a folder").map(|entry| entry.expect("an entry"));
    let sizes = entries.map(|entry| match entry.metadata().expect("a size") {
        folder if folder.is_dir() => size_mb(&entry.path()),
        file => file.len() as f64 / 1e6,
    });
    sizes.sum()
}

fn mean_ms(bench: &str) -> Option<f64> {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    let estimates = fs::read(target.join("criterion").join(bench).join("new/estimates.json")).ok()?;
    let estimates: serde_json::Value = serde_json::from_slice(&estimates).ok()?;
    Some(estimates["mean"]["point_estimate"].as_f64()? / 1e6)
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}
