//! Where samples and real payloads lie, and short ways to read them.

use std::io::Write;
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

/// A workbook of one sheet, and the one text that its cells of type `s` share.
pub(crate) fn workbook(sheet: &str, shared: &str) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let sheet = format!("<?xml version=\"1.0\"?><worksheet xmlns=\"{main}\">{sheet}</worksheet>");
    let shared = format!("<?xml version=\"1.0\"?><sst xmlns=\"{main}\"><si><t>{shared}</t></si></sst>");
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in [
        (
            "[Content_Types].xml",
            r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"#,
        ),
        (
            "_rels/.rels",
            r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
        ),
        (
            "xl/_rels/workbook.xml.rels",
            r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
        ),
        (
            "xl/workbook.xml",
            r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Becas" sheetId="1" r:id="rId1"/></sheets></workbook>"#,
        ),
        ("xl/worksheets/sheet1.xml", &sheet),
        ("xl/sharedStrings.xml", &shared),
    ] {
        archive.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part");
        archive.write_all(text.as_bytes()).expect("written");
    }
    archive.finish().expect("a workbook").into_inner()
}
