//! `matcher match`: matches for a need or an offer, as a table or as JSON.

use clap::{Args, ValueEnum};
use matcher_core::matching::{MAX_MATCHES, MatchOptions};
use matcher_core::model::{
    ActorKind, CooperationKind, LanguageTag, Localized, Need, Offer, Record, RecordId, TerritoryCode,
    ThemeId, Values,
};
use matcher_core::text::detect;

use super::failure::Failure;
use super::place::Place;
use super::{Done, console, explain, progress, table};
use crate::card::Writing;
use crate::dto::matching::Telling;
use crate::engine::{Matched, Target};
use crate::intake::Placed;
use crate::prose::Language;
use crate::state::App;

/// Find what matches a need (or, for an offer, the needs it would meet), with the reasons.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  matcher match --text \"monitoreo de glaciares y cuencas\" --territory 11301\n  matcher match --text \"formar guías de turismo\" --territory 11401 --kind training --theme tourism --limit 5 --explain\n  matcher match --need need-0123456789abcdefghjkmnpqrs --json\n  matcher match --text \"intercambio cultural\" --target partners --lang en"
)]
pub(super) struct Match {
    #[command(flatten)]
    about: About,
    /// What is looked for.
    #[arg(long, value_enum, default_value = "offers", conflicts_with = "offer")]
    target: Wanted,
    /// Where the need arises: a CUT or ISO 3166-2 code of the profile.
    #[arg(long, value_name = "CODE", conflicts_with_all = ["need", "offer"])]
    territory: Option<TerritoryCode>,
    /// What sort of body asks, such as municipality.
    #[arg(long, value_name = "KIND", conflicts_with_all = ["need", "offer"])]
    institution: Option<ActorKind>,
    /// A form of cooperation that would help, such as training; may be repeated.
    #[arg(long, value_name = "KIND", conflicts_with_all = ["need", "offer"])]
    kind: Vec<CooperationKind>,
    /// A theme of the need, such as environment; may be repeated.
    #[arg(long, value_name = "THEME", conflicts_with_all = ["need", "offer"])]
    theme: Vec<ThemeId>,
    /// How many matches.
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=MAX_MATCHES as i64))]
    limit: u16,
    /// Order without the policy's zone preference.
    #[arg(long)]
    without_zones: bool,
    /// Language of reasons and table: es or en.
    #[arg(long, default_value_t = Language::Es)]
    lang: Language,
    /// Take each match apart: every part's value, weight and contribution, the words that met, and where.
    #[arg(long, conflicts_with = "json")]
    explain: bool,
    /// Print JSON, as the API answers.
    #[arg(long)]
    json: bool,
}

/// What the question is about; exactly one.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct About {
    /// A stored need.
    #[arg(long, value_name = "ID")]
    need: Option<RecordId>,
    /// A need in your own words.
    #[arg(long, value_name = "TEXT")]
    text: Option<String>,
    /// A stored offer: finds the needs it would meet.
    #[arg(long, value_name = "ID")]
    offer: Option<RecordId>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Wanted {
    /// Offers.
    Offers,
    /// Partners.
    Partners,
}

impl From<Wanted> for Target {
    fn from(wanted: Wanted) -> Self {
        match wanted {
            Wanted::Offers => Self::Offers,
            Wanted::Partners => Self::Partners,
        }
    }
}

impl Match {
    pub(super) async fn run(self, place: &Place) -> Result<Done, Failure> {
        let app = progress::open(&place.filled()?).await?;
        let options = MatchOptions {
            limit: usize::from(self.limit),
            zone_preference: !self.without_zones,
            ..MatchOptions::default()
        };
        let (id, matched) = self.ask(&app, &options).await?;
        if self.json {
            let telling = Telling { profile: &app.profile, language: self.lang, today: app.today() };
            let answer = telling.answer(id, matched, &options);
            let text =
                serde_json::to_string_pretty(&answer).map_err(|error| Failure::at("the answer", error))?;
            console::print(&text)?;
        } else {
            let writing = Writing { profile: &app.profile, language: self.lang, today: app.today() };
            console::print(&table::of(&matched, writing, console::columns(), table::FULL))?;
            if self.explain {
                console::print(&explain::of(&matched, writing, console::columns()))?;
            }
        }
        Ok(Done::Whole)
    }

    async fn ask(&self, app: &App, options: &MatchOptions) -> Result<(Option<RecordId>, Matched), Failure> {
        if let Some(id) = &self.about.offer {
            let offer = stored::<Offer>(app, id).await?;
            return Ok((Some(id.clone()), app.match_offer(offer, options).await?));
        }
        let (id, need) = match &self.about.need {
            Some(id) => (Some(id.clone()), stored::<Need>(app, id).await?.effective().into_owned()),
            None => (None, self.need_in_words(app)?),
        };
        Ok((id, app.match_need(&need, self.target.into(), options).await?))
    }

    fn need_in_words(&self, app: &App) -> Result<Need, Failure> {
        let text = self.about.text.as_deref().unwrap_or_default().trim();
        if text.is_empty() {
            return Err(Failure::new("--text is empty: say in a sentence what is needed"));
        }
        let some = |list: &[_]| (!list.is_empty()).then(|| list.to_vec());
        let mut need = Need {
            description: Some(Localized::new(LanguageTag::undetermined(), text)),
            territory: self.territory.clone(),
            institution_kind: self.institution,
            kinds: some(&self.kind),
            themes: (!self.theme.is_empty()).then(|| self.theme.clone()),
            ..Need::default()
        };
        need.settle_languages(&detect);
        let mut problems = need.validate();
        // A question needs no title; a record does.
        problems.retain(|problem| problem.pointer != "/title");
        problems.extend(need.misplaced(&app.profile));
        match problems.first() {
            Some(problem) => Err(Failure::new(problem.detail.clone())),
            None => Ok(need),
        }
    }
}

async fn stored<V: Values>(app: &App, id: &RecordId) -> Result<Record<V>, Failure> {
    let found = app.store.find::<V>(id).await?;
    found.ok_or_else(|| {
        let kind = V::KIND;
        Failure::new(format!("{id}: no {kind} is stored under this id; GET /v1/{kind}s lists them"))
    })
}
