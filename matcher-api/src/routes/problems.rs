//! `/problems/{code}`: what the `type` of a problem points to.

use actix_web::{HttpResponse, get, web};

use crate::problem::{Code, Problem, faults::EntryFaults, one_as_text};

/// Explain a problem code
///
/// What the code means and what to do about it, as plain text in English with the title in Spanish too.
#[utoipa::path(tag = "status", operation_id = "explain_problem",
    params(("code" = String, Path, description = "The code.", example = "invalid-record")),
    responses((status = 200, description = "The explanation.", body = String, content_type = "text/plain"), EntryFaults))]
#[get("/problems/{code}")]
pub(super) async fn explain(code: web::Path<String>) -> Result<HttpResponse, Problem> {
    let code = Code::find(&code).ok_or_else(|| Problem::not_found("problem code", &code))?;
    Ok(HttpResponse::Ok().content_type("text/plain; charset=utf-8").body(one_as_text(code)))
}
