//! Files that are no lexicon, or no longer one: an error that says so, never a panic, never a wrong word.

use std::path::Path;

use proptest::prelude::*;

use super::super::LexiconError;
use super::{WORDS, file, learnt};
use crate::lexicon::Lexicon;

fn opened(bytes: &[u8]) -> Result<Lexicon, LexiconError> {
    let (_folder, path) = file("lexicon.bin", bytes);
    Lexicon::open(&path)
}

#[test]
fn what_is_saved_opens_as_it_was() {
    let lexicon = learnt(&[WORDS]);
    let (_folder, path) = file("lexicon.bin", "an older one");
    lexicon.save(&path).expect("saved");
    let opened = Lexicon::open(&path).expect("opened");
    assert_eq!(opened.bytes(), lexicon.bytes());
    assert_eq!(opened.digest(), lexicon.digest());
    assert_eq!(opened.digest().len(), 16);
    assert_eq!(opened.translations("es:agu").count(), lexicon.translations("es:agu").count());
    let beside = std::fs::read_dir(path.parent().expect("a folder")).expect("a listing").count();
    assert_eq!(beside, 1, "nothing is left beside it");
}

#[test]
fn what_is_no_lexicon_is_told_apart() {
    for bytes in [&b""[..], b"MATCH", b"PK\x03\x04 something else entirely"] {
        let error = opened(bytes).expect_err("no lexicon");
        assert!(matches!(error, LexiconError::NotALexicon(_)), "{error}");
        assert!(error.to_string().contains("matcher lexicon train"), "{error}");
    }
    let missing = Lexicon::open(Path::new("/nowhere/lexicon.bin")).expect_err("no file");
    assert!(matches!(missing, LexiconError::Unreadable { .. }), "{missing}");
    let folder = tempfile::tempdir().expect("a folder");
    let error = Lexicon::open(folder.path()).expect_err("a folder");
    assert!(matches!(error, LexiconError::Unreadable { .. }), "{error}");
    let error = learnt(&[WORDS]).save(&folder.path().join("none/lexicon.bin")).expect_err("no folder");
    assert!(matches!(error, LexiconError::Unwritable { .. }), "{error}");
}

#[test]
fn another_form_or_analyser_is_refused_with_what_mends_it() {
    let mut newer = learnt(&[WORDS]).bytes().to_vec();
    newer[8] = 9;
    let error = opened(&newer).expect_err("another form");
    assert!(matches!(error, LexiconError::OtherForm { found: 9, .. }), "{error}");

    let lexicon = Lexicon::train_for("0123456789abcdef", &super::corpus(&[WORDS]), "").expect("a lexicon");
    let error = opened(lexicon.bytes()).expect_err("another analyser");
    assert!(
        matches!(&error, LexiconError::OtherAnalyser { found, .. } if found == "0123456789abcdef"),
        "{error}"
    );
}

#[test]
fn a_cut_file_is_damaged_wherever_it_is_cut() {
    let whole = learnt(&[WORDS]).bytes().to_vec();
    for length in (8..whole.len()).step_by(7) {
        let error = opened(&whole[..length]).expect_err("cut");
        assert!(
            matches!(error, LexiconError::Damaged { .. } | LexiconError::OtherForm { .. }),
            "{length}: {error}"
        );
    }
    let mut longer = whole.clone();
    longer.push(0);
    assert!(matches!(opened(&longer), Err(LexiconError::Damaged { .. })));
}

proptest! {
    /// Every byte counts: one changed anywhere is seen when the file is opened, and harms nothing where it is not
    /// looked for.
    #[test]
    fn a_changed_byte_is_an_error(place in any::<prop::sample::Index>(), change in 1u8..) {
        let mut bytes = learnt(&[WORDS]).bytes().to_vec();
        let place = place.index(bytes.len());
        bytes[place] ^= change;
        prop_assert!(opened(&bytes).is_err(), "byte {}", place);
        if let Ok(unverified) = Lexicon::unverified(bytes) {
            for key in ["es:agu", "en:water", "fr:eau", "zz:", ""] {
                unverified.translations(key).for_each(drop);
                drop(unverified.synonyms(key));
                drop(unverified.phrase(&[key, "es:glaci"]));
            }
            drop(unverified.corpus().map(|corpus| Lexicon::train(&corpus, unverified.credits(), &mut |_, _| ())));
        }
    }
}
