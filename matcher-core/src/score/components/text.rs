//! Words of the need met in the candidate's text.

use super::{Assessment, Pair};
use crate::score::{Evidence, MAX_WORDS, WordMatch};

pub(super) fn assess(pair: &Pair<'_>) -> Assessment {
    let Some(value) = pair.text.value else {
        return match pair.need.query.is_empty() {
            true => pair.unstated(&["title", "description"], &[]),
            false => pair.unstated(&[], &["body"]),
        };
    };
    Assessment::known(value, Evidence::Words { words: words(pair) })
}

/// The words met, the other side by the key that met: the index keeps no text, whoever has it can say how it is written.
fn words(pair: &Pair<'_>) -> Vec<WordMatch> {
    let met = pair.text.met.iter().take(MAX_WORDS).filter_map(|met| {
        let term = pair.need.query.terms.get(met.term)?;
        let (key, _) = term.alternatives.get(met.alternative)?;
        let offer = key.split_once(':').map_or(key.as_str(), |(_, word)| word).to_owned();
        Some(WordMatch { need: term.word.clone(), offer, share: met.share })
    });
    met.collect()
}
