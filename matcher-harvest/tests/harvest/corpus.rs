//! Real payloads of real sources: exact counts and spot checks. Skipped, visibly, where they are absent.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::civil::date;
use matcher_core::model::{AmountBasis, CooperationKind, Draft, Offer};
use matcher_harvest::pipeline::gather;
use matcher_harvest::problem::Severity;
use matcher_harvest::replay;
use rust_decimal::Decimal;

use crate::support::{codes, corpus, language, offer, read, source, text};

#[test]
fn counts_are_exact_and_nothing_is_rejected() {
    let Some(corpus) = corpus() else { return };
    for (name, file, records) in [
        ("eu-portal", "eu_portal/nivard_eu_grants_feed.json", 723),
        ("eu-portal", "eu_portal/cordisdata_open_calls.jsonl.gz", 629),
        ("eu-portal", "snapshots/eu_grants_feed_2026-08-15.json", 712),
        ("eu-portal", "snapshots/eu_grants_feed_2026-08-21.json", 731),
        ("grants-gov", "grantsgov/search2_community.json", 5),
        ("funding-finder", "feeds/fundingfinder_all.atom.xml", 100),
        ("funding-finder", "feeds/fundingfinder_arts-and-culture.atom.xml", 60),
        ("isoc", "feeds/isoc_opportunities.rss", 9),
        ("boa-aragon", "feeds/boa_aragon_2018-02-09.rss", 43),
        ("boa-aragon", "feeds/boa_aragon_2022-06-01.rss", 35),
        ("boa-aragon", "feeds/boa_aragon_2026-08-19.rss", 41),
        ("boa-aragon", "snapshots/boa_aragon_2026-08-17.rss", 39),
        ("isoc", "feeds/generic_rss_1.0_iso8859.xml", 1),
        ("isoc", "feeds/generic_rss_2.0_encoding_1.xml", 1),
        ("isoc", "feeds/generic_rss_2.0_relurl_1.xml", 2),
    ] {
        let gathered = read(&source(name), &corpus.join(file));
        assert_eq!(gathered.offers.len(), records, "{file}");
        let lost = gathered.problems.iter().find(|problem| problem.severity == Severity::Error);
        assert_eq!(lost, None, "{file}");
    }
}

#[test]
fn eu_portal_daily_feed_in_detail() {
    let Some(corpus) = corpus() else { return };
    let gathered = read(&source("eu-portal"), &corpus.join("eu_portal/nivard_eu_grants_feed.json"));
    let found = &offer(&gathered, "HORIZON-CL5-2027-07-D3-16").values;
    assert!(text(&found.title).starts_with("Industrial processes and equipment for innovative"));
    assert_eq!(language(&found.title), "en");
    assert!(text(&found.summary).starts_with("Expected Outcome:"));
    assert_eq!(found.opens, Some(date(2027, 8, 4)));
    assert_eq!(found.deadlines.as_ref().map(|all| all[0].date), Some(date(2027, 12, 1)));
    assert_eq!(found.forecast, Some(true));
    assert_eq!(found.kinds.as_deref(), Some(&[CooperationKind::Grant][..]));
    assert_eq!(found.publisher.as_deref(), Some("European Commission"));
    assert_eq!(found.eligibility, None, "nobody stated it");
    let amount = found.amount.as_ref().expect("an amount");
    assert_eq!((amount.min, amount.max), (Some(Decimal::from(9_500_000)), Some(Decimal::from(9_500_000))));
    assert_eq!(amount.basis, AmountBasis::PerProject);

    let count = |test: fn(&Offer) -> bool| gathered.offers.iter().filter(|offer| test(&offer.values)).count();
    assert_eq!(count(|offer| offer.forecast == Some(true)), 269);
    assert_eq!(count(|offer| offer.forecast == Some(false)), 454);
    assert_eq!(count(|offer| offer.deadlines.is_none()), 5);
    assert_eq!(count(|offer| offer.url.is_none()), 0);
    assert_eq!(gathered.offers.iter().filter(|offer| offer.external_id.contains('#')).count(), 83);
    assert_eq!(codes(&gathered.problems, "duplicate-id"), 0);
    assert_eq!(codes(&gathered.problems, "unknown-action"), 0);
    assert_eq!(codes(&gathered.problems, "unknown-key"), 0);
}

#[test]
fn eu_portal_bulk_file_in_detail() {
    let Some(corpus) = corpus() else { return };
    let gathered = read(&source("eu-portal"), &corpus.join("eu_portal/cordisdata_open_calls.jsonl.gz"));
    let found = &offer(&gathered, "ERC-2026-POC").values;
    assert_eq!(found.deadlines.as_ref().map(|all| all[0].date), Some(date(2026, 3, 17)));
    assert!(text(&found.body).contains("the beneficiaries’ personnel costs"), "double UTF-8 is mended");
    assert!(text(&found.body).contains("Objective:\nThe ERC"), "blanks are back");
    for damaged in ["â€", "Ã©", "ï»¿"] {
        let holding = gathered.offers.iter().find(|offer| text(&offer.values.body).contains(damaged));
        assert_eq!(holding.map(|offer| &offer.external_id), None, "{damaged}");
    }
    let count = |test: fn(&Offer) -> bool| gathered.offers.iter().filter(|offer| test(&offer.values)).count();
    assert_eq!(count(|offer| offer.amount.is_none()), 163);
    assert_eq!(count(|offer| offer.forecast == Some(true)), 262);
    assert_eq!(codes(&gathered.problems, "unknown-key"), 0);
}

#[test]
fn both_collectors_call_a_topic_alike() {
    let Some(corpus) = corpus() else { return };
    let source = source("eu-portal");
    let files = ["eu_portal/cordisdata_open_calls.jsonl.gz", "eu_portal/nivard_eu_grants_feed.json"];
    let payloads = files.map(|file| replay::read_file(&corpus.join(file), &source).expect(file));
    let merged = gather(&source, &payloads).expect("usable payloads").offers;
    assert_eq!(merged.len(), 629 + 723 - 622);
    let found =
        merged.iter().find(|offer| offer.external_id == "HORIZON-CL5-2027-07-D3-16").expect("the topic");
    assert!(text(&found.values.body).len() > 2_000, "the full text comes from the bulk file");
    assert!(found.values.opens.is_some(), "the opening comes from the daily feed");
}

/// Between the two snapshots the portal added 25 and dropped 6; 12 differ: 7 in deadline, 4 in status, and one only
/// by a doubled blank, which is no change.
#[test]
fn only_true_changes_show_between_two_days() {
    let Some(corpus) = corpus() else { return };
    let day = |file: &str| -> BTreeMap<String, Draft<Offer>> {
        let gathered = read(&source("eu-portal"), &corpus.join("snapshots").join(file));
        gathered.offers.into_iter().map(|offer| (offer.external_id.clone(), offer)).collect()
    };
    let (before, after) = (day("eu_grants_feed_2026-08-15.json"), day("eu_grants_feed_2026-08-21.json"));
    let added = after.keys().filter(|id| !before.contains_key(*id)).count();
    let gone = before.keys().filter(|id| !after.contains_key(*id)).count();
    let changed = after.iter().filter(|(id, offer)| before.get(*id).is_some_and(|old| old != *offer)).count();
    assert_eq!((added, gone, changed), (25, 6, 11));
}

#[test]
fn grants_gov_in_detail() {
    let Some(corpus) = corpus() else { return };
    let gathered = read(&source("grants-gov"), &corpus.join("grantsgov/search2_community.json"));
    let found = &offer(&gathered, "325599").values;
    assert_eq!(text(&found.title), "U.S. Embassy Praia Ambassador’s Special Self-Help (SSH) Program");
    assert_eq!(found.publisher.as_deref(), Some("U.S. Mission to Cape Verde"));
    assert_eq!((found.opens, &found.deadlines), (Some(date(2020, 3, 19)), &None));
    assert_eq!(
        found.url.as_ref().map(url::Url::as_str),
        Some("https://www.grants.gov/search-results-detail/325599")
    );
    let dated = offer(&gathered, "363048").values.deadlines.as_ref().map(|all| all[0].date);
    assert_eq!(dated, Some(date(2026, 8, 17)));
    assert_eq!(codes(&gathered.problems, "further-pages"), 1);
}

#[test]
fn official_bulletin_in_detail() {
    let Some(corpus) = corpus() else { return };
    let gathered = read(&source("boa-aragon"), &corpus.join("feeds/boa_aragon_2018-02-09.rss"));
    let first = &gathered.offers[0];
    assert!(first.external_id.contains("DOCN=000218574"), "{}", first.external_id);
    let title = text(&first.values.title);
    assert!(title.contains("requisitos mínimos") && !title.contains('\n'), "{title}");
    assert_eq!(language(&first.values.title), "es");
    let url = first.values.url.as_ref().expect("an address");
    assert_eq!(url.host_str(), Some("www.boa.aragon.es"));
    assert_eq!(first.values.published, None);
    assert_eq!(codes(&gathered.problems, "date-not-understood"), 43);
}

#[test]
fn gathered_feeds_in_detail() {
    let Some(corpus) = corpus() else { return };
    let gathered = read(&source("funding-finder"), &corpus.join("feeds/fundingfinder_all.atom.xml"));
    let found = &offer(&gathered, "urn:funding-finder:grants-gov:362597").values;
    assert_eq!(found.publisher.as_deref(), Some("National Institutes of Health"));
    assert_eq!(found.published, None, "«updated» is not the day of publication");
    let isoc = read(&source("isoc"), &corpus.join("feeds/isoc_opportunities.rss"));
    let spanish = isoc.offers.iter().filter(|offer| language(&offer.values.title) == "es").count();
    assert_eq!(spanish, 1);
    assert_eq!(isoc.offers[0].values.published, Some(date(2026, 7, 22)));
}

#[test]
fn every_shipped_source_finds_its_recordings() {
    let Some(corpus) = corpus() else { return };
    for (name, files) in
        [("eu-portal", 2), ("grants-gov", 1), ("isoc", 1), ("boa-aragon", 3), ("funding-finder", 2)]
    {
        let found = replay::find_files(&source(name), Path::new(&corpus)).expect(name);
        assert_eq!(found.len(), files, "{name}: {found:?}");
    }
}
