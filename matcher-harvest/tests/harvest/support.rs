//! Where samples and real payloads lie, and short ways to read them.

use std::path::{Path, PathBuf};

use matcher_core::model::{Draft, Offer};
use matcher_harvest::payload::Payload;
use matcher_harvest::pipeline::{Gathered, gather};
use matcher_harvest::problem::{PayloadError, Problem};
use matcher_harvest::replay;
use matcher_harvest::source::Source;

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace").to_owned()
}

pub(crate) fn sample(name: &str) -> PathBuf {
    root().join("fixtures/harvest").join(name)
}

/// The folder of real payloads; says so and returns none where it is absent.
#[expect(clippy::print_stderr, reason = "a skipped test must be seen to be skipped")]
pub(crate) fn corpus() -> Option<PathBuf> {
    let folder = root().join("../shared/corpus");
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: ../shared is absent");
    None
}

pub(crate) fn source(name: &str) -> Source {
    Source::named(name).expect(name)
}

pub(crate) fn read(source: &Source, file: &Path) -> Gathered {
    let payload = replay::read_file(file, source).expect("a readable file");
    gather(source, &[payload]).expect("a usable payload")
}

pub(crate) fn refuse(source: &Source, bytes: impl Into<Vec<u8>>) -> PayloadError {
    gather(source, &[Payload::from_bytes(bytes)]).expect_err("the payload must be refused")
}

pub(crate) fn offer<'a>(gathered: &'a Gathered, external_id: &str) -> &'a Draft<Offer> {
    let mut offers = gathered.offers.iter();
    offers
        .find(|offer| offer.external_id == external_id)
        .unwrap_or_else(|| panic!("{external_id} must be there"))
}

pub(crate) fn codes(problems: &[Problem], code: &str) -> usize {
    problems.iter().filter(|problem| problem.code == code).count()
}

pub(crate) fn text(localized: &Option<matcher_core::model::Localized>) -> &str {
    localized.as_ref().and_then(|text| text.iter().next()).map_or("", |(_, text)| text)
}

pub(crate) fn language(localized: &Option<matcher_core::model::Localized>) -> &str {
    localized.as_ref().and_then(|text| text.iter().next()).map_or("", |(tag, _)| tag.as_str())
}
