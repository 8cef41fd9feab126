//! How fresh a source is, in a sentence.

use super::{Language, phrase};
use crate::freshness::Freshness;

/// When the source was last read, and whether it has fallen behind or silent.
pub fn freshness(source: &Freshness, language: Language) -> String {
    let about = |id: &str| phrase(language, id).with("name", source.name.clone());
    let Some(days) = source.days else { return about("source-never").text() };
    if source.stale == Some(true) {
        return about("source-stale").count("days", days).text();
    }
    match source.days_unchanged {
        Some(unchanged) if source.quiet => about("source-quiet").count("days", unchanged).text(),
        _ => about("source-fresh").count("days", days).text(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_state_has_its_sentence_in_both_languages() {
        let source = |days, stale, quiet| Freshness {
            id: "portal".parse().expect("a source"),
            name: "Portal".to_owned(),
            last_good_at: None,
            days,
            days_unchanged: Some(45),
            stale,
            quiet,
        };
        for (state, es, en) in [
            (
                source(None, Some(true), false),
                "Fuente Portal: todavía no se ha podido leer",
                "Source Portal: not read yet",
            ),
            (source(Some(0), Some(false), false), "Fuente Portal: leída hoy", "Source Portal: read today"),
            (source(Some(1), None, false), "Fuente Portal: leída ayer", "Source Portal: read yesterday"),
            (
                source(Some(6), Some(true), false),
                "Fuente Portal sin actualizar hace 6 días",
                "Source Portal not updated for 6 days",
            ),
            (
                source(Some(0), Some(false), true),
                "Fuente Portal sin novedades hace 45 días: puede haber dejado de publicarse",
                "Source Portal unchanged for 45 days: it may have stopped publishing",
            ),
        ] {
            assert_eq!(freshness(&state, Language::Es), es);
            assert_eq!(freshness(&state, Language::En), en);
        }
    }
}
