//! One exchange: robots.txt, the host's turn, question, redirects, answer.
//!
//! Every hop is checked like the first address. Knows neither retries nor what was kept of earlier answers.

use std::collections::BTreeMap;
use std::time::Duration;

use reqwest::header::{
    ACCEPT, CONTENT_TYPE, ETAG, HeaderMap, HeaderName, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH,
    LAST_MODIFIED, LOCATION,
};
use reqwest::multipart::{self, Form};
use reqwest::{Response, StatusCode};
use robotxt::{AccessResult, Robots, robots_url};
use tokio::time::Instant;
use url::Url;

use super::address::check_address;
use super::cache::Marks;
use super::hosts::{Gate, Rules};
use super::retry::retry_after;
use super::{FetchError, Fetcher, PRODUCT};
use crate::adapters::{KeyHeader, Post, Request, is_json};
use crate::payload::Payload;

const ACCEPTED: &str =
    "application/json, application/rss+xml, application/atom+xml, application/xml, */*;q=0.5";

/// What one exchange brought.
pub(super) enum Answer {
    /// A body, and by what the server will know that it has not changed.
    Full(Box<Payload>, Option<Marks>),
    /// What was fetched before still holds.
    NotModified,
}

impl Fetcher {
    /// Asks once, redirects followed.
    pub(super) async fn exchange(
        &self,
        request: &Request,
        marks: Option<&Marks>,
    ) -> Result<Answer, FetchError> {
        let mut url = request.url.clone();
        let mut post = request.post.as_ref();
        let mut left = self.limits.request_timeout;
        for _ in 0..=self.limits.max_redirects {
            check_address(&url, self.reach)?;
            let gate = self.hosts.gate(&url, &self.limits);
            let rules = gate.rules(|| self.rules(&gate, &url)).await?;
            if !rules.robots.is_url_allowed(&url) {
                return Err(FetchError::Forbidden { url: url.to_string() });
            }
            let turn = gate.turn().await;
            let begun = Instant::now();
            let key = request.key.as_ref().filter(|_| request.is_same_service(&url));
            let answer = self.send(&url, (post, key), marks, left).await?;
            if let Some(next) = redirected(&url, &answer)? {
                // As browsers do: only 307 and 308 repeat the question in full.
                if !matches!(answer.status().as_u16(), 307 | 308) {
                    post = None;
                }
                url = next;
                left = left.saturating_sub(begun.elapsed());
                continue;
            }
            if answer.status() == StatusCode::NOT_MODIFIED && marks.is_some() {
                return Ok(Answer::NotModified);
            }
            if !answer.status().is_success() {
                return Err(status_error(&answer));
            }
            let marks = marks_of(answer.headers());
            let payload = self.read(answer, request.max_bytes.unwrap_or(self.limits.max_bytes)).await?;
            drop(turn);
            return Ok(Answer::Full(Box::new(payload), marks));
        }
        Err(FetchError::TooManyRedirects { limit: self.limits.max_redirects })
    }

    async fn send(
        &self,
        url: &Url,
        (post, key): (Option<&Post>, Option<&KeyHeader>),
        marks: Option<&Marks>,
        timeout: Duration,
    ) -> Result<Response, FetchError> {
        let mut builder = match post {
            None => self.client.get(url.clone()),
            Some(Post::Json(body)) => {
                self.client.post(url.clone()).header(CONTENT_TYPE, "application/json").body(body.to_owned())
            }
            Some(Post::Form(parts)) => self.client.post(url.clone()).multipart(form(parts)?),
        };
        if let Some(key) = key {
            let (name, value) = key_header(key)?;
            builder = builder.header(name, value);
        }
        if let Some(marks) = marks {
            if let Some(etag) = &marks.etag {
                builder = builder.header(IF_NONE_MATCH, etag);
            }
            if let Some(moment) = &marks.last_modified {
                builder = builder.header(IF_MODIFIED_SINCE, moment);
            }
        }
        let sent = builder.header(ACCEPT, ACCEPTED).timeout(timeout).send().await;
        sent.map_err(|error| FetchError::from_client(&error))
    }

    /// What the host of `url` says in its robots.txt. RFC 9309: none there allows all, a failing server nothing.
    async fn rules(&self, gate: &Gate, url: &Url) -> Result<Rules, FetchError> {
        let mut at = robots_url(url).map_err(|_| FetchError::NotWeb(url.to_string()))?;
        let mut robots = None;
        for _ in 0..=self.limits.max_redirects {
            check_address(&at, self.reach)?;
            let _turn = gate.turn().await;
            let answer = self.send(&at, (None, None), None, self.limits.request_timeout).await?;
            if let Some(next) = redirected(&at, &answer)? {
                at = next;
                continue;
            }
            if answer.status().is_server_error() || answer.status() == StatusCode::TOO_MANY_REQUESTS {
                return Err(FetchError::RulesUnreachable {
                    code: answer.status().as_u16(),
                    url: at.to_string(),
                });
            }
            if answer.status().is_success() {
                // Half a file may lack the very rule that forbids: it counts as none that could be read.
                let file = read_rules(answer).await.map_err(|error| FetchError::RulesCutShort {
                    url: at.to_string(),
                    detail: error.to_string(),
                })?;
                robots = Some(Robots::from_access(AccessResult::Successful(&file), PRODUCT));
            }
            break;
        }
        let robots = robots.unwrap_or_else(|| Robots::from_access(AccessResult::Unavailable, PRODUCT));
        let delay = robots.crawl_delay();
        Ok(Rules::read(robots, delay, &self.limits))
    }

    async fn read(&self, mut answer: Response, limit: usize) -> Result<Payload, FetchError> {
        if answer.content_length().is_some_and(|length| length > limit as u64) {
            return Err(FetchError::TooLarge { limit });
        }
        let base: Url = answer.url().clone();
        let charset =
            answer.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).and_then(charset_of);
        let mut bytes = Vec::new();
        // Pieces arrive decompressed, so a bomb is noticed at the piece that exceeds the limit.
        while let Some(piece) = answer.chunk().await.map_err(|error| FetchError::from_client(&error))? {
            if bytes.len() + piece.len() > limit {
                return Err(FetchError::TooLarge { limit });
            }
            bytes.extend_from_slice(&piece);
        }
        Ok(Payload { bytes, charset, base: Some(base), ..Payload::default() })
    }
}

/// A robots.txt as far as it is heeded (RFC 9309, 2.5): what stands beyond that is not waited for.
async fn read_rules(mut answer: Response) -> Result<Vec<u8>, FetchError> {
    let mut bytes = Vec::new();
    while bytes.len() <= robotxt::BYTE_LIMIT {
        match answer.chunk().await.map_err(|error| FetchError::from_client(&error))? {
            Some(piece) => bytes.extend_from_slice(&piece),
            None => break,
        }
    }
    Ok(bytes)
}

/// A form of several parts, in the order of their names.
fn form(parts: &BTreeMap<String, String>) -> Result<Form, FetchError> {
    parts.iter().try_fold(Form::new(), |form, (name, text)| {
        let part = multipart::Part::text(text.clone());
        // Services that read JSON parts take them as documents: with a type, and a name as of a file.
        let part = match is_json(text) {
            true => part.file_name(format!("{name}.json")).mime_str("application/json"),
            false => Ok(part),
        };
        part.map(|part| form.part(name.clone(), part)).map_err(|error| FetchError::from_client(&error))
    })
}

/// The header with the key, marked so that nothing prints it.
fn key_header(key: &KeyHeader) -> Result<(HeaderName, HeaderValue), FetchError> {
    let refused = |reason: &'static str| FetchError::NoKey { env: key.env.clone(), reason };
    let secret = std::env::var(&key.env).map_err(|_| refused("is not set"))?;
    if secret.trim().is_empty() {
        return Err(refused("is empty"));
    }
    let (name, value) = key.with(secret.trim());
    let name = name.parse().map_err(|_| refused("goes into a header whose name is none"))?;
    let mut value = HeaderValue::from_str(&value).map_err(|_| refused("holds what no header may hold"))?;
    value.set_sensitive(true);
    Ok((name, value))
}

/// Where a redirect leads; none when the answer is not one.
fn redirected(from: &Url, answer: &Response) -> Result<Option<Url>, FetchError> {
    if !matches!(answer.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
        return Ok(None);
    }
    let target = answer.headers().get(LOCATION).and_then(|value| value.to_str().ok());
    let Some(target) = target else { return Err(status_error(answer)) };
    next_hop(from, target).map(Some)
}

fn next_hop(from: &Url, target: &str) -> Result<Url, FetchError> {
    let to = from.join(target).map_err(|_| FetchError::NotWeb(target.to_owned()))?;
    if from.scheme() == "https" && to.scheme() == "http" {
        return Err(FetchError::Downgrade { url: to.to_string() });
    }
    Ok(to)
}

fn status_error(answer: &Response) -> FetchError {
    FetchError::Status {
        code: answer.status().as_u16(),
        url: answer.url().to_string(),
        retry_after: retry_after(answer.headers()),
    }
}

/// By what the server will know that nothing has changed; none when it gives nothing to go by.
fn marks_of(headers: &HeaderMap) -> Option<Marks> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let marks = Marks { etag: text(ETAG), last_modified: text(LAST_MODIFIED) };
    (marks.etag.is_some() || marks.last_modified.is_some()).then_some(marks)
}

fn charset_of(content_type: &str) -> Option<String> {
    let parameter = content_type.split(';').skip(1).find_map(|part| {
        let (key, value) = part.split_once('=')?;
        key.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches('"').to_owned())
    });
    parameter.filter(|charset| !charset.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn charsets_are_found_in_content_types() {
        assert_eq!(charset_of("text/xml; charset=\"ISO-8859-1\"").as_deref(), Some("ISO-8859-1"));
        assert_eq!(charset_of("text/xml;CHARSET=utf-8; x=1").as_deref(), Some("utf-8"));
        assert_eq!(charset_of("application/json"), None);
    }

    #[test]
    fn encryption_is_not_given_up_on_the_way() {
        let hop = |from: &str, to: &str| next_hop(&from.parse().expect(from), to);
        assert!(matches!(hop("https://a.example/", "http://a.example/"), Err(FetchError::Downgrade { .. })));
        assert_eq!(hop("https://a.example/x/", "y").expect("a hop").as_str(), "https://a.example/x/y");
        assert_eq!(hop("http://a.example/", "https://b.example/").expect("a hop").scheme(), "https");
    }
}
