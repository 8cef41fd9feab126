//! Offers that several records tell of: shown once with links, read whole, judged by people, and never lost.

use std::time::{Duration, Instant};

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::{errors, id, problem, request, send};
use crate::harness::app::TestApp;

const JSON: &str = "application/json";
const WITHIN: Duration = Duration::from_secs(30);

/// A call as `source` tells it, with what only that source says.
pub(super) async fn told(app: &TestApp, source: &str, only: Value) -> String {
    let mut offer = json!({
        "title": {"es": "Fondo Lenga para restaurar humedales costeros comunitarios"},
        "url": "https://fondo.example/llamados/lenga", "themes": ["environment"], "country": "FR",
        "deadlines": [{"date": "2099-03-31"}],
    });
    for (field, value) in only.as_object().expect("an object") {
        offer[field] = value.clone();
    }
    let path = format!("/v1/offers/by-external-id/{source}/lenga");
    let (status, record) = send(app, Method::PUT, &path, &offer).await;
    assert!(status.is_success(), "{record}");
    id(&record).to_owned()
}

/// Searches until the index shows so many offers.
async fn shows(app: &TestApp, query: &str, total: u64) -> Value {
    let start = Instant::now();
    loop {
        let (status, page) = app.json(&format!("/v1/search?q=humedales{query}")).await;
        assert_eq!(status, 200, "{page}");
        if page["total"] == total {
            return page;
        }
        assert!(start.elapsed() < WITHIN, "{total} wanted: {page}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

async fn matches(app: &TestApp, filter: Value) -> Value {
    let question = json!({
        "needs": [{"description": "Restaurar humedales costeros con la comunidad"}], "filter": filter
    });
    let (status, answer) = send(app, Method::POST, "/v1/match", &question).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    answer["answers"][0]["matches"].clone()
}

async fn judge(app: &TestApp, records: &[&str], decision: &str) -> (StatusCode, Value) {
    let body = json!({"records": records, "decision": decision, "because": "Lo dice el portal"});
    send(app, Method::POST, "/v1/duplicates/judgements", &body).await
}

#[tokio::test]
async fn an_offer_of_several_records_from_its_finding_to_a_persons_word() {
    let app = TestApp::start().await;
    let portal = told(&app, "portal", json!({"languages": ["fr"]})).await;
    let mirror = told(&app, "espejo", json!({"summary": {"es": "Para comunidades de la costa."}})).await;

    // Once, saying what either says, with a link to the other; by the source of either.
    // Both must have reached the index first: until then the one record stands alone.
    shows(&app, "&duplicates=all", 2).await;
    let page = shows(&app, "", 1).await;
    let hit = &page["hits"][0];
    let shown = id(&hit["record"]).to_owned();
    let other = if shown == portal { &mirror } else { &portal };
    assert_eq!(hit["also_published_by"][0]["id"], json!(other));
    assert!(
        hit["also_published_by"][0]["sentence"]
            .as_str()
            .expect("a sentence")
            .starts_with("También publicada por")
    );
    for source in ["portal", "espejo"] {
        shows(&app, &format!("&source={source}"), 1).await;
    }
    let found = matches(&app, json!({})).await;
    assert_eq!(found.as_array().map(Vec::len), Some(1), "{found}");
    assert_eq!(found[0]["also_published_by"][0]["url"], "https://fondo.example/llamados/lenga");

    // Every record on request, and each as its source says it.
    shows(&app, "&duplicates=all", 2).await;
    assert_eq!(matches(&app, json!({"duplicates": "all"})).await.as_array().map(Vec::len), Some(2));
    let (_, list) = app.json("/v1/offers").await;
    assert_eq!(list["total"], 2);
    let (_, record) = app.json(&format!("/v1/offers/{mirror}")).await;
    assert!(record["languages"].is_null() && record["revision"] == 1, "{record}");

    // Why, and from which record each value.
    let (status, whole) = app.json(&format!("/v1/duplicates/{mirror}")).await;
    assert_eq!(status, 200, "{whole}");
    assert_eq!(whole["provenance"]["languages"]["record"], json!(portal));
    assert_eq!(whole["provenance"]["summary"]["record"], json!(mirror));
    assert_eq!(whole["alike"][0]["verdict"], "same");
    assert!(!whole["alike"][0]["reasons"].as_array().expect("reasons").is_empty());
    let (_, page) = app.json("/v1/duplicates").await;
    assert_eq!((&page["total"], &page["items"][0]["id"]), (&json!(1), &whole["id"]));
    assert_eq!(page["items"][0]["records"].as_array().map(Vec::len), Some(2));

    // A person splits them, once; says nothing against it; and a source that says more does not join them.
    let (status, split) = judge(&app, &[&portal, &mirror], "different").await;
    assert_eq!((status, &split["said_by"]), (StatusCode::CREATED, &json!("staff:api")), "{split}");
    shows(&app, "", 2).await;
    assert_eq!(judge(&app, &[&mirror, &portal], "different").await.0, StatusCode::OK);
    let body = json!({"records": [portal, mirror], "decision": "same", "because": "No"}).to_string();
    let refused =
        request(&app, Method::POST, "/v1/duplicates/judgements", JSON, body).send().await.expect("an answer");
    let refused = problem(refused, "judgement-conflict").await;
    assert!(refused["detail"].as_str().expect("a detail").contains(&split["id"].to_string()), "{refused}");
    told(&app, "espejo", json!({"languages": ["fr"]})).await;
    app.wait_until_caught_up().await;
    shows(&app, "", 2).await;
    problem(app.get(&format!("/v1/duplicates/{mirror}")).await, "not-found").await;

    // Taken back, likeness decides again; the history keeps both.
    let path = format!("/v1/duplicates/judgements/{}/withdrawal", split["id"]);
    let (status, back) = send(&app, Method::POST, &path, &json!({"because": "Me equivoqué"})).await;
    assert_eq!((status, &back["withdrawn"]["because"]), (StatusCode::OK, &json!("Me equivoqué")), "{back}");
    shows(&app, "", 1).await;
    let (_, history) = app.json("/v1/duplicates/judgements").await;
    assert_eq!(
        (&history["total"], &history["items"][0]["withdrawn"]["because"]),
        (&json!(1), &json!("Me equivoqué"))
    );

    // The one shown is withdrawn: the other is shown, and the page of either leads to the other.
    let (status, _) = send(&app, Method::DELETE, &format!("/v1/offers/{shown}"), &json!({})).await;
    assert_eq!(status, StatusCode::OK);
    let start = Instant::now();
    loop {
        let page = shows(&app, "", 1).await;
        if id(&page["hits"][0]["record"]) == other {
            assert_eq!(page["hits"][0]["also_published_by"][0]["withdrawn"], true);
            break;
        }
        assert!(start.elapsed() < WITHIN, "{page}");
    }
    let page = app.get(&format!("/offers/{shown}?lang=en")).await.text().await.expect("a page");
    assert!(page.contains("Also published by"), "{page}");
}

#[tokio::test]
async fn pairs_that_nobody_can_tell_apart_wait_for_a_person() {
    let app = TestApp::start().await;
    // The same words, and a deadline that has moved by more and more days: somewhere on the way nobody can tell.
    for (name, days) in [("lenga", 5), ("ñirre", 15), ("canelo", 25), ("maitén", 28)] {
        for (source, deadline) in
            [("portal", "2099-03-01".to_owned()), ("espejo", format!("2099-03-{:02}", days + 1))]
        {
            let title = format!("Fondo {name} para restaurar humedales costeros comunitarios");
            let offer = json!({"title": {"es": title}, "deadlines": [{"date": deadline}]});
            let path = format!("/v1/offers/by-external-id/{source}/{name}");
            assert!(send(&app, Method::PUT, &path, &offer).await.0.is_success());
        }
    }
    app.app.store.follow_duplicates().await.expect("looked for");
    app.wait_until_caught_up().await;
    let (status, page) = app.json("/v1/duplicates/unsure?limit=1").await;
    assert_eq!(status, 200, "{page}");
    let pair = &page["items"][0];
    assert_eq!(pair["alike"]["verdict"], "unsure", "{page}");
    let (first, second) = (id(&pair["records"][0]), id(&pair["records"][1]));
    let (_, search) = app.json("/v1/search?q=humedales").await;
    let before = search["total"].as_u64().expect("a total");
    assert_eq!(judge(&app, &[first, second], "same").await.0, StatusCode::CREATED);
    let (_, rest) = app.json("/v1/duplicates/unsure").await;
    let rest = rest["items"].as_array().expect("items");
    assert!(rest.iter().all(|other| other["alike"]["left"] != pair["alike"]["left"]), "decided");
    shows(&app, "", before - 1).await;
}

#[tokio::test]
async fn judgements_that_cannot_be_kept_are_refused_with_their_place() {
    let app = TestApp::start().await;
    let known = told(&app, "portal", json!({})).await;
    let because = "Lo dice el portal";
    let absent = "offer-00000000000000000000000000";
    for (body, pointer, code) in [
        (
            json!({"records": [known, known], "decision": "same", "because": because}),
            "/records/1",
            "repeated",
        ),
        (
            json!({"records": [known, absent], "decision": "same", "because": because}),
            "/records/1",
            "unknown-id",
        ),
        (
            json!({"records": ["x", known], "decision": "same", "because": because}),
            "/records/0",
            "unknown-id",
        ),
        (json!({"records": [known], "decision": "same", "because": because}), "/records", "out-of-range"),
        (json!({"records": [known, absent], "decision": "same", "because": ""}), "/because", "missing"),
        (
            json!({"records": [known, absent], "decision": "perhaps", "because": because}),
            "/decision",
            "invalid",
        ),
        (
            json!({"records": [known, absent], "decision": "same", "because": because, "x": 1}),
            "/x",
            "unknown-field",
        ),
    ] {
        let sent = request(&app, Method::POST, "/v1/duplicates/judgements", JSON, body.to_string());
        let refused = problem(sent.send().await.expect("an answer"), "invalid-request").await;
        assert_eq!(errors(&refused), [(pointer.to_owned(), code.to_owned())], "{refused}");
    }
    for id in ["7", "0", "x", "99999999999999999999"] {
        let path = format!("/v1/duplicates/judgements/{id}/withdrawal");
        let sent = request(&app, Method::POST, &path, JSON, json!({"because": because}).to_string());
        problem(sent.send().await.expect("an answer"), "not-found").await;
    }
    for path in ["/v1/duplicates/x", &format!("/v1/duplicates/{known}"), &format!("/v1/duplicates/{absent}")]
    {
        problem(app.get(path).await, "not-found").await;
    }
    for list in ["/v1/duplicates", "/v1/duplicates/unsure", "/v1/duplicates/judgements"] {
        problem(app.get(&format!("{list}?cursor=x")).await, "invalid-cursor").await;
        problem(app.get(&format!("{list}?limit=0")).await, "invalid-parameter").await;
    }
    problem(app.get("/v1/search?duplicates=some").await, "invalid-parameter").await;
    let (_, history) = app.json("/v1/duplicates/judgements").await;
    assert_eq!(history["total"], 0);
}
