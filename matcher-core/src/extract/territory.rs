//! The provider's region, by its name in the publisher's: «Gobierno de Aragón», «Provincia de Chubut».
//!
//! Only where the provider's country is known and one region of it is named.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use super::found::{Confidence, Found};
use super::reading::{Folding, Part};
use crate::model::{CountryCode, TerritoryCode};

struct Names {
    automaton: AhoCorasick,
    codes: Vec<TerritoryCode>,
}

static NAMES: LazyLock<Option<Names>> = LazyLock::new(|| {
    let mut patterns = Vec::new();
    let mut codes = Vec::new();
    for line in include_str!("../../data/territories.tsv").lines().filter(|line| !line.starts_with('#')) {
        let (code, names) = line.split_once('\t')?;
        for name in names.split('|') {
            patterns.push(name);
            codes.push(code.parse().ok()?);
        }
    }
    let automaton = AhoCorasick::builder().match_kind(MatchKind::Standard).build(patterns).ok()?;
    Some(Names { automaton, codes })
});

/// The region of `country` that the publisher's name names.
pub(super) fn find(foldings: &[Folding<'_>], country: Option<&CountryCode>) -> Option<Found<TerritoryCode>> {
    let (names, country) = (NAMES.as_ref()?, country?);
    let folding = foldings.iter().find(|folding| folding.passage.part == Part::Publisher)?;
    let text = &folding.folded.text;
    let is_word = |at: Option<char>| at.is_none_or(|sign| !sign.is_alphanumeric());
    let mut best: Vec<(usize, &TerritoryCode)> = Vec::new();
    for hit in names.automaton.find_overlapping_iter(text) {
        let code = &names.codes[hit.pattern().as_usize()];
        let whole =
            is_word(text[..hit.start()].chars().next_back()) && is_word(text[hit.end()..].chars().next());
        let of_country = code.as_str().split('-').next() == Some(country.as_str());
        if whole && of_country {
            best.push((hit.end() - hit.start(), code));
        }
    }
    // «Mato Grosso do Sul» holds «Mato Grosso»: the longest name counts.
    let longest = best.iter().map(|(length, _)| *length).max()?;
    let mut named = best.into_iter().filter(|(length, _)| *length == longest).map(|(_, code)| code);
    let first = named.next()?;
    named.all(|other| other == first).then(|| Found {
        value: first.clone(),
        field: folding.passage.field,
        quote: folding.quote(&(0..text.len())),
        confidence: Confidence::Likely,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::reading::Reading;

    fn region(publisher: &str, country: &str) -> Option<String> {
        let mut reading = Reading { country: country.parse().ok(), ..Reading::default() };
        reading.add(Part::Publisher, "publisher", publisher, None);
        find(&reading.fold(), reading.country.as_ref()).map(|found| found.value.to_string())
    }

    #[test]
    fn regions_are_read_out_of_names_within_the_known_country() {
        for (publisher, country, code) in [
            ("Gobierno de Aragón", "ES", Some("ES-AR")),
            ("Ministerio de la Producción de la Provincia del Chubut", "AR", Some("AR-U")),
            ("Région Île-de-France", "FR", Some("FR-IDF")),
            ("Governo do Estado de Mato Grosso do Sul", "BR", Some("BR-MS")),
            ("Universidad de Córdoba", "ES", None),
            ("Agencia Española de Cooperación", "ES", None),
            ("Gobierno de La Rioja", "ES", Some("ES-RI")),
            ("Gobierno de La Rioja", "AR", Some("AR-F")),
            ("Texas Instruments", "DE", None),
        ] {
            assert_eq!(region(publisher, country).as_deref(), code, "{publisher}");
        }
    }

    #[test]
    fn every_region_has_a_code() {
        let names = NAMES.as_ref().expect("regions");
        assert!(names.codes.len() > 120);
    }
}
