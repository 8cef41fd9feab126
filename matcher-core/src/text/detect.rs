//! Which language a text is written in; unsure means none, so that nothing is analysed by the wrong rules.

use std::sync::LazyLock;

use lingua::{Language, LanguageDetector, LanguageDetectorBuilder};

use super::{TextLanguage, fold};
use crate::model::LanguageTag;

/// How much likelier the best language must be than the second.
const MINIMUM_DISTANCE: f64 = 0.1;
/// More of the text than this adds time and no certainty, in Unicode scalar values.
const READ_CHARS: usize = 600;

static DETECTOR: LazyLock<LanguageDetector> = LazyLock::new(|| {
    let known = [Language::Spanish, Language::English, Language::French, Language::Portuguese];
    LanguageDetectorBuilder::from_languages(&known).with_minimum_relative_distance(MINIMUM_DISTANCE).build()
});

/// The language of `text` among Spanish, English, French and Portuguese; none when unsure,
/// or when its letters belong to another script or another language's alphabet.
pub fn detect(text: &str) -> Option<LanguageTag> {
    let read: String = text.chars().take(READ_CHARS).collect();
    if !alphabet_fits(&read) {
        return None;
    }
    let language = match DETECTOR.detect_language_of(read.as_str())? {
        Language::Spanish => TextLanguage::Es,
        Language::English => TextLanguage::En,
        Language::French => TextLanguage::Fr,
        Language::Portuguese => TextLanguage::Pt,
    };
    function_words_fit(&read, language).then(|| language.tag())
}

/// The detector knows four languages and gives every other to one of them; function words tell those apart.
fn function_words_fit(text: &str, language: TextLanguage) -> bool {
    let (mut words, mut own, mut foreign) = (0usize, 0usize, 0usize);
    for word in text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let word = fold(word);
        words += 1;
        own += usize::from(language.is_stop_word(&word));
        foreign += usize::from(FOREIGN_WORDS.contains(&word.as_str()) || is_german(&word));
    }
    let too_few = words >= SENTENCE_WORDS && own * LEAST_SHARE < words;
    (foreign == 0 || foreign < own) && !too_few
}

/// Endings that long words have in German alone, and in no word of the four languages.
fn is_german(word: &str) -> bool {
    const LONG: usize = 8;
    word.len() >= LONG && ["ung", "ungen", "keit", "schaft", "schaften"].iter().any(|end| word.ends_with(end))
}

/// From this many words on, a text cannot do without function words…
const SENTENCE_WORDS: usize = 15;
/// …which are one in twenty words at least, even in lists.
const LEAST_SHARE: usize = 20;

/// Function words of German, Dutch, Italian, Catalan and the Scandinavian languages that mean nothing in the four.
const FOREIGN_WORDS: &[&str] = &[
    "und", "der", "zur", "zum", "von", "auf", "eine", "einer", "nicht", "durch", "het", "een", "voor",
    "zijn", "naar", "della", "delle", "degli", "nella", "nelle", "gli", "sono", "alla", "alle", "amb", "och",
    "att", "av", "og", "ikke", "oder", "nach", "sich", "sind", "wird", "werden", "wurde", "haben", "dem",
    "einen", "einem", "eines", "fuer", "ueber", "sowie", "zwischen", "ihre", "kein", "keine", "diese",
    "dieser", "auch", "unter", "beim",
];

/// Most letters are Latin, and hardly any is one that none of the four languages writes.
fn alphabet_fits(text: &str) -> bool {
    let (mut letters, mut latin, mut foreign) = (0usize, 0usize, 0usize);
    for letter in text.chars().filter(|letter| letter.is_alphabetic()) {
        letters += 1;
        latin += usize::from(matches!(letter, 'a'..='z' | 'A'..='Z' | 'ª' | 'º' | '\u{c0}'..='\u{24f}'));
        foreign += usize::from(FOREIGN.contains(letter));
    }
    latin * 2 > letters && foreign * 30 < letters
}

/// Latin letters of German, Nordic, Baltic, Slavic, Romanian, Hungarian and Turkish, lower and upper case.
const FOREIGN: &str = "äößøåðþłąężźśćńčšžřěůďťőűțșğışțăđ\
    ÄÖØÅÐÞŁĄĘŻŹŚĆŃČŠŽŘĚŮĎŤŐŰȚȘĞİŞŢĂĐ";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_titles_are_told_apart() {
        for (text, language) in [
            ("Fondo de apoyo a festivales de música en regiones", "es"),
            ("Call for proposals on freshwater biodiversity restoration", "en"),
            ("Appel à projets pour la coopération décentralisée", "fr"),
            ("Samsung Young Innovators Award for schools", "en"),
            ("Edital de bolsas para pesquisa em educação indígena", "pt"),
        ] {
            assert_eq!(detect(text).map(|tag| tag.to_string()).as_deref(), Some(language), "{text}");
        }
    }

    #[test]
    fn unsure_is_none() {
        for text in [
            "",
            "2026",
            "…",
            "環境保護のための国際協力",
            "Международное сотрудничество",
            "التعاون الدولي",
            "Förderung der länderübergreifenden Zusammenarbeit",
            "Foerderung der Zusammenarbeit mit Partnern in Lateinamerika",
            "Stipendien nach Chile sowie Argentinien",
            "Ausschreibung Wasserwirtschaft Lateinamerika",
            "Bildung in Lateinamerika: Angebote werden verlinkt",
            "Bando per la promozione della cultura e delle arti contemporanee nella regione",
            "\u{0}\u{202e}\u{1}",
        ] {
            assert_eq!(detect(text), None, "{text:?}");
        }
    }
}
