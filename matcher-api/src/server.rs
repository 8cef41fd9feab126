//! The HTTP server: limits, headers, logging and shutdown around the routes. Answers nothing itself.

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{Server, ServerHandle, ServiceRequest, ServiceResponse};
use actix_web::http::{Method, header};
use actix_web::middleware::{Next, from_fn};
use actix_web::web::{self, Data, PathConfig, ServiceConfig};
use actix_web::{App as Actix, Error, HttpMessage, HttpResponse, HttpServer};
use tracing_actix_web::{RequestId, RootSpanBuilder, TracingLogger};
use utoipa_swagger_ui::{Config, SwaggerUi};

use crate::auth::{self, Access};
use crate::follower::{self, Follower};
use crate::problem::{Code, Problem};
use crate::state::App;
use crate::{openapi, routes, web as pages};

/// Connections waiting to be accepted.
const BACKLOG: i32 = 1_024;
/// Connections served at once by each worker.
const CONNECTIONS_PER_WORKER: usize = 1_024;

/// Everything from this server and nothing from elsewhere; no page may frame it.
const CONTENT_POLICY: &str =
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
/// The browsable documentation sets styles from its script and draws with `data:` images.
const DOCS_POLICY: &str = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
    object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// A server at work, and the follower that keeps its index in step. Await it to serve until it is stopped
/// (SIGINT, SIGTERM or its handle); the index is free for others when it ends.
pub struct Running {
    work: Pin<Box<dyn Future<Output = io::Result<()>> + Send>>,
    handle: ServerHandle,
    address: SocketAddr,
}

impl Running {
    fn of(server: Server, follower: Follower, address: SocketAddr) -> Self {
        let handle = server.handle();
        let work = async move {
            let ended = server.await;
            follower.stop().await;
            ended
        };
        Self { work: Box::pin(work), handle, address }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// To stop it from elsewhere.
    pub fn handle(&self) -> ServerHandle {
        self.handle.clone()
    }
}

impl Future for Running {
    type Output = io::Result<()>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.work.as_mut().poll(context)
    }
}

/// Starts serving on `listener`; await the answer to serve to the end.
///
/// # Errors
/// When the listener cannot be used.
pub fn run(app: App, listener: TcpListener) -> io::Result<Running> {
    let address = listener.local_addr()?;
    let settings = app.settings.clone();
    let follower = follower::spawn(app.clone());
    let server = HttpServer::new(move || {
        Actix::new()
            .configure(services(&app))
            .wrap(from_fn(refuse_illegible))
            .wrap(from_fn(auth::admit))
            .wrap(from_fn(word_problem))
            .wrap(from_fn(head_as_get))
            .wrap(from_fn(shield))
            .wrap(TracingLogger::<Span>::new())
            // Above the middleware that reads it.
            .app_data(Data::new(Access::of(&app.settings)))
    })
    .workers(settings.workers)
    .backlog(BACKLOG as u32)
    .max_connections(CONNECTIONS_PER_WORKER)
    .client_request_timeout(Duration::from_secs(settings.request_timeout_s))
    .keep_alive(Duration::from_secs(settings.keep_alive_s))
    .shutdown_timeout(settings.shutdown_s)
    .listen(listener)?
    .run();
    Ok(Running::of(server, follower, address))
}

/// The routes with what they need.
fn services(app: &App) -> impl FnOnce(&mut ServiceConfig) + use<> {
    let app = app.clone();
    move |config| {
        config
            .app_data(Data::new(app))
            .app_data(PathConfig::default().error_handler(|error, _| {
                Problem::new(Code::NotFound, format!("the path cannot be read: {error}")).into()
            }))
            // Before the routes: their scope takes every path under /v1.
            .service(
                SwaggerUi::new("/docs/{_:.*}")
                    .url(openapi::PATH, openapi::document())
                    .config(Config::default().validator_url("none").display_request_duration(true)),
            )
            .configure(|config| {
                let mut documented = utoipa_actix_web::service_config::ServiceConfig::new(config);
                routes::configure(&mut documented);
            })
            .service(web::redirect("/docs", "/docs/"))
            .configure(pages::configure)
            .default_service(web::to(routes::fallback::unrouted));
    }
}

/// Paths that are no text reach no route.
async fn refuse_illegible<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    match routes::address::require_utf8(request.path()) {
        Ok(()) => next.call(request).await.map(ServiceResponse::map_into_left_body),
        // As an answer, not as an error: what wraps this adds its headers to answers only.
        Err(problem) => Ok(request.error_response(problem).map_into_right_body()),
    }
}

/// Problems are told in the reader's language, wherever they arose.
async fn word_problem<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    let language = routes::reader::language(request.headers());
    let response = next.call(request).await?;
    let problem = response.response().error().and_then(|error| error.as_error::<Problem>()).cloned();
    Ok(match problem {
        Some(problem) => {
            let told = HttpResponse::from_error(problem.told_in(language));
            response.into_response(told).map_into_right_body()
        }
        None => response.map_into_left_body(),
    })
}

/// HEAD is GET without its body, which the connection leaves out by itself.
async fn head_as_get<B: MessageBody>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    if *request.method() == Method::HEAD {
        request.head_mut().method = Method::GET;
    }
    next.call(request).await
}

/// Headers that every answer carries, errors included.
async fn shield<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let id = request.extensions().get::<RequestId>().copied();
    let docs = request.path().starts_with("/docs/");
    // The request must not be held here: routing needs it to itself.
    let mut response = next.call(request).await?;
    let headers = response.headers_mut();
    let policy = if docs { DOCS_POLICY } else { CONTENT_POLICY };
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "no-referrer"),
    ] {
        if !headers.contains_key(&name) {
            headers.insert(name, header::HeaderValue::from_static(value));
        }
    }
    if let Some(Ok(id)) = id.map(|id| header::HeaderValue::from_str(&id.to_string())) {
        headers.insert(header::HeaderName::from_static("x-request-id"), id);
    }
    Ok(response)
}

/// Log spans without addresses, queries or bodies: what people ask about is theirs.
struct Span;

impl RootSpanBuilder for Span {
    fn on_request_start(request: &ServiceRequest) -> tracing::Span {
        let id = request.extensions().get::<RequestId>().map(ToString::to_string).unwrap_or_default();
        tracing::info_span!(
            "request",
            id,
            method = %request.method(),
            route = request.match_pattern().unwrap_or_default(),
            status = tracing::field::Empty,
        )
    }

    fn on_request_end<B: MessageBody>(span: tracing::Span, outcome: &Result<ServiceResponse<B>, Error>) {
        let status = match outcome {
            Ok(response) => response.status(),
            Err(error) => error.as_response_error().status_code(),
        };
        span.record("status", status.as_u16());
        span.in_scope(|| {
            if status.is_server_error() {
                tracing::error!("failed");
            } else {
                tracing::debug!("answered");
            }
        });
    }
}
