//! Real payloads read by the mappings of the shipped sources: counts and spot checks. Skipped, visibly, where absent.

use jiff::civil::date;
use matcher_core::model::{AmountBasis, CooperationKind, Deadline};
use matcher_harvest::problem::Severity;
use rust_decimal::Decimal;

use crate::support::{codes, corpus, language, offer, read, source, text};

#[test]
fn counts_are_exact_and_nothing_is_rejected() {
    let Some(corpus) = corpus() else { return };
    for (name, file, records) in [
        ("fr-ademe-agir", "europe/fr_aides_territoires_ademe_agir.json", 5),
        ("fr-departement-drome", "europe/fr_aides_territoires_departement_drome.json", 3),
        ("fr-departement-manche", "europe/fr_aides_territoires_departement_manche.json", 10),
        ("fr-ministere-culture", "europe/fr_aides_territoires_ministere_de_la_culture.json", 3),
        ("california-grants", "grantsgov/CA_state_grants_portal.json", 50),
        ("sicon-bogota", "latam/sicon_co_convocatorias_page1.json", 3),
        // Three awards are none; what is listed twice counts once.
        ("worldbank-procurement", "other_apis/worldbank_procnotices_page1.json", 2),
        ("isoc-json", "feeds/isoc_opportunities.json", 89),
        ("mastersportal", "tables/scholarships_portal_mastersportal.json", 1_515),
        ("daad-scholarships", "tables/daad_scholarships.json", 180),
        ("radar-fondos-cl", "latam/cl_radarfondos_financiamientos.json", 13),
        ("br-editais", "latam/br_editais_monitor.json", 3_505),
        ("subdere-proyectos", "needs_cl/subdere_proyectos.json", 1_831),
    ] {
        let gathered = read(&source(name), &corpus.join(file));
        assert_eq!(gathered.offers.len(), records, "{file}");
        let lost = gathered.problems.iter().find(|problem| problem.severity == Severity::Error);
        assert_eq!(lost, None, "{file}");
        assert_eq!(codes(&gathered.problems, "unknown-key"), 0, "{file}");
    }
}

#[test]
fn bogota_culture_calls_in_detail() {
    let Some(corpus) = corpus() else { return };
    let gathered = read(&source("sicon-bogota"), &corpus.join("latam/sicon_co_convocatorias_page1.json"));
    let found = &offer(&gathered, "3731").values;
    assert!(text(&found.title).starts_with("Beca LEP Producción y circulación"));
    assert_eq!(language(&found.body), "es");
    assert!(text(&found.body).contains("contribución parafiscal"), "references are decoded");
    assert_eq!((found.published, found.opens), (Some(date(2026, 7, 17)), Some(date(2026, 7, 28))));
    let closing = Deadline {
        date: date(2026, 8, 27),
        time: Some(jiff::civil::time(17, 0, 0, 0)),
        time_zone: Some("America/Bogota".to_owned()),
        label: None,
    };
    assert_eq!(
        found.deadlines.as_deref(),
        Some(&[closing][..]),
        "the deadline for jurors is none for artists"
    );
    let amount = found.amount.as_ref().expect("an amount");
    assert_eq!((amount.max, amount.basis), (Some(Decimal::from(350_000_000)), AmountBasis::Total));
    assert_eq!(found.applicants, None, "persons may apply, and bodies whose kind is not said");
    assert!(!text(&found.body).contains('@'), "no mailboxes");
}

#[test]
fn french_services_in_detail() {
    let Some(corpus) = corpus() else { return };
    let culture = read(
        &source("fr-ministere-culture"),
        &corpus.join("europe/fr_aides_territoires_ministere_de_la_culture.json"),
    );
    let found = &offer(&culture, "315790").values;
    assert_eq!(found.deadlines.as_ref().map(|all| all[0].date), Some(date(2022, 4, 15)));
    assert!(text(&found.body).contains("Montant: 2.200.000 € à répartir"), "prose is handed over");
    let damaged = &offer(&culture, "303980").values;
    assert_eq!(damaged.published, Some(date(2022, 7, 28)), "blanks behind colons");
    assert_eq!(damaged.url.as_ref().and_then(url::Url::host_str), Some("www.culture.gouv.fr"));
    let ademe = read(&source("fr-ademe-agir"), &corpus.join("europe/fr_aides_territoires_ademe_agir.json"));
    let closing = ademe.offers[0].values.deadlines.as_ref().map(|all| (all[0].date, all[0].time));
    assert_eq!(closing, Some((date(2023, 12, 31), Some(jiff::civil::time(23, 59, 59, 0)))));
    let drome = read(
        &source("fr-departement-drome"),
        &corpus.join("europe/fr_aides_territoires_departement_drome.json"),
    );
    assert_eq!(drome.offers[0].values.rolling, Some(true));
    assert_eq!(drome.offers[0].values.kinds.as_deref(), Some(&[CooperationKind::TechnicalAssistance][..]));
    assert_eq!(codes(&drome.problems, "further-pages"), 1);
}

#[test]
fn positional_records_take_their_columns_names() {
    let Some(corpus) = corpus() else { return };
    let gathered = read(&source("california-grants"), &corpus.join("grantsgov/CA_state_grants_portal.json"));
    let found = &offer(&gathered, "117507").values;
    assert_eq!((found.rolling, &found.deadlines), (Some(true), &None));
    assert_eq!(found.amount.as_ref().and_then(|amount| amount.max), Some(Decimal::from(25_000_000)));
    assert_eq!(found.opens, Some(date(2025, 6, 11)));
}
