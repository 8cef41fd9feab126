//! Matches: of stored needs and offers, and of a batch given in the question.

use actix_web::{HttpRequest, HttpResponse, get, post, web};
use matcher_core::matching::{Filter, MAX_MATCHES, MatchOptions};
use matcher_core::model::{FieldProblem, Need, Offer, RecordId, Values, values_from_json};
use matcher_core::text::detect;
use serde_json::Value;
use utoipa_actix_web::service_config::ServiceConfig;

use super::reader::Reader;
use super::{body, records};
use crate::dto::matching::{BatchAnswer, BatchQuestion, MAX_NEEDS, MatchAnswer, MatchParams, Telling};
use crate::dto::params::{Asked, NoParams};
use crate::engine::Target;
use crate::intake::Placed;
use crate::problem::faults::{BatchFaults, MatchFaults};
use crate::problem::{Code, Problem};
use crate::state::App;

/// Registers these routes, before those of the records themselves.
pub(super) fn configure(config: &mut ServiceConfig<'_>) {
    config.service(of_need).service(partners_of_need).service(of_offer).service(batch);
}

/// Offers for a need
///
/// The best offers for a stored need, each with its score taken apart and the reasons in the language of
/// `Accept-Language` (es, en). What is unknown is said, not guessed; what a gate keeps out is told too.
#[utoipa::path(
    tag = "matching", operation_id = "match_need",
    params(("id" = String, Path, description = "The need's id."), MatchParams,
        ("Accept-Language" = Option<String>, Header, description = "Language of the reasons: es (default) or en.")),
    responses((status = 200, description = "The matches.", body = MatchAnswer,
        headers(("Content-Language" = String, description = "Language of the reasons."))), MatchFaults)
)]
#[get("/needs/{id}/matches")]
async fn of_need(
    app: web::Data<App>,
    id: web::Path<String>,
    asked: Asked<MatchParams>,
    reader: Reader,
) -> Result<HttpResponse, Problem> {
    for_stored_need(&app, &id, asked.0, Target::Offers, reader).await
}

/// Partners for a need
///
/// The partners that might help with a stored need, in the same form.
#[utoipa::path(
    tag = "matching", operation_id = "match_need_partners",
    params(("id" = String, Path, description = "The need's id."), MatchParams,
        ("Accept-Language" = Option<String>, Header, description = "Language of the reasons: es (default) or en.")),
    responses((status = 200, description = "The matches.", body = MatchAnswer,
        headers(("Content-Language" = String, description = "Language of the reasons."))), MatchFaults)
)]
#[get("/needs/{id}/partners")]
async fn partners_of_need(
    app: web::Data<App>,
    id: web::Path<String>,
    asked: Asked<MatchParams>,
    reader: Reader,
) -> Result<HttpResponse, Problem> {
    for_stored_need(&app, &id, asked.0, Target::Partners, reader).await
}

async fn for_stored_need(
    app: &App,
    id: &str,
    asked: MatchParams,
    target: Target,
    reader: Reader,
) -> Result<HttpResponse, Problem> {
    let options = MatchOptions::from(asked);
    check_zones(&options.filter, app)?;
    let record = records::get::<Need>(app, id).await?;
    let answer =
        for_need(app, Some(record.id.clone()), &record.effective(), target, &options, reader).await?;
    Ok(reader.answer(&answer))
}

/// Needs for an offer
///
/// The needs that a stored offer would meet: who should hear of it.
#[utoipa::path(
    tag = "matching", operation_id = "match_offer",
    params(("id" = String, Path, description = "The offer's id."), MatchParams,
        ("Accept-Language" = Option<String>, Header, description = "Language of the reasons: es (default) or en.")),
    responses((status = 200, description = "The matches.", body = MatchAnswer,
        headers(("Content-Language" = String, description = "Language of the reasons."))), MatchFaults)
)]
#[get("/offers/{id}/matches")]
async fn of_offer(
    app: web::Data<App>,
    id: web::Path<String>,
    asked: Asked<MatchParams>,
    reader: Reader,
) -> Result<HttpResponse, Problem> {
    let options = MatchOptions::from(asked.0);
    check_zones(&options.filter, &app)?;
    let record = records::get::<Offer>(&app, &id).await?;
    let id = record.id.clone();
    let matched = app.match_offer(record, &options).await?;
    let telling = Telling { profile: &app.profile, language: reader.0, today: app.today() };
    Ok(reader.answer(&telling.answer(Some(id), matched, &options)))
}

/// Match a batch of needs
///
/// Up to twenty needs at once, stored or given here without being stored. All are answered, or none: a need
/// that cannot be read is a problem with its pointer.
#[utoipa::path(
    tag = "matching", operation_id = "match_batch",
    params(("Accept-Language" = Option<String>, Header, description = "Language of the reasons: es (default) or en.")),
    request_body(content = BatchQuestion, content_type = "application/json"),
    responses((status = 200, description = "One answer for each need, in their order.", body = BatchAnswer,
        headers(("Content-Language" = String, description = "Language of the reasons."))), BatchFaults)
)]
#[post("/match")]
async fn batch(
    app: web::Data<App>,
    request: HttpRequest,
    _asked: Asked<NoParams>,
    payload: web::Payload,
    reader: Reader,
) -> Result<HttpResponse, Problem> {
    let value = body::read_json(&request, payload, body::JSON, app.settings.json_limit_bytes).await?;
    let question: BatchQuestion = body::question(value)?;
    let target = question.target.into();
    let mut problems = Vec::new();
    let mut options = MatchOptions {
        filter: question.filter.into(),
        limit: read_limit(question.limit, &mut problems),
        ..MatchOptions::default()
    };
    options.zone_preference = question.zone_preference.unwrap_or(options.zone_preference);
    problems.extend(unknown_zones(&options.filter, &app, "/filter/zones"));
    let needs = read_needs(&app, question.needs, &mut problems).await?;
    if !problems.is_empty() {
        return Err(Problem::invalid(Code::InvalidRequest, problems));
    }
    let mut answers = Vec::with_capacity(needs.len());
    for (id, need) in needs {
        answers.push(for_need(&app, id, &need, target, &options, reader).await?);
    }
    Ok(reader.answer(&BatchAnswer { answers }))
}

/// How many matches; any JSON is looked at here, so that whatever is no such number is told the range.
fn read_limit(asked: Option<Value>, problems: &mut Vec<FieldProblem>) -> usize {
    let default = MatchOptions::default().limit;
    let Some(asked) = asked else { return default };
    let number = asked.as_u64().and_then(|number| usize::try_from(number).ok());
    number.filter(|number| (1..=MAX_MATCHES).contains(number)).unwrap_or_else(|| {
        let detail = format!("give a whole number from 1 to {MAX_MATCHES}");
        let code = if asked.is_number() { "out-of-range" } else { "invalid" };
        problems.push(FieldProblem::new("/limit", code, detail));
        default
    })
}

/// The needs of a batch, with the ids of the stored ones; everything wrong with any of them is noted.
async fn read_needs(
    app: &App,
    asked: Vec<Value>,
    problems: &mut Vec<FieldProblem>,
) -> Result<Vec<(Option<RecordId>, Need)>, Problem> {
    if !(1..=MAX_NEEDS).contains(&asked.len()) {
        problems.push(FieldProblem::new("/needs", "out-of-range", format!("give 1 to {MAX_NEEDS} needs")));
        return Ok(Vec::new());
    }
    let mut needs = Vec::with_capacity(asked.len());
    for (index, value) in asked.into_iter().enumerate() {
        match read_need(app, value).await? {
            Ok(need) => needs.push(need),
            Err(found) => problems.extend(found.into_iter().map(|problem| FieldProblem {
                pointer: format!("/needs/{index}{}", problem.pointer),
                ..problem
            })),
        }
    }
    Ok(needs)
}

type ReadNeed = Result<(Option<RecordId>, Need), Vec<FieldProblem>>;

async fn read_need(app: &App, value: Value) -> Result<ReadNeed, Problem> {
    let Value::Object(fields) = value else { return Ok(Err(vec![body::not_an_object()])) };
    let Some(id) = fields.get("id") else { return Ok(given(app, fields)) };
    if fields.len() > 1 {
        let detail = "give the id of a stored need or the values of one, not both";
        return Ok(Err(vec![FieldProblem::new("", "contradicts", detail)]));
    }
    let unknown = || vec![FieldProblem::new("/id", "unknown-id", "no need is stored under this id")];
    let Some(id) = id.as_str().and_then(|id| id.parse::<RecordId>().ok()) else { return Ok(Err(unknown())) };
    let found = app.store.find::<Need>(&id).await?;
    Ok(found.map(|record| (Some(record.id.clone()), record.effective().into_owned())).ok_or_else(unknown))
}

/// A need that is only asked about: a description may stand without a title.
fn given(app: &App, fields: serde_json::Map<String, Value>) -> ReadNeed {
    let mut need: Need = values_from_json(fields)?;
    let described = need.description.as_ref().is_some_and(|text| !text.is_empty());
    let mut problems = need.validate();
    problems.retain(|problem| !(described && problem.pointer == "/title" && problem.code == "missing"));
    problems.extend(need.misplaced(&app.profile));
    need.settle_languages(&detect);
    if problems.is_empty() { Ok((None, need)) } else { Err(problems) }
}

async fn for_need(
    app: &App,
    id: Option<RecordId>,
    need: &Need,
    target: Target,
    options: &MatchOptions,
    reader: Reader,
) -> Result<MatchAnswer, Problem> {
    let matched = app.match_need(need, target, options).await?;
    let telling = Telling { profile: &app.profile, language: reader.0, today: app.today() };
    Ok(telling.answer(id, matched, options))
}

/// Refuses zones that the profile does not have: nothing would match, and nobody would know why.
pub(super) fn check_zones(filter: &Filter, app: &App) -> Result<(), Problem> {
    let problems = unknown_zones(filter, app, "?zone");
    if problems.is_empty() { Ok(()) } else { Err(Problem::invalid(Code::InvalidParameter, problems)) }
}

fn unknown_zones(filter: &Filter, app: &App, pointer: &str) -> Vec<FieldProblem> {
    let known: Vec<&str> = app.profile.zones.iter().map(|zone| zone.id.as_str()).collect();
    let unknown = filter.zones.iter().filter(|zone| !known.contains(&zone.as_str()));
    unknown
        .map(|zone| {
            let zone: String = zone.chars().take(60).collect();
            let detail =
                format!("profile {} has no zone {zone:?}: it has {}", app.profile.id, known.join(", "));
            FieldProblem::new(pointer, "unknown-zone", detail)
        })
        .collect()
}
