//! What is known of duplicates, in a backup: offers looked at with their keys and clusters, likenesses, judgements.
//!
//! Judgements are people's words; the rest could be found again, but would then move positions of the change log.

use matcher_core::model::RecordId;
use sea_orm::DatabaseTransaction;
use serde::{Deserialize, Serialize};

use super::Line;
use super::file::Output;
use super::save::ENTRIES;
use crate::StoreError;
use crate::blocking::blocking;
use crate::duplicates::{
    Alike, Entry, Place, Signed, entries_after, keys_of, likenesses_after, signed_after,
};
use crate::write::Writing;

/// An offer that was looked at.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SignedLine {
    pub(super) record: RecordId,
    revision: u64,
    fingerprint: String,
    keys: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    cluster: Option<RecordId>,
    #[serde(default, skip_serializing_if = "is_false")]
    shown: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    revisit_on: Option<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
const fn is_false(value: &bool) -> bool {
    !*value
}

impl SignedLine {
    fn of(signed: Signed, keys: Vec<String>) -> Self {
        let (cluster, shown, revisit_on) = match signed.place {
            Some(place) => (Some(place.cluster), place.shown, place.revisit_on),
            None => (None, false, None),
        };
        let Signed { record, revision, fingerprint, .. } = signed;
        Self { record, revision, fingerprint, keys, cluster, shown, revisit_on }
    }

    fn to_signed(&self) -> Signed {
        let place = self.cluster.as_ref().map(|cluster| Place {
            cluster: cluster.clone(),
            shown: self.shown,
            revisit_on: self.revisit_on.clone(),
        });
        Signed {
            record: self.record.clone(),
            revision: self.revision,
            fingerprint: self.fingerprint.clone(),
            place,
        }
    }
}

/// Writes all of it.
pub(super) async fn save(snapshot: &DatabaseTransaction, output: Output) -> Result<Output, StoreError> {
    let output = signed(snapshot, output).await?;
    let output = alike(snapshot, output).await?;
    judgements(snapshot, output).await
}

async fn signed(snapshot: &DatabaseTransaction, mut output: Output) -> Result<Output, StoreError> {
    let mut after = String::new();
    loop {
        let page = signed_after(snapshot, &after, ENTRIES).await?;
        let Some(last) = page.last() else { return Ok(output) };
        after = last.record.to_string();
        let ids: Vec<&str> = page.iter().map(|one| one.record.as_str()).collect();
        let mut keys = keys_of(snapshot, &ids).await?;
        let lines = page.into_iter().map(|one| {
            let keys = keys.remove(&one.record).unwrap_or_default();
            Line::Signed(SignedLine::of(one, keys))
        });
        let lines: Vec<Line> = lines.collect();
        output = blocking(move || output.lines(&lines)).await?;
    }
}

async fn alike(snapshot: &DatabaseTransaction, mut output: Output) -> Result<Output, StoreError> {
    let (mut left, mut right) = (String::new(), String::new());
    loop {
        let page = likenesses_after(snapshot, (&left, &right), None, ENTRIES).await?;
        let Some(last) = page.last() else { return Ok(output) };
        (left, right) = (last.left.to_string(), last.right.to_string());
        let lines: Vec<Line> = page.into_iter().map(|one| Line::Alike(Box::new(one))).collect();
        output = blocking(move || output.lines(&lines)).await?;
    }
}

async fn judgements(snapshot: &DatabaseTransaction, mut output: Output) -> Result<Output, StoreError> {
    let mut after = 0;
    loop {
        let page = entries_after(snapshot, after, ENTRIES).await?;
        let Some(last) = page.last() else { return Ok(output) };
        after = last.id;
        let lines: Vec<Line> = page.into_iter().map(Line::Judgement).collect();
        output = blocking(move || output.lines(&lines)).await?;
    }
}

/// Lines read of it.
#[derive(Default)]
pub(super) struct DuplicateLines {
    pub(super) signed: Vec<SignedLine>,
    pub(super) alike: Vec<Alike>,
    pub(super) judgements: Vec<Entry>,
}

impl DuplicateLines {
    /// Stores them.
    pub(super) async fn put(&self, writing: &Writing) -> Result<(), StoreError> {
        let rows: Vec<Signed> = self.signed.iter().map(SignedLine::to_signed).collect();
        writing.put_signed(&rows).await?;
        let keys: Vec<(&str, &str)> = self
            .signed
            .iter()
            .flat_map(|line| line.keys.iter().map(|key| (key.as_str(), line.record.as_str())))
            .collect();
        writing.put_keys(&keys).await?;
        writing.put_likenesses(&self.alike).await?;
        writing.put_judgements(&self.judgements).await
    }
}
