//! One spelling for British and American English: vocabularies of Europe write *organisation* and *theatre*, half of the
//! offers *organization* and *theater*.

use std::borrow::Cow;

/// Roots in `-is` that are written so on both sides.
const NEVER_Z: &[&str] = &[
    "advertis",
    "advis",
    "arthritis",
    "bruis",
    "chassis",
    "compris",
    "compromis",
    "concis",
    "cruis",
    "demis",
    "despis",
    "devis",
    "disguis",
    "enterpris",
    "excis",
    "exercis",
    "expertis",
    "franchis",
    "improvis",
    "incis",
    "likewis",
    "merchandis",
    "otherwis",
    "paradis",
    "prais",
    "precis",
    "premis",
    "promis",
    "apprais",
    "revis",
    "supervis",
    "surpris",
    "televis",
    "tortois",
    "treatis",
    "turquois",
];

/// Whole words that differ, without a plural's `s`.
const WORDS: &[(&str, &str)] = &[
    ("ageing", "aging"),
    ("aluminium", "aluminum"),
    ("catalogue", "catalog"),
    ("centre", "center"),
    ("defence", "defense"),
    ("dialogue", "dialog"),
    ("fibre", "fiber"),
    ("kilometre", "kilometer"),
    ("licence", "license"),
    ("litre", "liter"),
    ("metre", "meter"),
    ("offence", "offense"),
    ("paediatric", "pediatric"),
    ("programme", "program"),
    ("theatre", "theater"),
];

/// What follows the root of a verb in `-ise` or `-yse`.
const VERB_ENDINGS: &[&str] = &["ational", "ations", "ation", "ing", "ers", "er", "ed", "es", "e"];

/// Parts of words that differ, each behind at least so many letters: at the end of a word, or before what is named.
const PARTS: &[(&str, &str, usize)] = &[
    ("our", "or", 3),
    ("ours", "ors", 3),
    ("oured", "ored", 3),
    ("ouring", "oring", 3),
    ("oural", "oral", 3),
    ("ourhood", "orhood", 3),
    ("ourhoods", "orhoods", 3),
    ("elling", "eling", 3),
    ("elled", "eled", 3),
    ("ellers", "elers", 3),
    ("eller", "eler", 3),
];

/// An English word as Americans spell it.
pub(super) fn american(word: &str) -> Cow<'_, str> {
    let (singular, plural) = word.strip_suffix('s').map_or((word, ""), |singular| (singular, "s"));
    if let Some((_, american)) = WORDS.iter().find(|(british, _)| *british == singular) {
        return Cow::Owned(format!("{american}{plural}"));
    }
    let part = PARTS.iter().find_map(|(british, american, letters)| {
        let before = word.strip_suffix(british).filter(|before| before.len() >= *letters)?;
        Some(format!("{before}{american}"))
    });
    part.or_else(|| with_z(word)).map_or(Cow::Borrowed(word), Cow::Owned)
}

/// `organisation` with a `z`.
fn with_z(word: &str) -> Option<String> {
    VERB_ENDINGS.iter().find_map(|ending| {
        let root = word.strip_suffix(ending)?;
        let before = root.strip_suffix('s')?;
        let is_verb = match before.as_bytes().last()? {
            b'i' => before.len() >= 4 && !NEVER_Z.contains(&root),
            b'y' => before.len() >= 4 && !ending.starts_with("er"),
            _ => false,
        };
        is_verb.then(|| format!("{before}z{ending}"))
    })
}

#[cfg(test)]
mod tests {
    use super::super::TextLanguage;
    use super::super::stem::WordStemmer;

    #[test]
    fn british_and_american_words_meet() {
        let mut stemmer = WordStemmer::for_language(TextLanguage::En);
        for (british, american) in [
            ("organisations", "organizations"),
            ("digitalisation", "digitalization"),
            ("analysing", "analyzing"),
            ("labour", "labor"),
            ("behavioural", "behavioral"),
            ("neighbourhoods", "neighborhoods"),
            ("theatre", "theater"),
            ("centres", "center"),
            ("programmes", "program"),
            ("modelling", "modeling"),
            ("licences", "licenses"),
        ] {
            assert_eq!(stemmer.stem(british), stemmer.stem(american), "{british} and {american}");
        }
    }

    #[test]
    fn what_is_written_alike_stays_as_it_is() {
        let mut stemmer = WordStemmer::for_language(TextLanguage::En);
        for (word, stem) in [
            ("enterprises", "enterpris"),
            ("supervised", "supervis"),
            ("tour", "tour"),
            ("hours", "hour"),
            ("wells", "well"),
            ("sellers", "seller"),
            ("tourism", "tourism"),
            ("analysis", "analysi"),
            ("central", "central"),
        ] {
            assert_eq!(stemmer.stem(word), stem);
        }
    }
}
