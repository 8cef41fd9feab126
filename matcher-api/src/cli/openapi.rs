//! `matcher openapi`: the description of the API, for those who generate clients.

use clap::Args;

use super::failure::Failure;
use super::{Done, console};

/// Print the OpenAPI 3.1 document of the API.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  matcher openapi > openapi.json")]
pub(super) struct Openapi {}

impl Openapi {
    pub(super) fn run(self) -> Result<Done, Failure> {
        let document =
            crate::openapi::pretty().map_err(|error| Failure::at("the OpenAPI document", error))?;
        console::print(&document)?;
        Ok(Done::Whole)
    }
}
