//! How to read on: the further pages of a listing, and the page of each record.

use serde::{Deserialize, Serialize};

use super::Fields;

/// What names the next page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PageKind {
    /// A number that grows by one.
    Number,
    /// A number that grows by the records of a page.
    Offset,
    /// A text that the payload gives.
    Cursor,
    /// An address that the payload gives.
    Link,
}

/// The further pages of a listing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageRule {
    /// What names the next page.
    pub kind: PageKind,
    /// The parameter of the address, or, for posted JSON, the pointer (`/page`) to the value that names the page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parameter: Option<String>,
    /// The number of the first page, where the address does not say it.
    #[serde(default)]
    pub first: u64,
    /// How many records a full page holds: a page with fewer is the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<u64>,
    /// Where the payload gives the cursor or the address of the next page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// Where the payload gives the number of all records.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<String>,
    /// Most pages read; never more than the harvest's own limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<usize>,
}

/// The page of each record.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DetailRule {
    /// Whether the pages are fetched.
    pub follow: bool,
    /// A selector that only pages of single records have.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// The fields on that page; without any, title and main content are found out.
    pub fields: Fields,
    /// Most pages read; never more than the harvest's own limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<usize>,
}
