//! XML read one record at a time: each wanted element as a small tree, the rest passed by.
//!
//! Lenient where files err harmlessly (stray ampersands, undeclared references); strict on what bombs need.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::limits::MAX_XML_DEPTH;
use crate::problem::PayloadError;
use crate::text::decode_entities;

/// An element with everything in it. Names are without their namespace prefixes.
#[derive(Debug, Default)]
pub(super) struct Element {
    pub(super) name: String,
    attributes: Vec<(String, String)>,
    nodes: Vec<Node>,
}

#[derive(Debug)]
enum Node {
    Text(String),
    Element(Element),
}

impl Element {
    /// An attribute that is not blank; `lang` is `xml:lang`.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let value = self.attributes.iter().find(|(key, _)| key == name)?.1.trim();
        (!value.is_empty()).then_some(value)
    }

    /// Its child elements.
    pub(super) fn elements(&self) -> impl Iterator<Item = &Self> {
        self.nodes.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// Its children of one name.
    pub(super) fn all<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Self> {
        self.elements().filter(move |element| element.name == name)
    }

    /// The first of its children of one name.
    pub(super) fn first(&self, name: &str) -> Option<&Self> {
        self.elements().find(|element| element.name == name)
    }

    /// Everything written in it, at any depth.
    pub(super) fn text(&self) -> String {
        let mut out = String::new();
        self.write_text(&mut out);
        out
    }

    fn write_text(&self, out: &mut String) {
        for node in &self.nodes {
            match node {
                Node::Text(text) => out.push_str(text),
                Node::Element(element) => element.write_text(out),
            }
        }
    }

    /// The text of its first child of one name, unless blank.
    pub(super) fn text_of(&self, name: &str) -> Option<String> {
        Some(self.first(name)?.text().trim().to_owned()).filter(|text| !text.is_empty())
    }

    fn push_text(&mut self, text: &str) {
        match self.nodes.last_mut() {
            Some(Node::Text(before)) => before.push_str(text),
            _ => self.nodes.push(Node::Text(text.to_owned())),
        }
    }
}

/// Hands every element called like one of `wanted` to `take`, in order; the name of the root element.
///
/// # Errors
/// Not XML, cut short, too deep, or with entities of its own.
pub(super) fn read_elements(
    text: &str,
    wanted: &[&str],
    expected: &'static str,
    mut take: impl FnMut(Element),
) -> Result<String, PayloadError> {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let mut reader = Reader::from_str(text);
    reader.config_mut().allow_dangling_amp = true;
    let (mut root, mut depth) = (None::<String>, 0usize);
    let mut open: Vec<Element> = Vec::new();
    loop {
        let event = reader.read_event().map_err(|error| {
            let line = text[..text.len().min(reader.error_position() as usize)].matches('\n').count() + 1;
            PayloadError::Syntax { expected, detail: format!("line {line}: {error}") }
        })?;
        match event {
            Event::Start(start) => {
                depth += 1;
                if depth > MAX_XML_DEPTH {
                    return Err(PayloadError::TooDeep { limit: MAX_XML_DEPTH });
                }
                let name = local_name(&start);
                if !open.is_empty() || wanted.contains(&name.as_str()) {
                    open.push(element(&start, name.clone()));
                }
                root.get_or_insert(name);
            }
            Event::Empty(start) => {
                let name = local_name(&start);
                if let Some(parent) = open.last_mut() {
                    parent.nodes.push(Node::Element(element(&start, name.clone())));
                } else if wanted.contains(&name.as_str()) {
                    take(element(&start, name.clone()));
                }
                root.get_or_insert(name);
            }
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                if let Some(done) = open.pop() {
                    match open.last_mut() {
                        Some(parent) => parent.nodes.push(Node::Element(done)),
                        None => take(done),
                    }
                }
            }
            Event::Text(words) => {
                if let Some(parent) = open.last_mut() {
                    parent.push_text(&words);
                } else if root.is_none() && !words.trim().is_empty() {
                    return Err(PayloadError::Syntax {
                        expected,
                        detail: "it does not start with an element".to_owned(),
                    });
                }
            }
            Event::CData(words) => {
                if let Some(parent) = open.last_mut() {
                    parent.push_text(&words);
                }
            }
            Event::GeneralRef(name) => {
                if let Some(parent) = open.last_mut() {
                    parent.push_text(&decode_entities(&format!("&{};", &*name)));
                }
            }
            Event::DocType(declaration) if declaration.contains("<!ENTITY") => {
                return Err(PayloadError::EntityDeclaration);
            }
            Event::Eof if depth > 0 => {
                let detail = format!("it ends inside {depth} open elements: it was cut short");
                return Err(PayloadError::Syntax { expected, detail });
            }
            Event::Eof => break,
            Event::DocType(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
    root.ok_or_else(|| PayloadError::Syntax { expected, detail: "there is no element in it".to_owned() })
}

fn local_name(start: &BytesStart<'_>) -> String {
    let name = start.name();
    let name: &str = name.as_ref();
    name.rsplit(':').next().unwrap_or(name).to_owned()
}

fn element(start: &BytesStart<'_>, name: String) -> Element {
    let mut stated = start.attributes();
    let attributes = stated.with_checks(false).filter_map(Result::ok).map(|attribute| {
        let key: &str = attribute.key.as_ref();
        let key = key.rsplit(':').next().unwrap_or(key).to_owned();
        (key, decode_entities(&attribute.value).into_owned())
    });
    Element { name, attributes: attributes.collect(), nodes: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<Element>, PayloadError> {
        let mut found = Vec::new();
        read_elements(text, &["a"], "a test", |element| found.push(element))?;
        Ok(found)
    }

    #[test]
    fn wanted_elements_come_whole_and_in_order() {
        let found = read(
            "<?xml version=\"1.0\"?><!-- x --><r xmlns:p=\"u\"><p:a xml:lang=\"es\">R&amp;D &eacute; M&M <![CDATA[<b>]]><c k=\"1 &lt; 2\"/></p:a><a/></r>",
        )
        .expect("elements");
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].attribute("lang"), Some("es"));
        assert_eq!(found[0].text(), "R&D é M&M <b>");
        assert_eq!(found[0].first("c").and_then(|c| c.attribute("k")), Some("1 < 2"));
    }

    #[test]
    fn what_is_broken_is_refused_with_the_line() {
        for (text, reason) in [
            ("This is not XML", "does not start"),
            ("<r>\n<a>x</b></r>", "line 2"),
            ("<r><a>x", "cut short"),
            ("<!-- -->", "no element"),
        ] {
            let error = read(text).expect_err(text).to_string();
            assert!(error.contains(reason), "{text}: {error}");
        }
        let bomb = "<!DOCTYPE r [<!ENTITY x \"y\">]><r/>";
        assert!(matches!(read(bomb), Err(PayloadError::EntityDeclaration)));
        assert!(matches!(read(&"<r>".repeat(300)), Err(PayloadError::TooDeep { .. })));
    }
}
