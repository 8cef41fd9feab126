//! Lists, pages and filters.

use matcher_core::model::{Need, Offer};
use matcher_store::{Cursor, ListFilter, ListRequest, StoreError};
use serde_json::json;

use crate::fixture::Fixture;
use crate::sample::{draft, need, offer, offer_id, patch, put, source, staff, titled};

fn ask(filter: ListFilter) -> ListRequest {
    ListRequest { filter, ..ListRequest::default() }
}

/// The external ids on the first page, in alphabetical order.
async fn found(store: &matcher_store::Store, filter: ListFilter) -> Vec<String> {
    let page = store.list::<Offer>(&ask(filter)).await.expect("a page");
    assert_eq!(page.total, page.items.len() as u64);
    let mut names: Vec<String> = page.items.into_iter().map(|record| record.external_id).collect();
    names.sort();
    names
}

pub(crate) async fn pages_to_the_end(fixture: &Fixture) {
    let store = fixture.open().await;
    put(&store, (0..25).map(|n| offer(&n.to_string())).collect()).await;
    put(&store, vec![need("n")]).await;
    let mut request = ListRequest { limit: 10, ..ListRequest::default() };
    let mut sizes = Vec::new();
    let mut ids = Vec::new();
    loop {
        let page = store.list::<Offer>(&request).await.expect("a page");
        assert_eq!(page.total, 25);
        sizes.push(page.items.len());
        ids.extend(page.items.into_iter().map(|record| record.id));
        match page.next {
            Some(next) => request.after = Some(next),
            None => break,
        }
    }
    assert_eq!(sizes, [10, 10, 5]);
    assert!(ids.is_sorted() && ids.len() == 25, "in the order of ids, on either engine");
    ids.dedup();
    assert_eq!(ids.len(), 25);
    let exact = ListRequest { limit: 25, ..ListRequest::default() };
    assert!(store.list::<Offer>(&exact).await.expect("a page").next.is_none());
}

pub(crate) async fn pages_stay_whole_while_others_write(fixture: &Fixture) {
    let store = fixture.open().await;
    put(&store, (0..20).map(|n| offer(&n.to_string())).collect()).await;
    let first =
        store.list::<Offer>(&ListRequest { limit: 10, ..ListRequest::default() }).await.expect("a page");
    put(&store, (0..40).map(|n| titled(&n.to_string(), "Otro")).collect()).await;
    store.withdraw::<Offer>(&first.items[9].id, &staff(), None).await.expect("a withdrawal");
    let rest = ListRequest { after: first.next, limit: 200, ..ListRequest::default() };
    let rest = store.list::<Offer>(&rest).await.expect("a page");
    let mut seen: Vec<_> = first.items.iter().chain(&rest.items).map(|record| record.id.clone()).collect();
    let length = seen.len();
    seen.dedup();
    assert_eq!(seen.len(), length, "none twice");
    for n in 0..20 {
        assert!(seen.contains(&offer_id(&n.to_string())), "{n} was there all along");
    }
}

async fn filled(fixture: &Fixture) -> matcher_store::Store {
    let store = fixture.open().await;
    let drafts = vec![
        draft(
            "water",
            json!({"title": {"es": "Agua"}, "themes": ["environment", "health"], "kinds": ["grant"],
            "country": "FR", "territory": "FR-34", "deadlines": [{"date": "2026-12-01"}, {"date": "2027-06-01"}]}),
        ),
        draft(
            "dance",
            json!({"title": {"pt-BR": "Dança"}, "themes": ["culture"], "kinds": ["cultural-exchange"],
            "country": "BR", "deadlines": [{"date": "2026-11-30"}]}),
        ),
        draft(
            "study",
            json!({"title": {"en": "Study", "es": "Estudio"}, "themes": ["education"],
            "kinds": ["scholarship", "grant"], "country": "FR", "rolling": true}),
        ),
    ];
    put::<Offer>(&store, drafts).await;
    store
}

pub(crate) async fn filters_by_each_facet(fixture: &Fixture) {
    let store = filled(fixture).await;
    let none = ListFilter::default;
    assert_eq!(found(&store, none()).await, ["dance", "study", "water"]);
    let themes = vec!["health".parse().expect("a theme"), "culture".parse().expect("a theme")];
    assert_eq!(found(&store, ListFilter { themes, ..none() }).await, ["dance", "water"]);
    let kinds = vec!["grant".parse().expect("a kind")];
    assert_eq!(found(&store, ListFilter { kinds, ..none() }).await, ["study", "water"]);
    let countries = vec!["BR".parse().expect("a country")];
    assert_eq!(found(&store, ListFilter { countries, ..none() }).await, ["dance"]);
    let territories = vec!["FR-34".parse().expect("a territory")];
    assert_eq!(found(&store, ListFilter { territories, ..none() }).await, ["water"]);
    let languages = vec!["pt".to_owned()];
    assert_eq!(found(&store, ListFilter { languages, ..none() }).await, ["dance"]);
    let languages = vec!["es".to_owned()];
    assert_eq!(found(&store, ListFilter { languages, ..none() }).await, ["study", "water"]);
    assert_eq!(found(&store, ListFilter { sources: vec![source("portal")], ..none() }).await.len(), 3);
    assert_eq!(found(&store, ListFilter { sources: vec![source("other")], ..none() }).await.len(), 0);
}

pub(crate) async fn filters_add_up(fixture: &Fixture) {
    let store = filled(fixture).await;
    let filter = ListFilter {
        kinds: vec!["grant".parse().expect("a kind")],
        countries: vec!["FR".parse().expect("a country"), "BR".parse().expect("a country")],
        languages: vec!["en".to_owned()],
        ..ListFilter::default()
    };
    assert_eq!(found(&store, filter).await, ["study"]);
}

pub(crate) async fn filters_by_closing_day(fixture: &Fixture) {
    let store = filled(fixture).await;
    let day = |text: &str| Some(text.parse().expect("a day"));
    let from = |text| ListFilter { closes_from: day(text), ..ListFilter::default() };
    let to = |text| ListFilter { closes_to: day(text), ..ListFilter::default() };
    assert_eq!(found(&store, from("2026-11-30")).await, ["dance", "water"]);
    assert_eq!(found(&store, from("2026-12-01")).await, ["water"], "its last deadline counts");
    assert_eq!(found(&store, to("2026-12-31")).await, ["dance"]);
    put(&store, vec![need("n")]).await;
    let needs = store.list::<Need>(&ask(to("2027-01-31"))).await.expect("a page");
    assert_eq!(needs.total, 1);
}

pub(crate) async fn shows_withdrawn_on_request(fixture: &Fixture) {
    let store = filled(fixture).await;
    store.withdraw::<Offer>(&offer_id("dance"), &staff(), None).await.expect("a withdrawal");
    assert_eq!(found(&store, ListFilter::default()).await, ["study", "water"]);
    assert_eq!(found(&store, ListFilter { withdrawn: true, ..ListFilter::default() }).await.len(), 3);
}

pub(crate) async fn facets_follow_edits(fixture: &Fixture) {
    let store = filled(fixture).await;
    let in_uruguay =
        || ListFilter { countries: vec!["UY".parse().expect("a country")], ..ListFilter::default() };
    let id = offer_id("water");
    let fields = patch(json!({"country": "UY", "deadlines": []}));
    store.edit::<Offer>(&id, fields, &staff(), None).await.expect("an edit");
    assert_eq!(found(&store, in_uruguay()).await, ["water"]);
    put(&store, vec![titled("water", "Otro")]).await;
    assert_eq!(found(&store, in_uruguay()).await, ["water"], "a harvest does not touch it");
    let themes = vec!["health".parse().expect("a theme")];
    assert_eq!(found(&store, ListFilter { themes, ..ListFilter::default() }).await.len(), 0);
    store.edit::<Offer>(&id, patch(json!({"country": null})), &staff(), None).await.expect("an edit");
    assert_eq!(found(&store, in_uruguay()).await.len(), 0);
    let closing =
        ListFilter { closes_from: Some("2000-01-01".parse().expect("a day")), ..ListFilter::default() };
    assert_eq!(found(&store, closing).await, ["dance"], "staff took the deadlines away");
}

pub(crate) async fn refuses_strange_cursors_and_limits(fixture: &Fixture) {
    let store = filled(fixture).await;
    let page =
        store.list::<Offer>(&ListRequest { limit: 1, ..ListRequest::default() }).await.expect("a page");
    let cursor = page.next.expect("a next page");
    for (after, withdrawn) in [(Cursor::from("nonsense".to_owned()), false), (cursor.clone(), true)] {
        let filter = ListFilter { withdrawn, ..ListFilter::default() };
        let request = ListRequest { filter, after: Some(after), limit: 1 };
        let error = store.list::<Offer>(&request).await.expect_err("a strange cursor");
        assert!(matches!(error, StoreError::InvalidCursor), "{error}");
    }
    let of_offers = ListRequest { after: Some(cursor), ..ListRequest::default() };
    assert!(matches!(store.list::<Need>(&of_offers).await, Err(StoreError::InvalidCursor)));
    for limit in [0, 201] {
        let error =
            store.list::<Offer>(&ListRequest { limit, ..ListRequest::default() }).await.expect_err("a limit");
        assert!(matches!(error, StoreError::InvalidLimit { most: 200, .. }), "{error}");
    }
}

pub(crate) async fn counts_what_stands(fixture: &Fixture) {
    let store = filled(fixture).await;
    assert_eq!(store.count::<Offer>().await.expect("a count"), 3);
    store.withdraw::<Offer>(&offer_id("dance"), &staff(), None).await.expect("a withdrawal");
    assert_eq!(store.count::<Offer>().await.expect("a count"), 2);
    assert_eq!(store.count::<Need>().await.expect("a count"), 0);
}

pub(crate) async fn finds_many_in_the_order_asked(fixture: &Fixture) {
    let store = fixture.open().await;
    put(&store, (0..600).map(|n| offer(&n.to_string())).collect()).await;
    put(&store, vec![need("n")]).await;
    let asked: Vec<_> = (0..700).rev().map(|n| offer_id(&n.to_string())).collect();
    let found = store.find_many::<Offer>(&asked).await.expect("a read");
    let names: Vec<_> = found.iter().map(|record| record.external_id.clone()).collect();
    let expected: Vec<_> = (0..600).rev().map(|n| n.to_string()).collect();
    assert_eq!(names, expected);
    let twice = store.find_many::<Offer>(&[offer_id("1"), offer_id("1")]).await.expect("a read");
    assert_eq!(twice.len(), 2);
    assert!(store.find_many::<Offer>(&[]).await.expect("a read").is_empty());
}
