//! HTML pages: listings whose items the source file's selectors find, and pages of single records.
//!
//! Where no selector is given, title and main content of a page are found out.

mod content;
mod record;

use scraper::{ElementRef, Html as Document, Selector};
use url::Url;

use super::mapped::{Context, external_id_of, read_offer, texts};
use super::paging::{Page, next_page};
use super::{Adapter, Parsed, Part, Request, Step, cap_records};
use crate::limits::{MAX_PAGE_BYTES, MAX_PAGE_DEPTH};
use crate::mapping::{Fields, Mapping, Rule};
use crate::payload::{Payload, html_title};
use crate::problem::{PayloadError, Problems, quote};
use crate::source::Source;
use crate::text::html_nesting;
use record::{HtmlRecord, check_path, selector};

/// HTML by selectors.
pub(super) struct Html;

const EXPECTED: &str = "an HTML page that the source file describes";

impl Adapter for Html {
    fn name(&self) -> &'static str {
        "html"
    }

    fn check_mapping(&self, mapping: &Mapping) -> Result<(), String> {
        mapping.uses_only(&["records", "pages", "detail"])?;
        check_html_mapping(mapping)
    }

    fn next(&self, source: &Source, asked: &Step, payload: &Payload) -> Vec<Step> {
        let Some(mapping) = source.mapping.as_ref().filter(|_| asked.part == Part::Listing) else {
            return Vec::new();
        };
        let Ok(text) = readable(payload, &mut Problems::default()) else { return Vec::new() };
        let document = Document::parse_document(&text);
        let base = base_of(&document, payload);
        let items = items(mapping, &document);
        let mut steps = Vec::new();
        if let Some(rule) = &mapping.pages {
            let whole = HtmlRecord::page(&document);
            let word = |path: &Option<String>| {
                let rule = Rule { from: vec![path.clone()?], ..Rule::default() };
                texts(&rule, &whole).into_iter().next()
            };
            let total =
                word(&rule.total).map(|text| text.chars().filter(char::is_ascii_digit).collect::<String>());
            let page = Page {
                records: items.len() as u64,
                next: word(&rule.next),
                total: total.and_then(|total| total.parse().ok()),
            };
            steps.extend(next_page(rule, asked, &page, base.as_ref()));
        }
        if mapping.detail.as_ref().is_some_and(|detail| detail.follow) {
            let context = of_listing(source, mapping, base.as_ref());
            steps.extend(items.iter().filter_map(|item| {
                let record = HtmlRecord::item(&document, *item);
                let link =
                    mapping.fields.url.iter().find_map(|rule| texts(rule, &record).into_iter().next())?;
                let url = base.as_ref()?.join(link.trim()).ok()?;
                matches!(url.scheme(), "http" | "https")
                    .then(|| Step::detail(Request::get(url), external_id_of(&record, &context)))
            }));
        }
        steps
    }

    fn parse(&self, payload: &Payload, source: &Source) -> Result<Parsed, PayloadError> {
        let Some(mapping) = source.mapping.as_ref().filter(|mapping| !mapping.records.is_empty()) else {
            return parse_page(payload, source);
        };
        let mut problems = Problems::default();
        let text = readable(payload, &mut problems)?;
        let document = Document::parse_document(&text);
        let when = mapping.detail.as_ref().and_then(|detail| detail.when.as_deref());
        let is_detail = when.and_then(selector).is_some_and(|when| document.select(&when).next().is_some());
        if payload.page_of.is_some() || is_detail {
            return page(&document, payload, source, problems);
        }
        let mut items = items(mapping, &document);
        if items.is_empty() {
            let detail = format!(
                "nothing fits {}; the page is titled {}",
                mapping.records.join(" or "),
                titled(&text)
            );
            return Err(PayloadError::Form { expected: EXPECTED, detail });
        }
        cap_records(&mut items, &mut problems);
        let base = base_of(&document, payload);
        let context = of_listing(source, mapping, base.as_ref());
        let offers = items.iter().enumerate().filter_map(|(at, item)| {
            read_offer(&HtmlRecord::item(&document, *item), &context, at + 1, &mut problems)
        });
        let offers = offers.collect();
        Ok(Parsed { offers, problems: problems.into_vec() })
    }
}

/// What holds for all items of a listing.
fn of_listing<'a>(source: &'a Source, mapping: &'a Mapping, base: Option<&'a Url>) -> Context<'a> {
    Context { source, fields: &mapping.fields, skip: &mapping.skip, base, page: None }
}

/// Why a page could not be read by `mapping`.
pub(super) fn check_html_mapping(mapping: &Mapping) -> Result<(), String> {
    let detail = mapping.detail.as_ref();
    let in_detail = detail.iter().flat_map(|detail| detail.fields.iter());
    let in_detail = in_detail.flat_map(|(field, rule)| rule.paths().map(move |path| (field, path)));
    for (field, path) in mapping.paths().chain(in_detail) {
        check_path(path).map_err(|error| format!("{field}: {error}"))?;
    }
    let selectors = mapping.records.iter().chain(detail.and_then(|detail| detail.when.as_ref()));
    for text in selectors {
        check_path(text).map_err(|error| format!("records or detail.when: {error}"))?;
    }
    let mut pages = mapping.pages.iter().flat_map(|pages| pages.next.iter().chain(&pages.total));
    pages.try_for_each(|path| check_path(path).map_err(|error| format!("pages: {error}")))
}

/// The page of one record.
pub(super) fn parse_page(payload: &Payload, source: &Source) -> Result<Parsed, PayloadError> {
    let mut problems = Problems::default();
    let text = readable(payload, &mut problems)?;
    page(&Document::parse_document(&text), payload, source, problems)
}

fn page(
    document: &Document,
    payload: &Payload,
    source: &Source,
    mut problems: Problems,
) -> Result<Parsed, PayloadError> {
    let mapping = source.mapping.as_ref();
    let rules = mapping.map(|mapping| match &mapping.detail {
        Some(detail) => detail.fields.clone(),
        None if mapping.records.is_empty() => mapping.fields.clone(),
        None => Fields::default(),
    });
    let rules = rules.unwrap_or_default();
    let base = base_of(document, payload);
    let record = HtmlRecord::page(document);
    let own = |field: &str, paths: &[&str]| -> Vec<Rule> {
        let _ = field;
        paths.iter().map(|path| Rule { from: vec![(*path).to_owned()], ..Rule::default() }).collect()
    };
    let address = payload.page_of.clone().or_else(|| {
        let stated = own("url", &["link[rel=canonical]@href", "meta[property='og:url']@content"]);
        let stated = stated.iter().find_map(|rule| texts(rule, &record).into_iter().next())?;
        base.as_ref().map_or_else(|| Url::parse(&stated).ok(), |base| base.join(&stated).ok())
    });
    let address = address.or_else(|| payload.base.clone());
    let needs_content = rules.body.is_empty();
    let mut rules = rules.or(Fields {
        title: own("title", &["meta[property='og:title']@content", "h1", "title"]),
        language: own("language", &["html@lang"]),
        published: own("published", &["meta[property='article:published_time']@content"]),
        ..Fields::default()
    });
    if needs_content {
        let article = content::main_content(document, EXPECTED)?;
        rules.body = vec![Rule { value: Some(article.text), ..Rule::default() }];
        if rules.summary.is_empty() {
            rules.summary = article
                .excerpt
                .map(|text| Rule { value: Some(text), ..Rule::default() })
                .into_iter()
                .collect();
        }
    }
    let skip = mapping.map(|mapping| mapping.skip.as_slice()).unwrap_or_default();
    let context = Context { source, fields: &rules, skip, base: base.as_ref(), page: address.as_ref() };
    let offers = read_offer(&record, &context, 1, &mut problems).into_iter().collect();
    Ok(Parsed { offers, problems: problems.into_vec() })
}

/// The payload as text that the HTML parser can bear.
fn readable(payload: &Payload, problems: &mut Problems) -> Result<String, PayloadError> {
    let text = payload.markup(problems)?;
    if text.len() > MAX_PAGE_BYTES {
        return Err(PayloadError::TooLarge { limit: MAX_PAGE_BYTES });
    }
    if html_nesting(&text) > MAX_PAGE_DEPTH {
        return Err(PayloadError::TooDeep { limit: MAX_PAGE_DEPTH });
    }
    if !text.contains('<') || text.trim_start().starts_with(['{', '[']) {
        return Err(PayloadError::Form { expected: EXPECTED, detail: "it holds no markup".to_owned() });
    }
    Ok(text)
}

fn items<'d>(mapping: &Mapping, document: &'d Document) -> Vec<ElementRef<'d>> {
    let mut found = mapping
        .records
        .iter()
        .filter_map(|text| selector(text))
        .map(|selector: Selector| document.select(&selector).collect::<Vec<_>>());
    found.find(|items| !items.is_empty()).unwrap_or_default()
}

/// What relative links resolve against: the page's own `base`, else where it was fetched.
fn base_of(document: &Document, payload: &Payload) -> Option<Url> {
    let rule = Rule { from: vec!["base@href".to_owned()], ..Rule::default() };
    let stated = texts(&rule, &HtmlRecord::page(document)).into_iter().next();
    let fetched = payload.page_of.as_ref().or(payload.base.as_ref());
    match (stated, fetched) {
        (Some(stated), Some(fetched)) => fetched.join(&stated).ok(),
        (Some(stated), None) => Url::parse(&stated).ok(),
        (None, fetched) => fetched.cloned(),
    }
}

fn titled(text: &str) -> String {
    html_title(text).unwrap_or_else(|| quote(""))
}
