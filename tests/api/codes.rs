//! Every code of the error table is provoked once, by a request where one can, else by the failure it stands for.

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::path::PathBuf;

use matcher_api::problem::{Code, Problem};
use matcher_core::index::{IndexError, RebuildReason};
use matcher_store::StoreError;
use reqwest::Method;
use serde_json::json;

use super::{create, duplicates, id, problem, request, water_need};
use crate::harness::app::TestApp;

#[tokio::test]
async fn every_code_is_provoked() {
    let mut provoked = BTreeSet::new();
    by_requests(&mut provoked).await;
    for (code, failure) in failures() {
        assert_eq!(failure.code(), code, "{failure}");
        assert!(!failure.detail().is_empty());
        provoked.insert(code.as_str());
    }
    let all: BTreeSet<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
    assert_eq!(all.difference(&provoked).collect::<Vec<_>>(), Vec::<&&str>::new(), "never provoked");
}

/// Failures of the machine, which no request brings about.
fn failures() -> Vec<(Code, Problem)> {
    let folder = || PathBuf::from("/srv/matcher/index");
    vec![
        (Code::StoreUnavailable, StoreError::Locked.into()),
        (Code::StoreUnavailable, StoreError::Unreachable { detail: "refused".to_owned() }.into()),
        (Code::ReadOnly, StoreError::ReadOnly.into()),
        (Code::DiskFull, StoreError::DiskFull.into()),
        (Code::DiskFull, IndexError::DiskFull(folder()).into()),
        (Code::IndexUnavailable, IndexError::NotReady(RebuildReason::Missing).into()),
        (Code::IndexUnavailable, IndexError::Damaged("a segment".to_owned()).into()),
        (Code::Internal, IndexError::Engine("out of luck".to_owned()).into()),
        (Code::Internal, StoreError::Damaged { detail: "page 7".to_owned() }.into()),
    ]
}

async fn by_requests(provoked: &mut BTreeSet<&'static str>) {
    let app = TestApp::start().await;
    let guarded = TestApp::start_with(|settings| {
        settings.write_token_blake3 = Some(matcher_api::auth::token_hash("clave"));
    })
    .await;
    let mut body = water_need();
    body["external_id"] = json!("1");
    let need = create(&app, "/v1/needs", &body).await;
    let one = format!("/v1/needs/{}", id(&need));
    let json = "application/json";
    let records =
        [duplicates::told(&app, "a", json!({})).await, duplicates::told(&app, "b", json!({})).await];
    let judgement = |decision: &str| {
        json!({"records": records.clone(), "decision": decision, "because": "Lo dice el portal"}).to_string()
    };
    let judged = request(&app, Method::POST, "/v1/duplicates/judgements", json, judgement("same"));
    assert!(judged.send().await.expect("an answer").status().is_success());
    let post = |path: &str, kind: &str, body: String| request(&app, Method::POST, path, kind, body);
    let provocations = [
        (Code::MalformedJson, post("/v1/needs", json, "{".to_owned())),
        (Code::InvalidParameter, app.client.get(app.url("/v1/needs?x=1"))),
        (Code::InvalidCursor, app.client.get(app.url("/v1/needs?cursor=x"))),
        (Code::Unauthorized, request(&guarded, Method::POST, "/v1/needs", json, body.to_string())),
        (Code::ForeignHost, app.client.get(app.url("/v1/needs")).header("Host", "evil.example")),
        (
            Code::CrossOrigin,
            post("/v1/needs", json, body.to_string()).header("Origin", "https://evil.example"),
        ),
        (Code::NotFound, app.client.get(app.url("/v1/needs/x"))),
        (Code::NoSuchPage, app.client.get(app.url("/v1/x"))),
        (Code::MethodNotAllowed, app.client.delete(app.url("/v1/needs"))),
        (Code::AlreadyExists, post("/v1/needs", json, body.to_string())),
        (Code::JudgementConflict, post("/v1/duplicates/judgements", json, judgement("different"))),
        (Code::RevisionConflict, app.client.delete(app.url(&one)).header("If-Match", "\"7\"")),
        (Code::BodyTooLarge, post("/v1/needs", json, " ".repeat(1024 * 1024 + 1))),
        (Code::UnsupportedMediaType, post("/v1/needs", "text/csv", body.to_string())),
        (Code::InvalidRecord, post("/v1/needs", json, "{}".to_owned())),
        (Code::InvalidRequest, post("/v1/match", json, "{}".to_owned())),
    ];
    for (code, provocation) in provocations {
        let response = provocation.send().await.expect("an answer");
        assert_eq!(response.status().as_u16(), code.status(), "{}", code.as_str());
        problem(response, code.as_str()).await;
        let explained = app.get(&format!("/problems/{}", code.as_str())).await;
        assert!(explained.text().await.expect("text").contains(code.title()));
        provoked.insert(code.as_str());
    }
    problem(app.get("/problems/nada").await, "not-found").await;
    let address = app.url("").trim_start_matches("http://").to_owned();
    let answer = tokio::task::spawn_blocking(move || cut_short(&address)).await.expect("an answer");
    assert!(answer.contains("incomplete-body"), "{answer}");
    provoked.insert(Code::IncompleteBody.as_str());
}

/// Sends a chunked body that breaks off in its middle with rubbish; the whole answer.
fn cut_short(address: &str) -> String {
    let mut stream = std::net::TcpStream::connect(address).expect("a connection");
    let head = format!(
        "POST /v1/needs HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).expect("sent");
    stream.write_all(b"5\r\n{\"a\":\r\nrubbish\r\n").expect("sent");
    let mut answer = String::new();
    stream.set_read_timeout(Some(std::time::Duration::from_secs(10))).expect("a time-out");
    // The server may close without ceremony after what it had to say.
    let _ = stream.read_to_string(&mut answer);
    answer
}
