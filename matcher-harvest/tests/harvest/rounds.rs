//! Rounds over the network: several sources at once against a local server, with what was kept of the last round.

use matcher_core::model::Offer;
use matcher_harvest::http::{FetchLimits, Fetcher, Manners, Reach};
use matcher_harvest::reading::Reading;
use matcher_harvest::report::SourceReport;
use matcher_harvest::round::round;
use matcher_harvest::source::Source;
use matcher_store::{RunOutcome, Store};
use serde_json::json;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use wiremock::matchers::{header_exists, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::{codes, source};

struct Bench {
    folder: TempDir,
    server: MockServer,
    store: Store,
}

impl Bench {
    async fn new() -> Self {
        let folder = TempDir::new().expect("a folder");
        let store = Store::open_file(&folder.path().join("matcher.sqlite3")).await.expect("a store");
        Self { folder, server: MockServer::start().await, store }
    }

    fn source(&self, name: &str) -> Source {
        Source {
            id: name.parse().expect("a name"),
            url: format!("{}/{name}", self.server.uri()).parse().expect("an address"),
            min_records: 1,
            ..source("eu-portal")
        }
    }

    async fn serve(&self, name: &str, answer: ResponseTemplate) {
        Mock::given(path(format!("/{name}"))).respond_with(answer).mount(&self.server).await;
    }

    /// As another process would.
    async fn round(&self, sources: &[Source]) -> Vec<SourceReport> {
        let limits = FetchLimits {
            min_interval: Duration::ZERO,
            max_per_host: 8,
            max_retries: 1,
            retry_pause: Duration::from_millis(1),
            ..FetchLimits::default()
        };
        let cache = Some(self.folder.path().join("answers"));
        let manners = Manners { limits, reach: Reach::LoopbackToo, contact: None, cache };
        let reading = Reading::Live(Box::new(Fetcher::mannered(manners).expect("a client")));
        round(&self.store, &reading, sources, 4, |_| ()).await
    }
}

fn grants(count: usize) -> ResponseTemplate {
    let grants: Vec<_> = (0..count)
        .map(|n| json!({"id": format!("{n}TOPICSen"), "identifier": format!("T-{n}"), "title": format!("Topic {n}")}))
        .collect();
    ResponseTemplate::new(200).set_body_json(json!({ "grants": grants }))
}

#[tokio::test]
async fn sources_are_read_side_by_side_and_fail_alone() {
    let bench = Bench::new().await;
    for name in ["a", "b", "c"] {
        bench.serve(name, grants(3).set_delay(Duration::from_secs(3))).await;
    }
    bench.serve("broken", ResponseTemplate::new(200).set_body_string("{\"grants\": [")).await;
    bench.serve("gone", ResponseTemplate::new(404)).await;
    let sources: Vec<Source> = ["a", "broken", "b", "gone", "c"].map(|name| bench.source(name)).into();
    let begun = Instant::now();
    let reports = bench.round(&sources).await;
    // One after the other they take 9 s, however fast the machine.
    assert!(begun.elapsed() < Duration::from_secs(8), "{:?}", begun.elapsed());
    let told: Vec<_> =
        reports.iter().map(|report| (report.source.as_str(), report.outcome, report.added)).collect();
    assert_eq!(
        told,
        [
            ("a", RunOutcome::Complete, 3),
            ("broken", RunOutcome::Failed, 0),
            ("b", RunOutcome::Complete, 3),
            ("gone", RunOutcome::Failed, 0),
            ("c", RunOutcome::Complete, 3),
        ]
    );
    assert_eq!(codes(&reports[3].problems, "fetch-status"), 1);
    let known = bench.store.harvest_sources().await.expect("sources");
    assert_eq!(known.len(), 5, "those that failed are known too");
    assert_eq!(known.iter().filter(|source| source.last_good_at.is_some()).count(), 3);
}

#[tokio::test]
async fn an_answer_that_has_not_changed_leaves_every_record_unchanged_and_counts_what_is_missing() {
    let bench = Bench::new().await;
    let source = bench.source("portal");
    bench.serve("portal", grants(5)).await;
    assert_eq!(bench.round(std::slice::from_ref(&source)).await[0].added, 5);
    bench.server.reset().await;
    let unchanged = Mock::given(path("/portal")).and(header_exists("if-none-match"));
    unchanged.respond_with(ResponseTemplate::new(304)).mount(&bench.server).await;
    bench.serve("portal", grants(4).insert_header("etag", "\"2\"")).await;
    for (not_modified, missing, vanished) in [(0, 1, 0), (1, 1, 0), (1, 0, 1)] {
        let report = bench.round(std::slice::from_ref(&source)).await.remove(0);
        assert_eq!((report.unchanged, report.changed, report.added), (4, 0, 0), "{:?}", report.error);
        assert_eq!((report.not_modified, report.missing, report.vanished), (not_modified, missing, vanished));
    }
    assert_eq!(bench.store.count::<Offer>().await.expect("a count"), 4);
}

#[tokio::test]
async fn an_answer_of_no_use_is_asked_for_in_full_the_next_time() {
    let bench = Bench::new().await;
    let source = bench.source("portal");
    let page = "<html><title>En mantenimiento</title></html>";
    bench
        .serve("portal", ResponseTemplate::new(200).insert_header("etag", "\"1\"").set_body_string(page))
        .await;
    let failed = bench.round(std::slice::from_ref(&source)).await.remove(0);
    assert_eq!((failed.outcome, codes(&failed.problems, "payload-html-page")), (RunOutcome::Failed, 1));
    bench.server.reset().await;
    let stubborn = Mock::given(path("/portal")).and(header_exists("if-none-match"));
    stubborn.respond_with(ResponseTemplate::new(304)).mount(&bench.server).await;
    bench.serve("portal", grants(3)).await;
    let mended = bench.round(std::slice::from_ref(&source)).await.remove(0);
    assert_eq!((mended.outcome, mended.added, mended.not_modified), (RunOutcome::Complete, 3, 0));
}
