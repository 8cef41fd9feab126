//! Conditional requests: entity tags, `If-Match`, `If-None-Match`. Knows no record beyond its revision.

use actix_web::HttpRequest;
use actix_web::http::header;
use jiff::civil::Date;

use crate::problem::Problem;

/// What must hold of a record before it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Condition {
    /// Nothing.
    None,
    /// It is stored (`If-Match: *`).
    Stored,
    /// It has this revision; 0 is «not stored yet» (`If-None-Match: *`).
    Revision(u64),
}

impl Condition {
    /// What the store is to compare within the transaction.
    pub(super) fn revision(self) -> Option<u64> {
        match self {
            Self::Revision(revision) => Some(revision),
            Self::None | Self::Stored => None,
        }
    }
}

/// The entity tag of a record: its revision, and the day where the shape changes with the day.
pub(super) fn record_tag(revision: u64, day: Option<Date>) -> String {
    day.map_or_else(|| format!("\"{revision}\""), |day| format!("\"{revision}.{}\"", day.strftime("%Y%m%d")))
}

/// A weak tag for answers that hold as long as the change log, the day and the policy stand still.
pub(super) fn answer_tag(parts: &[&str]) -> String {
    let hash = blake3::hash(parts.join("\n").as_bytes());
    format!("W/\"{}\"", &hash.to_hex()[..20])
}

/// Whether the caller holds what `tag` names (weak comparison, RFC 9110 section 13.1.2).
pub(super) fn is_fresh(request: &HttpRequest, tag: &str) -> bool {
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let held = request.headers().get_all(header::IF_NONE_MATCH);
    held.filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|candidate| candidate.trim() == "*" || opaque(candidate) == opaque(tag))
}

/// What a write is conditional on.
///
/// Only the revision in the tag counts, not its day; and a tag that a compressing proxy has marked as weak
/// is taken, since revisions do not depend on the coding.
///
/// # Errors
/// `invalid-parameter` for a tag that this API never gave.
pub(super) fn condition(request: &HttpRequest) -> Result<Condition, Problem> {
    let header =
        |name| request.headers().get(name).map(|value| value.to_str().unwrap_or("?").trim().to_owned());
    match (header(header::IF_MATCH), header(header::IF_NONE_MATCH)) {
        (None, None) => Ok(Condition::None),
        (None, Some(tags)) if tags == "*" => Ok(Condition::Revision(0)),
        (None, Some(_)) => {
            Err(refuse("If-None-Match:", "on a write only * is taken: create, do not replace"))
        }
        (Some(tag), None) if tag == "*" => Ok(Condition::Stored),
        (Some(tag), None) => revision(&tag)
            .map(Condition::Revision)
            .ok_or_else(|| refuse("If-Match:", "give one ETag of this record, or *")),
        (Some(_), Some(_)) => Err(refuse("If-Match:", "give If-Match or If-None-Match, not both")),
    }
}

fn revision(tag: &str) -> Option<u64> {
    let opaque = tag.trim_start_matches("W/").strip_prefix('"')?.strip_suffix('"')?;
    opaque.split('.').next()?.parse().ok()
}

fn refuse(header: &str, detail: &str) -> Problem {
    Problem::parameter(header, "invalid", detail)
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn tags_name_the_revision() {
        let day = jiff::civil::date(2026, 11, 20);
        let tag = record_tag(7, Some(day));
        assert_eq!(tag, "\"7.20261120\"");
        let with = |name: &str, value: &str| {
            TestRequest::default().insert_header((name.to_owned(), value.to_owned())).to_http_request()
        };
        assert_eq!(condition(&with("If-Match", &tag)).expect("a tag"), Condition::Revision(7));
        assert_eq!(condition(&with("If-Match", "W/\"8\"")).expect("a tag"), Condition::Revision(8));
        assert_eq!(condition(&with("If-Match", "*")).expect("any"), Condition::Stored);
        assert_eq!(condition(&with("If-None-Match", "*")).expect("absent"), Condition::Revision(0));
        assert!(condition(&with("If-Match", "7")).is_err());
        assert!(condition(&with("If-Match", "\"7\", \"8\"")).is_err());
        assert!(is_fresh(&with("If-None-Match", "\"1\", W/\"7.20261120\""), &tag));
        assert!(!is_fresh(&with("If-None-Match", "\"7.20261119\""), &tag));
    }
}
