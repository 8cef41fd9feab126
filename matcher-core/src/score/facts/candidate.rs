//! What the pair score needs of an offer or a partner.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{languages_of, settled, theme_hints};
use crate::model::{
    ActorKind, Availability, CooperationKind, CountryCode, CountryEligibility, Deadline, Direction,
    LanguageTag, MoneyRange, Offer, Partner, Record, RecordKind, TerritoryCode, ThemeId,
};
use crate::score::Reading;
use crate::text::Analyzer;
use crate::thesaurus::ConceptId;

/// An offer or a partner without its texts. Empty lists and absent values were not stated.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CandidateFacts {
    /// Offer or partner.
    pub kind: RecordKind,
    /// Withdrawn by its source or by staff.
    #[serde(default, skip_serializing_if = "is_false")]
    pub withdrawn: bool,
    /// Who stands behind it, by name: the offer's publisher, or the partner itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<String>,
    /// What sort of body that is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor_kind: Option<ActorKind>,
    /// Its country.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<CountryCode>,
    /// Its territory.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub territory: Option<TerritoryCode>,
    /// Which way it flows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub direction: Option<Direction>,
    /// Forms of cooperation.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<CooperationKind>,
    /// Themes stated.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub themes: Vec<ThemeId>,
    /// Themes its words hint at, where none are stated.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hinted_themes: Vec<ThemeId>,
    /// Concepts its words name most.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub concepts: Vec<ConceptId>,
    /// Who may apply.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub applicants: Vec<ActorKind>,
    /// Which countries may benefit.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub eligibility: Vec<CountryEligibility>,
    /// Languages one may apply or work in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<LanguageTag>,
    /// Languages its texts are written in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub text_languages: Vec<LanguageTag>,
    /// First day to apply.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opens: Option<Date>,
    /// Closing days.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deadlines: Vec<Date>,
    /// Open all year round.
    #[serde(default, skip_serializing_if = "is_false")]
    pub rolling: bool,
    /// Announced, not yet published.
    #[serde(default, skip_serializing_if = "is_false")]
    pub forecast: bool,
    /// How much.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<MoneyRange>,
    /// The share the applicant must bring, 0 to 100.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub co_financing_percent: Option<u8>,
    /// The day it was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<Date>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands references")]
const fn is_false(value: &bool) -> bool {
    !*value
}

impl CandidateFacts {
    /// Facts about an actor of which nothing is stated yet.
    fn unstated(kind: RecordKind) -> Self {
        Self {
            kind,
            withdrawn: false,
            actor: None,
            actor_kind: None,
            country: None,
            territory: None,
            direction: None,
            kinds: Vec::new(),
            themes: Vec::new(),
            hinted_themes: Vec::new(),
            concepts: Vec::new(),
            applicants: Vec::new(),
            eligibility: Vec::new(),
            languages: Vec::new(),
            text_languages: Vec::new(),
            opens: None,
            deadlines: Vec::new(),
            rolling: false,
            forecast: false,
            amount: None,
            co_financing_percent: None,
            published: None,
        }
    }

    /// Whether it can still be taken up on `today`.
    pub fn availability(&self, today: Date) -> Availability {
        let plain = |date: &Date| Deadline { date: *date, time: None, time_zone: None, label: None };
        let deadlines: Vec<Deadline> = self.deadlines.iter().map(plain).collect();
        Availability::on(today, self.opens, &deadlines, self.rolling, self.forecast)
    }
}

impl CandidateFacts {
    /// The facts of an offer whose texts are read already.
    pub(crate) fn of_offer(offer: &Offer, reading: &Reading) -> Self {
        let texts = [offer.title.as_ref(), offer.summary.as_ref(), offer.body.as_ref()];
        let themes = settled(offer.themes.as_deref());
        let hinted_themes = if themes.is_empty() { theme_hints(reading.concepts()) } else { Vec::new() };
        let mut deadlines: Vec<Date> =
            offer.deadlines.iter().flatten().map(|deadline| deadline.date).collect();
        deadlines.sort();
        deadlines.dedup();
        let mut eligibility = offer.eligibility.clone().unwrap_or_default();
        eligibility.sort_by(|one, other| one.country.cmp(&other.country));
        Self {
            actor: offer.publisher.clone(),
            actor_kind: offer.publisher_kind,
            country: offer.country.clone(),
            territory: offer.territory.clone(),
            direction: offer.direction,
            kinds: settled(offer.kinds.as_deref()),
            themes,
            hinted_themes,
            concepts: reading.main_concepts(),
            applicants: settled(offer.applicants.as_deref()),
            eligibility,
            languages: settled(offer.languages.as_deref()),
            text_languages: languages_of(texts),
            opens: offer.opens,
            deadlines,
            rolling: offer.rolling.unwrap_or(false),
            forecast: offer.forecast.unwrap_or(false),
            amount: offer.amount.clone(),
            co_financing_percent: offer.co_financing_percent,
            published: offer.published,
            ..Self::unstated(RecordKind::Offer)
        }
    }
}

impl CandidateFacts {
    /// The facts of a partner whose texts are read already.
    pub(crate) fn of_partner(partner: &Partner, reading: &Reading) -> Self {
        let texts = [partner.name.as_ref(), partner.description.as_ref()];
        let themes = settled(partner.themes.as_deref());
        let hinted_themes = if themes.is_empty() { theme_hints(reading.concepts()) } else { Vec::new() };
        Self {
            actor: partner
                .name
                .as_ref()
                .and_then(|name| name.for_reader("es"))
                .map(|(_, name)| name.to_owned()),
            actor_kind: partner.actor,
            country: partner.country.clone(),
            territory: partner.territory.clone(),
            kinds: settled(partner.kinds.as_deref()),
            themes,
            hinted_themes,
            concepts: reading.main_concepts(),
            languages: settled(partner.languages.as_deref()),
            text_languages: languages_of(texts),
            ..Self::unstated(RecordKind::Partner)
        }
    }
}

impl From<&Offer> for CandidateFacts {
    fn from(offer: &Offer) -> Self {
        Self::of_offer(offer, &Reading::of_offer(offer, &mut Analyzer::default()))
    }
}

impl From<&Partner> for CandidateFacts {
    fn from(partner: &Partner) -> Self {
        Self::of_partner(partner, &Reading::of_partner(partner, &mut Analyzer::default()))
    }
}

impl From<&Record<Offer>> for CandidateFacts {
    fn from(record: &Record<Offer>) -> Self {
        Self { withdrawn: record.withdrawn_at.is_some(), ..Self::from(&*record.effective()) }
    }
}

impl From<&Record<Partner>> for CandidateFacts {
    fn from(record: &Record<Partner>) -> Self {
        Self { withdrawn: record.withdrawn_at.is_some(), ..Self::from(&*record.effective()) }
    }
}
