//! The page of one offer: its text, its facts, and who said each of them.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, get, web};
use askama::Template;
use matcher_core::model::{CountryEligibility, Deadline, Localized, Offer, Origin, Record, RecordId, Stamp};

use super::frame::Frame;
use super::{page, status};
use crate::also::Clusters;
use crate::card::{self, AlsoLine, Facts, Writing};
use crate::problem::{Code, Problem};
use crate::prose::{self, Language, phrase, say};
use crate::state::App;

#[derive(Template)]
#[template(path = "offer.html")]
struct OfferPage {
    frame: Frame,
    facts: Facts,
    withdrawn: Option<String>,
    lines: Vec<(String, String)>,
    countries: Vec<CountryLine>,
    texts: Vec<Text>,
    stamps: Vec<StampLine>,
    also: Vec<AlsoLine>,
}

#[derive(Template)]
#[template(path = "absent.html")]
struct Absent {
    frame: Frame,
}

struct CountryLine {
    sentence: String,
    quote: Option<String>,
}

struct Text {
    language: String,
    text: String,
}

impl Text {
    fn paragraphs(&self) -> impl Iterator<Item = &str> {
        self.text.lines().map(str::trim).filter(|line| !line.is_empty())
    }
}

struct StampLine {
    field: String,
    said_by: String,
    since: String,
    quote: Option<String>,
}

#[get("/offers/{id}")]
pub(super) async fn page_of(
    app: web::Data<App>,
    id: web::Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let frame = Frame::of(&app, &request).await?;
    let language = frame.language;
    let found = match id.parse::<RecordId>() {
        Ok(id) => app.store.find::<Offer>(&id).await?,
        Err(_) => None,
    };
    match found {
        Some(record) => {
            let clusters = Clusters::of(&app.store, std::slice::from_ref(&record.id)).await?;
            let also = card::also(clusters.others(&record.id), language);
            page(&OfferPage { also, ..OfferPage::of(frame, &app, &record) }, language, StatusCode::OK)
        }
        None => page(&Absent { frame }, language, status(Code::NotFound)),
    }
}

impl OfferPage {
    fn of(frame: Frame, app: &App, record: &Record<Offer>) -> Self {
        let language = frame.language;
        let offer = record.effective();
        let facts = Writing { profile: &app.profile, language, today: app.today() }.offer(&offer);
        Self {
            lines: lines(&offer, &facts, language),
            countries: offer
                .eligibility
                .iter()
                .flatten()
                .map(|entry| country_line(entry, language))
                .collect(),
            texts: [&offer.summary, &offer.body].into_iter().flatten().flat_map(texts).collect(),
            stamps: record
                .provenance()
                .iter()
                .map(|(field, stamp)| stamp_line(field, stamp, language))
                .collect(),
            withdrawn: withdrawn(app, record, language),
            facts,
            frame,
            also: Vec::new(),
        }
    }
}

/// That it no longer stands, and why as far as is known.
fn withdrawn(app: &App, record: &Record<Offer>, language: Language) -> Option<String> {
    let at = record.withdrawn_at?;
    let vanished = record.withdrawn_by.as_ref() == Some(&Origin::source(&record.source));
    let sentence = phrase(language, if vanished { "offer-vanished" } else { "offer-withdrawn" });
    Some(sentence.with("date", prose::date(app.day_of(at), language)).text())
}

/// The facts that are stated, each with its name.
fn lines(offer: &Offer, facts: &Facts, language: Language) -> Vec<(String, String)> {
    let names = |actors: &[_]| prose::names_of(actors, language).join(", ");
    let languages = |tags: &[_]| {
        tags.iter().map(|tag| prose::language_name(tag, language)).collect::<Vec<_>>().join(", ")
    };
    let deadlines =
        |list: &[Deadline]| list.iter().map(|one| deadline(one, language)).collect::<Vec<_>>().join("; ");
    let lines = [
        ("offer-publisher", facts.publisher.clone()),
        ("offer-place", facts.place.clone()),
        ("card-when", facts.availability.clone()),
        ("offer-deadlines", offer.deadlines.as_deref().map(deadlines)),
        ("offer-opens", offer.opens.map(|day| prose::date(day, language))),
        ("card-amount", facts.amount.clone()),
        ("offer-cofinancing", offer.co_financing_percent.map(|percent| format!("{percent} %"))),
        ("card-kinds", Some(facts.kinds.join(", "))),
        ("card-themes", Some(facts.themes.join(", "))),
        ("offer-applicants", offer.applicants.as_deref().map(names)),
        ("offer-languages", offer.languages.as_deref().map(languages)),
        ("offer-published", offer.published.map(|day| prose::date(day, language))),
        ("offer-contact", offer.contact_url.as_ref().map(ToString::to_string)),
    ];
    lines
        .into_iter()
        .filter_map(|(name, value)| Some((say(language, name), value.filter(|value| !value.is_empty())?)))
        .collect()
}

fn deadline(deadline: &Deadline, language: Language) -> String {
    let mut text = prose::date(deadline.date, language);
    if let Some(time) = deadline.time {
        text += &format!(", {:02}:{:02}", time.hour(), time.minute());
    }
    for part in [&deadline.time_zone, &deadline.label].into_iter().flatten() {
        text += &format!(" ({part})");
    }
    text
}

fn country_line(entry: &CountryEligibility, language: Language) -> CountryLine {
    let sentence = phrase(language, format!("reason-eligible-{}", entry.verdict))
        .with("country", prose::country(&entry.country, language));
    CountryLine { sentence: sentence.text(), quote: entry.quote.clone() }
}

/// Every language version, so that a translation never hides the original.
fn texts(text: &Localized) -> Vec<Text> {
    text.iter().map(|(tag, text)| Text { language: tag.to_string(), text: text.to_owned() }).collect()
}

fn stamp_line(field: &str, stamp: &Stamp, language: Language) -> StampLine {
    let (kind, name) = stamp.said_by.as_str().split_once(':').unwrap_or((stamp.said_by.as_str(), ""));
    StampLine {
        field: say(language, format!("field-{field}")),
        said_by: phrase(language, format!("origin-{kind}")).with("name", name).text(),
        since: prose::date(stamp.at.to_zoned(jiff::tz::TimeZone::UTC).date(), language),
        quote: stamp.quote.clone(),
    }
}
