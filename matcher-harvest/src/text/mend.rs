//! Mends text whose UTF-8 bytes were once read as windows-1252 («niÃ±os» → «niños»).
//!
//! Never touches text that was right: a text counts as damaged only if undoing the damage gives valid UTF-8.

use std::borrow::Cow;

use encoding_rs::WINDOWS_1252;

/// `text` with double encoding undone, or as it was.
///
/// The whole text is undone at once, because a text is damaged as a whole: every character outside ASCII must
/// take part. Where a text is damaged in part, only typographic marks («â€™» and its kin, which no language
/// writes) are undone.
pub fn mend_double_utf8(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    match undo(text) {
        Some(mended) => Cow::Owned(mended),
        None => mend_marks(text),
    }
}

/// The text whose UTF-8 bytes, read as windows-1252, are `text`.
fn undo(text: &str) -> Option<String> {
    let (bytes, _, unmappable) = WINDOWS_1252.encode(text);
    if unmappable { None } else { String::from_utf8(bytes.into_owned()).ok() }
}

/// Undoes three-character runs that start with «â€»: U+2010 to U+203F, dashes, quotes, dots.
fn mend_marks(text: &str) -> Cow<'_, str> {
    const LEAD: &str = "â€";
    if !text.contains(LEAD) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(LEAD) {
        let tail = &rest[at + LEAD.len()..];
        let run = tail.chars().next().map(|third| &rest[at..at + LEAD.len() + third.len_utf8()]);
        let (keep, skip) = match run.and_then(|run| undo(run).map(|mark| (mark, run.len()))) {
            Some((mark, length)) => (mark, length),
            None => (LEAD.to_owned(), LEAD.len()),
        };
        out.push_str(&rest[..at]);
        out.push_str(&keep);
        rest = &rest[at + skip..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn damage(text: &str) -> String {
        WINDOWS_1252.decode_without_bom_handling(text.as_bytes()).0.into_owned()
    }

    #[test]
    fn mends_what_was_read_twice() {
        for right in ["niños", "Aysén", "l’eau — «glaciers»", "São João", "10 € ≤ 20", "Ł", "”"]
        {
            assert_eq!(mend_double_utf8(&damage(right)), right);
        }
    }

    #[test]
    fn leaves_right_text_alone() {
        for right in ["agua", "niños", "SÃO PAULO", "à Õ", "MAÇÃ»", "«Coyhaique» 12 °C", "l’été à Paris", "Â"]
        {
            assert_eq!(mend_double_utf8(right), right);
        }
    }

    #[test]
    fn mends_the_marks_of_a_text_damaged_in_part() {
        assert_eq!(mend_double_utf8("niños â€“ agua â€™ â€"), "niños – agua ’ â€");
    }

    proptest! {
        #[test]
        fn undoes_the_damage_of_any_text(text in "\\PC{0,60}") {
            let damaged = damage(&text);
            prop_assert_eq!(mend_double_utf8(&damaged).into_owned(), text);
        }

        #[test]
        fn leaves_words_of_our_languages_alone(text in "[a-zA-Z áéíóúüñçãõâêôàèùïœÁÉÍÓÚÑÇÃÕ¿¡«»’–.,]{0,60}") {
            // A capital followed by a closing mark may spell a sequence by chance; a blank between keeps words apart.
            let spaced: String = text.chars().flat_map(|c| [c, ' ']).collect();
            prop_assert_eq!(mend_double_utf8(&spaced).into_owned(), spaced);
        }
    }
}
