//! `matcher thesaurus`: the subjects of cooperation, to be exported, checked, tried on texts and measured.

mod coverage;
mod reading;

use std::path::PathBuf;

use clap::{Args, Subcommand};
use matcher_core::model::LanguageTag;
use matcher_core::text::{TextLanguage, detect};
use matcher_core::thesaurus::{Thesaurus, ThesaurusFileError, read_files};

use self::reading::Reader;
use super::failure::Failure;
use super::place::Place;
use super::{Done, console, text_language};

/// The thesaurus of subjects: export it, check a vocabulary, find concepts in texts, measure its coverage.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  matcher thesaurus export --out thesaurus.ttl\n  matcher thesaurus find \"monitoreo de glaciares\" --lang es\n\nForm and rules of the vocabulary: docs/thesaurus.md."
)]
pub(super) struct ThesaurusCommand {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    Export(Export),
    Check(Check),
    Find(Find),
    Coverage(coverage::Coverage),
}

/// Print the thesaurus in force as SKOS in Turtle: the shipped one, with what --thesaurus adds.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  matcher thesaurus export > thesaurus.ttl")]
struct Export {
    /// Write it into this file instead.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Check Turtle files that together are a vocabulary; each fault is told with its line.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  matcher thesaurus check thesaurus/*.ttl\n  matcher thesaurus check --on-top region.ttl"
)]
struct Check {
    /// The files.
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Check them as what --thesaurus takes: on top of the shipped thesaurus.
    #[arg(long)]
    on_top: bool,
}

/// Show the concepts that a text names.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  matcher thesaurus find \"agua potable rural en Cochrane\" --lang es\n  matcher thesaurus find \"teacher training\" --lang en --reader es"
)]
struct Find {
    /// The text.
    #[arg(value_name = "TEXT")]
    text: String,
    /// Its language (es, en, fr, pt, de); detected where it is not given.
    #[arg(long, value_name = "LANG", value_parser = text_language)]
    lang: Option<TextLanguage>,
    /// The language to name the concepts in.
    #[arg(long, value_name = "LANG", default_value = "es")]
    reader: LanguageTag,
    #[command(flatten)]
    vocabulary: Vocabulary,
}

/// Another vocabulary instead of the shipped one, to try it out.
#[derive(Debug, Args)]
struct Vocabulary {
    /// Turtle files to use instead of the shipped thesaurus; may be repeated.
    #[arg(long, value_name = "FILE")]
    vocabulary: Vec<PathBuf>,
}

impl Vocabulary {
    fn load(&self) -> Result<Option<Thesaurus>, Failure> {
        if self.vocabulary.is_empty() { Ok(None) } else { load(&self.vocabulary).map(Some) }
    }
}

impl ThesaurusCommand {
    pub(super) fn run(self, place: &Place) -> Result<Done, Failure> {
        Thesaurus::use_files(&place.settings()?.thesaurus)?;
        match self.task {
            Task::Export(task) => task.run(),
            Task::Check(task) => task.run(),
            Task::Find(task) => task.run(),
            Task::Coverage(task) => task.run(),
        }
    }
}

impl Export {
    fn run(self) -> Result<Done, Failure> {
        let turtle = Thesaurus::in_force().to_turtle();
        match &self.out {
            Some(path) => {
                std::fs::write(path, turtle).map_err(|error| Failure::at(path.display(), error))?;
            }
            None => console::print(&turtle)?,
        }
        Ok(Done::Whole)
    }
}

impl Check {
    fn run(self) -> Result<Done, Failure> {
        let thesaurus = if self.on_top { Thesaurus::extended_by(&self.files)? } else { load(&self.files)? };
        let labels = |language: TextLanguage| {
            let of_concept = |labels: &matcher_core::thesaurus::Labels| labels.iter().count();
            let tag = language.tag();
            thesaurus.concepts().filter_map(|concept| concept.labels.get(&tag)).map(of_concept).sum::<usize>()
        };
        let themes = thesaurus.concepts().filter(|concept| concept.is_theme()).count();
        let mut text = format!(
            "concepts  {}\nthemes    {themes}\ndigest    {}\n",
            thesaurus.concepts().count(),
            thesaurus.digest()
        );
        for language in TextLanguage::ALL {
            text += &format!("labels {} {}\n", language.as_str(), labels(language));
        }
        for (predicate, count) in thesaurus.ignored() {
            text += &format!("read over: {count} of {predicate}\n");
        }
        console::print(&text)?;
        Ok(Done::Whole)
    }
}

impl Find {
    fn run(self) -> Result<Done, Failure> {
        let own = self.vocabulary.load()?;
        let thesaurus = own.as_ref().unwrap_or_else(|| Thesaurus::in_force());
        let Some(language) = self.lang.map(TextLanguage::tag).or_else(|| detect(&self.text)) else {
            return Err(Failure::new(
                "the language of the text is not clear: say --lang es, en, fr, pt or de",
            ));
        };
        let mut reader = Reader::of(thesaurus);
        let reading = reader.read(&self.text, &language);
        let mut text = String::new();
        for found in &reading.found {
            let themes = thesaurus.themes_of(found.concept.id.as_str());
            let themes: Vec<&str> = themes.iter().map(matcher_core::model::ThemeId::as_str).collect();
            text += &format!(
                "{}\t{}\t{}\t{}\n",
                console::plain(&self.text[found.start..found.end]),
                found.concept.id,
                found.concept.label(&self.reader),
                themes.join(" ")
            );
        }
        if text.is_empty() {
            text = format!("no concept found ({language})\n");
        }
        console::print(&text)?;
        Ok(Done::Whole)
    }
}

/// Reads files that together are a vocabulary.
fn load(files: &[PathBuf]) -> Result<Thesaurus, Failure> {
    let texts = read_files(files)?;
    let texts = texts.iter().map(|(name, text)| (name.as_str(), text.as_str()));
    Ok(Thesaurus::from_turtle(texts).map_err(ThesaurusFileError::from)?)
}
