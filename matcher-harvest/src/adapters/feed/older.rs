//! Formats the feed parser does not know, written as those it knows: RSS 0.90 as 1.0, Atom 0.3 as 1.0.
//!
//! Only names change; nothing of the content does.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex_lite::{Captures, Regex};

/// Namespaces of formats that only their names set apart from their successors.
const NAMESPACES: &[(&str, &str)] = &[
    ("http://my.netscape.com/rdf/simple/0.9/", "http://purl.org/rss/1.0/"),
    ("http://channel.netscape.com/rdf/simple/0.9/", "http://purl.org/rss/1.0/"),
];

const ATOM_03: &str = "http://purl.org/atom/ns#";
const ATOM_10: &str = "http://www.w3.org/2005/Atom";

/// Elements of Atom 0.3 and what Atom 1.0 calls them.
const RENAMED: &[(&str, &str)] =
    &[("modified", "updated"), ("issued", "published"), ("tagline", "subtitle"), ("copyright", "rights")];

/// The start tag of a text of Atom, with its attributes.
static TEXT_TAG: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"<(title|summary|content|subtitle|rights)((?:\s+[\w:]+\s*=\s*(?:'[^']*'|\x22[^\x22]*\x22))*)\s*(/?)>").ok()
});
static KIND: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\s+(type|mode)\s*=\s*(?:'([^']*)'|\x22([^\x22]*)\x22)").ok());

/// `text` in a format that the parser knows.
pub(super) fn renewed(text: &str) -> Cow<'_, str> {
    if text.contains(ATOM_03) {
        return Cow::Owned(atom(text));
    }
    match NAMESPACES.iter().find(|(old, _)| text.contains(old)) {
        Some((old, new)) => Cow::Owned(text.replace(old, new)),
        None => Cow::Borrowed(text),
    }
}

fn atom(text: &str) -> String {
    let mut text = text.replace(ATOM_03, ATOM_10);
    for (old, new) in RENAMED {
        for (start, end) in [("<", ">"), ("<", " "), ("</", ">")] {
            text = text.replace(&format!("{start}{old}{end}"), &format!("{start}{new}{end}"));
        }
    }
    match TEXT_TAG.as_ref() {
        Some(tag) => tag.replace_all(&text, typed).into_owned(),
        None => text,
    }
}

/// A start tag whose media type and mode become the one word that Atom 1.0 has for them.
fn typed(tag: &Captures<'_>) -> String {
    let attributes = tag.get(2).map_or("", |found| found.as_str());
    let Some(kind) = KIND.as_ref() else { return tag[0].to_owned() };
    let stated = |name: &str| {
        let found = kind.captures_iter(attributes).find(|found| &found[1] == name)?;
        found.get(2).or_else(|| found.get(3)).map(|value| value.as_str())
    };
    let word = match (stated("type"), stated("mode")) {
        (Some("text/html" | "html"), _) => "html",
        (Some("application/xhtml+xml" | "xhtml"), mode) if mode != Some("escaped") => "xhtml",
        (None, Some("escaped")) => "html",
        _ => "text",
    };
    format!("<{}{} type=\"{word}\"{}>", &tag[1], kind.replace_all(attributes, ""), &tag[3])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_names_become_new_ones() {
        let old = r#"<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title type="text/html" mode="escaped" xml:lang="es">A</title><issued>1</issued></feed>"#;
        let new = r#"<feed version="0.3" xmlns="http://www.w3.org/2005/Atom"><title xml:lang="es" type="html">A</title><published>1</published></feed>"#;
        assert_eq!(renewed(old), new);
        assert!(matches!(renewed(new), Cow::Borrowed(_)));
    }
}
