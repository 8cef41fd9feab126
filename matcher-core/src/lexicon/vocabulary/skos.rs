//! SKOS in Turtle or N-Triples: the labels of each concept, whatever else the file holds, in whatever order.
//!
//! Knows nothing of broader and narrower: a lexicon needs names only.

use std::collections::BTreeMap;
use std::io::Read;

use oxrdf::{Literal, NamedOrBlankNode, Term, Triple};
use oxttl::{TurtleParseError, TurtleParser};

use super::super::Corpus;
use super::{Failed, MAX_CONCEPTS, Place, VocabularyFault, label};
use crate::model::LanguageTag;
use crate::text::TextLanguage;

const PREFERRED: &str = "http://www.w3.org/2004/02/skos/core#prefLabel";
const ALTERNATIVE: &str = "http://www.w3.org/2004/02/skos/core#altLabel";
/// What the preferred labels of a concept count of one table row: they are chosen to translate each other.
const PREFERRED_WEIGHT: u32 = 2;

type Label = (TextLanguage, String);

/// Labels of one concept.
#[derive(Default)]
struct Names {
    preferred: Vec<Label>,
    alternative: Vec<Label>,
}

/// Reads the concepts; how many had preferred labels in two languages or more.
pub(super) fn read(source: &mut dyn Read, weight: u32, corpus: &mut Corpus) -> Result<usize, Failed> {
    let mut concepts: BTreeMap<String, Names> = BTreeMap::new();
    for triple in TurtleParser::new().for_reader(source) {
        let triple = triple.map_err(unparsed)?;
        if let Some((label, is_preferred)) = name(&triple)? {
            let names = concepts.entry(address(&triple.subject)).or_default();
            let list = if is_preferred { &mut names.preferred } else { &mut names.alternative };
            list.push(label);
            if concepts.len() > MAX_CONCEPTS {
                return Err((Place::File, VocabularyFault::TooManyEntries));
            }
        }
    }
    Ok(concepts.values().filter(|names| add(names, weight, corpus)).count())
}

/// Hands over the labels of a concept; whether there were two languages.
fn add(names: &Names, weight: u32, corpus: &mut Corpus) -> bool {
    let preferred: Vec<(TextLanguage, &str)> =
        names.preferred.iter().map(|(language, text)| (*language, text.as_str())).collect();
    if !preferred.iter().any(|(language, _)| *language != preferred[0].0) {
        return false;
    }
    corpus.add(&preferred, weight.saturating_mul(PREFERRED_WEIGHT));
    for (language, text) in &names.alternative {
        corpus.add_synonym((*language, text), &preferred, weight);
    }
    true
}

/// The label a triple states, and whether it is the preferred one; none of other triples and other languages.
fn name(triple: &Triple) -> Result<Option<(Label, bool)>, Failed> {
    let is_preferred = triple.predicate.as_str() == PREFERRED;
    if !is_preferred && triple.predicate.as_str() != ALTERNATIVE {
        return Ok(None);
    }
    let Term::Literal(literal) = &triple.object else { return Ok(None) };
    let Some(language) = language(literal) else { return Ok(None) };
    let text =
        label::checked(literal.value()).map_err(|fault| (Place::Concept(address(&triple.subject)), fault))?;
    Ok(Some(((language, text.to_owned()), is_preferred)))
}

fn language(literal: &Literal) -> Option<TextLanguage> {
    TextLanguage::of(&literal.language()?.parse::<LanguageTag>().ok()?)
}

fn address(subject: &NamedOrBlankNode) -> String {
    match subject {
        NamedOrBlankNode::NamedNode(node) => node.as_str().to_owned(),
        NamedOrBlankNode::BlankNode(node) => format!("_:{}", node.as_str()),
    }
}

fn unparsed(error: TurtleParseError) -> Failed {
    match error {
        TurtleParseError::Io(cause) => (Place::File, VocabularyFault::Unreadable(cause)),
        TurtleParseError::Syntax(error) => {
            let at = error.location().start;
            (Place::Column(at.line + 1, at.column + 1), VocabularyFault::Syntax(error.message().to_owned()))
        }
    }
}
