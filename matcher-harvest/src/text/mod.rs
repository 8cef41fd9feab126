//! From what sources write to clean text: markup, entities, damaged encodings, blanks.
//!
//! Knows nothing of fields or adapters.

mod html;
mod mailbox;
mod mend;
mod unglue;

pub use html::{Flattened, decode_entities, flatten_html, html_nesting};
pub use mailbox::without_mailboxes;
pub use mend::mend_double_utf8;
pub use unglue::unglue;

/// `text` on one line: blanks of every kind become single spaces, invisible and unassigned characters go.
pub fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    let mut blank = false;
    for c in text.chars() {
        if c.is_whitespace() || c.is_control() {
            blank = !line.is_empty();
        } else if !is_invisible(c) {
            if blank {
                line.push(' ');
                blank = false;
            }
            line.push(c);
        }
    }
    line
}

/// `text` as paragraphs: blanks are put in order within lines, at most one empty line stands between them.
pub fn paragraphs(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut empty_lines = 0;
    for line in text.replace("\r\n", "\n").split(['\n', '\r', '\u{2028}', '\u{2029}']) {
        let line = one_line(line);
        if line.is_empty() {
            empty_lines += 1;
            continue;
        }
        if !out.is_empty() {
            out.push_str(if empty_lines > 0 { "\n\n" } else { "\n" });
        }
        out.push_str(&line);
        empty_lines = 0;
    }
    out
}

/// A field's text, with or without markup, as clean text on one line.
pub fn clean_line(text: &str) -> String {
    one_line(&clean(text))
}

/// A field's text, with or without markup, as clean paragraphs.
pub fn clean_prose(text: &str) -> String {
    paragraphs(&clean(text))
}

/// Damage mended, markup flattened, references decoded; also where markup was escaped once more than it should.
fn clean(text: &str) -> String {
    let mended = mend_double_utf8(text);
    let once = flatten_if_marked(&mended);
    if has_tag(&once) && once.contains("</") { flatten_if_marked(&once) } else { once }
}

fn flatten_if_marked(text: &str) -> String {
    if has_tag(text) { flatten_html(text).text } else { decode_entities(text).into_owned() }
}

fn has_tag(text: &str) -> bool {
    text.match_indices('<').any(|(at, _)| {
        let next = text[at + 1..].trim_start_matches('/').chars().next();
        next.is_some_and(|c| c.is_ascii_alphabetic() || c == '!')
    })
}

/// The first `max_chars` characters, ending at a word, and whether anything was cut.
pub fn cut(text: &str, max_chars: usize) -> (&str, bool) {
    let Some((end, _)) = text.char_indices().nth(max_chars) else { return (text, false) };
    let head = &text[..end];
    let end = head.rfind(char::is_whitespace).filter(|at| at * 2 > end).unwrap_or(end);
    (head[..end].trim_end(), true)
}

/// Zero-width marks, private-use symbols (bullets of office fonts) and noncharacters.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}'
        | '\u{e000}'..='\u{f8ff}' | '\u{fdd0}'..='\u{fdef}' | '\u{fff0}'..='\u{fffb}' | '\u{fffe}'..='\u{ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_are_put_in_order() {
        assert_eq!(one_line("  Beca\n de\u{a0}\u{200b}agua\t\u{feff}rural "), "Beca de agua rural");
        assert_eq!(paragraphs("Uno\r\n  dos \n\n\n\n tres\u{2028}cuatro"), "Uno\ndos\n\ntres\ncuatro");
        assert_eq!(one_line("\u{200b}"), "");
    }

    #[test]
    fn fields_come_clean_with_or_without_markup() {
        assert_eq!(clean_line("Beca <b>&quot;Agua&quot;</b>\n2027"), "Beca \"Agua\" 2027");
        assert_eq!(clean_line("R&amp;D, 5 < 6"), "R&D, 5 < 6");
        assert_eq!(clean_prose("&lt;p&gt;uno&lt;/p&gt;&lt;p&gt;dos&lt;/p&gt;"), "uno\n\ndos");
    }

    #[test]
    fn cuts_end_at_words() {
        assert_eq!(cut("agua potable rural", 14), ("agua potable", true));
        assert_eq!(cut("agua", 4), ("agua", false));
        assert_eq!(cut("ñandúes", 3), ("ñan", true));
    }
}
