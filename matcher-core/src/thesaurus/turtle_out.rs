//! Writes a thesaurus as SKOS in Turtle, theme by theme, each concept after the wider one.

use std::fmt::Write;

use super::Thesaurus;
use super::concept::{Concept, Mapping, Relation, Target};
use super::turtle_in::{CONCEPT, DAC, SCHEME, SDG, SKOS};

pub(super) fn write(thesaurus: &Thesaurus) -> String {
    let mut out = String::new();
    for (prefix, address) in [("", CONCEPT), ("skos", SKOS), ("dac", DAC), ("sdg", SDG)] {
        push(&mut out, format_args!("@prefix {prefix}: <{address}> .\n"));
    }
    let mut written = vec![false; thesaurus.concepts.len()];
    // Themes first; below them depth first, without recursion: the depth is the vocabulary's.
    let mut open: Vec<&Concept> = thesaurus.concepts().filter(|concept| concept.is_theme()).collect();
    open.reverse();
    while let Some(concept) = open.pop() {
        let Some(place) = thesaurus.place(concept.id.as_str()) else { continue };
        if !std::mem::replace(&mut written[place], true) {
            write_concept(&mut out, concept);
            let narrower = thesaurus.narrower(concept.id.as_str()).iter().rev();
            open.extend(narrower.filter_map(|id| thesaurus.find(id.as_str())));
        }
    }
    out
}

fn write_concept(out: &mut String, concept: &Concept) {
    push(out, format_args!("\n:{} a skos:Concept", concept.id));
    if concept.is_theme() {
        push(out, format_args!(" ;\n  skos:topConceptOf :{SCHEME}"));
    }
    list(out, "broader", concept.broader.iter().map(|id| format!(":{id}")));
    let preferred = concept.labels.iter().filter_map(|(tag, labels)| Some((tag, labels.preferred.as_ref()?)));
    list(out, "prefLabel", preferred.map(|(tag, text)| literal(text, tag.as_str())));
    for (word, alternative) in [("altLabel", true), ("hiddenLabel", false)] {
        let labels = concept.labels.iter().flat_map(|(tag, labels)| {
            let texts = if alternative { &labels.alternative } else { &labels.hidden };
            texts.iter().map(|text| literal(text, tag.as_str()))
        });
        list(out, word, labels);
    }
    for relation in [Relation::Exact, Relation::Close, Relation::Broad, Relation::Narrow, Relation::Related] {
        let of_relation = concept.mappings.iter().filter(|mapping| mapping.relation == relation);
        list(out, predicate(relation), of_relation.map(address));
    }
    out.push_str(" .\n");
}

fn list(out: &mut String, predicate: &str, objects: impl Iterator<Item = String>) {
    for (place, object) in objects.enumerate() {
        if place == 0 {
            push(out, format_args!(" ;\n  skos:{predicate} {object}"));
        } else {
            push(out, format_args!(" , {object}"));
        }
    }
}

const fn predicate(relation: Relation) -> &'static str {
    match relation {
        Relation::Exact => "exactMatch",
        Relation::Close => "closeMatch",
        Relation::Broad => "broadMatch",
        Relation::Narrow => "narrowMatch",
        Relation::Related => "relatedMatch",
    }
}

/// Full addresses, in angle brackets: codes of other lists need not be names that a prefix may carry.
fn address(mapping: &Mapping) -> String {
    match &mapping.target {
        Target::Dac(code) => format!("<{DAC}{code}>"),
        Target::Sdg(code) => format!("<{SDG}{code}>"),
        Target::Other(address) => format!("<{address}>"),
    }
}

fn literal(text: &str, language: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 8);
    quoted.push('"');
    for letter in text.chars() {
        match letter {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            control if control.is_control() => push(&mut quoted, format_args!("\\u{:04X}", control as u32)),
            other => quoted.push(other),
        }
    }
    quoted.push_str("\"@");
    quoted.push_str(language);
    quoted
}

fn push(out: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing into a String cannot fail.
    let _ = out.write_fmt(text);
}
