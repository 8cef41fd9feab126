//! What a label must be, in whatever file it stands.

use super::{MAX_LABEL_CHARS, VocabularyFault};

/// A cell this many times as long as the shortest of its row is taken for a name with a description behind it.
const DESCRIBED_FROM: usize = 2;

/// The label without space around it.
pub(super) fn checked(text: &str) -> Result<&str, VocabularyFault> {
    let text = text.trim();
    if text.len() > MAX_LABEL_CHARS && text.chars().count() > MAX_LABEL_CHARS {
        return Err(VocabularyFault::LongLabel);
    }
    let control = text.chars().find(|letter| letter.is_control() && !matches!(letter, '\t' | '\n' | '\r'));
    control.map_or(Ok(text), |letter| Err(VocabularyFault::ControlCharacter(letter.into())))
}

/// Cuts cells that are far longer than another of their row to their first sentence: some lists of codes put the
/// description behind the name in one language and apart in another.
pub(super) fn without_descriptions<L>(row: &mut [(L, &str)]) {
    let shortest = row.iter().map(|(_, text)| text.len()).min().unwrap_or_default();
    for (_, text) in row {
        if text.len() >= shortest * DESCRIBED_FROM {
            *text = text.split(". ").next().unwrap_or_default();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_far_longer_is_cut() {
        let mut row = [
            ("en", "Water supply"),
            ("fr", "Approvisionnement en eau. Systèmes à grande échelle ; stations"),
        ];
        without_descriptions(&mut row);
        assert_eq!(row[1].1, "Approvisionnement en eau");
        let mut alike =
            [("en", "Support to St. Lucia and others"), ("es", "Apoyo a St. Lucia y otros países")];
        without_descriptions(&mut alike);
        assert_eq!(alike[0].1, "Support to St. Lucia and others");
    }
}
