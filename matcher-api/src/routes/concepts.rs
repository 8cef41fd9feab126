//! The thesaurus seen from outside: concepts by name, and one with its neighbours.

use actix_web::{HttpRequest, HttpResponse, get, web};
use matcher_core::thesaurus::Thesaurus;
use utoipa_actix_web::service_config::ServiceConfig;

use super::reference::lasting;
use crate::dto::concept::{ConceptParams, ConceptView, Concepts};
use crate::dto::params::{Asked, NoParams};
use crate::problem::Problem;
use crate::problem::faults::{EntryFaults, ReferenceFaults};
use crate::state::App;

/// Registers these routes.
pub(super) fn configure(config: &mut ServiceConfig<'_>) {
    config.service(list_concepts).service(read_concept);
}

/// Concepts
///
/// The subjects of cooperation below the themes, found by part of a name in any language, page by page.
#[utoipa::path(tag = "reference", operation_id = "list_concepts", params(ConceptParams),
    responses((status = 200, description = "A page of concepts.", body = Concepts), ReferenceFaults))]
#[get("/concepts")]
async fn list_concepts(
    app: web::Data<App>,
    request: HttpRequest,
    asked: Asked<ConceptParams>,
) -> HttpResponse {
    lasting(&request, &app, &Concepts::page(Thesaurus::in_force(), &asked.0))
}

/// One concept
///
/// Its names in four languages, the concepts above and below it, and what it corresponds to in other classifications.
#[utoipa::path(tag = "reference", operation_id = "read_concept",
    params(("id" = String, Path, description = "The concept's id.", example = "rural-drinking-water")),
    responses((status = 200, description = "The concept.", body = ConceptView), EntryFaults))]
#[get("/concepts/{id}")]
async fn read_concept(
    app: web::Data<App>,
    request: HttpRequest,
    id: web::Path<String>,
    _asked: Asked<NoParams>,
) -> Result<HttpResponse, Problem> {
    let thesaurus = Thesaurus::in_force();
    let concept = thesaurus.find(&id).ok_or_else(|| Problem::not_found("concept", &id))?;
    Ok(lasting(&request, &app, &ConceptView::of(thesaurus, concept)))
}
