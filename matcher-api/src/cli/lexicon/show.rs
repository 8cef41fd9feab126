//! `matcher lexicon show`: what a word may stand for, and which words share that with it.

use clap::Args;
use matcher_core::lexicon::Lexicon;
use matcher_core::text::{TextLanguage, analyze};

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
    after_help = "Examples:\n  matcher lexicon show glaciar --from es --to en\n  matcher lexicon show \"drinking water\" --from en\n  matcher lexicon show agua --from es --lexicon lexico.bin --lang en"
)]
pub(super) struct Show {
    /// One word or several.
    #[arg(value_name = "WORD")]
    text: String,
    /// The language of the word: es, en, fr or pt.
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
        let lexicon = state::load_lexicon(place.settings()?.lexicon.as_deref())?;
        let mut text = String::new();
        let tokens = analyze(&self.text, &self.from.tag());
        if tokens.is_empty() {
            text += &format!("{}\n", phrase(self.lang, "lexicon-no-word").with("text", &self.text).text());
        }
        for token in &tokens {
            text += &self.word(&lexicon, &token.word, &token.key);
        }
        console::print(&format!("{text}{}", foot(&lexicon, self.lang)))?;
        Ok(Done::Whole)
    }

    fn word(&self, lexicon: &Lexicon, word: &str, key: &str) -> String {
        let mut text = format!("{} ({})\n", console::plain(word), console::plain(key));
        if !lexicon.knows(key) {
            return text + &format!("  {}\n", say(self.lang, "lexicon-unknown"));
        }
        let wanted = |key: &str| self.to.is_none_or(|to| key.split(':').next() == Some(to.as_str()));
        for translation in lexicon.translations(key).filter(|translation| wanted(translation.key)) {
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
    let bar = "█".repeat((strength * BAR_COLUMNS).round().max(1.0) as usize);
    format!("  {language}  {:<20} {strength:.2}  {bar}\n", console::plain(stem))
}

fn foot(lexicon: &Lexicon, language: Language) -> String {
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    phrase(language, "lexicon-foot")
        .with("digest", lexicon.digest())
        .count("words", count(lexicon.words()))
        .count("translations", count(lexicon.translation_count()))
        .text()
}
