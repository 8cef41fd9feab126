//! Staff's own layer, and withdrawals.

use matcher_core::model::{Need, Offer, RecordKind};
use matcher_store::StoreError;
use serde_json::json;

use crate::fixture::Fixture;
use crate::sample::{id_of, offer, offer_id, patch, portal, put, staff};

pub(crate) async fn lays_values_over_and_takes_them_back(fixture: &Fixture) {
    let store = fixture.open().await;
    put(&store, vec![offer("a")]).await;
    let id = offer_id("a");
    let edited = store
        .edit::<Offer>(&id, patch(json!({"country": "ES", "rolling": true})), &staff(), None)
        .await
        .expect("an edit");
    assert_eq!((edited.revision, edited.sequence.0), (2, 2));
    assert_eq!(edited.effective().country.as_ref().expect("a country").as_str(), "ES");
    assert_eq!(edited.stated.values, offer("a").values);
    assert_eq!(edited.provenance()["country"].said_by, staff());
    assert_eq!(store.find::<Offer>(&id).await.expect("a read"), Some(edited.clone()));
    tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    let back =
        store.edit::<Offer>(&id, patch(json!({"country": null})), &staff(), None).await.expect("an edit");
    assert_eq!(back.effective().country.as_ref().expect("a country").as_str(), "FR");
    assert_eq!(back.editorial.stamps["rolling"], edited.editorial.stamps["rolling"]);
    let bare =
        store.edit::<Offer>(&id, patch(json!({"rolling": null})), &staff(), None).await.expect("an edit");
    assert!(bare.editorial.stamps.is_empty());
    assert_eq!(*bare.effective(), offer("a").values);
}

pub(crate) async fn merges_objects(fixture: &Fixture) {
    let store = fixture.open().await;
    put(&store, vec![offer("a")]).await;
    let id = offer_id("a");
    let edited = store
        .edit::<Offer>(&id, patch(json!({"title": {"fr": "Fonds", "en": null}})), &staff(), None)
        .await
        .expect("an edit");
    let title = serde_json::to_value(&edited.effective().title).expect("JSON");
    assert_eq!(title, json!({"es": "Fondo de agua a", "fr": "Fonds"}));
}

pub(crate) async fn refuses_unknown_fields_and_bad_values(fixture: &Fixture) {
    let store = fixture.open().await;
    put(&store, vec![offer("a")]).await;
    let id = offer_id("a");
    for (fields, pointer, code) in [
        (json!({"colour": "blue"}), "/colour", "unknown-field"),
        (json!({"source": "elsewhere"}), "/source", "unknown-field"),
        (json!({"country": "XX"}), "/country", "invalid"),
        (json!({"co_financing_percent": 130}), "/co_financing_percent", "out-of-range"),
        (json!({"opens": "2028-01-01"}), "/opens", "dates-reversed"),
        (json!({"title": {"es": null, "en": null}}), "/title", "missing"),
        (json!({"summary": {"pt": " "}}), "/summary/pt", "empty"),
    ] {
        let error =
            store.edit::<Offer>(&id, patch(fields.clone()), &staff(), None).await.expect_err("a refusal");
        let StoreError::Invalid(problems) = &error else { panic!("{fields}: {error}") };
        assert_eq!((problems[0].pointer.as_str(), problems[0].code), (pointer, code), "{fields}");
    }
    let record = store.find::<Offer>(&id).await.expect("a read").expect("the record");
    assert_eq!(record.revision, 1);
}

pub(crate) async fn expects_a_revision(fixture: &Fixture) {
    let store = fixture.open().await;
    put(&store, vec![offer("a")]).await;
    let id = offer_id("a");
    let fields = || patch(json!({"country": "ES"}));
    let error = store.edit::<Offer>(&id, fields(), &staff(), Some(7)).await.expect_err("another revision");
    assert!(matches!(error, StoreError::RevisionConflict { expected: 7, found: 1, .. }), "{error}");
    store.edit::<Offer>(&id, fields(), &staff(), Some(1)).await.expect("the revision read");
    let error = store.withdraw::<Offer>(&id, &staff(), Some(1)).await.expect_err("edited since");
    assert!(matches!(error, StoreError::RevisionConflict { expected: 1, found: 2, .. }), "{error}");
}

pub(crate) async fn changes_nothing_without_a_change(fixture: &Fixture) {
    let store = fixture.open().await;
    put(&store, vec![offer("a")]).await;
    let id = offer_id("a");
    let first =
        store.edit::<Offer>(&id, patch(json!({"country": "ES"})), &staff(), None).await.expect("an edit");
    let second =
        store.edit::<Offer>(&id, patch(json!({"country": "ES"})), &staff(), None).await.expect("an edit");
    let third =
        store.edit::<Offer>(&id, patch(json!({"summary": null})), &staff(), None).await.expect("an edit");
    assert_eq!((&second, &third), (&first, &first));
    assert_eq!(store.sequence().await.expect("a position").0, 2);
}

pub(crate) async fn withdraws_once(fixture: &Fixture) {
    let store = fixture.open().await;
    put(&store, vec![offer("a")]).await;
    let id = offer_id("a");
    let first = store.withdraw::<Offer>(&id, &staff(), None).await.expect("a withdrawal");
    assert_eq!((first.withdrawn_at, first.revision), (Some(first.updated_at), 2));
    let second = store.withdraw::<Offer>(&id, &staff(), None).await.expect("a withdrawal");
    assert_eq!(second, first);
    let third = store.withdraw::<Offer>(&id, &portal(), None).await.expect("a withdrawal");
    assert_eq!(third, first);
    assert_eq!(store.find::<Offer>(&id).await.expect("a read"), Some(first));
}

pub(crate) async fn staff_confirm_a_withdrawal(fixture: &Fixture) {
    let store = fixture.open().await;
    put(&store, vec![offer("a")]).await;
    let id = offer_id("a");
    let first = store.withdraw::<Offer>(&id, &portal(), None).await.expect("a withdrawal");
    let second = store.withdraw::<Offer>(&id, &staff(), None).await.expect("a withdrawal");
    assert_eq!((second.withdrawn_at, second.revision), (first.withdrawn_at, 3));
    put(&store, vec![offer("a")]).await;
    let record = store.find::<Offer>(&id).await.expect("a read").expect("the record");
    assert!(record.withdrawn_at.is_some());
}

pub(crate) async fn missing_records_are_not_found(fixture: &Fixture) {
    let store = fixture.open().await;
    put(&store, vec![offer("a")]).await;
    let missing = id_of(RecordKind::Offer, "b");
    let error = store.edit::<Offer>(&missing, patch(json!({})), &staff(), None).await.expect_err("not there");
    assert!(matches!(&error, StoreError::NotFound { id } if *id == missing), "{error}");
    let error = store.withdraw::<Offer>(&missing, &staff(), None).await.expect_err("not there");
    assert!(matches!(error, StoreError::NotFound { .. }), "{error}");
    let error = store.withdraw::<Need>(&offer_id("a"), &staff(), None).await.expect_err("another kind");
    assert!(matches!(error, StoreError::NotFound { .. }), "{error}");
}
