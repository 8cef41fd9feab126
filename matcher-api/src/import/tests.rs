//! Tables as offices really save them, and the ways in which they go wrong.

use matcher_core::model::{Need, Offer, Partner, SourceId};
use rust_xlsxwriter::{ExcelDateTime, Format as CellFormat, Workbook};

use super::*;

fn source() -> SourceId {
    "planilla".parse().expect("a source")
}

fn offers(text: &str) -> Vec<Row<Offer>> {
    read_bytes(text.as_bytes().to_vec(), Format::Csv, Some(&source())).expect("a table")
}

fn heading_error(text: &str) -> String {
    read_bytes::<Offer>(text.as_bytes().to_vec(), Format::Csv, None).expect_err("a bad heading").to_string()
}

fn codes<V: std::fmt::Debug>(row: &Row<V>) -> Vec<(String, &'static str)> {
    let problems = row.draft.as_ref().expect_err("a bad row");
    problems.iter().map(|problem| (problem.pointer.clone(), problem.code)).collect()
}

#[test]
fn a_row_fills_every_sort_of_field() {
    let rows = offers(
        "external_id,title.en,title.es,kinds,themes,country,territory,eligibility,eligibility.AR.quote,opens,deadlines,rolling,amount.min,amount.max,amount.currency,amount.basis,co_financing_percent,evidence.deadlines\n\
         a-1,Glaciers,Glaciares,grant; training,science,AR,AR-U,CL:yes;AR:no,\"Not for Argentina, sorry\",2027-01-02,31-03-2027;2027-06-30 17:00,no,10000,\"60.000,50\",eur,per-project,20%,Closes on 31 March\n",
    );
    let draft = rows[0].draft.as_ref().expect("a good row");
    insta::assert_snapshot!(serde_json::to_string_pretty(draft).expect("JSON"));
}

#[test]
fn separators_marks_and_encodings_are_found_out() {
    let text = "external_id;title;publisher\n1;Cooperación en Aysén;\"Fundación; y cía\"\n";
    let windows = encoding_rs::WINDOWS_1252.encode(text).0.into_owned();
    let mut marked = b"\xEF\xBB\xBF".to_vec();
    marked.extend(text.bytes());
    let utf16: Vec<u8> =
        [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let tabs =
        "external_id\ttitle\tpublisher\n1\tCooperación en Aysén\tFundación; y cía\n".as_bytes().to_vec();
    let crlf = text.replace('\n', "\r\n").into_bytes();
    for bytes in [windows, marked, utf16, tabs, crlf] {
        let rows = read_bytes::<Offer>(bytes, Format::Csv, Some(&source())).expect("a table");
        let offer = &rows[0].draft.as_ref().expect("a good row").values;
        assert_eq!(offer.publisher.as_deref(), Some("Fundación; y cía"));
        assert_eq!(
            offer.title.as_ref().and_then(|title| title.for_reader("es")).expect("a title").1,
            "Cooperación en Aysén"
        );
    }
}

#[test]
fn a_cell_that_is_never_closed_is_named_and_nothing_swallowed() {
    let told = heading_error("external_id,title\n1,\"Agua\"\"s\"\n2,\"Agua sin cierre,x\n3,Otra,y\n");
    assert!(told.contains("line 3") && told.contains("close it"), "{told}");
    let closed = offers("external_id,title\n1,\"dos\nlíneas; \"\"así\"\"\"\n2,Tubo de 5\" de largo\n");
    assert_eq!(closed.len(), 2);
    assert!(closed.iter().all(|row| row.draft.is_ok()));
}

#[test]
fn a_file_in_two_encodings_is_guessed_at_by_nobody() {
    let mut bytes = "external_id,title\n1,Señalética\n2,Reparaci".as_bytes().to_vec();
    bytes.extend(b"\xF3n\n");
    let told = read_bytes::<Offer>(bytes, Format::Csv, None).expect_err("two encodings").to_string();
    assert!(told.contains("line 3") && told.contains("CSV UTF-8"), "{told}");
}

#[test]
fn a_date_with_something_behind_it_is_no_date() {
    let rows = offers("external_id,title,deadlines\n1,Agua,31-12-2027-x\n2,Agua,31-12-2027\n");
    assert_eq!(codes(&rows[0]), [("/deadlines".to_owned(), "invalid")]);
    assert!(rows[1].draft.is_ok());
}

#[test]
fn a_bad_row_says_where_and_the_others_go_in() {
    let rows = offers(
        "external_id,title,kinds,deadlines,amount.max,amount.currency,rolling\n\
         good,Uno,grant,2027-03-31,60000,EUR,\n\
         \n\
         bad,,dinero,03/04/2027,60.000,EUR,quizás\n\
         good,Otra vez,,,,,\n\
         ,Sin identificador,,,,,\n\
         long,Demasiadas celdas,,,,,,sobra\n",
    );
    let lines: Vec<(u64, bool)> = rows.iter().map(|row| (row.line, row.draft.is_ok())).collect();
    assert_eq!(lines, [(2, true), (4, false), (5, false), (6, false), (7, false)]);
    let bad = codes(&rows[1]);
    for expected in
        [("/deadlines", "ambiguous-date"), ("/amount/max", "ambiguous-amount"), ("/rolling", "invalid")]
    {
        assert!(bad.iter().any(|(at, code)| (at.as_str(), *code) == expected), "{bad:?}");
    }
    assert_eq!(codes(&rows[2]), [("/external_id".to_owned(), "duplicate")]);
    assert_eq!(codes(&rows[3]), [("/external_id".to_owned(), "missing")]);
    assert_eq!(codes(&rows[4]), [(String::new(), "cell-without-column")]);
}

#[test]
fn amounts_and_dates_are_read_one_way_or_not_at_all() {
    let amount = |text: &str| cell::amount(&table::Cell::text(text)).ok().map(|value| value.to_string());
    for (text, read) in [
        ("60000", Some("60000")),
        ("60 000", Some("60000")),
        ("60000.50", Some("60000.50")),
        ("60000,5", Some("60000.5")),
        ("60.000,50", Some("60000.50")),
        ("60,000.50", Some("60000.50")),
        ("1.234.567", Some("1234567")),
        ("60.000", None),
        ("60,000", None),
        ("1.23.456", None),
        ("1.234,567.8", None),
        (".5", None),
        ("EUR 5", None),
        ("-5", None),
    ] {
        assert_eq!(amount(text), read.map(|read| format!("{read:?}")), "{text}");
    }
    let date = |text: &str| {
        cell::date(&table::Cell::text(text)).ok().and_then(|value| value.as_str().map(str::to_owned))
    };
    for (text, read) in [
        ("2027-03-31", Some("2027-03-31")),
        ("31-03-2027", Some("2027-03-31")),
        ("04-03-2027", Some("2027-03-04")),
        ("31/03/2027", Some("2027-03-31")),
        ("03/03/2027", Some("2027-03-03")),
        ("03/04/2027", None),
        ("2027-02-30", None),
        ("31-02-2027", None),
        ("marzo", None),
    ] {
        assert_eq!(date(text).as_deref(), read, "{text}");
    }
}

#[test]
fn an_unknown_column_is_answered_with_the_known_ones() {
    let error = heading_error("external_id,titulo,title\n1,a,b\n");
    assert!(error.contains("unknown column \"titulo\"") && error.contains("title (or title.es"), "{error}");
    assert!(heading_error("title,title\n").contains("stands twice"));
    assert!(heading_error("title.español\n").contains("unknown column"));
    assert!(heading_error("amount\n").contains("unknown column"));
    assert!(heading_error("").contains("the file is empty"));
}

#[test]
fn needs_and_partners_have_their_own_columns() {
    let text = "external_id,title,territory,preparation_days\nn,Agua,4101,30\n";
    let needs: Vec<Row<Need>> = read_bytes(text.into(), Format::Csv, Some(&source())).expect("a table");
    let need = &needs[0].draft.as_ref().expect("a need").values;
    assert_eq!(need.territory.as_ref().map(AsRef::as_ref), Some("04101"), "the dropped zero is put back");
    let text = "external_id,name,actor,ties\np,Chubut,province,CL-AI:agreement:2012-05-01; 11101:contact\n";
    let partners: Vec<Row<Partner>> = read_bytes(text.into(), Format::Csv, Some(&source())).expect("a table");
    let ties = partners[0].draft.as_ref().expect("a partner").values.ties.clone().expect("ties");
    assert_eq!(ties.len(), 2);
    assert_eq!(ties[0].since, Some(jiff::civil::date(2012, 5, 1)));
}

#[test]
fn json_lines_fail_line_by_line() {
    let text = b"\xEF\xBB\xBF{\"external_id\": \"1\", \"title\": \"Uno\"}\n\n{\"external_id\": \n{\"external_id\": \"3\", \"titel\": \"x\"}\n\xFF\n[1]\n";
    let rows: Vec<Row<Offer>> = read_bytes(text.to_vec(), Format::Jsonl, Some(&source())).expect("rows");
    let seen: Vec<(u64, Option<&str>)> = rows
        .iter()
        .map(|row| (row.line, row.draft.as_ref().err().map(|problems| problems[0].code)))
        .collect();
    assert_eq!(
        seen,
        [
            (1, None),
            (3, Some("malformed-json")),
            (4, Some("unknown-field")),
            (5, Some("malformed-json")),
            (6, Some("not-an-object"))
        ]
    );
}

#[test]
fn workbooks_keep_their_numbers_and_dates() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, name) in
        ["external_id", "title", "territory", "deadlines", "rolling", "amount.max", "amount.currency"]
            .iter()
            .enumerate()
    {
        sheet.write(1, column as u16, *name).expect("written");
    }
    let day = CellFormat::new().set_num_format("dd-mm-yyyy");
    sheet.write(3, 0, 1001).expect("written");
    sheet.write(3, 1, "  Agua  ").expect("written");
    sheet.write(3, 2, "AR-U").expect("written");
    let date = ExcelDateTime::from_ymd(2027, 3, 31).expect("a date");
    sheet.write_with_format(3, 3, &date, &day).expect("written");
    sheet.write(3, 4, true).expect("written");
    sheet.write(3, 5, 60_000.5).expect("written");
    sheet.write(3, 6, "USD").expect("written");
    sheet
        .write_formula(4, 1, rust_xlsxwriter::Formula::new("=A99/0").set_result("#DIV/0!"))
        .expect("written");
    let bytes = book.save_to_buffer().expect("a workbook");
    let rows: Vec<Row<Offer>> = read_bytes(bytes, Format::Xlsx, Some(&source())).expect("rows");
    assert_eq!(rows.len(), 2);
    let draft = rows[0].draft.as_ref().expect("a good row");
    assert_eq!((rows[0].line, draft.external_id.as_str()), (4, "1001"));
    assert_eq!(draft.values.deadlines.as_ref().expect("a deadline")[0].date, jiff::civil::date(2027, 3, 31));
    assert_eq!(
        draft.values.amount.as_ref().and_then(|amount| amount.max).map(|max| max.to_string()),
        Some("60000.5".to_owned())
    );
    assert_eq!(draft.values.rolling, Some(true));
    assert!(rows[1].draft.is_err());
}

#[test]
fn what_is_no_workbook_says_so() {
    let error =
        |bytes: &[u8]| read_bytes::<Offer>(bytes.to_vec(), Format::Xlsx, None).expect_err("bad").to_string();
    assert!(error(b"\xD0\xCF\x11\xE0rest").contains("save it as a plain .xlsx"));
    assert!(error(b"hello").contains("XLSX"));
    assert!(error(b"PK\x03\x04broken").contains("XLSX"));
    let csv = read_bytes::<Offer>(b"PK\x03\x04".to_vec(), Format::Csv, None).expect_err("bad").to_string();
    assert!(csv.contains("--format xlsx"));
}

#[test]
fn a_workbook_that_unpacks_without_end_is_refused() {
    use std::io::Write as _;
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    archive.start_file("xl/worksheets/sheet1.xml", options).expect("a part");
    let zeros = vec![0u8; 1024 * 1024];
    for _ in 0..=(MAX_UNPACKED_BYTES / 1024 / 1024) {
        archive.write_all(&zeros).expect("written");
    }
    let bytes = archive.finish().expect("an archive").into_inner();
    assert!(bytes.len() < 2 * 1024 * 1024);
    let error = read_bytes::<Offer>(bytes, Format::Xlsx, None).expect_err("a bomb").to_string();
    assert!(error.contains("unpacks to more than"), "{error}");
}

#[test]
fn a_cell_far_away_costs_an_error_and_no_memory() {
    let mut book = Workbook::new();
    book.add_worksheet().write(1_000_000, 16_000, "lejos").expect("written");
    let bytes = book.save_to_buffer().expect("a workbook");
    let error = read_bytes::<Offer>(bytes, Format::Xlsx, None).expect_err("too wide").to_string();
    assert!(error.contains("columns"), "{error}");
}

#[test]
fn extensions_name_formats() {
    assert_eq!(Format::of(Path::new("a/B.XLSX")).ok(), Some(Format::Xlsx));
    assert_eq!(Format::of(Path::new("b.tsv")).ok(), Some(Format::Csv));
    let error = Format::of(Path::new("viejo.xls")).expect_err("old").to_string();
    assert!(error.contains("save it as .xlsx"), "{error}");
}
