//! Every format in the versions and habits that no sample has: written here from the formats' own descriptions.

use std::io::Write;

use matcher_core::model::{Localized, Verdict};
use matcher_harvest::payload::Payload;
use matcher_harvest::pipeline::{Gathered, gather};
use matcher_harvest::problem::PayloadError;
use matcher_harvest::source::Source;

use crate::crawling::source_with;
use crate::support::{codes, language, offer, source, text, workbook};

const TITLE_ONLY: &str = "[mapping]\n[mapping.fields]\ntitle = \"Título\"\nbody = \"Texto\"\n";

fn of(adapter: &str, rest: &str, bytes: impl Into<Vec<u8>>) -> Result<Gathered, PayloadError> {
    let source = source_with(adapter, "https://a.example/x", rest);
    gather(&source, &[based(bytes)])
}

fn based(bytes: impl Into<Vec<u8>>) -> Payload {
    let base = Some("https://a.example/x".parse().expect("an address"));
    Payload { base, ..Payload::from_bytes(bytes) }
}

fn titles(gathered: &Gathered) -> Vec<&str> {
    gathered.offers.iter().map(|offer| text(&offer.values.title)).collect()
}

#[test]
fn json_feeds_of_both_versions() {
    for (version, author) in [
        ("1", r#""author": {"name": "GORE"}"#),
        ("1.1", r#""authors": [{"name": "GORE"}], "language": "es""#),
    ] {
        let feed = format!(
            r#"{{"version": "https://jsonfeed.org/version/{version}", "title": "Fondos", {author},
              "items": [{{"id": 7, "url": "/a", "content_text": "Fondo de agua. Cierra el 3 de mayo de 2027."}},
                        {{"id": "b", "url": "https://a.example/b", "title": "Beca & más", "content_html": "<p>Texto</p>",
                          "date_published": "2027-01-02T03:04:05-03:00"}}]}}"#
        );
        let gathered = of("feed", "language = \"es\"", feed).expect(version);
        assert_eq!(titles(&gathered).len(), 2, "{version}");
        assert_eq!(titles(&gathered)[1], "Beca & más");
        assert!(gathered.offers[0].values.url.is_some(), "{version}: a relative link");
    }
}

#[test]
fn feeds_of_every_age() {
    let rss_090 = r#"<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://my.netscape.com/rdf/simple/0.9/">
      <channel><title>Fondos</title><link>https://a.example/</link><description>x</description></channel>
      <item><title>Beca A</title><link>https://a.example/1</link></item></rdf:RDF>"#;
    let rss_092 = r#"<rss version="0.92"><channel><title>Fondos</title><link>https://a.example/</link><description>x</description>
      <item><description>Beca A para docentes</description><link>https://a.example/1</link></item>
      <item><title>Beca B</title><link>https://a.example/2</link><enclosure url="https://a.example/b.pdf" length="1" type="application/pdf"/></item></channel></rss>"#;
    let rss_2 = r#"<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>F</title><link>https://a.example/</link><description>x</description>
      <item><title><![CDATA[Beca <b>A</b>]]></title><guid isPermaLink="false">n1</guid><link>https://a.example/1</link><dc:date>2027-01-02</dc:date><content:encoded><![CDATA[<p>Texto largo</p>]]></content:encoded></item></channel></rss>"#;
    let atom_03 = r#"<feed version="0.3" xmlns="http://purl.org/atom/ns#" xml:lang="es"><title>Fondos</title><link rel="alternate" type="text/html" href="https://a.example/"/><modified>2027-01-02T00:00:00Z</modified>
      <entry><title mode="escaped">Beca A</title><link rel="alternate" type="text/html" href="https://a.example/1"/><id>tag:a.example,2027:1</id><issued>2027-01-02T00:00:00Z</issued><modified>2027-01-02T00:00:00Z</modified><summary type="text/plain">Texto</summary></entry></feed>"#;
    let atom_xhtml = r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>F</title><id>f</id><updated>2027-01-01T00:00:00Z</updated>
      <entry><title type="html">Beca &amp;amp; A</title><id>urn:1</id><link href="/1"/><updated>2027-01-02T00:00:00Z</updated><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Texto <b>largo</b></p></div></content></entry></feed>"#;
    for (name, feed, count) in [
        ("RSS 0.90", rss_090, 1),
        ("RSS 0.92", rss_092, 2),
        ("RSS 2.0", rss_2, 1),
        ("Atom 0.3", atom_03, 1),
        ("Atom 1.0", atom_xhtml, 1),
    ] {
        let gathered =
            of("feed", "language = \"es\"", feed).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(gathered.offers.len(), count, "{name}: {:?}", gathered.problems);
        assert!(titles(&gathered)[0].starts_with("Beca"), "{name}: {:?}", titles(&gathered));
        assert!(gathered.offers[0].values.url.is_some(), "{name}");
    }
    let gathered = of("feed", "", atom_03).expect("Atom 0.3");
    assert!(gathered.offers[0].values.published.is_some(), "its days are called issued and modified");
    assert!(text(&of("feed", "", atom_xhtml).expect("Atom").offers[0].values.body).contains("largo"));
}

#[test]
fn iati_of_every_version() {
    let old = r#"<iati-activities version="1.01"><iati-activity default-currency="USD" xml:lang="en">
      <iati-identifier>GB-1-1</iati-identifier><title>Water</title><title xml:lang="es">Agua</title>
      <description type="1">Rural water.</description><reporting-org ref="GB-1" type="10">DFID</reporting-org>
      <recipient-country code="CL">Chile</recipient-country><activity-date type="end-planned" iso-date="2027-05-31"/>
      <contact-info><email>ana@a.example</email></contact-info></iati-activity></iati-activities>"#;
    let new = r#"<iati-activities version="2.03"><iati-activity default-currency="EUR" xml:lang="es" humanitarian="0">
      <iati-identifier>XM-1</iati-identifier><reporting-org ref="XM-DAC-1" type="40"><narrative>Banco</narrative><narrative xml:lang="en">Bank</narrative></reporting-org>
      <title><narrative>Agua</narrative><narrative xml:lang="en">Water</narrative><narrative xml:lang="fr">Eau</narrative></title>
      <description type="2"><narrative>Objetivo</narrative></description><description type="1"><narrative>General. Escriba a ana@a.example</narrative></description>
      <recipient-country code="ZM" percentage="100"/><activity-date type="3" iso-date="2027-05-31"><narrative>fin</narrative></activity-date>
      <budget type="1"><period-start iso-date="2026-01-01"/><period-end iso-date="2026-12-31"/><value value-date="2026-01-01">1.5E3</value></budget></iati-activity></iati-activities>"#;
    let mut first = of("iati", "language = \"en\"", old).expect("1.01");
    let mut second = of("iati", "", new).expect("2.03");
    assert_eq!(first.offers[0].values.title.iter().flat_map(Localized::iter).count(), 2);
    assert_eq!(second.offers[0].values.title.iter().flat_map(Localized::iter).count(), 3);
    assert_eq!(second.offers[0].values.amount.as_ref().and_then(|amount| amount.max), Some(1500.into()));
    for gathered in [&mut first, &mut second] {
        matcher_harvest::complete::complete(&mut gathered.offers, jiff::civil::date(2026, 8, 1));
        let json = serde_json::to_string(&gathered.offers).expect("JSON");
        assert!(!json.contains("ana@"), "no personal address: {json}");
    }
    let verdict =
        |gathered: &Gathered| gathered.offers[0].values.eligibility.as_ref().map(|all| all[0].verdict);
    assert_eq!(verdict(&first), Some(Verdict::Yes), "Chile receives it");
    assert_eq!(verdict(&second), Some(Verdict::No), "Zambia alone receives it");
}

fn oai(inner: &str) -> String {
    format!(
        r#"<?xml version="1.0"?><oai:OAI-PMH xmlns:oai="http://www.openarchives.org/OAI/2.0/"><oai:responseDate>2027-01-01T00:00:00Z</oai:responseDate><oai:request verb="ListRecords">https://a.example/x</oai:request>{inner}</oai:OAI-PMH>"#
    )
}

#[test]
fn repositories_with_prefixes_deletions_errors_and_empty_tokens() {
    let records = r#"<oai:ListRecords>
      <oai:record><oai:header status="deleted"><oai:identifier>oai:a:1</oai:identifier><oai:datestamp>2027-01-01</oai:datestamp></oai:header></oai:record>
      <oai:record><oai:header><oai:identifier>oai:a:2</oai:identifier><oai:datestamp>2027-01-01</oai:datestamp></oai:header>
      <oai:metadata><oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title xml:lang="es">Agua</dc:title><dc:title xml:lang="en">Water</dc:title><dc:identifier>https://a.example/2</dc:identifier><dc:description>Texto</dc:description></oai_dc:dc></oai:metadata></oai:record>
      <oai:resumptionToken completeListSize="" cursor="0"/></oai:ListRecords>"#;
    let gathered = of("oai_pmh", "", oai(records)).expect("records");
    assert_eq!((gathered.offers.len(), codes(&gathered.problems, "deleted-record")), (1, 1));
    assert_eq!(codes(&gathered.problems, "further-pages"), 0, "an empty token is the end");
    let none = of("oai_pmh", "", oai(r#"<oai:error code="noRecordsMatch">none</oai:error>"#));
    assert!(matches!(none, Err(PayloadError::NoRecords)), "{none:?}");
    let stale = of("oai_pmh", "", oai(r#"<oai:error code="badResumptionToken">expired</oai:error>"#));
    assert!(stale.expect_err("an error").to_string().contains("badResumptionToken"));
    let other =
        of("oai_pmh", "", oai("<oai:Identify><oai:repositoryName>R</oai:repositoryName></oai:Identify>"));
    assert!(matches!(other, Err(PayloadError::Form { .. })), "{other:?}");
}

#[test]
fn posts_with_what_is_embedded_and_errors_of_the_service() {
    let posts = r#"[{"id": 1, "date": "2027-01-02T03:04:05", "date_gmt": "2027-01-02T06:04:05", "status": "publish", "link": "https://a.example/p/1",
      "title": {"rendered": "Beca &#8211; A&amp;B"}, "excerpt": {"rendered": "<p>Corto [&hellip;]</p>", "protected": false}, "content": {"rendered": "<p>Largo</p>", "protected": false},
      "_embedded": {"wp:term": [[{"name": "Becas", "taxonomy": "category"}], []], "author": [{"name": "Ana Soto"}]}},
      {"id": 2, "title": {"rendered": "Borrador"}, "status": "draft", "link": "https://a.example/p/2"}]"#;
    let gathered = of("wordpress", "language = \"es\"", posts).expect("posts");
    assert_eq!(titles(&gathered), ["Beca – A&B"], "{:?}", gathered.problems);
    let body = text(&gathered.offers[0].values.body);
    assert!(body.contains("Becas") && !body.contains("Ana Soto"), "{body}");
    let beyond = r#"{"code": "rest_post_invalid_page_number", "message": "The page number requested is larger than the number of pages available.", "data": {"status": 400}}"#;
    assert!(matches!(of("wordpress", "", beyond), Err(PayloadError::Reported(_))));
}

#[test]
fn grants_gov_in_older_and_newer_answers() {
    let grants = source("grants-gov");
    let flat = r#"{"errorcode": 0, "msg": "Webservice Succeeds", "hitCount": 1, "startRecord": 0, "oppHits": [{"id": 5, "number": "A-1", "title": "Water", "openDate": "01/02/2027", "closeDate": ""}]}"#;
    assert_eq!(gather(&grants, &[based(flat)]).expect("a list").offers[0].external_id, "5");
    let forecast = r#"{"errorcode": 0, "data": {"id": 6, "opportunityTitle": "Soil", "synopsis": null, "forecast": {"forecastDesc": "Text",
      "estApplicationResponseDateDesc": "Applications are due on May 3, 2027, at 5 p.m. Eastern Time.", "applicantTypes": [{"id": "25", "description": "Others"}, {"id": "02", "description": "City"}],
      "applicantEligibilityDesc": "Foreign organizations are eligible to apply. Write to ana@a.example."}}}"#;
    let mut gathered = gather(&grants, &[based(forecast)]).expect("a forecast");
    matcher_harvest::complete::complete(&mut gathered.offers, jiff::civil::date(2026, 8, 1));
    let values = &gathered.offers[0].values;
    assert_eq!(values.forecast, Some(true));
    assert_eq!(values.deadlines.as_ref().map(|all| all[0].date), Some(jiff::civil::date(2027, 5, 3)));
    assert_eq!(values.eligibility.as_ref().map(|all| all[0].verdict), Some(Verdict::Yes), "{values:?}");
    assert!(!serde_json::to_string(&gathered.offers).expect("JSON").contains("ana@"));
    let failed = r#"{"errorcode": 401, "msg": "token expired"}"#;
    assert!(matches!(gather(&grants, &[based(failed)]), Err(PayloadError::Reported(_))));
}

fn opportunity(id: u32, closes: &str) -> String {
    format!(
        "<OpportunitySynopsisDetail_1_0><OpportunityID>{id}</OpportunityID><OpportunityTitle>Call {id} caf\u{e9}</OpportunityTitle><Description>Text &lt;p&gt;{id}&lt;/p&gt;</Description><PostDate>01022025</PostDate><CloseDate>{closes}</CloseDate><EligibleApplicants>02</EligibleApplicants></OpportunitySynopsisDetail_1_0>"
    )
}

fn zipped(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    archive.start_file(name, zip::write::SimpleFileOptions::default()).expect("a file");
    archive.write_all(bytes).expect("written");
    archive.finish().expect("an archive").into_inner()
}

#[test]
fn the_extract_is_read_piece_by_piece_and_old_calls_are_left() {
    let grants = source("grants-gov");
    let inner = format!("{}{}", opportunity(1, "05032027"), opportunity(2, "05032020"));
    let xml = format!(
        "<?xml version=\"1.0\"?><Grants xmlns=\"http://apply.grants.gov/system/OpportunityDetail-V1.0\">{inner}</Grants>"
    );
    let dated = zipped("GrantsDBExtract20260821v2.xml", xml.as_bytes());
    let gathered = gather(&grants, &[based(dated.clone())]).expect("an extract");
    assert_eq!(titles(&gathered), ["Call 1 café"], "the other closed in 2020");
    assert_eq!(codes(&gathered.problems, "skipped"), 1);
    let undated = zipped("extract.xml", xml.as_bytes());
    assert_eq!(
        gather(&grants, &[based(undated)]).expect("an extract").offers.len(),
        2,
        "nobody knows its day"
    );
    for cut in [dated.len() / 2, dated.len() - 30] {
        assert!(gather(&grants, &[based(&dated[..cut])]).is_err(), "cut at {cut}");
    }
    let half = zipped("e20260821.xml", &xml.as_bytes()[..xml.len() - 40]);
    assert!(matches!(gather(&grants, &[based(half)]), Err(PayloadError::Syntax { .. })));
    let bomb = format!("<!DOCTYPE g [<!ENTITY x \"y\">]>{xml}");
    assert!(matches!(
        gather(&grants, &[based(zipped("e.xml", bomb.as_bytes()))]),
        Err(PayloadError::EntityDeclaration)
    ));
    let endless =
        format!("<Grants><OpportunitySynopsisDetail_1_0><Description>{}", "x".repeat(9 * 1024 * 1024));
    let refused =
        gather(&grants, &[based(zipped("e.xml", endless.as_bytes()))]).expect_err("one record of 9 MB");
    assert!(refused.to_string().contains("a piece of more than"), "{refused}");
    assert!(
        gather(&grants, &[based(zipped("readme.txt", b"x"))])
            .expect_err("no XML")
            .to_string()
            .contains("no XML file")
    );
}

#[test]
fn the_extract_may_unpack_to_more_than_any_other_payload() {
    let grants = source("grants-gov");
    let filler = format!("<Other>{}</Other>", "x".repeat(1_000_000));
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    archive
        .start_file("GrantsDBExtract20260821v2.xml", zip::write::SimpleFileOptions::default())
        .expect("a file");
    archive.write_all(b"<Grants>").expect("written");
    for number in 0..70 {
        archive.write_all(filler.as_bytes()).expect("written");
        archive.write_all(opportunity(number, "05032027").as_bytes()).expect("written");
    }
    archive.write_all(b"</Grants>").expect("written");
    let bytes = archive.finish().expect("an archive").into_inner();
    assert_eq!(gather(&grants, &[based(bytes)]).expect("an extract").offers.len(), 70);
}

#[test]
fn the_search_of_the_portal_in_its_variants() {
    let portal = source("eu-portal-search");
    let answer = r#"{"apiVersion": "2.138", "terms": "***", "totalResults": 2, "pageNumber": 1, "pageSize": 50, "results": [
      {"reference": "1TOPICSen", "url": "https://a.example", "summary": null, "metadata": {"identifier": ["HORIZON-X-1"], "title": ["Water"], "status": ["31094502"],
        "deadlineDate": ["2027-09-17T00:00:00.000+0000", "2028-02-01T00:00:00.000+0000"], "startDate": ["2027-01-02T00:00:00.000+0000"], "type": ["1"], "descriptionByte": ["<p>Text &amp; more</p>"],
        "beneficiaryAdministration": ["<p>Open to entities of any country.</p>"]}},
      {"reference": "2TOPICSes", "metadata": {"identifier": "HORIZON-X-2", "title": "Suelo", "status": "31094501", "deadlineDate": null, "budgetOverview": ["no JSON"]}}]}"#;
    let gathered = gather(&portal, &[based(answer)]).expect("results");
    assert_eq!(titles(&gathered), ["Water", "Suelo"]);
    assert_eq!(offer(&gathered, "HORIZON-X-1").values.deadlines.as_ref().map(Vec::len), Some(2));
    assert_eq!(language(&offer(&gathered, "HORIZON-X-2").values.title), "es");
    assert_eq!(offer(&gathered, "HORIZON-X-2").values.forecast, Some(true));
    let none =
        r#"{"apiVersion": "2.138", "totalResults": 0, "pageNumber": 1, "pageSize": 50, "results": []}"#;
    assert!(matches!(gather(&portal, &[based(none)]), Err(PayloadError::NoRecords)));
}

#[test]
fn calls_of_the_bdns_in_pages_and_alone() {
    let bdns = source("es-bdns");
    let page = r#"{"content": [{"id": 1, "mrr": false, "numeroConvocatoria": "812345", "descripcion": "AYUDAS AL AGUA", "descripcionLeng": null, "fechaRecepcion": "2027-01-02", "nivel1": "LOCAL", "nivel2": "SORIA", "nivel3": "AYUNTAMIENTO DE SORIA"}],
      "pageable": {"pageNumber": 0}, "last": true, "totalElements": 1, "totalPages": 1, "number": 0, "size": 50, "empty": false}"#;
    assert_eq!(gather(&bdns, &[based(page)]).expect("a page").offers[0].external_id, "812345");
    let call = r#"{"id": 1, "codigoBDNS": "812345", "organo": {"nivel1": "LOCAL", "nivel2": "SORIA", "nivel3": "AYUNTAMIENTO DE SORIA"}, "descripcion": "AYUDAS AL AGUA", "presupuestoTotal": 12000.5,
      "tiposBeneficiarios": [{"descripcion": "PYME Y PERSONAS FÍSICAS QUE DESARROLLAN ACTIVIDAD ECONÓMICA"}, {"descripcion": "OTRA COSA"}], "fechaInicioSolicitud": null, "fechaFinSolicitud": null,
      "textInicio": "Desde el 1 de marzo de 2027", "textFin": "15 de abril de 2027", "abierto": true}"#;
    let mut gathered = gather(&bdns, &[based(call)]).expect("a call");
    matcher_harvest::complete::complete(&mut gathered.offers, jiff::civil::date(2026, 8, 1));
    let values = &gathered.offers[0].values;
    assert_eq!(values.deadlines.as_ref().map(|all| all[0].date), Some(jiff::civil::date(2027, 4, 15)));
    assert_eq!(values.opens, Some(jiff::civil::date(2027, 3, 1)));
    assert!(matches!(
        gather(&bdns, &[based(r#"{"content": [], "totalElements": 0}"#)]),
        Err(PayloadError::NoRecords)
    ));
}

#[test]
fn delimited_text_as_spreadsheets_write_it() {
    for (name, table) in [
        (
            "semicolons and a mark",
            "\u{feff}Título;Texto\r\nBeca A;\"Línea uno\r\nlínea \"\"dos\"\"; fin\"\r\n",
        ),
        ("tabs", "Título\tTexto\nBeca A\tLínea uno\n"),
        ("commas", "Título,Texto\n\"Beca A\",\"Línea uno, dos\"\n"),
        ("bars", "Título|Texto\nBeca A|Línea uno\n"),
        ("a line that names the mark", "sep=;\r\nTítulo;Texto\r\nBeca A;Línea uno\r\n"),
        ("title rows", "Listado de becas;\nactualizado el 3 de mayo;\n;\nTítulo;Texto\nBeca A;Línea uno\n"),
    ] {
        let gathered = of("table", TITLE_ONLY, table).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(titles(&gathered), ["Beca A"], "{name}");
        assert!(text(&gathered.offers[0].values.body).starts_with("Línea uno"), "{name}");
    }
    let (latin, _, _) = encoding_rs::WINDOWS_1252.encode("Título;Texto\nBeca “A” – €;Línea uno\n");
    let gathered = of("table", TITLE_ONLY, latin.into_owned()).expect("windows-1252");
    assert_eq!(titles(&gathered), ["Beca “A” – €"]);
    assert_eq!(codes(&gathered.problems, "encoding-mismatch"), 1, "the guess is told");
    let unclosed = of("table", TITLE_ONLY, "Título;Texto\n\"Beca A;x\nBeca B;y\n");
    assert!(unclosed.is_err() || unclosed.is_ok_and(|gathered| !gathered.problems.is_empty()));
}

/// Two rows of title, merged cells in them and a date as text.
const SHEET: &str = r#"<sheetData>
          <row r="1"><c r="A1" t="inlineStr"><is><t>Listado de becas 2027</t></is></c></row><row r="2"><c r="A2" t="inlineStr"><is><t>Ministerio</t></is></c></row>
          <row r="4"><c r="A4" t="inlineStr"><is><t>Título</t></is></c><c r="B4" t="inlineStr"><is><t>Texto</t></is></c><c r="C4" t="inlineStr"><is><t>Cierre</t></is></c></row>
          <row r="5"><c r="A5" t="inlineStr"><is><t>Beca A</t></is></c><c r="B5" t="inlineStr"><is><t>Línea uno</t></is></c><c r="C5" t="inlineStr"><is><t>03/05/2027</t></is></c></row>
          <row r="6"><c r="B6" t="inlineStr"><is><t>sigue</t></is></c></row>
          <row r="7"><c r="A7" t="inlineStr"><is><t>Beca B</t></is></c><c r="B7"><v>12</v></c></row></sheetData><mergeCells count="2"><mergeCell ref="A1:C1"/><mergeCell ref="A5:A6"/></mergeCells>"#;

#[test]
fn workbooks_with_title_rows_and_merged_cells() {
    let rest = format!("language = \"es\"\n{TITLE_ONLY}deadlines = \"Cierre\"\n");
    let gathered = of("table", &rest, workbook(SHEET, "")).expect("a workbook");
    let found = titles(&gathered);
    assert!(found.contains(&"Beca A") && found.contains(&"Beca B"), "{found:?}");
    let first = gathered.offers.iter().find(|offer| text(&offer.values.title) == "Beca A").expect("Beca A");
    assert_eq!(first.values.deadlines.as_ref().map(|all| all[0].date), Some(jiff::civil::date(2027, 5, 3)));
}

#[test]
fn sitemaps_packed_and_with_prefixes() {
    let sitemap = r#"<?xml version="1.0"?><s:urlset xmlns:s="http://www.sitemaps.org/schemas/sitemap/0.9"><s:url><s:loc>https://a.example/becas/agua-rural</s:loc><s:lastmod>2027-01-02</s:lastmod></s:url></s:urlset>"#;
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(sitemap.as_bytes()).expect("packed");
    for bytes in [sitemap.as_bytes().to_vec(), packed.finish().expect("packed")] {
        assert_eq!(of("sitemap", "", bytes).expect("a sitemap").offers.len(), 1);
    }
}

#[test]
fn pages_in_damaged_and_old_encodings() {
    let twice = |text: &str| encoding_rs::WINDOWS_1252.decode(text.as_bytes()).0.into_owned();
    let page = |text: &str| {
        format!(
            "<html><head><title>{text}</title></head><body><h1>{text}</h1><main><p>{}</p></main></body></html>",
            format!("{text}. ").repeat(20)
        )
    };
    let rest = "[mapping]\n[mapping.fields]\ntitle = \"h1\"\nbody = \"main\"\n";
    let gathered = of("html", rest, page(&twice("Año de la cooperación"))).expect("a page");
    assert_eq!(titles(&gathered), ["Año de la cooperación"], "went through UTF-8 twice");
    let (old, _, _) = encoding_rs::WINDOWS_1252.encode("<html><head><meta http-equiv=\"Content-Type\" content=\"text/html; charset=windows-1252\"></head><body><h1>“Año” – 5 €</h1><main>Texto</main></body></html>");
    assert_eq!(titles(&of("html", rest, old.into_owned()).expect("a page")), ["“Año” – 5 €"]);
}

#[test]
fn shipped_sources_say_how_far_they_were_tried_and_expect_sensible_numbers() {
    for source in Source::shipped().expect("sources") {
        let is_recorded = !source.replay.is_empty();
        let says_payload = source.tested == matcher_harvest::source::Tested::Payload;
        assert_eq!(says_payload, is_recorded, "{}: «payload» is for what recordings were read of", source.id);
        assert!(source.max_records >= source.min_records * 2 || source.max_records < 10, "{}", source.id);
        assert!(source.max_records <= 60_000, "{}", source.id);
    }
}
