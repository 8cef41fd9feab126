//! The questions over a real index: both directions agree, gates speak, orders are stable.

use jiff::Timestamp;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use tempfile::TempDir;

use super::*;
use crate::index::{Entry, IndexFolder, Snapshot};
use crate::lexicon::Lexicon;
use crate::model::*;
use crate::score::{Component, ComponentName, Evidence, Explanation, Gate, Profile};

const TODAY: Date = date(2026, 3, 1);

fn parsed<T: std::str::FromStr<Err = ValueError>>(text: &str) -> T {
    text.parse().expect(text)
}

fn spanish(text: &str) -> Option<Localized> {
    Some(Localized::new(parsed("es"), text))
}

fn record<V: Values>(external_id: &str, values: V) -> Record<V> {
    let source: SourceId = parsed("test");
    Record {
        id: RecordId::derive(V::KIND, &source, external_id),
        source,
        external_id: external_id.to_owned(),
        stated: Layer { values, stamps: Default::default() },
        editorial: Layer::default(),
        revision: 1,
        created_at: Timestamp::UNIX_EPOCH,
        updated_at: Timestamp::UNIX_EPOCH,
        withdrawn_at: None,
        withdrawn_by: None,
        sequence: Sequence(1),
    }
}

/// A folder with its index.
struct World {
    _place: TempDir,
    snapshot: Snapshot,
    profile: Profile,
}

impl World {
    fn of(offers: &[Record<Offer>], needs: &[Record<Need>], partners: &[Record<Partner>]) -> Self {
        let profile = Profile::shipped("aysen").expect("aysen");
        let place = tempfile::tempdir().expect("a folder");
        let folder = IndexFolder::open(place.path(), &profile).expect("an index");
        let mut rebuild = folder.rebuild().expect("a rebuild");
        let mut apply = |entry: Entry<'_>| rebuild.writer().apply(entry).expect("applied");
        offers.iter().for_each(|offer| apply(Entry::Offer(&offer.shown())));
        needs.iter().for_each(|need| apply(Entry::Need(&need.shown())));
        partners.iter().for_each(|partner| apply(Entry::Partner(&partner.shown())));
        rebuild.finish(Sequence(1)).expect("finished");
        let snapshot = folder.reader().expect("a reader").snapshot();
        Self { _place: place, snapshot, profile }
    }

    fn matcher(&self) -> Matcher<'_> {
        Matcher {
            snapshot: &self.snapshot,
            profile: &self.profile,
            lexicon: Lexicon::shipped(),
            today: TODAY,
        }
    }
}

fn offer(id: &str, title: &str, change: impl FnOnce(&mut Offer)) -> Record<Offer> {
    let mut offer = Offer { title: spanish(title), ..Offer::default() };
    change(&mut offer);
    record(id, offer)
}

fn need(title: &str) -> Need {
    Need { title: spanish(title), ..Need::default() }
}

fn ids(answer: &Answer) -> Vec<&str> {
    answer.matches.iter().map(|found| found.id.as_str()).collect()
}

fn all() -> MatchOptions {
    MatchOptions { limit: MAX_MATCHES, ..MatchOptions::default() }
}

fn component(explanation: &Explanation, name: ComponentName) -> &Component {
    explanation.components.iter().find(|component| component.name == name).expect("every part is there")
}

#[test]
fn the_offer_that_speaks_of_the_need_comes_first_and_says_why() {
    let offers = [
        offer("water", "Cooperación técnica en agua potable rural", |_| ()),
        offer("theatre", "Residencias de teatro y danza", |_| ()),
        offer("rural", "Festival rural de la cultura", |_| ()),
    ];
    let world = World::of(&offers, &[], &[]);
    let asked = need("Mejorar el agua potable rural de Tortel");
    let mut answer = world.matcher().offers_for(&asked, &MatchOptions::default()).expect("an answer");
    assert_eq!(ids(&answer), [offers[0].id.as_str(), offers[2].id.as_str()]);
    assert_eq!(answer.candidates_scored, 2);
    assert_eq!(answer.index_sequence, Sequence(1));
    assert_eq!(answer.profile, world.profile.stamp());

    let best = &mut answer.matches[0].explanation;
    let title = offers[0].stated.values.title.as_ref().expect("a title");
    world.matcher().explain_words(&asked, &[title], best);
    let Evidence::Words { words, subjects, snippets } = &component(best, ComponentName::Text).evidence else {
        panic!("words")
    };
    let pairs: Vec<_> = words.iter().map(|word| (word.need.as_str(), word.offer.as_str())).collect();
    assert_eq!(pairs.len(), 3, "{pairs:?}");
    assert!(pairs.contains(&("agua", "agua")) && pairs.contains(&("potable", "potable")));
    let shares = words.iter().map(|word| word.share).chain(subjects.iter().map(|subject| subject.share));
    assert!((shares.sum::<f64>() - 1.0).abs() < 1e-9);
    assert!(subjects.iter().any(|subject| subject.need.as_str() == "rural-drinking-water"), "{subjects:?}");
    assert_eq!(snippets[0].text, "Cooperación técnica en agua potable rural");
    assert!(!snippets[0].marks.is_empty());
}

#[test]
fn words_are_shown_as_each_side_writes_them() {
    let offers = [offer("ice", "Estudio de los GLACIARES andinos", |_| ())];
    let world = World::of(&offers, &[], &[]);
    let asked = need("Vigilar el Glaciar");
    let mut answer = world.matcher().offers_for(&asked, &MatchOptions::default()).expect("an answer");
    let title = offers[0].stated.values.title.as_ref().expect("a title");
    world.matcher().explain_words(&asked, &[title], &mut answer.matches[0].explanation);
    let text = component(&answer.matches[0].explanation, ComponentName::Text);
    let Evidence::Words { words, .. } = &text.evidence else { panic!("words") };
    assert_eq!((words[0].need.as_str(), words[0].offer.as_str()), ("Glaciar", "GLACIARES"));
}

#[test]
fn gates_keep_out_and_say_so() {
    let closed = Deadline { date: date(2026, 2, 1), time: None, time_zone: None, label: None };
    let no = CountryEligibility {
        country: parsed("CL"),
        verdict: Verdict::No,
        quote: Some("ODA-eligible countries only".to_owned()),
        rule: None,
        as_of: None,
    };
    let offers = [
        offer("open", "Agua rural", |_| ()),
        offer("closed", "Agua rural cerrada", |offer| offer.deadlines = Some(vec![closed])),
        offer("not-us", "Agua rural para otros", |offer| offer.eligibility = Some(vec![no])),
        offer("ours", "Agua rural nuestra", |offer| offer.direction = Some(Direction::Outbound)),
    ];
    let world = World::of(&offers, &[record("n", need("agua rural"))], &[]);
    let answer = world.matcher().offers_for(&need("agua rural"), &all()).expect("an answer");
    assert_eq!(ids(&answer), [offers[0].id.as_str()]);
    assert_eq!(answer.candidates_scored, 4);
    let gate = |record: &Record<Offer>| {
        answer.excluded.iter().find(|kept| kept.id == record.id).map(|kept| &kept.gate)
    };
    assert_eq!(gate(&offers[1]), Some(&Gate::Closed { closed: date(2026, 2, 1) }));
    assert!(matches!(gate(&offers[2]), Some(Gate::Ineligible { quote: Some(_), .. })));
    assert_eq!(gate(&offers[3]), Some(&Gate::Outbound));

    let other_way = world.matcher().needs_for(&offers[1], &all()).expect("an answer");
    assert!(other_way.matches.is_empty() && other_way.excluded.len() == 1);
}

#[test]
fn open_offers_are_found_behind_many_closed_ones() {
    let closed = || Deadline { date: date(2020, 1, 1), time: None, time_zone: None, label: None };
    let mut offers: Vec<Record<Offer>> = (0..300)
        .map(|number| {
            offer(&format!("old-{number}"), "Agua rural", |offer| offer.deadlines = Some(vec![closed()]))
        })
        .collect();
    offers.push(offer("open", "Programa amplio de cooperación que también trata del agua", |_| ()));
    let world = World::of(&offers, &[], &[]);
    let answer =
        world.matcher().offers_for(&need("agua rural"), &MatchOptions::default()).expect("an answer");
    assert_eq!(ids(&answer), [offers[300].id.as_str()]);
    assert_eq!(answer.excluded.len(), 10);
}

#[test]
fn what_shares_no_word_is_found_by_its_theme() {
    let themes = |codes: &[&str]| Some(codes.iter().map(|code| parsed(code)).collect::<Vec<ThemeId>>());
    let english = |title: &str| Some(Localized::new(parsed("en"), title));
    let offers = [
        record(
            "same",
            Offer { title: english("Glacier monitoring"), themes: themes(&["science"]), ..Offer::default() },
        ),
        record(
            "other",
            Offer { title: english("Choir tour"), themes: themes(&["culture"]), ..Offer::default() },
        ),
    ];
    let world = World::of(&offers, &[], &[]);
    let asked = Need { themes: themes(&["science"]), ..need("Vigilar el hielo") };
    let answer = world.matcher().offers_for(&asked, &MatchOptions::default()).expect("an answer");
    assert_eq!(ids(&answer), [offers[0].id.as_str()]);
    let narrowed = MatchOptions {
        filter: Filter { themes: vec![parsed("culture")], ..Filter::default() },
        ..MatchOptions::default()
    };
    assert!(world.matcher().offers_for(&asked, &narrowed).expect("an answer").matches.is_empty());
}

#[test]
fn the_zone_reorders_near_equals_and_both_ranks_are_told() {
    let from =
        |id: &str, country: &str| offer(id, "Agua rural", |offer| offer.country = Some(parsed(country)));
    let offers = [from("far", "KE"), from("near", "AR"), from("nowhere", "AQ")];
    let world = World::of(&offers, &[], &[]);
    let ask = |zone_preference| {
        let options = MatchOptions { zone_preference, ..MatchOptions::default() };
        world.matcher().offers_for(&need("agua rural"), &options).expect("an answer")
    };
    let preferred = ask(true);
    assert_eq!(ids(&preferred), [offers[1].id.as_str(), offers[0].id.as_str(), offers[2].id.as_str()]);
    let plain = ask(false);
    for found in &preferred.matches {
        let twin = plain.matches.iter().find(|other| other.id == found.id).expect("the same offers");
        assert_eq!(found.rank_without_zone, twin.rank);
        assert_eq!(twin.rank, twin.rank_without_zone);
        assert_eq!(found.explanation, twin.explanation);
    }
    assert!(plain.matches.is_sorted_by_key(|found| &found.id), "equal scores stand by id");
}

#[test]
fn partners_are_matched_by_what_they_could_share() {
    let partner = |name: &str, description: &str| Partner {
        name: spanish(name),
        description: spanish(description),
        ..Partner::default()
    };
    let partners = [
        record("a", partner("Universidad de Siena", "Investiga glaciares y clima")),
        record("b", partner("Ciudad de Esquel", "Turismo de montaña")),
    ];
    let world = World::of(&[], &[], &partners);
    let answer = world.matcher().partners_for(&need("Vigilar los glaciares"), &all()).expect("an answer");
    assert_eq!(ids(&answer), [partners[0].id.as_str()]);
}

const WORDS: [&str; 10] = [
    "agua",
    "glaciar",
    "turismo",
    "escuela",
    "proyecto",
    "salud",
    "bosque",
    "minga",
    "puerto",
    "investigación",
];

fn text() -> impl Strategy<Value = Option<Localized>> {
    proptest::collection::vec(proptest::sample::select(&WORDS[..]), 1..8)
        .prop_map(|words| spanish(&words.join(" ")))
}

fn some_themes() -> impl Strategy<Value = Option<Vec<ThemeId>>> {
    let theme = proptest::sample::select(vec!["science", "culture", "education"]).prop_map(parsed::<ThemeId>);
    proptest::option::of(proptest::collection::vec(theme, 1..3))
}

fn some_kinds() -> impl Strategy<Value = Option<Vec<CooperationKind>>> {
    let kind = proptest::sample::select(CooperationKind::ALL);
    proptest::option::of(proptest::collection::vec(kind, 1..4))
}

fn any_offer() -> impl Strategy<Value = Offer> {
    (text(), text(), some_themes(), some_kinds(), proptest::option::of(0..400i64)).prop_map(
        |(title, body, themes, kinds, days)| Offer {
            title,
            body,
            themes,
            kinds,
            published: days.and_then(|days| TODAY.checked_sub(jiff::Span::new().days(days)).ok()),
            ..Offer::default()
        },
    )
}

fn any_need() -> impl Strategy<Value = Need> {
    (text(), text(), some_themes(), some_kinds()).prop_map(|(title, description, themes, kinds)| Need {
        title,
        description,
        themes,
        kinds,
        territory: Some(parsed("11303")),
        ..Need::default()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn a_pair_scores_the_same_from_both_sides_bit_for_bit(
        offers in proptest::collection::vec(any_offer(), 1..12),
        needs in proptest::collection::vec(any_need(), 1..12),
    ) {
        let number = |at: usize| at.to_string();
        let offers: Vec<_> = offers.into_iter().enumerate().map(|(at, offer)| record(&number(at), offer)).collect();
        let needs: Vec<_> = needs.into_iter().enumerate().map(|(at, need)| record(&number(at), need)).collect();
        let world = World::of(&offers, &needs, &[]);
        let mut met = 0;
        for need in &needs {
            let from_the_need = world.matcher().offers_for(&need.stated.values, &all()).expect("an answer");
            for found in from_the_need.matches {
                let offer = offers.iter().find(|offer| offer.id == found.id).expect("a known offer");
                let from_the_offer = world.matcher().needs_for(offer, &all()).expect("an answer");
                let twin = from_the_offer.matches.into_iter().find(|other| other.id == need.id);
                prop_assert_eq!(twin.map(|twin| twin.explanation), Some(found.explanation));
                met += 1;
            }
        }
        prop_assert!(met > 0 || offers.len() < 3 || needs.len() < 3);
    }

    #[test]
    fn how_a_record_orders_its_lists_changes_nothing(offer in any_offer(), need in any_need()) {
        let turned = |offer: &Offer| {
            let mut turned = offer.clone();
            turned.themes.iter_mut().for_each(|list| list.reverse());
            turned.kinds.iter_mut().for_each(|list| list.reverse());
            turned
        };
        let ask = |offer: Offer, need: &Need| {
            let world = World::of(&[record("one", offer)], &[], &[]);
            world.matcher().offers_for(need, &all()).expect("an answer").matches
        };
        let mut other_need = need.clone();
        other_need.themes.iter_mut().for_each(|list| list.reverse());
        other_need.kinds.iter_mut().for_each(|list| list.reverse());
        prop_assert_eq!(ask(offer.clone(), &need), ask(turned(&offer), &other_need));
    }
}
