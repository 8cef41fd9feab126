//! Offers that several records tell of: found once, kept together, shown by one, and touched in no record.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::Duration;

use matcher_core::dedupe::Sameness;
use matcher_core::model::{Draft, Offer, RecordId, RecordKind, Sequence};
use matcher_store::{Action, DuplicateCounts, SourceDescription, Store, UpsertOptions};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use crate::fixture::Fixture;
use crate::sample::{origin, patch, source, staff};

const URL: &str = "MATCHER_CRASH_DUPLICATES_URL";
/// More than one step of the follower.
const PAIRS: usize = 700;

/// An offer of `from` that looks like no other but those with the same words.
pub(crate) fn told_by(from: &str, id: &str, fields: Value) -> Draft<Offer> {
    Draft::from_json(fields, Some(&source(from)), Some(id)).expect("a valid draft")
}

/// A call by its name; the same from every source.
pub(crate) fn call(from: &str, name: &str) -> Draft<Offer> {
    told_by(
        from,
        name,
        json!({
            "title": {"es": format!("Fondo {name} para restaurar humedales costeros comunitarios")},
            "url": format!("https://fondo.example/llamados/{name}"),
            "publisher": "Fundación Humedal", "deadlines": [{"date": "2099-03-31"}],
        }),
    )
}

pub(crate) fn id_of(from: &str, id: &str) -> RecordId {
    RecordId::derive(RecordKind::Offer, &source(from), id)
}

pub(crate) async fn say(store: &Store, drafts: Vec<Draft<Offer>>) {
    let by = origin(&format!("source:{}", drafts[0].source));
    store.upsert(drafts, &by, UpsertOptions::default()).await.expect("the drafts are stored");
}

pub(crate) async fn follow(store: &Store) -> DuplicateCounts {
    store.follow_duplicates().await.expect("duplicates are followed")
}

/// The clusters, each as the records in it, and by which record each is shown.
pub(crate) async fn clusters(store: &Store) -> Vec<(Vec<RecordId>, RecordId)> {
    let mut found = Vec::new();
    let mut after = None;
    loop {
        let page = store.list_clusters(after.as_ref(), 200).await.expect("a page");
        found.extend(
            page.items.iter().map(|view| {
                (view.members.iter().map(|member| member.id.clone()).collect(), view.shown.clone())
            }),
        );
        after = page.next;
        if after.is_none() {
            assert_eq!(page.total as usize, found.len());
            return found;
        }
    }
}

async fn shown(store: &Store, id: &RecordId) -> Option<RecordId> {
    let views = store.clusters_of(std::slice::from_ref(id)).await.expect("a read");
    views.get(id).map(|view| view.shown.clone())
}

pub(crate) async fn finds_once_what_two_sources_tell(fixture: &Fixture) {
    let store = fixture.open().await;
    say(&store, vec![call("portal", "Lenga"), call("portal", "Coihue")]).await;
    assert_eq!(follow(&store).await, DuplicateCounts::default());
    assert_eq!(store.sequence().await.expect("a position"), Sequence(2), "what stands alone is not touched");
    say(&store, vec![call("espejo", "Lenga")]).await;
    assert_eq!(follow(&store).await, DuplicateCounts { clusters: 1, joined: 2, unsure: 0 });
    let pair = BTreeSet::from([id_of("portal", "Lenga"), id_of("espejo", "Lenga")]);
    let found = clusters(&store).await;
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].0.iter().cloned().collect::<BTreeSet<_>>(), pair);
    let log = store.changes_after(Sequence(3), 10).await.expect("a log");
    assert_eq!(log.iter().map(|change| change.id.clone()).collect::<BTreeSet<_>>(), pair, "both are told");
    assert!(log.iter().all(|change| change.action == Action::Grouped && change.revision == 1));
    assert!(log.iter().all(|change| change.said_by.as_str() == "rule:duplicates"));

    // The same again, and a look without anything new, write nothing.
    let position = store.sequence().await.expect("a position");
    say(&store, vec![call("espejo", "Lenga")]).await;
    follow(&store).await;
    assert_eq!(store.sequence().await.expect("a position"), position);

    // The likeness tells why, and the records say what they said.
    let detail = store.find_cluster(&id_of("espejo", "Lenga")).await.expect("a read").expect("a cluster");
    assert_eq!(detail.alike.len(), 1);
    assert_eq!(detail.alike[0].likeness.verdict, Sameness::Same);
    assert!(!detail.alike[0].likeness.reasons.is_empty());
    let record = store.find::<Offer>(&id_of("espejo", "Lenga")).await.expect("a read").expect("the record");
    assert_eq!(*record.effective(), call("espejo", "Lenga").values);
    assert!(store.find_cluster(&id_of("portal", "Coihue")).await.expect("a read").is_none());
}

pub(crate) async fn shows_what_can_be_taken_up(fixture: &Fixture) {
    let store = fixture.open().await;
    let description = SourceDescription {
        name: "Fondo".to_owned(),
        url: "https://www.fondo.example/feed".to_owned(),
        adapter: "feed".to_owned(),
        terms: String::new(),
        cadence: "daily".to_owned(),
        cadence_days: 1,
        tested: "format".to_owned(),
        quiet_after_days: 0,
    };
    store.describe_source(&source("portal"), &description).await.expect("described");
    let mut fuller = call("espejo", "Lenga");
    fuller.values.languages = Some(vec!["fr".parse().expect("a tag")]);
    say(&store, vec![call("portal", "Lenga")]).await;
    say(&store, vec![fuller]).await;
    follow(&store).await;
    let (own, mirror) = (id_of("portal", "Lenga"), id_of("espejo", "Lenga"));
    assert_eq!(shown(&store, &mirror).await, Some(own.clone()), "the publisher's own site");
    let views = store.clusters_of(std::slice::from_ref(&own)).await.expect("a read");
    let view = &views[&own];
    assert!(view.record.effective().languages.is_some(), "what only the other says");
    assert_eq!(view.choices["languages"].record, mirror);
    assert_eq!(view.others(&own)[0].source, source("espejo"));
    assert_eq!(view.sources(), [source("espejo"), source("portal")]);

    // Withdrawn, it gives way; both withdrawn, one is still shown; back, it is shown again.
    store.withdraw::<Offer>(&own, &origin("source:portal"), None).await.expect("a withdrawal");
    follow(&store).await;
    assert_eq!(shown(&store, &own).await, Some(mirror.clone()));
    assert_eq!(
        store.clusters_of(std::slice::from_ref(&own)).await.expect("a read")[&own].sources(),
        [source("espejo")]
    );
    say(&store, vec![call("portal", "Lenga")]).await;
    follow(&store).await;
    assert_eq!(shown(&store, &own).await, Some(own.clone()));

    // A record that has closed gives way to one that has not.
    let closed = patch(json!({"deadlines": [{"date": "2020-01-31"}]}));
    store.edit::<Offer>(&own, closed, &staff(), None).await.expect("an edit");
    say(&store, vec![call("portal", "Lenga")]).await;
    let same = [own.clone(), mirror.clone()];
    store
        .judge(&same, matcher_core::dedupe::Decision::Same, "un solo fondo", &staff())
        .await
        .expect("judged");
    assert_eq!(shown(&store, &own).await, Some(mirror.clone()));
    let view = store.clusters_of(std::slice::from_ref(&own)).await.expect("a read");
    let deadlines = view[&own].record.effective().deadlines.clone().expect("a deadline");
    assert_eq!(deadlines[0].date.to_string(), "2099-03-31");
}

/// What a hidden record adds to what is shown must reach whoever follows the log.
pub(crate) async fn a_hidden_record_that_changes_is_heard_of(fixture: &Fixture) {
    let store = fixture.open().await;
    say(&store, vec![call("portal", "Lenga")]).await;
    say(&store, vec![call("espejo", "Lenga")]).await;
    follow(&store).await;
    let own = id_of("portal", "Lenga");
    let shown = shown(&store, &own).await.expect("a cluster");
    let hidden = if shown == own { "espejo" } else { "portal" };
    let before = store.sequence().await.expect("a position");
    let mut more = call(hidden, "Lenga");
    more.values.country = Some("FR".parse().expect("a country"));
    say(&store, vec![more]).await;
    follow(&store).await;
    let log = store.changes_after(before, 10).await.expect("a log");
    let told: Vec<_> = log.iter().map(|change| (change.id.clone(), change.action)).collect();
    assert_eq!(told, [(id_of(hidden, "Lenga"), Action::Changed), (shown.clone(), Action::Grouped)]);
    // One that comes to say something else altogether leaves.
    let mut other = call(hidden, "Lenga");
    other.values = call(hidden, "Arrayán").values;
    say(&store, vec![other]).await;
    follow(&store).await;
    assert!(clusters(&store).await.is_empty());
    let log = store.changes_after(before, 10).await.expect("a log");
    assert!(log[2..].iter().any(|change| change.id == shown && change.action == Action::Grouped));
}

fn many() -> Vec<Draft<Offer>> {
    (0..PAIRS).flat_map(|n| ["portal", "espejo"].map(|from| call(from, &format!("Lenga{n:04}")))).collect()
}

async fn say_many(store: &Store) {
    for from in ["portal", "espejo"] {
        say(store, many().into_iter().filter(|draft| draft.source == source(from)).collect()).await;
    }
}

pub(crate) async fn killed_while_looking_for_them(fixture: &Fixture) {
    let whole = fixture.open_sqlite("whole.sqlite3").await;
    say_many(&whole).await;
    let counts = follow(&whole).await;
    assert_eq!(
        counts,
        DuplicateCounts { clusters: PAIRS as u64, joined: 2 * PAIRS as u64, unsure: counts.unsure }
    );
    let store = fixture.open().await;
    say_many(&store).await;
    store.close().await.expect("closed");
    for round in 0..4 {
        let mut child = Command::new(std::env::current_exe().expect("this binary"))
            .args(["follower_to_be_killed", "--exact", "--nocapture"])
            .env(URL, &fixture.url)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the follower starts");
        let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        lines
            .find(|line| line.as_ref().is_ok_and(|line| line == "following"))
            .expect("it follows")
            .expect("text");
        std::thread::sleep(Duration::from_millis(40 + 90 * round));
        child.kill().expect("SIGKILL");
        child.wait().expect("it is gone");
    }
    let store = fixture.open().await;
    assert_eq!(follow(&store).await, counts, "nothing is found twice, and nothing missed");
    assert_eq!(clusters(&store).await, clusters(&whole).await);
    let position = store.sequence().await.expect("a position");
    assert_eq!(position, whole.sequence().await.expect("a position"), "nothing was told twice");
    follow(&store).await;
    assert_eq!(store.sequence().await.expect("a position"), position);
}

/// The follower. Does nothing unless started by the case above.
pub(crate) async fn follow_until_killed() {
    let Ok(url) = std::env::var(URL) else { return };
    let store = Store::open(&url).await.expect("the store opens");
    println!("following");
    follow(&store).await;
}

pub(crate) async fn two_may_follow_at_once(fixture: &Fixture) {
    let (one, other) = (fixture.open().await, fixture.open().await);
    say_many(&one).await;
    let (first, second) = tokio::join!(one.follow_duplicates(), other.follow_duplicates());
    assert_eq!(first.expect("followed"), second.expect("followed"));
    assert_eq!(clusters(&one).await.len(), PAIRS);
    let counts = one.duplicate_counts().await.expect("counts");
    assert_eq!((counts.clusters, counts.joined), (PAIRS as u64, 2 * PAIRS as u64));
}

pub(crate) async fn looking_may_stop_and_go_on(fixture: &Fixture) {
    let store = fixture.open().await;
    say_many(&store).await;
    let mut rounds = 1;
    while !store.follow_duplicates_within(Duration::ZERO).await.expect("followed").1 {
        rounds += 1;
    }
    assert!(rounds > 2, "one step a call, and a call that finds nothing left: {rounds}");
    assert_eq!(clusters(&store).await.len(), PAIRS);
    let position = store.sequence().await.expect("a position");
    assert!(store.follow_duplicates_within(Duration::MAX).await.expect("followed").1);
    assert_eq!(store.sequence().await.expect("a position"), position, "nothing was left");
}

/// The day on which a record of a cluster has closed comes without anybody writing.
pub(crate) async fn a_choice_that_has_grown_old_is_made_anew(fixture: &Fixture) {
    let store = fixture.open().await;
    say(&store, vec![call("portal", "Lenga")]).await;
    say(&store, vec![call("espejo", "Lenga")]).await;
    follow(&store).await;
    let before = store.sequence().await.expect("a position");
    let noted = "UPDATE signed_table SET revisit_on = '2000-01-01' WHERE revisit_on = '2099-04-01'";
    let changed = fixture.connect().await.execute_unprepared(noted).await.expect("noted");
    assert_eq!(changed.rows_affected(), 1, "the record shown notes the day after its deadline");
    follow(&store).await;
    let log = store.changes_after(before, 10).await.expect("a log");
    assert_eq!(log.len(), 1, "whoever follows looks at the record shown again");
    assert_eq!(Some(log[0].id.clone()), shown(&store, &id_of("portal", "Lenga")).await);
    let position = store.sequence().await.expect("a position");
    follow(&store).await;
    assert_eq!(store.sequence().await.expect("a position"), position, "the next day is noted");
}

pub(crate) async fn other_rules_compare_everything_again(fixture: &Fixture) {
    let store = fixture.open().await;
    for from in ["portal", "espejo", "boletin"] {
        say(&store, vec![call(from, "Lenga"), call(from, "Coihue")]).await;
    }
    let counts = follow(&store).await;
    let (position, found) = (store.sequence().await.expect("a position"), clusters(&store).await);
    let plain = fixture.connect().await;
    plain.execute_unprepared("UPDATE followed_table SET engine = 0").await.expect("noted");
    plain
        .execute_unprepared("UPDATE likeness_table SET score = 0.5, verdict = 'unsure'")
        .await
        .expect("spoilt");
    assert_eq!(follow(&store).await, counts, "what is found again is not counted again");
    assert_eq!(clusters(&store).await, found);
    assert_eq!(store.sequence().await.expect("a position"), position, "and nothing is told again");
    let alike =
        store.find_likeness(&id_of("portal", "Lenga"), &id_of("espejo", "Lenga")).await.expect("a read");
    assert_eq!(alike.map(|alike| alike.likeness.verdict), Some(Sameness::Same));
}
