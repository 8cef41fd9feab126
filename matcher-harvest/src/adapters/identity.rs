//! What a feed entry is called: the same from day to day, without sessions, tracking or times in it.

use url::Url;

use crate::limits::MAX_EXTERNAL_ID_BYTES;
use crate::text::one_line;

/// An entry's external id and whether it hangs on the title alone, which may change.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Identity {
    pub(super) external_id: String,
    pub(super) from_title: bool,
}

/// The entry's own id (guid, `id`), else path and query of its link, else a digest of its title.
pub(super) fn identify(id: &str, link: Option<&str>, title: &str) -> Identity {
    let id = one_line(id);
    let stable = |external_id| Identity { external_id: fit(external_id), from_title: false };
    if !id.is_empty() {
        return stable(clean_address(&id).map_or(id, |url| url.to_string()));
    }
    if let Some(path) = link.and_then(path_and_query) {
        return stable(path);
    }
    let digest = blake3::hash(title.as_bytes()).to_hex();
    Identity { external_id: format!("title-{}", &digest[..32]), from_title: true }
}

/// What an entry without a title would be called all the same: by its own id, else by its link.
pub(super) fn identify_untitled(id: &str, link: Option<&str>) -> Option<String> {
    let identity = identify(id, link, "");
    (!identity.from_title).then_some(identity.external_id)
}

fn clean_address(text: &str) -> Option<Url> {
    let mut url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
    let kept: Vec<(String, String)> = url
        .query_pairs()
        .filter(|(key, _)| !is_passing(key))
        .map(|(key, value)| (key.into_owned(), value.into_owned()))
        .collect();
    if kept.len() < url.query_pairs().count() {
        url.set_query(None);
        if !kept.is_empty() {
            url.query_pairs_mut().extend_pairs(kept);
        }
    }
    let path = url.path().to_owned();
    if let Some((before, _)) = path.split_once(";jsessionid=") {
        url.set_path(before);
    }
    Some(url)
}

/// Parameters that name a visit, not a page.
fn is_passing(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    const NAMES: [&str; 9] =
        ["sid", "session", "sessionid", "jsessionid", "phpsessid", "fbclid", "gclid", "timestamp", "_"];
    key.starts_with("utm_") || NAMES.contains(&key.as_str())
}

/// `/cgi-bin/doc?number=7` of an absolute or relative link.
fn path_and_query(link: &str) -> Option<String> {
    let nowhere = Url::parse("http://relative.invalid/").ok()?;
    let url = clean_address(nowhere.join(link.trim()).ok()?.as_str())?;
    let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
    let path = format!("{}{query}", url.path());
    (path != "/").then_some(path)
}

/// Ids too long to keep are replaced by their digest, which is as stable as they are.
fn fit(id: String) -> String {
    if id.len() <= MAX_EXTERNAL_ID_BYTES {
        id
    } else {
        format!("digest-{}", blake3::hash(id.as_bytes()).to_hex())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(id: &str, link: Option<&str>) -> String {
        identify(id, link, "Beca").external_id
    }

    #[test]
    fn own_ids_win_and_lose_what_passes() {
        assert_eq!(id("urn:x:1", Some("/a")), "urn:x:1");
        assert_eq!(id(" \n 77 ", None), "77");
        assert_eq!(id("https://a.cl/b?id=1&utm_source=rss&PHPSESSID=9", None), "https://a.cl/b?id=1");
        assert_eq!(id("https://a.cl/b;jsessionid=8F?id=1", None), "https://a.cl/b?id=1");
        assert!(id(&"x".repeat(600), None).starts_with("digest-"));
    }

    #[test]
    fn links_stand_in_by_path_and_query() {
        assert_eq!(id("", Some("/cgi-bin/X?CMD=VER&DOCN=7")), "/cgi-bin/X?CMD=VER&DOCN=7");
        assert_eq!(id("", Some("https://a.cl/cgi-bin/X?CMD=VER&DOCN=7")), "/cgi-bin/X?CMD=VER&DOCN=7");
        let bare = identify("", Some("https://a.cl/"), "Beca");
        assert!(bare.from_title && bare.external_id.starts_with("title-"));
        assert!(identify("", None, "Beca").from_title);
        assert_eq!(identify_untitled("", Some("/a?x=1")).as_deref(), Some("/a?x=1"));
        assert_eq!(identify_untitled("", Some("https://a.cl/")), None);
    }
}
