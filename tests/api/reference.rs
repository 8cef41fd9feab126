//! The fixed lists, the server's state, the documentation.

use reqwest::StatusCode;
use serde_json::Value;

use super::problem;
use crate::harness::app::TestApp;

#[tokio::test]
async fn the_lists_are_those_of_the_profile() {
    let app = TestApp::start().await;
    let (_, territories) = app.json("/v1/territories").await;
    let codes: Vec<_> =
        territories["items"].as_array().expect("items").iter().map(|item| &item["code"]).collect();
    assert!(codes.contains(&&Value::from("11302")) && codes.contains(&&Value::from("CL-AI")));
    let (_, themes) = app.json("/v1/themes").await;
    assert!(themes["items"].as_array().is_some_and(|items| items.len() >= 10));
    let (_, zones) = app.json("/v1/zones").await;
    let priorities: Vec<f64> = zones["items"]
        .as_array()
        .expect("items")
        .iter()
        .filter_map(|zone| zone["priority"].as_f64())
        .collect();
    assert!(priorities.len() >= 3 && priorities.is_sorted_by(|a, b| a >= b), "{priorities:?}");
    let (_, profiles) = app.json("/v1/profiles").await;
    assert_eq!(profiles["items"][0]["id"], "aysen");
    assert_eq!(profiles["items"][0]["in_force"], true);
    assert_eq!(profiles["items"][1]["in_force"], false);
    let (status, coquimbo) = app.json("/v1/profiles/coquimbo").await;
    assert_eq!((status, &coquimbo["id"]), (200, &Value::from("coquimbo")));
    problem(app.get("/v1/profiles/marte").await, "not-found").await;
}

#[tokio::test]
async fn concepts_are_found_by_name_and_read_with_their_neighbours() {
    let app = TestApp::start().await;
    let (status, found) = app.json("/v1/concepts?q=agua%20potable%20rural&limit=5").await;
    assert_eq!(status, 200, "{found}");
    assert_eq!(found["items"][0]["id"], "rural-drinking-water");
    assert_eq!(found["items"][0]["themes"], serde_json::json!(["environment"]));
    let (_, concept) = app.json("/v1/concepts/rural-drinking-water").await;
    assert_eq!(concept["broader"][0]["id"], "drinking-water");
    assert!(concept["name"]["fr"].is_string() && concept["also"]["es"].is_array(), "{concept}");
    assert!(concept["mappings"].as_array().is_some_and(|mappings| !mappings.is_empty()), "{concept}");
    let (_, all) = app.json("/v1/concepts?limit=1").await;
    assert!(all["total"].as_u64().is_some_and(|total| total >= 1_200), "{all}");
    problem(app.get("/v1/concepts/no-such").await, "not-found").await;
    problem(app.get("/v1/concepts?limit=0").await, "invalid-parameter").await;
    problem(app.get("/v1/concepts?theme=marte").await, "invalid-parameter").await;
}

#[tokio::test]
async fn lists_that_never_change_are_not_sent_twice() {
    let app = TestApp::start().await;
    for path in
        ["/v1/territories", "/v1/themes", "/v1/zones", "/v1/profiles", "/v1/profiles/aysen", "/v1/concepts"]
    {
        let tag = app.get(path).await.headers()["etag"].clone();
        let again = app.client.get(app.url(path)).header("If-None-Match", tag).send().await.expect("sent");
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED, "{path}");
        problem(app.get(&format!("{path}?lang=es")).await, "invalid-parameter").await;
    }
}

#[tokio::test]
async fn health_and_readiness_tell_the_state() {
    let app = TestApp::start().await;
    assert_eq!(app.json("/v1/health").await.1["status"], "up");
    super::create(&app, "/v1/offers", &super::water_offer()).await;
    app.wait_until_caught_up().await;
    let (status, ready) = app.json("/v1/ready").await;
    assert_eq!((status, ready["lag"].as_u64(), ready["offers"].as_u64()), (200, Some(0), Some(1)), "{ready}");
    assert_eq!(ready["store_sequence"], ready["index_sequence"]);
}

#[tokio::test]
async fn the_documentation_is_served() {
    let app = TestApp::start().await;
    let (_, document) = app.json("/v1/openapi.json").await;
    assert!(
        document["openapi"].as_str().is_some_and(|version| version.starts_with("3.1")),
        "{}",
        document["openapi"]
    );
    for path in [
        "/v1/match",
        "/v1/needs/{id}/matches",
        "/v1/offers/import",
        "/v1/search",
        "/v1/sources",
        "/v1/harvests",
    ] {
        assert!(document["paths"].get(path).is_some(), "{path}");
    }
    assert_eq!(app.get("/docs").await.headers()["location"], "/docs/");
    let page = app.get("/docs/").await;
    assert!(page.headers()["content-type"].to_str().expect("text").starts_with("text/html"));
    let html = page.text().await.expect("a page");
    assert!(html.contains("swagger-ui") && !html.contains("https://"), "nothing comes from elsewhere");
    let bundle = app.get("/docs/swagger-ui-bundle.js").await;
    assert_eq!(bundle.status(), StatusCode::OK);
}

#[tokio::test]
async fn every_reference_in_the_document_resolves() {
    let app = TestApp::start().await;
    let (_, document) = app.json("/v1/openapi.json").await;
    let text = document.to_string();
    for reference in text.split("\"$ref\":\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(document.pointer(reference).is_some(), "{reference}");
    }
}
