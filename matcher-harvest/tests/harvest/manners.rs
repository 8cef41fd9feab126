//! How the client treats publishers: name, robots.txt, pace, patience, and only what changed.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use matcher_harvest::adapters::Request;
use matcher_harvest::http::{FetchError, FetchLimits, Fetcher, Manners, Reach};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use wiremock::matchers::{any, header, header_exists, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

fn hasty() -> FetchLimits {
    FetchLimits {
        min_interval: Duration::ZERO,
        max_retries: 3,
        retry_pause: Duration::from_millis(1),
        max_retry_pause: Duration::from_millis(5),
        max_retry_after: Duration::from_secs(2),
        ..FetchLimits::default()
    }
}

fn fetcher(limits: FetchLimits) -> Fetcher {
    Fetcher::with(limits, Reach::LoopbackToo).expect("a client")
}

fn keeping(folder: &TempDir) -> Fetcher {
    let cache = Some(folder.path().join("answers"));
    let manners = Manners { limits: hasty(), reach: Reach::LoopbackToo, contact: None, cache };
    Fetcher::mannered(manners).expect("a client")
}

fn get(server: &MockServer, at: &str) -> Request {
    Request::get(format!("{}{at}", server.uri()).parse().expect("an address"))
}

async fn put(server: &MockServer, at: &str, answer: ResponseTemplate) {
    Mock::given(path(at)).respond_with(answer).mount(server).await;
}

async fn asked(server: &MockServer, at: &str) -> usize {
    let requests = server.received_requests().await.unwrap_or_default();
    requests.iter().filter(|request| request.url.path() == at).count()
}

#[tokio::test]
async fn it_says_who_it_is_and_whom_to_ask() {
    let server = MockServer::start().await;
    put(&server, "/x", ResponseTemplate::new(200).set_body_string("a")).await;
    let contact = Some("https://goreaysen.example/cosecha".parse().expect("an address"));
    let manners = Manners { limits: hasty(), reach: Reach::LoopbackToo, contact, cache: None };
    Fetcher::mannered(manners).expect("a client").fetch(&get(&server, "/x")).await.expect("a payload");
    for request in server.received_requests().await.unwrap_or_default() {
        let name = request.headers.get("user-agent").and_then(|name| name.to_str().ok()).unwrap_or_default();
        assert!(name.starts_with("matcher-harvest/"), "{name}");
        assert!(name.contains("(+https://goreaysen.example/cosecha; "), "{name}");
    }
}

#[tokio::test]
async fn robots_rules_are_kept_and_asked_for_once() {
    let server = MockServer::start().await;
    let rules = "User-agent: *\nDisallow: /\n\nUser-agent: Matcher-Harvest\nDisallow: /private\nAllow: /private/open\n";
    put(&server, "/robots.txt", ResponseTemplate::new(200).set_body_string(rules)).await;
    for at in ["/feed", "/private/feed", "/private/open"] {
        put(&server, at, ResponseTemplate::new(200).set_body_string("a")).await;
    }
    put(&server, "/moved", ResponseTemplate::new(302).insert_header("location", "/private/feed")).await;
    let fetcher = fetcher(hasty());
    for allowed in ["/feed", "/private/open"] {
        fetcher.fetch(&get(&server, allowed)).await.expect(allowed);
    }
    for forbidden in ["/private/feed", "/moved"] {
        let error = fetcher.fetch(&get(&server, forbidden)).await.expect_err(forbidden);
        assert!(matches!(error, FetchError::Forbidden { .. }), "{error}");
    }
    assert_eq!(asked(&server, "/private/feed").await, 0, "not even after a redirect");
    assert_eq!(asked(&server, "/robots.txt").await, 1);
}

#[tokio::test]
async fn no_rules_allow_all_and_failing_rules_nothing() {
    for (status, allowed) in [(404, true), (403, true), (500, false), (503, false), (429, false)] {
        let server = MockServer::start().await;
        put(&server, "/robots.txt", ResponseTemplate::new(status)).await;
        put(&server, "/feed", ResponseTemplate::new(200).set_body_string("a")).await;
        let fetched = fetcher(hasty()).fetch(&get(&server, "/feed")).await;
        assert_eq!(fetched.is_ok(), allowed, "{status}");
        if let Err(error) = fetched {
            assert!(matches!(error, FetchError::RulesUnreachable { code, .. } if code == status), "{error}");
            assert_eq!(asked(&server, "/feed").await, 0, "{status}");
        }
    }
    // A site that answers everything with its home page has no rules.
    let server = MockServer::start().await;
    Mock::given(any())
        .respond_with(ResponseTemplate::new(200).set_body_string("<html>"))
        .mount(&server)
        .await;
    fetcher(hasty()).fetch(&get(&server, "/feed")).await.expect("a payload");
}

#[tokio::test]
async fn what_has_not_changed_is_not_sent_again() {
    for (mark, value, condition) in [
        ("etag", "\"7\"", "if-none-match"),
        ("last-modified", "Sat, 15 Aug 2026 03:00:00 GMT", "if-modified-since"),
    ] {
        let (server, folder) = (MockServer::start().await, TempDir::new().expect("a folder"));
        let unchanged = ResponseTemplate::new(304);
        Mock::given(path("/x")).and(header_exists(condition)).respond_with(unchanged).mount(&server).await;
        let full = ResponseTemplate::new(200)
            .insert_header(mark, value)
            .set_body_raw("año".as_bytes(), "text/xml; charset=utf-8");
        put(&server, "/x", full).await;
        let request = get(&server, "/x");
        let first = keeping(&folder);
        let payload = first.fetch(&request).await.expect("a payload");
        assert!(!first.was_not_modified(&request));
        // Another run, another process.
        let second = keeping(&folder);
        let again = second.fetch(&request).await.expect("a payload");
        assert!(second.was_not_modified(&request), "{mark}");
        let requests = server.received_requests().await.unwrap_or_default();
        let conditional = requests.iter().find_map(|request| request.headers.get(condition));
        assert_eq!(conditional.and_then(|said| said.to_str().ok()), Some(value));
        assert_eq!((again.bytes, again.charset, again.base), (payload.bytes, payload.charset, payload.base));
        // A payload that turned out to be of no use is asked for in full.
        second.forget(&request);
        let third = keeping(&folder);
        third.fetch(&request).await.expect("a payload");
        assert!(!third.was_not_modified(&request));
    }
}

#[tokio::test]
async fn a_changed_answer_replaces_the_kept_one() {
    let (server, folder) = (MockServer::start().await, TempDir::new().expect("a folder"));
    let answer =
        |body: &str, etag: &str| ResponseTemplate::new(200).insert_header("etag", etag).set_body_string(body);
    Mock::given(path("/x"))
        .and(header("if-none-match", "\"2\""))
        .respond_with(ResponseTemplate::new(304))
        .mount(&server)
        .await;
    Mock::given(path("/x"))
        .and(header_exists("if-none-match"))
        .respond_with(answer("two", "\"2\""))
        .mount(&server)
        .await;
    put(&server, "/x", answer("one", "\"1\"")).await;
    for (body, not_modified) in [("one", false), ("two", false), ("two", true)] {
        let fetcher = keeping(&folder);
        let payload = fetcher.fetch(&get(&server, "/x")).await.expect("a payload");
        assert_eq!(payload.bytes, body.as_bytes());
        assert_eq!(fetcher.was_not_modified(&get(&server, "/x")), not_modified);
    }
}

#[tokio::test]
async fn what_may_pass_is_tried_again_and_what_will_not_is_left() {
    for (status, tries) in [(503, 4), (429, 4), (500, 4), (404, 1), (403, 1), (410, 1), (501, 1)] {
        let server = MockServer::start().await;
        put(&server, "/x", ResponseTemplate::new(status)).await;
        let error = fetcher(hasty()).fetch(&get(&server, "/x")).await.expect_err("an error");
        assert!(matches!(error, FetchError::Status { code, .. } if code == status), "{error}");
        assert_eq!(asked(&server, "/x").await, tries, "{status}");
    }
    let server = MockServer::start().await;
    let busy = ResponseTemplate::new(503);
    Mock::given(path("/x")).respond_with(busy).up_to_n_times(2).mount(&server).await;
    put(&server, "/x", ResponseTemplate::new(200).set_body_string("a")).await;
    assert_eq!(fetcher(hasty()).fetch(&get(&server, "/x")).await.expect("a payload").bytes, b"a");
}

#[tokio::test]
async fn retry_after_is_waited_for_unless_it_is_too_long() {
    let server = MockServer::start().await;
    let busy = ResponseTemplate::new(429).insert_header("retry-after", "1");
    Mock::given(path("/x")).respond_with(busy).up_to_n_times(1).mount(&server).await;
    put(&server, "/x", ResponseTemplate::new(200).set_body_string("a")).await;
    let begun = Instant::now();
    fetcher(hasty()).fetch(&get(&server, "/x")).await.expect("a payload");
    assert!(begun.elapsed() >= Duration::from_secs(1));

    let server = MockServer::start().await;
    put(&server, "/x", ResponseTemplate::new(503).insert_header("retry-after", "3600")).await;
    fetcher(hasty()).fetch(&get(&server, "/x")).await.expect_err("it is left alone");
    assert_eq!(asked(&server, "/x").await, 1);
}

#[tokio::test]
async fn requests_to_one_host_keep_their_distance() {
    let server = MockServer::start().await;
    put(&server, "/x", ResponseTemplate::new(200).set_body_string("a")).await;
    let paced = fetcher(FetchLimits { min_interval: Duration::from_millis(150), ..hasty() });
    let begun = Instant::now();
    for _ in 0..3 {
        paced.fetch(&get(&server, "/x")).await.expect("a payload");
    }
    assert!(begun.elapsed() >= Duration::from_millis(450), "robots.txt and three requests: three pauses");

    let server = MockServer::start().await;
    let rules = "User-agent: *\nCrawl-delay: 0.3\n";
    put(&server, "/robots.txt", ResponseTemplate::new(200).set_body_string(rules)).await;
    put(&server, "/x", ResponseTemplate::new(200).set_body_string("a")).await;
    let asked_to = fetcher(hasty());
    let begun = Instant::now();
    for _ in 0..3 {
        asked_to.fetch(&get(&server, "/x")).await.expect("a payload");
    }
    assert!(begun.elapsed() >= Duration::from_millis(600), "the publisher asks for more");
    let usual = FetchLimits::default().min_interval;
    assert!(usual >= Duration::from_secs(1), "no more than one request a second where nothing else is said");
}

#[tokio::test]
async fn one_host_sees_few_requests_at_once() {
    let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let address = slow_server(now.clone(), most.clone()).await;
    let fetcher = Arc::new(fetcher(FetchLimits { max_per_host: 2, ..hasty() }));
    let fetches = (0..8).map(|n| {
        let fetcher = fetcher.clone();
        let request = Request::get(format!("{address}{n}").parse().expect("an address"));
        tokio::spawn(async move { fetcher.fetch(&request).await.map(drop) })
    });
    for fetch in fetches.collect::<Vec<_>>() {
        fetch.await.expect("no panic").expect("a payload");
    }
    assert_eq!(most.load(Ordering::SeqCst), 2);
}

/// Answers after a while, and counts how many wait at once.
async fn slow_server(now: Arc<AtomicUsize>, most: Arc<AtomicUsize>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let (now, most) = (now.clone(), most.clone());
            tokio::spawn(async move {
                let mut request = [0; 4096];
                let _ = stream.read(&mut request).await;
                most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                tokio::time::sleep(Duration::from_millis(80)).await;
                now.fetch_sub(1, Ordering::SeqCst);
                let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nConnection: close\r\n\r\na";
                let _ = stream.write_all(answer).await;
            });
        }
    });
    format!("http://{address}/")
}

#[tokio::test]
async fn a_posted_search_is_repeated_only_where_the_server_says_so() {
    for (status, arrives) in [(302, "GET"), (303, "GET"), (307, "POST"), (308, "POST")] {
        let server = MockServer::start().await;
        put(&server, "/old", ResponseTemplate::new(status).insert_header("location", "/new")).await;
        Mock::given(method(arrives))
            .and(path("/new"))
            .respond_with(ResponseTemplate::new(200))
            .mount(&server)
            .await;
        let request = Request::post_json(get(&server, "/old").url, "{}".to_owned());
        fetcher(hasty()).fetch(&request).await.unwrap_or_else(|error| panic!("{status}: {error}"));
    }
}

/// Anybody can call itself `localhost`: a certificate that nobody vouches for is no certificate.
#[tokio::test]
async fn a_certificate_that_nobody_vouches_for_is_refused() {
    let own = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).expect("a certificate");
    let key = PrivateKeyDer::try_from(own.signing_key.serialize_der()).expect("a key");
    let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![own.cert.der().clone()], key)
        .expect("a configuration");
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let served = Arc::new(AtomicUsize::new(0));
    let counted = served.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            if let Ok(mut stream) = acceptor.accept(stream).await {
                let mut request = [0; 4096];
                if stream.read(&mut request).await.is_ok_and(|read| read > 0) {
                    counted.fetch_add(1, Ordering::SeqCst);
                }
            }
        }
    });
    let url = format!("https://localhost:{port}/x").parse().expect("an address");
    let request = Request::get(url);
    let error = fetcher(FetchLimits { max_retries: 0, ..hasty() }).fetch(&request).await.expect_err("forged");
    assert!(matches!(error, FetchError::Failed(_)) && error.to_string().contains("certificate"), "{error}");
    assert_eq!(served.load(Ordering::SeqCst), 0, "nothing was asked of it");
}

#[tokio::test]
async fn a_server_that_does_not_speak_tls_is_not_read_in_the_clear() {
    let server = MockServer::start().await;
    put(&server, "/x", ResponseTemplate::new(200).set_body_string("a")).await;
    let address = server.uri().replace("http://", "https://");
    let request = Request::get(format!("{address}/x").parse().expect("an address"));
    let error = fetcher(FetchLimits { max_retries: 0, ..hasty() }).fetch(&request).await.expect_err("no TLS");
    assert!(matches!(error, FetchError::Failed(_)), "{error}");
    assert!(server.received_requests().await.unwrap_or_default().is_empty());
}
