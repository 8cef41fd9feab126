//! `matcher thesaurus`: the subjects of cooperation, to be exported, checked, tried on texts and measured.

mod coverage;
mod reading;

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use matcher_core::model::LanguageTag;
use matcher_core::text::{TextLanguage, detect};
use matcher_core::thesaurus::{MAX_FILE_BYTES, Thesaurus};

use self::reading::Reader;
use super::failure::Failure;
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

/// Print the shipped thesaurus as SKOS in Turtle.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  matcher thesaurus export > thesaurus.ttl")]
struct Export {
    /// Write it into this file instead.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Check Turtle files that together are a vocabulary; each fault is told with its line.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  matcher thesaurus check thesaurus/*.ttl")]
struct Check {
    /// The files.
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
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
    /// Its language (es, en, fr, pt); detected where it is not given.
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
    pub(super) fn run(self) -> Result<Done, Failure> {
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
        let turtle = Thesaurus::shipped().to_turtle();
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
        let thesaurus = load(&self.files)?;
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
        let thesaurus = own.as_ref().unwrap_or_else(|| Thesaurus::shipped());
        let Some(language) = self.lang.map(TextLanguage::tag).or_else(|| detect(&self.text)) else {
            return Err(Failure::new("the language of the text is not clear: say --lang es, en, fr or pt"));
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
    let texts: Vec<(String, String)> = files.iter().map(|path| read(path)).collect::<Result<_, _>>()?;
    let texts = texts.iter().map(|(name, text)| (name.as_str(), text.as_str()));
    Thesaurus::from_turtle(texts).map_err(|error| Failure::new(format!("this is no thesaurus yet\n{error}")))
}

fn read(path: &Path) -> Result<(String, String), Failure> {
    let told = |cause: &dyn std::fmt::Display| Failure::at(path.display(), cause);
    let bytes = std::fs::metadata(path).map_err(|error| told(&error))?.len();
    if bytes > MAX_FILE_BYTES as u64 {
        return Err(told(&format!("{bytes} bytes, more than the {MAX_FILE_BYTES} allowed; split the file")));
    }
    let bytes = std::fs::read(path).map_err(|error| told(&error))?;
    let text = String::from_utf8(bytes).map_err(|_| told(&"not UTF-8; save it as UTF-8"))?;
    Ok((path.display().to_string(), text))
}
