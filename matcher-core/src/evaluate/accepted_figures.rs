//! The figures last accepted, over the judged sets that stand beside the repository: a drop fails.
//!
//! A better engine raises them in `fixtures/judgements/baseline.json`, in the same change.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use super::evaluate_text;

/// Less than this is rounding.
const TOLERANCE: f64 = 0.002;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Accepted {
    ndcg_at_10: f64,
    mrr_at_10: f64,
    recall_at_100: f64,
}

fn holds(set: &str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crate stands in the repository");
    let folder = root.join("../shared/eval").join(set);
    if !folder.is_dir() {
        eprintln!("skipped: ../shared is absent");
        return;
    }
    let accepted: BTreeMap<String, Accepted> =
        serde_json::from_str(include_str!("../../../fixtures/judgements/baseline.json")).expect("figures");
    let accepted = &accepted[set];
    let file = |name: &str| folder.join(name);
    let report =
        evaluate_text(&file("corpus.jsonl"), &file("queries.jsonl"), &file("qrels.tsv"), &mut |_| ());
    let means = report.expect("a report").means;
    for (name, found, least) in [
        ("nDCG@10", means.ndcg_at_10, accepted.ndcg_at_10),
        ("MRR@10", means.mrr_at_10, accepted.mrr_at_10),
        ("Recall@100", means.recall_at_100, accepted.recall_at_100),
    ] {
        let found = found.expect("every set has judgements");
        assert!(found >= least - TOLERANCE, "{set}: {name} fell from {least} to {found:.4}");
    }
}

#[test]
fn aysen() {
    holds("aysen");
}

#[test]
fn need_call_he_title() {
    holds("need-call-he-title");
}

#[test]
fn need_call_he_title_es() {
    holds("need-call-he-title-es");
}

#[test]
fn tico19_es2en() {
    holds("tico19-es2en");
}

#[test]
fn xquad_es2en() {
    holds("xquad-es2en");
}

#[test]
fn xquad_es2es() {
    holds("xquad-es2es");
}
