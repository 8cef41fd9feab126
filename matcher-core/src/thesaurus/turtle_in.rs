//! Reads SKOS in Turtle into drafts of concepts. Knows the vocabulary's words, not its rules.

use std::collections::{BTreeMap, HashMap};

use oxrdf::{NamedOrBlankNode, Term, Triple};
use oxttl::TurtleParser;

use super::concept::{Mapping, Relation, Target};
use super::error::Problems;

/// Largest text of one file, in bytes.
pub const MAX_FILE_BYTES: usize = 16 << 20;
/// Most concepts of a vocabulary.
pub const MAX_CONCEPTS: usize = 50_000;
/// Most labels of a vocabulary.
pub const MAX_LABELS: usize = 500_000;

/// What a concept's address begins with.
pub(super) const CONCEPT: &str = "urn:matcher:concept:";
/// The address of the scheme whose top concepts are the themes, as an id.
pub(super) const SCHEME: &str = "scheme";
pub(super) const SKOS: &str = "http://www.w3.org/2004/02/skos/core#";
pub(super) const DAC: &str = "https://codelists.codeforiati.org/Sector/";
pub(super) const SDG: &str = "http://metadata.un.org/sdg/";
const RDF_TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";

/// Whether what was tested before has to be looked at again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trust {
    /// The shipped files: a test reads them with no trust at all.
    Tested,
    /// Any others.
    None,
}

/// How a label is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum LabelKind {
    Preferred,
    Alternative,
    Hidden,
}

/// A label as written.
#[derive(Debug)]
pub(super) struct DraftLabel {
    pub(super) kind: LabelKind,
    pub(super) language: String,
    pub(super) text: String,
}

/// What was said of a concept, unchecked.
#[derive(Debug, Default)]
pub(super) struct DraftConcept {
    pub(super) id: String,
    /// Place of the file that first spoke of it.
    pub(super) file: usize,
    /// Place of the file that declares it a `skos:Concept`.
    pub(super) declared: Option<usize>,
    pub(super) is_top: bool,
    pub(super) labels: Vec<DraftLabel>,
    pub(super) broader: Vec<String>,
    pub(super) mappings: Vec<Mapping>,
}

/// All that the files say.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub(super) concepts: Vec<DraftConcept>,
    places: HashMap<String, usize>,
    labels: usize,
    /// Statements of other vocabularies, which are not kept: how many by predicate.
    pub(super) ignored: BTreeMap<String, usize>,
}

impl Draft {
    /// Adds what one file says; false when a limit forbids to read on.
    pub(super) fn read(
        &mut self,
        file: usize,
        (name, text): (&str, &str),
        trust: Trust,
        problems: &mut Problems,
    ) -> bool {
        if text.len() > MAX_FILE_BYTES {
            let what = format!("{} bytes, more than the {MAX_FILE_BYTES} allowed", text.len());
            problems.add(name, None, what, "split the vocabulary into several files");
            return false;
        }
        let mut last = None;
        let parser = match trust {
            Trust::Tested => TurtleParser::new().lenient(),
            Trust::None => TurtleParser::new(),
        };
        for triple in parser.for_slice(text) {
            match triple {
                Ok(triple) => self.take(file, name, text, triple, &mut last, problems),
                Err(error) => {
                    let what = format!("not Turtle: {}", error.message());
                    problems.add(name, Some(error.location().start.line + 1), what, "mend the syntax here");
                }
            }
            if problems.is_full() {
                return false;
            }
            if self.concepts.len() > MAX_CONCEPTS || self.labels > MAX_LABELS {
                let what = format!("more than {MAX_CONCEPTS} concepts or {MAX_LABELS} labels");
                problems.add(name, None, what, "leave out what the matcher does not need");
                return false;
            }
        }
        true
    }

    /// `last`: the concept of the statement before, which is mostly that of this one too.
    fn take(
        &mut self,
        file: usize,
        name: &str,
        text: &str,
        triple: Triple,
        last: &mut Option<usize>,
        problems: &mut Problems,
    ) {
        let NamedOrBlankNode::NamedNode(subject) = &triple.subject else {
            problems.add(name, None, "a statement about something without a name ([ … ] or _:…)", ADDRESS);
            return;
        };
        let Some(id) = subject.as_str().strip_prefix(CONCEPT) else {
            let line = line_of(text, subject.as_str());
            problems.add(name, line, format!("<{}> is no concept", subject.as_str()), ADDRESS);
            return;
        };
        if id == SCHEME {
            return;
        }
        let place = match last {
            Some(place) if self.concepts[*place].id == id => *place,
            _ => self.place(id, file),
        };
        *last = Some(place);
        let predicate = triple.predicate.as_str();
        match (predicate.strip_prefix(SKOS), triple.object) {
            (Some(word @ ("prefLabel" | "altLabel" | "hiddenLabel")), Term::Literal(literal)) => {
                let Some(language) = literal.language() else {
                    let line = line_of(text, literal.value());
                    let what = format!("the label \"{}\" has no language", literal.value());
                    problems.add(name, line, what, "write \"…\"@es, @en, @fr or @pt");
                    return;
                };
                let kind = match word {
                    "prefLabel" => LabelKind::Preferred,
                    "altLabel" => LabelKind::Alternative,
                    _ => LabelKind::Hidden,
                };
                self.labels += 1;
                let language = language.to_owned();
                self.concepts[place].labels.push(DraftLabel {
                    kind,
                    language,
                    text: literal.value().to_owned(),
                });
            }
            (Some("broader"), Term::NamedNode(object)) => {
                self.concepts[place].broader.push(concept_of(object.as_str()));
            }
            (Some("narrower"), Term::NamedNode(object)) => {
                let narrower = self.place(&concept_of(object.as_str()), file);
                self.concepts[narrower].broader.push(id.to_owned());
            }
            (Some("topConceptOf"), _) => self.concepts[place].is_top = true,
            (Some(word), Term::NamedNode(object)) if relation(word).is_some() => {
                let relation = relation(word).unwrap_or(Relation::Related);
                let target = target(object.as_str());
                self.concepts[place].mappings.push(Mapping { relation, target });
            }
            (None, Term::NamedNode(object)) if predicate == RDF_TYPE => {
                self.declare(place, object.as_str(), file, name, text, problems);
            }
            (Some("inScheme"), _) => {}
            _ => *self.ignored.entry(predicate.to_owned()).or_default() += 1,
        }
    }

    fn declare(
        &mut self,
        place: usize,
        class: &str,
        file: usize,
        name: &str,
        text: &str,
        problems: &mut Problems,
    ) {
        let concept = &mut self.concepts[place];
        if class.strip_prefix(SKOS) != Some("Concept") {
            *self.ignored.entry(format!("{RDF_TYPE} <{class}>")).or_default() += 1;
        } else if concept.declared.is_some_and(|other| other != file) {
            let what = format!("the concept {} is in another file too", concept.id);
            problems.add(name, line_of_concept(text, &concept.id), what, "give it another id, or one file");
        } else {
            concept.declared = Some(file);
        }
    }

    fn place(&mut self, id: &str, file: usize) -> usize {
        if let Some(place) = self.places.get(id) {
            return *place;
        }
        let place = self.concepts.len();
        self.places.insert(id.to_owned(), place);
        self.concepts.push(DraftConcept { id: id.to_owned(), file, ..DraftConcept::default() });
        place
    }
}

const ADDRESS: &str = "give every concept an address that begins with urn:matcher:concept:";

/// The id behind an address; the address itself where it is none of ours, to be told as unknown.
fn concept_of(address: &str) -> String {
    address.strip_prefix(CONCEPT).unwrap_or(address).to_owned()
}

fn relation(word: &str) -> Option<Relation> {
    Some(match word {
        "exactMatch" => Relation::Exact,
        "closeMatch" => Relation::Close,
        "broadMatch" => Relation::Broad,
        "narrowMatch" => Relation::Narrow,
        "relatedMatch" => Relation::Related,
        _ => return None,
    })
}

fn target(address: &str) -> Target {
    if let Some(code) = address.strip_prefix(DAC) {
        Target::Dac(code.to_owned())
    } else if let Some(code) = address.strip_prefix(SDG) {
        Target::Sdg(code.to_owned())
    } else {
        Target::Other(address.to_owned())
    }
}

/// The first line that holds `wanted`, counted from 1.
pub(super) fn line_of(text: &str, wanted: &str) -> Option<u64> {
    let at = text.find(wanted)?;
    Some(text[..at].bytes().filter(|byte| *byte == b'\n').count() as u64 + 1)
}

/// The line where a concept is spoken of: first one that begins with its name.
pub(super) fn line_of_concept(text: &str, id: &str) -> Option<u64> {
    let opens = |line: &str| {
        let named = [":", "<urn:matcher:concept:"].iter().find_map(|start| line.strip_prefix(start));
        named.and_then(|rest| rest.strip_prefix(id)).is_some_and(|rest| !continues_id(rest))
    };
    let line = text.lines().position(|line| opens(line.trim_start()));
    line.map(|line| line as u64 + 1).or_else(|| line_of(text, id))
}

fn continues_id(rest: &str) -> bool {
    rest.starts_with(|letter: char| letter == '-' || letter.is_alphanumeric())
}
