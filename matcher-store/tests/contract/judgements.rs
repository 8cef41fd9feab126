//! What people judge: followed at once, remembered whatever comes, taken back on request, never against itself.

use matcher_core::dedupe::Decision::{Different, Same};
use matcher_core::model::{Offer, RecordId, Sequence};
use matcher_store::{Action, JudgementRecord, Store, StoreError};
use serde_json::json;

use crate::duplicates::{call, clusters, follow, id_of, say, told_by};
use crate::fixture::Fixture;
use crate::sample::{need, offer_id, put, staff};

async fn judge(
    store: &Store,
    ids: &[RecordId],
    decision: matcher_core::dedupe::Decision,
) -> Result<matcher_store::Judged, StoreError> {
    store.judge(ids, decision, "lo dice el portal", &staff()).await
}

async fn three(store: &Store) -> [RecordId; 3] {
    for from in ["portal", "espejo", "boletin"] {
        say(store, vec![call(from, "Lenga")]).await;
    }
    follow(store).await;
    ["portal", "espejo", "boletin"].map(|from| id_of(from, "Lenga"))
}

pub(crate) async fn a_split_outlives_harvest_and_restoration(fixture: &Fixture) {
    let store = fixture.open().await;
    let [own, mirror, letter] = three(&store).await;
    assert_eq!(clusters(&store).await[0].0.len(), 3);
    let before = store.sequence().await.expect("a position");
    let split = judge(&store, &[own.clone(), mirror.clone()], Different).await.expect("judged");
    assert!(split.newly);
    let log = store.changes_after(before, 20).await.expect("a log");
    assert_eq!(log[1].sequence, Sequence(split.judgement.id), "its id is a position");
    assert!(log[..2].iter().all(|change| change.action == Action::Judged && change.said_by == staff()));
    let apart = |found: &[(Vec<RecordId>, RecordId)]| {
        found.iter().all(|(members, _)| !(members.contains(&own) && members.contains(&mirror)))
    };
    let after_split = clusters(&store).await;
    assert!(apart(&after_split), "at once: {after_split:?}");

    // A harvest that changes the records does not undo it, nor does looking at everything again.
    let mut changed = call("espejo", "Lenga");
    changed.values.country = Some("FR".parse().expect("a country"));
    say(&store, vec![changed]).await;
    follow(&store).await;
    assert!(apart(&clusters(&store).await));
    let file = fixture.path("backup.gz");
    store.backup(&file).await.expect("a backup");
    let other = fixture.open_sqlite("other.sqlite3").await;
    other.restore(&file).await.expect("a restoration");
    assert_eq!(clusters(&other).await, clusters(&store).await);
    assert_eq!(
        other.list_judgements(None, 10).await.expect("a page"),
        store.list_judgements(None, 10).await.expect("a page")
    );
    let position = other.sequence().await.expect("a position");
    assert_eq!(follow(&other).await, follow(&store).await);
    assert_eq!(other.sequence().await.expect("a position"), position, "nothing is found again");
    say(&other, vec![call("espejo", "Lenga")]).await;
    follow(&other).await;
    assert!(apart(&clusters(&other).await));
    let detail = other.find_cluster(&letter).await.expect("a read");
    assert!(
        detail.is_some_and(|detail| detail
            .judgements
            .iter()
            .any(|judged| judged.because == "lo dice el portal"))
    );
}

pub(crate) async fn a_merge_holds_until_taken_back(fixture: &Fixture) {
    let store = fixture.open().await;
    let unlike = told_by("boletin", "x", json!({"title": {"es": "Otra cosa muy distinta"}}));
    say(&store, vec![unlike]).await;
    say(&store, vec![call("portal", "Lenga")]).await;
    let ids = [id_of("boletin", "x"), id_of("portal", "Lenga")];
    let merge = judge(&store, &ids, Same).await.expect("judged");
    assert_eq!(merge.judgement.records(), ids.iter().cloned().collect());
    assert_eq!(clusters(&store).await.len(), 1);
    follow(&store).await;
    let again = judge(&store, &[ids[1].clone(), ids[0].clone()], Same).await.expect("judged");
    assert_eq!((again.newly, again.judgement.id), (false, merge.judgement.id), "said once");

    let position = store.sequence().await.expect("a position");
    let back =
        store.withdraw_judgement(merge.judgement.id, "me equivoqué", &staff()).await.expect("taken back");
    assert_eq!(back.withdrawn.as_ref().map(|one| one.because.as_str()), Some("me equivoqué"));
    assert!(clusters(&store).await.is_empty());
    assert!(store.sequence().await.expect("a position") > position);
    let position = store.sequence().await.expect("a position");
    let twice = store.withdraw_judgement(merge.judgement.id, "de nuevo", &staff()).await.expect("nothing");
    assert_eq!(twice, back);
    assert_eq!(store.sequence().await.expect("a position"), position);

    // The history keeps both, and the same may be judged anew.
    judge(&store, &ids, Same).await.expect("judged");
    let page = store.list_judgements(None, 1).await.expect("a page");
    assert_eq!((page.total, page.items[0].withdrawn.is_none()), (2, true));
    let rest = store.list_judgements(page.next.as_ref(), 1).await.expect("a page");
    assert_eq!(rest.items, [back]);
    assert!(rest.next.is_none());
}

fn named(error: &StoreError) -> &[u64] {
    match error {
        StoreError::ContradictsJudgement { judgements } => judgements,
        other => panic!("{other}"),
    }
}

pub(crate) async fn what_contradicts_is_refused(fixture: &Fixture) {
    let store = fixture.open().await;
    let ids: Vec<RecordId> = ["a", "b", "c"].iter().map(|id| id_of("portal", id)).collect();
    let titles = ["Uno sobre agua", "Dos sobre bosques", "Tres sobre música"];
    for (id, title) in ["a", "b", "c"].iter().zip(titles) {
        say(&store, vec![told_by("portal", id, json!({"title": {"es": title}}))]).await;
    }
    let pair = |one: usize, other: usize| [ids[one].clone(), ids[other].clone()];
    let first = judge(&store, &pair(0, 1), Same).await.expect("judged").judgement;
    let second = judge(&store, &pair(1, 2), Same).await.expect("judged").judgement;
    let error = judge(&store, &pair(0, 1), Different).await.expect_err("said otherwise");
    assert_eq!(named(&error), [first.id]);
    let error = judge(&store, &pair(0, 2), Different).await.expect_err("the same through a third");
    assert_eq!(named(&error), [first.id, second.id]);
    assert!(error.to_string().contains(&first.id.to_string()), "{error}");
    store.withdraw_judgement(second.id, "no", &staff()).await.expect("taken back");
    let apart = judge(&store, &pair(0, 2), Different).await.expect("judged").judgement;
    let error = judge(&store, &pair(1, 2), Same).await.expect_err("would join what is apart");
    assert_eq!(named(&error), [apart.id]);
    assert_eq!(clusters(&store).await.len(), 1);
}

pub(crate) async fn bad_judgements_are_named(fixture: &Fixture) {
    let store = fixture.open().await;
    let [own, mirror, _] = three(&store).await;
    put(&store, vec![need("n")]).await;
    let a_need = crate::sample::id_of(matcher_core::model::RecordKind::Need, "n");
    let position = store.sequence().await.expect("a position");
    let many: Vec<RecordId> = (0..21).map(|n| offer_id(&n.to_string())).collect();
    let cases: [(&[RecordId], &str, &str, &str); 6] = [
        (std::slice::from_ref(&own), "porque sí", "/records", "out-of-range"),
        (&many, "porque sí", "/records", "out-of-range"),
        (&[own.clone(), own.clone()], "porque sí", "/records/1", "repeated"),
        (&[own.clone(), offer_id("absent")], "porque sí", "/records/1", "unknown-id"),
        (&[a_need, own.clone()], "porque sí", "/records/0", "not-an-offer"),
        (&[own.clone(), mirror.clone()], " ", "/because", "missing"),
    ];
    for (ids, because, pointer, code) in cases {
        let error = store.judge(ids, Same, because, &staff()).await.expect_err(code);
        let StoreError::Invalid(problems) = &error else { panic!("{error}") };
        assert!(problems.iter().any(|one| one.pointer == pointer && one.code == code), "{problems:?}");
    }
    let error = store.withdraw_judgement(7, "porque sí", &staff()).await.expect_err("none");
    assert!(matches!(error, StoreError::NoSuchJudgement { id: 7 }), "{error}");
    assert_eq!(store.sequence().await.expect("a position"), position);
    assert_eq!(store.list_judgements(None, 10).await.expect("a page").items, Vec::<JudgementRecord>::new());
    let record = store.find::<Offer>(&own).await.expect("a read").expect("the record");
    assert_eq!(record.revision, 1);
}
