//! Evidence added up, with a reason for each part. Knows no field's meaning.

use super::likeness::{ComparedField, Finding, Measure, Reason};

/// A sum of evidence and what it is made of.
pub(super) struct Evidence {
    total: f64,
    pub(super) reasons: Vec<Reason>,
}

impl Evidence {
    /// Before anything is compared.
    pub(super) fn from(prior: f64) -> Self {
        Self { total: prior, reasons: Vec::with_capacity(6) }
    }

    /// Adds one field's part.
    pub(super) fn add(
        &mut self,
        field: ComparedField,
        finding: Finding,
        (left, right): (&str, &str),
        (measure, value): (Measure, f64),
        weight: f64,
    ) {
        self.total += weight;
        let (left, right) = (quoted(left), quoted(right));
        self.reasons.push(Reason { field, finding, left, right, measure, value, weight });
    }

    /// The sum as a probability.
    pub(super) fn score(&self) -> f64 {
        1.0 / (1.0 + (-self.total).exp())
    }
}

fn quoted(text: &str) -> String {
    text.chars().take(Reason::MAX_VALUE_CHARS).collect()
}
