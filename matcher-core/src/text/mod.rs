//! From text to index terms: language, words, stems.
//!
//! Knows no record, no index and no score.

mod american;
mod analyze;
mod analyzer;
mod compound;
mod detect;
mod fold;
mod known;
mod language;
mod skeleton;
mod stem;
mod stop_words;
mod word;

pub use analyze::{MAX_WORD_CHARS, QueryWord, Token, analyze, analyze_query};
pub use analyzer::Analyzer;
pub use detect::detect;
pub use fold::fold;
pub use language::TextLanguage;
pub use skeleton::{skeleton, without_prefix};
pub(crate) use word::key_hash;
pub use word::{AnalysedWord, FOREIGN};

/// What identifies this analyser: 16 hex digits that change whenever any text may yield other terms.
///
/// Covers the stop lists, the words that compounds are made of and, through probe words, the stemmers of the locked
/// dependencies.
pub fn fingerprint() -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(compound::WORD_LIST.as_bytes());
    for language in TextLanguage::ALL {
        hasher.update(language.stop_list().as_bytes());
        for token in analyze(PROBE, &language.tag()) {
            hasher.update(token.key.as_bytes());
            hasher.update(token.word.as_bytes());
            hasher.update(b"\n");
        }
    }
    hasher.finalize().to_hex()[..16].to_owned()
}

/// Words whose stems, folds and splits differ between versions of stemmers and Unicode tables.
const PROBE: &str = "mujeres talleres hogares glaciares aguas cooperación capacitaciones niñez pingüinos \
    communities generously studies agencies universities skies dying organisation \
    l’eau qu’elles œuvres bourses étudiantes généralement chevaux nationales \
    organizações mulheres capacitação d’água irmãs financiamentos straße Wirtschaftsbehörden 2026 П́олис 環境";
