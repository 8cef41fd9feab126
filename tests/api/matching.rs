//! Matches both ways: stored and given needs, reasons in two languages, what gates keep out.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::{create, errors, id, problem, request, send, water_need, water_offer};
use crate::harness::app::TestApp;

async fn stocked() -> (TestApp, Value, Value) {
    let app = TestApp::start().await;
    let offer = create(&app, "/v1/offers", &water_offer()).await;
    let closed = json!({
        "title": {"es": "Agua potable rural: fondo cerrado"}, "country": "AR", "themes": ["environment"],
        "deadlines": [{"date": "2001-05-01"}]
    });
    create(&app, "/v1/offers", &closed).await;
    let music =
        json!({"title": {"es": "Residencias de música antigua"}, "themes": ["culture"], "country": "FR"});
    create(&app, "/v1/offers", &music).await;
    let partner = json!({
        "name": {"es": "Provincia del Chubut"}, "actor": "province", "country": "AR", "territory": "AR-U",
        "description": {"es": "Experiencia en agua potable rural para localidades aisladas."},
        "themes": ["environment"], "ties": [{"territory": "CL-AI", "kind": "network"}]
    });
    create(&app, "/v1/partners", &partner).await;
    let need = create(&app, "/v1/needs", &water_need()).await;
    app.wait_until_caught_up().await;
    (app, need, offer)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

#[tokio::test]
async fn a_need_finds_the_offer_with_its_reasons() {
    let (app, need, offer) = stocked().await;
    let path = format!("/v1/needs/{}/matches", id(&need));
    let (status, answer) = app.json(&path).await;
    assert_eq!(status, 200, "{answer}");
    assert_eq!(answer["id"], need["id"]);
    let best = &answer["matches"][0];
    assert_eq!(best["record"]["id"], offer["id"], "{answer}");
    assert_eq!((best["rank"].as_u64(), best["rank_without_zone"].as_u64()), (Some(1), Some(1)));
    assert_eq!(best["record"]["availability"]["state"], "rolling");

    let parts = best["explanation"]["components"].as_array().expect("parts");
    let sum: f64 = parts.iter().filter_map(|part| part["contribution"].as_f64()).sum();
    assert!((sum - best["explanation"]["total"].as_f64().expect("a total")).abs() < 1e-9);
    let words = parts.iter().find(|part| part["name"] == "text").expect("words");
    assert!(words["evidence"]["words"].as_array().is_some_and(|words| !words.is_empty()), "{words}");

    let kept_out = answer["excluded"].as_array().expect("kept out");
    let closed = kept_out.iter().find(|out| out["gate"] == "closed").expect("the closed one");
    assert_eq!(closed["closed"], "2001-05-01");
    assert!(!text(&closed["reason"]).is_empty());

    assert_eq!(answer["profile"]["id"], "aysen");
    assert_eq!(answer["profile"]["digest"].as_str().map(str::len), Some(16));
    assert_eq!(
        answer["index_sequence"].as_u64(),
        Some(app.app.store.sequence().await.expect("a position").0)
    );
}

#[tokio::test]
async fn reasons_follow_the_readers_language() {
    let (app, need, _) = stocked().await;
    let path = app.url(&format!("/v1/needs/{}/matches", id(&need)));
    let mut told = Vec::new();
    for (wish, expected) in [("es-CL", "es"), ("en-GB,en;q=0.8", "en"), ("de", "es")] {
        let response = app.client.get(&path).header("Accept-Language", wish).send().await.expect("sent");
        assert_eq!(response.headers()["content-language"], expected, "{wish}");
        assert_eq!(response.headers()["vary"], "Accept-Language");
        let answer: Value = response.json().await.expect("JSON");
        let reasons = answer["matches"][0]["reasons"].as_array().expect("reasons").clone();
        assert!(reasons.len() > 2 && reasons.iter().all(|reason| text(reason).len() > 10), "{reasons:?}");
        told.push(reasons);
    }
    assert_eq!(told[0], told[2]);
    assert_ne!(told[0], told[1]);
}

#[tokio::test]
async fn a_tie_counts_from_the_position_that_brought_it() {
    let (app, need, _) = stocked().await;
    let partner = app.json("/v1/partners").await.1["items"][0].clone();
    let path = format!("/v1/needs/{}/matches?limit=1", id(&need));
    for kind in ["agreement", "contact", "twinning", "network"] {
        let ties = json!({"ties": [{"territory": "CL-AI", "kind": kind}]});
        let (status, changed) =
            send(&app, Method::PATCH, &format!("/v1/partners/{}", id(&partner)), &ties).await;
        assert_eq!(status, StatusCode::OK, "{changed}");
        app.wait_until_caught_up().await;
        let (_, answer) = app.json(&path).await;
        let parts = answer["matches"][0]["explanation"]["components"].as_array().expect("parts");
        let tie = parts.iter().find(|part| part["name"] == "tie").expect("every part is there");
        assert_eq!(tie["evidence"]["kind"], kind, "{answer}");
    }
}

#[tokio::test]
async fn an_offer_finds_the_need_and_scores_it_alike() {
    let (app, need, offer) = stocked().await;
    let (status, back) = app.json(&format!("/v1/offers/{}/matches", id(&offer))).await;
    assert_eq!((status, &back["matches"][0]["record"]["id"]), (200, &need["id"]), "{back}");
    let (_, forth) = app.json(&format!("/v1/needs/{}/matches", id(&need))).await;
    let total = |answer: &Value| answer["matches"][0]["explanation"]["total"].as_f64().expect("a total");
    assert!((total(&back) - total(&forth)).abs() < 1e-9, "one scorer, both ways");
}

#[tokio::test]
async fn partners_are_found_for_a_need() {
    let (app, need, _) = stocked().await;
    let (status, answer) = app.json(&format!("/v1/needs/{}/partners?limit=1", id(&need))).await;
    assert_eq!(status, 200, "{answer}");
    assert_eq!(answer["matches"][0]["record"]["title"]["text"], "Provincia del Chubut");
    assert_eq!(answer["matches"][0]["record"]["kind"], "partner");
}

#[tokio::test]
async fn a_batch_mixes_stored_and_given_needs() {
    let (app, need, offer) = stocked().await;
    let question = json!({
        "needs": [
            {"id": need["id"]},
            {"description": "Captación y tratamiento de agua potable para localidades aisladas", "territory": "11303"},
        ],
        "limit": 3, "zone_preference": false, "filter": {"countries": ["AR"], "languages": ["es-CL"]}
    });
    let (status, answer) = send(&app, Method::POST, "/v1/match", &question).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    let answers = answer["answers"].as_array().expect("answers");
    assert_eq!((answers.len(), &answers[0]["id"], answers[1].get("id")), (2, &need["id"], None));
    for one in answers {
        assert_eq!(one["matches"][0]["record"]["id"], offer["id"], "{one}");
        assert_eq!(one["zone_preference"], false);
        assert!(
            one["matches"]
                .as_array()
                .expect("matches")
                .iter()
                .all(|found| found["record"]["country"] == "AR")
        );
    }
    assert_eq!(app.json("/v1/needs").await.1["total"], 1, "nothing given is stored");
    let partners = json!({"needs": [water_need()], "target": "partners"});
    let (_, answer) = send(&app, Method::POST, "/v1/match", &partners).await;
    assert_eq!(answer["answers"][0]["matches"][0]["record"]["kind"], "partner");
}

#[tokio::test]
async fn what_was_withdrawn_a_moment_ago_is_no_match() {
    let (app, need, offer) = stocked().await;
    let gone = app.client.delete(app.url(&format!("/v1/offers/{}", id(&offer)))).send().await.expect("sent");
    assert_eq!(gone.status(), StatusCode::OK);
    let (_, answer) = app.json(&format!("/v1/needs/{}/matches", id(&need))).await;
    let matches = answer["matches"].as_array().expect("matches");
    assert!(matches.iter().all(|found| found["record"]["id"] != offer["id"]), "{answer}");
}

#[tokio::test]
async fn filters_narrow_and_unknown_ones_are_told() {
    let (app, need, _) = stocked().await;
    let path = format!("/v1/needs/{}/matches", id(&need));
    assert_eq!(app.json(&format!("{path}?source=otra")).await.1["matches"], json!([]));
    for (query, pointer, code) in [
        ("zone=marte", "?zone", "unknown-zone"),
        ("limit=0", "?limit", "out-of-range"),
        ("limit=201", "?limit", "out-of-range"),
        ("zone_preference=no", "?zone_preference", "invalid"),
        ("open=true", "?open", "unknown-parameter"),
    ] {
        let told = problem(app.get(&format!("{path}?{query}")).await, "invalid-parameter").await;
        assert_eq!(errors(&told), [(pointer.to_owned(), code.to_owned())], "{query}");
    }
    for path in
        ["/v1/needs/need-00000000000000000000000000/matches", "/v1/offers/x/matches", "/v1/needs/x/partners"]
    {
        problem(app.get(path).await, "not-found").await;
    }
}

#[tokio::test]
async fn a_batch_tells_everything_wrong_with_it() {
    let (app, need, _) = stocked().await;
    let given = |needs: Value| json!({"needs": needs});
    for (question, expected) in [
        (given(json!([])), vec![("/needs", "out-of-range")]),
        (given(json!(vec![water_need(); 21])), vec![("/needs", "out-of-range")]),
        (given(json!([{}])), vec![("/needs/0/title", "missing")]),
        (
            given(
                json!([{"title": "Agua", "territory": "99999"}, 7, {"id": "need-x"}, {"id": need["id"], "title": "y"}]),
            ),
            vec![
                ("/needs/0/territory", "unknown-territory"),
                ("/needs/1", "not-an-object"),
                ("/needs/2/id", "unknown-id"),
                ("/needs/3", "contradicts"),
            ],
        ),
        (given(json!([{"title": "Agua", "themes": ["agua"]}])), vec![("/needs/0/themes/0", "invalid")]),
        (json!({"needs": [water_need()], "limit": 0}), vec![("/limit", "out-of-range")]),
        (json!({"needs": [water_need()], "limit": "many"}), vec![("/limit", "invalid")]),
        (json!({"needs": [water_need()], "target": "ideas"}), vec![("/target", "invalid")]),
        (json!({"needs": [water_need()], "top": 3}), vec![("/top", "unknown-field")]),
        (
            json!({"needs": [water_need()], "filter": {"zones": ["marte"]}}),
            vec![("/filter/zones", "unknown-zone")],
        ),
        (json!([]), vec![("", "invalid")]),
    ] {
        let response = request(&app, Method::POST, "/v1/match", "application/json", question.to_string())
            .send()
            .await
            .expect("sent");
        let told = errors(&problem(response, "invalid-request").await);
        let expected: Vec<_> =
            expected.into_iter().map(|(pointer, code)| (pointer.to_owned(), code.to_owned())).collect();
        assert_eq!(told, expected, "{question}");
    }
}

#[tokio::test]
async fn a_need_of_fifty_thousand_words_is_answered() {
    let (app, _, offer) = stocked().await;
    let words: String = (0..50_000).map(|index| format!("a{:04} ", index % 5_000)).collect();
    let question = json!({"needs": [{"title": "Agua potable rural", "description": words}]});
    let (status, answer) = send(&app, Method::POST, "/v1/match", &question).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    assert_eq!(answer["answers"][0]["matches"][0]["record"]["id"], offer["id"]);

    let question = json!({"needs": [{"title": "Agua", "description": words.repeat(2)}]});
    let response = request(&app, Method::POST, "/v1/match", "application/json", question.to_string());
    let told = errors(&problem(response.send().await.expect("sent"), "invalid-request").await);
    assert_eq!(told, [("/needs/0/description".to_owned(), "too-long".to_owned())]);
}
