//! Conditions on reading and writing: what the tags name, and what is told where a condition does not hold.

use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};

use super::{problem, request, send, water_need};
use crate::harness::app::TestApp;

const PATH: &str = "/v1/needs/by-external-id/tortel/agua";

async fn put(app: &TestApp, header: &str, value: &str) -> Response {
    let sent = request(app, Method::PUT, PATH, "application/json", water_need().to_string());
    sent.header(header, value).send().await.expect("an answer")
}

fn detail(problem: &Value) -> &str {
    problem["detail"].as_str().expect("text")
}

#[tokio::test]
async fn what_is_not_stored_matches_no_tag() {
    let app = TestApp::start().await;
    for tag in ["*", "\"1\""] {
        let told = problem(put(&app, "If-Match", tag).await, "revision-conflict").await;
        assert!(detail(&told).contains("leave out If-Match to create it"), "{told}");
    }
    assert_eq!(app.json("/v1/needs?withdrawn=true").await.1["total"], 0);
    assert_eq!(put(&app, "If-None-Match", "*").await.status(), StatusCode::CREATED);
    assert_eq!(put(&app, "If-Match", "*").await.status(), StatusCode::OK);
}

#[tokio::test]
async fn what_is_stored_cannot_be_created_again() {
    let app = TestApp::start().await;
    for institution in ["Primera", "Segunda"] {
        let mut body = water_need();
        body["institution"] = json!(institution);
        assert!(send(&app, Method::PUT, PATH, &body).await.0.is_success());
    }
    let told = problem(put(&app, "If-None-Match", "*").await, "revision-conflict").await;
    assert!(detail(&told).contains("exists already, at revision 2"), "{told}");
    let told = problem(put(&app, "If-Match", "\"1\"").await, "revision-conflict").await;
    assert!(detail(&told).contains("is at revision 2, not 1"), "{told}");
    let told = problem(put(&app, "If-Match", "1").await, "invalid-parameter").await;
    assert!(detail(&told).contains("If-Match: give one ETag"), "{told}");
    assert_eq!(told["errors"][0]["pointer"], "If-Match:");
}

#[tokio::test]
async fn servers_set_otherwise_tag_their_lists_otherwise() {
    let mut tags = Vec::new();
    for (page_size, profile) in [(50, "aysen"), (10, "aysen"), (50, "coquimbo")] {
        let app = TestApp::start_with(|settings| {
            settings.page_size = page_size;
            settings.profile = profile.to_owned();
        })
        .await;
        tags.push(app.get("/v1/offers").await.headers()["etag"].clone());
    }
    assert!(tags[0] != tags[1] && tags[0] != tags[2] && tags[1] != tags[2], "{tags:?}");
}
