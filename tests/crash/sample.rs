//! Made-up offers, alike enough to compete for a need, and moments to kill at; both the same in every run.

use std::path::{Path, PathBuf};
use std::time::Duration;

/// The need that every crash test asks about.
pub(super) const NEED: &str = "agua potable rural y saneamiento para localidades aisladas";

const SUBJECTS: &[&str] = &[
    "agua potable rural",
    "saneamiento de aguas servidas",
    "turismo de naturaleza",
    "energía eólica en islas",
    "salud de personas mayores",
    "formación de docentes rurales",
    "glaciares y clima",
    "pesca artesanal",
];
const FORMS: &[&str] = &["Pasantía", "Curso", "Fondo concursable", "Asistencia técnica", "Intercambio"];
const PLACES: &[(&str, &str)] = &[("AR", "Argentina"), ("ES", "España"), ("FR", "Francia"), ("CN", "China")];

/// Offer `number` as an import line, in its nth wording.
pub(super) fn offer(number: usize, wording: usize) -> serde_json::Value {
    let subject = SUBJECTS[number % SUBJECTS.len()];
    let form = FORMS[number / SUBJECTS.len() % FORMS.len()];
    let (code, country) = PLACES[number % PLACES.len()];
    serde_json::json!({
        "source": "crash-test",
        "external_id": format!("offer-{number}"),
        "title": { "es": format!("{form} sobre {subject} n.º {number}") },
        "summary": { "es": format!(
            "{form} de {country} para comunas y localidades aisladas: {subject}. Versión {wording}.",
        ) },
        "country": code,
    })
}

/// A file of the offers 0 to `count`, in their first wording.
pub(super) fn offers_file(folder: &Path, count: usize) -> PathBuf {
    worded_file(folder, count, |_| 1)
}

/// A file of the offers 0 to `count`, each in the wording that `wording` says.
pub(super) fn worded_file(folder: &Path, count: usize, wording: fn(usize) -> usize) -> PathBuf {
    let path = folder.join("offers.jsonl");
    let lines: String = (0..count).map(|number| format!("{}\n", offer(number, wording(number)))).collect();
    std::fs::write(&path, lines).expect("written");
    path
}

/// A generator of moments (xorshift): the same seed gives the same ones.
pub(super) struct Moments(u64);

impl Moments {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A moment before `whole` has passed.
    pub(super) fn within(&mut self, whole: Duration) -> Duration {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        whole.mul_f64((self.0 >> 11) as f64 / (1u64 << 53) as f64)
    }
}
