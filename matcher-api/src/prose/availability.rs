//! An offer's availability in words.

use matcher_core::model::Availability;

use super::{Language, date, phrase, say};

/// `Cierra en 34 días (24 de diciembre de 2026)`, `Abierta todo el año`…
pub fn availability(state: &Availability, language: Language) -> String {
    match state {
        Availability::Open { closes, days_left } => phrase(language, "availability-open")
            .count("days", *days_left)
            .with("date", date(*closes, language))
            .text(),
        Availability::Rolling => say(language, "availability-rolling"),
        Availability::Forthcoming { opens: Some(opens), .. } => {
            phrase(language, "availability-forthcoming-opens").with("date", date(*opens, language)).text()
        }
        Availability::Forthcoming { opens: None, .. } => say(language, "availability-forthcoming"),
        Availability::Closed { closed } => {
            phrase(language, "availability-closed").with("date", date(*closed, language)).text()
        }
        Availability::Unknown => say(language, "availability-unknown"),
    }
}
