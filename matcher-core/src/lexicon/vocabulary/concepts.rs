//! The labels of concepts, gathered in whatever order a SKOS file states them. Knows no file form.

use std::collections::BTreeMap;

use super::super::Corpus;
use super::{Failed, MAX_CONCEPTS, Place, VocabularyFault, label};
use crate::model::LanguageTag;
use crate::text::TextLanguage;

/// What the preferred labels of a concept count of one table row: they are chosen to translate each other.
const PREFERRED_WEIGHT: u32 = 2;

type Label = (TextLanguage, String);

/// Concepts by their addresses.
#[derive(Default)]
pub(super) struct Concepts(BTreeMap<String, Names>);

/// Labels of one concept.
#[derive(Default)]
struct Names {
    preferred: Vec<Label>,
    alternative: Vec<Label>,
}

impl Concepts {
    /// Takes a label of the concept at `address`; passes over languages that are not analysed.
    pub(super) fn take(
        &mut self,
        address: &str,
        language: &str,
        text: &str,
        is_preferred: bool,
    ) -> Result<(), Failed> {
        let language = language.parse::<LanguageTag>().ok().as_ref().and_then(TextLanguage::of);
        let Some(language) = language else { return Ok(()) };
        let text = label::checked(text).map_err(|fault| (Place::Concept(address.to_owned()), fault))?;
        let names = self.0.entry(address.to_owned()).or_default();
        let list = if is_preferred { &mut names.preferred } else { &mut names.alternative };
        list.push((language, text.to_owned()));
        if self.0.len() > MAX_CONCEPTS {
            return Err((Place::File, VocabularyFault::TooManyEntries));
        }
        Ok(())
    }

    /// Hands all over; how many concepts had preferred labels in two languages or more.
    pub(super) fn hand_over(&self, weight: u32, corpus: &mut Corpus) -> usize {
        self.0.values().filter(|names| names.hand_over(weight, corpus)).count()
    }
}

impl Names {
    /// Whether there were two languages.
    fn hand_over(&self, weight: u32, corpus: &mut Corpus) -> bool {
        let preferred: Vec<(TextLanguage, &str)> =
            self.preferred.iter().map(|(language, text)| (*language, text.as_str())).collect();
        if !preferred.iter().any(|(language, _)| *language != preferred[0].0) {
            return false;
        }
        corpus.add(&preferred, weight.saturating_mul(PREFERRED_WEIGHT));
        for (language, text) in &self.alternative {
            corpus.add_synonym((*language, text), &preferred, weight);
        }
        true
    }
}
