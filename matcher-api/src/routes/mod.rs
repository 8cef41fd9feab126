//! The REST API under `/v1`: one file for each family of paths. Handlers turn questions into calls and answers
//! into JSON; what is decided is decided in the engine and the store.

pub mod address;
pub mod body;
mod bulk;
mod concepts;
mod conditional;
mod duplicates;
pub mod fallback;
mod harvests;
mod lines;
mod matching;
mod needs;
mod offers;
mod partners;
mod problems;
pub mod reader;
mod record_routes;
mod records;
mod reference;
mod search;
mod status;

use utoipa_actix_web::scope::scope;
use utoipa_actix_web::service_config::ServiceConfig;

/// Registers every route of the API, documented.
pub fn configure(config: &mut ServiceConfig<'_>) {
    let v1 = scope("/v1")
        .configure(matching::configure)
        .service(scope("/offers").configure(offers::configure))
        .service(scope("/needs").configure(needs::configure))
        .service(scope("/partners").configure(partners::configure))
        .configure(search::configure)
        .configure(reference::configure)
        .configure(concepts::configure)
        .configure(harvests::configure)
        .configure(duplicates::configure)
        .configure(status::configure);
    config.service(v1).service(problems::explain);
}
