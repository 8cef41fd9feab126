//! The request for the next page of a listing, by the rule of its source.

use serde_json::Value;
use url::Url;

use super::{Post, Request, Step};
use crate::mapping::{PageKind, PageRule};

/// What a page says of itself.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// How many records it lists.
    pub(super) records: u64,
    /// The cursor or address of the next page.
    pub(super) next: Option<String>,
    /// How many records there are in all.
    pub(super) total: Option<u64>,
}

/// What to ask for after `asked` brought `page`; none where it was the last.
pub(super) fn next_page(rule: &PageRule, asked: &Step, page: &Page, base: Option<&Url>) -> Option<Step> {
    if rule.kind == PageKind::Link {
        return linked_page(page.next.as_deref()?, base.unwrap_or(&asked.request.url));
    }
    let parameter = rule.parameter.as_deref()?;
    if rule.kind == PageKind::Cursor {
        let cursor = page.next.as_deref().filter(|cursor| !cursor.is_empty())?;
        return with_parameter(&asked.request, parameter, cursor);
    }
    let current = read_parameter(&asked.request, parameter).unwrap_or(rule.first);
    let is_short = rule.size.is_some_and(|size| page.records < size);
    if page.records == 0 || is_short {
        return None;
    }
    let (next, done) = match rule.kind {
        PageKind::Number => {
            let read = rule.size.map(|size| (current.saturating_sub(rule.first) + 1).saturating_mul(size));
            (current.saturating_add(1), read)
        }
        _ => {
            let next = current.saturating_add(page.records);
            (next, Some(next.saturating_sub(rule.first)))
        }
    };
    if done.zip(page.total).is_some_and(|(done, total)| done >= total) {
        return None;
    }
    with_parameter(&asked.request, parameter, &next.to_string())
}

/// A page on the host that was asked; a listing does not lead elsewhere.
pub(super) fn linked_page(link: &str, base: &Url) -> Option<Step> {
    let url = base.join(link.trim()).ok()?;
    let same_host = url.host_str() == base.host_str() && matches!(url.scheme(), "http" | "https");
    (same_host && url != *base).then(|| Step::page(url))
}

fn read_parameter(request: &Request, parameter: &str) -> Option<u64> {
    if parameter.starts_with('/') {
        let body: Value = serde_json::from_str(request.json()?).ok()?;
        let value = body.pointer(parameter)?;
        return value.as_u64().or_else(|| value.as_str()?.parse().ok());
    }
    request.url.query_pairs().find(|(key, _)| key == parameter)?.1.parse().ok()
}

/// `request` with `parameter` set, in its address or, where it is a pointer, in the JSON it posts.
pub(super) fn with_parameter(request: &Request, parameter: &str, value: &str) -> Option<Step> {
    let mut request = request.clone();
    if parameter.starts_with('/') {
        let mut body: Value = serde_json::from_str(request.json()?).ok()?;
        let (parent, name) = parameter.rsplit_once('/')?;
        let number = value.parse::<u64>().map(Value::from);
        let value = number.unwrap_or_else(|_| Value::from(value));
        body.pointer_mut(parent)?.as_object_mut()?.insert(name.to_owned(), value);
        request.post = Some(Post::Json(body.to_string()));
    } else {
        let kept: Vec<(String, String)> = request
            .url
            .query_pairs()
            .filter(|(key, _)| key != parameter)
            .map(|(key, value)| (key.into_owned(), value.into_owned()))
            .collect();
        request.url.query_pairs_mut().clear().extend_pairs(kept).append_pair(parameter, value);
    }
    Some(Step { request, part: super::Part::Listing })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(url: &str, post: Option<&str>) -> Step {
        let mut step = Step::page(Url::parse(url).expect(url));
        step.request.post = post.map(|json| Post::Json(json.to_owned()));
        step
    }

    fn next(rule: &str, asked: &Step, page: &Page) -> Option<Request> {
        let rule: PageRule = toml::from_str(rule).expect(rule);
        next_page(&rule, asked, page, None).map(|step| step.request)
    }

    #[test]
    fn numbers_and_offsets_grow_until_a_page_is_short_or_all_is_read() {
        let full = Page { records: 50, total: Some(120), ..Page::default() };
        let rule = "kind = \"number\"\nparameter = \"page\"\nfirst = 1\nsize = 50";
        let first = asked("https://a.example/x?q=agua", None);
        let second = next(rule, &first, &full).expect("a second page");
        assert_eq!(second.url.as_str(), "https://a.example/x?q=agua&page=2");
        let third = next(rule, &asked(second.url.as_str(), None), &full).expect("a third page");
        assert_eq!(next(rule, &asked(third.url.as_str(), None), &full), None, "150 of 120 are read");
        assert_eq!(next(rule, &first, &Page { records: 49, ..Page::default() }), None);

        let rule = "kind = \"offset\"\nparameter = \"/startRecordNum\"";
        let post = asked("https://a.example/x", Some(r#"{"rows": 50, "startRecordNum": 50}"#));
        let more = next(rule, &post, &full).expect("a further page");
        assert_eq!(more.json(), Some(r#"{"rows":50,"startRecordNum":100}"#));
    }

    #[test]
    fn cursors_and_links_are_followed_on_the_same_host() {
        let page = Page { records: 1, next: Some("a/b=".to_owned()), total: None };
        let rule = "kind = \"cursor\"\nparameter = \"after\"\nnext = \"/next\"";
        let found = next(rule, &asked("https://a.example/x?after=z", None), &page).expect("a page");
        assert_eq!(found.url.query(), Some("after=a%2Fb%3D"));
        let link = |link: &str| {
            let page = Page { next: Some(link.to_owned()), ..Page::default() };
            next("kind = \"link\"\nnext = \"/next\"", &asked("https://a.example/x?page=1", None), &page)
        };
        assert_eq!(
            link("?page=2").map(|request| request.url.to_string()).as_deref(),
            Some("https://a.example/x?page=2")
        );
        assert_eq!(link("https://b.example/x"), None);
        assert_eq!(link("?page=1"), None, "the page itself");
    }
}
