//! What no route takes: the path is unknown, or known with other methods. The API's are read off the OpenAPI document.

use std::sync::LazyLock;

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse};

use crate::openapi;
use crate::problem::{Code, Problem};

/// The pages, which the document does not list; all of them are only read.
const PAGES: [&str; 3] = ["/", "/offers/{id}", "/static/{name}"];

/// The paths of API and pages as segments, with their methods.
static PATHS: LazyLock<Vec<(Vec<String>, Vec<&'static str>)>> = LazyLock::new(|| {
    let paths = openapi::document().paths.paths.into_iter();
    let pages = PAGES.iter().map(|page| (segments(page), vec!["GET", "HEAD"]));
    paths.map(|(path, item)| (segments(&path), methods(&item))).chain(pages).collect()
});

fn segments(path: &str) -> Vec<String> {
    path.split('/').skip(1).map(str::to_owned).collect()
}

fn methods(item: &utoipa::openapi::PathItem) -> Vec<&'static str> {
    let mut methods = Vec::new();
    if item.get.is_some() {
        methods.extend(["GET", "HEAD"]);
    }
    let others = [("POST", &item.post), ("PUT", &item.put), ("PATCH", &item.patch), ("DELETE", &item.delete)];
    methods.extend(others.into_iter().filter(|(_, operation)| operation.is_some()).map(|(name, _)| name));
    methods
}

/// Answers a request that no route took.
///
/// # Errors
/// Always: `method-not-allowed` where the path takes other methods, else `no-such-page`.
pub async fn unrouted(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let path = request.path();
    let mut allowed: Vec<&str> = Vec::new();
    for (segments, methods) in PATHS.iter() {
        if matches(segments, path) {
            allowed.extend(
                methods.iter().filter(|method| !allowed.contains(method)).copied().collect::<Vec<_>>(),
            );
        }
    }
    if allowed.is_empty() {
        let detail = "the paths of this API are listed at /docs/ and /v1/openapi.json";
        return Err(Problem::new(Code::NoSuchPage, detail));
    }
    let allowed = allowed.join(", ");
    let problem = Problem::new(Code::MethodNotAllowed, format!("this path takes {allowed}"));
    Err(problem.with_header(header::ALLOW, allowed))
}

/// Whether a path fits a template; an external id may hold slashes.
fn matches(template: &[String], path: &str) -> bool {
    let segments: Vec<&str> = path.split('/').skip(1).collect();
    let open_end = template.last().is_some_and(|last| last == "{external_id}");
    let length = segments.len() == template.len() || (open_end && segments.len() > template.len());
    length
        && template
            .iter()
            .zip(&segments)
            .all(|(part, segment)| if part.starts_with('{') { !segment.is_empty() } else { part == segment })
}
