//! Which words met, as both sides write them: a second look at the texts of a match that is shown.

use crate::model::{LanguageTag, Localized, Need};
use crate::score::{ComponentName, Evidence, Explanation, QueryTerm, TextQuery, WordMatch};
use crate::text::{Token, analyze};

/// Writes the words of the text component as the need and the record write them.
///
/// Words come from the score as folded forms and stems, since the index keeps no text.
pub(super) fn explain(need: &Need, texts: &[&Localized], explanation: &mut Explanation) {
    let text = explanation.components.iter_mut().find(|component| component.name == ComponentName::Text);
    let Some(Evidence::Words { words }) = text.map(|component| &mut component.evidence) else { return };
    if words.is_empty() {
        return;
    }
    let query = TextQuery::of_need(need);
    let asked = Words::of(need.title.iter().chain(&need.description));
    let found = Words::of(texts.iter().copied());
    for word in words {
        let Some(term) = query.terms.iter().find(|term| term.word == word.need) else { continue };
        found.answer(term, word);
        if let Some(written) = asked.first(|token| token.word == term.word) {
            word.need = written.to_owned();
        }
    }
}

/// The words of texts, in order, each with how it is written.
struct Words<'a>(Vec<(Token, &'a str)>);

impl<'a> Words<'a> {
    fn of(texts: impl IntoIterator<Item = &'a Localized>) -> Self {
        let analyzed = |(language, text): (&LanguageTag, &'a str)| {
            let written = move |token: Token| {
                let span = token.start..token.end;
                (token, &text[span])
            };
            analyze(text, language).into_iter().map(written).collect::<Vec<_>>()
        };
        Self(texts.into_iter().flat_map(|text| text.iter().flat_map(analyzed)).collect())
    }

    fn first(&self, fits: impl Fn(&Token) -> bool) -> Option<&'a str> {
        self.0.iter().find(|(token, _)| fits(token)).map(|(_, written)| *written)
    }

    /// Replaces the form that met by the way it is written: the one the score names, else any that answers.
    fn answer(&self, term: &QueryTerm, word: &mut WordMatch) {
        let answers = |token: &Token, key: &str| match key.strip_prefix("w:") {
            Some(form) => token.word == form,
            None => token.key == key,
        };
        let met = term
            .alternatives
            .iter()
            .map(|(key, _)| key)
            .filter(|key| key.split_once(':').is_some_and(|(_, form)| form == word.offer));
        let others = term.alternatives.iter().map(|(key, _)| key);
        if let Some(written) = met.chain(others).find_map(|key| self.first(|token| answers(token, key))) {
            word.offer = written.to_owned();
        }
    }
}
