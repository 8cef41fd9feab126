//! What a comparison says: a score, a verdict, and the reasons as data. Knows no offer and no weight.

use serde::{Deserialize, Serialize};

use crate::model::coded_enum;

coded_enum! {
    /// What a likeness amounts to.
    Sameness, "verdict on two offers", {
        /// The same opportunity: joined unless a person says otherwise.
        Same => "same",
        /// Perhaps the same: for a person to decide; not joined by itself.
        Unsure => "unsure",
        /// Two opportunities.
        Different => "different",
    }
}

coded_enum! {
    /// What was compared.
    ComparedField, "compared field", {
        /// Identifiers of the call, from title, external id and address.
        Identifier => "identifier",
        /// The page's address.
        Address => "address",
        /// The words of the title.
        Title => "title",
        /// Years, numbers, phases, lots and codes in the title.
        Edition => "edition",
        /// The words of summary and body.
        Text => "text",
        /// Closing dates.
        Deadline => "deadline",
        /// How much.
        Amount => "amount",
        /// Who publishes it.
        Publisher => "publisher",
        /// The provider's country.
        Country => "country",
        /// Which countries may benefit.
        Eligibility => "eligibility",
        /// The source, where both records come from one.
        Source => "source",
    }
}

coded_enum! {
    /// Which way a field speaks. What one side does not state is no reason at all.
    Finding, "finding", {
        /// Both say the same.
        Agrees => "agrees",
        /// Nearly the same, or one says more than the other.
        Near => "near",
        /// They say different things.
        Differs => "differs",
    }
}

coded_enum! {
    /// How a field was compared, which tells what `value` counts.
    Measure, "measure", {
        /// 1 when equal, else 0.
        Equality => "equality",
        /// Sørensen–Dice over the words, 0 to 1.
        WordDice => "word-dice",
        /// Jaro–Winkler over the letters, 0 to 1.
        JaroWinkler => "jaro-winkler",
        /// Share of the shorter text's word triples that the longer one holds, 0 to 1.
        Containment => "containment",
        /// Days between the nearest closing dates.
        DaysApart => "days-apart",
        /// Smaller amount over larger, 0 to 1.
        Ratio => "ratio",
    }
}

/// One field's part in a likeness.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reason {
    /// Which field.
    pub field: ComparedField,
    /// Whether it agrees.
    pub finding: Finding,
    /// What the first offer says, as compared (folded, shortened to [`Reason::MAX_VALUE_CHARS`]).
    pub left: String,
    /// What the second offer says.
    pub right: String,
    /// How they were compared.
    pub measure: Measure,
    /// What the measure gave.
    pub value: f64,
    /// What it added to the evidence (natural logarithm of odds); below 0 it speaks against.
    pub weight: f64,
}

impl Reason {
    /// Longest quoted value, in Unicode scalar values.
    pub const MAX_VALUE_CHARS: usize = 200;
}

/// How like two offers are. The same for both orders, but for `left` and `right` of its reasons.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Likeness {
    /// 0.0 to 1.0: the sum of the evidence as a probability. Calibrated on no set: an order, not a promise.
    pub score: f64,
    /// What it amounts to.
    pub verdict: Sameness,
    /// What agreed and what differed, in the order of [`ComparedField`].
    pub reasons: Vec<Reason>,
}
