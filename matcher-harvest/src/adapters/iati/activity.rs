//! One activity: identity, texts by language, who, when, what for.

use jiff::civil::Date;
use matcher_core::model::{
    AsideTopic, CountryCode, Deadline, Draft, LanguageTag, Localized, MAX_BODY_CHARS, MAX_SUMMARY_CHARS,
    MAX_TITLE_CHARS, Offer,
};
use url::Url;

use super::super::xml::Element;
use super::super::{draft, identity, localized, lost, offer_of, web_address};
use super::{codes, money};
use crate::dates::parse_iso;
use crate::language;
use crate::problem::{Problems, quote};
use crate::source::Source;
use crate::text::{clean_line, clean_prose, cut};

/// A country's English name, by its code.
fn name_of_country(code: &str) -> Option<String> {
    let country: CountryCode = code.parse().ok()?;
    country.names().for_reader("en").map(|(_, name)| name.to_owned())
}

/// What the end of an activity is called among closing dates.
const END: &str = "end of the activity";

/// The offer of an activity; none, with a problem, where it has no title.
pub(super) fn read(
    element: &Element,
    number: usize,
    base: Option<&Url>,
    source: &Source,
    problems: &mut Problems,
) -> Option<Draft<Offer>> {
    let stated = element.text_of("iati-identifier").map(|id| clean_line(&id)).unwrap_or_default();
    let language =
        element.attribute("lang").and_then(language::parse_stated).or_else(|| source.language.clone());
    let titles = narratives(element, "title", clean_line);
    let descriptions = narratives(element, "description", clean_prose);
    let Some(first) = titles.iter().chain(&descriptions).map(|(_, text)| text.as_str()).next() else {
        let why = ("missing-title", "an activity without title and description says nothing");
        lost(identity::identify_untitled(&stated, None), &format!("record {number}"), why, problems);
        return None;
    };
    let identity = identity::identify(&stated, None, first);
    let place = identity.external_id;
    if identity.from_title {
        problems.warn(
            &place,
            "id-from-title",
            "no iati-identifier: the record is named by its title, which may change",
        );
    }
    let mut offer = offer_of(source);
    let mut text = |parts: &[(Option<LanguageTag>, String)], max: usize, field: &str| {
        joined(parts, language.as_ref(), max, (&place, field), problems)
    };
    offer.title = text(&titles, MAX_TITLE_CHARS, "title");
    if offer.title.is_none() {
        let made: Vec<_> = descriptions
            .iter()
            .take(1)
            .map(|(tag, text)| (tag.clone(), cut(text.lines().next().unwrap_or_default(), 120).0.to_owned()))
            .collect();
        offer.title = text(&made, MAX_TITLE_CHARS, "title");
    }
    let summaries: Vec<_> = descriptions.iter().take(1).cloned().collect();
    offer.summary = text(&summaries, MAX_SUMMARY_CHARS, "description");
    offer.body = text(&body(element, &descriptions), MAX_BODY_CHARS, "description");
    if titles.is_empty() {
        problems.warn(&place, "missing-title", "no title: the start of its description stands in");
    }
    let reporting = element.first("reporting-org");
    if let Some(name) = reporting.and_then(|org| names(org).next()) {
        offer.publisher = Some(cut(&name, 300).0.to_owned());
    }
    let kind = reporting.and_then(|org| org.attribute("type")).and_then(codes::organisation);
    offer.publisher_kind = kind.or(offer.publisher_kind);
    let country = reporting.and_then(|org| org.attribute("ref")).and_then(codes::country_of_organisation);
    offer.country = country.or(offer.country);
    offer.url = page(element, base, &place, problems);
    offer.kinds = codes::kinds(element).or(offer.kinds);
    offer.themes = codes::themes(element).or(offer.themes);
    offer.forecast = element.first("activity-status").and_then(codes::is_planned);
    offer.deadlines = end(element, &place, problems)
        .map(|date| vec![Deadline { date, time: None, time_zone: None, label: Some(END.to_owned()) }]);
    offer.amount = money::amount(element, &place, problems);
    let mut draft = draft(&source.id, place, offer);
    draft.add_aside(AsideTopic::Eligibility, &recipients(element));
    Some(draft)
}

/// The countries that an activity is for, where it is for countries alone: a region may hold any.
fn recipients(activity: &Element) -> String {
    let countries: Vec<String> = activity
        .all("recipient-country")
        .filter_map(|country| {
            names(country).next().or_else(|| country.attribute("code").and_then(name_of_country))
        })
        .collect();
    if countries.is_empty() || activity.first("recipient-region").is_some() {
        return String::new();
    }
    format!("Recipient countries: {}", countries.join("; "))
}

/// The texts of an element, each with the language it states: `narrative`s (2.x) or its own words (1.x).
fn narratives(
    activity: &Element,
    name: &str,
    clean: fn(&str) -> String,
) -> Vec<(Option<LanguageTag>, String)> {
    let stated = |element: &Element| element.attribute("lang").and_then(language::parse_stated);
    let mut found = Vec::new();
    for element in activity.all(name) {
        if element.first("narrative").is_none() {
            found.push((stated(element), clean(&element.text())));
        }
        found.extend(
            element
                .all("narrative")
                .map(|words| (stated(words).or_else(|| stated(element)), clean(&words.text()))),
        );
    }
    found.retain(|(_, text)| !text.is_empty());
    found
}

/// The names of an organisation or a place, in the order given.
fn names(element: &Element) -> impl Iterator<Item = String> {
    let narratives: Vec<String> = element.all("narrative").map(|words| clean_line(&words.text())).collect();
    let own = if narratives.is_empty() { vec![clean_line(&element.text())] } else { narratives };
    own.into_iter().filter(|name| !name.is_empty())
}

/// The descriptions, then who takes part, where and on what, as lines.
fn body(
    activity: &Element,
    descriptions: &[(Option<LanguageTag>, String)],
) -> Vec<(Option<LanguageTag>, String)> {
    let mut parts = descriptions.to_vec();
    let mut lines = Vec::new();
    for (name, label) in [
        ("participating-org", "Organisation"),
        ("recipient-country", "Country"),
        ("recipient-region", "Region"),
        ("sector", "Sector"),
    ] {
        let mut found: Vec<String> = Vec::new();
        for element in activity.all(name) {
            let text = names(element).next().or_else(|| element.attribute("code").map(str::to_owned));
            let role = element.attribute("role").map(codes::role);
            let text = text.map(|text| role.map_or_else(|| text.clone(), |role| format!("{text} ({role})")));
            found.extend(text.filter(|text| !found.contains(text)));
        }
        if !found.is_empty() {
            lines.push(format!("{label}: {}", found.join("; ")));
        }
    }
    if !lines.is_empty() {
        // The labels are ours; the names are in whatever language the file is.
        let tag = parts.first().and_then(|(tag, _)| tag.clone());
        parts.push((tag, lines.join("\n")));
    }
    parts
}

/// Texts of one language joined as paragraphs, doubles left out.
fn joined(
    parts: &[(Option<LanguageTag>, String)],
    known: Option<&LanguageTag>,
    max_chars: usize,
    (place, field): (&str, &str),
    problems: &mut Problems,
) -> Option<Localized> {
    let mut by_language: Vec<(Option<LanguageTag>, Vec<&str>)> = Vec::new();
    for (stated, text) in parts {
        let tag = language::settle(stated.as_ref().or(known), text);
        match by_language.iter_mut().find(|(other, _)| *other == tag) {
            Some((_, texts)) if texts.contains(&text.as_str()) || field == "title" => {}
            Some((_, texts)) => texts.push(text),
            None => by_language.push((tag, vec![text])),
        }
    }
    let mut all: Option<Localized> = None;
    for (tag, texts) in by_language {
        let one = localized(&texts.join("\n\n"), tag.as_ref(), max_chars, (place, field), problems);
        match (&mut all, one) {
            (None, one) => all = one,
            (Some(all), Some(one)) => one.iter().for_each(|(tag, text)| all.insert(tag.clone(), text)),
            (Some(_), None) => {}
        }
    }
    all
}

/// The activity's own page, else the first document that is one.
fn page(activity: &Element, base: Option<&Url>, place: &str, problems: &mut Problems) -> Option<Url> {
    let website = activity.text_of("activity-website");
    let document = || {
        let pages = activity
            .all("document-link")
            .filter(|link| link.attribute("format").is_none_or(|format| format.contains("html")));
        pages.filter_map(|link| link.attribute("url")).next().map(str::to_owned)
    };
    let address = website.or_else(document)?;
    web_address(&address, base, (place, "activity-website"), problems)
}

/// The day the activity ends: as it happened, else as planned.
fn end(activity: &Element, place: &str, problems: &mut Problems) -> Option<Date> {
    let mut planned = None;
    let mut actual = None;
    for element in activity.all("activity-date") {
        let slot = match element.attribute("type") {
            Some("4" | "end-actual") => &mut actual,
            Some("3" | "end-planned") => &mut planned,
            _ => continue,
        };
        let Some(text) = element
            .attribute("iso-date")
            .map(str::to_owned)
            .or_else(|| Some(clean_line(&element.text())).filter(|text| !text.is_empty()))
        else {
            continue;
        };
        match parse_iso(&text).filter(|moment| (1990..=2100).contains(&moment.date.year())) {
            Some(moment) => *slot = Some(moment.date),
            None => problems.warn(place, "date-not-understood", format!("end {} left out", quote(&text))),
        }
    }
    actual.or(planned)
}
