//! Words of a source that name a closed value: countries and languages by name, yes and no.

use std::collections::HashMap;
use std::sync::LazyLock;

use matcher_core::model::{CountryCode, LanguageTag};

/// Countries by their names in Spanish, English, French and Portuguese, letters folded.
static COUNTRIES: LazyLock<HashMap<String, CountryCode>> = LazyLock::new(|| {
    let mut names = HashMap::new();
    for code in CountryCode::all() {
        for (_, name) in code.names().iter() {
            names.insert(fold(name), code.clone());
        }
    }
    for (name, code) in OTHER_NAMES {
        if let Ok(code) = code.parse() {
            names.insert(fold(name), code);
        }
    }
    names
});

/// Names that payloads use and the tables do not.
const OTHER_NAMES: [(&str, &str); 14] = [
    ("Turkey", "TR"),
    ("Hong Kong (SAR)", "HK"),
    ("United States of America", "US"),
    ("USA", "US"),
    ("Estados Unidos de América", "US"),
    ("UK", "GB"),
    ("Great Britain", "GB"),
    ("Korea, Republic of", "KR"),
    ("Republic of Korea", "KR"),
    ("Korea", "KR"),
    ("Russian Federation", "RU"),
    ("Viet Nam", "VN"),
    ("Turkiye", "TR"),
    ("European Commission", "EU"),
];

/// The country of an ISO code or of a name.
pub(super) fn find_country(text: &str) -> Option<CountryCode> {
    let text = text.trim();
    if text.len() == 2 {
        return text.parse().ok();
    }
    COUNTRIES.get(&fold(text)).cloned()
}

/// The language of a tag or of its name in the languages we read.
pub(super) fn find_language(text: &str) -> Option<LanguageTag> {
    let name = fold(text);
    let by_name = match name.as_str() {
        "english" | "ingles" | "anglais" | "eng" => "en",
        "spanish" | "espanol" | "espagnol" | "espanhol" | "castellano" | "spa" => "es",
        "french" | "frances" | "francais" | "fra" | "fre" => "fr",
        "portuguese" | "portugues" | "portugais" | "por" => "pt",
        "german" | "aleman" | "allemand" | "alemao" | "deutsch" | "deu" | "ger" => "de",
        "italian" | "italiano" | "italien" | "ita" => "it",
        _ => return crate::language::parse_stated(text),
    };
    by_name.parse().ok()
}

/// Yes or no.
pub(super) fn find_truth(text: &str) -> Option<bool> {
    match fold(text).as_str() {
        "true" | "yes" | "si" | "oui" | "sim" | "ja" | "1" => Some(true),
        "false" | "no" | "non" | "nao" | "nein" | "0" => Some(false),
        _ => None,
    }
}

/// Lower case without accents, on one line.
pub(super) fn fold(text: &str) -> String {
    let lower = crate::text::one_line(text).to_lowercase();
    lower
        .chars()
        .map(|c| match c {
            'á' | 'à' | 'â' | 'ã' | 'ä' | 'å' => 'a',
            'é' | 'è' | 'ê' | 'ë' => 'e',
            'í' | 'ì' | 'î' | 'ï' => 'i',
            'ó' | 'ò' | 'ô' | 'õ' | 'ö' => 'o',
            'ú' | 'ù' | 'û' | 'ü' => 'u',
            'ñ' => 'n',
            'ç' => 'c',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_several_languages() {
        for (name, code) in
            [("cl", "CL"), ("Francia", "FR"), ("GERMANY", "DE"), ("Brésil", "BR"), ("Turkiye", "TR")]
        {
            assert_eq!(find_country(name).map(|code| code.to_string()).as_deref(), Some(code), "{name}");
        }
        assert_eq!(find_country("Western and Central Africa"), None);
        assert_eq!(find_language("Español").map(|tag| tag.to_string()).as_deref(), Some("es"));
        assert_eq!(find_language("pt_BR").map(|tag| tag.to_string()).as_deref(), Some("pt"));
        assert_eq!((find_truth("Sí"), find_truth("maybe")), (Some(true), None));
    }
}
