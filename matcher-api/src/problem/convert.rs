//! How failures of the web framework become problems. Store and engine failures are mapped beside their use.

use actix_web::error::PayloadError;

use super::{Code, Problem};

impl From<PayloadError> for Problem {
    fn from(error: PayloadError) -> Self {
        match error {
            PayloadError::Overflow => Self::new(Code::BodyTooLarge, "the body is above the limit"),
            other => Self::new(Code::IncompleteBody, format!("the body could not be read: {other}")),
        }
    }
}
