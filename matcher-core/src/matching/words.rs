//! Which words met, as both sides write them, and where the record says so: a second look at the texts of a match that
//! is shown. Words come from the score as keys, since the index keeps no text.

use std::collections::HashMap;

use super::snippet::{Answering, snippets};
use crate::model::{Localized, Need};
use crate::score::{ComponentName, Evidence, Explanation};
use crate::text::{Token, analyze};
use crate::thesaurus::Thesaurus;

/// Writes the words of the text component as the need and the record write them, and adds the passages that answer.
pub(super) fn explain(need: &Need, texts: &[&Localized], explanation: &mut Explanation) {
    let text = explanation.components.iter_mut().find(|component| component.name == ComponentName::Text);
    let Some(Evidence::Words { words, subjects, snippets: passages }) =
        text.map(|component| &mut component.evidence)
    else {
        return;
    };
    let asked = written_forms(need.title.iter().chain(&need.description));
    let readings: Vec<Answering<'_>> = texts
        .iter()
        .flat_map(|text| text.iter())
        .map(|(language, text)| Answering::read(text, language))
        .collect();
    for word in words.iter_mut() {
        if let Some(written) = asked.get(&word.need) {
            word.need.clone_from(written);
        }
        if let Some(written) = readings.iter().find_map(|reading| reading.written(&word.key)) {
            word.offer = written.to_owned();
        }
    }
    let worth_of_words = words.iter().map(|word| (word.key.as_str(), word.share));
    let concepts = subjects.iter().filter_map(|subject| {
        let concept = Thesaurus::in_force().find(subject.offer.as_str())?;
        Some((concept.id.as_str(), subject.share))
    });
    let worth: HashMap<&str, f64> = worth_of_words.chain(concepts).collect();
    *passages = snippets(&readings, &worth);
}

/// How each word of texts is first written, by its folded form.
fn written_forms<'a>(texts: impl IntoIterator<Item = &'a Localized>) -> HashMap<String, String> {
    let mut forms = HashMap::new();
    for (language, text) in texts.into_iter().flat_map(Localized::iter) {
        for Token { word, start, end, .. } in analyze(text, language) {
            forms.entry(word).or_insert_with(|| text[start..end].to_owned());
        }
    }
    forms
}
