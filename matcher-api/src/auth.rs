//! Who may do what: the one place that knows roles, the writing token and which hosts are served.

use std::future::{Ready, ready};

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::{Method, header};
use actix_web::middleware::Next;
use actix_web::{Error, FromRequest, HttpRequest, web};

use crate::config::Settings;
use crate::problem::{Code, Problem};

/// What a caller may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Reads, searches and matches: everybody.
    Reader,
    /// Creates, edits and withdraws records too.
    Writer,
}

/// The rules in force.
#[derive(Debug, Clone)]
pub struct Access {
    token: Option<blake3::Hash>,
    hosts: Vec<String>,
}

impl Access {
    /// The rules that the settings ask for.
    pub fn of(settings: &Settings) -> Self {
        let token = settings.write_token_blake3.as_deref().and_then(|hex| blake3::Hash::from_hex(hex).ok());
        Self { token, hosts: settings.allowed_hosts.clone() }
    }

    /// The caller's role. Without a token everybody who reaches this server (by the loopback only) may write.
    pub fn role(&self, request: &HttpRequest) -> Role {
        let Some(expected) = &self.token else { return Role::Writer };
        // Hashes compare in constant time, whatever the token.
        if bearer(request).is_some_and(|token| blake3::hash(token.as_bytes()) == *expected) {
            Role::Writer
        } else {
            Role::Reader
        }
    }

    /// Refuses what a foreign web page could send through its visitor's browser.
    fn admit(&self, request: &ServiceRequest) -> Result<(), Problem> {
        if self.token.is_some() {
            // Nothing a browser sends by itself grants anything here.
            return Ok(());
        }
        let host = text(request, header::HOST);
        if host.as_deref().is_some_and(|host| !self.serves(host)) {
            return Err(Problem::new(
                Code::ForeignHost,
                "this server does not answer to the host named in Host",
            ));
        }
        let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
        let own = |origin: &str| origin.split_once("://").map(|(_, origin)| origin) == host.as_deref();
        let foreign = text(request, header::ORIGIN).is_some_and(|origin| !own(&origin));
        if !safe && foreign {
            return Err(Problem::new(Code::CrossOrigin, "Origin names another site than Host"));
        }
        Ok(())
    }

    fn serves(&self, host: &str) -> bool {
        let name = match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            Some((address, _)) => address,
            None => host.split(':').next().unwrap_or(host),
        };
        let loopback = name.eq_ignore_ascii_case("localhost")
            || name.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback());
        loopback || self.hosts.iter().any(|known| known.eq_ignore_ascii_case(name))
    }
}

/// What `write_token_blake3` must hold for this token: lower-case hex.
pub fn token_hash(token: &str) -> String {
    blake3::hash(token.as_bytes()).to_hex().to_string()
}

fn bearer(request: &HttpRequest) -> Option<&str> {
    let value = request.headers().get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

fn text(request: &ServiceRequest, name: header::HeaderName) -> Option<String> {
    // What is not text is no host of ours.
    request.headers().get(name).map(|value| value.to_str().unwrap_or("?").to_owned())
}

/// Middleware: hosts and origins, before anything is read.
///
/// # Errors
/// `foreign-host`, `cross-origin`.
pub async fn admit<B: MessageBody>(
    access: web::Data<Access>,
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    match access.admit(&request) {
        Ok(()) => next.call(request).await.map(ServiceResponse::map_into_left_body),
        // As an answer, not as an error: what wraps this adds its headers to answers only.
        Err(problem) => Ok(request.error_response(problem).map_into_right_body()),
    }
}

/// A caller who may write; asking for it in a handler refuses everybody else.
#[derive(Debug)]
pub struct Writer;

impl FromRequest for Writer {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        // No rules, no writing: a server put together without them must not be open.
        let role = request.app_data::<web::Data<Access>>().map(|access| access.role(request));
        ready(match role {
            Some(Role::Writer) => Ok(Self),
            _ => Err(Problem::new(Code::Unauthorized, "send Authorization: Bearer and the writing token")),
        })
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn access(token: Option<&str>) -> Access {
        Access::of(&Settings {
            write_token_blake3: token.map(token_hash),
            allowed_hosts: vec!["matcher.gore.example".to_owned()],
            ..Settings::default()
        })
    }

    #[test]
    fn only_the_token_writes() {
        let asking = |value: &str| {
            TestRequest::default().insert_header((header::AUTHORIZATION, value.to_owned())).to_http_request()
        };
        let guarded = access(Some("un-secreto"));
        assert_eq!(guarded.role(&asking("Bearer un-secreto")), Role::Writer);
        for wrong in ["Bearer otro", "Basic un-secreto", "un-secreto", "Bearer "] {
            assert_eq!(guarded.role(&asking(wrong)), Role::Reader, "{wrong}");
        }
        assert_eq!(access(None).role(&TestRequest::default().to_http_request()), Role::Writer);
    }

    #[test]
    fn a_foreign_page_reaches_nothing() {
        let open = access(None);
        for (host, served) in [
            ("localhost:8080", true),
            ("127.0.0.1:1", true),
            ("[::1]:8080", true),
            ("matcher.gore.example", true),
            ("evil.example", false),
            ("localhost.evil.example:8080", false),
        ] {
            assert_eq!(open.serves(host), served, "{host}");
        }
        let posting = |origin: &str| {
            TestRequest::post()
                .insert_header((header::HOST, "localhost:8080"))
                .insert_header((header::ORIGIN, origin.to_owned()))
                .to_srv_request()
        };
        assert!(open.admit(&posting("http://localhost:8080")).is_ok());
        assert_eq!(
            open.admit(&posting("https://evil.example")).expect_err("foreign").code(),
            Code::CrossOrigin
        );
        assert_eq!(open.admit(&posting("null")).expect_err("hidden").code(), Code::CrossOrigin);
    }
}
