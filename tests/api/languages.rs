//! Errors in the reader's language, wherever they arise.

use matcher_api::problem::Code;

use super::problem;
use crate::harness::app::TestApp;

#[tokio::test]
async fn titles_of_errors_are_in_the_readers_language() {
    let app = TestApp::start().await;
    let here = app.url("").trim_start_matches("http://").to_owned();
    for (path, host, code) in [
        ("/v1/offers/x", here.as_str(), Code::NotFound),
        ("/v1/offers?x=1", &here, Code::InvalidParameter),
        ("/v1/offers/%FF", &here, Code::InvalidParameter),
        ("/v1/match", &here, Code::MethodNotAllowed),
        ("/nada", &here, Code::NoSuchPage),
        ("/v1/offers", "evil.example", Code::ForeignHost),
    ] {
        for (accepted, language, title) in [
            ("es-CL, en;q=0.5", "es", code.title_es()),
            ("en-GB", "en", code.title()),
            ("fr", "es", code.title_es()),
        ] {
            let asked =
                app.client.get(app.url(path)).header("Host", host).header("Accept-Language", accepted);
            let response = asked.send().await.expect("an answer");
            assert_eq!(response.headers()["content-language"], language, "{path}");
            assert_eq!(response.headers()["vary"], "Accept-Language", "{path}");
            assert_eq!(response.headers()["x-content-type-options"], "nosniff", "{path}");
            assert_eq!(problem(response, code.as_str()).await["title"], title, "{path}");
        }
    }
}

#[tokio::test]
async fn other_headers_of_an_error_stay() {
    let app = TestApp::start().await;
    let asked = app.client.delete(app.url("/v1/needs")).header("Accept-Language", "en");
    let response = asked.send().await.expect("an answer");
    assert_eq!(response.headers()["allow"], "GET, HEAD, POST");
    assert_eq!(response.headers()["cache-control"], "no-store");
    assert_eq!(problem(response, "method-not-allowed").await["title"], "Method not allowed");
}
