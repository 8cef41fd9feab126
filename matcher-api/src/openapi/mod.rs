//! The OpenAPI 3.1 document, gathered from the routes themselves. Describes; decides nothing.

mod compose;

use actix_web::App;
use utoipa::OpenApi;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, openapi};
use utoipa_actix_web::AppExt;

use crate::problem::ProblemBody;
use crate::routes;

/// Where the document is served.
pub const PATH: &str = "/v1/openapi.json";

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Cooperation matchmaker",
        description = "Matches what Chile's regions need with what the world offers: records in, explained matches out.\n\nEvery error is a problem (RFC 9457) with a stable `code`; unknown parameters and fields are errors. What is not stated is left out, never guessed. Writes need the bearer token where the server has one. `index_sequence` in an answer tells how far the index had followed the change log: a record whose `sequence` is above it is not in the answer yet.",
        license(name = "Apache-2.0 OR MIT", identifier = "Apache-2.0 OR MIT")
    ),
    servers((url = "/", description = "This server")),
    tags(
        (name = "matching", description = "Explained matches, both ways."),
        (name = "search", description = "Records by words and filters."),
        (name = "offers", description = "What is offered."),
        (name = "needs", description = "What is needed."),
        (name = "partners", description = "Who may cooperate."),
        (name = "reference", description = "The fixed lists and the policy in force."),
        (name = "harvest", description = "Where harvested offers come from, how fresh they are, what each run did."),
        (name = "duplicates", description = "Offers that several records tell of, and what people judged of them."),
        (name = "status", description = "The server itself."),
    ),
    components(schemas(ProblemBody)),
    modifiers(&Token)
)]
struct Document;

struct Token;

impl Modify for Token {
    fn modify(&self, document: &mut openapi::OpenApi) {
        let scheme = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("The writing token, where the server has one."))
            .build();
        if let Some(components) = document.components.as_mut() {
            components.add_security_scheme("token", SecurityScheme::Http(scheme));
        }
    }
}

/// The whole document.
pub fn document() -> openapi::OpenApi {
    let app = App::new().into_utoipa_app().openapi(Document::openapi());
    let mut document = app.configure(routes::configure).split_for_parts().1;
    if let Some(components) = document.components.as_mut() {
        compose::compose(components);
    }
    document
}

/// The document as committed in `matcher-api/openapi.json`: indented, with a newline at its end.
///
/// # Errors
/// When it cannot be written as JSON, which a test rules out.
pub fn pretty() -> Result<String, serde_json::Error> {
    Ok(document().to_pretty_json()? + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_document_is_current() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/openapi.json");
        crate::committed::compare(path, &pretty().expect("JSON"));
    }

    /// Every part of the document below a value.
    fn each(value: &serde_json::Value, look: &mut dyn FnMut(&serde_json::Map<String, serde_json::Value>)) {
        if let Some(object) = value.as_object() {
            look(object);
            object.values().for_each(|part| each(part, look));
        }
        value.as_array().into_iter().flatten().for_each(|part| each(part, look));
    }

    #[test]
    fn codes_are_told_as_they_are_written() {
        let mut codes = 0;
        each(&serde_json::to_value(document()).expect("JSON"), &mut |schema| {
            for code in schema.get("enum").and_then(|codes| codes.as_array()).into_iter().flatten() {
                let code = code.as_str().expect("a code");
                assert!(!code.contains(char::is_uppercase), "{code}");
                codes += 1;
            }
        });
        assert!(codes > 50, "{codes} codes");
    }

    #[test]
    fn no_schema_forbids_what_stands_beside_it() {
        let document = serde_json::to_value(document()).expect("JSON");
        each(&document, &mut |schema| {
            for part in schema.get("allOf").and_then(|parts| parts.as_array()).into_iter().flatten() {
                let named = part["$ref"].as_str().map(|path| &document["components"]["schemas"][&path[21..]]);
                assert_ne!(named.unwrap_or(part)["additionalProperties"], false, "{part}");
            }
        });
        assert!(document["components"]["schemas"]["Profile"]["properties"].get("digest").is_some());
    }

    #[test]
    fn every_operation_is_described() {
        let document = serde_json::to_value(document()).expect("JSON");
        let paths = document["paths"].as_object().expect("paths");
        assert!(paths.len() > 15, "{} paths", paths.len());
        for (path, item) in paths {
            for (method, operation) in item.as_object().expect("operations") {
                let place = format!("{method} {path}");
                for field in ["operationId", "summary", "description", "tags"] {
                    assert!(operation.get(field).is_some(), "{place} has no {field}");
                }
                let responses = operation["responses"].as_object().expect("responses");
                assert!(responses.keys().any(|status| status.starts_with('4')), "{place} tells no problem");
                for parameter in operation["parameters"].as_array().into_iter().flatten() {
                    assert!(parameter.get("description").is_some(), "{place}: {parameter} is not described");
                }
            }
        }
    }
}
