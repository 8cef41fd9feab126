//! Verdicts: one made-up offer a rule, and how they agree with what people judged.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::civil::date;
use serde_json::Value;

use super::*;
use crate::extract::reading::{Part, Reading};
use crate::model::CooperationKind;

const TODAY: Date = date(2026, 8, 21);

fn chile() -> CountryCode {
    "CL".parse().expect("a country")
}

fn judged(reading: &Reading) -> Option<EligibilityFound> {
    find(reading, &reading.fold(), &chile(), TODAY)
}

fn of_record(record: &Value) -> Reading {
    let text = |key: &str| record[key].as_str().unwrap_or_default();
    let language = text("lang").parse().ok();
    let mut reading = Reading { country: text("provider_country").parse().ok(), ..Reading::default() };
    if text("kind") == "scholarship" {
        reading.kinds.push(CooperationKind::Scholarship);
    }
    reading.add(Part::Identifier, "external_id", text("id"), None);
    reading.add(Part::Publisher, "publisher", text("provider"), None);
    reading.add(Part::Title, "title", text("title"), language.clone());
    reading.add(Part::Eligibility, "eligibility", text("eligibility_raw"), language.clone());
    reading.add(Part::Text, "body", text("text"), language);
    reading
}

/// How the verdicts agree with people's judgements of the offers that ../shared/eval/aysen holds.
#[test]
fn judged_offers() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the repository");
    let folder = root.join("../shared/eval/aysen");
    let Ok(corpus) = std::fs::read_to_string(folder.join("corpus.jsonl")) else {
        eprintln!("skipped: ../shared is absent");
        return;
    };
    let judgements = std::fs::read_to_string(folder.join("eligibility.tsv")).expect("judgements");
    let mut labels: BTreeMap<&str, String> = BTreeMap::new();
    for line in judgements.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let label = labels.entry(cells[1]).or_default();
        if !label.contains(cells[2]) {
            label.push_str(cells[2]);
        }
    }
    let mut counts: BTreeMap<String, BTreeMap<String, u32>> = BTreeMap::new();
    let wanted = std::env::var("SHOW_ERRORS").unwrap_or_default();
    for line in corpus.lines() {
        let record: Value = serde_json::from_str(&line.replace(": NaN", ": null")).expect("JSON");
        let Some(label) = labels.get(record["id"].as_str().expect("an id")) else { continue };
        let found = judged(&of_record(&record));
        let verdict = found.as_ref().map_or("-", |found| found.entry.verdict.as_str());
        let source = record["source"].as_str().expect("a source").to_owned();
        let key = format!("{label}>{verdict}");
        if wanted.split(',').any(|wanted| wanted == key || wanted == format!("{source}:{key}")) {
            let rule = found.as_ref().and_then(|found| found.entry.rule.clone());
            let quote = found.as_ref().and_then(|found| found.entry.quote.clone());
            let quote: String = quote.unwrap_or_default().chars().take(230).collect();
            eprintln!(
                "{key} {} | {} | {rule:?} | {quote} | E {} ",
                record["id"], record["title"], record["eligibility_raw"]
            );
        }
        *counts.entry(source).or_default().entry(key.clone()).or_default() += 1;
        *counts.entry("all".to_owned()).or_default().entry(key).or_default() += 1;
    }
    for (source, counts) in &counts {
        eprintln!("{source:24} {counts:?}");
    }
    let all = &counts["all"];
    let count = |key: &str| all.get(key).copied().unwrap_or_default();
    let total = |label: &str| {
        all.iter().filter(|(key, _)| key.starts_with(&format!("{label}>"))).map(|(_, n)| n).sum::<u32>()
    };
    let (no_of_n, no_of_y, yes_of_n) = (count("n>no"), count("y>no"), count("n>yes"));
    eprintln!("n: {no_of_n} of {}; y gated: {no_of_y} of {}; n said yes: {yes_of_n}", total("n"), total("y"));
    assert!(f64::from(no_of_n) >= 0.8 * f64::from(total("n")));
    assert!(f64::from(no_of_y) <= 0.02 * f64::from(total("y")));
}

fn offer(publisher: &str, country: &str, title: &str, eligibility: &str, text: &str) -> Reading {
    of_record(&serde_json::json!({
        "id": "x", "provider": publisher, "provider_country": country, "title": title,
        "eligibility_raw": eligibility, "text": text, "lang": "en", "kind": "grant",
    }))
}

/// One made-up offer a rule: what is concluded, and from which words.
#[test]
fn each_rule_says_which_words_it_went_by() {
    let cases = [
        (
            offer("Alianza", "", "Movilidad", "Ser nacional de Chile, Colombia, México o Perú", ""),
            "yes",
            "named",
            "Chile",
        ),
        (
            offer("Fondo", "", "Premio", "", "Abierto a postulantes de toda América Latina y el Caribe."),
            "yes",
            "latin-america",
            "América Latina",
        ),
        (
            offer("Fund", "", "Prize", "", "Applicants of any nationality may apply."),
            "yes",
            "any-country",
            "any nationality",
        ),
        (
            offer("Fund", "NO", "Grant", "Citizens of countries on the DAC list", ""),
            "no",
            "dac-recipients",
            "DAC list",
        ),
        (
            offer("Fund", "", "Grant", "Open to applicants in low- and middle-income countries", ""),
            "no",
            "income-group",
            "middle-income",
        ),
        (offer("Trust", "GB", "Award", "Commonwealth citizens", ""), "no", "listed-without", "Commonwealth"),
        (
            offer("Fund", "US", "Grant", "", "You must be a U.S. citizen or permanent resident."),
            "no",
            "us-only",
            "U.S. citizen",
        ),
        (
            offer("State Arts Council", "US", "Festivals", "Vermont municipalities", "Money for festivals."),
            "no",
            "domestic-programme",
            "Vermont",
        ),
        (
            offer(
                "Ministère de la Culture",
                "FR",
                "Patrimoine",
                "Communes ; Départements",
                "Restaurer les églises.",
            ),
            "no",
            "domestic-programme",
            "Communes",
        ),
        (
            offer("Universität", "DE", "Stipendium", "Bewerber aller Nationalitäten", ""),
            "yes",
            "any-country",
            "aller Nationalitäten",
        ),
        (
            offer("Stiftung", "DE", "Stipendium", "Chinesische Studierende", ""),
            "no",
            "listed-without",
            "Chinesische",
        ),
    ];
    for (reading, verdict, rule, words) in cases {
        let found = judged(&reading).unwrap_or_else(|| panic!("{rule}: nothing found"));
        assert_eq!(
            (found.entry.verdict.as_str(), found.entry.rule.as_deref()),
            (verdict, Some(rule)),
            "{found:?}"
        );
        assert!(found.entry.quote.as_deref().is_some_and(|quote| quote.contains(words)), "{found:?}");
    }
}

#[test]
fn what_is_not_said_stays_open() {
    for reading in [
        offer("KOICA", "KR", "Training on water", "Public officials", "A course on rural water."),
        offer("County Council", "GB", "Exchange", "", "Local authorities and their partners abroad."),
        offer(
            "University",
            "SE",
            "Doctoral position",
            "Master of Science",
            "The position is placed in Lund, Sweden.",
        ),
        offer("Fund", "", "Grant", "", "Projects in Kenya, Ghana and other countries."),
        offer("Fund", "", "Grant", "", "We support developing countries."),
        offer("", "", "", "", ""),
    ] {
        assert_eq!(judged(&reading), None, "{reading:?}");
    }
}

/// Conditions, supplements and double negation beside the country's name shut nobody out.
#[test]
fn side_conditions_shut_nobody_out() {
    for text in [
        "Für Bewerberinnen und Bewerber aus Chile ist ein Sprachnachweis nicht erforderlich.",
        "Wir freuen uns über Bewerbungen aus Chile, auch wenn Sie noch nicht promoviert sind.",
        "Graduierte aus Chile, die nicht länger als sechs Jahre im Beruf stehen, werden bevorzugt.",
        "Bewerber aus Chile sind nicht ausgeschlossen.",
        "Los postulantes de Chile no quedan excluidos por edad.",
        "Los postulantes de Chile no pueden recibir dos becas a la vez.",
        "Deben residir en el extranjero, salvo que residan en Chile por estudios.",
        "Applicants from Chile are not eligible for the travel supplement but may apply for the grant.",
        "Students from Chile do not need a visa.",
        "Applicants from Chile cannot receive two grants at once.",
        "Applicants from Chile are not excluded.",
        "Open to applicants from non-European countries such as Chile and Peru.",
        "Les candidats du Chili ne peuvent pas cumuler deux bourses.",
        "Candidatos do Chile não podem acumular duas bolsas.",
        "Les étudiants du Chili ne peuvent pas bénéficier de deux aides.",
        "Applicants from Chile cannot be older than 35.",
        "Applicants from Chile can only apply online.",
    ] {
        let found = judged(&offer("Fund", "DE", "Scholarship", "", text));
        assert!(found.as_ref().is_none_or(|found| found.entry.verdict != Verdict::No), "{text}: {found:?}");
    }
}

#[test]
fn whom_an_offer_names_as_shut_out_is_shut_out() {
    for text in [
        "Bewerber aus Chile sind ausgeschlossen.",
        "Hochschulen aus Chile sind nicht antragsberechtigt.",
        "Applicants from Chile are not eligible.",
        "Applicants from Chile are not eligible for this call.",
        "Institutions based in Chile cannot apply.",
        "Chile is excluded.",
        "Chile does not take part in the programme.",
        "Open to citizens of all countries except Chile.",
        "Los postulantes de Chile quedan excluidos.",
        "Las instituciones de Chile no pueden postular.",
        "Le Chili n'est pas éligible.",
        "Une collectivité du Chili ne peut pas en bénéficier.",
        "Participation is limited to member countries, and Chile does not.",
        "El fondo es de los países fundadores y Chile no es país miembro.",
        "Instituições do Chile não podem participar.",
    ] {
        let found = judged(&offer("Fund", "DE", "Scholarship", "", text));
        let verdict = found.as_ref().map(|found| found.entry.verdict);
        assert_eq!(verdict, Some(Verdict::No), "{text}: {found:?}");
    }
}

#[test]
fn a_title_alone_is_silent_about_abroad() {
    for (publisher, country, title) in [
        ("Ministerio de Cultura", "ES", "Premio de innovación en gestión del agua 2027"),
        ("Région Bretagne", "FR", "Jumelage de collectivités autour de l'eau"),
    ] {
        assert_eq!(judged(&offer(publisher, country, title, "", "")), None, "{title}");
    }
}

/// The demo's offers carry verdicts that people gave: what is read must not say the contrary.
#[test]
fn demo_offers() {
    let offers = include_str!("../../../../fixtures/demo/offers.jsonl");
    let shown = std::env::var("SHOW_ERRORS").unwrap_or_default();
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for line in offers.lines() {
        let record: Value = serde_json::from_str(line).expect("JSON");
        let Ok(draft) = crate::model::Draft::<crate::model::Offer>::from_json(record, None, None) else {
            panic!("{line}")
        };
        let stated = draft.values.eligibility.iter().flatten().find(|entry| entry.country == chile());
        let Some(stated) = stated.map(|entry| entry.verdict) else { continue };
        let found = judged(&Reading::of(&draft.external_id, &draft.values));
        let verdict = found.as_ref().map_or(Verdict::Unknown, |found| found.entry.verdict);
        let key = format!("{stated}>{verdict}");
        if shown.contains(&key) {
            let (rule, quote) = found.map(|found| (found.entry.rule, found.entry.quote)).unwrap_or_default();
            eprintln!("{key} {} | {rule:?} | {quote:?} | {:?}", draft.external_id, draft.values.eligibility);
        }
        *counts.entry(key).or_default() += 1;
    }
    eprintln!("{counts:?}");
    let count = |key: &str| counts.get(key).copied().unwrap_or_default();
    assert_eq!(count("no>yes"), 0, "a wrong yes");
    assert!(count("yes>no") <= 3, "gated out of those that may: {}", count("yes>no"));
}
