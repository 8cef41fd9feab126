//! What a client may get wrong with a record, field by field; nothing of it is stored.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::{create, errors, id, problem, request, water_need, water_offer};
use crate::harness::app::TestApp;

async fn post(app: &TestApp, path: &str, body: &Value) -> reqwest::Response {
    request(app, Method::POST, path, "application/json", body.to_string()).send().await.expect("an answer")
}

#[tokio::test]
async fn values_out_of_their_ranges_are_told_with_their_place() {
    let app = TestApp::start().await;
    for (field, value, pointer, code) in [
        ("title", Value::Null, "/title", "missing"),
        ("title", json!({"es": "a".repeat(1_001)}), "/title", "too-long"),
        ("title", json!({"español": "Agua"}), "/title", "invalid"),
        ("title", json!(7), "/title", "invalid"),
        ("summary", json!({"es": "agua\u{0}potable"}), "/summary", "invalid"),
        ("themes", json!(["science", "magia"]), "/themes/1", "invalid"),
        ("kinds", json!(["dinero"]), "/kinds/0", "invalid"),
        ("country", json!("ZZ"), "/country", "invalid"),
        ("territory", json!("Aysén"), "/territory", "invalid"),
        ("languages", json!(["es_CL"]), "/languages/0", "invalid"),
        ("url", json!("no es una dirección"), "/url", "invalid"),
        ("url", json!("ftp://example.org/"), "/url", "invalid"),
        ("opens", json!("2026-02-30"), "/opens", "invalid"),
        ("opens", json!("31/12/2026"), "/opens", "invalid"),
        ("opens", json!("1889-01-01"), "/opens", "date-out-of-range"),
        ("deadlines", json!([{"date": "2200-01-01"}]), "/deadlines/0/date", "date-out-of-range"),
        ("deadlines", json!([{"date": "2027-01-01", "hour": 3}]), "/deadlines/0/hour", "unknown-field"),
        ("amount", json!({"min": "10", "max": "5", "currency": "EUR"}), "/amount", "amount-reversed"),
        ("amount", json!({"max": "-1", "currency": "EUR"}), "/amount/max", "amount-out-of-range"),
        ("amount", json!({"currency": "EUR"}), "/amount", "amount-empty"),
        ("amount", json!({"max": "10", "currency": "PESO"}), "/amount/currency", "invalid"),
        ("amount", json!({"max": "diez", "currency": "EUR"}), "/amount/max", "invalid"),
        ("co_financing_percent", json!(101), "/co_financing_percent", "out-of-range"),
        ("source", json!("Mi Fuente"), "/source", "invalid"),
        ("external_id", json!(""), "/external_id", "missing"),
        ("external_id", json!("a\u{0}b"), "/external_id", "invalid"),
        ("publisher", json!("dos\nlíneas"), "/publisher", "invalid"),
        ("publisherr", json!("x"), "/publisherr", "unknown-field"),
    ] {
        let mut body = water_offer();
        body[field] = value.clone();
        let told = errors(&problem(post(&app, "/v1/offers", &body).await, "invalid-record").await);
        assert_eq!(told.first(), Some(&(pointer.to_owned(), code.to_owned())), "{field}: {value} {told:?}");
    }
    assert_eq!(app.json("/v1/offers?withdrawn=true").await.1["total"], 0);
}

#[tokio::test]
async fn everything_wrong_is_told_at_once() {
    let app = TestApp::start().await;
    let body = json!({
        "opens": "2027-05-01", "deadlines": [{"date": "2027-04-01"}, {"date": "1900-01-01"}],
        "co_financing_percent": 200
    });
    let told = errors(&problem(post(&app, "/v1/offers", &body).await, "invalid-record").await);
    let pointers: Vec<_> = told.iter().map(|(pointer, _)| pointer.as_str()).collect();
    assert_eq!(pointers, ["/title", "/deadlines/1/date", "/opens", "/co_financing_percent"]);
}

#[tokio::test]
async fn every_value_of_wrong_form_is_told_at_once() {
    let app = TestApp::start().await;
    let body = json!({
        "title": "Agua", "country": "ZZ", "amount": {"max": "diez", "currency": "EUR"}, "kinds": ["dinero"],
        "opens": "ayer", "themes": ["magia"], "co_financing_percent": "mucho", "url": "no es", "publisherr": "x"
    });
    let expected = [
        "/amount/max",
        "/co_financing_percent",
        "/country",
        "/kinds/0",
        "/opens",
        "/publisherr",
        "/themes/0",
        "/url",
    ];
    let told = errors(&problem(post(&app, "/v1/offers", &body).await, "invalid-record").await);
    let mut pointers: Vec<_> = told.iter().map(|(pointer, _)| pointer.as_str()).collect();
    pointers.sort_unstable();
    assert_eq!(pointers, expected);

    let many: serde_json::Map<_, _> = (0..500).map(|index| (format!("x{index}"), json!(1))).collect();
    let told = problem(post(&app, "/v1/offers", &Value::Object(many)).await, "invalid-record").await;
    assert_eq!(errors(&told).len(), 100);

    let path = "/v1/offers/by-external-id/urai/1";
    let body = json!({"external_id": "2", "title": "Agua", "country": "ZZ"});
    let sent = request(&app, Method::PUT, path, "application/json", body.to_string());
    let told = errors(&problem(sent.send().await.expect("sent"), "invalid-record").await);
    let pointers: Vec<_> = told.iter().map(|(pointer, _)| pointer.as_str()).collect();
    assert_eq!(pointers, ["/external_id", "/country"]);
}

#[tokio::test]
async fn everything_wrong_with_a_question_is_told_at_once() {
    let app = TestApp::start().await;
    for (question, expected) in [
        (
            json!({"needs": [{"territory": 7}], "limit": -1, "filter": {"zones": ["marte"]}}),
            vec!["/limit", "/filter/zones", "/needs/0/territory"],
        ),
        (
            json!({"needs": 7, "traget": "offers", "filter": {"themes": ["magia"], "kinds": ["dinero"]}}),
            vec!["/filter/kinds/0", "/filter/themes/0", "/needs", "/traget"],
        ),
    ] {
        let told = problem(post(&app, "/v1/match", &question).await, "invalid-request").await;
        let pointers: Vec<_> = errors(&told).into_iter().map(|(pointer, _)| pointer).collect();
        assert_eq!(pointers, expected, "{told}");
    }
    let many: serde_json::Map<_, _> = (0..500).map(|index| (format!("x{index}"), json!(1))).collect();
    let told = problem(post(&app, "/v1/match", &Value::Object(many)).await, "invalid-request").await;
    assert_eq!(errors(&told).len(), 20);
}

#[tokio::test]
async fn what_is_out_of_range_is_told_the_range() {
    let app = TestApp::start().await;
    let out = "out-of-range";
    for (limit, code) in
        [(json!(-1), out), (json!(0), out), (json!(201), out), (json!(1.5), out), (json!("10"), "invalid")]
    {
        let question = json!({"needs": [{"title": "Agua"}], "limit": limit});
        let told = problem(post(&app, "/v1/match", &question).await, "invalid-request").await;
        assert_eq!(errors(&told), [("/limit".to_owned(), code.to_owned())]);
        assert_eq!(told["errors"][0]["detail"], "give a whole number from 1 to 200");
    }
    for path in
        ["/v1/offers?closes_from=2027-13-01", "/v1/search?open_on=31/12/2026", "/v1/search?closes_to="]
    {
        let told = problem(app.get(path).await, "invalid-parameter").await;
        assert_eq!(told["errors"][0]["detail"], "give a day of the calendar as YYYY-MM-DD");
    }
}

#[tokio::test]
async fn a_need_stands_in_a_territory_of_the_profile() {
    let app = TestApp::start().await;
    let mut body = water_need();
    body["territory"] = json!("11304");
    let told = problem(post(&app, "/v1/needs", &body).await, "invalid-record").await;
    assert_eq!(errors(&told), [("/territory".to_owned(), "unknown-territory".to_owned())]);
    assert!(told["detail"].as_str().expect("text").contains("11303 (Tortel)"), "{told}");
    let need = create(&app, "/v1/needs", &water_need()).await;
    let path = format!("/v1/needs/{}", id(&need));
    let patch =
        request(&app, Method::PATCH, &path, "application/merge-patch+json", r#"{"territory":"AR-U"}"#);
    problem(patch.send().await.expect("sent"), "invalid-record").await;
}

#[tokio::test]
async fn an_edit_must_leave_a_good_record() {
    let app = TestApp::start().await;
    let offer = create(&app, "/v1/offers", &water_offer()).await;
    let path = format!("/v1/offers/{}", id(&offer));
    for (patch, pointer) in [
        (json!({"title": {"es": null}}), "/title"),
        (json!({"amount": {"max": "5"}}), "/amount"),
        (json!({"publishr": null}), ""),
        (json!({"opens": "ayer"}), "/opens"),
        (json!({"id": "offer-00000000000000000000000000"}), "/id"),
        (json!({"source": "otra"}), "/source"),
    ] {
        let sent = request(&app, Method::PATCH, &path, "application/merge-patch+json", patch.to_string());
        let told = errors(&problem(sent.send().await.expect("sent"), "invalid-record").await);
        assert!(told.iter().any(|(place, _)| place.starts_with(pointer)), "{patch}: {told:?}");
    }
    assert_eq!(app.json(&path).await.1["revision"], 1);
}

#[tokio::test]
async fn bodies_are_what_they_say_they_are() {
    let app = TestApp::start_with(|settings| settings.json_limit_bytes = 4_096).await;
    let send = |method: Method, path: &'static str, kind: &'static str, body: String| {
        request(&app, method, path, kind, body).send()
    };
    for body in ["", "{", "{\"title\": }", "\u{0}", "{\"title\":\"a\"} sobra"] {
        let sent = send(Method::POST, "/v1/needs", "application/json", body.to_owned()).await.expect("sent");
        problem(sent, "malformed-json").await;
    }
    let nested = "[".repeat(500);
    problem(
        send(Method::POST, "/v1/match", "application/json", nested).await.expect("sent"),
        "malformed-json",
    )
    .await;
    for kind in ["text/plain", "application/x-www-form-urlencoded", "application/merge-patch+json"] {
        let sent = send(Method::POST, "/v1/needs", kind, water_need().to_string()).await.expect("sent");
        problem(sent, "unsupported-media-type").await;
    }
    let sent = send(Method::PATCH, "/v1/needs/x", "application/json", "{}".to_owned()).await.expect("sent");
    problem(sent, "unsupported-media-type").await;
    let wide = json!({"title": "a".repeat(5_000)}).to_string();
    problem(
        send(Method::POST, "/v1/needs", "application/json", wide.clone()).await.expect("sent"),
        "body-too-large",
    )
    .await;
    let stream = reqwest::Body::from(wide);
    let sent = app.client.post(app.url("/v1/match")).header("Content-Type", "application/json").body(stream);
    problem(sent.send().await.expect("sent"), "body-too-large").await;
    let sent =
        send(Method::POST, "/v1/needs", "application/json; charset=utf-8", water_need().to_string()).await;
    assert_eq!(sent.expect("sent").status(), StatusCode::CREATED);
    for body in ["[]", "\"agua\"", "null"] {
        let sent = send(Method::POST, "/v1/needs", "application/json", body.to_owned()).await.expect("sent");
        problem(sent, "invalid-record").await;
    }
}

#[tokio::test]
async fn a_compressed_body_is_refused_wherever_one_is_read() {
    let app = TestApp::start().await;
    let (json, patch, lines) = ("application/json", "application/merge-patch+json", "application/x-ndjson");
    for (method, path, kind) in [
        (Method::POST, "/v1/needs", json),
        (Method::PUT, "/v1/needs/by-external-id/a/b", json),
        (Method::PATCH, "/v1/needs/x", patch),
        (Method::POST, "/v1/needs/import", lines),
        (Method::POST, "/v1/match", json),
        (Method::POST, "/v1/duplicates/judgements", json),
        (Method::POST, "/v1/duplicates/judgements/1/withdrawal", json),
    ] {
        let sent = request(&app, method, path, kind, "{}").header("Content-Encoding", "gzip");
        let response = sent.send().await.expect("sent");
        assert_eq!(response.headers()["accept-encoding"], "identity", "{path}");
        let told = problem(response, "unsupported-media-type").await;
        assert!(told["detail"].as_str().is_some_and(|text| text.contains("Content-Encoding")), "{told}");
    }
    let sent = request(&app, Method::POST, "/v1/needs", json, water_need().to_string());
    let sent = sent.header("Content-Encoding", "Identity").send().await.expect("sent");
    assert_eq!(sent.status(), StatusCode::CREATED);
}

#[tokio::test]
async fn an_address_that_is_not_utf_8_is_refused() {
    let app = TestApp::start().await;
    for id in ["cami%F3n", "cami%E1n"] {
        let path = format!("/v1/offers/by-external-id/urai/{id}");
        for method in [Method::PUT, Method::GET] {
            let sent = request(&app, method, &path, "application/json", water_offer().to_string());
            let told = problem(sent.send().await.expect("sent"), "invalid-parameter").await;
            assert_eq!(errors(&told), [("path".to_owned(), "not-utf-8".to_owned())]);
            assert!(told["detail"].as_str().is_some_and(|text| text.contains("%C3%B3")), "{told}");
        }
    }
    // However the first part is written.
    problem(app.get("/%76%31/offers/by-external-id/urai/%FF").await, "invalid-parameter").await;
    assert_eq!(app.json("/v1/offers?withdrawn=true").await.1["total"], 0);
    let path = "/v1/offers/by-external-id/urai/cami%C3%B3n";
    let (status, offer) = super::send(&app, Method::PUT, path, &water_offer()).await;
    assert_eq!((status, &offer["external_id"]), (StatusCode::CREATED, &json!("camión")));

    for (query, pointer) in [("/v1/search?q=%ff", "?q"), ("/v1/offers?source=cami%F3n", "?source")] {
        let told = problem(app.get(query).await, "invalid-parameter").await;
        assert_eq!(errors(&told), [(pointer.to_owned(), "not-utf-8".to_owned())]);
    }
}

#[tokio::test]
async fn text_of_any_script_survives() {
    let app = TestApp::start().await;
    let title = json!({"es": "Ñandú «agua» 水 💧 \u{200f}مياه", "zh-Hant": "水"});
    let need = create(&app, "/v1/needs", &json!({"title": title})).await;
    assert_eq!(app.json(&format!("/v1/needs/{}", id(&need))).await.1["title"], title);
    app.wait_until_caught_up().await;
    let (_, page) = app.json("/v1/search?among=need&q=%C3%B1andu").await;
    assert_eq!(page["total"], 1, "{page}");
}
