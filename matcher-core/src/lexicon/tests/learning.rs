//! What is learnt from a handful of labels.

use proptest::prelude::*;

use super::super::{Lexicon, LexiconError, PIVOT, read_vocabulary};
use super::{PORTUGUESE, WORDS, best, corpus, file, learnt};

#[test]
fn words_find_their_counterparts_in_both_directions() {
    let lexicon = learnt(&[WORDS]);
    for (key, language, other) in [
        ("es:glaci", "en:", "en:glacier"),
        ("en:glacier", "es:", "es:glaci"),
        ("es:agu", "fr:", "fr:eau"),
        ("es:alcald", "en:", "en:mayor"),
        ("es:alcaldes", "en:", "en:mayor"),
    ] {
        let (found, probability) =
            best(&lexicon, key, language).unwrap_or_else(|| panic!("{key} is unknown"));
        assert_eq!(found, other, "{key}");
        assert!(probability > 0.3 && probability <= 1.0, "{key} → {found}: {probability}");
    }
    assert!(!lexicon.knows("es:nieve") && lexicon.translations("es:nieve").next().is_none());
    assert!(!lexicon.knows("es:"), "the language alone is no word");
    assert_eq!(lexicon.credits(), "made up");
}

/// Phrases that begin alike, so that finding one does not hide another; one that its words say by themselves.
const PHRASES: &str = "es\ten\tfr\n\
    educación\teducation\téducation\n\
    educación parvularia\tearly education\tmaternelle\n\
    educación parvularia\tpreschool\tmaternelle\n\
    educación parvularia rural\tvillage kindergarten\tmaternelle\n\
    agua\twater\teau\n\
    agua\twater\teau\n\
    lluvia\train\tpluie\n\
    lluvia\train\tpluie\n\
    agua lluvia\train water\teau pluie\n";

#[test]
fn phrases_are_found_in_any_order_and_kept_where_their_words_do_not_say_them() {
    let lexicon = learnt(&[PHRASES]);
    let said = |words: &[&str]| -> Vec<String> {
        let english = lexicon.phrase(words).into_iter().filter(|found| found.keys[0].starts_with("en:"));
        english.map(|found| format!("{} {:.2}", found.keys.join(" "), found.probability)).collect()
    };
    let early = ["en:earli en:educ 0.50", "en:preschool 0.50"];
    assert_eq!(said(&["es:educ", "es:parvulari"]), early);
    assert_eq!(said(&["es:parvulari", "es:educ"]), early);
    assert_eq!(said(&["es:educ", "es:parvulari", "es:rural"]), ["en:kindergarten en:villag 1.00"]);
    assert!(said(&["es:agu", "es:lluvi"]).is_empty(), "rain water is water and rain");
    for none in [&["es:educ"][..], &[], &["es:educ", "es:agu"], &["es:educ", "es:xyzzy"], &["es:educ"; 4]] {
        assert!(lexicon.phrase(none).is_empty(), "{none:?}");
    }
    assert!(lexicon.phrase_count() > 2);
}

#[test]
fn translations_come_best_first_and_never_in_the_same_language() {
    let lexicon = learnt(&[WORDS, PORTUGUESE]);
    for key in ["es:agu", "en:water", "pt:agu", "fr:eau"] {
        let all: Vec<_> = lexicon.translations(key).collect();
        assert!(!all.is_empty(), "{key}");
        assert!(all.iter().all(|translation| translation.key[..3] != key[..3]), "{key}: {all:?}");
        for pair in all.windows(2).filter(|pair| pair[0].key[..3] == pair[1].key[..3]) {
            assert!(pair[0].probability >= pair[1].probability, "{key}: {all:?}");
        }
    }
}

#[test]
fn where_nothing_leads_directly_a_third_language_does() {
    let direct = learnt(&[WORDS, PORTUGUESE, "es\tpt\nagua\tágua\n"]);
    let lexicon = learnt(&[WORDS, PORTUGUESE]);
    let (found, bridged) = best(&lexicon, "pt:agu", "es:").expect("a bridge");
    assert_eq!(found, "es:agu");
    assert!(bridged <= PIVOT, "{bridged}");
    let (found, straight) = best(&direct, "pt:agu", "es:").expect("a translation");
    assert_eq!(found, "es:agu");
    assert!(straight > bridged, "{straight} is no better than {bridged}");
}

#[test]
fn synonyms_share_translations() {
    let lexicon = learnt(&["es\ten\npágina\tpage\nhoja\tpage\nárbol\ttree\n"]);
    let synonyms = lexicon.synonyms("es:hoj");
    assert_eq!(synonyms.iter().map(|(key, _)| *key).collect::<Vec<_>>(), ["es:pagin"]);
    assert!(synonyms[0].1 >= 0.1);
    assert!(lexicon.synonyms("es:arbol").is_empty(), "a word is no synonym of its own");
    assert!(lexicon.synonyms("x").is_empty() && lexicon.synonyms("").is_empty());
}

#[test]
fn order_of_files_and_lines_changes_nothing() {
    let turned: String = {
        let (heading, rows) = WORDS.split_once('\n').expect("a heading");
        let rows: Vec<&str> = rows.lines().rev().collect();
        format!("{heading}\n{}\n", rows.join("\n"))
    };
    let one = learnt(&[WORDS, PORTUGUESE]);
    let other = learnt(&[PORTUGUESE, &turned]);
    assert_eq!(one.bytes(), other.bytes());
    assert_ne!(one.digest(), learnt(&[WORDS]).digest());
}

#[test]
fn extending_is_learning_from_everything_at_once() {
    let mut extended = learnt(&[WORDS]).corpus().expect("its labels");
    let (_folder, path) = file("more.tsv", PORTUGUESE);
    read_vocabulary(&path, 1, &mut extended).expect("a vocabulary");
    let extended = Lexicon::train(&extended, "made up", &mut |_, _| ()).expect("a lexicon");
    assert_eq!(extended.bytes(), learnt(&[WORDS, PORTUGUESE]).bytes());
}

/// Entries added again were kept beside the old ones, in an order that no later reading understood.
#[test]
fn the_same_entries_added_again_and_again_are_one_that_counts_more() {
    let (_folder, path) = file("words.tsv", WORDS);
    let mut lexicon = learnt(&[WORDS]);
    for _ in 0..2 {
        let mut corpus = lexicon.corpus().expect("its labels");
        read_vocabulary(&path, 1, &mut corpus).expect("a vocabulary");
        lexicon = Lexicon::train(&corpus, "made up", &mut |_, _| ()).expect("a lexicon");
    }
    assert_eq!(lexicon.bytes(), learnt(&[WORDS, WORDS, WORDS]).bytes());
}

#[test]
fn weight_decides_between_two_meanings() {
    let (_folder, path) = file("own.tsv", "es\ten\ngira\ttour\n");
    let found = |weight| {
        let mut corpus = corpus(&["es\ten\ngira\tdraft\ngira\tdraft\ngira\tdraft\n"]);
        read_vocabulary(&path, weight, &mut corpus).expect("a vocabulary");
        let lexicon = Lexicon::train(&corpus, "", &mut |_, _| ()).expect("a lexicon");
        best(&lexicon, "es:gir", "en:").map(|(key, _)| key)
    };
    assert_eq!(found(1).as_deref(), Some("en:draft"));
    assert_eq!(found(10).as_deref(), Some("en:tour"));
}

#[test]
fn a_corpus_without_pairs_is_refused() {
    let error = Lexicon::train(&super::Corpus::default(), "", &mut |_, _| ()).expect_err("nothing");
    assert!(matches!(error, LexiconError::NothingToLearn), "{error}");
}

proptest! {
    /// Whatever labels say, learning ends, keeps to its bounds, and forgets none of them.
    #[test]
    fn any_labels_can_be_learnt_from(rows in prop::collection::vec(("\\PC{0,30}", "[a-z /|]{0,30}"), 1..12)) {
        let mut corpus = super::Corpus::default();
        for (one, other) in &rows {
            let labels = [(crate::text::TextLanguage::Es, one.as_str()), (crate::text::TextLanguage::En, other.as_str())];
            corpus.add(&labels, 1);
        }
        if let Ok(lexicon) = Lexicon::train(&corpus, "", &mut |_, _| ()) {
            let again = Lexicon::train(&lexicon.corpus().expect("labels"), "", &mut |_, _| ()).expect("a lexicon");
            prop_assert_eq!(lexicon.bytes(), again.bytes());
            for (one, _) in &rows {
                for token in crate::text::analyze(one, &"es".parse().expect("a tag")) {
                    for translation in lexicon.translations(&token.key) {
                        prop_assert!((0.019..=1.0).contains(&translation.probability));
                    }
                }
            }
        }
    }
}
