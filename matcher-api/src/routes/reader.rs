//! The reader's language, and the headers that go with an answer in it.

use std::convert::Infallible;
use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::{self, HeaderMap};
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use serde::Serialize;

use crate::prose::Language;

/// The language that a request prefers.
pub fn language(headers: &HeaderMap) -> Language {
    let wished = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    Language::negotiate(wished.unwrap_or_default())
}

/// The reader, as far as `Accept-Language` tells.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reader(pub(super) Language);

impl FromRequest for Reader {
    type Error = Infallible;
    type Future = Ready<Result<Self, Infallible>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self(language(request.headers()))))
    }
}

impl Reader {
    /// An answer written in the reader's language.
    pub(super) fn answer(self, body: &impl Serialize) -> HttpResponse {
        HttpResponse::Ok()
            .insert_header((header::CONTENT_LANGUAGE, self.0.as_str()))
            .insert_header((header::VARY, "Accept-Language"))
            .insert_header((header::CACHE_CONTROL, "no-cache"))
            .json(body)
    }
}
