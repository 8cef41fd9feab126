//! Identifiers that a publisher gives to its calls, found by their look alone. Knows no publisher and no source.
//!
//! `HORIZON-CL5-2027-07-D3-16`, `PAR-26-123`, `EuropeAid/182345/DD/ACT/CL`: letters and digits in parts joined by
//! hyphens, slashes, underscores or `#`, in capitals at their source. What stands joined is one identifier: of
//! `47122-0710-KGZ-02Z` no part is one by itself.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::{Captures, Regex};

/// Longest text that is searched, in bytes: titles, external ids and addresses are far shorter.
const MAX_SEARCHED_BYTES: usize = 4_000;
/// Most identifiers kept of one offer.
const MAX_IDENTIFIERS: usize = 6;
const MIN_CHARS: usize = 6;

static SHAPE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    // Parts joined; whether their letters and digits are those of an identifier is checked after.
    Regex::new(r"[A-Za-z0-9]+(?:[-_/#][A-Za-z0-9]+)+").ok()
});

/// The identifiers in `texts`, in lower case with hyphens, sorted, each once.
pub(super) fn identifiers<'a>(texts: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for text in texts {
        let mut end = text.len().min(MAX_SEARCHED_BYTES);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let codes = SHAPE.iter().flat_map(|shape| shape.find_iter(&text[..end])).map(|found| found.as_str());
        let codes = codes.filter(|code| is_code(code));
        found.extend(codes.map(written));
    }
    found.sort();
    found.dedup();
    found.truncate(MAX_IDENTIFIERS);
    found
}

/// A title without its identifiers, which are compared by themselves.
pub(super) fn without_identifiers(title: &str) -> Cow<'_, str> {
    SHAPE.as_ref().map_or(Cow::Borrowed(title), |shape| {
        shape.replace_all(title, |found: &Captures<'_>| {
            let code = &found[0];
            if is_code(code) { String::new() } else { code.to_owned() }
        })
    })
}

/// Capitals and digits in at least two parts, one of them with two digits or more.
fn is_code(text: &str) -> bool {
    let parts: Vec<&str> = parts(text).collect();
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let capitals = text.bytes().filter(u8::is_ascii_uppercase).count();
    let small = text.bytes().filter(u8::is_ascii_lowercase).count();
    let joined_well = text.contains(['-', '/']) || text.contains('_') && parts.len() > 1;
    text.len() >= MIN_CHARS
        && parts.len() >= 2
        && digits >= 2
        && capitals >= 2
        && joined_well
        // One small letter or a word in small letters among capitals is usual: `EuropeAid/1234`, `INV2a`.
        && small <= capitals + digits
        // «COVID-19», «COP-30», «CO2-2030» and «ISO-9001» are words of a title: one name and one number.
        && (parts.len() > 2 || digits >= 5)
}

fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(['-', '_', '/', '#']).filter(|part| !part.is_empty())
}

fn written(code: &str) -> String {
    parts(&code.to_ascii_lowercase()).collect::<Vec<_>>().join("-")
}

/// How two offers' identifiers stand to each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Relation {
    /// One is shared.
    Shared(String),
    /// One begins with the other: a call and one of its topics.
    Narrower(String, String),
    /// Both have one of the same family, and they differ.
    Other(String, String),
}

/// `None` where either has none, or they are of different families: two publishers may name one call.
pub(super) fn relation(left: &[String], right: &[String]) -> Option<Relation> {
    let shared = left.iter().find(|code| right.contains(code));
    // Two topics may both name their call: what each has for itself tells them apart.
    let own = |codes: &[String], others: &[String]| -> Vec<String> {
        codes.iter().filter(|code| !others.contains(code)).cloned().collect()
    };
    let (left, right) = (own(left, right), own(right, left));
    let mut found = None;
    for (one, other) in left.iter().flat_map(|one| right.iter().map(move |other| (one, other))) {
        if family(one) != family(other) {
            continue;
        }
        if !begins(one, other) && !begins(other, one) {
            found = Some(Relation::Other(one.clone(), other.clone()));
            break;
        }
        found.get_or_insert_with(|| Relation::Narrower(one.clone(), other.clone()));
    }
    match (found, shared) {
        (Some(Relation::Other(one, other)), _) => Some(Relation::Other(one, other)),
        (_, Some(shared)) => Some(Relation::Shared(shared.clone())),
        (found, None) => found,
    }
}

fn family(code: &str) -> &str {
    let first = code.split('-').next().unwrap_or(code);
    match first.trim_end_matches(|letter: char| letter.is_ascii_digit()) {
        "" => first,
        letters => letters,
    }
}

fn begins(long: &str, short: &str) -> bool {
    long.strip_prefix(short).is_some_and(|rest| rest.starts_with('-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_found_by_their_look() {
        for (text, expected) in [
            ("HORIZON-CL5-2027-07-D3-16", vec!["horizon-cl5-2027-07-d3-16"]),
            ("Research on ageing (PAR-26-123)", vec!["par-26-123"]),
            ("EuropeAid/182345/DD/ACT/CL", vec!["europeaid-182345-dd-act-cl"]),
            ("I3-2026-INV2a#15182", vec!["i3-2026-inv2a-15182"]),
            ("47122-0710-KGZ-02Z-Y", vec!["47122-0710-kgz-02z-y"]),
            ("COVID-19 y agua rural", vec![]),
            ("e-Justice 2026-2027 and follow-up", vec![]),
            ("Programa 2026", vec![]),
        ] {
            assert_eq!(identifiers([text]), expected, "{text}");
        }
    }

    #[test]
    fn only_one_family_can_differ() {
        let of = |code: &str| vec![code.to_owned()];
        let (call, topic) = ("horizon-cl5-2027-07", "horizon-cl5-2027-07-d3-16");
        assert_eq!(relation(&of(topic), &of(topic)), Some(Relation::Shared(topic.into())));
        assert_eq!(relation(&of(call), &of(topic)), Some(Relation::Narrower(call.into(), topic.into())));
        let next = "horizon-cl5-2027-07-d3-17";
        assert_eq!(relation(&of(topic), &of(next)), Some(Relation::Other(topic.into(), next.into())));
        assert_eq!(relation(&of(topic), &of("par-26-123")), None);
        assert_eq!(relation(&of(topic), &[]), None);
        let both = |own: &str| vec![call.to_owned(), own.to_owned()];
        assert_eq!(relation(&both(topic), &both(next)), Some(Relation::Other(topic.into(), next.into())));
        assert_eq!(relation(&both(topic), &of(call)), Some(Relation::Shared(call.into())));
    }
}
