//! Request bodies: their type, size and syntax. Knows no record.

use std::time::Duration;

use actix_web::HttpRequest;
use actix_web::http::header;
use actix_web::web::{Bytes, BytesMut, Payload};
use futures_util::StreamExt;
use matcher_core::model::{FieldProblem, read_telling};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::problem::{Code, Problem};

/// JSON.
pub const JSON: &[&str] = &["application/json"];
/// JSON Merge Patch (RFC 7396).
pub const MERGE_PATCH: &[&str] = &["application/merge-patch+json"];
/// Newline-delimited JSON, under the names it goes by.
pub const NDJSON: &[&str] = &["application/x-ndjson", "application/ndjson", "application/jsonl"];

/// Refuses a body that is not declared as one of `types`, or that is compressed.
///
/// # Errors
/// `unsupported-media-type`, naming what is read here.
pub fn require_type(request: &HttpRequest, types: &[&str]) -> Result<(), Problem> {
    refuse_coded(request)?;
    let given = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let essence = given.map(|text| text.split(';').next().unwrap_or(text).trim().to_ascii_lowercase());
    if essence.as_deref().is_some_and(|essence| types.contains(&essence)) {
        return Ok(());
    }
    let detail = format!("send the body as Content-Type: {}", types[0]);
    Err(Problem::new(Code::UnsupportedMediaType, detail))
}

/// A compressed body would be read as it stands, and called bad JSON.
fn refuse_coded(request: &HttpRequest) -> Result<(), Problem> {
    let plain = |value: &header::HeaderValue| value.as_bytes().trim_ascii().eq_ignore_ascii_case(b"identity");
    if request.headers().get_all(header::CONTENT_ENCODING).all(plain) {
        return Ok(());
    }
    let detail = "no compression is read here: send the body as it is, without Content-Encoding";
    Err(Problem::new(Code::UnsupportedMediaType, detail).with_header(header::ACCEPT_ENCODING, "identity"))
}

/// Longest silence in the middle of a body: a connection is not held by somebody who says nothing.
const SILENCE: Duration = Duration::from_secs(20);

/// The next piece of a body; `None` at its end.
///
/// # Errors
/// `incomplete-body` when it breaks off or falls silent.
pub async fn next_chunk(payload: &mut Payload) -> Result<Option<Bytes>, Problem> {
    match tokio::time::timeout(SILENCE, payload.next()).await {
        Ok(chunk) => Ok(chunk.transpose()?),
        Err(_) => Err(Problem::new(Code::IncompleteBody, "nothing of the body came for 20 seconds")),
    }
}

/// Reads a whole body of at most `limit` bytes.
///
/// # Errors
/// `body-too-large`, `incomplete-body`.
pub async fn read_bytes(request: &HttpRequest, mut payload: Payload, limit: usize) -> Result<Bytes, Problem> {
    refuse_declared(request, limit)?;
    let mut body = BytesMut::new();
    while let Some(chunk) = next_chunk(&mut payload).await? {
        if body.len() + chunk.len() > limit {
            return Err(too_large(limit));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}

/// Reads a JSON body.
///
/// # Errors
/// As [`read_bytes`], and `malformed-json`.
pub async fn read_json(
    request: &HttpRequest,
    payload: Payload,
    types: &[&str],
    limit: usize,
) -> Result<Value, Problem> {
    require_type(request, types)?;
    let body = read_bytes(request, payload, limit).await?;
    serde_json::from_slice(&body).map_err(|error| Problem::new(Code::MalformedJson, error.to_string()))
}

/// Reads a JSON body that must be an object.
///
/// # Errors
/// As [`read_json`], and `invalid-record`.
pub async fn read_object(
    request: &HttpRequest,
    payload: Payload,
    types: &[&str],
    limit: usize,
) -> Result<Map<String, Value>, Problem> {
    match read_json(request, payload, types, limit).await? {
        Value::Object(fields) => Ok(fields),
        _ => Err(Problem::invalid(Code::InvalidRecord, vec![not_an_object()])),
    }
}

/// Most faults told of one question: each costs a reading, and a body may hold a great many.
const MOST_FAULTS: usize = 20;

/// Reads `value` as a question of type `T`.
///
/// # Errors
/// `invalid-request` with the pointers of what does not fit.
pub fn question<T: DeserializeOwned>(value: Value) -> Result<T, Problem> {
    let (read, faults) = read_telling(value, MOST_FAULTS);
    read.filter(|_| faults.is_empty()).ok_or_else(|| Problem::invalid(Code::InvalidRequest, faults))
}

/// What a body that is no object is told.
pub fn not_an_object() -> FieldProblem {
    FieldProblem::new("", "not-an-object", "expected one JSON object")
}

/// Refuses a body whose declared length is above the limit, before reading any of it.
///
/// # Errors
/// `body-too-large`.
pub fn refuse_declared(request: &HttpRequest, limit: usize) -> Result<(), Problem> {
    let declared = request.headers().get(header::CONTENT_LENGTH);
    let declared = declared.and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if declared.is_some_and(|length| length > limit) { Err(too_large(limit)) } else { Ok(()) }
}

/// The problem of a body above `limit` bytes.
pub fn too_large(limit: usize) -> Problem {
    Problem::new(Code::BodyTooLarge, format!("the body is above {limit} bytes"))
}
