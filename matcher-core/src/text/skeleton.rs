//! What is left of a word when the spelling habits of European languages are taken off: `Kultur`, `cultura` and
//! `culture` leave `kultur`. Words of one origin meet by it where no vocabulary knows them.

/// Spellings of one sound, in the order in which they are replaced.
const SOUNDS: &[(&str, &str)] = &[
    ("cion", "sion"),
    ("tion", "sion"),
    ("zion", "sion"),
    ("coes", "sion"),
    ("cao", "sion"),
    ("ph", "f"),
    ("th", "t"),
    ("rh", "r"),
    ("sch", "s"),
    ("sh", "s"),
    ("ch", "k"),
    ("ck", "k"),
    ("qu", "k"),
    ("sce", "se"),
    ("sci", "si"),
    ("ce", "se"),
    ("ci", "si"),
    ("cy", "si"),
    ("c", "k"),
    ("q", "k"),
    ("z", "s"),
    ("y", "i"),
    ("w", "v"),
    ("x", "s"),
    ("nh", "n"),
    ("lh", "l"),
];
/// Shorter words are alike by accident.
const SHORTEST: usize = 4;

/// The skeleton of a folded word or stem; none where it would say nothing (short words, numbers, other scripts).
pub fn skeleton(word: &str) -> Option<String> {
    if word.len() < SHORTEST || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return None;
    }
    let mut bones = word.to_owned();
    for (spelling, sound) in SOUNDS {
        if bones.contains(spelling) {
            bones = bones.replace(spelling, sound);
        }
    }
    bones.retain(|letter| letter != 'h');
    bones = without_doubles(&bones);
    while bones.len() > SHORTEST && bones.ends_with(['a', 'e', 'i', 'o', 'u']) {
        bones.pop();
    }
    Some(bones)
}

fn without_doubles(word: &str) -> String {
    let mut kept = String::with_capacity(word.len());
    for letter in word.chars() {
        if !kept.ends_with(letter) {
            kept.push(letter);
        }
    }
    kept
}

/// Parts put before words of science and administration, the longest first where one begins another.
const PREFIXES: &[&str] = &[
    "electro", "photo", "psicho", "psico", "psycho", "hidro", "hydro", "micro", "macro", "multi", "inter",
    "intra", "socio", "termo", "thermo", "super", "ultra", "trans", "contra", "extra", "infra", "video",
    "radio", "neuro", "ciber", "cyber", "petro", "silvo", "pluri", "etno", "ethno", "aero", "agro", "agri",
    "anti", "aqua", "acui", "auto", "euro", "foto", "mini", "mono", "nano", "para", "piro", "poli", "poly",
    "post", "semi", "tele", "meta", "bio", "eco", "geo", "neo", "pre", "sub", "tri", "bi", "co", "re",
];

/// What follows a common prefix in a compound stem (`agrofotovolt` → `fotovolt`), for each prefix that fits.
pub fn without_prefix(stem: &str) -> impl Iterator<Item = &str> {
    PREFIXES.iter().filter_map(|prefix| stem.strip_prefix(prefix)).filter(|rest| rest.len() >= SHORTEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_one_origin_leave_the_same_bones() {
        for (one, other) in [
            ("kultur", "cultura"),
            ("geografia", "geography"),
            ("teatro", "theatro"),
            ("comunicacion", "communication"),
            ("comunicacion", "comunicacao"),
            ("arquitectura", "architectura"),
            ("montanha", "montana"),
        ] {
            assert_eq!(skeleton(one), skeleton(other), "{one} and {other}");
        }
        assert_ne!(skeleton("glaciar"), skeleton("gracia"));
    }

    #[test]
    fn nothing_is_left_of_short_words_numbers_and_other_scripts() {
        for word in ["", "sal", "2026", "h2o2", "빙하", "παγετώνας"] {
            assert_eq!(skeleton(word), None, "{word}");
        }
    }

    #[test]
    fn compounds_come_apart() {
        assert!(without_prefix("agrofotovolt").any(|rest| rest == "fotovolt"));
        assert_eq!(without_prefix("recto").next(), None, "cto is too short to be a word");
    }
}
