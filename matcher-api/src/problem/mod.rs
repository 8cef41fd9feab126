//! The one error table: every failure a caller can meet, with its stable code and HTTP status (RFC 9457).
//!
//! No other file knows an error's status code. Says nothing about how pages or terminals word a failure.

mod convert;
mod document;
pub mod faults;

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, ResponseError};
use matcher_core::model::FieldProblem;
use serde::Serialize;

use crate::prose::Language;

pub use document::{errors_markdown, one_as_text};

/// Media type of every error body.
pub const PROBLEM_JSON: &str = "application/problem+json";

/// Most faults named in one answer: a body of a megabyte can hold a great many, each told at length.
pub const MOST_NAMED: usize = 100;

/// Declares the table once: variant, code, status, English and Spanish title, what it means and what to do.
macro_rules! codes {
    ($($variant:ident $code:literal $status:literal $title:literal $title_es:literal $meaning:literal),+ $(,)?) => {
        /// Stable codes of the errors of this API; a code never changes its meaning.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $(#[doc = $meaning] $variant),+ }

        impl Code {
            /// Every code, by status.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The code as written on the wire.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// Its HTTP status, 400 to 599.
            pub const fn status(self) -> u16 {
                match self { $(Self::$variant => $status),+ }
            }

            /// A short title in English.
            pub const fn title(self) -> &'static str {
                match self { $(Self::$variant => $title),+ }
            }

            /// The same title in Spanish.
            pub const fn title_es(self) -> &'static str {
                match self { $(Self::$variant => $title_es),+ }
            }

            /// The title for a reader of this language.
            pub const fn title_in(self, language: Language) -> &'static str {
                match language {
                    Language::Es => self.title_es(),
                    Language::En => self.title(),
                }
            }

            /// When it happens and what the caller can do.
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$variant => $meaning),+ }
            }
        }
    };
}

codes! {
    MalformedJson "malformed-json" 400 "Malformed JSON" "JSON mal formado"
        "The body is not JSON. The detail says at which line and column; mend it and send it again.",
    InvalidParameter "invalid-parameter" 400 "Invalid parameter" "Parámetro no válido"
        "A parameter of the address or a header is unknown, repeated where it may not be, or has a value that is not accepted. `errors` names each one, as `?name` for the query, `Name:` for headers and `path` for the path.",
    InvalidCursor "invalid-cursor" 400 "Invalid cursor" "Cursor no válido"
        "`cursor` did not come from the previous page of the same list. Start again without it.",
    IncompleteBody "incomplete-body" 400 "Incomplete body" "Cuerpo incompleto"
        "The body ended early or could not be decoded. For an import, what was reported before is stored: send the same file again, lines already in are then reported unchanged.",
    Unauthorized "unauthorized" 401 "Writing token required" "Se requiere un token de escritura"
        "This server only accepts writes with `Authorization: Bearer …`; the token is missing or is not the one its operator set.",
    ForeignHost "foreign-host" 403 "Host not served" "Host no atendido"
        "The `Host` header does not name this server. A server without a writing token answers only to loopback names, so that a foreign web page cannot reach it; set `allowed_hosts` to serve others.",
    CrossOrigin "cross-origin" 403 "Cross-origin write refused" "Escritura desde otro origen rechazada"
        "A write came from a web page of another origin. Send it from this server's own pages or from a program.",
    NotFound "not-found" 404 "No such record" "No existe ese registro"
        "Nothing is stored under that id or code. Ids look like `offer-`, `need-` or `partner-` and 26 characters.",
    NoSuchPage "no-such-page" 404 "No such page" "No existe esa página"
        "The path is not one of this API. The list stands at `/docs/`.",
    MethodNotAllowed "method-not-allowed" 405 "Method not allowed" "Método no permitido"
        "The path exists but not with this method; the `Allow` header lists those it takes.",
    AlreadyExists "already-exists" 409 "Already exists" "Ya existe"
        "A record with that source and external id is stored. Use `PUT …/by-external-id/{source}/{external_id}` to replace it; `Location` says where it is.",
    JudgementConflict "judgement-conflict" 409 "Judged otherwise before" "Ya se juzgó otra cosa"
        "People said the contrary of these records, or of others that tie them together; the detail names the judgements. Take those back with `POST /v1/duplicates/judgements/{id}/withdrawal` if they no longer hold.",
    RevisionConflict "revision-conflict" 412 "Precondition not met" "Condición previa no cumplida"
        "The record no longer has the revision named by `If-Match`: read it again, look at what changed, and repeat. Or `If-Match` asks for a record where none is stored, or `If-None-Match: *` for none where one is.",
    BodyTooLarge "body-too-large" 413 "Body too large" "Cuerpo demasiado grande"
        "The body or its number of lines is above the limit named in the detail. Send it in parts. Of an import, lines before the limit may be stored; sent again they are reported unchanged.",
    UnsupportedMediaType "unsupported-media-type" 415 "Unsupported media type" "Tipo de contenido no admitido"
        "`Content-Type` is absent or is not the one this path reads, or the body is compressed (`Content-Encoding`), which is not read here. The detail says what to send.",
    InvalidRecord "invalid-record" 422 "Invalid record" "Registro no válido"
        "The JSON is well formed but says something that cannot be stored. `errors` lists everything found, each with a JSON Pointer.",
    InvalidRequest "invalid-request" 422 "Invalid request" "Solicitud no válida"
        "The JSON is well formed but the question it asks cannot be answered as put. `errors` lists everything found.",
    Internal "internal" 500 "Internal error" "Error interno"
        "A fault of this server. The log holds it under the id of the `X-Request-Id` header; nothing of a failed write is stored.",
    StoreUnavailable "store-unavailable" 503 "Store unavailable" "Almacén no disponible"
        "The database cannot be reached, is locked by another process or is of another version. Nothing was written; try again after `Retry-After` seconds.",
    ReadOnly "read-only" 503 "Store is read-only" "Almacén de solo lectura"
        "The data folder or database does not allow writing. A server that runs goes on reading, one that starts does not start; the operator must mend the permissions.",
    IndexUnavailable "index-unavailable" 503 "Index unavailable" "Índice no disponible"
        "The search index cannot be read and is being rebuilt from the store. Records can be read meanwhile.",
    DiskFull "disk-full" 507 "Disk full" "Disco lleno"
        "The server has no space left. Nothing of this request was stored; the operator must free space.",
}

impl Code {
    /// The code written `text`, if there is one.
    pub fn find(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == text)
    }
}

/// An error on its way to the caller.
#[derive(Debug, Clone)]
pub struct Problem {
    code: Code,
    detail: String,
    errors: Vec<FieldProblem>,
    headers: Vec<(header::HeaderName, String)>,
    language: Language,
}

/// The body of every error: RFC 9457 with a stable code and a list of what is wrong where.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Problem, example = json!({
    "type": "/problems/invalid-record", "code": "invalid-record", "title": "Invalid record", "status": 422,
    "detail": "the record has 1 problem", "errors": [
        {"pointer": "/deadlines/0/date", "code": "date-out-of-range", "detail": "give a date from 1990 to 2100, as YYYY-MM-DD"}]
}))]
pub struct ProblemBody {
    /// Where the code is explained.
    #[serde(rename = "type")]
    #[schema(format = "uri-reference")]
    pub kind: String,
    /// Stable code, kebab-case; `docs/errors.md` lists them.
    pub code: &'static str,
    /// The code in a few words, in the language of `Accept-Language`.
    pub title: &'static str,
    /// HTTP status, repeated.
    #[schema(minimum = 400, maximum = 599)]
    pub status: u16,
    /// This occurrence, in English: what was wrong and what would be accepted.
    pub detail: String,
    /// Everything wrong, place by place.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldProblem>,
}

impl Problem {
    /// A problem of this code; `detail` says what happened this time.
    pub fn new(code: Code, detail: impl Into<String>) -> Self {
        let language = Language::default();
        Self { code, detail: detail.into(), errors: Vec::new(), headers: Vec::new(), language }
    }

    /// A record, line or question with these faults.
    pub fn invalid(code: Code, mut errors: Vec<FieldProblem>) -> Self {
        let what = match code {
            Code::InvalidParameter => "the request",
            Code::InvalidRequest => "the question",
            _ => "the record",
        };
        let detail = match errors.as_slice() {
            [one] => format!("{what} has a problem: {}", sentence(one)),
            many if many.len() > MOST_NAMED => {
                format!("{what} has {} problems; the first {MOST_NAMED} are named", many.len())
            }
            many => format!("{what} has {} problems", many.len()),
        };
        errors.truncate(MOST_NAMED);
        Self { errors, ..Self::new(code, detail) }
    }

    /// A single faulty parameter, named as `?limit` or `If-Match:`.
    pub fn parameter(name: &str, code: &'static str, detail: impl Into<String>) -> Self {
        Self::invalid(Code::InvalidParameter, vec![FieldProblem::new(name, code, detail)])
    }

    /// Nothing is stored there.
    pub fn not_found(what: &str, id: &str) -> Self {
        let id: String = id.chars().take(80).collect();
        Self::new(Code::NotFound, format!("there is no {what} {id:?}"))
    }

    /// The same with a response header more.
    #[must_use]
    pub fn with_header(mut self, name: header::HeaderName, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// The same for a reader of this language.
    #[must_use]
    pub fn told_in(self, language: Language) -> Self {
        Self { language, ..self }
    }

    /// Its code.
    pub const fn code(&self) -> Code {
        self.code
    }

    /// What happened this time.
    pub fn detail(&self) -> &str {
        &self.detail
    }

    /// Everything wrong, place by place.
    pub fn errors(&self) -> &[FieldProblem] {
        &self.errors
    }

    /// The body as sent.
    pub fn body(&self) -> ProblemBody {
        ProblemBody {
            kind: format!("/problems/{}", self.code.as_str()),
            code: self.code.as_str(),
            title: self.code.title_in(self.language),
            status: self.code.status(),
            detail: self.detail.clone(),
            errors: self.errors.clone(),
        }
    }
}

/// A fault in words; the name of a header brings its own colon.
fn sentence(fault: &FieldProblem) -> String {
    match fault.pointer.strip_suffix(':') {
        Some(header) => FieldProblem { pointer: header.to_owned(), ..fault.clone() }.to_string(),
        None => fault.to_string(),
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.code.as_str(), self.detail)
    }
}

impl std::error::Error for Problem {}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status_code());
        match self.code {
            Code::Unauthorized => {
                response.insert_header((header::WWW_AUTHENTICATE, "Bearer realm=\"matcher\""));
            }
            Code::StoreUnavailable | Code::IndexUnavailable => {
                response.insert_header((header::RETRY_AFTER, "2"));
            }
            _ => {}
        }
        for (name, value) in &self.headers {
            response.insert_header((name.clone(), value.as_str()));
        }
        response
            .insert_header((header::CACHE_CONTROL, "no-store"))
            .insert_header((header::CONTENT_LANGUAGE, self.language.as_str()))
            .insert_header((header::VARY, "Accept-Language"));
        let body = serde_json::to_string(&self.body()).unwrap_or_default();
        response.content_type(PROBLEM_JSON).body(body)
    }
}
