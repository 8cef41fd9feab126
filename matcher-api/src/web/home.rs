//! The first page: the form, and the matches of what was asked.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, get, web};
use askama::Template;
use matcher_core::matching::MatchOptions;
use matcher_core::model::{CooperationKind, Need, TerritoryCode, TerritoryLevel, ThemeId, themes};
use matcher_core::score::Profile;
use url::form_urlencoded;

use super::form::{Form, MAX_TEXT_CHARS, Wrong};
use super::frame::Frame;
use super::{page, status};
use crate::card::{self, Card, Worded, Writing};
use crate::engine::Target;
use crate::problem::{Code, Problem};
use crate::prose::{self, Language, Named, phrase, say};
use crate::state::App;

/// Matches on a page.
const MATCHES: usize = 10;
const EXAMPLES: [&str; 4] = ["example-1", "example-2", "example-3", "example-4"];

#[derive(Template)]
#[template(path = "home.html")]
struct Home {
    frame: Frame,
    form: Form,
    hint: String,
    problem: Option<String>,
    problem_in_text: bool,
    provinces: Vec<Province>,
    kinds: Vec<Choice>,
    themes: Vec<Choice>,
    answer: Option<AnswerShown>,
    examples: Vec<Example>,
}

struct Province {
    name: String,
    choices: Vec<Choice>,
}

struct Choice {
    code: String,
    name: String,
    chosen: bool,
}

struct Example {
    text: String,
    place: String,
    href: String,
}

struct AnswerShown {
    heading: String,
    scored: String,
    cards: Vec<Card>,
    gaps: Vec<String>,
    kept_out: Vec<(Worded, String)>,
    sources: Vec<String>,
}

#[get("/")]
pub(super) async fn home(app: web::Data<App>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let frame = Frame::of(&app, &request).await?;
    let language = frame.language;
    let form = Form::of(request.query_string());
    let need = form.asked.then(|| form.need(&app.profile, language));
    let mut home = Home::new(frame, form, &app.profile);
    let status = match need {
        None => StatusCode::OK,
        Some(Err(wrong)) => {
            home.tell(wrong);
            status(Code::InvalidParameter)
        }
        Some(Ok(need)) => match answer(&app, &need, language).await {
            Ok(answer) => {
                home.answer = Some(answer);
                StatusCode::OK
            }
            Err(error) => {
                tracing::error!(%error, "a question from the page failed");
                home.tell(Wrong { said: say(language, "problem-engine"), in_text: false });
                status(Code::StoreUnavailable)
            }
        },
    };
    page(&home, language, status)
}

async fn answer(
    app: &App,
    need: &Need,
    language: Language,
) -> Result<AnswerShown, crate::engine::EngineError> {
    let options = MatchOptions { limit: MATCHES, ..MatchOptions::default() };
    let matched = app.match_need(need, Target::Offers, &options).await?;
    let writing = Writing { profile: &app.profile, language, today: app.today() };
    let cards = card::cards(&matched, writing);
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    Ok(AnswerShown {
        heading: phrase(language, "results-heading").count("count", count(cards.len())).text(),
        scored: phrase(language, "results-scored")
            .count("scored", count(matched.answer.candidates_scored))
            .with("profile", prose::text_for_reader(&app.profile.name, language))
            .text(),
        gaps: card::gaps(&cards),
        kept_out: card::kept_out(&matched, writing),
        sources: matched.sources.iter().map(|source| prose::freshness(source, language)).collect(),
        cards,
    })
}

impl Home {
    fn new(frame: Frame, form: Form, profile: &Profile) -> Self {
        let language = frame.language;
        Self {
            hint: phrase(language, "form-text-hint")
                .with("limit", prose::number(MAX_TEXT_CHARS.into(), language))
                .text(),
            problem: None,
            problem_in_text: false,
            provinces: provinces(profile, language, &form.territory),
            kinds: CooperationKind::ALL
                .iter()
                .map(|kind| Choice::of(kind.as_str(), kind.name(language), &form.kind))
                .collect(),
            themes: theme_choices(language, &form.theme),
            answer: None,
            examples: examples(profile, language),
            frame,
            form,
        }
    }

    fn tell(&mut self, wrong: Wrong) {
        self.problem = Some(wrong.said);
        self.problem_in_text = wrong.in_text;
    }
}

impl Choice {
    fn of(code: &str, name: String, chosen: &str) -> Self {
        Self { code: code.to_owned(), chosen: code == chosen, name }
    }
}

fn theme_choices(language: Language, chosen: &str) -> Vec<Choice> {
    let name = |id: &str| id.parse::<ThemeId>().map(|id| prose::theme(&id, language)).unwrap_or_default();
    themes().iter().map(|theme| Choice::of(&theme.id, name(&theme.id), chosen)).collect()
}

/// The comunas under their provinces, and the wider territories under the region's own name.
fn provinces(profile: &Profile, language: Language, chosen: &str) -> Vec<Province> {
    let name = |code: &TerritoryCode| prose::territory(code, profile, language);
    let choice = |code: &TerritoryCode| Choice::of(code.as_str(), name(code), chosen);
    let of_level = |level| profile.territories.iter().filter(move |place| place.level == level);
    let wide = Province { name: name(&profile.region), choices: vec![choice(&profile.region)] };
    let provinces = of_level(TerritoryLevel::Province).map(|province| Province {
        name: name(&province.code),
        choices: of_level(TerritoryLevel::Municipality)
            .filter(|comuna| comuna.parent.as_ref() == Some(&province.code))
            .map(|comuna| choice(&comuna.code))
            .collect(),
    });
    provinces.chain([wide]).collect()
}

/// Questions to begin with, each in a comuna of its own.
fn examples(profile: &Profile, language: Language) -> Vec<Example> {
    let mut comunas =
        profile.territories.iter().filter(|place| place.level == TerritoryLevel::Municipality).step_by(2);
    let example = |id| {
        let text = say(language, id);
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("lang", language.as_str()).append_pair("text", &text);
        let comuna = comunas.next();
        if let Some(comuna) = comuna {
            query.append_pair("territory", comuna.code.as_str());
        }
        let place = comuna.map(|comuna| prose::territory(&comuna.code, profile, language));
        Example { text, place: place.unwrap_or_default(), href: format!("/?{}#resultados", query.finish()) }
    };
    EXAMPLES.into_iter().map(example).collect()
}
