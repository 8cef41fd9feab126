//! People's judgements against likenesses and against each other.

use super::super::*;
use crate::model::{RecordId, RecordKind};

fn member(source: &str, name: &str) -> Member {
    let source = source.parse().expect("a source");
    Member { id: RecordId::derive(RecordKind::Offer, &source, name), source }
}

fn link(left: &Member, right: &Member, score: f64, verdict: Sameness) -> Link {
    Link { left: left.id.clone(), right: right.id.clone(), score, verdict }
}

fn same(left: &Member, right: &Member) -> Link {
    link(left, right, 0.95, Sameness::Same)
}

fn judged(left: &Member, right: &Member, decision: Decision) -> Judgement {
    Judgement { left: left.id.clone(), right: right.id.clone(), decision }
}

fn sorted(members: &[&Member]) -> Vec<RecordId> {
    let mut ids: Vec<RecordId> = members.iter().map(|member| member.id.clone()).collect();
    ids.sort();
    ids
}

fn three() -> [Member; 3] {
    [member("a", "1"), member("b", "2"), member("c", "3")]
}

#[test]
fn likenesses_join_through_a_third_record() {
    let [a, b, c] = three();
    let found = cluster(&[a.clone(), b.clone(), c.clone()], &[same(&a, &b), same(&b, &c)], &[]);
    assert_eq!(found.clusters, [Cluster { records: sorted(&[&a, &b, &c]) }]);
}

#[test]
fn a_split_is_not_undone_by_a_chain() {
    let [a, b, c] = three();
    let apart = [judged(&a, &c, Decision::Different)];
    let links = [same(&b, &c), link(&a, &b, 0.99, Sameness::Same)];
    let found = cluster(&[a.clone(), b.clone(), c.clone()], &links, &apart);
    assert_eq!(found.clusters, [Cluster { records: sorted(&[&a, &b]) }], "the likest pair stays");
    assert_eq!(found.refused.len(), 1);
    assert_eq!(found.refused[0].refusal, Refusal::JudgedDifferent);
}

#[test]
fn a_person_joins_what_was_found_different() {
    let [a, b, c] = three();
    let links = [link(&a, &b, 0.01, Sameness::Different), same(&b, &c)];
    let found = cluster(&[a.clone(), b.clone(), c.clone()], &links, &[judged(&b, &a, Decision::Same)]);
    assert_eq!(found.clusters, [Cluster { records: sorted(&[&a, &b, &c]) }]);
    assert!(found.conflicts.is_empty());
}

#[test]
fn judgements_against_each_other_are_told() {
    let [a, b, c] = three();
    let judgements =
        [judged(&a, &b, Decision::Same), judged(&b, &c, Decision::Same), judged(&a, &c, Decision::Different)];
    let found = cluster(&[a.clone(), b.clone(), c.clone()], &[], &judgements);
    assert_eq!((found.clusters.len(), found.conflicts.len()), (1, 1));
    assert_eq!(found.clusters[0].records.len(), 2, "the split holds");
    assert_eq!(found.conflicts[0].because.decision, Decision::Different);
}

#[test]
fn which_of_two_it_is_a_person_must_say() {
    let (one, other, abroad) = (member("a", "1"), member("a", "2"), member("b", "3"));
    let members = [one.clone(), other.clone(), abroad.clone()];
    let links = [same(&one, &abroad), same(&other, &abroad)];
    let found = cluster(&members, &links, &[]);
    assert!(found.clusters.is_empty() && found.refused.len() == 2);
    assert!(found.refused.iter().all(|refused| refused.refusal == Refusal::Ambiguous));
    let found = cluster(&members, &links, &[judged(&other, &abroad, Decision::Different)]);
    assert_eq!(found.clusters, [Cluster { records: sorted(&[&one, &abroad]) }], "one is left");
    let found = cluster(&members, &links, &[judged(&one, &abroad, Decision::Same)]);
    assert_eq!(found.clusters, [Cluster { records: sorted(&[&one, &abroad]) }]);
}

#[test]
fn two_records_of_one_source_are_not_joined_by_a_third() {
    let (one, other, abroad) = (member("a", "1"), member("a", "2"), member("b", "3"));
    let links = [same(&one, &abroad), link(&other, &abroad, 0.99, Sameness::Same)];
    let members = [one.clone(), other.clone(), abroad.clone()];
    let found = cluster(&members, &links, &[]);
    assert_eq!(found.clusters, [Cluster { records: sorted(&[&other, &abroad]) }]);
    assert_eq!(found.refused[0].refusal, Refusal::OneSource);
    let judgements = [judged(&one, &other, Decision::Same)];
    let found = cluster(&members, &links, &judgements);
    assert_eq!(found.clusters, [Cluster { records: sorted(&[&one, &other, &abroad]) }]);
}
