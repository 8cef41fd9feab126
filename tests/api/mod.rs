//! The REST API as a client meets it: every route with good and with bad input, every error code once.

mod access;
mod bad_input;
mod bulk;
mod codes;
mod conditions;
mod duplicates;
mod harvests;
mod headers;
mod languages;
mod lists;
mod matching;
mod records;
mod reference;
mod replica;
mod search;

use reqwest::{Method, RequestBuilder, Response, StatusCode};
use serde_json::{Value, json};

use crate::harness::app::TestApp;

/// A request with a body of this type.
pub(crate) fn request(
    app: &TestApp,
    method: Method,
    path: &str,
    kind: &str,
    body: impl Into<Vec<u8>>,
) -> RequestBuilder {
    let body: Vec<u8> = body.into();
    app.client.request(method, app.url(path)).header("Content-Type", kind).body(body)
}

/// Sends JSON; status and answer.
pub(crate) async fn send(app: &TestApp, method: Method, path: &str, body: &Value) -> (StatusCode, Value) {
    let kind = if method == Method::PATCH { "application/merge-patch+json" } else { "application/json" };
    answer(request(app, method, path, kind, body.to_string()).send().await.expect("an answer")).await
}

/// Status and JSON of an answer.
pub(crate) async fn answer(response: Response) -> (StatusCode, Value) {
    let status = response.status();
    let text = response.text().await.expect("a body");
    (status, serde_json::from_str(&text).unwrap_or_else(|error| panic!("{status} {error}: {text}")))
}

/// Checks that an answer is a problem of this code, in the form that all problems have; gives its body.
pub(crate) async fn problem(response: Response, code: &str) -> Value {
    let kind = response.headers().get("content-type").and_then(|kind| kind.to_str().ok()).map(str::to_owned);
    let (status, body) = answer(response).await;
    assert_eq!(body["code"], code, "{body}");
    assert_eq!(kind.as_deref(), Some("application/problem+json"), "{body}");
    assert_eq!(body["status"], status.as_u16(), "{body}");
    assert_eq!(body["type"], format!("/problems/{code}"), "{body}");
    assert!(body["title"].is_string() && body["detail"].is_string(), "{body}");
    body
}

/// The pointers and codes of a problem's errors.
pub(crate) fn errors(problem: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let errors = problem["errors"].as_array().into_iter().flatten();
    errors.map(|error| (text(&error["pointer"]), text(&error["code"]))).collect()
}

/// A need of Tortel for drinking water.
pub(crate) fn water_need() -> Value {
    json!({
        "title": {"es": "Agua potable rural para Caleta Tortel"},
        "description": {"es": "Captación y tratamiento de agua para localidades aisladas sin red."},
        "territory": "11303", "institution": "Municipalidad de Tortel", "institution_kind": "municipality",
        "themes": ["environment"], "kinds": ["technical-assistance"], "languages": ["es"]
    })
}

/// An offer that answers it.
pub(crate) fn water_offer() -> Value {
    json!({
        "title": {"es": "Asistencia técnica en agua potable rural"},
        "summary": {"es": "Expertos en captación y tratamiento de agua acompañan a municipios aislados."},
        "publisher": "Provincia del Chubut", "publisher_kind": "province", "country": "AR", "territory": "AR-U",
        "kinds": ["technical-assistance"], "themes": ["environment"], "languages": ["es"], "rolling": true,
        "url": "https://example.org/agua"
    })
}

/// Creates a record; its representation.
pub(crate) async fn create(app: &TestApp, path: &str, body: &Value) -> Value {
    let (status, record) = send(app, Method::POST, path, body).await;
    assert_eq!(status, StatusCode::CREATED, "{record}");
    record
}

/// The id of a record.
pub(crate) fn id(record: &Value) -> &str {
    record["id"].as_str().expect("an id")
}
