//! Further pages and pages of records, fetched from services written here: what is asked for, and where it ends.

use std::cell::RefCell;

use matcher_harvest::adapters::Request;
use matcher_harvest::crawl::{Crawled, Loss, crawl};
use matcher_harvest::payload::Payload;
use matcher_harvest::pipeline::gather;
use matcher_harvest::source::Source;

use crate::support::codes;

/// Runs `source` against `answer`, which gives a body or the reason why there is none.
pub(crate) fn run(
    source: &Source,
    answer: impl Fn(&Request) -> Result<String, &'static str>,
) -> (Result<Crawled, String>, Vec<String>) {
    let asked = RefCell::new(Vec::new());
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let crawled = runtime.block_on(crawl(
        source,
        async |request: &Request| {
            let body = request.post_json.as_deref().map(|body| format!(" {body}")).unwrap_or_default();
            asked.borrow_mut().push(format!("{}{body}", request.url));
            let base = Some(request.url.clone());
            answer(request).map(|text| Payload { base, ..Payload::from_bytes(text) })
        },
        |error| if *error == "404" { Loss::Absent } else { Loss::Failed },
    ));
    (crawled.map_err(|(request, error)| format!("{}: {error}", request.url)), asked.into_inner())
}

/// A source of `adapter` with `rest` as the end of its file.
pub(crate) fn source_with(adapter: &str, url: &str, rest: &str) -> Source {
    let text = format!(
        "id = \"t\"\nname = \"T\"\nurl = \"{url}\"\nadapter = \"{adapter}\"\nterms = \"none\"\ncadence = \"daily\"\n\
         min_records = 1\nmax_records = 10\ntested = \"format\"\n{rest}"
    );
    Source::from_toml(&text, "t.toml").expect("a source")
}

const JSON: &str =
    "[mapping]\nrecords = \"/items\"\n[mapping.fields]\nid = \"/id\"\ntitle = \"/t\"\n[mapping.pages]\n";

fn page(ids: &[u32], rest: &str) -> String {
    let items: Vec<String> = ids.iter().map(|id| format!("{{\"id\": {id}, \"t\": \"Beca {id}\"}}")).collect();
    format!("{{\"items\": [{}]{rest}}}", items.join(","))
}

#[test]
fn numbered_pages_are_read_to_the_short_one() {
    let rules =
        format!("{JSON}kind = \"number\"\nparameter = \"page\"\nfirst = 1\nsize = 2\ntotal = \"/total\"");
    let source = source_with("json", "https://a.example/x?page=1", &rules);
    let (crawled, asked) = run(&source, |request| {
        Ok(match request.url.query() {
            Some("page=1") => page(&[1, 2], ", \"total\": 5"),
            Some("page=2") => page(&[3, 4], ", \"total\": 5"),
            _ => page(&[5], ", \"total\": 5"),
        })
    });
    assert_eq!(
        asked,
        ["https://a.example/x?page=1", "https://a.example/x?page=2", "https://a.example/x?page=3"]
    );
    let gathered = gather(&source, &crawled.expect("pages").payloads).expect("offers");
    assert_eq!(gathered.offers.len(), 5);
    assert_eq!(codes(&gathered.problems, "further-pages"), 0, "they were read");
}

#[test]
fn an_empty_or_absent_page_ends_a_listing_and_a_failed_one_the_run() {
    let rules = format!("{JSON}kind = \"number\"\nparameter = \"page\"\nfirst = 1");
    let source = source_with("json", "https://a.example/x?page=1", &rules);
    for end in [Ok(page(&[], "")), Err("404")] {
        let (crawled, asked) = run(&source, |request| match request.url.query() {
            Some("page=1") => Ok(page(&[1], "")),
            _ => end.clone(),
        });
        assert_eq!(asked.len(), 2);
        let gathered = gather(&source, &crawled.expect("pages").payloads).expect("offers");
        assert_eq!(gathered.offers.len(), 1);
    }
    let (crawled, _) = run(&source, |request| match request.url.query() {
        Some("page=1") => Ok(page(&[1], "")),
        _ => Err("500"),
    });
    assert_eq!(crawled.expect_err("a listing cut short"), "https://a.example/x?page=2: 500");
}

#[test]
fn endless_pagination_ends() {
    let rules = format!("{JSON}kind = \"link\"\nnext = \"/next\"\nlimit = 7");
    let source = source_with("json", "https://a.example/x", &rules);
    let counter = RefCell::new(0);
    let (crawled, asked) = run(&source, |_| {
        *counter.borrow_mut() += 1;
        let number = *counter.borrow();
        Ok(page(&[number], &format!(", \"next\": \"/x?after={number}\"")))
    });
    assert_eq!(asked.len(), 7);
    assert_eq!(codes(&crawled.expect("pages").problems, "pages-left"), 1);

    let (crawled, asked) = run(&source, |request| {
        Ok(page(
            &[1],
            if request.url.query().is_none() { ", \"next\": \"/x?a=1\"" } else { ", \"next\": \"/x?a=1\"" },
        ))
    });
    assert_eq!(asked.len(), 2, "the same page under another address");
    assert_eq!(codes(&crawled.expect("pages").problems, "page-repeated"), 1);
}
