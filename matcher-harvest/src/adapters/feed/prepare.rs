//! Makes real feeds readable for the feed parser: what is wrong but clear is mended, what is dangerous refused.

use std::borrow::Cow;

use crate::limits::MAX_XML_DEPTH;
use crate::problem::{PayloadError, Problems};

/// The feed's text as the parser wants it: UTF-8 without declaration, stray ampersands escaped, markup inside
/// descriptions kept as text.
///
/// # Errors
/// Entity declarations, or elements nested too deep.
pub(super) fn prepare(text: &str, problems: &mut Problems) -> Result<String, PayloadError> {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text.starts_with('{') {
        return super::json::settled(text, problems);
    }
    if text.contains("<!ENTITY") {
        return Err(PayloadError::EntityDeclaration);
    }
    // The bytes are decoded already; the declaration would have them decoded again.
    let body = match text.strip_prefix("<?xml") {
        Some(rest) => rest.split_once("?>").map_or("", |(_, body)| body),
        None => text,
    };
    let body = without_further_declarations(body);
    let body = without_control_characters(&body, problems);
    let body = escape_stray_ampersands(&body);
    let body = keep_markup_as_text(&body, "description");
    let body = super::older::renewed(&body);
    let body = settle_version(body.as_ref());
    if nesting(&body) > MAX_XML_DEPTH {
        return Err(PayloadError::TooDeep { limit: MAX_XML_DEPTH });
    }
    Ok(body.into_owned())
}

/// How many entries the text opens; the parser drops some it cannot place.
pub(super) fn count_entries(text: &str) -> usize {
    let opened = |name: &str| {
        let tags = text.match_indices(name).filter(|(at, _)| {
            text[at + name.len()..].starts_with(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))
        });
        tags.count()
    };
    opened("<item") + opened("<entry")
}

/// A declaration anywhere but at the beginning is only a processing instruction; the parser would panic at it.
fn without_further_declarations(text: &str) -> Cow<'_, str> {
    if text.contains("<?xml") { Cow::Owned(text.replace("<?xml", "<?was-xml")) } else { Cow::Borrowed(text) }
}

fn without_control_characters<'a>(text: &'a str, problems: &mut Problems) -> Cow<'a, str> {
    let illegal = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r') && c < '\u{20}';
    if !text.contains(illegal) {
        return Cow::Borrowed(text);
    }
    problems.note("payload", "control-characters", "control characters that XML forbids were taken out");
    Cow::Owned(text.chars().filter(|c| !illegal(*c)).collect())
}

/// `&` that starts no reference becomes `&amp;`, outside CDATA.
fn escape_stray_ampersands(text: &str) -> Cow<'_, str> {
    let is_stray = |rest: &str| {
        let name = rest.split(';').next().unwrap_or_default();
        name.len() == rest.len()
            || name.is_empty()
            || name.len() > 32
            || !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'#')
    };
    if !text.split('&').skip(1).any(is_stray) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 64);
    for (at, section) in text.split("<![CDATA[").enumerate() {
        let plain = if at == 0 {
            section
        } else {
            out.push_str("<![CDATA[");
            let (inside, after) = section.split_once("]]>").unwrap_or((section, ""));
            out.push_str(inside);
            if inside.len() < section.len() {
                out.push_str("]]>");
            }
            after
        };
        for (at, part) in plain.split('&').enumerate() {
            if at > 0 {
                out.push_str(if is_stray(part) { "&amp;" } else { "&" });
            }
            out.push_str(part);
        }
    }
    Cow::Owned(out)
}

/// Elements inside `<name>…</name>` would end the text at the first of them: wraps such content in CDATA.
fn keep_markup_as_text<'a>(text: &'a str, name: &str) -> Cow<'a, str> {
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(open.as_str()) {
        let Some((inside, tail)) = after.split_once(close.as_str()) else { break };
        let has_markup = inside.contains('<') && !inside.contains("<![CDATA[") && !inside.contains("]]>");
        out.push_str(before);
        out.push_str(&open);
        if has_markup {
            out.push_str("<![CDATA[");
        }
        out.push_str(inside);
        if has_markup {
            out.push_str("]]>");
        }
        out.push_str(&close);
        rest = tail;
    }
    if out.is_empty() {
        return Cow::Borrowed(text);
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// RSS without a version, or 0.90, 0.93, 0.94 and the like: all read as 2.0, which contains them.
fn settle_version(text: &str) -> Cow<'_, str> {
    let Some(at) = text.find("<rss") else { return Cow::Borrowed(text) };
    let Some(end) = text[at..].find('>').map(|end| at + end) else { return Cow::Borrowed(text) };
    let tag = &text[at..end];
    let version = tag.split_once("version").and_then(|(_, rest)| {
        let rest = rest.trim_start().strip_prefix('=')?.trim_start();
        let mark = rest.chars().next().filter(|mark| matches!(mark, '"' | '\''))?;
        rest[1..].split(mark).next()
    });
    let settled = match version.map(str::trim) {
        Some("2.0" | "0.91" | "0.92") => return Cow::Borrowed(text),
        Some(other) if !other.is_empty() => tag.replacen(other, "2.0", 1),
        Some(_) => return Cow::Borrowed(text),
        None => tag.replacen("<rss", "<rss version=\"2.0\"", 1),
    };
    Cow::Owned(format!("{}{settled}{}", &text[..at], &text[end..]))
}

/// How deep elements nest, CDATA and comments left aside.
fn nesting(text: &str) -> usize {
    let (mut depth, mut deepest) = (0usize, 0usize);
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let tag = &rest[at..];
        let end = if tag.starts_with("<![CDATA[") {
            "]]>"
        } else if tag.starts_with("<!--") {
            "-->"
        } else {
            ">"
        };
        let length = tag.find(end).map_or(tag.len(), |found| found + end.len());
        let inside = &tag[..length];
        if inside.starts_with("</") {
            depth = depth.saturating_sub(1);
        } else if !inside.starts_with("<!") && !inside.starts_with("<?") && !inside.ends_with("/>") {
            depth += 1;
            deepest = deepest.max(depth);
        }
        rest = &tag[length..];
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prepared(text: &str) -> String {
        prepare(text, &mut Problems::default()).expect("a readable feed")
    }

    #[test]
    fn stray_ampersands_are_escaped_outside_cdata() {
        assert_eq!(prepared("<a>AT&T &amp; R&D;x &#8217;</a>"), "<a>AT&amp;T &amp; R&D;x &#8217;</a>");
        assert_eq!(prepared("<a>M&M<![CDATA[a&b]]>c&d</a>"), "<a>M&amp;M<![CDATA[a&b]]>c&amp;d</a>");
    }

    #[test]
    fn markup_in_descriptions_is_kept() {
        let text = "<item><description>Un <em>curso</em></description></item>";
        let kept = "<item><description><![CDATA[Un <em>curso</em>]]></description></item>";
        assert_eq!(prepared(text), kept);
        let right = "<item><description><![CDATA[<p>x</p>]]></description></item>";
        assert_eq!(prepared(right), right);
    }

    #[test]
    fn old_versions_of_rss_are_read_as_the_newest() {
        assert_eq!(prepared("<rss><channel/></rss>"), "<rss version=\"2.0\"><channel/></rss>");
        assert_eq!(prepared("<rss version='0.94'/>"), "<rss version='2.0'/>");
        assert_eq!(prepared("<rss version=\"0.91\"/>"), "<rss version=\"0.91\"/>");
    }

    #[test]
    fn entity_declarations_and_deep_nesting_are_refused() {
        let bomb = "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"b\">]><rss/>";
        assert!(matches!(prepare(bomb, &mut Problems::default()), Err(PayloadError::EntityDeclaration)));
        let deep = format!("<rss>{}</rss>", "<a>".repeat(200));
        assert!(matches!(prepare(&deep, &mut Problems::default()), Err(PayloadError::TooDeep { .. })));
    }
}
