//! Lexicons as they are used: the shipped one, small ones learnt here, and files that are not what they should be.

mod damage;
mod learning;
mod shipped;
mod vocabularies;

use std::path::PathBuf;

use super::{Corpus, Lexicon, read_vocabulary};

/// A table of a few words, with an alternative and a word that only Portuguese and French share with the others.
const WORDS: &str = "id\tes\ten\tfr\n\
    1\tglaciar\tglacier\tglacier\n\
    2\tagua\twater\teau\n\
    3\tagua de glaciar\tglacier water\teau de glacier\n\
    4\talcalde/alcaldesa\tmayor\tmaire\n";
/// What leads from Portuguese to Spanish only by way of English.
const PORTUGUESE: &str = "en\tpt-BR\nwater\tágua\nmayor\tprefeito\n";

/// A vocabulary in a folder that goes away with the first of the pair.
fn file(name: &str, text: impl AsRef<[u8]>) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    std::fs::write(&path, text).expect("written");
    (folder, path)
}

fn corpus(vocabularies: &[&str]) -> Corpus {
    let mut corpus = Corpus::default();
    for text in vocabularies {
        let (_folder, path) = file("words.tsv", text);
        read_vocabulary(&path, 1, &mut corpus).expect("a vocabulary");
    }
    corpus
}

fn learnt(vocabularies: &[&str]) -> Lexicon {
    Lexicon::train(&corpus(vocabularies), "made up", &mut |_, _| ()).expect("a lexicon")
}

/// The best translation of `key` into `language`.
fn best(lexicon: &Lexicon, key: &str, language: &str) -> Option<(String, f64)> {
    let translation = lexicon.translations(key).find(|translation| translation.key.starts_with(language))?;
    Some((translation.key.to_owned(), translation.probability))
}
