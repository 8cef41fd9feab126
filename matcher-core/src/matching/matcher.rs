//! The questions: what answers this need, who could help with it, which needs this offer answers.
//!
//! The index proposes, the pair score decides. Knows neither store nor texts of what is found.

use std::collections::HashSet;

use jiff::civil::Date;

use super::ranking::Ranking;
use super::{Answer, MAX_MATCHES, MatchOptions, words};
use crate::index::{Candidate, Facts, IndexError, Snapshot};
use crate::lexicon::Lexicon;
use crate::model::{Localized, Need, Offer, Record, RecordId, RecordKind, ThemeId};
use crate::score::{
    CandidateFacts, Explanation, Gate, NeedFacts, Profile, Reading, TextQuery, Weigher, score,
};
use crate::text::Analyzer;

/// Candidates first asked of the index; more when gates leave too few.
pub(crate) const POOL: usize = 200;
/// Most candidates looked at for one question.
const MAX_POOL: usize = 3_200;

/// Answers questions at one consistent point of the index, under one policy, on one day.
pub struct Matcher<'a> {
    /// The point of the index.
    pub snapshot: &'a Snapshot,
    /// The policy.
    pub profile: &'a Profile,
    /// Which words translate which.
    pub lexicon: &'a Lexicon,
    /// The day, in the profile's time zone.
    pub today: Date,
}

impl Matcher<'_> {
    /// The offers that answer a need best.
    ///
    /// # Errors
    /// [`IndexError`] when the index cannot be read.
    pub fn offers_for(&self, need: &Need, options: &MatchOptions) -> Result<Answer, IndexError> {
        self.candidates_for(RecordKind::Offer, need, options)
    }

    /// The partners that could help with a need best.
    ///
    /// # Errors
    /// [`IndexError`] when the index cannot be read.
    pub fn partners_for(&self, need: &Need, options: &MatchOptions) -> Result<Answer, IndexError> {
        self.candidates_for(RecordKind::Partner, need, options)
    }

    /// The needs that an offer answers best; each pair scores as it would from the need's side.
    ///
    /// # Errors
    /// [`IndexError`] when the index cannot be read.
    pub fn needs_for(&self, offer: &Record<Offer>, options: &MatchOptions) -> Result<Answer, IndexError> {
        let values = offer.effective();
        let reading = Reading::of_offer(&values, &mut Analyzer::default());
        let facts = CandidateFacts {
            withdrawn: offer.withdrawn_at.is_some(),
            ..CandidateFacts::of_offer(&values, &reading)
        };
        let bag = reading.into_bag();
        let offers = self.snapshot.stats(RecordKind::Offer);
        let weigher = Weigher::new(self.lexicon, &offers);
        let themes = stated_or_hinted(&facts.themes, &facts.hinted_themes);
        self.answer(RecordKind::Need, &TextQuery::of_offer(&values), themes, options, |candidate| {
            let Facts::Need(need) = &candidate.facts else { return None };
            let text = weigher.weigh(&need.query).score(&bag);
            Some(score(need, &facts, &text, self.profile, self.snapshot.ties(), self.today))
        })
    }

    /// Writes the words that met as the need and the record found write them.
    ///
    /// `texts` are the record's texts, such as title, summary and body.
    pub fn explain_words(&self, need: &Need, texts: &[&Localized], explanation: &mut Explanation) {
        words::explain(need, texts, explanation);
    }

    fn candidates_for(
        &self,
        kind: RecordKind,
        need: &Need,
        options: &MatchOptions,
    ) -> Result<Answer, IndexError> {
        let facts = NeedFacts::from(need);
        let statistics = self.snapshot.stats(kind);
        let weighed = Weigher::new(self.lexicon, &statistics).weigh(&facts.query);
        let themes = stated_or_hinted(&facts.themes, &facts.hinted_themes);
        self.answer(kind, &facts.query, themes, options, |candidate| {
            let Facts::Provider(provider) = &candidate.facts else { return None };
            let text = weighed.score(&candidate.bag);
            Some(score(&facts, provider, &text, self.profile, self.snapshot.ties(), self.today))
        })
    }

    /// Looks at candidates by their words; where those leave too few, at those that share a theme.
    fn answer(
        &self,
        kind: RecordKind,
        query: &TextQuery,
        themes: &[ThemeId],
        options: &MatchOptions,
        pair: impl Fn(&Candidate) -> Option<Result<Explanation, Gate>>,
    ) -> Result<Answer, IndexError> {
        let options = MatchOptions { limit: options.limit.clamp(1, MAX_MATCHES), ..options.clone() };
        let mut ranking = Ranking::of(options.limit);
        let mut seen: HashSet<RecordId> = HashSet::new();
        let mut take = |candidates: Vec<Candidate>, ranking: &mut Ranking| {
            for candidate in candidates {
                if seen.insert(candidate.id.clone())
                    && let Some(outcome) = pair(&candidate)
                {
                    ranking.take(candidate.id, outcome);
                }
            }
        };
        let statistics = self.snapshot.stats(kind);
        let weigher = Weigher::new(self.lexicon, &statistics);
        let asked = weigher.weigh(query);
        let mut pool = POOL.max(options.limit);
        loop {
            let candidates = self.snapshot.candidates(kind, &asked, &options.filter, pool)?;
            let exhausted = candidates.len() < pool;
            take(candidates, &mut ranking);
            if exhausted || ranking.len() >= options.limit || pool >= MAX_POOL {
                break;
            }
            pool *= 4;
        }
        if ranking.len() < options.limit {
            let themes = weigher.weigh(&TextQuery::of_themes(themes));
            take(self.snapshot.candidates(kind, &themes, &options.filter, pool)?, &mut ranking);
        }
        let candidates_scored = ranking.looked_at();
        let (matches, excluded) = ranking.into_matches(&options);
        Ok(Answer {
            matches,
            excluded,
            candidates_scored,
            profile: self.profile.stamp(),
            index_sequence: self.snapshot.sequence(),
        })
    }
}

fn stated_or_hinted<'a>(stated: &'a [ThemeId], hinted: &'a [ThemeId]) -> &'a [ThemeId] {
    if stated.is_empty() { hinted } else { stated }
}
