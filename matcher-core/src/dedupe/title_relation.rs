//! How two titles stand to each other, word by word. Knows no dates and no weight.

use super::title::{Sort, Title, Word};

/// What comparing two titles gives.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Relation {
    /// How they stand to each other.
    pub(super) kind: Kind,
    /// Sørensen–Dice over their telling words, 0 to 1.
    pub(super) dice: f64,
    /// Telling words they share, spelling variants included.
    pub(super) shared: usize,
    /// Numbers and codes that only the left one has.
    pub(super) left_marks: Vec<String>,
    /// Numbers and codes that only the right one has.
    pub(super) right_marks: Vec<String>,
}

/// How two titles stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// The same words in the same order.
    Equal,
    /// The same words but for spelling or order.
    Near,
    /// One has more words than the other.
    Extended,
    /// Both have words of their own.
    Other,
    /// Much the same words, but other numbers or codes.
    OtherEdition,
}

/// So much of the words must be shared for a differing number to be what tells them apart.
const MOSTLY: f64 = 0.5;

/// Compares two titles.
pub(super) fn relation(left: &Title, right: &Title) -> Relation {
    let (mut left_only, mut right_only) = leftovers(left, right);
    let totals = (left.telling().count(), right.telling().count());
    let exact = left_only.is_empty() && right_only.is_empty();
    let variants = drop_variants(&mut left_only, &mut right_only);
    let joined = !exact && squeezed(left) == squeezed(right);
    let shared = if joined { totals.0.min(totals.1) } else { totals.0 - left_only.len() };
    let dice = if joined { 1.0 } else { dice(shared, totals) };
    let marks = |words: &[&Word]| -> Vec<String> {
        let marks = words.iter().filter(|word| matches!(word.sort, Sort::Number | Sort::Code));
        marks.map(|word| word.text.clone()).collect()
    };
    let (left_marks, right_marks) = (marks(&left_only), marks(&right_only));
    let kind = if joined {
        Kind::Near
    } else if left_only.is_empty() && right_only.is_empty() {
        let in_order = variants == 0 && left.telling().eq(right.telling());
        if in_order { Kind::Equal } else { Kind::Near }
    } else if left_only.is_empty() || right_only.is_empty() {
        Kind::Extended
    } else if !left_marks.is_empty() && !right_marks.is_empty() && dice >= MOSTLY {
        Kind::OtherEdition
    } else {
        Kind::Other
    };
    Relation { kind, dice, shared, left_marks, right_marks }
}

fn dice(shared: usize, (left, right): (usize, usize)) -> f64 {
    if left + right == 0 { 0.0 } else { 2.0 * shared as f64 / (left + right) as f64 }
}

/// The telling words of each that the other does not have, as often as it does not.
fn leftovers<'a>(left: &'a Title, right: &'a Title) -> (Vec<&'a Word>, Vec<&'a Word>) {
    let mut right_only: Vec<&Word> = right.telling().collect();
    let left_only = left.telling().filter(|word| {
        let met = right_only.iter().position(|other| other.text == word.text);
        met.map(|place| right_only.remove(place)).is_none()
    });
    (left_only.collect(), right_only)
}

/// Takes away words that differ in spelling alone; says how many.
fn drop_variants(left: &mut Vec<&Word>, right: &mut Vec<&Word>) -> usize {
    let before = left.len();
    left.retain(|word| match right.iter().position(|other| is_variant(word, other)) {
        Some(place) => {
            right.remove(place);
            false
        }
        None => true,
    });
    before - left.len()
}

/// A slip, a plural, a broken accent; never a number, and never so short that another word is as near.
fn is_variant(one: &Word, other: &Word) -> bool {
    if one.sort != Sort::Plain || other.sort != Sort::Plain {
        return false;
    }
    let (one, other) = (one.text.as_str(), other.text.as_str());
    let shorter = one.chars().count().min(other.chars().count());
    let longer_by_one = one.strip_prefix(other).or_else(|| other.strip_prefix(one));
    match shorter {
        0..4 => false,
        4 => longer_by_one.is_some_and(|rest| rest.chars().count() == 1),
        5..10 => strsim::osa_distance(one, other) <= 1,
        _ => strsim::osa_distance(one, other) <= 2,
    }
}

/// All letters in a row: `follow-up` and `followup` are one.
fn squeezed(title: &Title) -> String {
    title.words.iter().map(|word| word.text.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(left: &str, right: &str) -> Kind {
        let (left, right) = (Title::of("und", left), Title::of("und", right));
        let found = relation(&left, &right);
        let back = relation(&right, &left);
        assert_eq!((found.kind, found.shared), (back.kind, back.shared), "both orders say the same");
        found.kind
    }

    #[test]
    fn what_differs_decides() {
        for (left, right, expected) in [
            ("Fondo de agua rural", "FONDO DE AGUA RURAL", Kind::Equal),
            ("Fondo de agua rural", "Fondos del agua rural", Kind::Near),
            ("Water follow-up fund", "Water followup fund", Kind::Near),
            ("Rural water fund", "Water fund, rural", Kind::Near),
            ("Fondo de agua rural", "Fondo de agua rural para municipios", Kind::Extended),
            ("Fondo de agua rural 2026", "Fondo de agua rural 2027", Kind::OtherEdition),
            ("Fondo de agua rural (RIA)", "Fondo de agua rural (IA)", Kind::OtherEdition),
            ("Fondo de agua, lote 1", "Fondo de agua, lote 2", Kind::OtherEdition),
            ("Fondo de agua, primera etapa", "Fondo de agua, segunda etapa", Kind::OtherEdition),
            ("Fondo de agua rural", "Fondo de agua urbana", Kind::Other),
            ("Training in Austria", "Training in Australia", Kind::Other),
            ("Energy networks – works", "Energy networks – studies", Kind::Other),
        ] {
            assert_eq!(kind(left, right), expected, "{left} / {right}");
        }
    }
}
