//! Two signatures weighed against each other: what agrees, what differs, and what it comes to.
//!
//! Evidence is added up as logarithms of odds ([`super::weights`]); what one side does not state adds nothing.

use super::evidence::Evidence;
use super::identifiers::{self, Relation};
use super::likeness::{ComparedField, Finding, Likeness, Measure, Sameness};
use super::signature::{Amount, Signature};
use super::title_evidence;
use super::weights as w;
use crate::model::CountryCode;

/// Texts with fewer triples than this count in part only.
const FULL_TEXT_TRIPLES: f64 = 60.0;
/// Two texts must both be this long before having nothing in common means anything: excerpts of one page may not meet.
const LONG_TEXT_TRIPLES: usize = 100;
/// From here on a shared text speaks for one offer.
const SHARED_TEXT: f64 = 0.4;
/// Two texts of one length that share less than this were filled in differently; an excerpt is shorter.
const EDITED_TEXT: f64 = 0.9;
/// Texts whose lengths stand closer than this are of one length.
const ONE_LENGTH: f64 = 0.8;
/// Below this, long texts are two.
const OTHER_TEXT: f64 = 0.05;
/// Names closer than this are one publisher.
const ONE_NAME: f64 = 0.93;

/// Compares two offers. Symmetric but for the sides of the reasons.
pub fn compare(left: &Signature, right: &Signature) -> Likeness {
    let mut evidence = Evidence::from(w::PRIOR);
    by_identifier(left, right, &mut evidence);
    by_address(left, right, &mut evidence);
    title_evidence::add(left, right, &mut evidence);
    by_text(left, right, &mut evidence);
    by_deadline(left, right, &mut evidence);
    by_amount(left, right, &mut evidence);
    by_publisher(left, right, &mut evidence);
    by_country(left, right, &mut evidence);
    by_source(left, right, &mut evidence);
    let score = evidence.score();
    let verdict = match score {
        score if score >= w::SAME => Sameness::Same,
        score if score >= w::UNSURE => Sameness::Unsure,
        _ => Sameness::Different,
    };
    Likeness { score, verdict, reasons: evidence.reasons }
}

fn by_identifier(left: &Signature, right: &Signature, evidence: &mut Evidence) {
    let Some(relation) = identifiers::relation(&left.identifiers, &right.identifiers) else { return };
    let (finding, (left, right), weight) = match &relation {
        Relation::Shared(code) => (Finding::Agrees, (code, code), w::IDENTIFIER_SHARED),
        Relation::Narrower(one, other) => (Finding::Near, (one, other), w::IDENTIFIER_NARROWER),
        Relation::Other(one, other) => (Finding::Differs, (one, other), w::IDENTIFIER_OTHER),
    };
    let value = f64::from(u8::from(finding == Finding::Agrees));
    evidence.add(ComparedField::Identifier, finding, (left, right), (Measure::Equality, value), weight);
}

fn by_address(left: &Signature, right: &Signature, evidence: &mut Evidence) {
    let (Some(one), Some(other)) = (&left.address, &right.address) else { return };
    if one.host != other.host || one.is_front_page() || other.is_front_page() {
        return;
    }
    let texts = (&*one.text(), &*other.text());
    let (finding, value, weight) = if one == other {
        (Finding::Agrees, 1.0, w::ADDRESS_SHARED)
    } else {
        (Finding::Differs, 0.0, w::ADDRESS_OTHER)
    };
    evidence.add(ComparedField::Address, finding, texts, (Measure::Equality, value), weight);
}

fn by_text(left: &Signature, right: &Signature, evidence: &mut Evidence) {
    let Some(shared) = left.sketch.containment(&right.sketch) else { return };
    let lengths = (left.sketch.triples(), right.sketch.triples());
    let fewest = lengths.0.min(lengths.1);
    let (finding, weight) = if (SHARED_TEXT..EDITED_TEXT).contains(&shared) && of_one_length(lengths) {
        (Finding::Near, w::TEXT_EDITED)
    } else if shared >= SHARED_TEXT {
        let richness = (fewest as f64 / FULL_TEXT_TRIPLES).min(1.0);
        let finding = if shared >= 0.9 { Finding::Agrees } else { Finding::Near };
        (finding, w::TEXT_MOST * richness * (shared - SHARED_TEXT) / (1.0 - SHARED_TEXT))
    } else if shared < OTHER_TEXT && fewest >= LONG_TEXT_TRIPLES {
        (Finding::Differs, w::TEXT_OTHER)
    } else {
        return;
    };
    let sides = (&*format!("{} word triples", lengths.0), &*format!("{} word triples", lengths.1));
    evidence.add(ComparedField::Text, finding, sides, (Measure::Containment, shared), weight);
}

fn of_one_length((one, other): (usize, usize)) -> bool {
    one.min(other) as f64 >= ONE_LENGTH * one.max(other) as f64
}

fn by_deadline(left: &Signature, right: &Signature, evidence: &mut Evidence) {
    let gaps = left.deadlines.iter().flat_map(|one| {
        right.deadlines.iter().map(move |other| ((*one - *other).get_days().unsigned_abs(), one, other))
    });
    let Some((days, one, other)) = gaps.min() else { return };
    let sides = (&*one.to_string(), &*other.to_string());
    let (finding, weight) = match days {
        0 => (Finding::Agrees, w::DEADLINE_SHARED),
        days => {
            let weight = w::DEADLINE_MOVED - f64::from(days) / w::DEADLINE_DAYS;
            let finding = if days <= w::MOVED_DAYS { Finding::Near } else { Finding::Differs };
            (finding, weight.max(w::DEADLINE_OTHER))
        }
    };
    let measured = (Measure::DaysApart, f64::from(days));
    evidence.add(ComparedField::Deadline, finding, sides, measured, weight);
}

fn by_amount(left: &Signature, right: &Signature, evidence: &mut Evidence) {
    let (Some(one), Some(other)) = (&left.amount, &right.amount) else { return };
    if one.currency != other.currency {
        return;
    }
    let sides = (&*one.text(), &*other.text());
    if (one.min, one.max) == (other.min, other.max) {
        let measured = (Measure::Ratio, 1.0);
        evidence.add(ComparedField::Amount, Finding::Agrees, sides, measured, w::AMOUNT_SHARED);
    } else if one.basis == other.basis {
        let measured = (Measure::Ratio, one.ratio(other));
        evidence.add(ComparedField::Amount, Finding::Differs, sides, measured, w::AMOUNT_OTHER);
    }
}

impl Amount {
    fn text(&self) -> String {
        let part = |amount: Option<rust_decimal::Decimal>| {
            amount.map(|amount| amount.normalize().to_string()).unwrap_or_default()
        };
        format!("{}..{} {}", part(self.min), part(self.max), self.currency.code())
    }

    /// The smaller upper bound over the larger.
    fn ratio(&self, other: &Self) -> f64 {
        let bound = |amount: &Self| {
            let bound = amount.max.or(amount.min)?;
            f64::try_from(bound).ok()
        };
        match (bound(self), bound(other)) {
            (Some(one), Some(other)) if one.max(other) > 0.0 => one.min(other) / one.max(other),
            _ => 0.0,
        }
    }
}

fn by_publisher(left: &Signature, right: &Signature, evidence: &mut Evidence) {
    let (Some(one), Some(other)) = (&left.publisher, &right.publisher) else { return };
    let alike = strsim::jaro_winkler(one, other).max(strsim::jaro_winkler(other, one));
    let sides = (one.as_str(), other.as_str());
    let measured = (Measure::JaroWinkler, alike);
    // A name within a longer one may be the same body, or a branch of it: it says nothing.
    let within = one != other && (one.contains(other.as_str()) || other.contains(one.as_str()));
    if within {
        return;
    }
    if alike >= ONE_NAME {
        // Every offer of one source may name the same publisher, which then tells nothing.
        let weight = if one_source(left, right) { 0.0 } else { w::PUBLISHER_SHARED };
        evidence.add(ComparedField::Publisher, Finding::Agrees, sides, measured, weight);
    } else {
        evidence.add(ComparedField::Publisher, Finding::Differs, sides, measured, w::PUBLISHER_OTHER);
    }
}

fn by_country(left: &Signature, right: &Signature, evidence: &mut Evidence) {
    let differs = (Measure::Equality, 0.0);
    if let (Some(one), Some(other)) = (&left.country, &right.country)
        && one != other
    {
        let sides = (one.as_str(), other.as_str());
        evidence.add(ComparedField::Country, Finding::Differs, sides, differs, w::COUNTRY_OTHER);
    }
    let (one, other) = (&left.eligible, &right.eligible);
    if !one.is_empty() && !other.is_empty() && !one.iter().any(|country| other.contains(country)) {
        let listed = |countries: &[CountryCode]| {
            countries.iter().map(CountryCode::as_str).collect::<Vec<_>>().join(" ")
        };
        let sides = (&*listed(one), &*listed(other));
        evidence.add(ComparedField::Eligibility, Finding::Differs, sides, differs, w::ELIGIBILITY_OTHER);
    }
}

fn one_source(left: &Signature, right: &Signature) -> bool {
    left.source.is_some() && left.source == right.source
}

fn by_source(left: &Signature, right: &Signature, evidence: &mut Evidence) {
    if let (Some(one), Some(other)) = (&left.source, &right.source)
        && one == other
    {
        let sides = (one.as_str(), other.as_str());
        evidence.add(ComparedField::Source, Finding::Differs, sides, (Measure::Equality, 1.0), w::ONE_SOURCE);
    }
}
