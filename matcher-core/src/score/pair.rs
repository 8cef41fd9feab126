//! `score`: the one function that both directions, search and alerts go through.

use jiff::civil::Date;

use super::components::{self, Pair};
use super::total::{Parts, weigh};
use super::{CandidateFacts, Explanation, Gate, NeedFacts, Profile, TextScore, Ties, gates};

/// Scores a need against an offer or a partner on a day.
///
/// `text` is how the candidate's text answers the need's words, weighed by the statistics of the candidate's corpus.
/// Pure: nothing else enters.
///
/// # Errors
/// The [`Gate`] that keeps the candidate out: withdrawn, outbound, closed, or surely ineligible.
pub fn score(
    need: &NeedFacts,
    candidate: &CandidateFacts,
    text: &TextScore,
    profile: &Profile,
    ties: &Ties,
    today: Date,
) -> Result<Explanation, Gate> {
    if let Some(gate) = gates::closed(candidate, profile, today) {
        return Err(gate);
    }
    let pair = Pair { need, candidate, text, profile, ties, today };
    let parts =
        Parts { topic: components::topic(&pair), fit: components::fit(&pair), zone: components::zone(&pair) };
    Ok(weigh(parts, &profile.score))
}
