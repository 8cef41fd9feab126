//! A title as words to compare: folded, with its years, numbers, phases, lots and codes marked. Knows no other title.

use super::mended::mended;
use crate::text::fold;

/// Most words of a title that are compared.
const MAX_WORDS: usize = 60;
/// Words that join others and tell nothing, folded.
const SMALL: [&str; 68] = [
    "a", "al", "an", "and", "as", "at", "au", "aux", "by", "con", "d", "da", "das", "de", "del", "dem",
    "den", "der", "des", "die", "do", "dos", "du", "e", "el", "em", "en", "et", "for", "from", "im", "in",
    "its", "l", "la", "las", "le", "les", "lo", "los", "na", "nas", "no", "nos", "o", "of", "on", "or", "os",
    "ou", "par", "para", "per", "por", "pour", "s", "se", "sin", "sur", "the", "to", "u", "und", "via",
    "von", "with", "y", "zur",
];
/// The longest code in capitals that is a mark: `RIA`, `CSA`, `LOT`.
const CODE_LETTERS: usize = 4;

/// One word of a title.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub(super) struct Word {
    /// Folded; ordinals and Roman numbers as digits.
    pub(super) text: String,
    /// What it is.
    pub(super) sort: Sort,
}

/// What a word of a title does there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub(super) enum Sort {
    /// Says what it is about.
    Plain,
    /// Joins others.
    Small,
    /// Holds a digit, or is an ordinal or a Roman number: tells editions, phases and lots apart.
    Number,
    /// A few capitals, such as a type of action.
    Code,
}

/// The words of one title.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(super) struct Title {
    /// Primary language; `und` where it is not known.
    pub(super) language: String,
    /// In their order.
    pub(super) words: Vec<Word>,
}

impl Title {
    pub(super) fn of(language: &str, text: &str) -> Self {
        let text = &mended(text);
        let shouted = !text.chars().any(char::is_lowercase);
        let words = text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
        let words = words.take(MAX_WORDS).map(|word| Word::of(word, shouted)).collect();
        Self { language: language.to_owned(), words }
    }

    /// The words that are compared: all but the small ones.
    pub(super) fn telling(&self) -> impl Iterator<Item = &Word> {
        self.words.iter().filter(|word| word.sort != Sort::Small)
    }

    /// Whether the two are known to be in two languages, so that other words are no difference.
    pub(super) fn speaks_otherwise(&self, other: &Self) -> bool {
        let known = |title: &Self| title.language != "und";
        known(self) && known(other) && self.language != other.language
    }

    /// As one line.
    pub(super) fn text(&self) -> String {
        self.words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
    }

    /// Its telling words sorted, each once.
    pub(super) fn sorted(&self) -> Vec<&str> {
        let mut words: Vec<&str> = self.telling().map(|word| word.text.as_str()).collect();
        words.sort_unstable();
        words.dedup();
        words
    }
}

impl Word {
    fn of(written: &str, shouted: bool) -> Self {
        let folded = fold(written);
        if let Some(number) = ordinal(&folded).or_else(|| roman(written)) {
            return Self { text: number.to_string(), sort: Sort::Number };
        }
        let letters = written.chars().count();
        // «Lot A», «Phase B»: a lone capital tells apart, unless it is a word such as «A».
        let lone = letters == 1 && !shouted && written.contains(char::is_uppercase) && folded != "a";
        let sort = if lone {
            Sort::Code
        } else if folded.contains(|letter: char| letter.is_ascii_digit()) {
            Sort::Number
        } else if !shouted && letters <= CODE_LETTERS && !written.contains(char::is_lowercase) && letters > 1
        {
            Sort::Code
        } else if SMALL.binary_search(&folded.as_str()).is_ok() {
            Sort::Small
        } else {
            Sort::Plain
        };
        Self { text: folded, sort }
    }
}

/// `first`, `2nd`, `tercera`, `1er`: what calls number their stages, rounds and editions with.
fn ordinal(folded: &str) -> Option<u32> {
    const WORDS: [&[&str]; 6] = [
        &["first", "primer", "primera", "primero", "premier", "premiere", "primeira", "primeiro"],
        &["second", "segunda", "segundo", "deuxieme", "seconde"],
        &["third", "tercer", "tercera", "tercero", "troisieme", "terceira", "terceiro"],
        &["fourth", "cuarta", "cuarto", "quatrieme", "quarta", "quarto"],
        &["fifth", "quinta", "quinto", "cinquieme"],
        &["sixth", "sexta", "sexto", "sixieme"],
    ];
    let named = WORDS.iter().position(|words| words.contains(&folded)).map(|place| place as u32 + 1);
    named.or_else(|| {
        let digits = folded.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
        let end = &folded[digits.len()..];
        let is_ordinal =
            matches!(end, "st" | "nd" | "rd" | "th" | "er" | "ere" | "eme" | "ra" | "da" | "ta" | "a" | "o");
        // `7a` is as likely a lot as an ordinal where it has no longer ending.
        (is_ordinal && end.len() > 1).then(|| digits.parse().ok()).flatten()
    })
}

/// Roman numerals from 2 to 39 in capitals; a single letter is no number by itself.
fn roman(written: &str) -> Option<u32> {
    if !(2..=6).contains(&written.len()) {
        return None;
    }
    let mut total = 0;
    let mut last = 0;
    for letter in written.bytes().rev() {
        let value = match letter {
            b'I' => 1,
            b'V' => 5,
            b'X' => 10,
            _ => return None,
        };
        total = if value < last { total - value } else { total + value };
        last = last.max(value);
    }
    let total = u32::try_from(total).ok()?;
    (spelled(total) == written).then_some(total)
}

fn spelled(number: u32) -> String {
    const ONES: [&str; 10] = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"];
    format!("{}{}", "X".repeat((number / 10) as usize), ONES[(number % 10) as usize])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorts(text: &str) -> Vec<(String, Sort)> {
        Title::of("und", text).words.into_iter().map(|word| (word.text, word.sort)).collect()
    }

    #[test]
    fn what_tells_editions_apart_is_marked() {
        let expected =
            [("fase", Sort::Plain), ("2", Sort::Number), ("2026", Sort::Number), ("ria", Sort::Code)];
        let expected = expected.map(|(word, sort)| (word.to_owned(), sort));
        for text in ["Fase II 2026 (RIA)", "Fase segunda, 2026 – RIA", "Fase 2nd 2026 RIA"] {
            assert_eq!(sorts(text), expected, "{text}");
        }
        assert_eq!(sorts("BECAS DE AGUA")[0].1, Sort::Plain, "in a shouted title capitals mark nothing");
        assert_eq!(sorts("Becas de agua")[1].1, Sort::Small);
        assert_eq!(roman("IIII"), None);
        assert_eq!(roman("XIV"), Some(14));
        assert_eq!(roman("MIX"), None);
    }
}
