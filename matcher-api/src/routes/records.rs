//! What offers, needs and partners have in common on their way in and out: one handler for all three.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use jiff::civil::Date;
use matcher_core::model::{Draft, FieldProblem, Record, RecordId, Sequence, SourceId};
use matcher_store::{Outcome, StoreError, UpsertOptions};
use serde_json::{Map, Value};

use super::body::{self, JSON, MERGE_PATCH};
use super::conditional::{Condition, answer_tag, condition, is_fresh, record_tag};
use crate::dto::filter::ListParams;
use crate::dto::record::{Page, Shown};
use crate::intake::{self, Placed};
use crate::problem::{Code, Problem};
use crate::state::App;

/// What can be read and written under `/v1`.
pub(super) trait Resource: Shown + Placed {}

impl<V: Shown + Placed> Resource for V {}

/// A page of records.
///
/// # Errors
/// Bad parameters and cursors, failures of the store.
pub(super) async fn list<V: Resource>(
    app: &App,
    request: &HttpRequest,
    asked: ListParams,
) -> Result<HttpResponse, Problem> {
    let today = app.today();
    // Read before the page: what is written meanwhile makes the tag too old, never too new.
    let sequence = app.store.sequence().await?;
    let tag = list_tag::<V>(app, request, sequence, today);
    if is_fresh(request, &tag) {
        return Ok(not_modified(&tag));
    }
    let page = app.store.list::<V>(&asked.into_request(&app.profile, app.settings.page_size)).await?;
    let next = page.next.as_ref().map(ToString::to_string);
    let mut response = HttpResponse::Ok();
    response.insert_header((header::ETAG, tag)).insert_header((header::CACHE_CONTROL, "no-cache"));
    if let Some(cursor) = &next {
        let link = format!("<{}>; rel=\"next\"", next_page(request, cursor));
        response.insert_header((header::LINK, link));
    }
    let items = page.items.iter().map(|record| V::view(record, today)).collect();
    Ok(response.json(Page::<V::View> { items, total: page.total, next_cursor: next }))
}

/// Names everything that a page depends on, the settings of this server and its program included.
fn list_tag<V: Resource>(app: &App, request: &HttpRequest, sequence: Sequence, today: Date) -> String {
    answer_tag(&[
        V::PLURAL,
        request.query_string(),
        &sequence.to_string(),
        &today.to_string(),
        &app.profile.digest,
        &app.settings.page_size.to_string(),
        env!("CARGO_PKG_VERSION"),
    ])
}

pub(super) fn next_page(request: &HttpRequest, cursor: &str) -> String {
    let kept =
        url::form_urlencoded::parse(request.query_string().as_bytes()).filter(|(name, _)| name != "cursor");
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(kept)
        .append_pair("cursor", cursor)
        .finish();
    format!("{}?{query}", request.path())
}

/// One record by id.
///
/// # Errors
/// `not-found`, failures of the store.
pub(super) async fn read<V: Resource>(
    app: &App,
    request: &HttpRequest,
    id: &str,
) -> Result<HttpResponse, Problem> {
    let record = get::<V>(app, id).await?;
    Ok(show(app, request, &record))
}

/// One record by what its source calls it.
///
/// # Errors
/// `not-found`, failures of the store.
pub(super) async fn read_by_external_id<V: Resource>(
    app: &App,
    request: &HttpRequest,
    source: &str,
    external_id: &str,
) -> Result<HttpResponse, Problem> {
    let missing = || Problem::not_found(V::KIND.as_str(), &format!("{source}/{external_id}"));
    let source: SourceId = source.parse().map_err(|_| missing())?;
    let record = app.store.find_by_external_id::<V>(&source, external_id).await?.ok_or_else(missing)?;
    Ok(show(app, request, &record))
}

/// A new record.
///
/// # Errors
/// `already-exists`, what is wrong with the body, failures of the store.
pub(super) async fn create<V: Resource>(
    app: &App,
    request: &HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse, Problem> {
    let value = body::read_json(request, payload, JSON, app.settings.json_limit_bytes).await?;
    let made_here = uuid::Uuid::now_v7().to_string();
    let draft = intake::draft::<V>(value, Some(&intake::API_SOURCE), Some(&made_here), &app.profile)
        .map_err(|problems| Problem::invalid(Code::InvalidRecord, problems))?;
    let (record, _) =
        state_record(app, draft, Condition::Revision(0)).await.map_err(|error| match error {
            StoreError::RevisionConflict { id, .. } => {
                Problem::new(Code::AlreadyExists, format!("{id} has this source and external id"))
                    .with_header(header::LOCATION, location::<V>(&id))
            }
            other => other.into(),
        })?;
    Ok(created(app, &record))
}

/// A record stated in full under its external id: created or replaced, as often as wanted.
///
/// # Errors
/// `revision-conflict`, what is wrong with the body, failures of the store.
pub(super) async fn replace<V: Resource>(
    app: &App,
    request: &HttpRequest,
    payload: web::Payload,
    source: &str,
    external_id: &str,
) -> Result<HttpResponse, Problem> {
    let condition = condition(request)?;
    let mut fields = body::read_object(request, payload, JSON, app.settings.json_limit_bytes).await?;
    let mut problems = name(&mut fields, source, external_id);
    let draft = intake::draft::<V>(Value::Object(fields), None, None, &app.profile)
        .map_err(|found| problems.extend(found));
    let Some(draft) = draft.ok().filter(|_| problems.is_empty()) else {
        return Err(Problem::invalid(Code::InvalidRecord, problems));
    };
    let id = RecordId::derive(V::KIND, &draft.source, &draft.external_id);
    // Read before the transaction: what is stored once is never removed.
    if condition == Condition::Stored && app.store.find::<V>(&id).await?.is_none() {
        return Err(Problem::not_stored());
    }
    match state_record(app, draft, condition).await? {
        (record, Outcome::Added) => Ok(created(app, &record)),
        (record, _) => Ok(answer(app, &mut HttpResponse::Ok(), &record)),
    }
}

/// Gives the body the identity of the path, which it may repeat but not contradict.
fn name(fields: &mut Map<String, Value>, source: &str, external_id: &str) -> Vec<FieldProblem> {
    let mut problems = Vec::new();
    for (name, of_path) in [("source", source), ("external_id", external_id)] {
        let said = fields.insert(name.to_owned(), Value::from(of_path));
        if said.is_some_and(|said| !said.is_null() && said != *of_path) {
            let detail = format!("the path says {of_path:?}: leave it out or say the same");
            problems.push(FieldProblem::new(format!("/{name}"), "contradicts-path", detail));
        }
    }
    problems
}

async fn state_record<V: Resource>(
    app: &App,
    draft: Draft<V>,
    condition: Condition,
) -> Result<(Record<V>, Outcome), StoreError> {
    let by = intake::stating(&draft.source);
    let id = RecordId::derive(V::KIND, &draft.source, &draft.external_id);
    let options = UpsertOptions { if_revision: condition.revision(), ..UpsertOptions::default() };
    let done = app.store.upsert(vec![draft], &by, options).await?;
    app.wake();
    let record = app.store.find::<V>(&id).await?.ok_or(StoreError::NotFound { id })?;
    Ok((record, done.first().map_or(Outcome::Unchanged, |done| done.outcome)))
}

/// Lays staff's words over a record.
///
/// # Errors
/// `not-found`, `revision-conflict`, what is wrong with the body, failures of the store.
pub(super) async fn edit<V: Resource>(
    app: &App,
    request: &HttpRequest,
    payload: web::Payload,
    id: &str,
) -> Result<HttpResponse, Problem> {
    let condition = condition(request)?;
    let patch = body::read_object(request, payload, MERGE_PATCH, app.settings.json_limit_bytes).await?;
    let id = parse_id::<V>(id)?;
    let patch = intake::patch::<V>(patch, &app.profile)
        .map_err(|problems| Problem::invalid(Code::InvalidRecord, problems))?;
    let record = app.store.edit::<V>(&id, patch, &intake::editing(), condition.revision()).await?;
    app.wake();
    Ok(answer(app, &mut HttpResponse::Ok(), &record))
}

/// Takes a record back.
///
/// # Errors
/// `not-found`, `revision-conflict`, failures of the store.
pub(super) async fn withdraw<V: Resource>(
    app: &App,
    request: &HttpRequest,
    id: &str,
) -> Result<HttpResponse, Problem> {
    let condition = condition(request)?;
    let record = get::<V>(app, id).await?;
    let by = intake::withdrawing(&record.source);
    let record = app.store.withdraw::<V>(&record.id, &by, condition.revision()).await?;
    app.wake();
    Ok(answer(app, &mut HttpResponse::Ok(), &record))
}

/// The record of this id and kind.
///
/// # Errors
/// `not-found`, also for what cannot be an id.
pub(super) async fn get<V: Resource>(app: &App, id: &str) -> Result<Record<V>, Problem> {
    let id = parse_id::<V>(id)?;
    let found = app.store.find::<V>(&id).await?;
    found.ok_or_else(|| Problem::not_found(V::KIND.as_str(), id.as_str()))
}

fn parse_id<V: Resource>(id: &str) -> Result<RecordId, Problem> {
    let parsed = id.parse::<RecordId>().ok().filter(|id| id.kind() == V::KIND);
    parsed.ok_or_else(|| Problem::not_found(V::KIND.as_str(), id))
}

fn show<V: Resource>(app: &App, request: &HttpRequest, record: &Record<V>) -> HttpResponse {
    let tag = tag_of(record, app.today());
    if is_fresh(request, &tag) {
        return not_modified(&tag);
    }
    answer(app, &mut HttpResponse::Ok(), record)
}

fn created<V: Resource>(app: &App, record: &Record<V>) -> HttpResponse {
    let mut response = HttpResponse::Created();
    response.insert_header((header::LOCATION, location::<V>(&record.id)));
    answer(app, &mut response, record)
}

fn answer<V: Resource>(
    app: &App,
    response: &mut actix_web::HttpResponseBuilder,
    record: &Record<V>,
) -> HttpResponse {
    let today = app.today();
    response
        .insert_header((header::ETAG, tag_of(record, today)))
        .insert_header((header::CACHE_CONTROL, "no-cache"))
        .json(V::view(record, today))
}

fn not_modified(tag: &str) -> HttpResponse {
    HttpResponse::NotModified()
        .insert_header((header::ETAG, tag))
        .insert_header((header::CACHE_CONTROL, "no-cache"))
        .finish()
}

fn tag_of<V: Resource>(record: &Record<V>, today: Date) -> String {
    record_tag(record.revision, V::CHANGES_DAILY.then_some(today))
}

fn location<V: Resource>(id: &RecordId) -> String {
    format!("/v1/{}/{id}", V::PLURAL)
}
