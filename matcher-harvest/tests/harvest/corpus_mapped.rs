//! Real payloads read by the mappings of the shipped sources: counts and spot checks. Skipped, visibly, where absent.

use jiff::civil::date;
use matcher_core::model::{ActorKind, AmountBasis, CooperationKind, Deadline};
use matcher_harvest::pipeline::gather;
use matcher_harvest::problem::Severity;
use matcher_harvest::replay;
use matcher_harvest::source::Source;
use rust_decimal::Decimal;

use crate::support::{codes, corpus, language, offer, read, refuse, source, text};

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
fn every_other_format_is_counted_too() {
    let Some(corpus) = corpus() else { return };
    for (name, file, records) in [
        ("es-bdns", "europe/es_bdns_convocatorias.json", 305),
        ("maqay-pe", "wp/maqay_wp_v2_posts_pe.json", 244),
        ("nsf-funding", "tables/nsf_funding_opportunities_cleaned.csv", 578),
        ("iati-registry", "other_apis/ckaniati_dates_excel.csv", 1),
        ("iati-registry", "other_apis/ckaniati_format_semicolon_quoted.csv", 3),
        ("rengo-pladeco", "needs_cl/rengo_pladeco_acciones_extracto.csv", 14),
        ("subdere-xls", "snapshots/subdere_Listado_Proyectos_2026-07-26.xls", 104),
        ("subdere-xls", "needs_cl/subdere_Listado_Proyectos_2026-08-01.xls", 1_831),
        ("euraxess-jobs", "html/euraxess_jobs_search_results_page.html", 10),
        ("euraxess-jobs", "html/euraxess_job_detail.html", 1),
        ("foerderdatenbank", "html/de_foerderdatenbank_overview.html", 10),
        ("foerderdatenbank", "html/de_foerderdatenbank_detail_multi_desc.html", 1),
        ("foerderdatenbank", "html/de_foerderdatenbank_detail_single_desc.html", 1),
        ("ues-fmo-sv", "html/sv_fmo_ues_beca_eloquir.html", 1),
        ("ues-fmo-sv", "html/sv_fmo_ues_beca_fdg.html", 1),
        ("ues-fmo-sv", "html/sv_fmo_ues_becas.html", 0),
        ("sigaa-ufpb", "html/br_sigaa_processos_seletivos.html", 2),
    ] {
        let gathered = read(&source(name), &corpus.join(file));
        assert_eq!(gathered.offers.len(), records, "{file}");
        let lost = gathered.problems.iter().find(|problem| problem.severity == Severity::Error);
        assert_eq!(lost, None, "{file}");
    }
}

#[test]
fn activities_of_every_version_are_counted_and_broken_files_refused() {
    let Some(corpus) = corpus() else { return };
    let source = Source::unnamed().expect("a source");
    let source = Source { adapter: "iati".to_owned(), ..source };
    for (file, records) in [
        ("iati/datastore_CD.xml", 205),
        ("iati/datastore_missing_dates.xml", 49),
        ("iati/datastore_single_activity.xml", 1),
        ("iati/markbrough_OT.xml", 51),
        ("iati/pwyf_worldbank-ao.xml", 20),
        ("iati/validator_iati-with-schema-errors.xml", 1),
        ("tables/aiddata/honduras_iati_1.04.xml", 1_076),
    ] {
        let gathered = read(&source, &corpus.join(file));
        assert_eq!(gathered.offers.len(), records, "{file}");
    }
    for (file, code) in [
        ("iati/validator_broken-xml.xml", "payload-syntax"),
        ("iati/validator_not-xml.xml", "payload-syntax"),
        ("iati/validator_xml-but-not-iati.xml", "payload-form"),
    ] {
        let bytes = std::fs::read(corpus.join(file)).expect(file);
        assert_eq!(refuse(&source, bytes).code(), code, "{file}");
    }
    let repository = Source { adapter: "oai_pmh".to_owned(), ..source };
    let records = read(&repository, &corpus.join("oai/sickle_ListRecords.xml"));
    assert_eq!((records.offers.len(), codes(&records.problems, "deleted-record")), (1, 1));
    for (file, code) in [
        ("oai/sickle_Identify.xml", "payload-form"),
        ("oai/sickle_ListSets.xml", "payload-form"),
        ("oai/sickle_ListMetadataFormats.xml", "payload-form"),
        ("oai/sickle_noRecordsMatch.xml", "payload-no-records"),
    ] {
        let bytes = std::fs::read(corpus.join(file)).expect(file);
        assert_eq!(refuse(&repository, bytes).code(), code, "{file}");
    }
}

#[test]
fn activities_in_detail() {
    let Some(corpus) = corpus() else { return };
    let source = Source { adapter: "iati".to_owned(), ..Source::unnamed().expect("a source") };
    let gathered = read(&source, &corpus.join("iati/markbrough_OT.xml"));
    let found = &offer(&gathered, "GB-1-109290").values;
    assert_eq!(found.publisher.as_deref(), Some("Department for International Development"));
    assert_eq!(found.country.as_ref().map(ToString::to_string).as_deref(), Some("GB"));
    let end = found.deadlines.as_ref().map(|all| (all[0].date, all[0].label.as_deref()));
    assert_eq!(end, Some((date(2010, 3, 31), Some("end of the activity"))));
    assert_eq!(found.opens, None, "the start of an activity is no day to apply from");
    let bank = read(&source, &corpus.join("iati/pwyf_worldbank-ao.xml"));
    let health = &offer(&bank, "44000-P000048").values;
    assert_eq!(health.publisher_kind, Some(ActorKind::Multilateral));
    assert_eq!(health.themes.as_ref().map(|themes| themes[0].as_str()), Some("health"));
    assert!(!text(&health.body).contains("Montserrat"), "no persons");
}

#[test]
fn researchers_posts_in_detail() {
    let Some(corpus) = corpus() else { return };
    let source = source("euraxess-jobs");
    let files = ["html/euraxess_jobs_search_results_page.html", "html/euraxess_job_detail.html"];
    let payloads = files.map(|file| replay::read_file(&corpus.join(file), &source).expect(file));
    let gathered = gather(&source, &payloads).expect("usable payloads");
    assert_eq!(gathered.offers.len(), 10, "the page of a post meets its line in the list");
    let found = &offer(&gathered, "/jobs/415163").values;
    assert_eq!(text(&found.title), "Postdoctoral Researcher");
    assert_eq!(found.published, Some(date(2026, 3, 3)), "from the list");
    assert_eq!(found.country.as_ref().map(ToString::to_string).as_deref(), Some("FR"), "from the page");
    let closing = found.deadlines.as_ref().map(|all| (all[0].date, all[0].time_zone.as_deref()));
    assert_eq!(closing, Some((date(2026, 4, 12), Some("Europe/Brussels"))));
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
