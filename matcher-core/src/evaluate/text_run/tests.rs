//! A judged set small enough to be checked by eye, and every way its files can be wrong.

use std::fs;

use tempfile::TempDir;

use super::*;

const CORPUS: &str = r#"{"id": "water", "title": "Agua potable rural", "text": "Fondos para sistemas de agua", "lang": "es"}
{"id": "dance", "title": "Danza", "text": "Residencias artísticas", "lang": "es", "other": 1}

{"id": "ice", "title": "Glaciers", "text": "Monitoring of glaciers in Patagonia", "lang": "en"}
"#;
const QUERIES: &str = r#"{"id": "q1", "text": "agua rural", "lang": "es"}
{"id": "q2", "text": "residencia de danza"}
{"id": "q3", "text": "nada que ver", "lang": "es"}
"#;
const QRELS: &str = "query-id\tcorpus-id\tscore\nq1\twater\t1\nq2\tdance\t1\nq2\tgone\t1\nq9\twater\t1\n";

fn evaluate(corpus: &str, queries: &str, qrels: &str) -> Result<Report, EvaluateError> {
    let folder = TempDir::new().expect("a folder");
    let path = |name: &str| folder.path().join(name);
    fs::write(path("corpus.jsonl"), corpus).expect("written");
    fs::write(path("queries.jsonl"), queries).expect("written");
    fs::write(path("qrels.tsv"), qrels).expect("written");
    evaluate_text(
        &path("corpus.jsonl"),
        &path("queries.jsonl"),
        &path("qrels.tsv"),
        Lexicon::shipped(),
        &mut |_| (),
    )
}

#[test]
fn a_small_set_gives_the_figures_it_should() {
    let report = evaluate(CORPUS, QUERIES, QRELS).expect("a report");
    assert_eq!((report.documents, report.questions, report.threshold), (3, 3, 1));
    assert_eq!((report.unjudged_questions, report.unknown_questions, report.unknown_documents), (1, 1, 1));
    assert_eq!(report.means.mrr_at_10, Some(1.0));
    assert_eq!(report.means.recall_at_100, Some(0.75), "the document that is not there is never found");
    let mut trec = Vec::new();
    report.run.write_trec(&mut trec, "matcher").expect("written");
    let trec = String::from_utf8(trec).expect("text");
    let first: Vec<&str> = trec.lines().next().expect("a line").split(' ').collect();
    assert_eq!((first[0], first[1], first[2], first[3], first[5]), ("q1", "Q0", "water", "1", "matcher"));
}

#[test]
fn a_missing_value_written_as_not_a_number_is_passed_over() {
    let queries = r#"{"id": "q1", "text": "agua \"NaN\" rural NaN", "lang": "es", "amount": NaN}"#;
    let report = evaluate(CORPUS, queries, "q1\twater\t1\n").expect("a report");
    assert_eq!(report.means.mrr_at_10, Some(1.0));
}

#[test]
fn what_is_wrong_is_named_by_file_and_line() {
    let fails = |corpus: &str, queries: &str, qrels: &str| match evaluate(corpus, queries, qrels) {
        Err(error) => error.to_string(),
        Ok(report) => panic!("{report:?}"),
    };
    for (message, named) in [
        (fails("{\"id\": \"a\"}\n{\"id\": 7}\n", QUERIES, QRELS), "corpus.jsonl, line 2"),
        (fails("{\"id\": \"a\"}\n{\"id\": \"a\"}\n", QUERIES, QRELS), "corpus.jsonl, line 2"),
        (fails("", QUERIES, QRELS), "corpus.jsonl"),
        (fails(CORPUS, "{\"id\": \"q\"}", QRELS), "queries.jsonl, line 1"),
        (
            fails(CORPUS, "{\"id\": \"q\", \"text\": \"t\", \"lang\": \"español\"}", QRELS),
            "queries.jsonl, line 1",
        ),
        (fails(CORPUS, QUERIES, "query-id\tcorpus-id\tscore\nq1\twater\n"), "qrels.tsv, line 2"),
        (fails(CORPUS, QUERIES, "query-id\tcorpus-id\tscore\nq1\twater\tgood\n"), "qrels.tsv, line 2"),
        (fails(CORPUS, QUERIES, "query-id\tcorpus-id\tscore\n"), "qrels.tsv"),
    ] {
        assert!(message.contains(named), "{message}");
    }
    let absent = Path::new("no-such-folder/corpus.jsonl");
    let missing =
        evaluate_text(absent, absent, absent, Lexicon::shipped(), &mut |_| ()).expect_err("a missing file");
    assert!(missing.to_string().contains("no-such-folder/corpus.jsonl"), "{missing}");
}
