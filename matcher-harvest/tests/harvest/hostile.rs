//! Payloads that are broken, hostile or something else: each refused whole with its code, or read around with a problem.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use matcher_harvest::limits;
use matcher_harvest::payload::Payload;
use matcher_harvest::pipeline::gather;
use matcher_harvest::problem::PayloadError;
use matcher_harvest::source::Source;

use crate::support::{codes, refuse, sample, source, text};

fn all() -> Vec<Source> {
    ["eu-portal", "grants-gov", "boa-aragon"].map(source).to_vec()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}

fn sample_bytes(name: &str) -> Vec<u8> {
    std::fs::read(sample(name)).expect("a sample")
}

#[test]
fn nothing_and_blanks_are_empty() {
    for source in all() {
        for bytes in [&b""[..], b" \n\t ", b"\xef\xbb\xbf", b"\0\0\0"] {
            assert_eq!(refuse(&source, bytes).code(), "payload-empty", "{} {bytes:?}", source.id);
        }
    }
}

#[test]
fn a_maintenance_page_is_named_as_such() {
    let page = "<!DOCTYPE html>\n<html lang=es><head><title>Sitio en mantenimiento</title></head><body>Volvemos</body></html>";
    let declared = format!("<?xml version=\"1.0\"?>\n{page}");
    for source in all() {
        for page in [page, declared.as_str()] {
            let error = refuse(&source, page);
            assert!(matches!(error, PayloadError::HtmlPage { .. }), "{}: {error}", source.id);
            assert!(error.to_string().contains("mantenimiento"), "{error}");
        }
    }
}

/// Found by fuzzing: a second declaration made the XML parser panic.
#[test]
fn a_declaration_in_the_middle_is_no_declaration() {
    let feed = "Notice: undefined index\n<?xml version='1.0' encoding='ISO-8859-1'?>\n<rss version=\"2.0\"><channel>\
        <title>a</title><item><guid>1</guid><title>Becas</title></item></channel></rss>";
    let gathered = gather(&source("isoc"), &[Payload::from_bytes(feed)]).expect("a feed behind a warning");
    assert_eq!(gathered.offers.len(), 1);
}

#[test]
fn broken_syntax_is_refused() {
    for source in all() {
        for bytes in ["{\"grants\": [", "no es un formato", "<rss version=\"2.0\"><channel><item>", "[1, 2"] {
            let code = refuse(&source, bytes).code();
            assert!(matches!(code, "payload-syntax" | "payload-form"), "{} {bytes}: {code}", source.id);
        }
    }
}

#[test]
fn a_payload_cut_short_is_refused_wherever_it_is_cut() {
    for (name, file) in [
        ("eu-portal", "eu_daily.json"),
        ("eu-portal", "eu_bulk.jsonl"),
        ("grants-gov", "grants_gov.json"),
        ("isoc", "rss2.xml"),
        ("funding-finder", "atom.xml"),
    ] {
        let (source, bytes) = (source(name), sample_bytes(file));
        for share in [10, 35, 60, 85, 97] {
            let end = bytes.len() * share / 100;
            let read = gather(&source, &[Payload::from_bytes(&bytes[..end])]);
            assert!(read.is_err(), "{file} cut at {share} %");
        }
    }
}

#[test]
fn other_forms_and_empty_lists_are_refused() {
    let empty = [
        ("eu-portal", "{\"grants\": []}"),
        ("grants-gov", "{\"errorcode\": 0, \"data\": {\"oppHits\": [], \"hitCount\": 0}}"),
        ("boa-aragon", "<rss version=\"2.0\"><channel><title>x</title></channel></rss>"),
        ("boa-aragon", "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>x</title></feed>"),
    ];
    for (name, text) in empty {
        assert_eq!(refuse(&source(name), text).code(), "payload-no-records", "{name}");
    }
    for (name, text) in
        [("eu-portal", "{\"results\": []}"), ("grants-gov", "{\"data\": {}}"), ("eu-portal", "[]")]
    {
        assert_eq!(refuse(&source(name), text).code(), "payload-form", "{name}");
    }
    let reported = "{\"errorcode\": 7, \"msg\": \"Service down\"}";
    assert_eq!(refuse(&source("grants-gov"), reported).code(), "payload-reported-error");
}

#[test]
fn bombs_are_refused_before_they_unfold() {
    let bomb = r#"<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
        <rss version="2.0"><channel><item><title>&b;</title><link>https://a.example/</link></item></channel></rss>"#;
    assert_eq!(refuse(&source("boa-aragon"), bomb).code(), "payload-entity-declaration");

    let zeros = gzip(&vec![b' '; limits::MAX_PAYLOAD_BYTES + 1024]);
    assert!(zeros.len() < limits::MAX_PAYLOAD_BYTES / 100, "the bomb is small when folded");
    assert_eq!(refuse(&source("eu-portal"), zeros).code(), "payload-too-large");

    let deep_json = format!("{{\"grants\": {}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(refuse(&source("eu-portal"), deep_json).code(), "payload-too-deep");
    let deep_xml = format!("<rss version=\"2.0\"><channel>{}", "<a>".repeat(100_000));
    assert_eq!(refuse(&source("boa-aragon"), deep_xml).code(), "payload-too-deep");
}

#[test]
fn damaged_gzip_is_refused_and_whole_gzip_read() {
    let whole = gzip(&sample_bytes("eu_bulk.jsonl"));
    assert_eq!(refuse(&source("eu-portal"), &whole[..whole.len() - 20]).code(), "payload-gzip");
    let read = gather(&source("eu-portal"), &[Payload::from_bytes(whole)]).expect("a usable payload");
    assert_eq!(read.offers.len(), 2);
}

#[test]
fn nul_characters_are_taken_out_and_the_records_kept() {
    let text = String::from_utf8(sample_bytes("rss2.xml")).expect("UTF-8").replace("Curso", "Cur\0so");
    let read = gather(&source("isoc"), &[Payload::from_bytes(text)]).expect("a usable payload");
    assert_eq!(codes(&read.problems, "nul-characters"), 1);
    assert!(read.offers.iter().any(|offer| crate::support::text(&offer.values.title).starts_with("Curso")));
}

#[test]
fn a_line_of_ten_megabytes_is_cut_not_kept() {
    let long = "agua ".repeat(2 * 1024 * 1024);
    let feed = format!(
        "<rss version=\"2.0\"><channel><title>x</title><item><title>{long}</title><link>https://a.example/1</link>\
         <description>{long}</description></item></channel></rss>"
    );
    let read = gather(&source("isoc"), &[Payload::from_bytes(feed)]).expect("a usable payload");
    assert_eq!(read.offers.len(), 1);
    assert!(text(&read.offers[0].values.title).chars().count() <= matcher_core::model::MAX_TITLE_CHARS);
    assert!(text(&read.offers[0].values.body).chars().count() <= matcher_core::model::MAX_BODY_CHARS);
    assert!(codes(&read.problems, "text-cut") >= 2);
}

#[test]
fn a_damaged_line_of_a_bulk_file_costs_one_record() {
    let one = String::from_utf8(sample_bytes("eu_bulk.jsonl")).expect("UTF-8");
    let text = format!("{one}\n{{\"topicId\": broken}}\n{{\"topicId\": \"T-3\", \"title\": \"Third\"}}\n");
    let read = gather(&source("eu-portal"), &[Payload::from_bytes(text)]).expect("a usable payload");
    assert_eq!(read.offers.len(), 3);
    assert_eq!(codes(&read.problems, "damaged-line"), 1);
}

#[test]
fn doubles_within_a_payload_are_told_and_the_later_kept() {
    let text = r#"{"grants": [
        {"id": "1TOPICSen", "identifier": "T-1", "title": "First"},
        {"id": "1TOPICSen", "identifier": "T-1", "title": "Second"}]}"#;
    let read = gather(&source("eu-portal"), &[Payload::from_bytes(text)]).expect("a usable payload");
    assert_eq!((read.offers.len(), codes(&read.problems, "duplicate-id")), (1, 1));
    assert_eq!(crate::support::text(&read.offers[0].values.title), "Second");
}

#[test]
fn odd_records_among_good_ones_are_rejected_alone() {
    let text = r#"{"grants": [7, null, {"identifier": "T-0"}, {"title": "no id"},
        {"identifier": "T-1", "title": {"en": "an object"}},
        {"identifier": "T-2", "title": "Good", "startDate": 20270101, "url": "javascript:alert(1)",
         "deadlineDate": [5, "9999-99-99"], "status": "open", "budget": []}]}"#;
    let read = gather(&source("eu-portal"), &[Payload::from_bytes(text)]).expect("a usable payload");
    assert_eq!(read.offers.len(), 1);
    assert_eq!(read.offers[0].external_id, "T-2");
    assert_eq!(read.offers[0].values.url, None);
    assert_eq!(codes(&read.problems, "not-an-object"), 2);
    assert_eq!(codes(&read.problems, "missing-title"), 2);
    assert_eq!(codes(&read.problems, "missing-id"), 1);
    assert_eq!(codes(&read.problems, "address-not-web"), 1);
}
