//! Whether bodies and people of a country may benefit: yes, no or unknown, with the sentence, the rule and its date.
//!
//! Of several statements the one of the highest rank counts; where one of nearly the same rank says the contrary, the
//! answer is unknown. Silence is unknown.

mod domestic;
mod groups;
mod listed;
mod mentions;
mod rules;

use jiff::civil::Date;

pub use groups::CountryGroup;

use super::reading::{Folding, Reading};
use crate::model::{CountryCode, CountryEligibility, Verdict};

/// Ranks of what is not a rule of the data file.
mod rank {
    /// The country itself is named.
    pub(super) const NAMED: u8 = 99;
    /// A list under its own label.
    pub(super) const LABELLED: u8 = 90;
    /// The country or a group that holds it stands in the title.
    pub(super) const TITLED: u8 = 84;
    /// A list in a sentence about those who apply.
    pub(super) const CUED: u8 = 68;
    /// A programme of another country for its own.
    pub(super) const DOMESTIC: u8 = 40;
    /// Contrary statements this near to each other cancel out.
    pub(super) const NEAR: u8 = 7;
}

/// Something said of a country.
#[derive(Debug, Clone)]
struct Statement {
    rank: u8,
    verdict: Verdict,
    code: String,
    /// The day the rule or list was as applied; absent where the offer's own words are enough.
    as_of: Option<Date>,
    field: &'static str,
    quote: String,
}

/// A verdict and the field that its quote stands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EligibilityFound {
    /// The verdict, with rule, date and quote.
    pub entry: CountryEligibility,
    /// Where the quote stands: `title`, `body`, `publisher`…
    pub field: &'static str,
}

/// What an offer says of `country` on `day`; none where it says nothing.
pub(super) fn find(
    reading: &Reading,
    foldings: &[Folding<'_>],
    country: &CountryCode,
    day: Date,
) -> Option<EligibilityFound> {
    let mut said = Vec::new();
    for folding in foldings {
        listed::statements(folding, country, day, &mut said);
        by_rules(folding, foldings, country, day, &mut said);
    }
    if let Some((home, statement)) = domestic::statement(reading, foldings)
        && home != *country
    {
        said.push(statement);
    }
    settle(said, country)
}

fn by_rules(
    folding: &Folding<'_>,
    all: &[Folding<'_>],
    country: &CountryCode,
    day: Date,
    said: &mut Vec<Statement>,
) {
    for rule in rules::RULES.iter().filter(|rule| rule.parts.contains(&folding.passage.part)) {
        // Most texts hold no match at all: look at the whole first.
        if !rule.pattern.is_match(&folding.folded.text) {
            continue;
        }
        let anywhere =
            |pattern: &regex::Regex| all.iter().any(|folding| pattern.is_match(&folding.folded.text));
        if rule.unless_anywhere.as_ref().is_some_and(anywhere) {
            continue;
        }
        let hit = folding.sentences.iter().find_map(|sentence| {
            let words = folding.words(sentence);
            let found = rule.pattern.find(words)?;
            let barred = rule.unless.as_ref().is_some_and(|unless| unless.is_match(words));
            (!barred).then(|| sentence.span.start + found.start()..sentence.span.start + found.end())
        });
        if let Some(span) = hit {
            said.push(Statement {
                rank: rule.rank,
                verdict: rule.verdict(country, day),
                code: rule.code.clone(),
                as_of: Some(rule.as_of),
                field: folding.passage.field,
                quote: folding.quote(&span),
            });
        }
    }
}

/// The statement of the highest rank, unless another near it says the contrary.
fn settle(mut said: Vec<Statement>, country: &CountryCode) -> Option<EligibilityFound> {
    said.sort_by_key(|statement| std::cmp::Reverse(statement.rank));
    let first = said.first()?.clone();
    let contrary = |other: &&Statement| {
        other.verdict != first.verdict
            && other.verdict != Verdict::Unknown
            && first.rank - other.rank < rank::NEAR
    };
    let verdict = match first.verdict {
        Verdict::Unknown => Verdict::Unknown,
        _ if said.iter().any(|other| contrary(&other)) => Verdict::Unknown,
        verdict => verdict,
    };
    let code = if verdict == first.verdict { first.code } else { "contradictory".to_owned() };
    Some(EligibilityFound {
        entry: CountryEligibility {
            country: country.clone(),
            verdict,
            quote: Some(first.quote),
            rule: Some(code),
            as_of: first.as_of,
        },
        field: first.field,
    })
}

#[cfg(test)]
mod tests;
