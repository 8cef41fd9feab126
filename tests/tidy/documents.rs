//! Documents: short enough to be read, and every link into the repository leads somewhere.

use super::{assert_none, read, tracked_with};
use crate::harness::root;

#[test]
fn the_front_pages_stay_short() {
    for (file, max_lines) in [("README.md", 150), ("ARCHITECTURE.md", 300)] {
        let lines = read(file.as_ref()).lines().count();
        assert!(lines <= max_lines, "{file} has {lines} lines, more than {max_lines}");
    }
}

#[test]
fn links_into_the_repository_resolve() {
    let mut offenders = Vec::new();
    for path in tracked_with(&["md"]) {
        let text = read(&path);
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let target = target.split('#').next().unwrap_or_default();
            if target.is_empty() || target.contains("://") || target.starts_with("mailto:") {
                continue;
            }
            let folder = path.parent().unwrap_or("".as_ref());
            if !root().join(folder).join(target).exists() {
                offenders.push(format!("{}: {target}", path.display()));
            }
        }
    }
    assert_none("links that lead nowhere", &offenders);
}
