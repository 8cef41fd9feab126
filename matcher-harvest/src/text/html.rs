//! HTML to text, and HTML's character references to characters, through the HTML parser.

use std::borrow::Cow;

use scraper::{Html, Node};

use crate::limits::{MAX_HTML_BYTES, MAX_HTML_DEPTH};

/// Text out of HTML, and whether the parser could be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flattened {
    /// The text; blocks are lines.
    pub text: String,
    /// True when the piece was too large or too deep for the parser and lost its tags plainly.
    pub crude: bool,
}

/// The text a reader would see, blocks on lines of their own; scripts and styles left out.
pub fn flatten_html(html: &str) -> Flattened {
    if !html.contains('<') {
        return Flattened { text: decode_entities(html).into_owned(), crude: false };
    }
    if html.len() > MAX_HTML_BYTES || html_nesting(html) > MAX_HTML_DEPTH {
        return Flattened { text: decode_entities(&strip_tags(html)).into_owned(), crude: true };
    }
    let fragment = Html::parse_fragment(html);
    let mut text = String::with_capacity(html.len() / 2);
    let mut node = fragment.tree.root();
    // Walks without recursion: down, else right, else up until there is a right.
    loop {
        let visible = match node.value() {
            Node::Text(words) => {
                text.push_str(words);
                true
            }
            Node::Element(element) if is_hidden(element.name()) => false,
            Node::Element(element) => {
                text.push_str(boundary(element.name()));
                true
            }
            _ => true,
        };
        if let Some(child) = node.first_child().filter(|_| visible) {
            node = child;
            continue;
        }
        loop {
            if let Node::Element(element) = node.value()
                && is_block(element.name())
            {
                text.push_str("\n\n");
            }
            if let Some(next) = node.next_sibling() {
                node = next;
                break;
            }
            let Some(parent) = node.parent() else { return Flattened { text, crude: false } };
            node = parent;
        }
    }
}

/// `text` with character references (`&rsquo;`, `&#8217;`, `&amp;`) decoded; no tag is interpreted.
pub fn decode_entities(text: &str) -> Cow<'_, str> {
    if !has_reference(text) {
        return Cow::Borrowed(text);
    }
    let guarded = text.replace('<', "&lt;");
    let fragment = Html::parse_fragment(&guarded);
    Cow::Owned(fragment.root_element().text().collect())
}

/// An ampersand, a name or number, a semicolon.
fn has_reference(text: &str) -> bool {
    text.split('&').skip(1).any(|rest| {
        let name = rest.split(';').next().unwrap_or_default();
        name.len() < rest.len()
            && (1..=32).contains(&name.len())
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'#')
    })
}

fn is_hidden(name: &str) -> bool {
    matches!(name, "script" | "style" | "template" | "noscript" | "iframe" | "object" | "svg")
}

/// What stands before an element's text.
fn boundary(name: &str) -> &'static str {
    match name {
        "br" | "li" | "tr" | "dt" | "dd" | "hr" | "option" => "\n",
        "td" | "th" => " ",
        _ if is_block(name) => "\n\n",
        _ => "",
    }
}

fn is_block(name: &str) -> bool {
    const BLOCKS: [&str; 20] = [
        "p",
        "div",
        "section",
        "article",
        "header",
        "footer",
        "ul",
        "ol",
        "dl",
        "table",
        "blockquote",
        "pre",
        "figure",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
    ];
    BLOCKS.contains(&name)
}

/// How deep start tags nest, counted without parsing: an upper bound, elements that need no end tag aside.
pub fn html_nesting(html: &str) -> usize {
    let bytes = html.as_bytes();
    let (mut depth, mut deepest) = (0usize, 0usize);
    for (at, _) in html.match_indices('<') {
        match bytes.get(at + 1) {
            Some(b'/') if !is_uncounted(&html[at + 2..]) => depth = depth.saturating_sub(1),
            Some(b) if b.is_ascii_alphabetic() && !is_uncounted(&html[at + 1..]) => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            _ => {}
        }
    }
    deepest
}

/// Elements without an end tag, or whose end tag is often left out: they do not add to the depth by themselves.
fn is_uncounted(tag: &str) -> bool {
    const UNCOUNTED: [&str; 13] =
        ["br", "img", "hr", "input", "meta", "link", "col", "li", "p", "tr", "td", "dt", "dd"];
    let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    UNCOUNTED.iter().any(|uncounted| name.eq_ignore_ascii_case(uncounted))
}

fn strip_tags(html: &str) -> String {
    let mut text = String::with_capacity(html.len() / 2);
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        let tail = &rest[at + 1..];
        let is_tag = tail.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'));
        rest = if is_tag {
            text.push(' ');
            tail.split_once('>').map_or("", |(_, after)| after)
        } else {
            text.push('<');
            tail
        };
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::super::paragraphs;
    use super::*;

    fn read(html: &str) -> String {
        paragraphs(&flatten_html(html).text)
    }

    #[test]
    fn blocks_become_lines() {
        assert_eq!(
            read("<p>Agua<b>&nbsp;potable</b></p><ul><li>uno<li>dos</ul>"),
            "Agua potable\n\nuno\ndos"
        );
        assert_eq!(read("a<br>b<script>alert(1)</script><style>p{}</style>"), "a\nb");
        assert_eq!(read("5 < 6 & 7"), "5 < 6 & 7");
        assert_eq!(read("<table><tr><td>uno</td><td>dos</td></tr></table>"), "uno dos");
    }

    #[test]
    fn references_are_decoded_and_tags_left() {
        assert_eq!(decode_entities("Ambassador&rsquo;s &amp; <b>"), "Ambassador’s & <b>");
        assert_eq!(decode_entities("R&D, a&b"), "R&D, a&b");
        assert_eq!(decode_entities("&#243;&#xF3;"), "óó");
    }

    #[test]
    fn deep_and_large_pieces_do_not_reach_the_parser() {
        let deep = format!("{}agua{}", "<div>".repeat(8_000), "</div>".repeat(8_000));
        let flat = flatten_html(&deep);
        assert!(flat.crude);
        assert_eq!(paragraphs(&flat.text), "agua");
        let large = format!("<p>{}</p>", "agua ".repeat(MAX_HTML_BYTES / 4));
        assert!(flatten_html(&large).crude);
    }
}
