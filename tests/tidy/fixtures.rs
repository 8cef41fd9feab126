//! The demo data: real records that the program itself would accept, over the territories they must cover.

use std::collections::BTreeSet;

use matcher_core::model::{Draft, Localized, Need, Offer, Partner, Values};
use matcher_core::score::Profile;

use super::{assert_none, read};

fn drafts<V: Values>(file: &str) -> Vec<Draft<V>> {
    let mut offenders = Vec::new();
    let mut drafts = Vec::new();
    for (number, line) in read(format!("fixtures/demo/{file}").as_ref()).lines().enumerate() {
        let value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{file}:{}: {error}", number + 1));
        match Draft::<V>::from_json(value, None, None) {
            Ok(draft) => drafts.push(draft),
            Err(problems) => offenders.extend(problems.iter().map(|p| format!("{file}:{}: {p}", number + 1))),
        }
    }
    assert_none("records the program would refuse", &offenders);
    let ids: BTreeSet<_> = drafts.iter().map(|draft| (&draft.source, &draft.external_id)).collect();
    assert_eq!(ids.len(), drafts.len(), "{file} names a record twice");
    drafts
}

fn texts(offer: &Offer) -> String {
    let parts = [&offer.title, &offer.summary, &offer.body];
    parts.into_iter().flatten().flat_map(Localized::iter).map(|(_, text)| text).collect::<Vec<_>>().join("\n")
}

#[test]
fn demo_offers_are_many_and_of_many_hands() {
    let offers = drafts::<Offer>("offers.jsonl");
    assert!(offers.len() >= 120, "{} offers", offers.len());
    let sources: BTreeSet<_> = offers.iter().map(|draft| draft.source.as_str()).collect();
    assert!(sources.len() >= 8, "{} publishers", sources.len());
    let languages: BTreeSet<&str> = offers
        .iter()
        .flat_map(|draft| draft.values.title.iter().flat_map(Localized::iter).map(|(tag, _)| tag.primary()))
        .collect();
    for language in ["es", "en", "fr", "pt"] {
        assert!(languages.contains(language), "no offer in {language}");
    }
}

#[test]
fn demo_quotes_stand_in_the_text_they_are_quoted_from() {
    let mut offenders = Vec::new();
    for draft in drafts::<Offer>("offers.jsonl") {
        let text = texts(&draft.values);
        let quotes = draft.values.eligibility.iter().flatten().filter_map(|entry| entry.quote.as_ref());
        for quote in quotes.chain(draft.evidence.values()) {
            if !text.contains(quote.as_str()) {
                offenders.push(format!("{}/{}: {quote}", draft.source, draft.external_id));
            }
        }
    }
    assert_none("quotes found nowhere in their offer", &offenders);
}

#[test]
fn demo_needs_cover_the_territories() {
    let needs = drafts::<Need>("needs.jsonl");
    assert!(needs.len() >= 30, "{} needs", needs.len());
    let named: BTreeSet<&str> =
        needs.iter().filter_map(|draft| draft.values.territory.as_ref()).map(AsRef::as_ref).collect();
    let aysen = Profile::shipped("aysen").expect("the aysen profile");
    let coquimbo = Profile::shipped("coquimbo").expect("the coquimbo profile");
    let comunas = aysen.territories.iter().filter(|t| t.level == matcher_core::model::TerritoryLevel::Municipality);
    let missing: Vec<String> =
        comunas.filter(|t| !named.contains(t.code.as_str())).map(|t| t.code.to_string()).collect();
    assert_none("comunas of Aysén without a need", &missing);
    assert!(named.iter().any(|code| coquimbo.territories.iter().any(|t| t.code.as_str() == *code)));
    let unknown: Vec<String> = named
        .iter()
        .filter(|code| {
            ![&aysen, &coquimbo].iter().any(|p| p.territories.iter().any(|t| t.code.as_str() == **code))
        })
        .map(|code| (*code).to_owned())
        .collect();
    assert_none("territories of no shipped profile", &unknown);
}

#[test]
fn demo_partners_read_back() {
    assert!(drafts::<Partner>("partners.jsonl").len() >= 20);
}
