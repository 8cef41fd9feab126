//! SKOS in Turtle or N-Triples: the labels of each concept, whatever else the file holds, in whatever order.
//!
//! Knows nothing of broader and narrower: a lexicon needs names only.

use std::io::Read;

use oxrdf::{NamedOrBlankNode, Term, Triple};
use oxttl::{TurtleParseError, TurtleParser};

use super::super::Corpus;
use super::concepts::Concepts;
use super::{Failed, Place, VocabularyFault};

/// The names of the two sorts of labels, in every form of RDF.
pub(super) const PREFERRED: &str = "http://www.w3.org/2004/02/skos/core#prefLabel";
pub(super) const ALTERNATIVE: &str = "http://www.w3.org/2004/02/skos/core#altLabel";

/// Reads the concepts; how many had preferred labels in two languages or more.
pub(super) fn read(source: &mut dyn Read, weight: u32, corpus: &mut Corpus) -> Result<usize, Failed> {
    let mut concepts = Concepts::default();
    for triple in TurtleParser::new().for_reader(source) {
        take(&triple.map_err(unparsed)?, &mut concepts)?;
    }
    Ok(concepts.hand_over(weight, corpus))
}

/// Takes the label a triple states; passes over other triples.
fn take(triple: &Triple, concepts: &mut Concepts) -> Result<(), Failed> {
    let is_preferred = triple.predicate.as_str() == PREFERRED;
    if !is_preferred && triple.predicate.as_str() != ALTERNATIVE {
        return Ok(());
    }
    let Term::Literal(literal) = &triple.object else { return Ok(()) };
    let Some(language) = literal.language() else { return Ok(()) };
    concepts.take(&address(&triple.subject), language, literal.value(), is_preferred)
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
