//! `matcher serve`: the REST API, its documentation and the pages, until stopped.

use std::io::ErrorKind;
use std::net::{SocketAddr, TcpListener};

use clap::Args;

use super::failure::Failure;
use super::place::Place;
use super::{Done, console, progress};
use crate::prose::{Language, phrase};
use crate::server;
use crate::state::App;

/// Serve the API, its documentation and the pages.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  matcher serve\n  matcher serve --data /srv/matcher --bind 127.0.0.1:9000\n\nOn an address that other machines reach, writing needs a token: see docs/operations.md."
)]
pub(super) struct Serve {
    /// Address and port to listen on; port 0 takes a free one [default: 127.0.0.1:8080; variable MATCHER_BIND].
    #[arg(long, value_name = "ADDRESS:PORT")]
    bind: Option<SocketAddr>,
}

impl Serve {
    pub(super) async fn run(self, place: &Place) -> Result<Done, Failure> {
        let settings = place.settings_with(&bind_flag(self.bind))?;
        // Before the work of opening: a port in use should not cost a minute of indexing first.
        let listener = listen(settings.bind)?;
        let app = progress::open_to_serve(&settings).await?;
        serve(app, listener, Language::Es).await
    }
}

/// The flag as a layer of the settings.
pub(super) fn bind_flag(bind: Option<SocketAddr>) -> Vec<(&'static str, String)> {
    bind.map(|bind| ("bind", bind.to_string())).into_iter().collect()
}

/// Takes the address.
pub(super) fn listen(address: SocketAddr) -> Result<TcpListener, Failure> {
    TcpListener::bind(address).map_err(|error| {
        let mend = match error.kind() {
            ErrorKind::AddrInUse => {
                let other = SocketAddr::new(address.ip(), address.port().checked_add(1).unwrap_or(8080));
                format!("another program uses it; stop that one, or listen elsewhere with --bind {other}")
            }
            ErrorKind::PermissionDenied => "this user may not; ports below 1024 need rights".to_owned(),
            _ => format!("{error}; name an address of this machine with --bind"),
        };
        Failure::at(format!("cannot listen on {address}"), mend)
    })
}

/// Serves until stopped, having said where in this language.
pub(super) async fn serve(app: App, listener: TcpListener, language: Language) -> Result<Done, Failure> {
    let running = server::run(app, listener).map_err(|error| Failure::at("the server", error))?;
    let address = running.address();
    console::print(&phrase(language, "serve-places").with("url", format!("http://{address}")).text())?;
    running.await.map_err(|error| Failure::at("the server", error))?;
    Ok(Done::Whole)
}
