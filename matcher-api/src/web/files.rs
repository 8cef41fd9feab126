//! The few files the pages need, carried in the program.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, get, web};

use crate::problem::{Code, Problem};

const FILES: [(&str, &str, &str); 3] = [
    ("pico.min.css", "text/css; charset=utf-8", include_str!("../../static/pico.min.css")),
    ("matcher.css", "text/css; charset=utf-8", include_str!("../../static/matcher.css")),
    ("icon.svg", "image/svg+xml", include_str!("../../static/icon.svg")),
];

/// One of them; a browser that holds it already is told so.
#[get("/static/{name}")]
pub(super) async fn file(request: HttpRequest, name: web::Path<String>) -> Result<HttpResponse, Problem> {
    let found = FILES.iter().find(|(known, _, _)| *known == name.as_str());
    let (_, kind, content) =
        found.ok_or_else(|| Problem::new(Code::NoSuchPage, "there is no such file under /static/"))?;
    let tag = format!("\"{}\"", &blake3::hash(content.as_bytes()).to_hex()[..16]);
    let held = request.headers().get(header::IF_NONE_MATCH).and_then(|held| held.to_str().ok());
    let mut response =
        if held == Some(tag.as_str()) { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    response
        .insert_header((header::ETAG, tag.as_str()))
        .insert_header((header::CACHE_CONTROL, "public, max-age=3600"));
    Ok(if held == Some(tag.as_str()) {
        response.finish()
    } else {
        response.content_type(*kind).body(*content)
    })
}
