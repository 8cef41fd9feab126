//! `matcher reindex`: the whole index afresh, beside the one in use.

use std::time::Duration;

use clap::Args;
use matcher_core::index::IndexFolder;
use matcher_core::model::Sequence;
use matcher_store::Store;

use super::failure::Failure;
use super::place::Place;
use super::progress::Bar;
use super::{Done, console};
use crate::config::Settings;
use crate::{follower, state};

/// Write the whole index afresh and swap it in; the old one serves meanwhile.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  matcher reindex\n  matcher reindex --data /srv/matcher\n\nNeeded only to be sure: a damaged or outdated index is rebuilt at the next start by itself."
)]
pub(super) struct Reindex {}

impl Reindex {
    pub(super) async fn run(self, place: &Place) -> Result<Done, Failure> {
        let settings = place.filled()?;
        let store = state::open_store(&settings).await?;
        let (records, position) = rebuild(&settings, &store).await?;
        console::print(&format!("{records} records indexed, up to position {position}"))?;
        Ok(Done::Whole)
    }
}

/// Rebuilds the index of `store`: how many records it holds, and up to which position.
pub(super) async fn rebuild(settings: &Settings, store: &Store) -> Result<(usize, Sequence), Failure> {
    let profile = state::load_profile(&settings.profile)?;
    state::load_vocabularies(settings)?;
    let index = IndexFolder::open(&settings.index_folder(), &profile)?;
    let bar = Bar::of("reindex");
    let records =
        follower::rebuild(store, &index, Duration::MAX, &|at: Sequence, of: Sequence| bar.set(at.0, of.0))
            .await?;
    Ok((records, index.sequence()))
}
