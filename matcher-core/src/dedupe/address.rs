//! One spelling for the addresses of one page. Fetches nothing.

use std::borrow::Cow;

use url::Url;

/// Parameters that say where a reader came from, not what is read.
const TRACKING: [&str; 9] =
    ["fbclid", "gclid", "msclkid", "mc_cid", "mc_eid", "igshid", "ref", "source", "_ga"];
/// Parameters that begin like this do the same.
const TRACKING_PREFIX: &str = "utm_";
/// Parameters of a visit.
const SESSION: [&str; 4] = ["jsessionid", "phpsessid", "sessionid", "sid"];

/// An address as compared: `host/path?query`, in lower case up to the path, with sorted parameters.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(super) struct Address {
    /// Host without `www.`.
    pub(super) host: String,
    /// Path without a final slash or index page, and query, if it tells anything; empty for the front page.
    pub(super) page: String,
}

impl Address {
    /// `None` where the address has no host. Scheme, port, fragment and tracking are dropped.
    pub(super) fn of(url: &Url) -> Option<Self> {
        let host = url.host_str()?.to_ascii_lowercase();
        let host = host.strip_prefix("www.").map_or(host.clone(), str::to_owned);
        let mut page = path_of(url);
        let mut query: Vec<(String, String)> = url
            .query_pairs()
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .filter(|(name, _)| tells_something(name))
            .collect();
        query.sort();
        // Single-page portals keep the page behind the hash: `#/detail/12` is a page, `#top` a place on it.
        let route = url.fragment().filter(|fragment| fragment.starts_with('/') || fragment.starts_with("!/"));
        for (at, (name, value)) in query.iter().enumerate() {
            page.push(if at == 0 { '?' } else { '&' });
            page.push_str(&format!("{name}={value}"));
        }
        if let Some(route) = route {
            page.push('#');
            page.push_str(route.trim_end_matches('/'));
        }
        Some(Self { host, page })
    }

    /// Whether it is the front page, which says nothing of an offer.
    pub(super) fn is_front_page(&self) -> bool {
        self.page.is_empty()
    }

    /// As one line.
    pub(super) fn text(&self) -> String {
        format!("{}{}", self.host, self.page)
    }
}

/// What may be an identifier in an address: each part of its path and of a route behind the hash, each value asked for.
pub(super) fn parts(url: &Url) -> Vec<Cow<'_, str>> {
    let path = url.path().split('/').chain(url.fragment().unwrap_or_default().split('/'));
    let path = path.filter(|part| !part.is_empty()).map(Cow::Borrowed);
    path.chain(url.query_pairs().map(|(_, value)| value)).collect()
}

fn path_of(url: &Url) -> String {
    let mut path = url.path();
    if let Some((before, _)) = path.split_once(';') {
        path = before;
    }
    let path = path.trim_end_matches('/');
    let last = path.rsplit('/').next().unwrap_or_default();
    let is_index = last.split_once('.').is_some_and(|(name, end)| {
        matches!(name, "index" | "default") && matches!(end, "html" | "htm" | "php" | "aspx" | "jsp")
    });
    let path = if is_index { path[..path.len() - last.len()].trim_end_matches('/') } else { path };
    path.to_owned()
}

fn tells_something(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    !name.starts_with(TRACKING_PREFIX)
        && !TRACKING.contains(&name.as_str())
        && !SESSION.contains(&name.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(url: &str) -> String {
        Address::of(&url.parse().expect("an address")).expect("a host").text()
    }

    #[test]
    fn one_page_has_one_spelling() {
        let page = "funds.example/calls/12?lang=es&topic=water";
        for url in [
            "https://www.funds.example/calls/12?topic=water&lang=es",
            "http://FUNDS.example:8080/calls/12/?utm_source=news&lang=es&topic=water#apply",
            "https://funds.example/calls/12;jsessionid=9?lang=es&topic=water&fbclid=x",
        ] {
            assert_eq!(text(url), page, "{url}");
        }
        assert_eq!(text("https://funds.example/calls/index.html"), "funds.example/calls");
        assert_ne!(text("https://funds.example/calls/12"), text("https://funds.example/calls/13"));
        assert_ne!(text("https://funds.example/#/call/1"), text("https://funds.example/#/call/2"));
    }

    #[test]
    fn an_address_is_taken_apart() {
        let url = "https://a.example/calls/WATER-2026-01?id=A%2F12&x=#/more".parse().expect("an address");
        assert_eq!(parts(&url), ["calls", "WATER-2026-01", "more", "A/12", ""]);
    }

    #[test]
    fn front_pages_are_told() {
        for (url, front) in [
            ("https://www.funds.example/", true),
            ("https://funds.example/index.php?utm_medium=mail", true),
            ("https://funds.example/?p=12", false),
        ] {
            let address = Address::of(&url.parse().expect("an address")).expect("a host");
            assert_eq!(address.is_front_page(), front, "{url}");
        }
    }
}
