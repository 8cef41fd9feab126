//! The parts of the score, one file each: every one looks at a pair and says a value from 0.0 to 1.0, or that it is unknown.
//!
//! A part knows neither its weight nor the other parts.

mod amount;
mod eligibility;
mod freshness;
mod kind;
mod language;
mod lead_time;
mod level;
mod text;
mod theme;
mod tie;
mod zone;

use jiff::civil::Date;

use crate::model::RecordKind;

use super::{CandidateFacts, ComponentName, Evidence, NeedFacts, Profile, TextScore, Ties};

/// Everything a part may look at.
pub(super) struct Pair<'a> {
    pub(super) need: &'a NeedFacts,
    pub(super) candidate: &'a CandidateFacts,
    pub(super) text: &'a TextScore,
    pub(super) profile: &'a Profile,
    pub(super) ties: &'a Ties,
    pub(super) today: Date,
}

impl Pair<'_> {
    /// A field of the candidate as evidence names it: `offer.themes`, `partner.themes`.
    ///
    /// `None` for what a partner does not have, such as deadlines: nobody could state it.
    fn field(&self, name: &str) -> Option<String> {
        let name = match (self.candidate.kind, name) {
            (RecordKind::Partner, "publisher") => "name",
            (RecordKind::Partner, "publisher_kind") => "actor",
            (RecordKind::Partner, "body") => "description",
            (RecordKind::Partner, "themes" | "kinds" | "languages" | "country" | "territory") => name,
            (RecordKind::Partner, _) => return None,
            _ => name,
        };
        Some(format!("{}.{name}", self.candidate.kind))
    }

    /// Unknown for want of these fields of the need and of the candidate.
    fn unstated(&self, need: &[&str], candidate: &[&str]) -> Assessment {
        let need = need.iter().map(|name| format!("need.{name}"));
        let fields = need.chain(candidate.iter().filter_map(|name| self.field(name))).collect();
        Assessment::unknown(Evidence::Unstated { fields })
    }

    /// Unknown for want of a field that both sides have.
    fn missing(&self, name: &str, need_is_silent: bool, candidate_is_silent: bool) -> Assessment {
        let side = |silent: bool| if silent { vec![name] } else { Vec::new() };
        self.unstated(&side(need_is_silent), &side(candidate_is_silent))
    }
}

/// What a part says of a pair.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Assessment {
    /// 0.0 to 1.0; absent when unknown.
    pub(super) value: Option<f64>,
    pub(super) evidence: Evidence,
}

impl Assessment {
    fn known(value: f64, evidence: Evidence) -> Self {
        Self { value: Some(value.clamp(0.0, 1.0)), evidence }
    }

    fn unknown(evidence: Evidence) -> Self {
        Self { value: None, evidence }
    }
}

/// The parts of the topic.
pub(super) fn topic(pair: &Pair<'_>) -> [(ComponentName, Assessment); 2] {
    [(ComponentName::Text, text::assess(pair)), (ComponentName::Theme, theme::assess(pair))]
}

/// The parts of the fit.
pub(super) fn fit(pair: &Pair<'_>) -> [(ComponentName, Assessment); 8] {
    [
        (ComponentName::Eligibility, eligibility::assess(pair)),
        (ComponentName::Kind, kind::assess(pair)),
        (ComponentName::LeadTime, lead_time::assess(pair)),
        (ComponentName::Level, level::assess(pair)),
        (ComponentName::Tie, tie::assess(pair)),
        (ComponentName::Amount, amount::assess(pair)),
        (ComponentName::Language, language::assess(pair)),
        (ComponentName::Freshness, freshness::assess(pair)),
    ]
}

/// The qualifier.
pub(super) fn zone(pair: &Pair<'_>) -> Assessment {
    zone::assess(pair)
}

#[cfg(test)]
mod tests;
