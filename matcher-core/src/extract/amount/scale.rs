//! Thousands, millions and what else is said beside a number, in five languages and in India.

use rust_decimal::Decimal;

/// Folded words and what they multiply by. «Billion» is English, «billón» Spanish.
const SCALES: &[(&str, i64)] = &[
    ("k", 1_000),
    ("k€", 1_000),
    ("thousand", 1_000),
    ("mil", 1_000),
    ("tausend", 1_000),
    ("tsd", 1_000),
    ("m", 1_000_000),
    ("mn", 1_000_000),
    ("mio", 1_000_000),
    ("m€", 1_000_000),
    ("million", 1_000_000),
    ("millions", 1_000_000),
    ("millionen", 1_000_000),
    ("millon", 1_000_000),
    ("millones", 1_000_000),
    ("milhao", 1_000_000),
    ("milhoes", 1_000_000),
    ("bn", 1_000_000_000),
    ("billion", 1_000_000_000),
    ("billions", 1_000_000_000),
    ("mrd", 1_000_000_000),
    ("md€", 1_000_000_000),
    ("milliard", 1_000_000_000),
    ("milliards", 1_000_000_000),
    ("milliarde", 1_000_000_000),
    ("milliarden", 1_000_000_000),
    ("mil millones", 1_000_000_000),
    ("bilhao", 1_000_000_000),
    ("bilhoes", 1_000_000_000),
    ("trillion", 1_000_000_000_000),
    ("billon", 1_000_000_000_000),
    ("billones", 1_000_000_000_000),
    ("lakh", 100_000),
    ("lakhs", 100_000),
    ("lac", 100_000),
    ("lacs", 100_000),
    ("crore", 10_000_000),
    ("crores", 10_000_000),
    ("cr", 10_000_000),
    ("crs", 10_000_000),
];

/// Every word, the longest first, as alternatives of a pattern.
pub(super) fn words() -> String {
    let mut words: Vec<&str> = SCALES.iter().map(|(word, _)| *word).collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words.join("|")
}

/// What a word multiplies by.
pub(super) fn factor(word: &str) -> Option<Decimal> {
    SCALES.iter().find(|(known, _)| *known == word).map(|(_, factor)| Decimal::from(*factor))
}
