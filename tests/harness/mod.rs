//! What system tests stand on: the repository's root, the shared data folder, the built binaries.

pub(crate) mod app;
pub(crate) mod command;
pub(crate) mod server;

use std::path::{Path, PathBuf};

/// The repository's root.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the tests package stands in the root")
}

/// The folder of recorded payloads and labelled sets, where there is one; says so where there is not.
pub(crate) fn shared() -> Option<PathBuf> {
    let folder = root().join("../shared");
    if folder.is_dir() {
        Some(folder)
    } else {
        eprintln!("skipped: ../shared is absent");
        None
    }
}
