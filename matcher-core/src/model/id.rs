//! Identity: which record, of which kind, from which source, at which point of the change log.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::ValueError;
use super::validated::{coded_enum, validated_string};

coded_enum! {
    /// The three kinds of record that are stored, logged and indexed.
    RecordKind, "record kind", {
        /// What somebody abroad (or the region itself, outbound) offers.
        Offer => "offer",
        /// What a municipality, service or university of the region needs.
        Need => "need",
        /// A foreign institution or territory that may cooperate.
        Partner => "partner",
    }
}

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

validated_string! {
    /// Identity of a record: `offer-`, `need-` or `partner-` and 26 characters of Crockford base32.
    ///
    /// Derived from source and external id alone, so that the same record keeps its id
    /// through every harvest, replay, backup and engine.
    RecordId, "offer-3zk4m0q8w2t9x6v1r5n7pbcdfg", |text| {
        let expected = "offer-, need- or partner- followed by 26 base32 characters";
        let (kind, hash) = text.split_once('-').unwrap_or(("", text));
        let known = kind.parse::<RecordKind>().is_ok();
        if known && hash.len() == 26 && hash.bytes().all(|b| ALPHABET.contains(&b)) {
            Ok(text.to_owned())
        } else {
            Err(ValueError::new("record id", text, expected))
        }
    }
}

impl RecordId {
    /// The id of the record that `source` calls `external_id`.
    pub fn derive(kind: RecordKind, source: &SourceId, external_id: &str) -> Self {
        let mut hasher = blake3::Hasher::new();
        for part in [kind.as_str(), source.as_str(), external_id] {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part.as_bytes());
        }
        let digest = hasher.finalize();
        let mut bits = 0u128;
        for byte in &digest.as_bytes()[..16] {
            bits = bits << 8 | u128::from(*byte);
        }
        let hash: String =
            (0..26).rev().map(|place| ALPHABET[(bits >> (place * 5) & 31) as usize] as char).collect();
        Self(format!("{kind}-{hash}"))
    }

    /// The kind written in the id.
    pub fn kind(&self) -> RecordKind {
        match self.0.as_bytes()[0] {
            b'o' => RecordKind::Offer,
            b'n' => RecordKind::Need,
            _ => RecordKind::Partner,
        }
    }
}

validated_string! {
    /// Short name of a source of records: lower-case ASCII letters, digits and hyphens, 1 to 64.
    SourceId, "eu-portal", |text| {
        let fits = (1..=64).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            && !text.starts_with('-');
        if fits {
            Ok(text.to_owned())
        } else {
            Err(ValueError::new("source", text, "1 to 64 of a-z, 0-9 and -, such as eu-portal"))
        }
    }
}

/// Position in the change log: 0 before the first write, then one more for each record written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = u64))]
pub struct Sequence(pub u64);

impl fmt::Display for Sequence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_stable_and_separate_what_is_different() {
        let source: SourceId = "eu-portal".parse().expect("a source");
        let id = RecordId::derive(RecordKind::Offer, &source, "HORIZON-1");
        assert_eq!(id, RecordId::derive(RecordKind::Offer, &source, "HORIZON-1"));
        assert_ne!(id, RecordId::derive(RecordKind::Need, &source, "HORIZON-1"));
        assert_ne!(id, RecordId::derive(RecordKind::Offer, &source, "HORIZON-2"));
        assert_eq!(id.as_str().parse::<RecordId>().expect("round trip"), id);
        assert_eq!(id.kind(), RecordKind::Offer);
        assert!("offer-short".parse::<RecordId>().is_err());
        assert!("Fundación".parse::<SourceId>().is_err());
    }
}
