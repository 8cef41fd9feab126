//! Sources of the harvest and their runs, and how fresh the sources behind an answer are.

use std::collections::HashSet;

use matcher_core::model::{Draft, Offer, Origin, RecordKind, SourceId};
use matcher_store::{Listing, RunOutcome, RunReport, SourceDescription, Store, UpsertOptions};
use serde_json::{Value, json};

use super::{create, id, problem, water_need};
use crate::harness::app::TestApp;

fn portal() -> SourceId {
    "portal".parse().expect("a source")
}

async fn describe(store: &Store, source: &SourceId, cadence_days: u32) {
    let described = SourceDescription {
        name: "Portal de Agua".to_owned(),
        url: "https://portal.example/calls".to_owned(),
        adapter: "feed".to_owned(),
        terms: "Reuse with acknowledgement".to_owned(),
        cadence: "daily".to_owned(),
        cadence_days,
        tested: "format".to_owned(),
        quiet_after_days: 30,
    };
    store.describe_source(source, &described).await.expect("described");
}

async fn run(store: &Store, outcome: RunOutcome, report: RunReport) {
    let run = store.begin_run(&portal()).await.expect("a run");
    store.finish_run(&run, outcome, &report, None).await.expect("an end");
}

async fn harvested(store: &Store) {
    let values = json!({
        "title": {"es": "Agua potable rural para localidades aisladas"}, "themes": ["environment"],
        "country": "FR", "rolling": true
    });
    let draft = Draft::<Offer>::from_json(values, Some(&portal()), Some("a-1")).expect("a draft");
    let origin = Origin::source(&portal());
    store.upsert(vec![draft], &origin, UpsertOptions::default()).await.expect("stored");
}

#[tokio::test]
async fn sources_tell_what_they_are_and_how_fresh() {
    let app = TestApp::start().await;
    let (status, none) = app.json("/v1/sources").await;
    assert_eq!((status, &none["items"]), (200, &json!([])));
    let store = &app.app.store;
    describe(store, &portal(), 1).await;
    describe(store, &"anew".parse().expect("a source"), 1).await;
    harvested(store).await;
    let rejected =
        json!({"place": "a-2", "code": "invalid-record", "detail": "no title", "severity": "error"});
    let note = json!({"place": "a-1", "code": "text-cut", "detail": "cut", "severity": "note"});
    let report = RunReport { added: 1, rejected: 1, problems: vec![note, rejected], ..RunReport::default() };
    run(store, RunOutcome::Partial, report).await;
    let (status, sources) = app.json("/v1/sources").await;
    assert_eq!(status, 200, "{sources}");
    let [anew, portal] = sources["items"].as_array().expect("items").as_slice() else { panic!("{sources}") };
    assert_eq!((&anew["id"], &anew["offers"], &anew["stale"]), (&json!("anew"), &json!(0), &json!(true)));
    assert!(anew.get("last_read_at").is_none() && anew.get("last_run").is_none(), "{anew}");
    for (field, value) in [
        ("name", json!("Portal de Agua")),
        ("url", json!("https://portal.example/calls")),
        ("adapter", json!("feed")),
        ("terms", json!("Reuse with acknowledgement")),
        ("cadence", json!("daily")),
        ("tested", json!("format")),
        ("offers", json!(1)),
        ("days", json!(0)),
        ("stale", json!(false)),
        ("quiet", json!(false)),
        ("note", json!("Fuente Portal de Agua: leída hoy")),
    ] {
        assert_eq!(portal[field], value, "{field}: {portal}");
    }
    let last = &portal["last_run"];
    assert_eq!((&last["outcome"], &last["added"]), (&json!("partial"), &json!(1)), "{portal}");
    assert_eq!(last["problems"][0]["code"], "invalid-record", "the worst first");
    let english = app.client.get(app.url("/v1/sources")).header("Accept-Language", "en").send().await;
    let english = english.expect("sent");
    assert_eq!(english.headers()["content-language"], "en");
    let english: Value = english.json().await.expect("JSON");
    assert_eq!(english["items"][1]["note"], "Source Portal de Agua: read today");
    problem(app.get("/v1/sources?limit=1").await, "invalid-parameter").await;
}

#[tokio::test]
async fn runs_come_page_by_page_the_latest_first() {
    let app = TestApp::start().await;
    let store = &app.app.store;
    for added in 0..3 {
        let problems = (0..added).map(|n| json!({"place": n.to_string(), "code": "x", "severity": "note"}));
        let report = RunReport { added, problems: problems.collect(), ..RunReport::default() };
        run(store, RunOutcome::Complete, report).await;
    }
    store.begin_run(&portal()).await.expect("a run");
    store.begin_run(&portal()).await.expect("a run");
    store.begin_run(&"other".parse().expect("a source")).await.expect("a run");
    let (mut path, mut found) = ("/v1/harvests?source=portal&limit=2&problems=1".to_owned(), Vec::new());
    loop {
        let (status, page) = app.json(&path).await;
        assert_eq!((status, &page["total"]), (200, &json!(5)), "{page}");
        found.extend(page["items"].as_array().expect("items").clone());
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        path = format!("/v1/harvests?source=portal&limit=2&problems=1&cursor={cursor}");
    }
    let outcomes: Vec<&str> = found.iter().filter_map(|run| run["outcome"].as_str()).collect();
    assert_eq!(outcomes, ["running", "interrupted", "complete", "complete", "complete"]);
    assert!(found[0].get("finished_at").is_none() && found[2]["finished_at"].is_string());
    assert_eq!((&found[2]["added"], &found[2]["problems_total"]), (&json!(2), &json!(2)));
    assert_eq!(found[2]["problems"].as_array().map(Vec::len), Some(1));
    assert_eq!(app.json("/v1/harvests").await.1["total"], 6);
    let first = app.get("/v1/harvests?limit=1").await;
    let link = first.headers()["link"].to_str().expect("text").to_owned();
    assert!(link.starts_with("</v1/harvests?limit=1&cursor=") && link.ends_with("rel=\"next\""), "{link}");
    problem(app.get("/v1/harvests?cursor=x").await, "invalid-cursor").await;
    for wrong in ["limit=0", "problems=302", "source=Not%20One", "outcome=failed"] {
        problem(app.get(&format!("/v1/harvests?{wrong}")).await, "invalid-parameter").await;
    }
}

#[tokio::test]
async fn a_vanished_offer_is_shown_and_not_matched() {
    let app = TestApp::start().await;
    let store = &app.app.store;
    harvested(store).await;
    let need = create(&app, "/v1/needs", &water_need()).await;
    app.wait_until_caught_up().await;
    let matches = format!("/v1/needs/{}/matches", id(&need));
    assert_eq!(app.json(&matches).await.1["matches"].as_array().map(Vec::len), Some(1));
    let begun = store.begin_run(&portal()).await.expect("a run");
    let listing = Listing { kind: RecordKind::Offer, external_ids: HashSet::default(), vanish_after: 1 };
    let end = store.finish_run(&begun, RunOutcome::Complete, &RunReport::default(), Some(&listing)).await;
    assert_eq!(end.expect("an end").vanished, ["a-1"]);
    app.wait_until_caught_up().await;
    assert_eq!(app.json(&matches).await.1["matches"], json!([]));
    let (_, offer) = app.json("/v1/offers/by-external-id/portal/a-1").await;
    assert_eq!((&offer["withdrawn_by"], offer["withdrawn_at"].is_string()), (&json!("source:portal"), true));
    let page = app.get(&format!("/offers/{}?lang=es", id(&offer))).await.text().await.expect("a page");
    assert!(page.contains("La fuente ya no publica esta oferta (desde el "), "{page}");
    harvested(store).await;
    app.wait_until_caught_up().await;
    assert_eq!(app.json(&matches).await.1["matches"].as_array().map(Vec::len), Some(1), "it is back");
}

#[tokio::test]
async fn every_answer_tells_how_fresh_its_sources_are() {
    let app = TestApp::start().await;
    let store = &app.app.store;
    harvested(store).await;
    let need = create(&app, "/v1/needs", &water_need()).await;
    app.wait_until_caught_up().await;
    let path = format!("/v1/needs/{}/matches", id(&need));
    let (_, answer) = app.json(&path).await;
    assert_eq!(answer["matches"].as_array().map(Vec::len), Some(1), "{answer}");
    assert_eq!(answer["sources"], json!([]), "nobody harvests it");
    describe(store, &portal(), 1).await;
    describe(store, &"elsewhere".parse().expect("a source"), 1).await;
    let (_, answer) = app.json(&path).await;
    let [source] = answer["sources"].as_array().expect("sources").as_slice() else { panic!("{answer}") };
    assert_eq!(source["note"], "Fuente Portal de Agua: todavía no se ha podido leer");
    run(store, RunOutcome::Failed, RunReport::default()).await;
    assert_eq!(app.json(&path).await.1["sources"][0]["stale"], true, "a failed run makes nothing fresh");
    run(store, RunOutcome::Complete, RunReport::default()).await;
    let (_, answer) = app.json(&path).await;
    assert_eq!((&answer["sources"][0]["days"], &answer["sources"][0]["stale"]), (&json!(0), &json!(false)));
    let page = app.get("/?lang=es&text=agua%20potable%20rural").await.text().await.expect("a page");
    assert!(page.contains("Fuente Portal de Agua: leída hoy"), "{page}");
}
