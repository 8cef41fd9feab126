//! OAI-PMH 2.0 with Dublin Core (`oai_dc`): repositories of universities, journals, archives.
//!
//! Creators and contributors are persons and are left out. Deleted records are counted, not made offers.

use matcher_core::model::{Draft, LanguageTag, Localized, MAX_BODY_CHARS, MAX_TITLE_CHARS, Offer};
use url::Url;

use super::xml::{Element, read_elements};
use super::{
    Adapter, Parsed, Request, Step, cap_records, draft, identity, localized, lost, offer_of, paging,
    web_address,
};
use crate::dates::parse_iso;
use crate::language;
use crate::payload::Payload;
use crate::problem::{FURTHER_PAGES, PayloadError, Problems, quote};
use crate::source::Source;
use crate::text::{clean_line, clean_prose, cut};

/// OAI-PMH.
pub(super) struct OaiPmh;

const EXPECTED: &str = "an OAI-PMH answer with Dublin Core records (XML)";

/// What an answer holds.
#[derive(Default)]
struct Answer {
    records: Vec<Element>,
    error: Option<(String, String)>,
    /// Token, and how many records there are in all.
    resumption: Option<(String, Option<u64>)>,
    verb: Option<String>,
}

impl Adapter for OaiPmh {
    fn name(&self) -> &'static str {
        "oai_pmh"
    }

    fn gather(&self, source: &Source) -> Vec<Request> {
        let mut url = source.url.clone();
        let has = |url: &Url, name: &str| url.query_pairs().any(|(key, _)| key == name);
        if !has(&url, "verb") {
            url.query_pairs_mut().append_pair("verb", "ListRecords");
        }
        if !has(&url, "metadataPrefix") && !has(&url, "resumptionToken") {
            url.query_pairs_mut().append_pair("metadataPrefix", "oai_dc");
        }
        vec![Request::get(url)]
    }

    fn next(&self, _source: &Source, asked: &Step, payload: &Payload) -> Vec<Step> {
        let Some((token, _)) =
            read(payload, &mut Problems::default()).ok().and_then(|answer| answer.resumption)
        else {
            return Vec::new();
        };
        // The token stands alone with the verb: any other argument is an error.
        let mut request = asked.request.clone();
        request.url.query_pairs_mut().clear().append_pair("verb", "ListRecords");
        paging::with_parameter(&request, "resumptionToken", &token).into_iter().collect()
    }

    fn parse(&self, payload: &Payload, source: &Source) -> Result<Parsed, PayloadError> {
        let mut problems = Problems::default();
        let mut answer = read(payload, &mut problems)?;
        match &answer.error {
            Some((code, _)) if code == "noRecordsMatch" => return Err(PayloadError::NoRecords),
            Some((code, message)) => {
                return Err(PayloadError::Reported(format!("{code} {}", quote(message)).trim().to_owned()));
            }
            None => {}
        }
        if answer.records.is_empty() {
            let verb = answer.verb.as_deref().unwrap_or("another verb");
            let detail = format!("it answers {verb} and holds no record; ask with verb=ListRecords");
            return Err(PayloadError::Form { expected: EXPECTED, detail });
        }
        if let Some((_, total)) = &answer.resumption {
            let total = total.map_or_else(|| "more".to_owned(), |total| total.to_string());
            let detail = format!("{} of {total} records; the rest is on further pages", answer.records.len());
            problems.note("payload", FURTHER_PAGES, detail);
        }
        cap_records(&mut answer.records, &mut problems);
        let records = answer.records.iter().enumerate();
        let offers =
            records.filter_map(|(at, record)| read_record(record, at, payload, source, &mut problems));
        let offers = offers.collect();
        Ok(Parsed { offers, problems: problems.into_vec() })
    }
}

fn read(payload: &Payload, problems: &mut Problems) -> Result<Answer, PayloadError> {
    let text = payload.text(EXPECTED, problems)?;
    let mut answer = Answer::default();
    let wanted = ["record", "error", "resumptionToken", "request"];
    let root = read_elements(&text, &wanted, EXPECTED, |element| match element.name.as_str() {
        "record" => answer.records.push(element),
        "error" => {
            let code = element.attribute("code").unwrap_or("error").to_owned();
            answer.error.get_or_insert((code, clean_line(&element.text())));
        }
        "request" => answer.verb = element.attribute("verb").map(str::to_owned),
        _ => {
            let total = element.attribute("completeListSize").and_then(|size| size.parse().ok());
            answer.resumption =
                Some((element.text().trim().to_owned(), total)).filter(|(token, _)| !token.is_empty());
        }
    })?;
    if root != "OAI-PMH" && answer.records.is_empty() {
        return Err(PayloadError::Form {
            expected: EXPECTED,
            detail: format!("its root is <{root}>, not <OAI-PMH>"),
        });
    }
    Ok(answer)
}

fn read_record(
    record: &Element,
    at: usize,
    payload: &Payload,
    source: &Source,
    problems: &mut Problems,
) -> Option<Draft<Offer>> {
    let header = record.first("header");
    let stated = header.and_then(|header| header.text_of("identifier")).unwrap_or_default();
    let unnamed = format!("record {}", at + 1);
    let place = if stated.is_empty() { unnamed.as_str() } else { stated.as_str() };
    if header.and_then(|header| header.attribute("status")) == Some("deleted") {
        problems.note(place, "deleted-record", "the repository says that it was deleted; left out");
        return None;
    }
    let Some(core) = record.first("metadata").and_then(|metadata| metadata.elements().next()) else {
        let known = identity::identify_untitled(&stated, None);
        lost(known, place, ("no-metadata", "a record without metadata says nothing"), problems);
        return None;
    };
    let links: Vec<String> = core.all("identifier").map(|element| clean_line(&element.text())).collect();
    let link = links.iter().find(|link| link.starts_with("http"));
    let known = core.all("language").find_map(|element| language_of(&element.text()));
    let known = known.or_else(|| source.language.clone());
    let titles: Vec<&Element> = core.all("title").collect();
    let Some(title) = titles.iter().map(|element| clean_line(&element.text())).find(|text| !text.is_empty())
    else {
        let known = identity::identify_untitled(&stated, link.map(String::as_str));
        lost(known, place, ("missing-title", "a record without title says nothing"), problems);
        return None;
    };
    let identity = identity::identify(&stated, link.map(String::as_str), &title);
    let place = identity.external_id.as_str();
    if identity.from_title {
        problems.warn(
            place,
            "id-from-title",
            "no identifier: the record is named by its title, which may change",
        );
    }
    let mut offer = offer_of(source);
    offer.title = tagged(&titles, known.as_ref(), MAX_TITLE_CHARS, clean_line, (place, "title"), problems);
    let descriptions: Vec<&Element> = core.all("description").collect();
    offer.body =
        tagged(&descriptions, known.as_ref(), MAX_BODY_CHARS, clean_prose, (place, "description"), problems);
    offer.url =
        link.and_then(|link| web_address(link, payload.base.as_ref(), (place, "identifier"), problems));
    if let Some(publisher) =
        core.all("publisher").map(|element| clean_line(&element.text())).find(|text| !text.is_empty())
    {
        offer.publisher = Some(cut(&publisher, 300).0.to_owned());
    }
    offer.published = published(core, place, problems);
    Some(draft(&source.id, identity.external_id, offer))
}

/// `dc:date` as a day; a year or a month alone is no day, and of several dates nobody knows which one it is.
fn published(core: &Element, place: &str, problems: &mut Problems) -> Option<jiff::civil::Date> {
    let dates: Vec<String> = core.all("date").map(|element| clean_line(&element.text())).collect();
    let days: Vec<_> = dates.iter().filter_map(|text| Some(parse_iso(text)?.date)).collect();
    match (&dates[..], &days[..]) {
        (_, [day]) if (1990..=2100).contains(&day.year()) => Some(*day),
        ([], _) => None,
        (dates, days) => {
            let why = if days.len() > 1 { "several days" } else { "no day" };
            problems.note(
                place,
                "date-not-understood",
                format!("date {}: {why}; left out", quote(&dates.join(", "))),
            );
            None
        }
    }
}

/// The texts of several elements, each under the language it states; several of one language are joined.
fn tagged(
    elements: &[&Element],
    known: Option<&LanguageTag>,
    max_chars: usize,
    clean: fn(&str) -> String,
    (place, field): (&str, &str),
    problems: &mut Problems,
) -> Option<Localized> {
    let mut joined: Vec<(Option<LanguageTag>, String)> = Vec::new();
    for element in elements {
        let text = clean(&element.text());
        if text.is_empty() {
            continue;
        }
        let stated = element.attribute("lang").and_then(language_of).or_else(|| known.cloned());
        let tag = language::settle(stated.as_ref(), &text);
        match joined.iter_mut().find(|(other, _)| *other == tag) {
            Some((_, before)) if field != "title" => {
                before.push_str("\n\n");
                before.push_str(&text);
            }
            Some(_) => {}
            None => joined.push((tag, text)),
        }
    }
    let mut all: Option<Localized> = None;
    for (tag, text) in joined {
        let Some(one) = localized(&text, tag.as_ref(), max_chars, (place, field), problems) else { continue };
        match &mut all {
            None => all = Some(one),
            Some(all) => one.iter().for_each(|(tag, text)| all.insert(tag.clone(), text)),
        }
    }
    all
}

/// `es`, `spa`, `en_US`: ISO 639-2 codes of our languages as their two letters.
fn language_of(text: &str) -> Option<LanguageTag> {
    let tag = language::parse_stated(text)?;
    let short = match tag.as_str() {
        "spa" => "es",
        "eng" => "en",
        "fre" | "fra" => "fr",
        "por" => "pt",
        "deu" | "ger" => "de",
        "ita" => "it",
        _ => return Some(tag),
    };
    short.parse().ok()
}
