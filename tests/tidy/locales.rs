//! Interface text: the same keys in Spanish and in English.

use std::collections::BTreeSet;

use super::{assert_none, read, tracked_with};

fn keys(language: &str) -> BTreeSet<String> {
    tracked_with(&["ftl"])
        .into_iter()
        .filter(|path| path.components().any(|part| part.as_os_str() == language))
        .flat_map(|path| {
            read(&path)
                .lines()
                .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
                .filter_map(|line| line.split_once('=').map(|(key, _)| key.trim().to_owned()))
                .collect::<Vec<_>>()
        })
        .collect()
}

#[test]
fn spanish_and_english_say_the_same_things() {
    let (spanish, english) = (keys("es"), keys("en"));
    assert!(!spanish.is_empty(), "no locale file found");
    let offenders: Vec<String> = spanish.symmetric_difference(&english).cloned().collect();
    assert_none("keys in only one of es and en", &offenders);
}
