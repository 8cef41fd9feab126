//! The first page and the page of an offer: what they show, in which language, and what they must never let through.

use scraper::{ElementRef, Html, Selector};
use serde_json::{Value, json};

use crate::harness::app::TestApp;

const HOSTILE: &str = "<script>alert('x')</script> \"><img src=x onerror=alert(1)>";

fn water() -> Value {
    json!({
        "title": {"es": "Asistencia técnica en agua potable rural"},
        "summary": {"es": "Técnicos de Chubut acompañan a comunas patagónicas en sus sistemas de agua potable."},
        "publisher": "Gobierno del Chubut", "country": "AR", "territory": "AR-U",
        "kinds": ["technical-assistance"], "themes": ["environment"], "rolling": true,
        "url": "https://example.org/agua",
        "amount": {"max": "60000", "currency": "USD", "basis": "per-project"},
        "eligibility": [{"country": "CL", "verdict": "yes", "quote": "Pueden postular comunas de Chile."}],
        "evidence": {"amount": "Se financian hasta 60.000 dólares."},
    })
}

async fn with(offers: &[Value]) -> TestApp {
    let app = TestApp::start().await;
    for (index, offer) in offers.iter().enumerate() {
        let path = app.url(&format!("/v1/offers/by-external-id/prueba/{index}"));
        let answer = app.client.put(path).json(offer).send().await.expect("an answer");
        assert!(answer.status().is_success(), "{}", answer.text().await.unwrap_or_default());
    }
    app.wait_until_caught_up().await;
    app
}

fn all<'a>(page: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    page.select(&Selector::parse(selector).expect("a selector")).collect()
}

fn text(page: &Html, selector: &str) -> String {
    let texts: Vec<String> =
        all(page, selector).iter().map(|found| found.text().collect::<String>()).collect();
    texts.join("\n").split_whitespace().collect::<Vec<_>>().join(" ")
}

async fn page(app: &TestApp, query: &[(&str, &str)]) -> (u16, Html) {
    let address = reqwest::Url::parse_with_params(&app.url("/"), query).expect("an address");
    let answer = app.client.get(address).send().await.expect("an answer");
    let status = answer.status().as_u16();
    (status, Html::parse_document(&answer.text().await.expect("a page")))
}

/// No script, no inline style, every control labelled, every reference within the page met.
fn is_sound(page: &Html) {
    assert!(all(page, "script, style, iframe, [style]").is_empty(), "inline script or style");
    for element in all(page, "*") {
        let handler = element.value().attrs().find(|(name, _)| name.starts_with("on"));
        assert!(handler.is_none(), "{handler:?}");
    }
    for control in all(page, "textarea, select, input:not([type=hidden])") {
        let id = control.attr("id").expect("an id");
        assert_eq!(all(page, &format!("label[for={id}]")).len(), 1, "{id} has no label");
    }
    for element in all(page, "[aria-labelledby], [aria-describedby]") {
        let ids = [element.attr("aria-labelledby"), element.attr("aria-describedby")];
        for id in ids.into_iter().flatten().flat_map(str::split_whitespace) {
            assert_eq!(all(page, &format!("#{id}")).len(), 1, "{id} is named and missing");
        }
    }
    for landmark in ["header nav[aria-label]", "main#contenido", "footer", "a.skip[href='#contenido']", "h1"]
    {
        assert!(!all(page, landmark).is_empty(), "no {landmark}");
    }
    assert_eq!(all(page, "h1").len(), 1);
    for link in all(page, "a[href^='http']") {
        assert!(link.attr("rel").is_some_and(|rel| rel.contains("noopener")), "{:?}", link.attr("href"));
    }
}

#[tokio::test]
async fn the_empty_page_asks_and_gives_examples() {
    let app = with(&[]).await;
    let (status, html) = page(&app, &[]).await;
    assert_eq!(status, 200);
    is_sound(&html);
    assert_eq!(all(&html, "html[lang=es]").len(), 1);
    assert_eq!(all(&html, "optgroup option[value='11303']").len(), 1, "comunas under their provinces");
    assert!(text(&html, "optgroup[label='Provincia de Capitán Prat']").contains("Tortel"));
    assert_eq!(all(&html, "#kind option").len(), 13);
    assert!(all(&html, ".examples a").len() >= 3);
    assert!(all(&html, ".match").is_empty());
    assert!(text(&html, "body > footer").contains("Índice al día: 0 ofertas"));
    // Every example is a question the page answers.
    let example = all(&html, ".examples a")[0].attr("href").expect("an address").to_owned();
    assert_eq!(app.get(&example).await.status().as_u16(), 200);
}

#[tokio::test]
async fn a_need_is_answered_with_its_reasons() {
    let app = with(&[water()]).await;
    let query = [("text", "Mejorar el agua potable rural"), ("territory", "11303"), ("theme", "environment")];
    let (status, html) = page(&app, &query).await;
    assert_eq!(status, 200);
    is_sound(&html);
    assert!(text(&html, "#cuantas").contains("Una oferta"));
    let card = text(&html, ".match");
    for said in [
        "Asistencia técnica en agua potable rural",
        "Gobierno del Chubut",
        "Argentina (AR-U)",
        "América Latina",
        "Abierta todo el año",
        "hasta USD 60.000 por proyecto",
        "Chile puede postular",
        "Pueden postular comunas de Chile.",
        "«agua»",
        "Medio ambiente",
        "Posición sin preferencia de zona: 1",
    ] {
        assert!(card.contains(said), "{said:?} is missing in: {card}");
    }
    let meter = all(&html, ".match meter")[0];
    assert!(meter.attr("value").and_then(|value| value.parse::<u8>().ok()).is_some_and(|value| value <= 100));
    assert!(meter.attr("aria-label").is_some());
    let source = all(&html, ".match footer a")[0];
    assert_eq!(source.attr("href"), Some("https://example.org/agua"));
    // The form keeps what was asked.
    assert_eq!(text(&html, "textarea"), "Mejorar el agua potable rural");
    assert_eq!(all(&html, "#territory option[selected][value='11303']").len(), 1);
}

#[tokio::test]
async fn what_was_kept_out_and_what_is_missing_are_told_plainly() {
    let mut closed = water();
    closed["title"] = json!({"es": "Curso de agua potable del año pasado"});
    closed["rolling"] = json!(false);
    closed["deadlines"] = json!([{"date": "2020-03-01"}]);
    let app = with(&[water(), closed]).await;
    let (_, html) = page(&app, &[("text", "Mejorar el agua potable rural")]).await;
    is_sound(&html);
    let kept_out = text(&html, "section[aria-labelledby=fuera]");
    assert!(kept_out.contains("Aparecieron entre las candidatas"), "{kept_out}");
    assert!(kept_out.contains("año pasado: Cerró el 1 de marzo de 2020"), "{kept_out}");
    let gaps: Vec<String> =
        all(&html, "section[aria-labelledby=falta] li").iter().map(|gap| gap.text().collect()).collect();
    assert_eq!(gaps, ["temas", "tipo de cooperación", "tipo de institución", "monto"]);
    let card = text(&html, ".match");
    assert!(card.contains("Zona prioritaria: América Latina"), "{card}");
    assert!(card.contains("Hay tiempo para preparar la postulación"), "{card}");
}

#[tokio::test]
async fn nothing_of_a_question_or_a_record_becomes_markup() {
    let mut offer = water();
    for field in ["title", "summary"] {
        offer[field] = json!({"es": format!("agua {HOSTILE}")});
    }
    offer["publisher"] = json!(HOSTILE);
    offer["eligibility"][0]["quote"] = json!(HOSTILE);
    let app = with(&[offer]).await;
    for lang in ["es", "en"] {
        let question = format!("agua {HOSTILE}</textarea>");
        let (status, html) = page(&app, &[("text", &question), ("lang", lang)]).await;
        assert_eq!(status, 200);
        is_sound(&html);
        assert!(all(&html, "img").is_empty());
        assert_eq!(all(&html, "textarea")[0].text().collect::<String>(), question);
        assert!(text(&html, ".match h3").contains("<script>"), "shown as the text it is");
        let href = all(&html, ".match h3 a")[0].attr("href").expect("an address").to_owned();
        let detail = app.get(&href).await.text().await.expect("a page");
        let detail = Html::parse_document(&detail);
        is_sound(&detail);
        assert!(all(&detail, "img").is_empty());
    }
    let hostile_code = [("text", "agua"), ("territory", HOSTILE)];
    is_sound(&page(&app, &hostile_code).await.1);
}

#[tokio::test]
async fn the_reader_chooses_the_language() {
    let app = with(&[water()]).await;
    let question = [("text", "agua potable rural"), ("lang", "en")];
    let (_, english) = page(&app, &question).await;
    assert_eq!(all(&english, "html[lang=en]").len(), 1);
    assert!(text(&english, ".match").contains("Chile may apply"));
    assert_eq!(all(&english, ".match h3 a[lang=es]").len(), 1, "the title says its own language");
    // The switch keeps the question.
    let switch = all(&english, "nav a[hreflang=es]")[0].attr("href").expect("an address").to_owned();
    let spanish = app.get(&switch).await.text().await.expect("a page");
    assert!(spanish.contains("Chile puede postular"), "{switch}");
    let wished = app.client.get(app.url("/")).header("accept-language", "en-GB, es;q=0.5");
    let wished = wished.send().await.expect("an answer");
    assert_eq!(wished.headers()["content-language"], "en");
    assert_eq!(wished.headers()["vary"], "Accept-Language");
}

#[tokio::test]
async fn what_cannot_be_asked_is_said_kindly_and_kept() {
    let app = with(&[]).await;
    let long = "agua ".repeat(1_001);
    for (query, said) in [
        (vec![("text", "   ")], "Escriba la necesidad"),
        (vec![("text", long.as_str())], "el máximo es 5.000"),
        (vec![("text", "agua"), ("territory", "99999")], "«99999» no es una comuna"),
        (vec![("text", "agua"), ("kind", "dinero")], "«dinero» no es un tipo"),
        (vec![("text", "agua"), ("theme", "agua")], "«agua» no es un tema"),
    ] {
        let (status, html) = page(&app, &query).await;
        assert_eq!(status, 400, "{said}");
        is_sound(&html);
        assert!(text(&html, "[role=alert]").contains(said), "{said}: {}", text(&html, "[role=alert]"));
        assert_eq!(all(&html, "textarea")[0].text().collect::<String>(), query[0].1, "the text is kept");
    }
}

#[tokio::test]
async fn an_offer_says_who_said_what() {
    let app = with(&[water()]).await;
    let (_, html) = page(&app, &[("text", "agua potable rural")]).await;
    let href = all(&html, ".match h3 a")[0].attr("href").expect("an address").to_owned();
    let answer = app.get(&href).await;
    assert_eq!(answer.status().as_u16(), 200);
    let detail = Html::parse_document(&answer.text().await.expect("a page"));
    is_sound(&detail);
    assert!(text(&detail, "dl").contains("hasta USD 60.000 por proyecto"));
    let provenance = text(&detail, "table");
    assert!(provenance.contains("Monto") && provenance.contains("fuente prueba"), "{provenance}");
    assert!(provenance.contains("Se financian hasta 60.000 dólares."), "{provenance}");
    for absent in ["/offers/nada", "/offers/offer-00000000000000000000000000"] {
        let answer = app.get(absent).await;
        assert_eq!(answer.status().as_u16(), 404);
        let page = Html::parse_document(&answer.text().await.expect("a page"));
        is_sound(&page);
        assert!(text(&page, "h1").contains("No existe esa oferta"));
    }
}

#[tokio::test]
async fn pages_bring_everything_with_them_and_allow_no_script() {
    let app = with(&[]).await;
    let answer = app.get("/").await;
    let policy = answer.headers()["content-security-policy"].to_str().expect("text").to_owned();
    assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
    assert!(!policy.contains("script-src"), "{policy}");
    let html = Html::parse_document(&answer.text().await.expect("a page"));
    for link in all(&html, "link[href]") {
        let href = link.attr("href").expect("an address");
        assert!(href.starts_with("/static/"), "{href} comes from elsewhere");
        let file = app.get(href).await;
        assert_eq!(file.status().as_u16(), 200, "{href}");
        let tag = file.headers()["etag"].clone();
        let again =
            app.client.get(app.url(href)).header("if-none-match", tag).send().await.expect("an answer");
        assert_eq!(again.status().as_u16(), 304, "{href}");
    }
    assert_eq!(app.get("/static/../Cargo.toml").await.status().as_u16(), 404);
    assert_eq!(app.get("/static/nada.css").await.status().as_u16(), 404);
}

#[tokio::test]
async fn an_offer_of_several_records_is_one_card_that_leads_to_the_others() {
    let app = with(&[water()]).await;
    let path = app.url("/v1/offers/by-external-id/espejo/0");
    let answer = app.client.put(path).json(&water()).send().await.expect("an answer");
    assert!(answer.status().is_success());
    app.app.store.follow_duplicates().await.expect("looked for");
    app.wait_until_caught_up().await;
    let (_, html) = page(&app, &[("text", "agua potable rural")]).await;
    is_sound(&html);
    assert_eq!(all(&html, ".match").len(), 1);
    assert!(text(&html, ".also").starts_with("También publicada por"), "{}", text(&html, ".also"));
    let href = all(&html, ".also a")[0].attr("href").expect("an address").to_owned();
    let other = app.get(&href).await.text().await.expect("a page");
    assert!(text(&Html::parse_document(&other), ".also").starts_with("También publicada por"), "and back");
}
