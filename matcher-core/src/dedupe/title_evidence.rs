//! What two offers' titles add to the evidence. Knows the dates only where they explain a year in a title.

use super::evidence::Evidence;
use super::likeness::{ComparedField, Finding, Measure};
use super::signature::Signature;
use super::title::Title;
use super::title_relation::{Kind, Relation, relation};
use super::weights as w;

/// Adds what the best matching pair of titles says.
pub(super) fn add(left: &Signature, right: &Signature, evidence: &mut Evidence) {
    let pairs = left.titles.iter().flat_map(|one| right.titles.iter().map(move |other| (one, other)));
    let compared = pairs.map(|(one, other)| (relation(one, other), one, other));
    let best = compared.max_by(|one, other| rank(&one.0).total_cmp(&rank(&other.0)));
    let Some((found, one, other)) = best else { return };
    if one.speaks_otherwise(other) && matches!(found.kind, Kind::Other | Kind::OtherEdition) {
        return;
    }
    let sides = (&*one.text(), &*other.text());
    let (finding, weight) = weigh(&found);
    let measured = measure(found.kind, found.dice, one, other);
    evidence.add(ComparedField::Title, finding, sides, measured, weight);
    by_edition(&found, left, right, evidence);
}

/// Titles in other languages than the other offer's must not stand in the way of those that fit.
fn rank(relation: &Relation) -> f64 {
    let order = match relation.kind {
        Kind::Equal => 4.0,
        Kind::Near => 3.0,
        Kind::Extended => 2.0,
        Kind::OtherEdition | Kind::Other => 1.0,
    };
    order + relation.dice / 2.0
}

fn weigh(relation: &Relation) -> (Finding, f64) {
    let full = (relation.shared as f64 * w::TITLE_PER_WORD).min(w::TITLE_MOST);
    match relation.kind {
        Kind::Equal => (Finding::Agrees, full),
        Kind::Near => (Finding::Near, full * w::TITLE_NEAR),
        Kind::Extended => (Finding::Near, full * (2.0 * relation.dice - 1.0) + w::TITLE_EXTENDED),
        Kind::OtherEdition => (Finding::Near, 0.0),
        Kind::Other => (Finding::Differs, w::TITLE_OTHER * (1.0 - relation.dice) + w::TITLE_REWORDED),
    }
}

/// Words decide the kind; letters tell how near a title is that is not equal.
fn measure(kind: Kind, dice: f64, one: &Title, other: &Title) -> (Measure, f64) {
    match kind {
        Kind::Equal => (Measure::Equality, 1.0),
        Kind::Near => {
            let (one, other) = (one.text(), other.text());
            let alike = strsim::jaro_winkler(&one, &other).max(strsim::jaro_winkler(&other, &one));
            (Measure::JaroWinkler, alike)
        }
        _ => (Measure::WordDice, dice),
    }
}

/// Numbers and codes that only one title has, or that differ.
fn by_edition(relation: &Relation, left: &Signature, right: &Signature, evidence: &mut Evidence) {
    let (one, other) = (&relation.left_marks, &relation.right_marks);
    let (finding, weight) = match relation.kind {
        Kind::OtherEdition => (Finding::Differs, w::EDITION_OTHER),
        // A year that the other offer's dates name too is no difference.
        _ if one.iter().all(|mark| explained(mark, right))
            && other.iter().all(|mark| explained(mark, left)) =>
        {
            return;
        }
        _ => (Finding::Near, w::EDITION_ONE_SIDED),
    };
    let sides = (&*one.join(" "), &*other.join(" "));
    evidence.add(ComparedField::Edition, finding, sides, (Measure::Equality, 0.0), weight);
}

fn explained(mark: &str, by: &Signature) -> bool {
    by.has_year(mark) || !mark.contains(|letter: char| letter.is_ascii_digit())
}
