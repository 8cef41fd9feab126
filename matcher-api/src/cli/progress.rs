//! Bars for long work, drawn only where somebody watches.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use matcher_core::model::Sequence;

use super::console;
use super::failure::Failure;
use crate::config::Settings;
use crate::state::{self, App};

/// A bar that goes away when dropped.
pub(super) struct Bar(ProgressBar);

impl Bar {
    /// A bar named `label`, of unknown length until told.
    pub(super) fn of(label: &'static str) -> Self {
        let target =
            if console::is_watched() { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(Some(0), target);
        if let Ok(style) = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} {eta}") {
            bar.set_style(style);
        }
        bar.set_message(label);
        Self(bar)
    }

    /// How far, out of how much.
    pub(super) fn set(&self, done: u64, of: u64) {
        self.0.set_length(of);
        self.0.set_position(done);
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

/// Opens store and index, drawing how the index is brought into step; all duplicates are looked for first.
pub(super) async fn open(settings: &Settings) -> Result<App, Failure> {
    opened(settings, Duration::MAX).await
}

/// The same for a server, which looks for duplicates when it serves.
pub(super) async fn open_to_serve(settings: &Settings) -> Result<App, Failure> {
    opened(settings, Duration::ZERO).await
}

async fn opened(settings: &Settings, look: Duration) -> Result<App, Failure> {
    let bar = Bar::of("index");
    let app = state::open_with(settings, look, &|at: Sequence, of: Sequence| bar.set(at.0, of.0)).await?;
    Ok(app)
}
