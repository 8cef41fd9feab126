//! The path as it was sent. Knows no route.

use percent_encoding::percent_decode_str;

use crate::dto::params::NOT_UTF8;
use crate::problem::Problem;

/// Refuses a path of the API that is not UTF-8: the router would put the same mark in place of whatever it cannot read,
/// and different ids would name one record. Pages have no such ids.
///
/// # Errors
/// `invalid-parameter`.
pub fn require_utf8(path: &str) -> Result<(), Problem> {
    let bytes: Vec<u8> = percent_decode_str(path).collect();
    if bytes.starts_with(b"/v1/") && std::str::from_utf8(&bytes).is_err() {
        return Err(Problem::parameter("path", "not-utf-8", NOT_UTF8));
    }
    Ok(())
}
