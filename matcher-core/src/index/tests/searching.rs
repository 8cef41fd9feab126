//! Search, listing, facets, candidates and statistics.

use jiff::civil::date;

use super::harness::*;
use crate::index::{Entry, Facts, IndexError, MAX_OFFSET};
use crate::lexicon::Lexicon;
use crate::matching::Filter;
use crate::model::*;
use crate::score::{Statistics, TextQuery, Weigher};

fn offers() -> Vec<Record<Offer>> {
    vec![
        offer("0", ("en", "Glacier monitoring grants"), "FR", CooperationKind::Grant, Some(date(2027, 5, 1))),
        offer(
            "1",
            ("es", "Becas para el estudio de glaciares"),
            "AR",
            CooperationKind::Scholarship,
            Some(date(2027, 2, 1)),
        ),
        offer(
            "2",
            ("fr", "Bourses d’études sur l’eau"),
            "FR",
            CooperationKind::Scholarship,
            Some(date(2025, 1, 1)),
        ),
        offer("3", ("pt", "Edital de pesquisa na Patagônia"), "BR", CooperationKind::JointResearch, None),
        offer(
            "4",
            ("en", "Patagonia arts residency"),
            "US",
            CooperationKind::CulturalExchange,
            Some(date(2026, 12, 1)),
        ),
    ]
}

fn facet(page: &crate::index::SearchPage, name: &str) -> Vec<(String, u64)> {
    page.facets[name].clone()
}

fn counts(pairs: &[(&str, u64)]) -> Vec<(String, u64)> {
    pairs.iter().map(|(value, count)| ((*value).to_owned(), *count)).collect()
}

#[test]
fn words_are_found_in_their_forms_and_names_across_languages() {
    let offers = offers();
    let bench = Bench::with(&offers);
    for (text, found) in [
        ("glaciar", vec![1]),
        ("GLACIERS", vec![0]),
        ("bourse étude", vec![2]),
        ("beca", vec![1]),
        ("zzz", vec![]),
        ("…", vec![]),
    ] {
        assert_eq!(bench.found(&request(Some(text)), &offers), found, "{text}");
    }
    let mut patagonia = bench.found(&request(Some("patagonia")), &offers);
    patagonia.sort_unstable();
    assert_eq!(patagonia, [3, 4]);
}

#[test]
fn a_title_word_outweighs_a_word_of_the_body() {
    let mut in_body = offer("b", ("en", "Small grants"), "FR", CooperationKind::Grant, None);
    in_body.stated.values.body = Some(localized("en", "for glaciers of every size and many other things"));
    let in_title = offer("t", ("en", "Glaciers"), "FR", CooperationKind::Grant, None);
    let offers = [in_body, in_title];
    assert_eq!(Bench::with(&offers).found(&request(Some("glacier")), &offers), [1, 0]);
}

#[test]
fn listings_follow_the_calendar() {
    let offers = offers();
    let bench = Bench::with(&offers);
    let mut listing = request(None);
    listing.open_on = Some(date(2026, 11, 20));
    assert_eq!(
        bench.found(&listing, &offers),
        [4, 1, 0, 3],
        "what closes next first, undated last, closed not"
    );
    listing.open_on = Some(date(2026, 12, 2));
    assert_eq!(bench.found(&listing, &offers), [1, 0, 3]);
    listing.closes_to = Some(date(2027, 3, 1));
    assert_eq!(bench.found(&listing, &offers), [1]);
    let mut window = request(None);
    window.closes_from = Some(date(2026, 12, 1));
    window.closes_to = Some(date(2027, 2, 1));
    assert_eq!(bench.found(&window, &offers), [1, 4]);
    assert_eq!(bench.found(&request(None), &offers)[0], 0, "without a day: what closes last first");
}

#[test]
fn rolling_offers_do_not_close() {
    let mut rolling = offers()[2].clone();
    rolling.stated.values.rolling = Some(true);
    let bench = Bench::with(&[rolling]);
    let mut listing = request(None);
    listing.open_on = Some(date(2026, 11, 20));
    assert_eq!(bench.search(&listing).total, 1);
}

#[test]
fn filters_narrow_and_facets_keep_the_alternatives() {
    let offers = offers();
    let bench = Bench::with(&offers);
    let mut narrowed = request(None);
    narrowed.filter = Filter {
        kinds: vec![CooperationKind::Scholarship],
        countries: vec!["FR".parse().expect("a country")],
        ..Filter::default()
    };
    let page = bench.search(&narrowed);
    assert_eq!(page.total, 1);
    assert_eq!(bench.found(&narrowed, &offers), [2]);
    assert_eq!(facet(&page, "kind"), counts(&[("grant", 1), ("scholarship", 1)]), "kinds of what is French");
    assert_eq!(
        facet(&page, "country"),
        counts(&[("AR", 1), ("FR", 1)]),
        "countries of what is a scholarship"
    );
    assert_eq!(facet(&page, "language"), counts(&[("fr", 1)]));
    assert_eq!(facet(&page, "source"), counts(&[("a-source", 1)]));
    assert_eq!(facet(&page, "theme"), counts(&[("science", 1)]));
    let all = bench.search(&request(None));
    assert_eq!(facet(&all, "language"), counts(&[("en", 2), ("es", 1), ("fr", 1), ("pt", 1)]));
    assert_eq!(facet(&all, "zone")[0], ("eu-us".to_owned(), 3), "{:?}", all.facets);
}

#[test]
fn zones_come_from_the_profile() {
    let offers = offers();
    let bench = Bench::with(&offers);
    let mut narrowed = request(None);
    narrowed.filter.zones = vec!["latin-america".to_owned()];
    assert_eq!(bench.found(&narrowed, &offers), [1, 3]);
    narrowed.filter.zones = vec!["nowhere".to_owned()];
    assert_eq!(bench.search(&narrowed).total, 0);
}

#[test]
fn pages_join_without_gap_or_overlap() {
    let offers: Vec<_> = (0..25)
        .map(|n| offer(&n.to_string(), ("en", "Same title"), "FR", CooperationKind::Grant, None))
        .collect();
    let bench = Bench::with(&offers);
    for text in [None, Some("title")] {
        let mut paged = request(text);
        let whole = {
            paged.limit = 100;
            bench.found(&paged, &offers)
        };
        paged.limit = 10;
        let mut joined = Vec::new();
        for offset in [0, 10, 20, 30] {
            paged.offset = offset;
            assert_eq!(bench.search(&paged).total, 25);
            joined.extend(bench.found(&paged, &offers));
        }
        assert_eq!(joined, whole);
    }
    let snapshot = bench.folder.reader().expect("a reader").snapshot();
    let mut beyond = request(None);
    beyond.offset = MAX_OFFSET + 1;
    assert!(matches!(snapshot.search(&beyond), Err(IndexError::Request(_))));
}

#[test]
fn strange_text_is_indexed_and_searched_like_any_other() {
    let strange = [
        "環境保護のための国際協力",
        "التعاون الدولي",
        "\u{0}\u{1}tab\tbell\u{7}",
        "\u{202e}abc",
        "🧊",
        "a\u{301}\u{301}\u{301}",
    ];
    let offers: Vec<_> = strange
        .iter()
        .enumerate()
        .map(|(n, title)| offer(&n.to_string(), ("und", title), "JP", CooperationKind::Grant, None))
        .collect();
    let bench = Bench::with(&offers);
    assert_eq!(bench.search(&request(None)).total, strange.len());
    assert_eq!(bench.found(&request(Some("الدولي")), &offers), [1]);
    assert_eq!(bench.found(&request(Some(strange[0])), &offers), [0]);
    for text in strange {
        bench.search(&request(Some(text)));
    }
    bench.search(&request(Some(&"ñandú ".repeat(100_000))));
}

#[test]
fn candidates_carry_what_the_pair_score_needs() {
    let offers = offers();
    let bench = Bench::with(&offers);
    let snapshot = bench.folder.reader().expect("a reader").snapshot();
    let need = Need { title: Some(localized("es", "Estudio de glaciares en Patagonia")), ..Need::default() };
    let statistics = snapshot.stats(RecordKind::Offer);
    let weigher = Weigher::new(Lexicon::shipped(), &statistics);
    let query = weigher.weigh(&TextQuery::of_need(&need));
    let found = snapshot.candidates(RecordKind::Offer, &query, &Filter::default(), 10).expect("finds");
    let ids: Vec<_> = found.iter().map(|candidate| candidate.id.clone()).collect();
    assert_eq!(ids[0], offers[1].id, "stems of its own language first");
    assert!(ids.contains(&offers[3].id) && ids.contains(&offers[4].id), "a name in any language");
    assert!(found[0].bag.length() > 0.0);
    assert!(
        matches!(&found[0].facts, Facts::Provider(facts) if facts.kinds == [CooperationKind::Scholarship])
    );

    let only_us = Filter { countries: vec!["US".parse().expect("a country")], ..Filter::default() };
    let found = snapshot.candidates(RecordKind::Offer, &query, &only_us, 10).expect("finds");
    assert_eq!(found.iter().map(|candidate| &candidate.id).collect::<Vec<_>>(), [&offers[4].id]);
    assert_eq!(
        snapshot.candidates(RecordKind::Offer, &query, &Filter::default(), 1).expect("finds").len(),
        1
    );
    let nothing = weigher.weigh(&TextQuery::default());
    assert!(
        snapshot.candidates(RecordKind::Offer, &nothing, &Filter::default(), 10).expect("finds").is_empty()
    );
}

#[test]
fn needs_are_candidates_too() {
    let bench = Bench::empty();
    let need = record("n", Need { title: Some(localized("es", "Agua potable rural")), ..Need::default() });
    let mut writer = bench.folder.writer().expect("a writer");
    writer.apply(Entry::Need(&need.shown())).expect("applies");
    writer.commit(Sequence(1)).expect("commits");
    let snapshot = bench.folder.reader().expect("a reader").snapshot();
    let statistics = snapshot.stats(RecordKind::Need);
    let asked = TextQuery::of_texts([&localized("es", "Programas de agua")]);
    let query = Weigher::new(Lexicon::shipped(), &statistics).weigh(&asked);
    let found = snapshot.candidates(RecordKind::Need, &query, &Filter::default(), 10).expect("finds");
    assert!(matches!(&found[0].facts, Facts::Need(facts) if !facts.query.is_empty()));
}

#[test]
fn statistics_are_those_of_the_corpus() {
    let bench = Bench::with(&offers());
    let snapshot = bench.folder.reader().expect("a reader").snapshot();
    let stats = snapshot.stats(RecordKind::Offer);
    assert_eq!(stats.documents(), 5);
    assert_eq!(stats.document_frequency("w:patagonia"), 2);
    assert_eq!(stats.document_frequency("en:glacier"), 1);
    assert_eq!(stats.document_frequency("en:nothing"), 0);
    assert!(stats.average_length() > 6.0 && stats.average_length() < 15.0, "{}", stats.average_length());
    assert_eq!(snapshot.stats(RecordKind::Need).documents(), 0);
}

#[test]
fn an_offer_of_several_records_is_found_once_unless_all_are_asked_for() {
    let offers = offers();
    let bench = Bench::with(&offers[2..]);
    let sources: Vec<SourceId> = ["a-source", "a-mirror"].map(|id| id.parse().expect("a source")).to_vec();
    let mut writer = bench.folder.writer().expect("a writer");
    let record = &offers[0].shown();
    writer.apply(Entry::Representative { record, sources: &sources }).expect("applied");
    writer.apply(Entry::Duplicate(&offers[1].shown())).expect("applied");
    writer.commit(Sequence(9)).expect("committed");
    bench.folder.refresh().expect("refreshed");
    let mut asked = request(None);
    assert_eq!(bench.search(&asked).total, 4);
    asked.filter.sources = vec![sources[1].clone()];
    assert_eq!(bench.found(&asked, &offers), [0], "by each of its sources");
    asked.filter = Filter { every_record: true, ..Filter::default() };
    assert_eq!(bench.search(&asked).total, 5);
    let snapshot = bench.folder.reader().expect("a reader").snapshot();
    let statistics = snapshot.stats(RecordKind::Offer);
    let asked = TextQuery::of_texts([&localized("es", "Becas para glaciares")]);
    let query = Weigher::new(Lexicon::shipped(), &statistics).weigh(&asked);
    let candidates = |filter: &Filter| {
        let found = snapshot.candidates(RecordKind::Offer, &query, filter, 10).expect("finds");
        found.iter().any(|candidate| candidate.id == offers[1].id)
    };
    assert!(!candidates(&Filter::default()));
    assert!(candidates(&Filter { every_record: true, ..Filter::default() }));
    // Standing alone again, it is found by itself.
    writer.apply(Entry::Offer(&offers[1].shown())).expect("applied");
    writer.commit(Sequence(10)).expect("committed");
    bench.folder.refresh().expect("refreshed");
    assert_eq!(bench.search(&request(None)).total, 5);
}
