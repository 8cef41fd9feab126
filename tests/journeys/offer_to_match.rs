//! A publisher states an offer, a municipality asks, staff correct the offer, its source withdraws it: all over REST.

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::harness::app::TestApp;

const OFFER: &str = "/v1/offers/by-external-id/gore-chubut/agua-2031";

fn offer() -> Value {
    json!({
        "title": { "es": "Asistencia técnica en agua potable rural" },
        "summary": { "es": "Técnicos de Chubut acompañan a comunas patagónicas en sus sistemas de agua potable rural." },
        "country": "AR", "territory": "AR-U", "kinds": ["technical-assistance"], "rolling": true,
    })
}

fn need() -> Value {
    json!({ "title": { "es": "Mejorar el agua potable rural" }, "territory": "11303", "kinds": ["technical-assistance"] })
}

/// The answer to the need, once the index serves everything written.
async fn ask(app: &TestApp) -> Value {
    app.wait_until_caught_up().await;
    let question = json!({ "needs": [need()], "limit": 5 });
    let answer = app.client.post(app.url("/v1/match")).json(&question).send().await.expect("an answer");
    assert_eq!(answer.status(), StatusCode::OK);
    let mut body: Value = answer.json().await.expect("JSON");
    body["answers"][0].take()
}

#[tokio::test]
async fn an_offer_is_published_matched_corrected_and_withdrawn() {
    let app = TestApp::start().await;
    let put = || app.client.put(app.url(OFFER)).json(&offer()).send();
    let created = put().await.expect("an answer");
    assert_eq!(created.status(), StatusCode::CREATED);
    let revision = created.headers()["etag"].clone();
    let record: Value = created.json().await.expect("JSON");
    let id = record["id"].as_str().expect("an id").to_owned();

    let again = put().await.expect("an answer");
    assert_eq!(
        (again.status(), &again.headers()["etag"]),
        (StatusCode::OK, &revision),
        "the same again writes nothing"
    );

    let found = ask(&app).await;
    assert_eq!(found["matches"][0]["record"]["id"], id);
    assert_eq!(found["matches"][0]["explanation"]["components"][0]["name"], "text");
    assert_eq!(found["profile"]["id"], "aysen");
    let reasons = found["matches"][0]["reasons"].as_array().expect("reasons");
    assert!(!reasons.is_empty());

    let address = app.url(&format!("/v1/offers/{id}"));
    let corrected = json!({ "title": { "es": "Asistencia técnica en saneamiento rural" }, "deadlines": [{ "date": "2001-05-31" }], "rolling": false });
    let edit = app
        .client
        .patch(&address)
        .header("content-type", "application/merge-patch+json")
        .body(corrected.to_string())
        .send()
        .await
        .expect("an answer");
    assert_eq!(edit.status(), StatusCode::OK, "{}", edit.text().await.unwrap_or_default());
    // The source says the same as before: what staff said stays, and the offer has closed.
    put().await.expect("an answer");
    let closed = ask(&app).await;
    assert_eq!(closed["matches"], json!([]));
    assert_eq!(
        (&closed["excluded"][0]["id"], &closed["excluded"][0]["gate"]),
        (&json!(id), &json!("closed"))
    );

    let withdrawn = app.client.delete(&address).send().await.expect("an answer");
    assert!(withdrawn.status().is_success());
    assert_eq!(ask(&app).await["matches"], json!([]));
    let (status, kept) = app.json(&format!("/v1/offers/{id}")).await;
    assert_eq!(status, 200, "a withdrawn record can still be read");
    assert!(kept["withdrawn_at"].is_string(), "{kept}");
}
