//! Bulk import: every line reported, the good ones stored, the same again changing nothing.

use reqwest::{Method, Response};
use serde_json::{Value, json};

use super::{answer, problem, request};
use crate::harness::app::TestApp;

const LINES: &str = concat!(
    "\u{feff}{\"external_id\":\"1\",\"title\":{\"es\":\"Agua\"},\"territory\":\"11303\"}\r\n",
    "\n",
    "{\"external_id\":\"2\",\"title\":{\"es\":\"Luz\"},\"territory\":\"99999\"}\n",
    "{\"external_id\":\"3\",\"title\":\n",
    "{\"external_id\":\"1\",\"title\":{\"es\":\"Otra\"}}\n",
    "{\"external_id\":\"4\",\"titel\":{\"es\":\"Leña\"}}\n",
    "{\"source\":\"otra\",\"external_id\":\"1\",\"title\":{\"es\":\"Caminos\"}}\n",
    "{\"title\":{\"es\":\"Sin identificador\"}}\n",
    "[1]\n",
    "{\"external_id\":\"5\",\"title\":{\"es\":\"Internet\"}}",
);

async fn import(app: &TestApp, path: &str, body: impl Into<Vec<u8>>) -> Response {
    request(app, Method::POST, path, "application/x-ndjson", body).send().await.expect("an answer")
}

fn told(report: &Value) -> Vec<(u64, String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let lines = report["lines"].as_array().expect("lines");
    lines
        .iter()
        .map(|line| {
            (
                line["line"].as_u64().expect("a number"),
                text(&line["outcome"]),
                text(&line["problems"][0]["code"]),
            )
        })
        .collect()
}

#[tokio::test]
async fn good_lines_go_in_and_bad_ones_are_told() {
    let app = TestApp::start().await;
    let expected = [
        (1, "added", ""),
        (3, "rejected", "unknown-territory"),
        (4, "rejected", "malformed-json"),
        (5, "rejected", "duplicate"),
        (6, "rejected", "unknown-field"),
        (7, "added", ""),
        (8, "rejected", "missing"),
        (9, "rejected", "not-an-object"),
        (10, "added", ""),
    ]
    .map(|(line, outcome, code)| (line, outcome.to_owned(), code.to_owned()));

    let (_, dry) = answer(import(&app, "/v1/needs/import?dry_run=true", LINES).await).await;
    assert_eq!(told(&dry), expected);
    assert_eq!((&dry["dry_run"], app.json("/v1/needs").await.1["total"].as_u64()), (&json!(true), Some(0)));

    let (_, report) = answer(import(&app, "/v1/needs/import", LINES).await).await;
    assert_eq!(told(&report), expected);
    assert_eq!((&report["added"], &report["rejected"]), (&json!(3), &json!(6)));
    assert_eq!(app.json("/v1/needs").await.1["total"], 3);

    let sequence = app.app.store.sequence().await.expect("a position");
    let (_, again) = answer(import(&app, "/v1/needs/import", LINES).await).await;
    assert_eq!((&again["added"], &again["unchanged"]), (&json!(0), &json!(3)));
    assert_eq!(app.app.store.sequence().await.expect("a position"), sequence);
}

#[tokio::test]
async fn a_thousand_lines_in_many_batches() {
    let app = TestApp::start().await;
    let lines: String = (0..1_234)
        .map(|index| format!("{{\"external_id\":\"{index}\",\"name\":{{\"es\":\"Socio {index}\"}}}}\n"))
        .collect();
    let (_, report) = answer(import(&app, "/v1/partners/import", lines).await).await;
    assert_eq!((&report["added"], report["lines"].as_array().map(Vec::len)), (&json!(1_234), Some(1_234)));
    assert_eq!(app.json("/v1/partners?limit=1").await.1["total"], 1_234);
}

#[tokio::test]
async fn a_line_above_the_limit_does_not_stop_the_others() {
    let app = TestApp::start_with(|settings| settings.json_limit_bytes = 100_000).await;
    let need =
        |id: &str, title: &str| format!("{{\"external_id\":\"{id}\",\"title\":{{\"es\":\"{title}\"}}}}");
    let wide = need("2", &"a".repeat(400_000));
    let lines = [need("1", "Agua"), wide.clone(), need("3", "Luz"), wide];
    let (status, report) = answer(import(&app, "/v1/needs/import", lines.join("\n")).await).await;
    assert_eq!(status, 200);
    let expected = [
        (1, "added", ""),
        (2, "rejected", "line-too-long"),
        (3, "added", ""),
        (4, "rejected", "line-too-long"),
    ];
    assert_eq!(
        told(&report),
        expected.map(|(line, outcome, code)| (line, outcome.to_owned(), code.to_owned()))
    );
    assert_eq!(report["lines"][1]["problems"][0]["detail"], "the line is above 100000 bytes");
    assert_eq!(app.json("/v1/needs").await.1["total"], 2);
}

#[tokio::test]
async fn a_report_does_not_outgrow_its_import() {
    let app = TestApp::start().await;
    let fields: Vec<String> = (0..150).map(|index| format!("\"x{index}\":1")).collect();
    let lines = format!("{{{}}}\n", fields.join(",")).repeat(102);
    let (_, report) = answer(import(&app, "/v1/needs/import", lines).await).await;
    let told = |line: usize| report["lines"][line]["problems"].as_array().map(Vec::len);
    assert_eq!((told(0), told(99), told(100), told(101)), (Some(100), Some(100), Some(1), Some(1)));
}

#[tokio::test]
async fn a_malformed_line_is_told_with_its_column_only() {
    let app = TestApp::start().await;
    let (_, report) = answer(import(&app, "/v1/needs/import", "\n\n{]\n").await).await;
    assert_eq!(report["lines"][0]["line"], 3);
    let detail = report["lines"][0]["problems"][0]["detail"].as_str().expect("text");
    assert!(detail.ends_with("at column 2") && !detail.contains("line"), "{detail}");
}

#[tokio::test]
async fn an_import_has_limits() {
    let app = TestApp::start_with(|settings| {
        settings.json_limit_bytes = 2_000;
        settings.import_limit_bytes = 10_000;
        settings.import_limit_lines = 20;
    })
    .await;
    for body in ["\n".repeat(21), " ".repeat(10_001)] {
        problem(import(&app, "/v1/offers/import", body).await, "body-too-large").await;
    }
    let plain = request(&app, Method::POST, "/v1/offers/import", "application/json", "{}")
        .send()
        .await
        .expect("sent");
    problem(plain, "unsupported-media-type").await;
    problem(import(&app, "/v1/offers/import?dryrun=true", "").await, "invalid-parameter").await;
    let (_, empty) = answer(import(&app, "/v1/offers/import", "").await).await;
    assert_eq!(empty["lines"], json!([]));
}
