//! The demo data: real records that the program itself would accept, over the territories they must cover.

use std::collections::BTreeSet;

use matcher_core::model::{Draft, Localized, Need, Offer, Partner, Values};

use super::{assert_none, read};

fn drafts<V: Values>(file: &str) -> Vec<Draft<V>> {
    let mut offenders = Vec::new();
    let mut drafts = Vec::new();
    for (number, line) in read(format!("fixtures/demo/{file}").as_ref()).lines().enumerate() {
        let value =
            serde_json::from_str(line).unwrap_or_else(|error| panic!("{file}:{}: {error}", number + 1));
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

/// Codes and levels of the territories in a shipped profile.
fn territories(profile: &str) -> Vec<(String, String)> {
    let file = format!("matcher-core/data/profiles/{profile}.toml");
    let table: toml::Table = read(file.as_ref()).parse().unwrap_or_else(|error| panic!("{file}: {error}"));
    let entries = table["territory"].as_array().expect("a list of territories");
    let text = |entry: &toml::Value, key: &str| entry[key].as_str().expect(key).to_owned();
    entries.iter().map(|entry| (text(entry, "code"), text(entry, "level"))).collect()
}

#[test]
fn demo_needs_cover_the_territories() {
    let needs = drafts::<Need>("needs.jsonl");
    assert!(needs.len() >= 30, "{} needs", needs.len());
    let named: BTreeSet<&str> =
        needs.iter().filter_map(|draft| draft.values.territory.as_ref()).map(AsRef::as_ref).collect();
    let (aysen, coquimbo) = (territories("aysen"), territories("coquimbo"));
    let missing: Vec<String> = aysen
        .iter()
        .filter(|(code, level)| level == "municipality" && !named.contains(code.as_str()))
        .map(|(code, _)| code.clone())
        .collect();
    assert_none("comunas of Aysén without a need", &missing);
    assert!(coquimbo.iter().any(|(code, _)| named.contains(code.as_str())), "no need from Coquimbo");
    let known: BTreeSet<&str> = aysen.iter().chain(&coquimbo).map(|(code, _)| code.as_str()).collect();
    let unknown: Vec<String> = named.difference(&known).map(|code| (*code).to_owned()).collect();
    assert_none("territories of no shipped profile", &unknown);
}

#[test]
fn demo_partners_read_back() {
    assert!(drafts::<Partner>("partners.jsonl").len() >= 20);
}
