//! `matcher demo`: the shipped data loaded, matched and served, with nothing to install or to set.

use std::net::SocketAddr;

use clap::Args;
use matcher_core::matching::MatchOptions;
use matcher_core::model::{Need, Record};

use super::failure::Failure;
use super::place::Place;
use super::progress::Bar;
use super::serve::{bind_flag, listen, serve};
use super::{Done, console, progress, table};
use crate::card::Writing;
use crate::demo;
use crate::engine::Target;
use crate::prose::{self, Language, phrase};
use crate::state::{self, App};

/// Needs shown before serving.
const NEEDS_SHOWN: usize = 5;
/// Matches shown of each.
const MATCHES_SHOWN: usize = 3;

/// Load the shipped demo data, show the best matches of some needs, and serve everything.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  matcher demo\n  matcher demo --data /tmp/prueba --bind 127.0.0.1:9000\n  matcher demo --no-serve\n\nKeeps its data in ./demo-data unless --data names another folder; running it again changes nothing."
)]
pub(super) struct Demo {
    /// Address and port to listen on; port 0 takes a free one [default: 127.0.0.1:8080; variable MATCHER_BIND].
    #[arg(long, value_name = "ADDRESS:PORT", conflicts_with = "no_serve")]
    bind: Option<SocketAddr>,
    /// Load and show, then end.
    #[arg(long)]
    no_serve: bool,
    /// Language of what is shown: es or en.
    #[arg(long, default_value_t = Language::Es)]
    lang: Language,
}

impl Demo {
    pub(super) async fn run(self, place: &Place) -> Result<Done, Failure> {
        let mut flags = bind_flag(self.bind);
        if !place.names_data() {
            flags.push(("data", "./demo-data".to_owned()));
        }
        let settings = place.settings_with(&flags)?;
        let listener = if self.no_serve { None } else { Some(listen(settings.bind)?) };
        let store = state::open_store(&settings).await?;
        let bar = Bar::of("demo");
        let loaded = demo::load(&store, &|done, of| bar.set(done as u64, of as u64)).await?;
        drop(bar);
        drop(store);
        let app = progress::open(&settings).await?;
        let data = settings.data.display().to_string();
        console::print(&summary(&loaded, &data, self.lang))?;
        for need in demo::needs_to_show(&app, NEEDS_SHOWN).await? {
            self.show(&app, &need).await?;
        }
        match listener {
            Some(listener) => serve(app, listener, self.lang).await,
            None => Ok(Done::Whole),
        }
    }

    async fn show(&self, app: &App, record: &Record<Need>) -> Result<(), Failure> {
        let need = record.effective();
        let options = MatchOptions { limit: MATCHES_SHOWN, ..MatchOptions::default() };
        let matched = app.match_need(&need, Target::Offers, &options).await?;
        let place = need.territory.as_ref().map(|code| prose::territory(code, &app.profile, self.lang));
        let title =
            need.title.as_ref().map(|title| prose::text_for_reader(title, self.lang)).unwrap_or_default();
        let head = phrase(self.lang, "demo-need")
            .with("place", place.unwrap_or_default())
            .with("title", console::plain(&title))
            .with("id", record.id.to_string())
            .text();
        let writing = Writing { profile: &app.profile, language: self.lang, today: app.today() };
        console::print(&format!(
            "\n{head}\n{}",
            table::of(&matched, writing, console::columns(), table::BRIEF)
        ))
    }
}

fn summary(loaded: &demo::Loaded, folder: &str, language: Language) -> String {
    let number = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    phrase(language, "demo-loaded")
        .count("offers", number(loaded.offers))
        .count("publishers", number(loaded.publishers))
        .count("needs", number(loaded.needs))
        .count("partners", number(loaded.partners))
        .with("folder", folder)
        .text()
}
