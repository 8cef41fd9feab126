//! Whether two words of one stem are forms of one word: plural and gender, not derivation.
//!
//! Stemmers give `minería`, `minas` and `mínimos` one stem, and `libro` and `libre`.

use crate::text::TextLanguage;

/// Endings of nouns made of verbs; inside a phrase the verb may stand for them (`capacitar a funcionarios`).
const NOMINAL: [&[&str]; TextLanguage::ALL.len()] = [
    &["cion", "ciones", "sion", "siones", "miento", "mientos"],
    &["tion", "tions", "sion", "ment", "ing"],
    &["tion", "tions", "sion", "sions", "ment", "ments", "age", "ages"],
    &["cao", "coes", "sao", "mento", "mentos"],
    &["ung", "ungen", "tion", "tionen"],
];

/// Whether a folded word is a noun that a verb of the same stem may stand for.
pub(super) fn is_nominal(language: TextLanguage, word: &str) -> bool {
    NOMINAL[language as usize].iter().any(|ending| word.ends_with(ending))
}

/// Endings of adjectives, participles and doers, which no verb form that stands for its noun has.
const NOT_VERBAL: [&[&str]; TextLanguage::ALL.len()] = [
    &[
        "ado", "ada", "ados", "adas", "ido", "ida", "idos", "idas", "or", "ora", "ores", "oras", "ivo",
        "iva", "ivos", "ivas", "ble", "bles", "al", "ales", "ista", "istas",
    ],
    &["ed", "ive", "or", "ors", "er", "ers", "al", "able", "ible", "ly"],
    &["ee", "ees", "es", "eur", "eurs", "euse", "euses", "if", "ifs", "ive", "ives", "el", "elle", "able"],
    &[
        "ado", "ada", "ados", "adas", "ido", "ida", "idos", "idas", "or", "ora", "ores", "oras", "ivo",
        "iva", "ivos", "ivas", "vel", "veis", "al", "ais", "ista", "istas",
    ],
    &["er", "erin", "ern", "ig", "lich", "isch", "bar", "iv"],
];

/// Whether a folded word can be a form of the verb behind a noun of the same stem.
pub(super) fn may_be_its_verb(language: TextLanguage, word: &str) -> bool {
    !NOT_VERBAL[language as usize].iter().any(|ending| word.ends_with(ending))
}

/// Whether two folded words, of which the language's stemmer makes one stem, are forms of one word.
pub(super) fn agrees(language: TextLanguage, one: &str, other: &str) -> bool {
    // The commonest case by far, in all these languages.
    if one.strip_suffix('s') == Some(other) || other.strip_suffix('s') == Some(one) {
        return true;
    }
    match language {
        TextLanguage::Es => romance(&spanish(one), &spanish(other)),
        TextLanguage::Pt => romance(&portuguese(one), &portuguese(other)),
        TextLanguage::En => meet(&english(one), &english(other), |one, other| one == other),
        TextLanguage::Fr => meet(&french(one), &french(other), |one, other| one == other),
        TextLanguage::De => meet(&german(one), &german(other), |one, other| one == other),
    }
}

/// What a word may be the plural of, itself first.
type Singulars = Vec<String>;

fn meet(ones: &Singulars, others: &Singulars, same: impl Fn(&str, &str) -> bool) -> bool {
    ones.iter().any(|one| others.iter().any(|other| same(one, other)))
}

/// The same, or the same in the other gender: `-o` and `-a`, or a consonant and `-a`.
fn romance(ones: &Singulars, others: &Singulars) -> bool {
    meet(ones, others, |one, other| {
        let (shorter, longer) = if one.len() <= other.len() { (one, other) } else { (other, one) };
        let stem = |word: &str| word.strip_suffix(['o', 'a']).map(str::to_owned);
        let consonant = !shorter.ends_with(['a', 'e', 'i', 'o', 'u']);
        shorter == longer
            || stem(shorter).is_some() && stem(shorter) == stem(longer)
            || consonant && longer.strip_suffix('a') == Some(shorter)
    })
}

/// Replaces an ending.
fn with(word: &str, ending: &str, singular: &str) -> Option<String> {
    word.strip_suffix(ending).filter(|rest| rest.len() > 1).map(|rest| format!("{rest}{singular}"))
}

fn candidates(word: &str, endings: &[(&str, &str)]) -> Singulars {
    let singulars = endings.iter().filter_map(|(plural, singular)| with(word, plural, singular));
    std::iter::once(word.to_owned()).chain(singulars).collect()
}

fn spanish(word: &str) -> Singulars {
    candidates(word, &[("s", ""), ("es", ""), ("ces", "z")])
}

fn portuguese(word: &str) -> Singulars {
    candidates(
        word,
        &[
            ("s", ""),
            ("es", ""),
            ("oes", "ao"),
            ("aes", "ao"),
            ("aos", "ao"),
            ("ais", "al"),
            ("eis", "el"),
            ("eis", "il"),
            ("is", "il"),
            ("ois", "ol"),
            ("uis", "ul"),
            ("ns", "m"),
            ("a", "ao"),
        ],
    )
}

fn english(word: &str) -> Singulars {
    let word = word.replace("isation", "ization").replace("yse", "yze");
    if word.ends_with("ss") {
        return vec![word];
    }
    candidates(&word, &[("s", ""), ("es", ""), ("ies", "y"), ("ves", "f"), ("ves", "fe")])
}

/// Plural, and the feminine by its mute e: `nationaux` and `nationales` are `national`.
fn french(word: &str) -> Singulars {
    let mut singulars = candidates(word, &[("s", ""), ("x", ""), ("aux", "al"), ("aux", "ail")]);
    for place in 0..singulars.len() {
        let feminine =
            [("lle", "l"), ("nne", "n"), ("tte", "t"), ("ive", "if"), ("euse", "eur"), ("ere", "er")];
        let masculine = feminine.iter().filter_map(|(she, he)| with(&singulars[place], she, he));
        let masculine: Vec<String> = masculine
            .chain(with(&singulars[place], "ee", "e"))
            .chain(consonant_e(&singulars[place]))
            .collect();
        singulars.extend(masculine);
    }
    singulars
}

/// Case and number: `Gemeinden`, `Gletschern`, `Landes`.
fn german(word: &str) -> Singulars {
    candidates(word, &[("n", ""), ("en", ""), ("e", ""), ("er", ""), ("es", ""), ("s", ""), ("ern", "")])
}

/// `nationale` → `national`, `durable` stays.
fn consonant_e(word: &str) -> Option<String> {
    let rest = word.strip_suffix('e')?;
    let feminine = [
        "al", "el", "il", "ol", "ul", "an", "in", "on", "un", "en", "at", "et", "it", "ant", "ent", "er",
        "is", "ais", "ois",
    ];
    feminine.iter().any(|ending| rest.ends_with(ending)).then(|| rest.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_one_word_agree() {
        for (language, one, other) in [
            (TextLanguage::Es, "glaciar", "glaciares"),
            (TextLanguage::Es, "lucha", "luchas"),
            (TextLanguage::Es, "luz", "luces"),
            (TextLanguage::Es, "publico", "publicas"),
            (TextLanguage::Es, "investigador", "investigadoras"),
            (TextLanguage::Pt, "formacao", "formacoes"),
            (TextLanguage::Pt, "mulher", "mulheres"),
            (TextLanguage::Pt, "cultural", "culturais"),
            (TextLanguage::En, "community", "communities"),
            (TextLanguage::En, "digitalisation", "digitalization"),
            (TextLanguage::Fr, "national", "nationaux"),
            (TextLanguage::Fr, "nationale", "nationaux"),
            (TextLanguage::Fr, "professionnel", "professionnelles"),
            (TextLanguage::De, "gemeinde", "gemeinden"),
            (TextLanguage::De, "wald", "walder"),
        ] {
            assert!(agrees(language, one, other) && agrees(language, other, one), "{one} {other}");
        }
    }

    #[test]
    fn words_that_only_share_a_stem_do_not() {
        for (language, one, other) in [
            (TextLanguage::Es, "mineria", "minas"),
            (TextLanguage::Es, "mineria", "minimos"),
            (TextLanguage::Es, "maestria", "maestro"),
            (TextLanguage::Es, "doctorado", "doctor"),
            (TextLanguage::Es, "hermanamiento", "hermano"),
            (TextLanguage::Es, "libro", "libres"),
            (TextLanguage::Es, "plan", "plano"),
            (TextLanguage::En, "policy", "police"),
            (TextLanguage::En, "university", "universal"),
            (TextLanguage::Fr, "port", "porte"),
        ] {
            assert!(!agrees(language, one, other) && !agrees(language, other, one), "{one} {other}");
        }
    }
}
