//! Source files: one job each, said in the first line; short; well named; nothing left undone.

use std::path::Path;

use super::{assert_none, read, tracked_files, tracked_with};

const MAX_LINES: usize = 500;
const MEDIAN_LINES: usize = 150;
const EMPTY_NAMES: &[&str] = &["util", "utils", "common", "helper", "helpers", "misc", "manager", "new"];

fn in_tests(path: &Path) -> bool {
    path.components().any(|part| part.as_os_str() == "tests" || part.as_os_str() == "benches")
        || path.file_stem().is_some_and(|stem| stem == "tests")
}

#[test]
fn every_source_file_says_its_job_first() {
    let offenders: Vec<String> = tracked_with(&["rs"])
        .into_iter()
        .filter(|path| !read(path).starts_with("//!"))
        .map(|path| path.display().to_string())
        .collect();
    assert_none("files that do not open with //!", &offenders);
}

#[test]
fn source_files_stay_short() {
    let mut lengths: Vec<(usize, String)> = tracked_with(&["rs"])
        .into_iter()
        .filter(|path| !in_tests(path))
        .map(|path| (read(&path).lines().count(), path.display().to_string()))
        .collect();
    lengths.sort();
    let offenders: Vec<String> =
        lengths.iter().filter(|(n, _)| *n > MAX_LINES).map(|(n, path)| format!("{n} {path}")).collect();
    assert_none("files above 500 lines", &offenders);
    let median = lengths[lengths.len() / 2].0;
    assert!(median <= MEDIAN_LINES, "the median file has {median} lines, more than {MEDIAN_LINES}");
}

#[test]
fn no_shelf_has_an_empty_name() {
    let offenders: Vec<String> = tracked_files()
        .into_iter()
        .filter(|path| {
            path.components().any(|part| {
                let name = part.as_os_str().to_string_lossy();
                let stem = name.split('.').next().unwrap_or_default();
                EMPTY_NAMES.contains(&stem)
            })
        })
        .map(|path| path.display().to_string())
        .collect();
    assert_none("names that say nothing", &offenders);
}

#[test]
fn nothing_is_left_undone() {
    // Assembled at run time so that this file does not accuse itself.
    let marks = ["to\u{64}o!(", "unimple\u{6d}ented!(", "FIX\u{4d}E", "TO\u{44}O", "\u{64}bg!("];
    let offenders: Vec<String> = tracked_with(&["rs", "html", "toml", "ftl"])
        .into_iter()
        .filter(|path| path.file_name().is_some_and(|name| name != "Cargo.toml" && name != "clippy.toml"))
        .flat_map(|path| {
            let text = read(&path);
            marks
                .iter()
                .filter(|mark| text.contains(**mark))
                .map(|mark| format!("{}: {mark}", path.display()))
                .collect::<Vec<_>>()
        })
        .collect();
    assert_none("left undone", &offenders);
}

#[test]
fn no_path_of_any_one_machine() {
    let places = ["/ho\u{6d}e/", "/wo\u{72}k/", "/ro\u{6f}t/", "/Use\u{72}s/"];
    let offenders: Vec<String> =
        tracked_with(&["rs", "toml", "md", "html", "json", "jsonl", "tsv", "txt", "ftl", "yml", "snap"])
            .into_iter()
            .flat_map(|path| {
                let text = read(&path);
                text.lines()
                    .enumerate()
                    .filter(|(_, line)| {
                        places.iter().any(|place| {
                            line.match_indices(place).any(|(at, _)| {
                                // A path segment of a web address or of a JSON Pointer is no machine path.
                                !line[..at].ends_with(|c: char| c.is_alphanumeric() || ".-_~}{*".contains(c))
                            })
                        })
                    })
                    .map(|(number, _)| format!("{}:{}", path.display(), number + 1))
                    .collect::<Vec<_>>()
            })
            .collect();
    assert_none("machine paths", &offenders);
}

#[test]
fn only_the_store_speaks_sql() {
    let offenders: Vec<String> = tracked_with(&["rs"])
        .into_iter()
        .filter(|path| !path.starts_with("matcher-store") && !path.starts_with("tests"))
        .filter(|path| {
            let text = read(path);
            ["sea_orm", "sqlx::", "SELECT ", "INSERT INTO"].iter().any(|word| text.contains(word))
        })
        .map(|path| path.display().to_string())
        .collect();
    assert_none("SQL outside matcher-store", &offenders);
}

#[test]
fn only_the_problem_table_knows_error_statuses() {
    let offenders: Vec<String> = tracked_with(&["rs"])
        .into_iter()
        .filter(|path| path.starts_with("matcher-api/src"))
        .filter(|path| {
            !path.components().any(|part| part.as_os_str().to_string_lossy().starts_with("problem"))
        })
        .filter(|path| {
            let text = read(path);
            ["StatusCode::BAD", "StatusCode::NOT_FOUND", "StatusCode::CONFLICT", "StatusCode::INTERNAL"]
                .iter()
                .any(|word| text.contains(word))
        })
        .map(|path| path.display().to_string())
        .collect();
    assert_none("error statuses outside the problem table", &offenders);
}

#[test]
fn templates_escape_everything() {
    let offenders: Vec<String> = tracked_with(&["html"])
        .into_iter()
        .filter(|path| {
            let text = read(path);
            text.contains("|safe")
                || text.contains("| safe")
                || text.contains("style=\"")
                || text.contains("<script>")
        })
        .map(|path| path.display().to_string())
        .collect();
    assert_none("unescaped output, inline style or inline script", &offenders);
}
