//! `/v1/search`: records by words and filters, with facet counts.

use actix_web::{HttpResponse, get, web};
use utoipa_actix_web::service_config::ServiceConfig;

use super::matching::check_zones;
use super::reader::Reader;
use crate::dto::also::AlsoPublishedBy;
use crate::dto::matching::Telling;
use crate::dto::params::Asked;
use crate::dto::search::{FacetCount, Hit, SearchAnswer, SearchParams};
use crate::problem::Problem;
use crate::problem::faults::SearchFaults;
use crate::state::App;

/// Registers this route.
pub(super) fn configure(config: &mut ServiceConfig<'_>) {
    config.service(search);
}

/// Search
///
/// By words (stemmed, without accents, in the language of each text) and filters. Without words it lists, what
/// closes next first. Facets are counted over what passes all other filters.
#[utoipa::path(
    tag = "search", operation_id = "search",
    params(SearchParams,
        ("Accept-Language" = Option<String>, Header, description = "Preferred language of titles: es (default) or en.")),
    responses((status = 200, description = "A page.", body = SearchAnswer,
        headers(("Content-Language" = String, description = "Preferred language of titles."))), SearchFaults)
)]
#[get("/search")]
async fn search(
    app: web::Data<App>,
    asked: Asked<SearchParams>,
    reader: Reader,
) -> Result<HttpResponse, Problem> {
    let today = app.today();
    let wants_facets = asked.0.facets.unwrap_or(false);
    let request = asked.0.into_request(today);
    check_zones(&request.filter, &app)?;
    let searched = app.search(request).await?;
    let telling = Telling { profile: &app.profile, language: reader.0, today };
    let (page, records, clusters) = (searched.page, searched.records, searched.clusters);
    let shown = |hit: &matcher_core::index::SearchHit| {
        let also = || AlsoPublishedBy::all(clusters.others(&hit.id), telling.language);
        records.get(&hit.id).map(|record| Hit {
            score: hit.score,
            record: telling.brief(record),
            also_published_by: also(),
        })
    };
    let facets = page.facets.into_iter().map(|(name, counts)| {
        (name, counts.into_iter().map(|(value, count)| FacetCount { value, count }).collect())
    });
    Ok(reader.answer(&SearchAnswer {
        total: page.total,
        hits: page.hits.iter().filter_map(shown).collect(),
        facets: wants_facets.then(|| facets.collect()),
        index_sequence: page.sequence,
    }))
}
