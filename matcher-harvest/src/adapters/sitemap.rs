//! Sitemaps: the addresses of pages, of which the pages themselves then tell.
//!
//! A page's name in its address stands in for its title until the page is read.

use matcher_core::model::{MAX_TITLE_CHARS, Offer};
use url::Url;

use super::xml::{Element, read_elements};
use super::{
    Adapter, Parsed, Request, Step, cap_records, draft, html, identity, localized, offer_of, web_address,
};
use crate::mapping::Mapping;
use crate::payload::Payload;
use crate::problem::{PayloadError, Problems};
use crate::source::Source;
use crate::text::{clean_line, one_line};

/// Sitemaps (sitemaps.org 0.9), their indexes, and plain lists of addresses.
pub(super) struct Sitemap;

const EXPECTED: &str = "a sitemap (XML, or one address a line)";

/// What a sitemap names.
#[derive(Default)]
struct Named {
    sitemaps: Vec<String>,
    /// Address and, in news sitemaps, title.
    pages: Vec<(String, Option<String>)>,
}

impl Adapter for Sitemap {
    fn name(&self) -> &'static str {
        "sitemap"
    }

    fn check_mapping(&self, mapping: &Mapping) -> Result<(), String> {
        mapping.uses_only(&["matches", "detail"])?;
        html::check_html_mapping(mapping)
    }

    fn next(&self, source: &Source, _asked: &Step, payload: &Payload) -> Vec<Step> {
        if payload.page_of.is_some() {
            return Vec::new();
        }
        let Ok(named) = read(payload, &mut Problems::default()) else { return Vec::new() };
        let address = |text: &str| Url::parse(text.trim()).ok();
        let maps = named.sitemaps.iter().filter_map(|text| address(text)).map(Step::page);
        let follow = source
            .mapping
            .as_ref()
            .and_then(|mapping| mapping.detail.as_ref())
            .is_none_or(|rule| rule.follow);
        let pages = named.pages.iter().filter(|(text, _)| follow && is_wanted(source, text));
        let detail =
            |text: &str| Some(Step::detail(Request::get(address(text)?), Some(external_id_of(text))));
        maps.chain(pages.filter_map(|(text, _)| detail(text))).collect()
    }

    fn parse(&self, payload: &Payload, source: &Source) -> Result<Parsed, PayloadError> {
        if payload.page_of.is_some() {
            return html::parse_page(payload, source);
        }
        let mut problems = Problems::default();
        let named = read(payload, &mut problems)?;
        if named.pages.is_empty() && !named.sitemaps.is_empty() {
            let detail = format!("an index of {} sitemaps; the pages stand in them", named.sitemaps.len());
            problems.note("payload", "sitemap-index", detail);
            return Ok(Parsed { offers: Vec::new(), problems: problems.into_vec() });
        }
        let all = named.pages.len();
        let mut pages: Vec<_> = named.pages.into_iter().filter(|(text, _)| is_wanted(source, text)).collect();
        if pages.len() < all {
            let detail = format!("{} of {all} addresses are of other pages and were left", all - pages.len());
            problems.note("payload", "other-pages", detail);
        }
        if pages.is_empty() {
            return Err(PayloadError::NoRecords);
        }
        cap_records(&mut pages, &mut problems);
        let offers = pages.iter().enumerate().filter_map(|(at, (address, title))| {
            let offer = page(address, title.as_deref(), at, source, &mut problems)?;
            Some(draft(&source.id, external_id_of(address), offer))
        });
        let offers = offers.collect();
        Ok(Parsed { offers, problems: problems.into_vec() })
    }
}

fn external_id_of(address: &str) -> String {
    identity::identify("", Some(address), "").external_id
}

fn page(
    address: &str,
    title: Option<&str>,
    at: usize,
    source: &Source,
    problems: &mut Problems,
) -> Option<Offer> {
    let place = format!("record {}", at + 1);
    let url = web_address(address, None, (&place, "loc"), problems)?;
    let Some(name) = title.map(clean_line).filter(|title| !title.is_empty()).or_else(|| name_of(&url)) else {
        problems.note(url.as_str(), "no-name", "the address names no page; left");
        return None;
    };
    let mut offer = offer_of(source);
    offer.title =
        localized(&name, source.language.as_ref(), MAX_TITLE_CHARS, (url.as_str(), "title"), problems);
    offer.url = Some(url);
    Some(offer)
}

/// The last part of the path as words: `/becas/beca-de-agua.html` is «Beca de agua».
fn name_of(url: &Url) -> Option<String> {
    let last = url.path_segments()?.rfind(|part| !part.is_empty())?;
    let decoded = percent_decoded(last);
    let stem = decoded.rsplit_once('.').map_or(decoded.as_str(), |(stem, _)| stem);
    let words = one_line(&stem.replace(['-', '_', '+'], " "));
    let mut letters = words.chars();
    let first = letters.next().filter(|_| words.chars().any(char::is_alphabetic))?;
    Some(first.to_uppercase().chain(letters).collect())
}

fn percent_decoded(text: &str) -> String {
    let pairs = format!("x={}", text.replace('+', "%2B"));
    url::form_urlencoded::parse(pairs.as_bytes())
        .next()
        .map_or_else(String::new, |(_, value)| value.into_owned())
}

fn is_wanted(source: &Source, address: &str) -> bool {
    let pattern = source.mapping.as_ref().and_then(|mapping| mapping.matches.as_ref());
    pattern.is_none_or(|pattern| pattern.fits(address))
}

fn read(payload: &Payload, problems: &mut Problems) -> Result<Named, PayloadError> {
    let text = payload.text(EXPECTED, problems)?;
    let mut named = Named::default();
    if !text.trim_start_matches('\u{feff}').trim_start().starts_with('<') {
        let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        if lines.iter().any(|line| !line.starts_with("http://") && !line.starts_with("https://")) {
            return Err(PayloadError::Form {
                expected: EXPECTED,
                detail: "neither XML nor a list of addresses".to_owned(),
            });
        }
        named.pages.extend(lines.into_iter().map(|line| (line.to_owned(), None)));
        return Ok(named);
    }
    let root = read_elements(&text, &["url", "sitemap"], EXPECTED, |element: Element| {
        let Some(address) = element.text_of("loc") else { return };
        if element.name == "sitemap" {
            named.sitemaps.push(address);
        } else {
            let title = element.first("news").and_then(|news| news.text_of("title"));
            named.pages.push((address, title));
        }
    })?;
    if !matches!(root.as_str(), "urlset" | "sitemapindex") {
        return Err(PayloadError::Form {
            expected: EXPECTED,
            detail: format!("its root is <{root}>, not <urlset>"),
        });
    }
    if named.pages.is_empty() && named.sitemaps.is_empty() {
        return Err(PayloadError::NoRecords);
    }
    Ok(named)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_named_by_their_addresses() {
        for (address, name) in [
            ("https://a.example/becas/beca-de-agua_2027.html", Some("Beca de agua 2027")),
            ("https://a.example/becas/cooperaci%C3%B3n/", Some("Cooperación")),
            ("https://a.example/", None),
            ("https://a.example/12/", None),
        ] {
            assert_eq!(name_of(&address.parse().expect(address)).as_deref(), name, "{address}");
        }
    }
}
