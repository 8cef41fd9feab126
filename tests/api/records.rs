//! One record: create, read, state in full, edit, withdraw; revisions and what they protect.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::{answer, create, errors, id, problem, request, send, water_need, water_offer};
use crate::harness::app::TestApp;

#[tokio::test]
async fn what_is_created_can_be_read_back() {
    let app = TestApp::start().await;
    for (path, body) in [
        ("/v1/offers", water_offer()),
        ("/v1/needs", water_need()),
        ("/v1/partners", json!({"name": "Provincia del Chubut", "country": "AR"})),
    ] {
        let response = request(&app, Method::POST, path, "application/json", body.to_string())
            .send()
            .await
            .expect("sent");
        let location = response.headers()["location"].to_str().expect("a location").to_owned();
        let tag = response.headers()["etag"].to_str().expect("a tag").to_owned();
        let (status, created) = answer(response).await;
        assert_eq!(status, StatusCode::CREATED, "{created}");
        assert_eq!(location, format!("{path}/{}", id(&created)));
        assert_eq!(created["source"], "api");
        assert_eq!(created["revision"], 1);
        assert_eq!(created["withdrawn_at"], Value::Null);
        let stamp = created["provenance"].as_object().expect("stamps").values().next().expect("a stamp");
        assert_eq!((&stamp["layer"], &stamp["said_by"]), (&json!("stated"), &json!("submitter:api")));

        let response = app.get(&location).await;
        assert_eq!(response.headers()["etag"], *tag);
        assert_eq!(answer(response).await, (StatusCode::OK, created));

        let again =
            app.client.get(app.url(&location)).header("If-None-Match", &tag).send().await.expect("sent");
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
        assert!(again.text().await.expect("no body").is_empty());
    }
}

#[tokio::test]
async fn availability_is_computed_when_read() {
    let app = TestApp::start().await;
    let mut body = water_offer();
    body["rolling"] = json!(false);
    body["deadlines"] = json!([{"date": "2001-01-31"}]);
    let offer = create(&app, "/v1/offers", &body).await;
    assert_eq!(offer["availability"], json!({"state": "closed", "closed": "2001-01-31"}));
    let offer = create(&app, "/v1/offers", &water_offer()).await;
    assert_eq!(offer["availability"], json!({"state": "rolling"}));
}

#[tokio::test]
async fn untagged_text_gets_its_language() {
    let app = TestApp::start().await;
    let body = json!({"title": "Mejorar el abastecimiento de agua potable de las localidades apartadas"});
    let need = create(&app, "/v1/needs", &body).await;
    assert_eq!(need["title"], json!({"es": body["title"]}));
}

#[tokio::test]
async fn stating_the_same_again_changes_nothing() {
    let app = TestApp::start().await;
    let path = "/v1/offers/by-external-id/chubut/agua%2F2027";
    let (status, first) = send(&app, Method::PUT, path, &water_offer()).await;
    assert_eq!((status, &first["external_id"]), (StatusCode::CREATED, &json!("agua/2027")));
    assert_eq!(first["provenance"]["title"]["said_by"], "source:chubut");
    let (status, second) = send(&app, Method::PUT, path, &water_offer()).await;
    assert_eq!((status, &second), (StatusCode::OK, &first));
    let mut other = water_offer();
    other["publisher"] = json!("Gobierno del Chubut");
    let (status, third) = send(&app, Method::PUT, path, &other).await;
    assert_eq!((status, &third["revision"], &third["id"]), (StatusCode::OK, &json!(2), &first["id"]));
    assert_eq!(app.json("/v1/offers/by-external-id/chubut/agua/2027").await, (200, third));
    problem(app.get("/v1/offers/by-external-id/chubut/otra").await, "not-found").await;
}

#[tokio::test]
async fn the_body_may_repeat_the_path_but_not_contradict_it() {
    let app = TestApp::start().await;
    let path = "/v1/needs/by-external-id/tortel/1";
    let mut body = water_need();
    body["source"] = json!("tortel");
    assert_eq!(send(&app, Method::PUT, path, &body).await.0, StatusCode::CREATED);
    body["external_id"] = json!("2");
    let response =
        request(&app, Method::PUT, path, "application/json", body.to_string()).send().await.expect("sent");
    let told = problem(response, "invalid-record").await;
    assert_eq!(errors(&told), [("/external_id".to_owned(), "contradicts-path".to_owned())]);
}

#[tokio::test]
async fn a_second_creation_is_refused_and_points_to_the_first() {
    let app = TestApp::start().await;
    let mut body = water_offer();
    body["external_id"] = json!("agua-1");
    let first = create(&app, "/v1/offers", &body).await;
    let response = request(&app, Method::POST, "/v1/offers", "application/json", body.to_string())
        .send()
        .await
        .expect("sent");
    assert_eq!(response.headers()["location"], format!("/v1/offers/{}", id(&first)));
    problem(response, "already-exists").await;
}

#[tokio::test]
async fn staff_edits_lie_over_what_the_source_says() {
    let app = TestApp::start().await;
    let path = "/v1/offers/by-external-id/chubut/agua";
    let (_, stated) = send(&app, Method::PUT, path, &water_offer()).await;
    let by_id = format!("/v1/offers/{}", id(&stated));
    let patch = json!({"title": {"en": "Rural drinking water"}, "publisher": "Chubut", "url": null});
    let (status, edited) = send(&app, Method::PATCH, &by_id, &patch).await;
    assert_eq!(status, StatusCode::OK, "{edited}");
    assert_eq!(
        edited["title"],
        json!({"en": "Rural drinking water", "es": "Asistencia técnica en agua potable rural"})
    );
    assert_eq!(edited["provenance"]["publisher"]["layer"], "editorial");
    assert_eq!(edited["provenance"]["publisher"]["said_by"], "staff:api");
    assert_eq!(edited["url"], "https://example.org/agua");

    let mut harvested = water_offer();
    harvested["publisher"] = json!("Otro nombre");
    let (_, after) = send(&app, Method::PUT, path, &harvested).await;
    assert_eq!(after["publisher"], "Chubut", "the next harvest leaves the edit");
    let (_, back) = send(&app, Method::PATCH, &by_id, &json!({"publisher": null})).await;
    assert_eq!(back["publisher"], "Otro nombre", "taking the edit back shows the source again");
}

#[tokio::test]
async fn only_the_revision_read_is_overwritten() {
    let app = TestApp::start().await;
    let need = create(&app, "/v1/needs", &water_need()).await;
    let path = format!("/v1/needs/{}", id(&need));
    let edit = |tag: &str, institution: &str| {
        request(
            &app,
            Method::PATCH,
            &path,
            "application/merge-patch+json",
            json!({"institution": institution}).to_string(),
        )
        .header("If-Match", tag.to_owned())
        .send()
    };
    let edited = edit("\"1\"", "Primera").await.expect("sent");
    assert_eq!(
        (edited.status(), &edited.headers()["etag"]),
        (StatusCode::OK, &"\"2\"".parse().expect("a tag"))
    );
    problem(edit("\"1\"", "Segunda").await.expect("sent"), "revision-conflict").await;
    problem(edit("1", "Segunda").await.expect("sent"), "invalid-parameter").await;
    let gone = app.client.delete(app.url(&path)).header("If-Match", "\"1\"").send().await.expect("sent");
    problem(gone, "revision-conflict").await;
    let (_, now) = app.json(&path).await;
    assert_eq!(now["institution"], "Primera");

    let put = |header: &str, value: &str| {
        request(
            &app,
            Method::PUT,
            "/v1/needs/by-external-id/tortel/9",
            "application/json",
            water_need().to_string(),
        )
        .header(header.to_owned(), value.to_owned())
        .send()
    };
    problem(put("If-Match", "\"1\"").await.expect("sent"), "revision-conflict").await;
    assert_eq!(put("If-None-Match", "*").await.expect("sent").status(), StatusCode::CREATED);
    problem(put("If-None-Match", "*").await.expect("sent"), "revision-conflict").await;
}

#[tokio::test]
async fn what_is_withdrawn_stays_readable_and_can_be_stated_again() {
    let app = TestApp::start().await;
    let path = "/v1/needs/by-external-id/api/agua";
    let (_, need) = send(&app, Method::PUT, path, &water_need()).await;
    let by_id = format!("/v1/needs/{}", id(&need));
    let withdraw = || async { answer(app.client.delete(app.url(&by_id)).send().await.expect("sent")).await };
    let (status, withdrawn) = withdraw().await;
    assert_eq!(status, StatusCode::OK);
    assert!(withdrawn["withdrawn_at"].is_string());
    assert_eq!(withdraw().await, (StatusCode::OK, withdrawn.clone()));
    assert_eq!(app.json(&by_id).await, (200, withdrawn));
    assert_eq!(app.json("/v1/needs").await.1["total"], 0);
    assert_eq!(app.json("/v1/needs?withdrawn=true").await.1["total"], 1);
    let (status, back) = send(&app, Method::PUT, path, &water_need()).await;
    assert_eq!((status, &back["withdrawn_at"]), (StatusCode::OK, &Value::Null));
}

#[tokio::test]
async fn what_staff_withdraw_no_source_restores() {
    let app = TestApp::start().await;
    let path = "/v1/offers/by-external-id/chubut/agua";
    let (_, offer) = send(&app, Method::PUT, path, &water_offer()).await;
    let by_id = app.url(&format!("/v1/offers/{}", id(&offer)));
    assert_eq!(app.client.delete(by_id).send().await.expect("sent").status(), StatusCode::OK);
    let mut changed = water_offer();
    changed["publisher"] = json!("Otro");
    let (status, still) = send(&app, Method::PUT, path, &changed).await;
    assert_eq!(status, StatusCode::OK);
    assert!(still["withdrawn_at"].is_string(), "{still}");
}

#[tokio::test]
async fn ids_of_another_kind_or_form_are_not_found() {
    let app = TestApp::start().await;
    let offer = create(&app, "/v1/offers", &water_offer()).await;
    for path in [
        format!("/v1/needs/{}", id(&offer)),
        "/v1/offers/offer-00000000000000000000000000".to_owned(),
        "/v1/offers/nada".to_owned(),
        "/v1/offers/%C3%B1%00".to_owned(),
    ] {
        problem(app.get(&path).await, "not-found").await;
        problem(app.client.delete(app.url(&path)).send().await.expect("sent"), "not-found").await;
        let patch = request(&app, Method::PATCH, &path, "application/merge-patch+json", "{}");
        problem(patch.send().await.expect("sent"), "not-found").await;
    }
}
