//! The main content of a page that nobody described: what a reader's view would keep.

use dom_smoothie::{Config, Readability};
use scraper::{Html as Document, Selector};

use crate::limits::{MAX_CONTENT_BYTES, MAX_HTML_DEPTH, MIN_CONTENT_CHARS};
use crate::problem::{PayloadError, quote};
use crate::text::{clean_prose, html_nesting, one_line};

/// What a page says.
pub(super) struct Article {
    pub(super) text: String,
    pub(super) excerpt: Option<String>,
}

/// Words in the titles of pages that stand where another should.
const NOTICES: [&str; 14] = [
    "mantenimiento",
    "mantención",
    "maintenance",
    "manutenção",
    "not found",
    "no encontrad",
    "introuvable",
    "access denied",
    "acceso denegado",
    "forbidden",
    "just a moment",
    "service unavailable",
    "bad gateway",
    "error 5",
];

/// The main content of `document`.
///
/// # Errors
/// There is too little of it, or the page says that it is another: a notice of maintenance, an error page.
pub(super) fn main_content(document: &Document, expected: &'static str) -> Result<Article, PayloadError> {
    let html = document.html();
    let title = first_text(document, "title");
    let excerpt = Selector::parse("meta[name=description], meta[property='og:description']").ok();
    let excerpt = excerpt
        .and_then(|selector| document.select(&selector).next()?.value().attr("content").map(str::to_owned));
    let whole = || {
        ["main", "article", "[role=main]", "#content", "body"]
            .iter()
            .find_map(|selector| inner(document, selector))
    };
    // Deep pages cost the extraction seconds; their main element serves.
    let is_bearable = html.len() <= MAX_CONTENT_BYTES && html_nesting(&html) <= MAX_HTML_DEPTH;
    let found = is_bearable.then(|| extracted(&html)).flatten();
    let text = match found {
        Some(text) if text.chars().count() >= MIN_CONTENT_CHARS => text,
        found => whole()
            .filter(|text| text.len() > found.as_ref().map_or(0, String::len))
            .or(found)
            .unwrap_or_default(),
    };
    let lower = title.to_lowercase();
    let is_notice =
        NOTICES.iter().any(|notice| lower.contains(notice)) && text.chars().count() < 10 * MIN_CONTENT_CHARS;
    if is_notice {
        return Err(PayloadError::HtmlPage { expected, title: quote(&title) });
    }
    let chars = text.chars().count();
    if chars < MIN_CONTENT_CHARS {
        let detail = format!(
            "only {chars} characters of main content on a page titled {}; name its parts in [mapping.fields]",
            quote(&title)
        );
        return Err(PayloadError::Form { expected, detail });
    }
    Ok(Article { text, excerpt })
}

fn extracted(html: &str) -> Option<String> {
    let config = Config { max_elements_to_parse: 50_000, ..Config::default() };
    let article = Readability::new(html, None, Some(config)).ok()?.parse().ok()?;
    Some(clean_prose(&article.content))
}

fn inner(document: &Document, selector: &str) -> Option<String> {
    let selector = Selector::parse(selector).ok()?;
    let text = clean_prose(&document.select(&selector).next()?.inner_html());
    (!text.is_empty()).then_some(text)
}

fn first_text(document: &Document, selector: &str) -> String {
    let selector = Selector::parse(selector).ok();
    let element = selector.as_ref().and_then(|selector| document.select(selector).next());
    element.map(|element| one_line(&element.text().collect::<String>())).unwrap_or_default()
}
