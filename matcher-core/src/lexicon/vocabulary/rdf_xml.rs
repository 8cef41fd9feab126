//! SKOS in RDF/XML: the labels of each concept, by the stripes of the form (nodes hold properties, properties hold nodes).
//!
//! Reads labels stated as elements with a language of their own or of an element around them, and nothing else of RDF.
//! Entities that a document declares for itself are never expanded.

use std::io::{BufRead, BufReader, Read};

use quick_xml::NsReader;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::name::ResolveResult;

use super::super::Corpus;
use super::concepts::Concepts;
use super::skos::{ALTERNATIVE, PREFERRED};
use super::{Failed, MAX_LABEL_CHARS, MAX_XML_DEPTH, Place, VocabularyFault};

const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#RDF";
/// Longest text kept of a label before it is refused, in bytes: no letter has more than four.
const MAX_LABEL_BYTES: usize = 4 * MAX_LABEL_CHARS;

/// An element that is open.
struct Open {
    part: Part,
    /// `xml:lang`, its own or inherited.
    language: Option<String>,
}

/// What an element is.
enum Part {
    /// `rdf:RDF`.
    Document,
    /// A thing, by its address.
    Node(String),
    /// Something said of a thing.
    Property,
    /// A label of the thing at this address.
    Label { address: String, text: String, is_preferred: bool },
}

/// Reads the concepts; how many had preferred labels in two languages or more.
pub(super) fn read(source: &mut dyn Read, weight: u32, corpus: &mut Corpus) -> Result<usize, Failed> {
    let mut reader = NsReader::from_reader(BufReader::new(source));
    reader.config_mut().expand_empty_elements = true;
    let mut concepts = Concepts::default();
    let mut open: Vec<Open> = Vec::new();
    let mut unnamed = 0usize;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        let at = Place::Byte(reader.buffer_position());
        let event = reader.read_event_into(&mut buffer).map_err(|error| unparsed(at.clone(), error))?;
        match event {
            Event::Start(start) => {
                if open.len() >= MAX_XML_DEPTH {
                    return Err((at, VocabularyFault::TooDeep));
                }
                let name = full_name(&reader, &start);
                let part = part_of(&name, &start, open.last(), &mut unnamed);
                let inherited = || open.last().and_then(|above| above.language.clone());
                let language = attribute(&start, "xml:lang").or_else(inherited);
                open.push(Open { part, language });
            }
            Event::End(_) => {
                if let Some(Open { part: Part::Label { address, text, is_preferred }, language }) = open.pop()
                    && let Some(language) = language
                {
                    concepts.take(&address, &language, &text, is_preferred)?;
                }
            }
            Event::Text(text) => add(&mut open, &text.xml10_content())?,
            Event::CData(text) => add(&mut open, &text.xml10_content())?,
            Event::GeneralRef(reference) => {
                if let Some(Open { part: Part::Label { .. }, .. }) = open.last() {
                    let text = resolved(&reference).ok_or_else(|| {
                        (at, VocabularyFault::Entity(reference.xml10_content().into_owned()))
                    })?;
                    add(&mut open, &text)?;
                }
            }
            Event::Eof if open.is_empty() => return Ok(concepts.hand_over(weight, corpus)),
            Event::Eof => return Err((at, VocabularyFault::Xml("it ends within an element".to_owned()))),
            Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
}

/// The namespace and the name of an element.
fn full_name(reader: &NsReader<impl BufRead>, start: &BytesStart<'_>) -> String {
    let (namespace, name) = reader.resolver().resolve_element(start.name());
    match namespace {
        ResolveResult::Bound(namespace) => format!("{}{}", namespace.as_ref(), name.as_ref()),
        _ => name.as_ref().to_owned(),
    }
}

fn part_of(name: &str, start: &BytesStart<'_>, above: Option<&Open>, unnamed: &mut usize) -> Part {
    match above.map(|above| &above.part) {
        None if name == RDF => Part::Document,
        None | Some(Part::Document | Part::Property) => {
            let address = attribute(start, "rdf:about").or_else(|| attribute(start, "rdf:ID"));
            Part::Node(address.or_else(|| attribute(start, "rdf:nodeID")).unwrap_or_else(|| {
                *unnamed += 1;
                format!("_:{unnamed}")
            }))
        }
        Some(Part::Node(address)) if name == PREFERRED || name == ALTERNATIVE => {
            Part::Label { address: address.clone(), text: String::new(), is_preferred: name == PREFERRED }
        }
        Some(Part::Node(_) | Part::Label { .. }) => Part::Property,
    }
}

/// An attribute as written.
fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = start.try_get_attribute(name).ok()??;
    Some(found.value.as_ref().to_owned())
}

/// Adds to the label that is open, if one is.
fn add(open: &mut [Open], more: &str) -> Result<(), Failed> {
    if let Some(Open { part: Part::Label { address, text, .. }, .. }) = open.last_mut() {
        text.push_str(more);
        if text.len() > MAX_LABEL_BYTES {
            return Err((Place::Concept(address.clone()), VocabularyFault::LongLabel));
        }
    }
    Ok(())
}

/// What a reference stands for: a letter by its number, or one of the five that XML itself knows.
fn resolved(reference: &BytesRef<'_>) -> Option<String> {
    if let Some(letter) = reference.resolve_char_ref().ok()? {
        return Some(letter.to_string());
    }
    quick_xml::escape::resolve_predefined_entity(&reference.xml10_content()).map(str::to_owned)
}

fn unparsed(at: Place, error: quick_xml::Error) -> Failed {
    match error {
        quick_xml::Error::Io(cause) => {
            (at, VocabularyFault::Unreadable(std::io::Error::other(cause.to_string())))
        }
        error => (at, VocabularyFault::Xml(error.to_string())),
    }
}
