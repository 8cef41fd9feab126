//! What each commit carries: how far it followed the change log, and by which rules it was made.

use serde::{Deserialize, Serialize};

use super::{RebuildReason, SCHEMA_VERSION};
use crate::model::Sequence;
use crate::score::Profile;
use crate::text;
use crate::thesaurus::Thesaurus;

/// The payload of a commit, as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Watermark {
    /// Fields and their meaning.
    pub(super) schema_version: u32,
    /// The analyser that made the terms, and the thesaurus whose concepts stand among them.
    pub(super) analyser: String,
    /// The profile that placed records in zones.
    pub(super) profile: String,
    /// Last applied position of the change log.
    pub(super) sequence: Sequence,
}

impl Watermark {
    /// What this build, under this profile, would write before the first record.
    pub(super) fn expected(profile: &Profile) -> Self {
        Self {
            schema_version: SCHEMA_VERSION,
            analyser: format!("{}-{}", text::fingerprint(), Thesaurus::in_force().digest()),
            profile: profile.digest.clone(),
            sequence: Sequence(0),
        }
    }

    /// The same rules at another position.
    pub(super) fn at(&self, sequence: Sequence) -> Self {
        Self { sequence, ..self.clone() }
    }

    /// Why an index with the watermark `found` cannot be continued by the rules of `self`, if it cannot.
    pub(super) fn objection(&self, found: &Self) -> Option<RebuildReason> {
        if found.schema_version != self.schema_version {
            return Some(RebuildReason::OtherSchema {
                found: found.schema_version,
                known: self.schema_version,
            });
        }
        if found.analyser != self.analyser {
            return Some(RebuildReason::OtherAnalyser);
        }
        (found.profile != self.profile).then_some(RebuildReason::OtherProfile)
    }

    pub(super) fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    pub(super) fn from_json(payload: &str) -> Option<Self> {
        serde_json::from_str(payload).ok()
    }
}
