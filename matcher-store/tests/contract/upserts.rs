//! Stating records.

use matcher_core::model::{Draft, Need, Offer, Partner, RecordKind, Sequence};
use matcher_store::{Outcome, StoreError, UPSERT_BATCH, UpsertOptions, Upserted};
use serde_json::json;

use crate::fixture::Fixture;
use crate::sample::{
    draft, id_of, need, offer, offer_id, origin, partner, patch, portal, put, source, staff, titled,
};

pub(crate) async fn stores_and_finds_a_record(fixture: &Fixture) {
    let store = fixture.open().await;
    let answer = put(&store, vec![offer("a"), offer("b")]).await;
    assert_eq!(answer.len(), 2);
    assert_eq!((answer[0].outcome, answer[0].revision, answer[0].sequence), (Outcome::Added, 1, Sequence(1)));
    assert_eq!(answer[1].sequence, Sequence(2));
    let record = store.find::<Offer>(&offer_id("a")).await.expect("a read").expect("the record");
    assert_eq!(record.id, answer[0].id);
    assert_eq!((record.source.as_str(), record.external_id.as_str()), ("portal", "a"));
    assert_eq!(*record.effective(), offer("a").values);
    assert_eq!((record.revision, record.sequence), (1, Sequence(1)));
    assert_eq!(record.created_at, record.updated_at);
    assert!(record.withdrawn_at.is_none() && record.editorial.stamps.is_empty());
    let stamp = &record.provenance()["country"];
    assert_eq!((stamp.said_by.as_str(), stamp.at), ("source:portal", record.created_at));
    assert!(!record.provenance().contains_key("summary"));
    let same = store.find_by_external_id::<Offer>(&source("portal"), "a").await.expect("a read");
    assert_eq!(same, Some(record));
    assert_eq!(store.find::<Offer>(&offer_id("c")).await.expect("a read"), None);
}

pub(crate) async fn says_the_same_and_writes_nothing(fixture: &Fixture) {
    let store = fixture.open().await;
    put(&store, vec![offer("a"), offer("b")]).await;
    let before = store.find::<Offer>(&offer_id("b")).await.expect("a read");
    let answer = store
        .upsert(vec![offer("b"), offer("a")], &origin("source:elsewhere"), UpsertOptions::default())
        .await;
    let answer = answer.expect("nothing to do");
    assert!(answer.iter().all(|upserted| upserted.outcome == Outcome::Unchanged && upserted.revision == 1));
    assert_eq!((answer[0].sequence, answer[1].sequence), (Sequence(2), Sequence(1)));
    assert_eq!(store.sequence().await.expect("a position"), Sequence(2));
    assert_eq!(store.changes_after(Sequence(0), 10).await.expect("a log").len(), 2);
    assert_eq!(store.find::<Offer>(&offer_id("b")).await.expect("a read"), before);
}

pub(crate) async fn keeps_the_moment_of_values_that_stay(fixture: &Fixture) {
    let store = fixture.open().await;
    put(&store, vec![offer("a")]).await;
    let first = store.find::<Offer>(&offer_id("a")).await.expect("a read").expect("the record");
    tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    let mut again = offer("a");
    again.values.country = Some("IT".parse().expect("a country"));
    again.values.themes = None;
    again.values.rolling = Some(true);
    let answer =
        store.upsert(vec![again], &origin("source:other"), UpsertOptions::default()).await.expect("a write");
    assert_eq!(
        (answer[0].outcome, answer[0].revision, answer[0].sequence),
        (Outcome::Changed, 2, Sequence(2))
    );
    let second = store.find::<Offer>(&offer_id("a")).await.expect("a read").expect("the record");
    let (before, after) = (first.provenance(), second.provenance());
    assert_eq!(after["title"], before["title"]);
    assert!(after["country"].at > before["country"].at);
    assert_eq!(after["country"].said_by.as_str(), "source:other");
    assert_eq!(after["rolling"].at, second.updated_at);
    assert!(!after.contains_key("themes"));
    assert_eq!(second.created_at, first.created_at);
    assert!(second.updated_at > first.updated_at);
}

pub(crate) async fn keeps_the_quoted_sentence(fixture: &Fixture) {
    let store = fixture.open().await;
    let mut quoted = titled("a", "Becas");
    quoted.evidence.insert("title".to_owned(), "Llamado a becas.".to_owned());
    quoted.evidence.insert("country".to_owned(), "about a value that is not there".to_owned());
    put(&store, vec![quoted.clone()]).await;
    let record = store.find::<Offer>(&offer_id("a")).await.expect("a read").expect("the record");
    assert_eq!(record.stated.stamps["title"].quote.as_deref(), Some("Llamado a becas."));
    assert_eq!(record.stated.stamps.len(), 1);
    assert_eq!(put(&store, vec![quoted.clone()]).await[0].outcome, Outcome::Unchanged);
    quoted.evidence.insert("title".to_owned(), "Nuevo llamado.".to_owned());
    assert_eq!(put(&store, vec![quoted]).await[0].outcome, Outcome::Changed);
    let again = store.find::<Offer>(&offer_id("a")).await.expect("a read").expect("the record");
    assert_eq!(again.stated.stamps["title"].quote.as_deref(), Some("Nuevo llamado."));
    assert_eq!(again.stated.stamps["title"].at, record.created_at, "the value itself is as old as it was");
}

pub(crate) async fn editorial_values_survive_a_harvest(fixture: &Fixture) {
    let store = fixture.open().await;
    put(&store, vec![offer("a")]).await;
    let id = offer_id("a");
    store.edit::<Offer>(&id, patch(json!({"country": "UY"})), &staff(), None).await.expect("an edit");
    let mut again = offer("a");
    again.values.country = Some("IT".parse().expect("a country"));
    put(&store, vec![again]).await;
    let record = store.find::<Offer>(&id).await.expect("a read").expect("the record");
    assert_eq!(record.effective().country.as_ref().expect("a country").as_str(), "UY");
    assert_eq!(record.stated.values.country.as_ref().expect("a country").as_str(), "IT");
    assert_eq!(record.provenance()["country"].said_by, staff());
}

pub(crate) async fn a_duplicate_in_one_call_is_named(fixture: &Fixture) {
    let store = fixture.open().await;
    let error = store
        .upsert(vec![offer("a"), offer("b"), offer("a")], &portal(), UpsertOptions::default())
        .await
        .expect_err("twice the same");
    assert!(error.to_string().starts_with("drafts 0 and 2 are both \"a\" of portal"), "{error}");
    assert_eq!(store.sequence().await.expect("a position"), Sequence(0));
}

pub(crate) async fn one_bad_draft_stores_none(fixture: &Fixture) {
    let store = fixture.open().await;
    let mut drafts: Vec<Draft<Offer>> = (0..600).map(|n| offer(&n.to_string())).collect();
    drafts[555].values.title = None;
    let error = store.upsert(drafts, &portal(), UpsertOptions::default()).await.expect_err("a bad draft");
    let StoreError::InvalidDraft { position: 555, external_id, problems } = &error else { panic!("{error}") };
    assert_eq!((external_id.as_str(), problems[0].pointer.as_str()), ("555", "/title"));
    assert_eq!(store.count::<Offer>().await.expect("a count"), 0);
    assert_eq!(store.sequence().await.expect("a position"), Sequence(0));
    let mut nameless = offer("x");
    nameless.external_id = "a\nb".to_owned();
    let error =
        store.upsert(vec![nameless], &portal(), UpsertOptions::default()).await.expect_err("a bad id");
    assert!(error.to_string().contains("/external_id"), "{error}");
}

pub(crate) async fn many_are_kept_batch_by_batch(fixture: &Fixture) {
    let store = fixture.open().await;
    let sizes = [UPSERT_BATCH / 4, UPSERT_BATCH / 2, UPSERT_BATCH, 3];
    let kept = sizes[0] + sizes[1];
    let names: Vec<String> = (0..sizes.iter().sum()).map(|n| n.to_string()).collect();
    let all = || names.iter().map(|name| titled(name, "Agua")).collect::<Vec<Draft<Offer>>>();
    let options = UpsertOptions::default();
    let mut batches: Vec<Vec<Upserted>> = Vec::new();

    let mut drafts = all();
    drafts[kept + 7].values.title = None;
    let error = store.upsert_all(drafts, &portal(), options, |batch| batches.push(batch)).await;
    let Err(StoreError::InvalidDraft { position, external_id, .. }) = error else { panic!("a bad draft") };
    assert_eq!((position, external_id), (kept + 7, (kept + 7).to_string()));
    assert_eq!(batches.iter().map(Vec::len).collect::<Vec<_>>(), sizes[..2], "the batches before are kept");
    assert_eq!(store.count::<Offer>().await.expect("a count"), kept as u64);

    batches.clear();
    store.upsert_all(all(), &portal(), options, |batch| batches.push(batch)).await.expect("all are good");
    assert_eq!(batches.iter().map(Vec::len).collect::<Vec<_>>(), sizes);
    let upserted = batches.concat();
    let ids: Vec<_> = names.iter().map(|name| offer_id(name)).collect();
    assert_eq!(upserted.iter().map(|one| one.id.clone()).collect::<Vec<_>>(), ids, "in the order given");
    let outcomes = upserted.iter().map(|one| one.outcome);
    assert_eq!(outcomes.filter(|outcome| *outcome == Outcome::Unchanged).count(), kept);
    assert_eq!(store.sequence().await.expect("a position"), Sequence(names.len() as u64));
    store.upsert_all::<Offer>(Vec::new(), &portal(), options, |_| panic!("nothing")).await.expect("nothing");
}

pub(crate) async fn expects_a_revision(fixture: &Fixture) {
    let store = fixture.open().await;
    let at = |revision| UpsertOptions { if_revision: Some(revision), ..UpsertOptions::default() };
    let error = store.upsert(vec![offer("a")], &portal(), at(1)).await.expect_err("not stored yet");
    assert!(matches!(error, StoreError::RevisionConflict { expected: 1, found: 0, .. }), "{error}");
    store.upsert(vec![offer("a")], &portal(), at(0)).await.expect("not stored, as expected");
    let error = store.upsert(vec![offer("a")], &portal(), at(0)).await.expect_err("stored by now");
    assert!(matches!(error, StoreError::RevisionConflict { expected: 0, found: 1, .. }), "{error}");
    store.upsert(vec![titled("a", "Otro")], &portal(), at(1)).await.expect("the revision read");
}

pub(crate) async fn a_dry_run_writes_nothing(fixture: &Fixture) {
    let store = fixture.open().await;
    put(&store, vec![offer("a"), offer("b")]).await;
    let dry = UpsertOptions { dry_run: true, ..UpsertOptions::default() };
    let drafts = vec![offer("a"), titled("b", "Otro"), offer("c")];
    let outcomes: Vec<_> = store
        .upsert(drafts, &portal(), dry)
        .await
        .expect("a try")
        .iter()
        .map(|upserted| upserted.outcome)
        .collect();
    assert_eq!(outcomes, [Outcome::Unchanged, Outcome::Changed, Outcome::Added]);
    assert_eq!(store.sequence().await.expect("a position"), Sequence(2));
    assert_eq!(store.count::<Offer>().await.expect("a count"), 2);
}

pub(crate) async fn restores_what_its_source_withdrew(fixture: &Fixture) {
    let store = fixture.open().await;
    put(&store, vec![offer("a")]).await;
    store.withdraw::<Offer>(&offer_id("a"), &portal(), None).await.expect("a withdrawal");
    let answer = put(&store, vec![offer("a")]).await;
    assert_eq!((answer[0].outcome, answer[0].revision), (Outcome::Restored, 3));
    let record = store.find::<Offer>(&offer_id("a")).await.expect("a read").expect("the record");
    assert!(record.withdrawn_at.is_none());
    assert_eq!(record.stated.stamps["title"].at, record.created_at);
}

pub(crate) async fn leaves_withdrawn_what_staff_withdrew(fixture: &Fixture) {
    let store = fixture.open().await;
    put(&store, vec![offer("a")]).await;
    let withdrawn = store.withdraw::<Offer>(&offer_id("a"), &staff(), None).await.expect("a withdrawal");
    assert_eq!(put(&store, vec![offer("a")]).await[0].outcome, Outcome::Unchanged);
    assert_eq!(put(&store, vec![titled("a", "Otro")]).await[0].outcome, Outcome::Changed);
    let record = store.find::<Offer>(&offer_id("a")).await.expect("a read").expect("the record");
    assert_eq!(record.withdrawn_at, withdrawn.withdrawn_at);
    let answer = store.upsert(vec![titled("a", "Otro")], &staff(), UpsertOptions::default()).await;
    assert_eq!(answer.expect("staff may")[0].outcome, Outcome::Restored);
}

pub(crate) async fn many_at_once(fixture: &Fixture) {
    let store = fixture.open().await;
    let drafts = |changed: usize| -> Vec<Draft<Offer>> {
        (0..2_000)
            .map(|n| if n < changed { titled(&n.to_string(), "Otro") } else { offer(&n.to_string()) })
            .collect()
    };
    let answer = put(&store, drafts(0)).await;
    assert!(answer.iter().enumerate().all(|(n, upserted)| upserted.sequence.0 == n as u64 + 1));
    let answer = put(&store, drafts(700)).await;
    let changed = answer.iter().filter(|upserted| upserted.outcome == Outcome::Changed).count();
    assert_eq!(changed, 700);
    assert_eq!(store.sequence().await.expect("a position"), Sequence(2_700));
    assert_eq!(store.count::<Offer>().await.expect("a count"), 2_000);
}

pub(crate) async fn kinds_do_not_mix(fixture: &Fixture) {
    let store = fixture.open().await;
    put(&store, vec![offer("a")]).await;
    put(&store, vec![need("a")]).await;
    put(&store, vec![partner("a")]).await;
    assert_eq!(store.count::<Need>().await.expect("a count"), 1);
    assert_eq!(store.find::<Need>(&offer_id("a")).await.expect("a read"), None);
    let found = store.find::<Partner>(&id_of(RecordKind::Partner, "a")).await.expect("a read");
    assert_eq!(*found.expect("the partner").effective(), partner("a").values);
}

pub(crate) async fn odd_text_comes_back_as_it_went_in(fixture: &Fixture) {
    let store = fixture.open().await;
    let title = "«Ñandú» \u{1}\u{1F30A} 'quoted' \"twice\" \\ % _ ; -- \u{202E}";
    let odd = draft::<Offer>(
        "a'b\"c%d;--ñ",
        json!({"title": {"es": title}, "amount": {"max": "0.10", "currency": "CLP"}}),
    );
    put(&store, vec![odd.clone()]).await;
    let record = store.find_by_external_id::<Offer>(&source("portal"), "a'b\"c%d;--ñ").await.expect("a read");
    assert_eq!(*record.expect("the record").effective(), odd.values);
    assert_eq!(put(&store, vec![odd]).await[0].outcome, Outcome::Unchanged);
}

pub(crate) async fn a_record_too_large_is_refused(fixture: &Fixture) {
    let store = fixture.open().await;
    let text = "a".repeat(390_000);
    let tags = [
        "es", "en", "fr", "pt", "it", "de", "nl", "sv", "da", "fi", "pl", "cs", "sk", "hu", "ro", "bg", "el",
        "tr", "ru", "uk", "zh", "ja", "ko",
    ];
    let body: serde_json::Map<_, _> = tags.iter().map(|tag| ((*tag).to_owned(), json!(text))).collect();
    let error = store
        .upsert(
            vec![offer("a"), draft("b", json!({"title": "x", "body": body}))],
            &portal(),
            UpsertOptions::default(),
        )
        .await
        .expect_err("nine megabytes");
    let StoreError::InvalidDraft { position: 1, problems, .. } = &error else { panic!("{error}") };
    assert_eq!(problems[0].code, "too-large");
}
