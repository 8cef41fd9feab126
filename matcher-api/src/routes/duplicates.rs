//! Offers that several records tell of: read, and judged by people. Decides nothing; the store does.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use matcher_core::model::{FieldProblem, RecordId};
use matcher_store::{Cursor, StoreError};
use serde::Serialize;
use utoipa_actix_web::service_config::ServiceConfig;

use super::body::{self, JSON};
use super::reader::Reader;
use super::records::next_page;
use crate::auth::Writer;
use crate::dto::duplicates::{
    ClusterShown, ClusterWhole, JudgementDraft, JudgementShown, PageParams, Showing, UnsureShown,
    WithdrawalDraft,
};
use crate::dto::params::{Asked, NoParams};
use crate::dto::record::Page;
use crate::intake;
use crate::problem::faults::{JudgeFaults, ListFaults, ReadFaults, WithdrawJudgementFaults};
use crate::problem::{Code, Problem};
use crate::state::App;

/// Registers these routes.
pub(super) fn configure(config: &mut ServiceConfig<'_>) {
    config
        .service(list)
        .service(list_unsure)
        .service(list_judgements)
        .service(judge)
        .service(withdraw)
        .service(read);
}

/// Offers of several records
///
/// The clusters, page by page: each with its records, the one by which answers show it, and what they say of it. The
/// `Link` header names the next page.
#[utoipa::path(
    tag = "duplicates", operation_id = "list_duplicates",
    params(PageParams, ("Accept-Language" = Option<String>, Header, description = "Preferred language of titles: es (default) or en.")),
    responses((status = 200, description = "A page of clusters.", body = Page<ClusterShown>,
        headers(("Link" = Option<String>, description = "The next page."))), ListFaults)
)]
#[get("/duplicates")]
async fn list(
    app: web::Data<App>,
    request: HttpRequest,
    asked: Asked<PageParams>,
    reader: Reader,
) -> Result<HttpResponse, Problem> {
    let (after, limit) = place(&app, asked.0);
    let page = app.store.list_clusters(after.as_ref(), limit).await?;
    let showing = showing(&app, reader);
    let items = page.items.iter().map(|view| ClusterShown::of(view, showing)).collect();
    Ok(paged(&request, reader, items, page.total, page.next.as_ref()))
}

/// Pairs to be decided
///
/// Pairs of records that may be one offer and that nobody has judged, page by page. `total` counts those judged since
/// they were found too.
#[utoipa::path(
    tag = "duplicates", operation_id = "list_unsure_duplicates",
    params(PageParams, ("Accept-Language" = Option<String>, Header, description = "Preferred language of titles: es (default) or en.")),
    responses((status = 200, description = "A page of pairs.", body = Page<UnsureShown>,
        headers(("Link" = Option<String>, description = "The next page."))), ListFaults)
)]
#[get("/duplicates/unsure")]
async fn list_unsure(
    app: web::Data<App>,
    request: HttpRequest,
    asked: Asked<PageParams>,
    reader: Reader,
) -> Result<HttpResponse, Problem> {
    let (after, limit) = place(&app, asked.0);
    let page = app.store.list_unsure(after.as_ref(), limit).await?;
    let showing = showing(&app, reader);
    let items = page.items.into_iter().map(|pair| UnsureShown::of(pair, showing)).collect();
    Ok(paged(&request, reader, items, page.total, page.next.as_ref()))
}

/// What people judged
///
/// The latest first, those taken back too, page by page.
#[utoipa::path(
    tag = "duplicates", operation_id = "list_judgements",
    params(PageParams),
    responses((status = 200, description = "A page of judgements.", body = Page<JudgementShown>,
        headers(("Link" = Option<String>, description = "The next page."))), ListFaults)
)]
#[get("/duplicates/judgements")]
async fn list_judgements(
    app: web::Data<App>,
    request: HttpRequest,
    asked: Asked<PageParams>,
    reader: Reader,
) -> Result<HttpResponse, Problem> {
    let (after, limit) = place(&app, asked.0);
    let page = app.store.list_judgements(after.as_ref(), limit).await?;
    let items = page.items.into_iter().map(JudgementShown::from).collect();
    Ok(paged(&request, reader, items, page.total, page.next.as_ref()))
}

/// Judge offers
///
/// Says that all of these records are the same offer, or that every two of them are different ones. It stands above every
/// likeness, is followed at once, and no harvest undoes it. What holds already is not said again (200). What people said
/// before must be taken back before its contrary is said.
#[utoipa::path(
    tag = "duplicates", operation_id = "judge_duplicates",
    request_body(content = JudgementDraft, content_type = "application/json"),
    responses(
        (status = 201, description = "Kept.", body = JudgementShown),
        (status = 200, description = "It held already.", body = JudgementShown),
        JudgeFaults
    ),
    security((), ("token" = []))
)]
#[post("/duplicates/judgements")]
async fn judge(
    app: web::Data<App>,
    request: HttpRequest,
    _may: Writer,
    _asked: Asked<NoParams>,
    payload: web::Payload,
) -> Result<HttpResponse, Problem> {
    let value = body::read_json(&request, payload, JSON, app.settings.json_limit_bytes).await?;
    let draft: JudgementDraft = body::question(value)?;
    let records = read_ids(&draft.records)?;
    let judged = app.store.judge(&records, draft.decision, &draft.because, &intake::editing()).await;
    let judged = judged.map_err(as_question)?;
    app.wake();
    let status = if judged.newly { StatusCode::CREATED } else { StatusCode::OK };
    Ok(HttpResponse::build(status).json(JudgementShown::from(judged.judgement)))
}

/// Take a judgement back
///
/// It stays in the history and counts no more; likeness then decides again. Taking it back twice changes nothing.
#[utoipa::path(
    tag = "duplicates", operation_id = "withdraw_judgement",
    params(("id" = String, Path, description = "The judgement's id.")),
    request_body(content = WithdrawalDraft, content_type = "application/json"),
    responses((status = 200, description = "The judgement, taken back.", body = JudgementShown), WithdrawJudgementFaults),
    security((), ("token" = []))
)]
#[post("/duplicates/judgements/{id}/withdrawal")]
async fn withdraw(
    app: web::Data<App>,
    request: HttpRequest,
    _may: Writer,
    id: web::Path<String>,
    _asked: Asked<NoParams>,
    payload: web::Payload,
) -> Result<HttpResponse, Problem> {
    let value = body::read_json(&request, payload, JSON, app.settings.json_limit_bytes).await?;
    let draft: WithdrawalDraft = body::question(value)?;
    let known = id.parse::<u64>().ok().filter(|id| *id > 0 && i64::try_from(*id).is_ok());
    let id = known.ok_or_else(|| Problem::not_found("judgement", &id))?;
    let judged = app.store.withdraw_judgement(id, &draft.because, &intake::editing()).await;
    let judged = judged.map_err(as_question)?;
    app.wake();
    Ok(HttpResponse::Ok().json(JudgementShown::from(judged)))
}

/// One offer of several records
///
/// By the id of any of its records: all of them, how like they are and why, from which record each shown value comes, and
/// what people judged. An offer that stands alone is not found here.
#[utoipa::path(
    tag = "duplicates", operation_id = "read_duplicates",
    params(("id" = String, Path, description = "The id of one of its records."),
        ("Accept-Language" = Option<String>, Header, description = "Preferred language of titles: es (default) or en.")),
    responses((status = 200, description = "The cluster.", body = ClusterWhole,
        headers(("Content-Language" = String, description = "Preferred language of titles."))), ReadFaults)
)]
#[get("/duplicates/{id}")]
async fn read(
    app: web::Data<App>,
    id: web::Path<String>,
    _asked: Asked<NoParams>,
    reader: Reader,
) -> Result<HttpResponse, Problem> {
    let found = match id.parse::<RecordId>() {
        Ok(id) => app.store.find_cluster(&id).await?,
        Err(_) => None,
    };
    let detail = found.ok_or_else(|| Problem::not_found("offer of several records", &id))?;
    Ok(reader.answer(&ClusterWhole::of(detail, showing(&app, reader))))
}

fn showing(app: &App, reader: Reader) -> Showing {
    Showing { language: reader.0, today: app.today() }
}

fn place(app: &App, asked: PageParams) -> (Option<Cursor>, u32) {
    let limit = asked.limit.and_then(|limit| u32::try_from(limit).ok()).unwrap_or(app.settings.page_size);
    (asked.cursor.map(Cursor::from), limit)
}

fn paged<T: Serialize + utoipa::ToSchema>(
    request: &HttpRequest,
    reader: Reader,
    items: Vec<T>,
    total: u64,
    next: Option<&Cursor>,
) -> HttpResponse {
    let next = next.map(ToString::to_string);
    let mut response = reader.answer(&Page { items, total, next_cursor: next.clone() });
    let link = next.map(|cursor| format!("<{}>; rel=\"next\"", next_page(request, &cursor)));
    if let Some(link) = link.and_then(|link| header::HeaderValue::from_str(&link).ok()) {
        response.headers_mut().insert(header::LINK, link);
    }
    response
}

/// Every id that is none is told at once.
fn read_ids(asked: &[String]) -> Result<Vec<RecordId>, Problem> {
    let mut problems = Vec::new();
    let mut ids = Vec::with_capacity(asked.len());
    for (place, text) in asked.iter().enumerate() {
        match text.parse() {
            Ok(id) => ids.push(id),
            Err(_) => {
                let shown: String = text.chars().take(80).collect();
                let detail = format!("no offer is stored under {shown:?}");
                problems.push(FieldProblem::new(format!("/records/{place}"), "unknown-id", detail));
            }
        }
    }
    if problems.is_empty() { Ok(ids) } else { Err(Problem::invalid(Code::InvalidRequest, problems)) }
}

/// What is wrong with a judgement is wrong with a question, not with a record.
fn as_question(error: StoreError) -> Problem {
    match error {
        StoreError::Invalid(problems) => Problem::invalid(Code::InvalidRequest, problems),
        other => other.into(),
    }
}
