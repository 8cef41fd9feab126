//! Generated files that are committed: compared in tests, rewritten on request. Not part of the program.

/// Compares the file at `path` with what it should say; with `BLESS=1` in the environment rewrites it.
pub(crate) fn compare(path: &str, expected: &str) {
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(path, expected).expect("the file is written");
    }
    let found = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        found == expected,
        "{path} is not what the code says: run `BLESS=1 cargo nextest run -p matcher-api committed` and look at the difference"
    );
}
