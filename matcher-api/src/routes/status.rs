//! Whether the server lives and whether it can answer.

use actix_web::http::header;
use actix_web::{HttpResponse, get, web};
use matcher_core::model::RecordKind;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::dto::params::{Asked, NoParams};
use crate::dto::reference::{Health, Readiness};
use crate::problem::Problem;
use crate::problem::faults::{ReadyFaults, ReferenceFaults};
use crate::state::App;

/// Registers these routes.
pub(super) fn configure(config: &mut ServiceConfig<'_>) {
    config.service(health).service(ready);
}

/// Liveness
///
/// Answers while the process runs, whatever the state of store and index.
#[utoipa::path(tag = "status", operation_id = "health",
    responses((status = 200, description = "It runs.", body = Health), ReferenceFaults))]
#[get("/health")]
async fn health(_asked: Asked<NoParams>) -> HttpResponse {
    let health = Health { status: "up", version: env!("CARGO_PKG_VERSION") };
    HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(health)
}

/// Readiness
///
/// Reads the store and the index: how far each is, and how many records the index holds.
#[utoipa::path(tag = "status", operation_id = "ready",
    responses((status = 200, description = "It answers.", body = Readiness), ReadyFaults))]
#[get("/ready")]
async fn ready(app: web::Data<App>, _asked: Asked<NoParams>) -> Result<HttpResponse, Problem> {
    // The index first: what is written in between shows as lag, never as an index ahead of its store.
    let snapshot = app.index.reader()?.snapshot();
    let store_sequence = app.store.sequence().await?;
    let readiness = Readiness {
        status: "ready",
        store_sequence,
        index_sequence: snapshot.sequence(),
        lag: store_sequence.0.saturating_sub(snapshot.sequence().0),
        offers: snapshot.count(RecordKind::Offer),
        needs: snapshot.count(RecordKind::Need),
        partners: snapshot.count(RecordKind::Partner),
    };
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(readiness))
}
