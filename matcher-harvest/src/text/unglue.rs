//! Puts back the blanks that a careless stripping of tags took out («projects.Pilot», «documentApplication»).
//!
//! A heuristic: only for sources known to lose them. Letters are never added, removed or changed.

/// `text` with a line break after a sentence end that runs into a capital, and a space between a word of
/// lower-case letters and a capitalised word glued to it.
pub fn unglue(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len() + text.len() / 50);
    for (at, c) in chars.iter().enumerate() {
        if at > 0 && starts_word(&chars[at..]) {
            match chars[at - 1] {
                '.' | ':' | ';' | '?' | '!' | ')' | '”' | '’' if ends_sentence(&chars[..at]) => {
                    out.push('\n');
                }
                before if before.is_lowercase() && ends_word(&chars[..at]) => out.push(' '),
                _ => {}
            }
        }
        out.push(*c);
    }
    out
}

/// A capital and two lower-case letters: «Pil», not the «PV» of «InPV».
fn starts_word(rest: &[char]) -> bool {
    matches!(rest, [first, second, third, ..]
        if first.is_uppercase() && second.is_lowercase() && third.is_lowercase())
}

/// Three lower-case letters: «ent», not the «e» of «eHealth».
fn ends_word(before: &[char]) -> bool {
    before.len() >= 3 && before[before.len() - 3..].iter().all(|c| c.is_lowercase())
}

/// Two lower-case letters or a closing bracket before the mark: not the initials of «J.Pérez».
fn ends_sentence(before: &[char]) -> bool {
    let words = &before[..before.len() - 1];
    words.last() == Some(&')')
        || words.len() >= 2 && words[words.len() - 2..].iter().all(|c| c.is_lowercase() || c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_what_stripping_glued() {
        assert_eq!(unglue("Objective:The aim.Scope:Water"), "Objective:\nThe aim.\nScope:\nWater");
        assert_eq!(unglue("Call documentApplication form"), "Call document Application form");
    }

    #[test]
    fn leaves_names_and_abbreviations() {
        for text in ["eHealth", "PhD", "CoFund", "J.Pérez", "e.g. Chile", "H2020", "iPV", "LinkedIn"] {
            assert_eq!(unglue(text), text);
        }
    }
}
