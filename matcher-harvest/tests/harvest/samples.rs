//! Every format on a sample written for the project: all offers and problems, as snapshots.

use matcher_harvest::pipeline::gather;
use matcher_harvest::replay;
use matcher_harvest::source::Source;

use crate::support::{read, sample, source};

fn snapshot(name: &str, source: &Source, file: &str) {
    let gathered = read(source, &sample(file));
    let problems: Vec<String> = gathered.problems.iter().map(ToString::to_string).collect();
    insta::assert_json_snapshot!(
        name,
        serde_json::json!({ "offers": gathered.offers, "problems": problems })
    );
}

#[test]
fn eu_portal_daily_feed() {
    snapshot("eu_daily", &source("eu-portal"), "eu_daily.json");
}

#[test]
fn eu_portal_bulk_file() {
    snapshot("eu_bulk", &source("eu-portal"), "eu_bulk.jsonl");
}

#[test]
fn grants_gov() {
    snapshot("grants_gov", &source("grants-gov"), "grants_gov.json");
}

#[test]
fn rss_2_in_latin_1() {
    snapshot("rss2_latin1", &source("boa-aragon"), "rss2_latin1.xml");
}

#[test]
fn rss_2() {
    snapshot("rss2", &source("isoc"), "rss2.xml");
}

#[test]
fn rss_1() {
    snapshot("rss1", &Source::unnamed().expect("a source"), "rss1.xml");
}

#[test]
fn rss_0_91() {
    snapshot("rss091", &Source::unnamed().expect("a source"), "rss091.xml");
}

#[test]
fn atom() {
    snapshot("atom", &source("funding-finder"), "atom.xml");
}

#[test]
fn json_feed() {
    snapshot("jsonfeed", &Source::unnamed().expect("a source"), "jsonfeed.json");
}

/// The bulk file brings the full text, the daily feed the cut-offs: one record holds both.
#[test]
fn two_collectors_of_one_portal_meet_in_one_record() {
    let source = source("eu-portal");
    let payloads = ["eu_bulk.jsonl", "eu_daily.json"]
        .map(|file| replay::read_file(&sample(file), &source).expect("a sample"));
    let gathered = gather(&source, &payloads).expect("usable payloads");
    let meeting: Vec<_> =
        gathered.offers.iter().filter(|offer| offer.external_id == "HORIZON-SAMPLE-2027-01-01").collect();
    let [offer] = meeting[..] else { panic!("one record, not {}", meeting.len()) };
    assert_eq!(offer.values.deadlines.as_ref().map(Vec::len), Some(2), "from the daily feed");
    let body = crate::support::text(&offer.values.body);
    assert!(body.contains("“local knowledge”"), "from the bulk file: {body}");
    assert!(offer.values.contact_url.is_some(), "from the bulk file");
}

fn by_adapter(adapter: &str) -> Source {
    Source { adapter: adapter.to_owned(), ..Source::unnamed().expect("a source") }
}

fn described(file: &str) -> Source {
    Source::named(&sample(file).display().to_string()).expect(file)
}

#[test]
fn eu_portal_search() {
    snapshot("eu_search", &source("eu-portal"), "eu_search.json");
}

#[test]
fn grants_gov_single() {
    snapshot("grants_gov_single", &source("grants-gov"), "grants_gov_single.json");
}

#[test]
fn grants_gov_extract() {
    snapshot("grants_gov_extract", &source("grants-gov"), "grants_gov_extract.xml");
}

#[test]
fn iati_activities() {
    snapshot("activities", &by_adapter("iati"), "activities.xml");
}

#[test]
fn oai_repository() {
    snapshot("repository", &by_adapter("oai_pmh"), "repository.xml");
}

#[test]
fn wordpress_posts() {
    snapshot("posts", &by_adapter("wordpress"), "posts.json");
}

#[test]
fn bdns_list_and_call() {
    snapshot("bdns_list", &source("es-bdns"), "bdns_list.json");
    snapshot("bdns_call", &source("es-bdns"), "bdns_call.json");
}

#[test]
fn sitemap() {
    snapshot("sitemap", &by_adapter("sitemap"), "sitemap.xml");
}

#[test]
fn json_by_mapping() {
    snapshot("mapped_json", &described("mapped_json.toml"), "nested.json");
}

#[test]
fn tables_by_mapping() {
    snapshot("mapped_csv", &described("mapped_table.toml"), "semicolons.csv");
    snapshot("mapped_xls", &described("mapped_table.toml"), "table.xls");
}

#[test]
fn pages_by_mapping_and_without() {
    snapshot("mapped_listing", &described("mapped_html.toml"), "listing.html");
    snapshot("mapped_page", &described("mapped_html.toml"), "page.html");
    snapshot("page", &by_adapter("html"), "page.html");
}
