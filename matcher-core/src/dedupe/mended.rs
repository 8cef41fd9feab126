//! Text whose UTF-8 was once read as windows-1252 («niÃ±os», «Europeâ€™s»), read as it was meant.
//!
//! One collector may have mended its texts and the other not; then one title must not look like two.

use std::borrow::Cow;

/// Letters that windows-1252 has from 0x80 to 0x9f; the five bytes it lacks stand for themselves.
const HIGH: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// The text with every such run mended; runs that are not UTF-8 stay as they are.
pub(super) fn mended(text: &str) -> Cow<'_, str> {
    if !text.contains(['â', 'Ã', 'Â', 'Å', 'Ä', 'Î', 'Ï', 'ð']) {
        return Cow::Borrowed(text);
    }
    let letters: Vec<char> = text.chars().collect();
    let mut mended = String::with_capacity(text.len());
    let mut at = 0;
    while at < letters.len() {
        let meant = meant(&letters[at..]);
        mended.push(meant.map_or(letters[at], |(letter, _)| letter));
        at += meant.map_or(1, |(_, length)| length);
    }
    Cow::Owned(mended)
}

/// The letter whose bytes stand at the beginning, and how many letters stand for it.
fn meant(letters: &[char]) -> Option<(char, usize)> {
    let lead = byte(*letters.first()?)?;
    let length = match lead {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return None,
    };
    let bytes: Option<Vec<u8>> = letters.get(..length)?.iter().map(|letter| byte(*letter)).collect();
    let meant = str::from_utf8(&bytes?).ok()?.chars().next()?;
    Some((meant, length))
}

/// The byte that windows-1252 reads as this letter.
fn byte(letter: char) -> Option<u8> {
    match HIGH.iter().position(|high| *high == letter) {
        Some(place) => u8::try_from(0x80 + place).ok(),
        None => u8::try_from(u32::from(letter)).ok().filter(|byte| !(0x80..0xa0).contains(byte)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_read_wrongly_is_mended_and_nothing_else() {
        for (text, meant) in [
            ("niÃ±os y niÃ±as", "niños y niñas"),
            ("the EUâ€™s data â€“ COâ‚‚", "the EU’s data – CO₂"),
            ("securityÂ\u{a0}", "security\u{a0}"),
            ("château, Ângela, são Ã 2", "château, Ângela, são Ã 2"),
            ("â", "â"),
        ] {
            assert_eq!(mended(text), meant, "{text}");
        }
    }
}
