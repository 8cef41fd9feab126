//! Records whose own page could not be read: what is stored of them stays, whatever names page and record.

use matcher_core::model::Offer;
use matcher_harvest::adapters::Request;
use matcher_harvest::pipeline::harvest;
use matcher_harvest::report::SourceReport;
use matcher_harvest::source::Source;
use matcher_store::Store;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};

use crate::crawling::{run, source_with};
use crate::support::{self, codes, text};

struct Bench {
    _folder: TempDir,
    runtime: Runtime,
    store: Store,
}

impl Bench {
    fn new() -> Self {
        let folder = TempDir::new().expect("a folder");
        let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
        let store = runtime.block_on(Store::open_file(&folder.path().join("matcher.sqlite3")));
        Self { _folder: folder, runtime, store: store.expect("a store") }
    }

    /// One night of `source` against `answer`.
    fn night(
        &self,
        source: &Source,
        answer: impl Fn(&Request) -> Result<String, &'static str>,
    ) -> SourceReport {
        let crawled = run(source, answer).0.expect("a listing");
        self.runtime.block_on(harvest(&self.store, source, crawled, |_, _| {})).expect("a report")
    }

    fn stored(&self, source: &Source, external_id: &str) -> Offer {
        let found = self.store.find_by_external_id::<Offer>(&source.id, external_id);
        self.runtime.block_on(found).expect("a store").expect(external_id).stated.values
    }
}

/// What differs, what does not, and what is gone.
fn counts(report: &SourceReport) -> [u64; 4] {
    [report.added, report.changed, report.unchanged, report.missing + report.vanished]
}

fn bdns(request: &Request, fails: &str) -> Result<String, &'static str> {
    let number = request.url.query_pairs().find(|(key, _)| key == "numConv");
    match number {
        Some((_, number)) if number == fails => Err("503"),
        Some((_, number)) => Ok(json!({
            "codigoBDNS": number, "descripcion": format!("Cooperación {number}"), "presupuestoTotal": 1000,
            "fechaFinSolicitud": "2027-05-01", "descripcionFinalidad": "Cooperación internacional",
        })
        .to_string()),
        None => {
            let row = |number: &str| json!({ "numeroConvocatoria": number, "descripcion": format!("Cooperación {number}") });
            Ok(json!({ "content": [row("900001"), row("900002")], "totalElements": 2 }).to_string())
        }
    }
}

#[test]
fn a_call_of_the_bdns_keeps_what_it_said() {
    let (bench, source) = (Bench::new(), support::source("es-bdns"));
    assert_eq!(counts(&bench.night(&source, |request| bdns(request, ""))), [2, 0, 0, 0]);
    let before = bench.stored(&source, "900001");
    assert!(before.deadlines.is_some() && before.amount.is_some(), "from its own answer");
    let report = bench.night(&source, |request| bdns(request, "900001"));
    assert_eq!(counts(&report), [0, 0, 2, 0], "{:?}", report.problems);
    assert_eq!(codes(&report.problems, "kept-as-they-were"), 1);
    assert_eq!(bench.stored(&source, "900001"), before);
}

/// `single` gives the answer to the question for one opportunity.
fn grants_gov(
    request: &Request,
    single: impl Fn(u64) -> Result<Value, &'static str>,
) -> Result<String, &'static str> {
    let asked: Value = serde_json::from_str(request.json().expect("a question")).expect("JSON");
    match asked["opportunityId"].as_u64() {
        Some(id) => single(id).map(|answer| answer.to_string()),
        None => {
            let hit = |id: &str| json!({ "id": id, "title": format!("Call {id}"), "openDate": "01/05/2027" });
            Ok(json!({ "data": { "hitCount": 3, "startRecord": 0, "oppHits": [hit("1"), hit("2"), hit("3")] } })
                .to_string())
        }
    }
}

fn opportunity(id: u64, title: &str) -> Value {
    json!({ "data": { "id": id, "opportunityTitle": title, "synopsis": { "synopsisDesc": format!("Text {id}") } } })
}

/// Every opportunity is asked for at one and the same address; what is asked tells them apart.
#[test]
fn an_opportunity_keeps_what_it_said_where_its_answer_fails_or_is_of_no_use() {
    let whole = |id: u64| Ok(opportunity(id, &format!("Call {id}")));
    let failed = |id: u64| if id == 2 { Err("503") } else { whole(id) };
    let reported = |id: u64| if id == 2 { Ok(json!({ "errorcode": 7, "msg": "busy" })) } else { whole(id) };
    let untitled = |id: u64| if id == 2 { Ok(opportunity(id, "")) } else { whole(id) };
    let nameless = |id: u64| {
        let mut answer = opportunity(id, "Call");
        answer["data"]["id"] = Value::Null;
        if id == 2 { Ok(answer) } else { whole(id) }
    };
    let bad: [&dyn Fn(u64) -> Result<Value, &'static str>; 4] = [&failed, &reported, &untitled, &nameless];
    for (at, single) in bad.into_iter().enumerate() {
        let source = Source { vanish_after: Some(1), ..support::source("grants-gov") };
        let bench = Bench::new();
        assert_eq!(counts(&bench.night(&source, |request| grants_gov(request, whole))), [3, 0, 0, 0]);
        let report = bench.night(&source, |request| grants_gov(request, single));
        assert_eq!(counts(&report), [0, 0, 3, 0], "{at}: {:?}", report.problems);
        assert_eq!(text(&bench.stored(&source, "2").body), "Text 2", "{at}");
    }
}

/// A listing of `count` records with a page each, of which `limit` are read.
fn pages(limit: usize) -> Source {
    let rest = format!(
        "vanish_after = 1\n[mapping]\nrecords = \"li\"\n[mapping.fields]\ntitle = \"a\"\nurl = \"a@href\"\n\
         [mapping.detail]\nfollow = true\nlimit = {limit}\n[mapping.detail.fields]\nbody = \"main\"\n"
    );
    source_with("html", "https://a.example/calls", &rest)
}

fn site(request: &Request, count: usize, word: &str) -> Result<String, &'static str> {
    let path = request.url.path();
    if path == "/calls" {
        let items: String =
            (1..=count).map(|n| format!("<li><a href=\"/calls/{n}\">{word} {n}</a></li>")).collect();
        return Ok(format!("<html><body><ul>{items}</ul></body></html>"));
    }
    Ok(format!(
        "<html><body><h1>{word} {}</h1><main>Quiénes pueden postular.</main></body></html>",
        &path[7..]
    ))
}

#[test]
fn all_records_beyond_the_limit_of_pages_stay_and_are_told_at_once() {
    let bench = Bench::new();
    assert_eq!(counts(&bench.night(&pages(9), |request| site(request, 4, "Beca"))), [4, 0, 0, 0]);
    let report = bench.night(&pages(1), |request| site(request, 4, "Beca"));
    assert_eq!(counts(&report), [0, 0, 4, 0], "{:?}", report.problems);
    assert_eq!(text(&bench.stored(&pages(1), "/calls/4").body), "Quiénes pueden postular.");
    let told: Vec<_> = report.problems.iter().filter(|problem| problem.code == "details-left").collect();
    assert_eq!((told.len(), told[0].place.as_str()), (1, "https://a.example/calls/2"));
    assert!(told[0].detail.starts_with("3 beyond"), "{}", told[0].detail);
}

/// Beyond the limit the line is all there is, night after night: what it says now is better than what it said.
#[test]
fn a_record_that_was_never_read_in_full_follows_its_line() {
    let bench = Bench::new();
    assert_eq!(counts(&bench.night(&pages(1), |request| site(request, 3, "Beca"))), [3, 0, 0, 0]);
    assert_eq!(counts(&bench.night(&pages(1), |request| site(request, 3, "Curso"))), [0, 3, 0, 0]);
    assert_eq!(text(&bench.stored(&pages(1), "/calls/3").title), "Curso 3");
}

/// A sitemap's line may say nothing at all: then the record stands on its page alone.
#[test]
fn a_record_that_only_its_page_tells_of_is_not_missing() {
    let rest =
        "vanish_after = 1\n[mapping.detail]\nfollow = true\n[mapping.detail.fields]\nbody = \"main\"\n";
    let source = source_with("sitemap", "https://a.example/sitemap.xml", rest);
    let answer = |request: &Request, fails: &str| match request.url.path() {
        "/sitemap.xml" => {
            Ok(["1", "beca", "curso"].map(|name| format!("https://a.example/calls/{name}")).join("\n"))
        }
        path if path == fails => Err("503"),
        _ => site(request, 0, "Beca"),
    };
    let bench = Bench::new();
    assert_eq!(counts(&bench.night(&source, |request| answer(request, ""))), [3, 0, 0, 0]);
    let report = bench.night(&source, |request| answer(request, "/calls/1"));
    assert_eq!(counts(&report), [0, 0, 2, 0], "{:?}", report.problems);
}
