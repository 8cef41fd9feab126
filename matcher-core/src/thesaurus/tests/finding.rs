//! Concepts found in texts, and those that must not be.

use proptest::prelude::*;

use super::*;

#[test]
fn concepts_are_found_in_four_languages() {
    for (text, language) in [
        ("Monitoreo de glaciares y turismo rural", "es"),
        ("Glacier monitoring", "en"),
        ("Suivi des glaciers", "fr"),
        ("Monitoramento de geleiras", "pt"),
    ] {
        let found = found(text, language);
        assert!(found.iter().any(|found| found.ends_with("=glaciers")), "{text}: {found:?}");
    }
}

/// The heart of the vocabulary: whatever names a concept is found to name it.
#[test]
fn every_label_finds_its_own_concept() {
    let thesaurus = Thesaurus::shipped();
    let mut analyzer = Analyzer::default();
    let mut lost = Vec::new();
    for concept in thesaurus.concepts() {
        for (language, labels) in &concept.labels {
            for label in labels.iter() {
                let found = found_in(thesaurus, &mut analyzer, label, language);
                // A sign at the end (`REDD+`) is no part of what is marked.
                let marked = label.trim_end_matches(|letter: char| !letter.is_alphanumeric());
                if found != [format!("{marked}={}", concept.id)] {
                    lost.push(format!("{label}@{language} of {}: {found:?}", concept.id));
                }
            }
        }
    }
    assert!(lost.is_empty(), "{} labels:\n{}", lost.len(), lost.join("\n"));
}

#[test]
fn the_longest_name_counts_alone() {
    assert_eq!(found("agua potable rural", "es"), ["agua potable rural=rural-drinking-water"]);
}

#[test]
fn forms_of_a_word_are_found_and_other_words_are_not() {
    for (text, language, expected) in [
        ("los museos regionales", "es", true),
        ("un Museo", "es", true),
        ("MUSEOS", "es", true),
        ("minería", "es", true),
        ("las minas y los mínimos", "es", false),
        ("el maestro de obras", "es", false),
        ("un hermano suyo", "es", false),
        ("the police", "en", false),
    ] {
        assert_eq!(!found(text, language).is_empty(), expected, "{text}: {:?}", found(text, language));
    }
}

#[test]
fn a_verb_may_stand_for_its_noun_inside_a_phrase() {
    assert!(
        found("Conservar el patrimonio local", "es").iter().any(|f| f.ends_with("=heritage-conservation"))
    );
    for (text, concept) in [
        ("projects managed by nonprofits", "project-management"),
        ("the operations of research vessels", "mathematics"),
        ("University Cooperative Research Center", "internationalisation"),
        ("INFRAESTRUCTURA TICA", "information-systems"),
    ] {
        assert!(found(text, "en").iter().all(|found| !found.ends_with(concept)), "{:?}", found(text, "en"));
    }
}

#[test]
fn capitals_without_accents_are_found() {
    for (text, language, concept) in [
        ("CONCURSO DE FOTOGRAFIA", "es", "=photography"),
        ("PAVIMENTACION", "es", "=paving"),
        ("EDUCACAO BASICA", "pt", "=school-education"),
        ("EFFICACITE ENERGETIQUE", "fr", "=energy-efficiency"),
    ] {
        let found = found(text, language);
        assert!(found.iter().any(|found| found.ends_with(concept)), "{text}: {found:?}");
    }
}

#[test]
fn books_are_not_free() {
    assert_eq!(found("ferias libres", "es"), ["ferias libres=street-market"]);
}

#[test]
fn words_apart_are_no_name() {
    assert!(found("agua, potable", "es").iter().all(|found| !found.starts_with("agua, potable")));
    for text in [
        "educación. Parvularia",
        "educación y parvularia",
        "educación (parvularia)",
        "educación\n\nparvularia",
    ] {
        let found = found(text, "es");
        assert!(
            found.iter().all(|found| !found.ends_with("=early-childhood-education")),
            "{text}: {found:?}"
        );
    }
    for text in ["educación parvularia", "Educación  Parvularia", "educación\nparvularia"] {
        assert_eq!(found(text, "es").len(), 1, "{text}");
    }
}

#[test]
fn acronyms_stand_in_capitals() {
    assert!(found("Uso de TIC en el aula", "es").iter().any(|found| found.starts_with("TIC=")));
    assert!(found("un tic nervioso", "es").is_empty());
    assert!(found("services for AI/AN people", "en").is_empty());
    assert!(found("Proyectos de I+D en la empresa", "es").iter().any(|found| found.starts_with("I+D")));
    assert!(found("el plan I y el plan D", "es").is_empty());
}

#[test]
fn what_is_excluded_is_not_named() {
    for (text, language, kept) in [
        ("El fondo no incluye turismo rural.", "es", false),
        ("Excluye proyectos de minería, energía eólica y turismo rural.", "es", false),
        ("Todas las áreas excepto turismo rural", "es", false),
        ("No se financia la compra de equipos ni el turismo rural", "es", false),
        ("Programa sin turismo rural", "es", false),
        ("No solo turismo rural", "es", true),
        ("Organizaciones sin fines de lucro de turismo rural", "es", true),
        ("No se financia la minería. El turismo rural sí.", "es", true),
        ("No incluye minería, pero sí turismo rural", "es", true),
        ("No excluye el turismo rural", "es", true),
        ("All fields, excluding rural tourism", "en", false),
        ("This call does not cover rural tourism", "en", false),
        ("not only rural tourism", "en", true),
        ("Tous domaines hors tourisme rural", "fr", false),
        ("Exceto turismo rural", "pt", false),
        ("O edital não inclui turismo rural", "pt", false),
        ("Trabalho no turismo rural", "pt", true),
    ] {
        let found = found(text, language);
        assert_eq!(found.iter().any(|found| found.ends_with("=rural-tourism")), kept, "{text}: {found:?}");
    }
}

#[test]
fn a_lack_is_a_need() {
    for (text, language) in [
        ("Localidades sin agua potable", "es"),
        ("Familias rurales sin acceso a agua potable", "es"),
        ("people without drinking water", "en"),
        ("villages without access to drinking water", "en"),
    ] {
        let found = found(text, language);
        assert!(found.iter().any(|found| found.ends_with("=drinking-water")), "{text}: {found:?}");
    }
}

#[test]
fn names_of_places_hide_what_their_words_name() {
    for text in [
        "Municipalidad de Los Lagos",
        "en la comuna de Lago Verde se propone",
        "el viaje a Puerto Montt fue largo",
        "la cuenca alta del Río Baker y su gente",
        "RÍO IBÁÑEZ",
    ] {
        let found = found(text, "es");
        let water = |found: &String| ["lakes", "rivers", "ports"].iter().any(|id| found.ends_with(id));
        assert!(!found.iter().any(water), "{text}: {found:?}");
    }
    let title = found("Programa De Glaciares Y Turismo Rural", "es");
    assert!(
        title.iter().any(|found| found.ends_with("=glaciers")),
        "a title in capitals is no name: {title:?}"
    );
}

#[test]
fn phrases_that_mean_something_else_hide_the_concept_inside() {
    assert!(found("a positive learning environment", "en").is_empty());
    assert_eq!(found("the natural environment", "en").len(), 1);
}

#[test]
fn text_of_other_languages_is_read_without_a_find() {
    for (text, language) in
        [("環境保護のための国際協力", "ja"), ("حماية البيئة", "ar"), ("Umweltschutz", "de"), ("", "es")]
    {
        assert!(found(text, language).is_empty(), "{text}");
    }
}

proptest! {
    #[test]
    fn no_text_breaks_the_search(
        text in "(\\PC{0,6}|sin |no incluye |turismo |rural |agua |potable |I\\+D |AI/AN |Los Lagos |[\\x00-\\x1f\u{202e}\u{301}漢字مرحبا한국 ñç'’.,;-]{0,4}){0,14}"
    ) {
        for language in ["es", "en", "fr", "pt", "und", "zh", "ar"] {
            for found in found(&text, language) {
                prop_assert!(!found.starts_with('='));
            }
        }
    }
}
