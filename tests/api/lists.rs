//! Lists: pages, cursors, filters, conditional requests.

use std::collections::BTreeSet;

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::{errors, problem, send, water_need, water_offer};
use crate::harness::app::TestApp;

async fn with_offers(number: usize) -> TestApp {
    let app = TestApp::start().await;
    for index in 0..number {
        let mut body = water_offer();
        body["title"] = json!({"es": format!("Oferta número {index}")});
        body["themes"] = json!([if index % 2 == 0 { "culture" } else { "science" }]);
        body["country"] = json!(if index % 3 == 0 { "FR" } else { "AR" });
        body["deadlines"] = json!([{"date": format!("2031-01-{:02}", index + 1)}]);
        let path = format!("/v1/offers/by-external-id/fuente/{index}");
        assert_eq!(send(&app, Method::PUT, &path, &body).await.0, StatusCode::CREATED);
    }
    app
}

fn ids(page: &Value) -> Vec<String> {
    let items = page["items"].as_array().expect("items");
    items.iter().map(|item| item["id"].as_str().expect("an id").to_owned()).collect()
}

#[tokio::test]
async fn pages_hold_every_record_once() {
    let app = with_offers(7).await;
    let mut path = "/v1/offers?limit=3&source=fuente".to_owned();
    let mut seen = Vec::new();
    loop {
        let response = app.get(&path).await;
        let link = response.headers().get("link").map(|link| link.to_str().expect("text").to_owned());
        let page: Value = response.json().await.expect("JSON");
        assert_eq!(page["total"], 7);
        seen.extend(ids(&page));
        assert_eq!(link.is_some(), page["next_cursor"].is_string());
        let Some(link) = link else { break };
        path = link.trim_start_matches('<').split('>').next().expect("an address").to_owned();
    }
    assert_eq!(seen.len(), 7);
    assert_eq!(seen.iter().collect::<BTreeSet<_>>().len(), 7);
    assert!(seen.is_sorted());
}

#[tokio::test]
async fn filters_add_up_and_repetition_means_alternatives() {
    let app = with_offers(7).await;
    for (query, expected) in [
        ("theme=culture", 4),
        ("theme=culture&theme=science", 7),
        ("theme=culture&country=FR", 2),
        ("country=fr", 3),
        ("language=es", 7),
        ("language=es-CL", 7),
        ("language=en", 0),
        ("kind=technical-assistance", 7),
        ("kind=grant", 0),
        ("territory=AR-U", 7),
        ("source=otra", 0),
        ("closes_from=2031-01-05", 3),
        ("closes_to=2031-01-02", 2),
        ("closes_from=2031-01-02&closes_to=2031-01-03", 2),
    ] {
        let (status, page) = app.json(&format!("/v1/offers?{query}")).await;
        assert_eq!((status, &page["total"]), (200, &json!(expected)), "{query}");
    }
}

#[tokio::test]
async fn a_region_stands_for_its_comunas() {
    let app = TestApp::start().await;
    super::create(&app, "/v1/needs", &water_need()).await;
    for (territory, expected) in [("11303", 1), ("CL-AI", 1), ("11201", 0)] {
        let (_, page) = app.json(&format!("/v1/needs?territory={territory}")).await;
        assert_eq!(page["total"], expected, "{territory}");
    }
}

#[tokio::test]
async fn an_unchanged_list_is_not_sent_twice() {
    let app = with_offers(1).await;
    let tag = app.get("/v1/offers").await.headers()["etag"].clone();
    let again = || app.client.get(app.url("/v1/offers")).header("If-None-Match", tag.clone()).send();
    assert_eq!(again().await.expect("sent").status(), StatusCode::NOT_MODIFIED);
    super::create(&app, "/v1/offers", &water_offer()).await;
    assert_eq!(again().await.expect("sent").status(), StatusCode::OK);
}

#[tokio::test]
async fn what_a_list_does_not_take_is_told() {
    let app = with_offers(3).await;
    let (_, page) = app.json("/v1/offers?limit=1").await;
    let cursor = page["next_cursor"].as_str().expect("a next page");
    problem(app.get(&format!("/v1/offers?limit=1&theme=science&cursor={cursor}")).await, "invalid-cursor")
        .await;
    problem(app.get(&format!("/v1/needs?cursor={cursor}")).await, "invalid-cursor").await;
    problem(app.get("/v1/offers?cursor=%F0%9F%8C%8A").await, "invalid-cursor").await;
    for (query, pointer, code) in [
        ("limit=0", "?limit", "out-of-range"),
        ("limit=201", "?limit", "out-of-range"),
        ("limit=x", "?limit", "out-of-range"),
        ("limit=1&limit=2", "?limit", "repeated"),
        ("theme=ciencia", "?theme", "invalid"),
        ("kind=dinero", "?kind", "invalid"),
        ("country=ZZ", "?country", "invalid"),
        ("territory=Ays%C3%A9n", "?territory", "invalid"),
        ("language=espa%C3%B1ol", "?language", "invalid"),
        ("source=EU%20Portal", "?source", "invalid"),
        ("closes_from=2026-02-30", "?closes_from", "invalid"),
        ("withdrawn=si", "?withdrawn", "invalid"),
        ("themes=science", "?themes", "unknown-parameter"),
    ] {
        let told = problem(app.get(&format!("/v1/offers?{query}")).await, "invalid-parameter").await;
        assert_eq!(errors(&told), [(pointer.to_owned(), code.to_owned())], "{query}");
    }
}
