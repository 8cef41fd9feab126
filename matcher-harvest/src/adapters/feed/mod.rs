//! RSS 0.9x, 1.0 and 2.0, Atom and JSON Feed, through feed-rs.
//!
//! Every entry is kept as a record; whether it is an offer at all is decided elsewhere.

mod json;
mod older;
mod prepare;
mod published;

use feed_rs::model::{Entry, Feed as Document};
use matcher_core::model::{Draft, LanguageTag, MAX_BODY_CHARS, MAX_SUMMARY_CHARS, MAX_TITLE_CHARS, Offer};
use url::Url;

use super::{Adapter, Parsed, cap_records, draft, identity, localized, lost, offer_of, web_address};
use crate::language;
use crate::payload::Payload;
use crate::problem::{PayloadError, Problems, quote};
use crate::source::Source;
use crate::text::{cut, flatten_html, mend_double_utf8, one_line, paragraphs};
use published::Dates;

/// Feeds of every usual format.
pub(super) struct Feed;

const EXPECTED: &str = "a feed (RSS, Atom or JSON Feed)";

/// Longest title made of an entry's text, in characters.
const MADE_TITLE_CHARS: usize = 120;

impl Adapter for Feed {
    fn name(&self) -> &'static str {
        "feed"
    }

    fn parse(&self, payload: &Payload, source: &Source) -> Result<Parsed, PayloadError> {
        let mut problems = Problems::default();
        let text = payload.text(EXPECTED, &mut problems)?;
        let text = prepare::prepare(&text, &mut problems)?;
        let dates = Dates::default();
        let mut document = feed_rs::parser::Builder::new()
            .base_uri(payload.base.as_ref())
            .id_generator(|_, _, _| String::new())
            .timestamp_parser(dates.reader())
            .build()
            .parse(text.as_bytes())
            .map_err(|error| PayloadError::Syntax { expected: EXPECTED, detail: error.to_string() })?;
        let mut entries = std::mem::take(&mut document.entries);
        let opened = prepare::count_entries(&text);
        if opened > entries.len() && text.starts_with('<') {
            let detail = format!("{} of {opened} entries have no link and were left", opened - entries.len());
            problems.reject("payload", "entries-without-link", detail);
        }
        if entries.is_empty() {
            return Err(PayloadError::NoRecords);
        }
        cap_records(&mut entries, &mut problems);
        let context = Context {
            source,
            base: payload.base.clone().or_else(|| own_address(&document)),
            language: stated_language(&document, source, &mut problems),
            dates: &dates,
        };
        let offers = entries
            .into_iter()
            .enumerate()
            .filter_map(|(at, entry)| context.read_entry(at, &entry, &mut problems))
            .collect();
        Ok(Parsed { offers, problems: problems.into_vec() })
    }
}

/// The first absolute web address the feed gives for itself or its site.
fn own_address(document: &Document) -> Option<Url> {
    let addresses = document.links.iter().filter_map(|link| Url::parse(&link.href).ok());
    addresses.into_iter().find(|url| matches!(url.scheme(), "http" | "https"))
}

fn stated_language(document: &Document, source: &Source, problems: &mut Problems) -> Option<LanguageTag> {
    let stated = document.language.as_deref().map(str::trim).filter(|text| !text.is_empty());
    let parsed = stated.and_then(language::parse_stated);
    if let (Some(text), None) = (stated, &parsed) {
        problems.note("payload", "language-not-understood", format!("the feed states {}", quote(text)));
    }
    parsed.or_else(|| source.language.clone())
}

struct Context<'a> {
    source: &'a Source,
    base: Option<Url>,
    language: Option<LanguageTag>,
    dates: &'a Dates,
}

impl Context<'_> {
    fn read_entry(&self, at: usize, entry: &Entry, problems: &mut Problems) -> Option<Draft<Offer>> {
        let unnamed = format!("record {}", at + 1);
        let summary = entry.summary.as_ref().map(|text| self.prose(&text.content, &unnamed, problems));
        let content = entry.content.as_ref().and_then(|content| content.body.as_deref());
        let content = content.map(|text| self.prose(text, &unnamed, problems));
        let (summary, body) = place_texts(summary.unwrap_or_default(), content.unwrap_or_default());
        let stated_title = entry.title.as_ref().map(|text| title_line(&text.content)).unwrap_or_default();
        let title = if stated_title.is_empty() { made_title(&summary, &body) } else { stated_title.clone() };
        let link = entry.links.iter().find(|link| matches!(link.rel.as_deref(), None | Some("alternate")));
        let link = link.or(entry.links.first()).map(|link| link.href.as_str());
        if title.is_empty() {
            let why = ("missing-title", "an entry without title and text says nothing");
            lost(identity::identify_untitled(&entry.id, link), &unnamed, why, problems);
            return None;
        }
        let identity = identity::identify(&entry.id, link, &title);
        let place = identity.external_id.clone();
        if identity.from_title {
            problems.warn(
                &place,
                "no-stable-id",
                "neither id nor link: called after its title, which may change",
            );
        }
        if stated_title.is_empty() {
            problems.warn(&place, "title-from-text", "no title: the first words stand in");
        }
        let mut offer = offer_of(self.source);
        let language = self.language_of(entry, &format!("{title}. {summary} {body}"), &place, problems);
        let language = language.as_ref();
        offer.title = localized(&title, language, MAX_TITLE_CHARS, (&place, "title"), problems);
        offer.summary = localized(&summary, language, MAX_SUMMARY_CHARS, (&place, "summary"), problems);
        offer.body = localized(&body, language, MAX_BODY_CHARS, (&place, "body"), problems);
        offer.url = link.and_then(|link| web_address(link, self.base.as_ref(), (&place, "link"), problems));
        offer.published = self.dates.published(entry, &place, problems);
        self.read_author(entry, &mut offer, &place, problems);
        Some(draft(&self.source.id, identity.external_id, offer))
    }

    fn prose(&self, html: &str, place: &str, problems: &mut Problems) -> String {
        let flat = flatten_html(&mend_double_utf8(html));
        if flat.crude {
            problems.note(
                place,
                "markup-stripped",
                "markup too large or too deep to read; tags were taken out plainly",
            );
        }
        paragraphs(&flat.text)
    }

    fn language_of(
        &self,
        entry: &Entry,
        text: &str,
        place: &str,
        problems: &mut Problems,
    ) -> Option<LanguageTag> {
        let own = entry.language.as_deref().and_then(language::parse_stated);
        let stated = own.as_ref().or(self.language.as_ref());
        let settled = language::settle(stated, text);
        if let (Some(stated), Some(settled)) = (stated, &settled)
            && stated != settled
        {
            let detail = format!("stated {stated}, but the text is in {settled}");
            problems.note(place, "language-differs", detail);
        }
        settled
    }

    /// In feeds that gather several publishers, the author is the publisher. Addresses of persons are not kept.
    fn read_author(&self, entry: &Entry, offer: &mut Offer, place: &str, problems: &mut Problems) {
        if !self.source.author_is_publisher {
            return;
        }
        let name = entry.authors.iter().find_map(|author| author.name.as_deref());
        let name = name.map(title_line).filter(|name| !name.is_empty() && !name.contains('@'));
        match name {
            Some(name) => offer.publisher = Some(cut(&name, 300).0.to_owned()),
            None => {
                problems.note(place, "no-publisher", "the entry names no author, who would be its publisher");
            }
        }
    }
}

fn title_line(text: &str) -> String {
    one_line(&flatten_html(&mend_double_utf8(text)).text)
}

/// The first words of an entry without title.
fn made_title(summary: &str, body: &str) -> String {
    let text = if summary.is_empty() { body } else { summary };
    let line = text.lines().next().unwrap_or_default();
    let (words, was_cut) = cut(line, MADE_TITLE_CHARS);
    if was_cut { format!("{words}…") } else { words.to_owned() }
}

/// Summary and body: the full content is the body unless it only repeats the summary, and a summary too long
/// to be one is a body.
fn place_texts(summary: String, content: String) -> (String, String) {
    if content.is_empty() && summary.chars().count() > MAX_SUMMARY_CHARS {
        return (String::new(), summary);
    }
    if content == summary { (summary, String::new()) } else { (summary, content) }
}
