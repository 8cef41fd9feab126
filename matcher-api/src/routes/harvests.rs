//! The harvest seen from outside: its sources, how fresh they are, and what each run did.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, get, web};
use matcher_store::Cursor;
use utoipa_actix_web::service_config::ServiceConfig;

use super::reader::Reader;
use super::records::next_page;
use crate::dto::harvest::{HarvestParams, RunView, SourceFreshness, SourceView, Sources};
use crate::dto::params::{Asked, NoParams};
use crate::dto::record::Page;
use crate::problem::Problem;
use crate::problem::faults::{ListFaults, SourceFaults};
use crate::state::App;

/// Registers these routes.
pub(super) fn configure(config: &mut ServiceConfig<'_>) {
    config.service(list_sources).service(list_harvests);
}

/// Sources of the harvest
///
/// Every source that was ever to be read: what it is, under which terms, how fresh, how many of its offers stand,
/// and its last run. Sources of imports and of callers of this API are not harvested and not listed.
#[utoipa::path(
    tag = "harvest", operation_id = "list_sources",
    params(("Accept-Language" = Option<String>, Header, description = "Language of the notes: es (default) or en.")),
    responses((status = 200, description = "The sources.", body = Sources,
        headers(("Content-Language" = String, description = "Language of the notes."))), SourceFaults)
)]
#[get("/sources")]
async fn list_sources(
    app: web::Data<App>,
    _asked: Asked<NoParams>,
    reader: Reader,
) -> Result<HttpResponse, Problem> {
    let statuses = app.store.source_statuses().await?;
    let view = |status: matcher_store::SourceStatus| {
        let freshness = SourceFreshness::of(app.freshness_of(&status.source), reader.0);
        SourceView::of(status, freshness)
    };
    Ok(reader.answer(&Sources { items: statuses.into_iter().map(view).collect(), today: app.today() }))
}

/// Runs of the harvest
///
/// What each run of each source did, the latest first, page by page. The `Link` header names the next page.
#[utoipa::path(
    tag = "harvest", operation_id = "list_harvests",
    params(HarvestParams),
    responses((status = 200, description = "A page of runs.", body = Page<RunView>,
        headers(("Link" = Option<String>, description = "The next page."))), ListFaults)
)]
#[get("/harvests")]
async fn list_harvests(
    app: web::Data<App>,
    request: HttpRequest,
    asked: Asked<HarvestParams>,
) -> Result<HttpResponse, Problem> {
    let problems = asked.0.problems_shown();
    let limit = asked.0.limit.and_then(|limit| u32::try_from(limit).ok()).unwrap_or(app.settings.page_size);
    let after = asked.0.cursor.map(Cursor::from);
    let page = app.store.list_runs(asked.0.source.as_ref(), after.as_ref(), limit).await?;
    let next = page.next.as_ref().map(ToString::to_string);
    let mut response = HttpResponse::Ok();
    response.insert_header((header::CACHE_CONTROL, "no-cache"));
    if let Some(cursor) = &next {
        let link = format!("<{}>; rel=\"next\"", next_page(&request, cursor));
        response.insert_header((header::LINK, link));
    }
    let items = page.items.into_iter().map(|run| RunView::of(run, problems)).collect();
    Ok(response.json(Page::<RunView> { items, total: page.total, next_cursor: next }))
}
