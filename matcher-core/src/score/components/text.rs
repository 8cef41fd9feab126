//! Words of the need met in the candidate's text.

use super::{Assessment, Pair};
use crate::score::{Evidence, MAX_WORDS, SubjectMatch, WordMatch};

/// Less of the value than this convinces nobody, and a word that met by a rare meaning looks odd among the reasons.
const LEAST_SHARE: f64 = 0.02;
/// Words that mean the same less surely than this count a little, but are no reason to show: *club*, *centre*.
const LEAST_PROBABILITY: f64 = 0.1;
/// Of many words that each say little the first still stand for all.
const FIRST: usize = 3;

pub(super) fn assess(pair: &Pair<'_>) -> Assessment {
    let Some(value) = pair.text.value else {
        return match pair.need.query.is_empty() {
            true => pair.unstated(&["title", "description"], &[]),
            false => pair.unstated(&[], &["body"]),
        };
    };
    let (mut words, mut subjects) = (Vec::new(), Vec::new());
    for met in &pair.text.met {
        let Some(term) = pair.need.query.terms.get(met.term) else { continue };
        let offer = met.key.split_once(':').map_or(&*met.key, |(_, word)| word).to_owned();
        let (need, share, probability) = (term.word.clone(), met.share, met.probability);
        match (need.parse(), offer.parse()) {
            (Ok(need), Ok(offer)) if term.concept().is_some() => {
                subjects.push(SubjectMatch { need, offer, share });
            }
            _ if probability < LEAST_PROBABILITY => {}
            _ => words.push(WordMatch { need, offer, share, probability, key: met.key.to_string() }),
        }
    }
    telling(&mut words, |word| word.share);
    telling(&mut subjects, |subject| subject.share);
    Assessment::known(value, Evidence::Words { words, subjects, snippets: Vec::new() })
}

/// Leaves what tells: the list comes with the greatest share first.
fn telling<T>(met: &mut Vec<T>, share: impl Fn(&T) -> f64) {
    let telling = met.iter().take_while(|one| share(one) >= LEAST_SHARE).count();
    met.truncate(telling.clamp(FIRST, MAX_WORDS));
}
