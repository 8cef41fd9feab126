//! The figures last accepted, over the judged sets that stand beside the repository: a drop fails.
//!
//! A better engine raises them in `fixtures/judgements/baseline.json`, in the same change.

use std::path::Path;

use super::{Accepted, evaluate_text};
use crate::lexicon::Lexicon;

/// Less than this is rounding.
const TOLERANCE: f64 = 0.002;

fn holds(set: &str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crate stands in the repository");
    let folder = root.join("../shared/eval").join(set);
    if !folder.is_dir() {
        eprintln!("skipped: ../shared is absent");
        return;
    }
    let accepted: Accepted =
        serde_json::from_str(include_str!("../../../fixtures/judgements/baseline.json")).expect("figures");
    let accepted = &accepted[set];
    let file = |name: &str| folder.join(name);
    let lexicon = Lexicon::shipped();
    let (corpus, queries, qrels) = (file("corpus.jsonl"), file("queries.jsonl"), file("qrels.tsv"));
    let report = evaluate_text(&corpus, &queries, &qrels, lexicon, &mut |_| ());
    let means = report.expect("a report").means;
    for (name, found, least) in [
        ("nDCG@10", means.ndcg_at_10, accepted.ndcg_at_10),
        ("MRR@10", means.mrr_at_10, accepted.mrr_at_10),
        ("Recall@100", means.recall_at_100, accepted.recall_at_100),
    ] {
        let (found, least) = (found.expect("judgements"), least.expect("an accepted figure"));
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

/// The whole score under the profile of Aysén, on a day on which nothing has closed: the judges disregarded dates.
#[test]
fn aysen_by_the_whole_score() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crate stands in the repository");
    let folder = root.join("../shared/eval/aysen");
    if !folder.is_dir() {
        eprintln!("skipped: ../shared is absent");
        return;
    }
    let file = |name: &str| folder.join(name);
    let setup = super::FullSetup {
        corpus: &file("corpus.jsonl"),
        queries: &file("queries.jsonl"),
        qrels: &file("qrels.tsv"),
        eligibility: Some(&file("eligibility.tsv")),
        profile: &crate::score::Profile::shipped("aysen").expect("the profile"),
        lexicon: Lexicon::shipped(),
        today: jiff::civil::date(2010, 1, 1),
    };
    let report = super::evaluate_full(&setup, &mut |_| ()).expect("a report");
    let useful = report.useful.as_ref().and_then(|report| report.means.ndcg_at_10).expect("judgements");
    let said = |judged| report.verdicts["all"][&judged];
    eprintln!("useful {useful:.4}, {:?}", report.relevant.means);
    eprintln!(
        "n {:?}, y {:?}, u {:?}",
        said(super::Judged::N),
        said(super::Judged::Y),
        said(super::Judged::U)
    );
    assert!(useful >= 0.42, "useful nDCG@10 fell to {useful:.4}");
    let share = |said: super::Verdicts, part: usize| part as f64 / (said.yes + said.no + said.open) as f64;
    let (n, y) = (said(super::Judged::N), said(super::Judged::Y));
    assert!(share(y, y.no) <= 0.02, "gated out of those that can benefit: {y:?}");
    assert!(share(n, n.no) >= 0.85, "gated out of those that cannot: {n:?}");
}

/// Two collectors of one portal: pairs found with every identifier withheld, and with them.
#[test]
fn duplicates_of_two_collectors() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crate stands in the repository");
    let folder = root.join("../shared/eval/dedup-eu-calls");
    if !folder.is_dir() {
        eprintln!("skipped: ../shared is absent");
        return;
    }
    let accepted: std::collections::BTreeMap<String, std::collections::BTreeMap<String, f64>> =
        serde_json::from_str(include_str!("../../../fixtures/judgements/duplicates.json")).expect("figures");
    let accepted = &accepted["dedup-eu-calls"];
    let set = super::DuplicateSet::read_labelled(&folder).expect("a set");
    let report = super::evaluate_duplicates(&set);
    for (name, found) in [("withheld_f1", report.withheld.f1), ("named_f1", report.named.f1)] {
        let (found, least) = (found.expect("known pairs"), accepted[name]);
        assert!(found >= least - TOLERANCE, "{name} fell from {least} to {found:.4}");
    }
}
