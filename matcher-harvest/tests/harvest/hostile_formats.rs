//! The formats read by mapping and the XML formats against payloads that are broken, hostile or something else.

use matcher_harvest::limits;
use matcher_harvest::payload::Payload;
use matcher_harvest::pipeline::gather;
use matcher_harvest::source::Source;

use crate::support::{codes, refuse, sample, workbook};

fn described(file: &str) -> Source {
    Source::named(&sample(file).display().to_string()).expect(file)
}

fn by_adapter(adapter: &str) -> Source {
    Source { adapter: adapter.to_owned(), ..Source::unnamed().expect("a source") }
}

/// A source of every adapter that reads text.
fn all() -> Vec<Source> {
    let mut sources: Vec<Source> =
        ["mapped_json.toml", "mapped_table.toml", "mapped_html.toml"].map(described).to_vec();
    sources.extend(
        ["iati", "oai_pmh", "sitemap", "wordpress", "bdns", "grants_gov", "eu_portal", "html"]
            .map(by_adapter),
    );
    sources
}

#[test]
fn nothing_is_empty_and_a_notice_is_never_an_offer() {
    let notice = "<!DOCTYPE html>\n<html lang=es><head><title>Sitio en mantenimiento</title></head><body><main><h1>Sitio en mantenimiento</h1><p>Volvemos pronto, disculpe las molestias que esto le pueda causar a usted y a su familia.</p></main></body></html>";
    for source in all() {
        assert_eq!(refuse(&source, "").code(), "payload-empty", "{}", source.adapter);
        assert_eq!(refuse(&source, b"\0\0".to_vec()).code(), "payload-empty", "{}", source.adapter);
        let error = refuse(&source, notice);
        assert!(matches!(error.code(), "payload-html-page" | "payload-form"), "{}: {error}", source.adapter);
        assert!(
            error.to_string().contains("mantenimiento") || source.adapter == "table",
            "{}: {error}",
            source.adapter
        );
    }
}

#[test]
fn other_formats_are_refused_by_name() {
    for source in all() {
        for text in ["{\"unknown\": 1}", "This is neither.", "<other><a/></other>", "[1, 2"] {
            let code = refuse(&source, text).code();
            assert!(
                matches!(code, "payload-syntax" | "payload-form" | "payload-no-records"),
                "{} {text}: {code}",
                source.adapter
            );
        }
    }
}

#[test]
fn payloads_cut_short_are_refused() {
    for (source, file) in [
        (described("mapped_json.toml"), "nested.json"),
        (by_adapter("iati"), "activities.xml"),
        (by_adapter("oai_pmh"), "repository.xml"),
        (by_adapter("sitemap"), "sitemap.xml"),
        (by_adapter("wordpress"), "posts.json"),
        (by_adapter("grants_gov"), "grants_gov_extract.xml"),
    ] {
        let bytes = std::fs::read(sample(file)).expect(file);
        for share in [15, 50, 90] {
            let read = gather(&source, &[Payload::from_bytes(&bytes[..bytes.len() * share / 100])]);
            assert!(read.is_err(), "{file} cut at {share} %");
        }
    }
}

#[test]
fn bombs_of_every_format_are_refused() {
    let bomb = "<!DOCTYPE a [<!ENTITY x \"xxxxxxxxxx\"><!ENTITY y \"&x;&x;&x;&x;\">]><iati-activities><iati-activity><title>&y;</title></iati-activity></iati-activities>";
    assert_eq!(refuse(&by_adapter("iati"), bomb).code(), "payload-entity-declaration");
    let deep = "<a>".repeat(50_000);
    assert_eq!(refuse(&by_adapter("oai_pmh"), deep).code(), "payload-too-deep");
    let divs = format!("<html><body>{}agua{}", "<div>".repeat(8_000), "</div>".repeat(8_000));
    assert_eq!(refuse(&by_adapter("html"), divs.as_str()).code(), "payload-too-deep");
    assert_eq!(refuse(&described("mapped_html.toml"), divs).code(), "payload-too-deep");
    let large = format!("<html><body><p>{}</p>", "agua ".repeat(limits::MAX_PAGE_BYTES / 4));
    assert_eq!(refuse(&by_adapter("html"), large).code(), "payload-too-large");
    let wide = format!("Código;Título\n{}", "x;".repeat(limits::MAX_COLUMNS * 2));
    assert_eq!(refuse(&described("mapped_table.toml"), wide).code(), "payload-form");
    let not_a_workbook = b"PK\x03\x04 and nothing of a workbook".to_vec();
    assert_eq!(refuse(&described("mapped_table.toml"), not_a_workbook).code(), "payload-syntax");
    let old_workbook = b"\xD0\xCF\x11\xE0 and so on".to_vec();
    assert!(refuse(&described("mapped_table.toml"), old_workbook).to_string().contains(".xlsx"));
}

/// A file of a few kilobytes whose one long text, or whose far corner, stands in cell after cell.
#[test]
fn workbooks_that_grow_in_memory_are_refused() {
    let row = |number: usize, cell: &str| format!("<row r=\"{number}\">{cell}</row>");
    let text = "x".repeat(1024 * 1024);
    let shared = |number: usize| row(number, &format!("<c r=\"A{number}\" t=\"s\"><v>0</v></c>"));
    let far = |number: usize| row(number, &format!("<c r=\"SF{number}\"><v>1</v></c>"));
    let many: String = (1..=limits::MAX_CELLS_BYTES / text.len() + 1).map(shared).collect();
    let wide: String =
        (1..=limits::MAX_CELLS_BYTES / 500 / size_of::<serde_json::Value>() + 1).map(far).collect();
    for (rows, text) in [(many, text.as_str()), (wide, "x")] {
        let bytes = workbook(&format!("<sheetData>{rows}</sheetData>"), text);
        assert!(bytes.len() < 300_000, "small as a file: {}", bytes.len());
        let error = refuse(&described("mapped_table.toml"), bytes);
        assert_eq!(error.code(), "payload-too-large", "{error}");
        assert!(error.to_string().contains("cells of the workbook"), "{error}");
    }
    let few: String = (1..=3).map(shared).collect();
    let error =
        refuse(&described("mapped_table.toml"), workbook(&format!("<sheetData>{few}</sheetData>"), &text));
    assert_eq!(error.code(), "payload-form", "read, and found to lack the columns");
}

#[test]
fn a_table_without_its_columns_says_what_it_has() {
    let error = refuse(&described("mapped_table.toml"), "Nombre;Fecha\nuno;2\n").to_string();
    assert!(error.contains("Título") && error.contains("nombre, fecha"), "{error}");
}

#[test]
fn latin_1_activities_are_read_and_the_guess_is_told() {
    let text = "<iati-activities><iati-activity><iati-identifier>A-1</iati-identifier><title>Educaci\u{f3}n en los valles</title></iati-activity></iati-activities>";
    let bytes: Vec<u8> = text.chars().map(|c| c as u8).collect();
    let read = gather(&by_adapter("iati"), &[Payload::from_bytes(bytes)]).expect("offers");
    assert_eq!(crate::support::text(&read.offers[0].values.title), "Educación en los valles");
    assert_eq!(codes(&read.problems, "encoding-mismatch"), 1);
}

#[test]
fn wrong_mappings_are_refused_when_the_source_file_is_read() {
    let right = std::fs::read_to_string(sample("mapped_json.toml")).expect("a sample");
    for (from, to, reason) in [
        ("title = \"/names/es\"", "titel = \"/names/es\"", "titel"),
        ("title = \"/names/es\"", "title = \"names\"", "JSON Pointer"),
        ("opens = \"$.dates[?@.kind == 'opens'].day\"", "opens = \"$.dates[?\"", "opens"),
        ("title = \"/names/es\"", "", "needs a title"),
        ("parameter = \"page\"", "", "parameter"),
        (
            "template = \"https://agencia.example/llamados?ref={}\"",
            "template = \"https://agencia.example/\"",
            "template",
        ),
        ("time_zone = \"America/Argentina/Buenos_Aires\"", "time_zone = \"Argentina\"", "time zone"),
        ("adapter = \"json\"", "adapter = \"feed\"", "takes no mapping"),
        ("[mapping]\n", "[mapping]\nsheet = \"Hoja1\"\n", "sheet means nothing"),
    ] {
        let text = right.replacen(from, to, 1);
        assert_ne!(text, right, "{from} must stand in the file");
        let error = Source::from_toml(&text, "test.toml").expect_err(reason).to_string();
        assert!(error.contains(reason), "{reason}: {error}");
    }
    let bare = right.split("[mapping]").next().expect("a head");
    let error = Source::from_toml(bare, "test.toml").expect_err("no mapping").to_string();
    assert!(error.contains("[mapping]"), "{error}");
}

#[test]
fn one_value_a_line_is_a_list() {
    let lines = "{\"ref\": \"1\", \"names\": {\"es\": \"Beca\"}}\n\n{\"ref\": \"2\", \"names\": {\"es\": \"Curso\"}}\n";
    let mut source = described("mapped_json.toml");
    source.mapping.as_mut().expect("a mapping").records.clear();
    let read = gather(&source, &[Payload::from_bytes(lines)]).expect("offers");
    assert_eq!(read.offers.len(), 2);
    assert_eq!(refuse(&source, &lines[..lines.len() - 5]).code(), "payload-syntax");
}

#[test]
fn numbers_are_numbers_whatever_the_language() {
    let mut source = described("mapped_json.toml");
    source.mapping.as_mut().expect("a mapping").records.clear();
    for (money, amount) in [("123.456", "123.456"), ("\"123.456\"", "123456"), ("1.5e3", "1500")] {
        let text = format!(
            "[{{\"ref\": \"1\", \"names\": {{\"es\": \"Beca\"}}, \"money\": {{\"up_to\": {money}}}}}]"
        );
        let read = gather(&source, &[Payload::from_bytes(text)]).expect("offers");
        let max = read.offers[0].values.amount.as_ref().and_then(|amount| amount.max);
        assert_eq!(max, Some(amount.parse().expect(amount)), "{money}");
    }
}
