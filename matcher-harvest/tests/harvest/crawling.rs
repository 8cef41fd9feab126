//! Further pages and pages of records, fetched from services written here: what is asked for, and where it ends.

use std::cell::RefCell;

use matcher_harvest::adapters::{Post, Request};
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
            let body = request.json().map(|body| format!(" {body}")).unwrap_or_default();
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

    let (crawled, asked) = run(&source, |_| Ok(page(&[1], ", \"next\": \"/x?a=1\"")));
    assert_eq!(asked.len(), 2, "the same page under another address");
    assert_eq!(codes(&crawled.expect("pages").problems, "page-repeated"), 1);
}

#[test]
fn grants_gov_lists_page_by_page_and_asks_for_each_opportunity() {
    let source = crate::support::source("grants-gov");
    let hit =
        |id: u32| format!("{{\"id\": \"{id}\", \"title\": \"Call {id}\", \"openDate\": \"01/05/2027\"}}");
    let (crawled, asked) = run(&source, |request| {
        let body = request.json().unwrap_or_default();
        if request.url.path().ends_with("/fetchOpportunity") {
            let id: u32 =
                body.chars().filter(char::is_ascii_digit).collect::<String>().parse().expect("an id");
            // One of the single answers cannot be had: its line in the list stays.
            return if id == 2 {
                Err("500")
            } else {
                Ok(format!(
                    "{{\"data\": {{\"id\": {id}, \"opportunityTitle\": \"Call {id}\", \"synopsis\": {{\"synopsisDesc\": \"Text {id}\"}}}}}}"
                ))
            };
        }
        let start = if body.contains("\"startRecordNum\":2") { 2 } else { 0 };
        let hits = if start == 0 { format!("{},{}", hit(1), hit(2)) } else { hit(3) };
        Ok(format!("{{\"data\": {{\"hitCount\": 3, \"startRecord\": {start}, \"oppHits\": [{hits}]}}}}"))
    });
    assert_eq!(asked.len(), 5, "{asked:?}");
    assert!(asked[1].contains("\"startRecordNum\":2"), "the rest of the list comes first: {asked:?}");
    let crawled = crawled.expect("pages");
    assert_eq!(codes(&crawled.problems, "detail-not-had"), 1);
    let gathered = gather(&source, &crawled.payloads).expect("offers");
    assert_eq!(gathered.offers.len(), 3);
    let texts: Vec<&str> =
        gathered.offers.iter().map(|offer| crate::support::text(&offer.values.body)).collect();
    assert_eq!(texts, ["Text 1", "", "Text 3"]);
    assert!(gathered.offers.iter().all(|offer| offer.values.opens.is_some()), "from the list");
}

#[test]
fn every_page_of_a_search_by_form_is_asked_with_the_whole_form() {
    let source = crate::support::source("eu-portal-search");
    let answer = |page: u32| {
        let topic = |id: u32| {
            format!("{{\"metadata\": {{\"identifier\": [\"T-{id}\"], \"title\": [\"Topic {id}\"]}}}}")
        };
        let topics = if page == 1 { format!("{},{}", topic(1), topic(2)) } else { topic(3) };
        format!("{{\"totalResults\": 3, \"pageNumber\": {page}, \"pageSize\": 2, \"results\": [{topics}]}}")
    };
    let posted = RefCell::new(Vec::new());
    let (crawled, asked) = run(&source, |request| {
        posted.borrow_mut().push(request.post.clone());
        Ok(answer(if request.url.query().is_some_and(|query| query.contains("pageNumber=2")) {
            2
        } else {
            1
        }))
    });
    assert_eq!(asked.len(), 2, "{asked:?}");
    let posted = posted.into_inner();
    assert!(matches!(&posted[0], Some(Post::Form(parts)) if parts.contains_key("query")), "{posted:?}");
    assert_eq!(posted[0], posted[1], "the second page is asked as the first was");
    let gathered = gather(&source, &crawled.expect("pages").payloads).expect("offers");
    assert_eq!(gathered.offers.len(), 3);
}

#[test]
fn repositories_are_resumed_by_token_alone() {
    let source = source_with("oai_pmh", "https://r.example/oai?set=calls", "");
    let list = |id: u32, token: &str| {
        format!(
            "<OAI-PMH><ListRecords><record><header><identifier>oai:{id}</identifier></header><metadata><dc><title>Call {id}</title></dc></metadata></record>{token}</ListRecords></OAI-PMH>"
        )
    };
    let (crawled, asked) = run(&source, |request| {
        Ok(match request.url.query() {
            Some(query) if query.contains("resumptionToken") => list(2, "<resumptionToken/>"),
            _ => list(1, "<resumptionToken>a b/1=</resumptionToken>"),
        })
    });
    assert_eq!(
        asked,
        [
            "https://r.example/oai?set=calls&verb=ListRecords&metadataPrefix=oai_dc",
            "https://r.example/oai?verb=ListRecords&resumptionToken=a+b%2F1%3D"
        ]
    );
    let gathered = gather(&source, &crawled.expect("pages").payloads).expect("offers");
    assert_eq!(gathered.offers.len(), 2);
    assert_eq!(codes(&gathered.problems, "further-pages"), 0);
}

#[test]
fn posts_are_asked_for_until_the_service_says_there_are_no_more() {
    let source = source_with("wordpress", "https://w.example/wp-json/wp/v2/posts?per_page=1", "");
    let (crawled, asked) = run(&source, |request| match request.url.query() {
        Some("per_page=1") => Ok("[{\"id\": 1, \"title\": {\"rendered\": \"Uno\"}}]".to_owned()),
        Some("per_page=1&page=2") => Ok("[{\"id\": 2, \"title\": {\"rendered\": \"Dos\"}}]".to_owned()),
        _ => Err("404"),
    });
    assert_eq!(asked.len(), 3);
    assert_eq!(gather(&source, &crawled.expect("pages").payloads).expect("offers").offers.len(), 2);
}

#[test]
fn listings_lead_to_pages_and_pages_meet_their_lines() {
    let file = crate::support::sample("mapped_html.toml");
    let source = Source::named(&file.display().to_string()).expect("a source");
    let read = |name: &str| std::fs::read_to_string(crate::support::sample(name)).expect(name);
    let (crawled, asked) = run(&source, |request| match (request.url.path(), request.url.query()) {
        ("/convocatorias", None) => Ok(read("listing.html")),
        ("/sitio/calls/1.html", None) => Ok(read("page.html")),
        _ => Err("404"),
    });
    assert_eq!(
        asked,
        [
            "https://agencia.example/convocatorias",
            "https://agencia.example/sitio/?p=2",
            "https://agencia.example/sitio/calls/1.html",
            "https://agencia.example/sitio/calls/3.html"
        ]
    );
    let crawled = crawled.expect("pages");
    assert_eq!(codes(&crawled.problems, "detail-not-had"), 1);
    let gathered = gather(&source, &crawled.payloads).expect("offers");
    let found = crate::support::offer(&gathered, "/sitio/calls/1.html");
    assert!(crate::support::text(&found.values.body).contains("Pueden postular"), "from its page");
    assert!(found.values.deadlines.is_some(), "from the list");
}

#[test]
fn sitemaps_lead_to_pages() {
    let rules = "[mapping]\nmatches = '/becas/'\n[mapping.detail]\nfollow = true\n";
    let source = source_with("sitemap", "https://agencia.example/sitemap.xml", rules);
    let read = |name: &str| std::fs::read_to_string(crate::support::sample(name)).expect(name);
    let (crawled, asked) = run(&source, |request| match request.url.path() {
        "/sitemap.xml" => {
            Ok("<sitemapindex><sitemap><loc>https://agencia.example/s1.xml</loc></sitemap></sitemapindex>"
                .to_owned())
        }
        "/s1.xml" => Ok(read("sitemap.xml")),
        "/becas/beca-de-agua-2027.html" => Ok(read("page.html")),
        _ => Ok("<html><title>Sitio en mantenimiento</title><body>Volvemos</body></html>".to_owned()),
    });
    assert_eq!(asked.len(), 4, "{asked:?}");
    let gathered = gather(&source, &crawled.expect("pages").payloads).expect("offers");
    assert_eq!(
        codes(&gathered.problems, "payload-html-page"),
        1,
        "the page in maintenance is no loss of the others"
    );
    assert_eq!(gathered.offers.len(), 2);
    let found = crate::support::offer(&gathered, "/becas/beca-de-agua-2027.html");
    assert_eq!(crate::support::text(&found.values.title), "Residencia para músicos", "the page knows better");
}
