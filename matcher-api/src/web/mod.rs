//! The pages: a need typed in, matches with reasons out; one page for each offer. HTML from templates, no script.
//!
//! Knows markup and nothing of scores: words come from `prose`, matches from the engine.

mod files;
mod form;
mod frame;
mod home;
mod offer;

use actix_web::http::{StatusCode, header};
use actix_web::web::ServiceConfig;
use actix_web::{HttpResponse, ResponseError};
use askama::Template;

use crate::problem::{Code, Problem};
use crate::prose::Language;

/// Nothing but our own style sheets and Pico's drawn-in pictures; no script at all.
const PAGE_POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; \
    base-uri 'none'; frame-ancestors 'none'";

/// Registers the pages.
pub fn configure(config: &mut ServiceConfig) {
    config.service(home::home).service(offer::page_of).service(files::file);
}

/// A page with its headers.
fn page(template: &impl Template, language: Language, status: StatusCode) -> Result<HttpResponse, Problem> {
    let html = template
        .render()
        .map_err(|error| Problem::new(Code::Internal, format!("the page could not be written: {error}")))?;
    Ok(HttpResponse::build(status)
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CONTENT_SECURITY_POLICY, PAGE_POLICY))
        .insert_header((header::CONTENT_LANGUAGE, language.as_str()))
        .insert_header((header::VARY, "Accept-Language"))
        .insert_header((header::CACHE_CONTROL, "no-cache"))
        .body(html))
}

/// The status of a page that says this went wrong.
fn status(code: Code) -> StatusCode {
    Problem::new(code, "").status_code()
}
