//! The client against a local server that misbehaves in each of the ways servers do.

use std::io::Write;
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::GzEncoder;
use matcher_harvest::adapters::{KeyHeader, Post, Request};
use matcher_harvest::http::{FetchError, FetchLimits, Fetcher, Reach};
use matcher_harvest::payload::Payload;
use matcher_harvest::pipeline::gather;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use wiremock::matchers::{body_string, body_string_contains, header, header_regex, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::source;

fn limits() -> FetchLimits {
    FetchLimits {
        max_bytes: 100_000,
        max_redirects: 3,
        min_interval: Duration::ZERO,
        max_retries: 0,
        retry_pause: Duration::from_millis(1),
        max_retry_pause: Duration::from_millis(5),
        max_retry_after: Duration::from_secs(2),
        ..FetchLimits::default()
    }
}

fn fetcher() -> Fetcher {
    Fetcher::with(limits(), Reach::LoopbackToo).expect("a client")
}

async fn fetch(address: &str) -> Result<Payload, FetchError> {
    fetcher().fetch(&get(address)).await
}

fn get(address: &str) -> Request {
    Request::get(address.parse().expect("an address"))
}

async fn server(at: &str, answer: ResponseTemplate) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(method("GET")).and(path(at)).respond_with(answer).mount(&server).await;
    server
}

#[tokio::test]
async fn a_good_answer_brings_bytes_charset_and_address() {
    let answer = ResponseTemplate::new(200).set_body_raw("añada".as_bytes(), "text/xml; charset=utf-8");
    let server = MockServer::start().await;
    Mock::given(path("/feed"))
        .and(header_regex("user-agent", "^matcher-harvest/"))
        .respond_with(answer)
        .mount(&server)
        .await;
    Mock::given(path("/old"))
        .respond_with(ResponseTemplate::new(301).insert_header("location", "/feed"))
        .mount(&server)
        .await;
    let payload = fetch(&format!("{}/old", server.uri())).await.expect("a payload");
    assert_eq!(payload.bytes, "añada".as_bytes());
    assert_eq!(payload.charset.as_deref(), Some("utf-8"));
    assert_eq!(
        payload.base.map(|base| base.path().to_owned()).as_deref(),
        Some("/feed"),
        "after the redirect"
    );
}

#[tokio::test]
async fn search_services_get_their_query_posted() {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .and(header("content-type", "application/json"))
        .and(body_string("{\"rows\":5}"))
        .respond_with(ResponseTemplate::new(200).set_body_string("{}"))
        .mount(&server)
        .await;
    let request = Request::post_json(get(&server.uri()).url, "{\"rows\":5}".to_owned());
    assert_eq!(fetcher().fetch(&request).await.expect("a payload").bytes, b"{}");
}

#[tokio::test]
async fn search_services_that_read_forms_get_their_parts() {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .and(header_regex("content-type", "^multipart/form-data; boundary="))
        .and(body_string_contains(
            "name=\"languages\"; filename=\"languages.json\"\r\nContent-Type: application/json",
        ))
        .and(body_string_contains("[\"en\"]"))
        .and(body_string_contains("name=\"text\"\r\n\r\nagua"))
        .respond_with(ResponseTemplate::new(200).set_body_string("{}"))
        .mount(&server)
        .await;
    let parts = [("languages", "[\"en\"]"), ("text", "agua")];
    let parts = parts.map(|(name, text)| (name.to_owned(), text.to_owned())).into();
    let request = Request { post: Some(Post::Form(parts)), ..get(&server.uri()) };
    assert_eq!(fetcher().fetch(&request).await.expect("a payload").bytes, b"{}");
}

/// Cargo sets this variable for every test.
const SET: &str = "CARGO_PKG_NAME";

fn keyed(url: &str, env: &str, header: &str) -> Request {
    Request { key: Some(KeyHeader { env: env.to_owned(), header: header.to_owned() }), ..get(url) }
}

#[tokio::test]
async fn a_key_comes_from_the_environment_and_goes_to_its_own_service_only() {
    let elsewhere = MockServer::start().await;
    Mock::given(path("/there"))
        .respond_with(ResponseTemplate::new(200).set_body_string("[]"))
        .mount(&elsewhere)
        .await;
    let server = MockServer::start().await;
    for (at, name, value) in
        [("/a", "X-Api-Key", "matcher-harvest"), ("/b", "Authorization", "Bearer matcher-harvest")]
    {
        Mock::given(path(at))
            .and(header(name, value))
            .respond_with(ResponseTemplate::new(200).set_body_string("{}"))
            .mount(&server)
            .await;
    }
    let away = format!("{}/there", elsewhere.uri());
    Mock::given(path("/away"))
        .respond_with(ResponseTemplate::new(302).insert_header("location", away.as_str()))
        .mount(&server)
        .await;
    let at = |at: &str| format!("{}{at}", server.uri());
    let fetcher = fetcher();
    for (at, header) in [(at("/a"), "X-Api-Key"), (at("/b"), "Authorization: Bearer")] {
        assert_eq!(fetcher.fetch(&keyed(&at, SET, header)).await.expect("a payload").bytes, b"{}");
    }
    assert_eq!(fetcher.fetch(&keyed(&at("/away"), SET, "X-Api-Key")).await.expect("a payload").bytes, b"[]");
    let asked = elsewhere.received_requests().await.expect("requests");
    assert!(asked.iter().all(|request| !request.headers.contains_key("x-api-key")), "the key stays at home");
    let rules = server.received_requests().await.expect("requests");
    let rules = rules.iter().filter(|request| request.url.path() == "/robots.txt");
    assert!(rules.count() > 0, "asked without the key");

    let error =
        fetcher.fetch(&keyed(&at("/a"), "MATCHER_NO_SUCH_KEY", "X-Api-Key")).await.expect_err("no key");
    assert_eq!(error.code(), "fetch-no-key");
    assert!(
        error.to_string().contains("MATCHER_NO_SUCH_KEY is not set")
            || error.to_string().contains("variable MATCHER_NO_SUCH_KEY is not set")
    );
}

#[tokio::test]
async fn errors_of_the_server_are_errors() {
    for code in [204 + 200, 403, 429, 500, 503] {
        let server = server("/x", ResponseTemplate::new(code).set_body_string("<rss/>")).await;
        let error = fetch(&format!("{}/x", server.uri())).await.expect_err("an error");
        assert!(matches!(error, FetchError::Status { code: found, .. } if found == code), "{error}");
    }
}

#[tokio::test]
async fn too_large_a_body_is_refused_announced_or_not() {
    let announced = server("/x", ResponseTemplate::new(200).set_body_bytes(vec![b'a'; 200_000])).await;
    let error = fetch(&format!("{}/x", announced.uri())).await.expect_err("too large");
    assert!(matches!(error, FetchError::TooLarge { limit: 100_000 }), "{error}");

    let address = raw_server(|mut stream| async move {
        let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        let _ = stream.write_all(head.as_bytes()).await;
        let chunk = format!("2710\r\n{}\r\n", "a".repeat(10_000));
        while stream.write_all(chunk.as_bytes()).await.is_ok() {}
    })
    .await;
    let error = fetch(&address).await.expect_err("endless");
    assert!(matches!(error, FetchError::TooLarge { .. }), "{error}");
}

#[tokio::test]
async fn a_gzip_bomb_is_refused_while_it_unfolds() {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&vec![0; 20_000_000]).expect("memory");
    let bomb = encoder.finish().expect("memory");
    assert!(bomb.len() < 100_000, "small on the wire");
    let answer = ResponseTemplate::new(200).insert_header("content-encoding", "gzip").set_body_bytes(bomb);
    let server = server("/x", answer).await;
    let error = fetch(&format!("{}/x", server.uri())).await.expect_err("a bomb");
    assert!(matches!(error, FetchError::TooLarge { .. }), "{error}");
}

#[tokio::test]
async fn redirects_end() {
    let server = server("/loop", ResponseTemplate::new(302).insert_header("location", "/loop")).await;
    let error = fetch(&format!("{}/loop", server.uri())).await.expect_err("a loop");
    assert!(matches!(error, FetchError::TooManyRedirects { limit: 3 }), "{error}");
}

#[tokio::test]
async fn private_addresses_are_refused_at_once_by_name_and_after_redirects() {
    let server = MockServer::start().await;
    let strict = Fetcher::with(limits(), Reach::PublicOnly).expect("a client");
    let by_name = server.uri().replace("127.0.0.1", "localhost");
    for address in [server.uri(), by_name, "http://[::1]:9/".to_owned(), "http://10.1.2.3/".to_owned()] {
        let error = strict.fetch(&get(&address)).await.expect_err("private");
        assert!(matches!(error, FetchError::PrivateAddress(_)), "{address}: {error}");
    }
    assert!(server.received_requests().await.unwrap_or_default().is_empty(), "nothing may arrive");

    for target in
        ["http://10.1.2.3/", "http://169.254.169.254/latest", "http://[fd00::1]/", "http://192.168.1.1/"]
    {
        let server = self::server("/x", ResponseTemplate::new(302).insert_header("location", target)).await;
        let error = fetch(&format!("{}/x", server.uri())).await.expect_err("private");
        assert!(matches!(error, FetchError::PrivateAddress(_)), "{target}: {error}");
    }
    let server =
        self::server("/x", ResponseTemplate::new(302).insert_header("location", "file:///etc/passwd")).await;
    let error = fetch(&format!("{}/x", server.uri())).await.expect_err("not the web");
    assert!(!matches!(error, FetchError::Timeout), "{error}");
}

#[tokio::test]
async fn slow_servers_are_left() {
    // Each time-out has its turn: the other one is longer than any machine is slow.
    let left = async |address: &str, limits: FetchLimits| {
        let begun = Instant::now();
        let fetcher = Fetcher::with(limits, Reach::LoopbackToo).expect("a client");
        let error = fetcher.fetch(&get(address)).await.expect_err("it is left");
        assert!(matches!(error, FetchError::Timeout), "{error}");
        assert!(begun.elapsed() < Duration::from_secs(30), "{:?}", begun.elapsed());
    };
    let (soon, never) = (Duration::from_millis(400), Duration::from_secs(60));
    let silent = raw_server(move |mut stream| async move {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nbegin").await;
        tokio::time::sleep(never).await;
    })
    .await;
    left(&silent, FetchLimits { read_timeout: soon, request_timeout: never, ..limits() }).await;

    let trickling = raw_server(|mut stream| async move {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n").await;
        while stream.write_all(b"a").await.is_ok() {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    })
    .await;
    left(&trickling, FetchLimits { read_timeout: never, request_timeout: soon, ..limits() }).await;
}

#[tokio::test]
async fn a_body_cut_short_is_an_error() {
    let address = raw_server(|mut stream| async move {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n<rss>").await;
    })
    .await;
    let error = fetch(&address).await.expect_err("cut short");
    assert!(matches!(error, FetchError::Failed(_)), "{error}");
}

#[tokio::test]
async fn names_that_do_not_resolve_are_told() {
    let error = fetch("http://no-such-host.invalid/").await.expect_err("no address");
    assert!(matches!(error, FetchError::Unresolved { .. }), "{error}");
}

#[tokio::test]
async fn html_served_as_json_is_refused_by_the_adapter() {
    let page = "<html><head><title>Login</title></head></html>";
    let answer = ResponseTemplate::new(200).set_body_raw(page.as_bytes(), "application/json");
    let server = server("/x", answer).await;
    let payload = fetch(&format!("{}/x", server.uri())).await.expect("a payload");
    let error = gather(&source("eu-portal"), &[payload]).expect_err("a page");
    assert_eq!(error.code(), "payload-html-page");
}

/// Half a robots.txt may lack the very line that forbids.
#[tokio::test]
async fn rules_that_break_off_or_do_not_come_to_an_end_allow_nothing() {
    let soon = FetchLimits { read_timeout: Duration::from_millis(400), ..limits() };
    for (waits, limits) in [(false, limits()), (true, soon)] {
        let address = raw_site(
            move |mut stream| async move {
                let begun = b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nUser-agent: *\n";
                let _ = stream.write_all(begun).await;
                if waits {
                    tokio::time::sleep(Duration::from_secs(60)).await;
                }
            },
            |_| async { panic!("nothing may be asked for") },
        )
        .await;
        let fetcher = Fetcher::with(limits, Reach::LoopbackToo).expect("a client");
        let error = fetcher.fetch(&get(&address)).await.expect_err("nobody knows what is forbidden");
        assert_eq!(error.code(), "fetch-robots-unreachable", "{error}");
        assert!(error.to_string().contains("/robots.txt"), "{error}");
    }
}

#[tokio::test]
async fn of_endless_rules_the_first_are_kept() {
    let address = raw_site(
        |mut stream| async move {
            let head =
                "HTTP/1.1 200 OK\r\nContent-Length: 99000000\r\n\r\nUser-agent: *\nDisallow: /private\n";
            let _ = stream.write_all(head.as_bytes()).await;
            let more = "# nothing\n".repeat(1_000);
            while stream.write_all(more.as_bytes()).await.is_ok() {}
        },
        |mut stream| async move {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na").await;
        },
    )
    .await;
    let fetcher = fetcher();
    let error = fetcher.fetch(&get(&format!("{address}private"))).await.expect_err("forbidden");
    assert!(matches!(error, FetchError::Forbidden { .. }), "{error}");
    assert_eq!(fetcher.fetch(&get(&format!("{address}open"))).await.expect("a payload").bytes, b"a");
}

/// A server without a robots.txt that reads a request and then does what `answer` says, byte by byte.
async fn raw_server<F>(answer: impl Fn(TcpStream) -> F + Send + Sync + 'static) -> String
where
    F: Future<Output = ()> + Send + 'static,
{
    let no_rules = |mut stream: TcpStream| async move {
        let none = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        let _ = stream.write_all(none).await;
    };
    raw_site(no_rules, answer).await
}

/// The same with a robots.txt that `rules` sends.
async fn raw_site<R, F>(
    rules: impl Fn(TcpStream) -> R + Send + Sync + 'static,
    answer: impl Fn(TcpStream) -> F + Send + Sync + 'static,
) -> String
where
    R: Future<Output = ()> + Send + 'static,
    F: Future<Output = ()> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = [0; 4096];
            let read = stream.read(&mut request).await.unwrap_or(0);
            if request[..read].starts_with(b"GET /robots.txt ") {
                tokio::spawn(rules(stream));
            } else {
                tokio::spawn(answer(stream));
            }
        }
    });
    format!("http://{address}/")
}
