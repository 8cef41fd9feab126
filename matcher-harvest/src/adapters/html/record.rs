//! Paths in a page: `h3 a` is what is in that element, `h3 a@href` an attribute of it, `@id` one of the record itself.
//!
//! `label:Deadline` is what stands beside or under that label, `before:h2` the last such element above the record,
//! `page:h1` an element anywhere on the page, `.` the whole record.

use std::cell::RefCell;
use std::collections::HashMap;

use scraper::{ElementRef, Html as Document, Node, Selector};
use serde_json::Value;

use super::super::mapped::Lookup;
use crate::text::{clean_line, one_line};

thread_local! {
    /// Parsed selectors: a mapping has few, a page asks each for every item.
    static PARSED: RefCell<HashMap<String, Option<Selector>>> = RefCell::new(HashMap::new());
}

/// Most parsed selectors kept; a mapping has some twenty.
const MAX_PARSED: usize = 500;

/// The selector of `text`, if it is one.
pub(super) fn selector(text: &str) -> Option<Selector> {
    PARSED.with_borrow_mut(|parsed| {
        if parsed.len() > MAX_PARSED {
            parsed.clear();
        }
        parsed.entry(text.to_owned()).or_insert_with_key(|text| Selector::parse(text).ok()).clone()
    })
}

/// Why `path` is no path, if it is none.
pub(super) fn check_path(path: &str) -> Result<(), String> {
    let path = path.strip_prefix("page:").or_else(|| path.strip_prefix("before:")).unwrap_or(path);
    let (selector, _) = split(path);
    if selector.is_empty() || selector == "." || path.starts_with("label:") {
        return Ok(());
    }
    Selector::parse(selector).map(drop).map_err(|error| format!("{selector:?} is no CSS selector: {error}"))
}

/// Selector and attribute. An `@` inside brackets belongs to the selector.
fn split(path: &str) -> (&str, Option<&str>) {
    match path.rsplit_once('@') {
        Some((selector, attribute)) if !attribute.contains([']', '"', '\'']) => {
            (selector.trim(), Some(attribute.trim()))
        }
        _ => (path.trim(), None),
    }
}

/// An item of a listing, or a whole page.
pub(super) struct HtmlRecord<'d> {
    document: &'d Document,
    root: ElementRef<'d>,
}

impl<'d> HtmlRecord<'d> {
    pub(super) fn item(document: &'d Document, root: ElementRef<'d>) -> Self {
        Self { document, root }
    }

    pub(super) fn page(document: &'d Document) -> Self {
        Self { document, root: document.root_element() }
    }

    fn elements(&self, text: &str) -> Vec<ElementRef<'d>> {
        if text.is_empty() || text == "." {
            return vec![self.root];
        }
        let Some(selector) = selector(text) else { return Vec::new() };
        let is_page = self.root == self.document.root_element();
        // A page's own root can be asked for, too: `html@lang`.
        if is_page {
            self.document.select(&selector).collect()
        } else {
            self.root.select(&selector).collect()
        }
    }

    fn above(&self, text: &str) -> Option<ElementRef<'d>> {
        let selector = selector(text)?;
        self.document.select(&selector).take_while(|element| element.id() < self.root.id()).last()
    }

    fn labelled(&self, label: &str) -> Vec<Value> {
        let Some(candidates) = selector("dt, th, td, strong, b, label, h1, h2, h3, h4, h5, h6") else {
            return Vec::new();
        };
        let wanted = folded(label);
        let labels = self
            .root
            .select(&candidates)
            .filter(|element| folded(&element.text().collect::<String>()) == wanted);
        let values = labels.map(beside).filter(|html| !clean_line(html).is_empty());
        values.map(Value::from).collect()
    }
}

impl Lookup for HtmlRecord<'_> {
    fn find(&self, path: &str) -> Vec<Value> {
        if let Some(label) = path.strip_prefix("label:") {
            return self.labelled(label);
        }
        if let Some(path) = path.strip_prefix("page:") {
            return HtmlRecord::page(self.document).find(path);
        }
        let (path, is_above) = path.strip_prefix("before:").map_or((path, false), |path| (path, true));
        let (selector, attribute) = split(path);
        let elements =
            if is_above { self.above(selector).into_iter().collect() } else { self.elements(selector) };
        let values = elements.into_iter().filter_map(|element| match attribute {
            Some(name) => element.value().attr(name).map(str::to_owned),
            None => Some(element.inner_html()),
        });
        values.map(Value::from).collect()
    }
}

fn folded(text: &str) -> String {
    one_line(text).trim_end_matches([':', '：', ' ', '?']).to_lowercase()
}

/// What a label is the label of: the `dd` of a `dt`, the next cell, the rest of the line, the text under a heading.
fn beside(label: ElementRef<'_>) -> String {
    let name = label.value().name();
    let ends = |other: &str| match name {
        "dt" => other == "dt",
        "th" | "td" => false,
        _ if is_heading(name) => is_heading(other) && other <= name,
        _ => matches!(other, "strong" | "b" | "label"),
    };
    let mut html = String::new();
    for node in label.next_siblings() {
        match node.value() {
            Node::Text(text) => html.push_str(&text.replace('&', "&amp;").replace('<', "&lt;")),
            Node::Element(element) if ends(element.name()) => break,
            Node::Element(_) => {
                if let Some(element) = ElementRef::wrap(node) {
                    html.push_str(&element.html());
                    if matches!(name, "th" | "td") {
                        break;
                    }
                }
            }
            _ => {}
        }
    }
    html.trim_start_matches([':', ' ', '\n', '\t']).to_owned()
}

fn is_heading(name: &str) -> bool {
    matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(html: &str, path: &str) -> Vec<String> {
        let document = Document::parse_document(html);
        let found = HtmlRecord::page(&document).find(path);
        found.iter().map(|value| clean_line(value.as_str().unwrap_or_default())).collect()
    }

    #[test]
    fn elements_attributes_and_labels_are_found() {
        let html = "<html lang=es><h2>Bases</h2><p>Uno</p><p>Dos</p><h2>Fin</h2>\
            <dl><dt>Plazo:</dt><dd>1 de mayo</dd><dd>o antes</dd><dt>País</dt><dd>Chile</dd></dl>\
            <table><tr><th>Monto</th><td>500</td><td>x</td></tr></table>\
            <p><strong>Fecha límite:</strong> 3 de junio <strong>Otro</strong> no</p><a href=/x>Ver</a>";
        assert_eq!(find(html, "html@lang"), ["es"]);
        assert_eq!(find(html, "a@href"), ["/x"]);
        assert_eq!(find(html, "label:plazo"), ["1 de mayo o antes"]);
        assert_eq!(find(html, "label:Monto"), ["500"]);
        assert_eq!(find(html, "label:Fecha límite"), ["3 de junio"]);
        assert_eq!(find(html, "label:Bases"), ["Uno Dos"]);
        assert!(find(html, "label:Nada").is_empty());
        assert!(check_path("a[href*='@']").is_ok() && check_path("a[").is_err() && check_path("@id").is_ok());
    }

    #[test]
    fn the_heading_above_an_item_is_found() {
        let html = "<h2>A</h2><p class=i>1</p><h2>B</h2><p class=i>2</p>";
        let document = Document::parse_document(html);
        let items = selector("p.i").expect("a selector");
        let above: Vec<Vec<Value>> =
            document.select(&items).map(|item| HtmlRecord::item(&document, item).find("before:h2")).collect();
        assert_eq!(above, [[Value::from("A")], [Value::from("B")]]);
    }
}
