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
    let known =
        [Language::Spanish, Language::English, Language::French, Language::Portuguese, Language::German];
    LanguageDetectorBuilder::from_languages(&known).with_minimum_relative_distance(MINIMUM_DISTANCE).build()
});

/// The language of `text` among Spanish, English, French, Portuguese and German; none when unsure,
/// or when its letters belong to another script or another language's alphabet.
pub fn detect(text: &str) -> Option<LanguageTag> {
    let read: String = text.chars().take(READ_CHARS).collect();
    if !alphabet_fits(&read, FOREIGN) {
        return None;
    }
    let language = match DETECTOR.detect_language_of(read.as_str())? {
        Language::Spanish => TextLanguage::Es,
        Language::English => TextLanguage::En,
        Language::French => TextLanguage::Fr,
        Language::Portuguese => TextLanguage::Pt,
        Language::German => TextLanguage::De,
    };
    let fits = language == TextLanguage::De || alphabet_fits(&read, GERMAN);
    (fits && function_words_fit(&read, language)).then(|| language.tag())
}

/// The detector knows five languages and gives every other to one of them; function words tell those apart.
fn function_words_fit(text: &str, language: TextLanguage) -> bool {
    let (mut words, mut own, mut foreign) = (0usize, 0usize, 0usize);
    for word in text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let word = fold(word);
        words += 1;
        own += usize::from(language.is_stop_word(&word));
        foreign += usize::from(FOREIGN_WORDS.contains(&word.as_str()));
    }
    let too_few = words >= SENTENCE_WORDS && own * LEAST_SHARE < words;
    (foreign == 0 || foreign < own) && !too_few
}

/// From this many words on, a text cannot do without function words…
const SENTENCE_WORDS: usize = 15;
/// …which are one in twenty words at least, even in lists.
const LEAST_SHARE: usize = 20;

/// Function words of Dutch, Italian, Catalan and the Scandinavian languages that mean nothing in the five.
const FOREIGN_WORDS: &[&str] = &[
    "het", "een", "voor", "zijn", "naar", "della", "delle", "degli", "nella", "nelle", "gli", "sono", "alla",
    "amb", "och", "att", "av", "og", "ikke", "til",
];

/// Most letters are Latin, and hardly any is one of `foreign`.
fn alphabet_fits(text: &str, foreign: &str) -> bool {
    let (mut letters, mut latin, mut strange) = (0usize, 0usize, 0usize);
    for letter in text.chars().filter(|letter| letter.is_alphabetic()) {
        letters += 1;
        latin += usize::from(matches!(letter, 'a'..='z' | 'A'..='Z' | 'ª' | 'º' | '\u{c0}'..='\u{24f}'));
        strange += usize::from(foreign.contains(letter));
    }
    latin * 2 > letters && strange * 30 < letters
}

/// Letters that of the five only German writes.
const GERMAN: &str = "äößÄÖ";

/// Latin letters of Nordic, Baltic, Slavic, Romanian, Hungarian and Turkish, lower and upper case.
const FOREIGN: &str = "øåðþłąężźśćńčšžřěůďťőűțșğışțăđ\
    ØÅÐÞŁĄĘŻŹŚĆŃČŠŽŘĚŮĎŤŐŰȚȘĞİŞŢĂĐ";

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
            ("Förderung der länderübergreifenden Zusammenarbeit", "de"),
            ("Foerderung der Zusammenarbeit mit Partnern in Lateinamerika", "de"),
            ("Stipendien nach Chile sowie Argentinien", "de"),
            ("Bildung in Lateinamerika: Angebote werden verlinkt", "de"),
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
            "Utlysning för forskning om förnybar energi och lokala samhällen i norra Sverige",
            "Subsidie voor samenwerking met gemeenten in Latijns-Amerika",
            "Bando per la promozione della cultura e delle arti contemporanee nella regione",
            "\u{0}\u{202e}\u{1}",
        ] {
            assert_eq!(detect(text), None, "{text:?}");
        }
    }
}
