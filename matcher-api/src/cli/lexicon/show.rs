//! `matcher lexicon show`: what a word may stand for, and which words share that with it.

use clap::Args;
use matcher_core::lexicon::{Lexicon, MAX_PHRASE_WORDS};
use matcher_core::text::{TextLanguage, Token, analyze};

use super::super::failure::Failure;
use super::super::place::Place;
use super::super::{Done, console, text_language};
use crate::prose::{Language, phrase, say};
use crate::state;

/// Longest bar of a probability, in columns.
const BAR_COLUMNS: f64 = 30.0;

/// Show what words stand for in other languages, as stems with the strength of the tie.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  matcher lexicon show glaciar --from es --to en\n  matcher lexicon show \"educación parvularia\" --from es --to en\n  matcher lexicon show agua --from es --lexicon lexico.bin --lang en"
)]
pub(super) struct Show {
    /// One word or several.
    #[arg(value_name = "WORD")]
    text: String,
    /// The language of the word: es, en, fr, pt or de.
    #[arg(long, value_name = "LANGUAGE", value_parser = text_language)]
    from: TextLanguage,
    /// Only what it stands for in this language.
    #[arg(long, value_name = "LANGUAGE", value_parser = text_language)]
    to: Option<TextLanguage>,
    /// Language of the answer: es or en.
    #[arg(long, default_value_t = Language::Es)]
    lang: Language,
}

impl Show {
    pub(super) fn run(self, place: &Place) -> Result<Done, Failure> {
        let lexicon = state::load_vocabularies(&place.settings()?)?;
        let mut text = String::new();
        let tokens = analyze(&self.text, &self.from.tag());
        if tokens.is_empty() {
            text += &format!("{}\n", phrase(self.lang, "lexicon-no-word").with("text", &self.text).text());
        }
        text += &self.phrases(&lexicon, &tokens);
        for token in &tokens {
            text += &self.word(&lexicon, &token.word, &token.key);
        }
        console::print(&format!("{text}{}", foot(&lexicon, self.lang)))?;
        Ok(Done::Whole)
    }

    /// What words that follow one another stand for together, where that is more than each by itself.
    fn phrases(&self, lexicon: &Lexicon, tokens: &[Token]) -> String {
        let mut text = String::new();
        for length in (2..=MAX_PHRASE_WORDS).rev() {
            for words in tokens.windows(length) {
                let keys: Vec<&str> = words.iter().map(|token| token.key.as_str()).collect();
                let mut said = lexicon.phrase(&keys);
                said.retain(|translation| translation.keys.iter().all(|key| self.wants(key)));
                if !said.is_empty() {
                    let written: Vec<&str> = words.iter().map(|token| token.word.as_str()).collect();
                    text += &format!("{} ({})\n", console::plain(&written.join(" ")), keys.join(" "));
                }
                for translation in said {
                    let (language, _) = translation.keys[0].split_once(':').unwrap_or_default();
                    let stems = translation.keys.iter().map(|key| key.split_once(':').unwrap_or_default().1);
                    text += &bar(language, &stems.collect::<Vec<_>>().join(" "), translation.probability);
                }
            }
        }
        text
    }

    fn wants(&self, key: &str) -> bool {
        self.to.is_none_or(|to| key.split(':').next() == Some(to.as_str()))
    }

    fn word(&self, lexicon: &Lexicon, word: &str, key: &str) -> String {
        let mut text = format!("{} ({})\n", console::plain(word), console::plain(key));
        if !lexicon.knows(key) {
            return text + &format!("  {}\n", say(self.lang, "lexicon-unknown"));
        }
        for translation in lexicon.translations(key).filter(|translation| self.wants(translation.key)) {
            text += &line(translation.key, translation.probability);
        }
        let synonyms = lexicon.synonyms(key);
        if !synonyms.is_empty() {
            text += &format!("  {}\n", say(self.lang, "lexicon-synonyms"));
            synonyms.iter().for_each(|(key, strength)| text += &line(key, *strength));
        }
        text
    }
}

/// `  en  glacier        0.71  █████████████████████`
fn line(key: &str, strength: f64) -> String {
    let (language, stem) = key.split_once(':').unwrap_or_default();
    bar(language, stem, strength)
}

fn bar(language: &str, stem: &str, strength: f64) -> String {
    let bar = "█".repeat((strength * BAR_COLUMNS).round().max(1.0) as usize);
    format!("  {language}  {:<20} {strength:.2}  {bar}\n", console::plain(stem))
}

fn foot(lexicon: &Lexicon, language: Language) -> String {
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    phrase(language, "lexicon-foot")
        .with("digest", lexicon.digest())
        .count("words", count(lexicon.words()))
        .count("translations", count(lexicon.translation_count()))
        .count("phrases", count(lexicon.phrase_count()))
        .text()
}
