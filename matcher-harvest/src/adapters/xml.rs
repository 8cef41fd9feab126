//! XML read one record at a time: each wanted element as a small tree, the rest passed by.
//!
//! Lenient where files err harmlessly (stray ampersands, undeclared references); strict on what bombs need.

use std::io::{BufReader, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::utf8_stream::Utf8Stream;
use crate::limits::{MAX_STREAMED_PIECE_BYTES, MAX_XML_DEPTH};
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
    let mut builder = Builder::new(wanted, expected);
    loop {
        let event = reader.read_event().map_err(|error| {
            let line = text[..text.len().min(reader.error_position() as usize)].matches('\n').count() + 1;
            PayloadError::Syntax { expected, detail: format!("line {line}: {error}") }
        })?;
        let is_end = matches!(event, Event::Eof);
        if let Some(done) = builder.take(event)? {
            take(done);
        }
        if is_end {
            return builder.root();
        }
    }
}

/// Hands over the wanted elements of a file too large to be held, as [`read_elements`] does.
///
/// # Errors
/// As [`read_elements`]; and where the file cannot be read further.
pub(super) fn stream_elements(
    source: impl Read,
    wanted: &[&str],
    expected: &'static str,
    mut take: impl FnMut(Element),
) -> Result<String, PayloadError> {
    let mut reader = Reader::from_reader(BufReader::new(Utf8Stream::new(source, MAX_STREAMED_PIECE_BYTES)));
    reader.config_mut().allow_dangling_amp = true;
    let mut builder = Builder::new(wanted, expected);
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        // What is held at once is one wanted element, or one tag or text between them.
        if builder.open.is_empty() {
            reader.get_mut().get_mut().begin_piece();
        }
        let at = reader.buffer_position();
        let event = reader.read_event_into(&mut buffer).map_err(|error| PayloadError::Syntax {
            expected,
            detail: format!("after {at} bytes: {error}"),
        })?;
        let is_end = matches!(event, Event::Eof);
        if let Some(done) = builder.take(event)? {
            take(done);
        }
        if is_end {
            return builder.root();
        }
    }
}

/// Puts wanted elements together from what a reader meets.
struct Builder<'w> {
    wanted: &'w [&'w str],
    expected: &'static str,
    root: Option<String>,
    depth: usize,
    open: Vec<Element>,
}

impl<'w> Builder<'w> {
    const fn new(wanted: &'w [&'w str], expected: &'static str) -> Self {
        Self { wanted, expected, root: None, depth: 0, open: Vec::new() }
    }

    /// Takes the next event; the wanted element that it completes.
    fn take(&mut self, event: Event<'_>) -> Result<Option<Element>, PayloadError> {
        match event {
            Event::Start(start) => {
                self.depth += 1;
                if self.depth > MAX_XML_DEPTH {
                    return Err(PayloadError::TooDeep { limit: MAX_XML_DEPTH });
                }
                let name = local_name(&start);
                if !self.open.is_empty() || self.wanted.contains(&name.as_str()) {
                    self.open.push(element(&start, name.clone()));
                }
                self.root.get_or_insert(name);
            }
            Event::Empty(start) => {
                let name = local_name(&start);
                self.root.get_or_insert_with(|| name.clone());
                if let Some(parent) = self.open.last_mut() {
                    parent.nodes.push(Node::Element(element(&start, name)));
                } else if self.wanted.contains(&name.as_str()) {
                    return Ok(Some(element(&start, name)));
                }
            }
            Event::End(_) => {
                self.depth = self.depth.saturating_sub(1);
                if let Some(done) = self.open.pop() {
                    let Some(parent) = self.open.last_mut() else { return Ok(Some(done)) };
                    parent.nodes.push(Node::Element(done));
                }
            }
            Event::Text(words) => self.text(&words)?,
            Event::CData(words) => {
                if let Some(parent) = self.open.last_mut() {
                    parent.push_text(&words);
                }
            }
            Event::GeneralRef(name) => {
                if let Some(parent) = self.open.last_mut() {
                    parent.push_text(&decode_entities(&format!("&{};", &*name)));
                }
            }
            Event::DocType(declaration) if declaration.contains("<!ENTITY") => {
                return Err(PayloadError::EntityDeclaration);
            }
            Event::Eof if self.depth > 0 => {
                let detail = format!("it ends inside {} open elements: it was cut short", self.depth);
                return Err(PayloadError::Syntax { expected: self.expected, detail });
            }
            Event::Eof | Event::DocType(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
        Ok(None)
    }

    fn text(&mut self, words: &str) -> Result<(), PayloadError> {
        if let Some(parent) = self.open.last_mut() {
            parent.push_text(words);
        } else if self.root.is_none() && !words.trim_matches(['\u{feff}', ' ', '\t', '\r', '\n']).is_empty() {
            let detail = "it does not start with an element".to_owned();
            return Err(PayloadError::Syntax { expected: self.expected, detail });
        }
        Ok(())
    }

    fn root(self) -> Result<String, PayloadError> {
        let detail = || "there is no element in it".to_owned();
        self.root.ok_or_else(|| PayloadError::Syntax { expected: self.expected, detail: detail() })
    }
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
