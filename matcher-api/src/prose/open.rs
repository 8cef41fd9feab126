//! What nobody knows about a match, in words: what the record found leaves open, and what the need does.

use matcher_core::model::RecordKind;
use matcher_core::score::{Component, ComponentName, Evidence, Explanation};

use super::names::component_code;
use super::reasons::eligibility;
use super::{Language, list_of_none, phrase, say};

/// What is not known, by the side that could tell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Open {
    /// Names of what the need leaves open: the same for everything found for it.
    pub need: Vec<String>,
    /// What the record found leaves open, in sentences.
    pub found: Vec<String>,
}

/// What is not known, each once. What nobody could state, such as the deadline of a partner, is left out.
pub fn open(found: RecordKind, explanation: &Explanation, language: Language) -> Open {
    let mut open = Open::default();
    for component in &explanation.components {
        // What a need costs matters to offers alone: a partner states no amount.
        let is_asked = !(found == RecordKind::Partner && component.name == ComponentName::Amount);
        if component.value.is_some() || !is_asked {
            continue;
        }
        for (of_need, words) in unknown(component, language) {
            let side = if of_need { &mut open.need } else { &mut open.found };
            if !side.contains(&words) {
                side.push(words);
            }
        }
    }
    open
}

/// The sentences that say what is not known.
pub fn unknowns(found: RecordKind, explanation: &Explanation, language: Language) -> Vec<String> {
    let Open { need, found } = open(found, explanation, language);
    found.into_iter().chain(gaps(&need, language)).collect()
}

/// What the need leaves open, by its names, in one sentence.
pub fn gaps(need: &[String], language: Language) -> Option<String> {
    let sentence = phrase(language, "unstated-need").with("what", list_of_none(need, language));
    (!need.is_empty()).then(|| sentence.text())
}

/// Each unknown of a component, and whether it is the need that could tell.
fn unknown(component: &Component, language: Language) -> Vec<(bool, String)> {
    let fields = match &component.evidence {
        Evidence::Eligibility { country, verdict, quote, .. } => {
            return vec![(false, eligibility(country, *verdict, quote.as_deref(), language))];
        }
        Evidence::Unstated { fields } => fields.as_slice(),
        _ => &[],
    };
    let words = |field: &String| {
        let found = phrase(language, format!("unstated-{}", field.replace(['.', '_'], "-"))).find();
        found.map(|words| (field.starts_with("need."), words))
    };
    let all: Option<Vec<_>> = fields.iter().map(words).collect();
    all.unwrap_or_else(|| {
        vec![(false, say(language, format!("unstated-{}", component_code(component.name))))]
    })
}
