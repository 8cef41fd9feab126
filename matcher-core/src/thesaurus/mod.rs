//! The subjects of cooperation: themes, concepts and narrower concepts, read from SKOS and found in texts.
//!
//! Knows texts and words; no records, no index and no score.

mod annotate;
mod check;
mod concept;
mod error;
mod files;
mod search;
mod turtle_in;
mod turtle_out;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{LazyLock, OnceLock};

pub use annotate::Annotation;
pub use check::MAX_LABEL_CHARS;
pub use concept::{Concept, Labels, Mapping, Relation, Target};
pub use error::{MAX_PROBLEMS, ThesaurusError, ThesaurusProblem, TooLate};
pub use files::{ThesaurusFileError, read_files};
pub use turtle_in::{MAX_CONCEPTS, MAX_FILE_BYTES, MAX_LABELS};

pub use crate::model::ConceptId;
use crate::model::{LanguageTag, ThemeId};
use crate::text::key_hash;
use annotate::{Annotator, MAX_WORDS};
use error::Problems;
use turtle_in::{Draft, Trust};

macro_rules! shipped {
    ($($theme:literal),+ $(,)?) => {
        [$((concat!($theme, ".ttl"), include_str!(concat!("../../data/thesaurus/", $theme, ".ttl")))),+]
    };
}

/// The shipped vocabulary, one file a theme.
const SHIPPED: [(&str, &str); 15] = shipped![
    "agriculture",
    "culture",
    "digital",
    "education",
    "energy",
    "environment",
    "gender",
    "health",
    "integration",
    "public-management",
    "science",
    "social-development",
    "tourism",
    "trade",
    "youth",
];

static THESAURUS: LazyLock<Thesaurus> =
    LazyLock::new(|| Thesaurus::read(&SHIPPED, Trust::Tested).unwrap_or_default());

/// What a deployment reads with instead; settled by whoever asks first.
static OWN: OnceLock<Option<Thesaurus>> = OnceLock::new();

/// Concepts by id, what stands above and below them, and their names ready to be found in texts.
#[derive(Debug, Default)]
pub struct Thesaurus {
    /// Sorted by id.
    concepts: Vec<Concept>,
    /// By place of the concept.
    narrower: Vec<Vec<ConceptId>>,
    /// By place of the concept.
    themes: Vec<Vec<ThemeId>>,
    digest: String,
    ignored: BTreeMap<String, usize>,
    annotator: Annotator,
}

impl PartialEq for Thesaurus {
    fn eq(&self, other: &Self) -> bool {
        self.concepts == other.concepts
    }
}

impl Thesaurus {
    /// The shipped thesaurus, read at first use.
    pub fn shipped() -> &'static Self {
        &THESAURUS
    }

    /// The thesaurus that this process reads texts with: the shipped one, unless another was put in force.
    pub fn in_force() -> &'static Self {
        OWN.get_or_init(|| None).as_ref().unwrap_or_else(|| Self::shipped())
    }

    /// Reads texts with this one from now on, in the whole process.
    ///
    /// # Errors
    /// Too late: texts have been read already. What was read with two vocabularies could not be compared.
    pub fn put_in_force(self) -> Result<(), TooLate> {
        OWN.set(Some(self)).map_err(|_| TooLate)
    }

    /// The shipped thesaurus with further files, which may add concepts below it, and names to its own.
    ///
    /// # Errors
    /// As [`Thesaurus::from_turtle`].
    pub fn extended<'a>(texts: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, ThesaurusError> {
        Self::read(&SHIPPED.into_iter().chain(texts).collect::<Vec<_>>(), Trust::None)
    }

    /// Reads a vocabulary from the names and texts of its files, which together are the whole of it.
    ///
    /// # Errors
    /// Whatever breaks the rules of docs/thesaurus.md, with file and line.
    pub fn from_turtle<'a>(
        texts: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, ThesaurusError> {
        Self::read(&texts.into_iter().collect::<Vec<_>>(), Trust::None)
    }

    fn read(files: &[(&str, &str)], trust: Trust) -> Result<Self, ThesaurusError> {
        let mut problems = Problems::default();
        let mut draft = Draft::default();
        for (place, file) in files.iter().enumerate() {
            if !draft.read(place, *file, trust, &mut problems) {
                break;
            }
        }
        problems.into_result()?;

        let mut problems = Problems::default();
        let ignored = std::mem::take(&mut draft.ignored);
        let (concepts, themes) = check::concepts(draft, files, trust, &mut problems);
        problems.into_result()?;

        let (annotator, wordless) = Annotator::of(&concepts);
        let mut problems = Problems::default();
        for (place, label) in wordless {
            let (file, line) = written_in(files, &label);
            let what = format!(
                "\"{label}\" of {} has no content word, or more than {MAX_WORDS}",
                concepts[place].id
            );
            problems.add(file, line, what, "name it by a few words that tell something");
        }
        problems.into_result()?;

        let mut thesaurus = Self {
            narrower: narrower(&concepts),
            concepts,
            themes,
            digest: String::new(),
            ignored,
            annotator,
        };
        thesaurus.digest = thesaurus.compute_digest();
        Ok(thesaurus)
    }

    /// Every concept, by id.
    pub fn concepts(&self) -> impl Iterator<Item = &Concept> {
        self.concepts.iter()
    }

    /// The concept of this id.
    pub fn find(&self, id: &str) -> Option<&Concept> {
        self.place(id).map(|place| &self.concepts[place])
    }

    /// The concepts that it stands directly under.
    pub fn broader(&self, id: &str) -> &[ConceptId] {
        self.find(id).map_or(&[], |concept| &concept.broader)
    }

    /// The concepts that stand directly under it.
    pub fn narrower(&self, id: &str) -> &[ConceptId] {
        self.place(id).map_or(&[], |place| &self.narrower[place])
    }

    /// The themes reached through the concepts above it, sorted.
    pub fn themes_of(&self, id: &str) -> Vec<ThemeId> {
        self.place(id).map_or_else(Vec::new, |place| self.themes[place].clone())
    }

    /// What it corresponds to in other classifications: its own mappings, or those of the nearest concepts above.
    pub fn mappings_of(&self, id: &str) -> Vec<&Mapping> {
        let mut level: Vec<&Concept> = self.find(id).into_iter().collect();
        while !level.is_empty() {
            let found: Vec<&Mapping> = level.iter().flat_map(|concept| &concept.mappings).collect();
            if !found.is_empty() {
                return found;
            }
            let above = level.iter().flat_map(|concept| &concept.broader);
            level = above.filter_map(|id| self.find(id.as_str())).collect();
        }
        Vec::new()
    }

    /// What identifies the content and the way it is found in texts: 16 hex digits of BLAKE3.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// Statements that were read over, being of no use here: how many by predicate.
    pub fn ignored(&self) -> &BTreeMap<String, usize> {
        &self.ignored
    }

    /// The whole as one SKOS file in Turtle.
    pub fn to_turtle(&self) -> String {
        turtle_out::write(self)
    }

    /// The concepts that an analysed text names, in the order of the text, without overlaps.
    ///
    /// `words`: the content words in order, as [`crate::text::Analyzer`] hands them over: the stem key
    /// (`es:glaciar`), or the form key (`w:…`) where the language is not analysed; and their bytes in `text`.
    pub fn annotate(
        &self,
        text: &str,
        language: &LanguageTag,
        words: &[(&str, Range<usize>)],
    ) -> Vec<Annotation<'_>> {
        let hashed = words.iter().map(|(key, span)| (key_hash(key), span.clone())).collect();
        self.annotate_hashed(text, language, hashed)
    }

    /// As [`Self::annotate`], with the hashes of the keys.
    pub(crate) fn annotate_hashed(
        &self,
        text: &str,
        language: &LanguageTag,
        mut words: Vec<(u64, Range<usize>)>,
    ) -> Vec<Annotation<'_>> {
        // Without the parts of compounds, which stand where the whole does.
        words.dedup_by(|part, word| part.1 == word.1);
        let found = self.annotator.find(text, language, &words);
        found
            .into_iter()
            .map(|(place, start, end)| Annotation { concept: &self.concepts[place], start, end })
            .collect()
    }

    fn place(&self, id: &str) -> Option<usize> {
        self.concepts.binary_search_by(|concept| concept.id.as_str().cmp(id)).ok()
    }

    fn compute_digest(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        let mut add = |text: &str| {
            hasher.update(&(text.len() as u64).to_le_bytes());
            hasher.update(text.as_bytes());
        };
        add(&Annotator::fingerprint());
        add(&turtle_out::write(self));
        hasher.finalize().to_hex()[..16].to_owned()
    }
}

fn narrower(concepts: &[Concept]) -> Vec<Vec<ConceptId>> {
    let mut narrower = vec![Vec::new(); concepts.len()];
    for concept in concepts {
        for broader in &concept.broader {
            if let Ok(place) = concepts.binary_search_by(|other| other.id.cmp(broader)) {
                narrower[place].push(concept.id.clone());
            }
        }
    }
    narrower
}

/// The file and line where a label stands.
fn written_in<'a>(files: &[(&'a str, &str)], label: &str) -> (&'a str, Option<u64>) {
    let quoted = format!("\"{label}\"");
    let found = files.iter().find_map(|(name, text)| Some((*name, Some(turtle_in::line_of(text, &quoted)?))));
    found.unwrap_or_else(|| (files.first().map_or("", |(name, _)| name), None))
}

#[cfg(test)]
mod tests;
