//! Which problems a route may answer with, for the OpenAPI document. Written as codes; the statuses follow.

use std::collections::BTreeMap;

use utoipa::openapi::{ContentBuilder, Ref, RefOr, Response, ResponseBuilder};

use super::{Code, PROBLEM_JSON};

/// The responses for these codes, one for each status.
pub fn responses(codes: &[Code]) -> BTreeMap<String, RefOr<Response>> {
    let mut by_status: BTreeMap<u16, Vec<Code>> = BTreeMap::new();
    for code in codes {
        by_status.entry(code.status()).or_default().push(*code);
    }
    by_status
        .into_iter()
        .map(|(status, codes)| {
            let told = codes.iter().map(|code| format!("`{}`: {}", code.as_str(), code.title()));
            let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
            let response = ResponseBuilder::new()
                .description(told.collect::<Vec<_>>().join("; "))
                .content(PROBLEM_JSON, content)
                .build();
            (status.to_string(), RefOr::T(response))
        })
        .collect()
}

/// Declares sets of problems that routes name in their documentation.
macro_rules! faults {
    ($($(#[$doc:meta])* $name:ident [$($code:ident)+]),+ $(,)?) => {
        $(
            $(#[$doc])*
            #[derive(Debug)]
            pub struct $name;

            impl utoipa::IntoResponses for $name {
                fn responses() -> BTreeMap<String, RefOr<Response>> {
                    responses(&[$(Code::$code),+])
                }
            }
        )+
    };
}

faults! {
    /// Of fixed lists.
    ReferenceFaults [InvalidParameter ForeignHost],
    /// Of one entry of a fixed list.
    EntryFaults [InvalidParameter ForeignHost NotFound],
    /// Of a list of records.
    ListFaults [InvalidParameter InvalidCursor ForeignHost Internal StoreUnavailable],
    /// Of the sources of the harvest.
    SourceFaults [InvalidParameter ForeignHost Internal StoreUnavailable],
    /// Of one record.
    ReadFaults [InvalidParameter ForeignHost NotFound Internal StoreUnavailable],
    /// Of a new record.
    CreateFaults [
        MalformedJson InvalidParameter IncompleteBody Unauthorized ForeignHost CrossOrigin AlreadyExists BodyTooLarge
        UnsupportedMediaType InvalidRecord Internal StoreUnavailable ReadOnly DiskFull
    ],
    /// Of a record replaced.
    ReplaceFaults [
        MalformedJson InvalidParameter IncompleteBody Unauthorized ForeignHost CrossOrigin RevisionConflict
        BodyTooLarge UnsupportedMediaType InvalidRecord Internal StoreUnavailable ReadOnly DiskFull
    ],
    /// Of a record edited.
    EditFaults [
        MalformedJson InvalidParameter IncompleteBody Unauthorized ForeignHost CrossOrigin NotFound RevisionConflict
        BodyTooLarge UnsupportedMediaType InvalidRecord Internal StoreUnavailable ReadOnly DiskFull
    ],
    /// Of a record withdrawn.
    WithdrawFaults [
        InvalidParameter Unauthorized ForeignHost CrossOrigin NotFound RevisionConflict Internal StoreUnavailable
        ReadOnly DiskFull
    ],
    /// Of a judgement on duplicates.
    JudgeFaults [
        MalformedJson InvalidParameter IncompleteBody Unauthorized ForeignHost CrossOrigin JudgementConflict BodyTooLarge
        UnsupportedMediaType InvalidRequest Internal StoreUnavailable ReadOnly DiskFull
    ],
    /// Of a judgement taken back.
    WithdrawJudgementFaults [
        MalformedJson InvalidParameter IncompleteBody Unauthorized ForeignHost CrossOrigin NotFound BodyTooLarge
        UnsupportedMediaType InvalidRequest Internal StoreUnavailable ReadOnly DiskFull
    ],
    /// Of a bulk import.
    BulkFaults [
        InvalidParameter IncompleteBody Unauthorized ForeignHost CrossOrigin BodyTooLarge UnsupportedMediaType
        Internal StoreUnavailable ReadOnly DiskFull
    ],
    /// Of a match of one stored record.
    MatchFaults [InvalidParameter ForeignHost NotFound Internal StoreUnavailable IndexUnavailable],
    /// Of a batch of matches.
    BatchFaults [
        MalformedJson InvalidParameter IncompleteBody ForeignHost BodyTooLarge UnsupportedMediaType InvalidRequest
        Internal StoreUnavailable IndexUnavailable
    ],
    /// Of a search.
    SearchFaults [InvalidParameter ForeignHost Internal StoreUnavailable IndexUnavailable],
    /// Of readiness.
    ReadyFaults [InvalidParameter ForeignHost Internal StoreUnavailable IndexUnavailable],
}
