//! What every answer carries, errors included; HEAD; paths and methods that do not exist.

use reqwest::{Method, StatusCode};

use super::problem;
use crate::harness::app::TestApp;

#[tokio::test]
async fn every_answer_is_shielded_and_named() {
    let app = TestApp::start().await;
    for path in ["/v1/health", "/v1/offers?limit=0", "/nada", "/docs/"] {
        let response = app.get(path).await;
        let headers = response.headers();
        assert_eq!(headers["x-content-type-options"], "nosniff", "{path}");
        assert_eq!(headers["referrer-policy"], "no-referrer", "{path}");
        let policy = headers["content-security-policy"].to_str().expect("text");
        assert!(policy.contains("default-src 'self'") && policy.contains("frame-ancestors 'none'"), "{path}");
        assert!(headers["x-request-id"].len() >= 16, "{path}");
    }
}

#[tokio::test]
async fn head_is_get_without_its_body() {
    let app = TestApp::start().await;
    let get = app.get("/v1/themes").await;
    let head = app.client.head(app.url("/v1/themes")).send().await.expect("sent");
    assert_eq!(head.status(), StatusCode::OK);
    assert_eq!(head.headers()["etag"], get.headers()["etag"]);
    assert_eq!(head.headers()["content-length"], get.headers()["content-length"]);
    assert!(head.bytes().await.expect("none").is_empty());
}

#[tokio::test]
async fn unknown_paths_and_methods_are_problems() {
    let app = TestApp::start().await;
    for path in ["/v1", "/v1/", "/v1/offer", "/v2/offers", "/v1/offers/", "/v1/needs/x/y"] {
        problem(app.get(path).await, "no-such-page").await;
    }
    for (method, path, allowed) in [
        (Method::DELETE, "/v1/offers", "GET, HEAD, POST"),
        (Method::POST, "/v1/search", "GET, HEAD"),
        (Method::GET, "/v1/match", "POST"),
        (Method::PUT, "/v1/needs/x", "GET, HEAD, PATCH, DELETE"),
        (Method::POST, "/v1/needs/by-external-id/a/b/c", "GET, HEAD, PUT"),
        (Method::OPTIONS, "/v1/themes", "GET, HEAD"),
        (Method::POST, "/", "GET, HEAD"),
        (Method::OPTIONS, "/", "GET, HEAD"),
        (Method::POST, "/offers/x", "GET, HEAD"),
        (Method::DELETE, "/static/icon.svg", "GET, HEAD"),
        (Method::PUT, "/problems/internal", "GET, HEAD"),
    ] {
        let response = app.client.request(method.clone(), app.url(path)).send().await.expect("sent");
        assert_eq!(response.headers()["allow"], allowed, "{method} {path}");
        problem(response, "method-not-allowed").await;
    }
}
