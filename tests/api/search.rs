//! Search: words, filters, facets, pages, and what it does not take.

use serde_json::{Value, json};

use super::{create, errors, problem, water_need, water_offer};
use crate::harness::app::TestApp;

async fn stocked() -> TestApp {
    let app = TestApp::start().await;
    create(&app, "/v1/offers", &water_offer()).await;
    let music = json!({
        "title": {"fr": "Résidences de musique ancienne"}, "country": "FR", "kinds": ["cultural-exchange"],
        "themes": ["culture"], "deadlines": [{"date": "2001-05-01"}]
    });
    create(&app, "/v1/offers", &music).await;
    create(&app, "/v1/needs", &water_need()).await;
    app.wait_until_caught_up().await;
    app
}

fn titles(page: &Value) -> Vec<&str> {
    let hits = page["hits"].as_array().expect("hits");
    hits.iter().map(|hit| hit["record"]["title"]["text"].as_str().expect("a title")).collect()
}

#[tokio::test]
async fn words_find_without_accents_and_endings() {
    let app = stocked().await;
    let (status, page) = app.json("/v1/search?q=asistencias%20tecnicas%20AGUAS").await;
    assert_eq!((status, &page["total"]), (200, &json!(1)), "{page}");
    assert_eq!(titles(&page), ["Asistencia técnica en agua potable rural"]);
    let brief = &page["hits"][0]["record"];
    assert_eq!(brief["title"]["language"], "es");
    assert_eq!(brief["availability"]["state"], "rolling");
    assert_eq!(brief["publisher"], "Provincia del Chubut");
    assert_eq!(
        titles(&app.json("/v1/search?q=musiques&among=offer").await.1),
        ["Résidences de musique ancienne"]
    );
    assert_eq!(
        titles(&app.json("/v1/search?q=agua&among=need").await.1),
        ["Agua potable rural para Caleta Tortel"]
    );
}

#[tokio::test]
async fn filters_and_facets_agree() {
    let app = stocked().await;
    for (query, expected) in [
        ("", 2),
        ("open=true", 1),
        ("open_on=2001-05-01", 2),
        ("theme=culture", 1),
        ("theme=culture&theme=environment", 2),
        ("kind=cultural-exchange", 1),
        ("country=FR", 1),
        ("zone=latin-america", 1),
        ("language=fr", 1),
        ("source=api", 2),
        ("closes_to=2001-05-01", 1),
        ("closes_from=2001-05-02", 0),
    ] {
        assert_eq!(app.json(&format!("/v1/search?{query}")).await.1["total"], expected, "{query}");
    }
    let (_, page) = app.json("/v1/search?facets=true").await;
    let countries = page["facets"]["country"].as_array().expect("countries");
    assert_eq!(countries.len(), 2);
    assert!(countries.contains(&json!({"value": "FR", "count": 1})));
    assert!(app.json("/v1/search").await.1.get("facets").is_none());
    let (_, second) = app.json("/v1/search?limit=1&offset=1").await;
    assert_eq!((second["total"].as_u64(), titles(&second).len()), (Some(2), 1));
}

#[tokio::test]
async fn an_answer_tells_its_language_and_freshness() {
    let app = stocked().await;
    let response = app
        .client
        .get(app.url("/v1/search"))
        .header("Accept-Language", "en, es;q=0.5")
        .send()
        .await
        .expect("sent");
    assert_eq!(response.headers()["content-language"], "en");
    assert_eq!(response.headers()["vary"], "Accept-Language");
    let page: Value = response.json().await.expect("JSON");
    assert_eq!(page["index_sequence"].as_u64(), Some(app.app.store.sequence().await.expect("a position").0));
}

#[tokio::test]
async fn what_a_search_does_not_take_is_told() {
    let app = stocked().await;
    for (query, pointer, code) in [
        ("among=thing".to_owned(), "?among", "invalid"),
        ("zone=pacific".to_owned(), "?zone", "unknown-zone"),
        ("open=true&open_on=2026-01-01".to_owned(), "?open_on", "contradicts"),
        ("limit=101".to_owned(), "?limit", "out-of-range"),
        ("offset=10001".to_owned(), "?offset", "out-of-range"),
        ("query=agua".to_owned(), "?query", "unknown-parameter"),
        (format!("q={}", "a".repeat(10_001)), "?q", "too-long"),
    ] {
        let told = problem(app.get(&format!("/v1/search?{query}")).await, "invalid-parameter").await;
        assert_eq!(errors(&told), [(pointer.to_owned(), code.to_owned())], "{query}");
    }
    let long = "agua ".repeat(2_000);
    assert_eq!(app.json(&format!("/v1/search?q={}", long.trim())).await.0, 200);
    for odd in ["%22", "AND+OR", "%2B-%21%28%29", "%F0%9F%92%A7", "%00"] {
        assert_eq!(app.json(&format!("/v1/search?q={odd}")).await.0, 200, "{odd}");
    }
}
