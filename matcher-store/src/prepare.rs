//! Drafts made ready to be stored: checked, named, serialised and hashed, all that needs no database.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use matcher_core::model::{Draft, FieldProblem, RecordId, SourceId, Values};

use crate::StoreError;
use crate::content::{Stamping, fields, hash, values_json};
use crate::facets::{closes_on, facets};

/// A draft checked and taken apart.
pub(crate) struct Prepared {
    pub(crate) id: RecordId,
    pub(crate) position: usize,
    pub(crate) source: SourceId,
    pub(crate) external_id: String,
    /// The values as they are hashed and stored: serialised once.
    pub(crate) values: String,
    pub(crate) quotes: BTreeMap<String, String>,
    pub(crate) hash: String,
    /// What the record gets if it is new.
    pub(crate) stamping: Stamping,
    pub(crate) facets: BTreeSet<String>,
    pub(crate) closes_on: Option<String>,
}

/// Drafts of which no two are the same record; errors count their positions from `first`.
pub(crate) fn prepare<V: Values>(drafts: Vec<Draft<V>>, first: usize) -> Result<Vec<Prepared>, StoreError> {
    let mut seen = HashMap::with_capacity(drafts.len());
    let mut prepared = Vec::with_capacity(drafts.len());
    for (position, draft) in (first..).zip(drafts) {
        let id = RecordId::derive(V::KIND, &draft.source, &draft.external_id);
        if let Some(before) = seen.insert(id.clone(), position) {
            return Err(StoreError::DuplicateInBatch {
                origin: draft.source,
                external_id: draft.external_id,
                first: before,
                second: position,
            });
        }
        prepared.push(taken_apart(draft, id, position)?);
    }
    Ok(prepared)
}

fn taken_apart<V: Values>(draft: Draft<V>, id: RecordId, position: usize) -> Result<Prepared, StoreError> {
    let mut problems = draft.values.validate();
    if !(1..=500).contains(&draft.external_id.len()) || draft.external_id.contains(char::is_control) {
        let detail = "give 1 to 500 bytes without control characters";
        problems.push(FieldProblem::new("/external_id", "invalid", detail));
    }
    if !problems.is_empty() {
        return Err(invalid(position, &draft.external_id, problems));
    }
    let Draft { source, external_id, evidence: mut quotes, .. } = draft;
    let fields = fields(&draft.values)?;
    quotes.retain(|field, _| fields.contains_key(field));
    let said = quotes.iter().map(|(field, quote)| (field.as_str(), quote.as_str())).collect();
    let values = values_json(&fields)?;
    Ok(Prepared {
        hash: hash(&values, &said)?,
        stamping: Stamping::of(fields.keys(), &quotes)?,
        facets: facets(&fields),
        closes_on: closes_on(&fields),
        id,
        position,
        source,
        external_id,
        values,
        quotes,
    })
}

pub(crate) fn invalid(position: usize, external_id: &str, problems: Vec<FieldProblem>) -> StoreError {
    StoreError::InvalidDraft { position, external_id: external_id.to_owned(), problems }
}
