//! The fixed lists: territories, themes, zones and profiles.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, get, web};
use matcher_core::model::themes;
use matcher_core::score::Profile;
use matcher_core::thesaurus::Thesaurus;
use serde::Serialize;
use utoipa_actix_web::service_config::ServiceConfig;

use super::conditional::{answer_tag, is_fresh};
use crate::dto::params::{Asked, NoParams};
use crate::dto::reference::{ProfileBrief, Profiles, Territories, Themes, Zones};
use crate::problem::Problem;
use crate::problem::faults::{EntryFaults, ReferenceFaults};
use crate::state::App;

/// Registers these routes.
pub(super) fn configure(config: &mut ServiceConfig<'_>) {
    config
        .service(list_territories)
        .service(list_themes)
        .service(list_zones)
        .service(list_profiles)
        .service(read_profile);
}

/// An answer that changes only with the profile, the thesaurus or the program.
pub(super) fn lasting(request: &HttpRequest, app: &App, body: &impl Serialize) -> HttpResponse {
    let thesaurus = Thesaurus::in_force().digest();
    let tag = answer_tag(&[request.path(), &app.profile.digest, thesaurus, env!("CARGO_PKG_VERSION")]);
    let mut response = if is_fresh(request, &tag) { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    response.insert_header((header::ETAG, tag.as_str())).insert_header((header::CACHE_CONTROL, "no-cache"));
    if is_fresh(request, &tag) { response.finish() } else { response.json(body) }
}

/// Territories of the profile
///
/// Region, provinces and comunas, with what is known of their capacity; needs name one of them.
#[utoipa::path(tag = "reference", operation_id = "list_territories",
    responses((status = 200, description = "The territories.", body = Territories), ReferenceFaults))]
#[get("/territories")]
async fn list_territories(
    app: web::Data<App>,
    request: HttpRequest,
    _asked: Asked<NoParams>,
) -> HttpResponse {
    let items = app.profile.territories.clone();
    lasting(&request, &app, &Territories { profile: app.profile.id.clone(), items })
}

/// Themes
///
/// The closed list that offers, needs and partners share, with OECD-DAC sectors, SDGs and labels in four languages.
#[utoipa::path(tag = "reference", operation_id = "list_themes",
    responses((status = 200, description = "The themes.", body = Themes), ReferenceFaults))]
#[get("/themes")]
async fn list_themes(app: web::Data<App>, request: HttpRequest, _asked: Asked<NoParams>) -> HttpResponse {
    lasting(&request, &app, &Themes { items: themes().to_vec() })
}

/// Priority zones of the profile
///
/// The region's policy towards the world: a published, bounded preference, never a filter.
#[utoipa::path(tag = "reference", operation_id = "list_zones",
    responses((status = 200, description = "The zones.", body = Zones), ReferenceFaults))]
#[get("/zones")]
async fn list_zones(app: web::Data<App>, request: HttpRequest, _asked: Asked<NoParams>) -> HttpResponse {
    let profile = &app.profile;
    let mut items = profile.zones.clone();
    items.sort_by(|a, b| b.priority.total_cmp(&a.priority));
    lasting(&request, &app, &Zones { profile: profile.id.clone(), basis: profile.basis.clone(), items })
}

/// The profiles known: the one in force, then those shipped.
fn known_profiles(app: &App) -> Vec<Profile> {
    let shipped = Profile::shipped_ids().iter().filter_map(|id| Profile::shipped(id).ok());
    let others = shipped.filter(|profile| profile.id != app.profile.id);
    std::iter::once(app.profile.as_ref().clone()).chain(others).collect()
}

/// Profiles
///
/// The one this server matches by, and those that come with it.
#[utoipa::path(tag = "reference", operation_id = "list_profiles",
    responses((status = 200, description = "The profiles.", body = Profiles), ReferenceFaults))]
#[get("/profiles")]
async fn list_profiles(app: web::Data<App>, request: HttpRequest, _asked: Asked<NoParams>) -> HttpResponse {
    let known = known_profiles(&app);
    let items = known.iter().map(|profile| ProfileBrief::of(profile, &app.profile)).collect();
    lasting(&request, &app, &Profiles { items })
}

/// One profile
///
/// The whole policy: weights, bounds, bands, preparation days, zones and territories.
#[utoipa::path(tag = "reference", operation_id = "read_profile",
    params(("id" = String, Path, description = "The profile's id.", example = "aysen")),
    responses((status = 200, description = "The profile.", body = Profile), EntryFaults))]
#[get("/profiles/{id}")]
async fn read_profile(
    app: web::Data<App>,
    request: HttpRequest,
    id: web::Path<String>,
    _asked: Asked<NoParams>,
) -> Result<HttpResponse, Problem> {
    let found = known_profiles(&app).into_iter().find(|profile| profile.id == *id);
    let found = found.ok_or_else(|| Problem::not_found("profile", &id))?;
    Ok(lasting(&request, &app, &found))
}
