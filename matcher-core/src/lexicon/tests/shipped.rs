//! The lexicon that ships: whole, made by this analyser, from the vocabularies named, and knowing the field's words.

use std::path::{Path, PathBuf};

use super::super::{Corpus, Lexicon, read_vocabulary};
use super::{best, file};
use crate::text::analyze;

/// The vocabularies it is learnt from, beside the project's own.
const VOCABULARIES: [&str; 5] = ["eurovoc", "esco-occ", "esco-skill", "sdg", "dac-sectors"];

#[test]
fn it_is_whole_and_made_by_this_analyser() {
    let (_folder, path) = file("lexicon.bin", Lexicon::shipped().bytes());
    let opened = Lexicon::open(&path).expect("matcher-core/data/lexicon.bin, made again with `just lexicon`");
    assert_eq!(opened.digest(), Lexicon::shipped().digest());
    assert!(opened.size_bytes() <= 16_000_000, "{} bytes", opened.size_bytes());
    assert_eq!(opened.credits(), include_str!("../../../data/lexicon-credits.txt"));
}

#[test]
fn it_knows_the_words_of_the_field() {
    for (from, word, to, other) in [
        ("es", "glaciares", "en", "glacier"),
        ("es", "agua", "en", "water"),
        ("es", "turismo", "fr", "tourisme"),
        ("en", "scholarships", "es", "beca"),
        ("fr", "l’eau", "pt", "água"),
        ("pt", "educação", "es", "educación"),
        ("es", "invierno", "de", "Winter"),
        ("de", "Gletscher", "es", "glaciar"),
        ("es", "invierno", "en", "winter"),
    ] {
        let found = best(Lexicon::shipped(), &key(from, word), to).map(|(found, _)| found);
        assert_eq!(found, Some(key(to, other)), "{word}");
    }
}

#[test]
fn it_knows_phrases_of_the_field() {
    let lexicon = Lexicon::shipped();
    for (phrase, english) in [
        (["es:adult", "es:mayor"], &["en:older", "en:peopl"][..]),
        (["es:educ", "es:parvulari"], &["en:childhood", "en:earli", "en:educ"]),
    ] {
        let said = lexicon.phrase(&phrase);
        assert!(said.iter().any(|found| found.keys == english), "{phrase:?}: {said:?}");
    }
}

fn key(language: &str, word: &str) -> String {
    analyze(word, &language.parse().expect("a tag")).remove(0).key
}

/// Learning takes seconds even unoptimised, so it is done in full: the same labels must give the same bytes.
#[test]
fn it_is_what_its_vocabularies_give() {
    let Some(files) = vocabularies() else {
        eprintln!("skipped: ../shared is absent");
        return;
    };
    let mut corpus = Corpus::default();
    for file in &files {
        read_vocabulary(file, 1, &mut corpus).expect("a vocabulary");
    }
    let made = Lexicon::train(&corpus, Lexicon::shipped().credits(), &mut |_, _| ()).expect("a lexicon");
    assert!(
        made.bytes() == Lexicon::shipped().bytes(),
        "the vocabularies give {}, shipped is {}: make it again with `just lexicon`",
        made.digest(),
        Lexicon::shipped().digest()
    );
}

fn vocabularies() -> Option<Vec<PathBuf>> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/vocab");
    let mut files = Vec::new();
    for folder in ["thesaurus", "vocabulary"] {
        let found = std::fs::read_dir(own.join(folder)).ok()?.filter_map(|entry| Some(entry.ok()?.path()));
        files.extend(found.filter(|path| path.extension().is_some_and(|e| e == "ttl" || e == "tsv")));
    }
    files.extend(VOCABULARIES.map(|name| shared.join(format!("{name}.tsv"))));
    files.iter().all(|file| file.is_file()).then_some(files)
}
