//! Who may write, and which hosts are answered.

use matcher_api::auth::token_hash;
use reqwest::{Method, StatusCode};

use super::{problem, request, water_need};
use crate::harness::app::TestApp;

const TOKEN: &str = "una-clave-de-escritura";

async fn guarded() -> TestApp {
    TestApp::start_with(|settings| settings.write_token_blake3 = Some(token_hash(TOKEN))).await
}

#[tokio::test]
async fn writes_need_the_token_and_reads_do_not() {
    let app = guarded().await;
    let body = water_need().to_string();
    let writes = [
        (Method::POST, "/v1/needs", "application/json"),
        (Method::PUT, "/v1/needs/by-external-id/a/b", "application/json"),
        (Method::PATCH, "/v1/needs/need-00000000000000000000000000", "application/merge-patch+json"),
        (Method::DELETE, "/v1/needs/need-00000000000000000000000000", "application/json"),
        (Method::POST, "/v1/needs/import", "application/x-ndjson"),
        (Method::POST, "/v1/duplicates/judgements", "application/json"),
        (Method::POST, "/v1/duplicates/judgements/1/withdrawal", "application/json"),
    ];
    for (method, path, kind) in writes {
        for wrong in [None, Some("Bearer otra"), Some("Basic dW5hOmNsYXZl")] {
            let sent = request(&app, method.clone(), path, kind, body.clone());
            let sent = if let Some(wrong) = wrong { sent.header("Authorization", wrong) } else { sent };
            let response = sent.send().await.expect("an answer");
            assert!(response.headers().contains_key("www-authenticate"), "{method} {path}");
            problem(response, "unauthorized").await;
        }
        let sent = request(&app, method.clone(), path, kind, body.clone()).bearer_auth(TOKEN);
        assert_ne!(sent.send().await.expect("sent").status(), StatusCode::UNAUTHORIZED, "{method} {path}");
    }
    for path in ["/v1/needs", "/v1/search", "/v1/ready"] {
        assert_eq!(app.get(path).await.status(), StatusCode::OK, "{path}");
    }
    let question = serde_json::json!({"needs": [water_need()]}).to_string();
    let asked =
        request(&app, Method::POST, "/v1/match", "application/json", question).send().await.expect("sent");
    assert_eq!(asked.status(), StatusCode::OK, "asking stores nothing");
}

#[tokio::test]
async fn a_server_without_a_token_answers_to_loopback_names_only() {
    let app =
        TestApp::start_with(|settings| settings.allowed_hosts = vec!["intranet.example".to_owned()]).await;
    let asking = |host: &str| app.client.get(app.url("/v1/health")).header("Host", host.to_owned()).send();
    for host in ["localhost:8080", "[::1]", "intranet.example"] {
        assert_eq!(asking(host).await.expect("sent").status(), StatusCode::OK, "{host}");
    }
    for host in ["rebound.example", "127.0.0.1.rebound.example:80"] {
        problem(asking(host).await.expect("sent"), "foreign-host").await;
    }
}

#[tokio::test]
async fn a_page_of_another_origin_writes_nothing() {
    let app = TestApp::start().await;
    let from = |origin: String| {
        request(&app, Method::POST, "/v1/needs", "application/json", water_need().to_string())
            .header("Origin", origin)
            .send()
    };
    problem(from("https://evil.example".to_owned()).await.expect("sent"), "cross-origin").await;
    problem(from("null".to_owned()).await.expect("sent"), "cross-origin").await;
    let own = app.url("");
    assert_eq!(from(own).await.expect("sent").status(), StatusCode::CREATED);
}

#[tokio::test]
async fn a_token_serves_every_host() {
    let app = guarded().await;
    let response =
        app.client.get(app.url("/v1/health")).header("Host", "matcher.example").send().await.expect("sent");
    assert_eq!(response.status(), StatusCode::OK);
}
