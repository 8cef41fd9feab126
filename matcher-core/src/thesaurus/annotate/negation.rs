//! Whether a subject is named only to be excluded: «no incluye turismo», "excluding tourism".
//!
//! A lack is no exclusion: «localidades sin agua potable» is about drinking water.

use crate::text::{TextLanguage, fold};

/// Bytes before the name that are looked at.
const WINDOW_BYTES: usize = 160;
/// How many words before the name an exclusion still reaches it.
const EXCLUSION_WORDS: usize = 8;
/// The same for `without`.
const PRIVATION_WORDS: usize = 3;
/// Most words between a negation and the verb that it turns into an exclusion (`no se financia`).
const VERB_WORDS: usize = 2;

struct Cues {
    /// Words that exclude whatever follows.
    excluding: &'static [&'static str],
    /// Words that say that something is not there.
    privative: &'static [&'static str],
    negating: &'static [&'static str],
    /// Verbs that exclude when negated.
    including: &'static [&'static str],
    /// After these the sentence turns: what was excluded before is not any more.
    turning: &'static [&'static str],
    /// What after a negation makes it none (`no solo`, `sin fines de lucro`, `without access to`).
    harmless: &'static [&'static str],
    /// Who may lack something.
    lacking: &'static [&'static str],
}

const CUES: [Cues; 4] = [
    Cues {
        excluding: &["excluye", "excluyen", "excluyendo", "excluira", "excepto", "exceptuando", "salvo"],
        privative: &["sin"],
        negating: &["no", "ni"],
        including: &[
            "incluye",
            "incluyen",
            "incluira",
            "incluiran",
            "contempla",
            "contemplan",
            "considera",
            "consideran",
            "cubre",
            "cubren",
            "financia",
            "financian",
            "financiara",
            "financiaran",
            "apoya",
            "apoyan",
            "elegible",
            "elegibles",
            "aplica",
            "aplican",
            "aceptan",
            "aceptaran",
            "abarca",
            "abarcan",
        ],
        turning: &["pero", "sino", "aunque"],
        harmless: &[
            "solo",
            "solamente",
            "unicamente",
            "perjuicio",
            "embargo",
            "obstante",
            "fines",
            "lucro",
            "acceso",
            "mas",
        ],
        lacking: &[
            "personas",
            "persona",
            "familias",
            "hogares",
            "viviendas",
            "localidades",
            "localidad",
            "sectores",
            "comunidades",
            "comunidad",
            "comunas",
            "comuna",
            "poblacion",
            "habitantes",
            "escuelas",
            "establecimientos",
            "ninos",
            "mujeres",
            "jovenes",
            "adultos",
            "zonas",
            "areas",
            "territorios",
            "pueblos",
            "vecinos",
        ],
    },
    Cues {
        excluding: &["excluding", "excludes", "except", "ineligible", "barring"],
        privative: &["without"],
        negating: &["not", "non", "no", "nor", "never"],
        including: &[
            "include",
            "included",
            "includes",
            "cover",
            "covers",
            "fund",
            "funds",
            "funded",
            "support",
            "supports",
            "supported",
            "eligible",
            "apply",
            "accept",
            "accepted",
            "consider",
            "considered",
            "finance",
        ],
        turning: &["but", "however", "though", "although", "rather"],
        harmless: &["only", "just", "merely", "limited", "prejudice", "profit", "access", "least", "regard"],
        lacking: &[
            "people",
            "persons",
            "families",
            "households",
            "homes",
            "communities",
            "villages",
            "schools",
            "children",
            "women",
            "areas",
            "regions",
            "countries",
            "populations",
            "youth",
            "those",
            "students",
        ],
    },
    Cues {
        excluding: &["hors", "excluant", "exclut", "excluent", "excepte", "exception", "sauf"],
        privative: &["sans"],
        negating: &["pas", "non", "ni", "ne", "n"],
        including: &[
            "inclut",
            "incluent",
            "comprend",
            "comprennent",
            "couvre",
            "couvrent",
            "finance",
            "financent",
            "eligible",
            "eligibles",
            "concerne",
            "concernent",
            "soutient",
        ],
        turning: &["mais", "toutefois", "cependant"],
        harmless: &["seulement", "uniquement", "prejudice", "but", "lucratif", "acces", "limite", "limiter"],
        lacking: &[
            "personnes",
            "familles",
            "menages",
            "logements",
            "communautes",
            "villages",
            "ecoles",
            "enfants",
            "femmes",
            "zones",
            "regions",
            "populations",
            "jeunes",
            "habitants",
            "territoires",
        ],
    },
    Cues {
        excluding: &["excluindo", "exclui", "excluem", "exceto", "excepto", "salvo"],
        privative: &["sem"],
        negating: &["nao", "nem"],
        including: &[
            "inclui",
            "incluem",
            "contempla",
            "contemplam",
            "cobre",
            "cobrem",
            "financia",
            "financiam",
            "apoia",
            "elegivel",
            "elegiveis",
            "aplica",
            "considera",
            "abrange",
            "abrangem",
        ],
        turning: &["mas", "porem"],
        harmless: &["so", "apenas", "somente", "prejuizo", "fins", "lucrativos", "acesso", "obstante"],
        lacking: &[
            "pessoas",
            "familias",
            "domicilios",
            "comunidades",
            "localidades",
            "escolas",
            "criancas",
            "mulheres",
            "jovens",
            "populacao",
            "populacoes",
            "areas",
            "zonas",
            "regioes",
            "municipios",
        ],
    },
];

/// Whether the name that begins at `start` is excluded by the words before it in the same sentence.
pub(super) fn reaches(text: &str, start: usize, language: Option<TextLanguage>) -> bool {
    let Some(language) = language else { return false };
    let cues = &CUES[language as usize];
    let window = &text[text.floor_char_boundary(start.saturating_sub(WINDOW_BYTES))..start];
    let folded = fold(last_sentence(window));
    // The nearest word first.
    let words: Vec<&str> = folded
        .rsplit(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(EXCLUSION_WORDS + VERB_WORDS)
        .collect();
    for (distance, word) in words.iter().enumerate().take(EXCLUSION_WORDS) {
        if cues.turning.contains(word) {
            return false;
        }
        let nearer_is_harmless = distance > 0 && cues.harmless.contains(&words[distance - 1]);
        let before = words.get(distance + 1);
        if cues.excluding.contains(word) {
            return !before.is_some_and(|before| cues.negating.contains(before));
        }
        if cues.including.contains(word) && is_negated(cues, &words[distance + 1..]) {
            return true;
        }
        if cues.privative.contains(word) && distance < PRIVATION_WORDS && !nearer_is_harmless {
            return !before.is_some_and(|before| cues.lacking.contains(before));
        }
        if cues.negating.contains(word) && distance == 0 {
            return true;
        }
    }
    false
}

/// Whether a negation stands shortly before; `words` begins with the nearest.
fn is_negated(cues: &Cues, words: &[&str]) -> bool {
    words.iter().take(VERB_WORDS).any(|word| cues.negating.contains(word))
}

fn last_sentence(window: &str) -> &str {
    let end = window.rfind(['.', ';', '!', '?', '•', '\u{2029}']).map(|at| at + 1).unwrap_or_default();
    let sentence = window.get(end..).unwrap_or(window);
    sentence.rfind("\n\n").map_or(sentence, |at| &sentence[at..])
}
