//! Posts of a WordPress site, by its REST API. The API's paging wants `per_page` and `page`; beyond the end it errs.

use std::sync::LazyLock;

use url::Url;

use super::json::{check_json_mapping, next_of, parse_with};
use super::{Adapter, Parsed, Request, Step};
use crate::mapping::{Mapping, PageKind, PageRule};
use crate::payload::Payload;
use crate::problem::PayloadError;
use crate::source::Source;

/// WordPress REST.
pub(super) struct WordPress;

const EXPECTED: &str = "posts of a WordPress REST service (JSON)";

/// How many posts to ask for at once: the most that WordPress gives.
const PER_PAGE: u64 = 100;

static POST: LazyLock<Mapping> =
    LazyLock::new(|| toml::from_str(include_str!("wordpress.toml")).unwrap_or_default());

impl Adapter for WordPress {
    fn name(&self) -> &'static str {
        "wordpress"
    }

    fn check_mapping(&self, mapping: &Mapping) -> Result<(), String> {
        check_json_mapping(&laid_over(mapping))
    }

    fn gather(&self, source: &Source) -> Vec<Request> {
        vec![Request::get(posts_of(&source.url))]
    }

    fn next(&self, source: &Source, asked: &Step, payload: &Payload) -> Vec<Step> {
        let mut mapping = mapping_of(source);
        let size = parameter(&asked.request.url, "per_page").and_then(|size| size.parse().ok());
        let limit = mapping.pages.and_then(|pages| pages.limit);
        mapping.pages = Some(PageRule {
            kind: PageKind::Number,
            parameter: Some("page".to_owned()),
            first: 1,
            size: size.or(Some(10)),
            next: None,
            total: None,
            limit,
        });
        next_of(&mapping, asked, payload)
    }

    fn parse(&self, payload: &Payload, source: &Source) -> Result<Parsed, PayloadError> {
        parse_with(&mapping_of(source), payload, source, EXPECTED)
    }
}

fn mapping_of(source: &Source) -> Mapping {
    source.mapping.as_ref().map_or_else(|| POST.clone(), laid_over)
}

/// What a source file says, over what every post has.
fn laid_over(mapping: &Mapping) -> Mapping {
    let mut whole = POST.clone();
    whole.fields = mapping.fields.clone().or(whole.fields);
    whole.skip.extend(mapping.skip.iter().cloned());
    whole.pages.clone_from(&mapping.pages);
    whole
}

/// The address of the posts: of a site's front page, its usual service; of a service, itself.
fn posts_of(address: &Url) -> Url {
    let mut url = address.clone();
    let is_service = url.path().contains("/wp-json/") || parameter(&url, "rest_route").is_some();
    if !is_service {
        let site = url.path().trim_end_matches('/').to_owned();
        url.set_path(&format!("{site}/wp-json/wp/v2/posts"));
    }
    if parameter(&url, "per_page").is_none() {
        url.query_pairs_mut().append_pair("per_page", &PER_PAGE.to_string());
    }
    url
}

fn parameter(url: &Url, name: &str) -> Option<String> {
    url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_every_post_has_is_a_right_mapping() {
        assert!(!POST.fields.title.is_empty());
        check_json_mapping(&POST).expect("right paths");
    }

    #[test]
    fn the_service_of_a_site_is_found() {
        for (site, service) in [
            ("https://a.example/es/", "https://a.example/es/wp-json/wp/v2/posts?per_page=100"),
            (
                "https://a.example/wp-json/wp/v2/becas?per_page=20",
                "https://a.example/wp-json/wp/v2/becas?per_page=20",
            ),
            (
                "https://a.example/?rest_route=/wp/v2/posts",
                "https://a.example/?rest_route=/wp/v2/posts&per_page=100",
            ),
        ] {
            assert_eq!(posts_of(&site.parse().expect(site)).as_str(), service);
        }
    }
}
