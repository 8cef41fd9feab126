//! A score taken apart: every component with its value, weight, contribution and evidence, as data.
//!
//! Holds no prose: sentences in Spanish and English are made at the edge from these codes.

use jiff::civil::Date;
use serde::Serialize;

use crate::model::{
    CooperationKind, CountryCode, LanguageTag, Level, MoneyRange, TerritoryCode, ThemeId, TieKind, Verdict,
};
use crate::thesaurus::ConceptId;

/// What a part of the score looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ComponentName {
    /// Words of the need met in the offer (topic).
    Text,
    /// Shared themes (topic).
    Theme,
    /// Whether the territory's country may benefit (fit).
    Eligibility,
    /// Form of cooperation (fit).
    Kind,
    /// Days left against days needed (fit).
    LeadTime,
    /// Counterparts on the same level (fit).
    Level,
    /// An existing tie with that partner or territory (fit).
    Tie,
    /// Money offered against money needed, and co-financing (fit).
    Amount,
    /// Language of the offer against the languages of the staff (fit).
    Language,
    /// How lately it was published (fit).
    Freshness,
    /// The profile's priority zones (bounded qualifier).
    Zone,
}

/// One part of the score.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Component {
    /// Which part.
    pub name: ComponentName,
    /// 0.0 to 1.0; absent when unknown, which is not zero: its weight is spread over the others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
    /// Its weight after redistribution, 0.0 to 1.0; 0 when unknown. Those of topic and fit sum to 1; the zone's
    /// is the bound within which it moves the total.
    pub weight: f64,
    /// What it adds to the total; contributions sum to it.
    pub contribution: f64,
    /// What it rests on.
    pub evidence: Evidence,
}

/// A concept that both sides name, or that the offer names more narrowly or broadly.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SubjectMatch {
    /// The need's concept, by id (`GET /v1/concepts`).
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub need: ConceptId,
    /// The offer's.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub offer: ConceptId,
    /// Its share of the text component's value, 0.0 to 1.0.
    pub share: f64,
}

/// A passage of the offer, in its own language, with the places that answer the need.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Snippet {
    /// Language of the passage, BCP 47.
    pub language: LanguageTag,
    /// The passage, at most 320 characters; `…` where it was cut.
    pub text: String,
    /// Places to be marked: first character and the one after the last, in Unicode scalar values, ascending.
    pub marks: Vec<(usize, usize)>,
}

/// A word of the need and the word of the offer that it met.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WordMatch {
    /// As written in the need.
    pub need: String,
    /// As written in the offer.
    pub offer: String,
    /// Its share of the text component's value, 0.0 to 1.0.
    pub share: f64,
    /// How likely the two mean the same, above 0.0, up to 1.0: 1 for the same word, less for a translation with others
    /// beside it, for a synonym, for a word that only looks alike.
    pub probability: f64,
    /// The key of the index that met; for the second look at the text.
    #[serde(skip)]
    #[cfg_attr(feature = "openapi", schema(ignore))]
    pub key: String,
}

/// What a component rests on.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Evidence {
    /// Words that met, strongest first.
    Words {
        /// Pairs.
        words: Vec<WordMatch>,
        /// Concepts that met, strongest first.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        subjects: Vec<SubjectMatch>,
        /// Where the offer says so; empty unless asked for.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        snippets: Vec<Snippet>,
    },
    /// Themes on both sides.
    Themes {
        /// Themes both name.
        shared: Vec<ThemeId>,
        /// Themes of the need.
        need: Vec<ThemeId>,
        /// Themes of the offer.
        offer: Vec<ThemeId>,
        /// Whether the need states none, and its words hint at these.
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        need_deduced: bool,
        /// Whether the offer states none, and its words hint at these.
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        offer_deduced: bool,
        /// Concepts that both name.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>))]
        concepts: Vec<ConceptId>,
    },
    /// Who may benefit, as the offer says it.
    Eligibility {
        /// The country asked about.
        country: CountryCode,
        /// The answer.
        verdict: Verdict,
        /// The sentence it was read from.
        #[serde(skip_serializing_if = "Option::is_none")]
        quote: Option<String>,
        /// The rule applied.
        #[serde(skip_serializing_if = "Option::is_none")]
        rule: Option<String>,
        /// The day the rule was consulted.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
        as_of: Option<Date>,
        /// Whether the need's kind of institution is among the offer's applicants; absent when not stated.
        #[serde(skip_serializing_if = "Option::is_none")]
        applicant_admitted: Option<bool>,
    },
    /// Forms of cooperation on both sides.
    Kinds {
        /// Forms both name.
        shared: Vec<CooperationKind>,
        /// Forms the need would take.
        need: Vec<CooperationKind>,
        /// Forms of the offer.
        offer: Vec<CooperationKind>,
    },
    /// Time to prepare.
    LeadTime {
        /// Next deadline; absent for rolling offers.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
        closes: Option<Date>,
        /// Whole days to it.
        #[serde(skip_serializing_if = "Option::is_none")]
        days_left: Option<i32>,
        /// Days usually needed to prepare.
        days_needed: u16,
    },
    /// Levels of the two counterparts.
    Levels {
        /// The need's.
        need: Level,
        /// The offer's publisher or applicants.
        offer: Vec<Level>,
    },
    /// A tie that exists already.
    Tie {
        /// The partner's name.
        partner: String,
        /// What binds.
        kind: TieKind,
        /// Our territory at its other end.
        territory: TerritoryCode,
    },
    /// Money on both sides, as stated.
    Amount {
        /// Offered.
        #[serde(skip_serializing_if = "Option::is_none")]
        offered: Option<MoneyRange>,
        /// Needed.
        #[serde(skip_serializing_if = "Option::is_none")]
        needed: Option<MoneyRange>,
        /// Share the applicant must bring.
        #[serde(skip_serializing_if = "Option::is_none")]
        co_financing_asked: Option<u8>,
        /// Share the institution can bring.
        #[serde(skip_serializing_if = "Option::is_none")]
        co_financing_able: Option<u8>,
    },
    /// Languages on both sides.
    Languages {
        /// Languages one may apply in (or the offer is written in).
        offer: Vec<LanguageTag>,
        /// Languages of the staff.
        staff: Vec<LanguageTag>,
    },
    /// Age of the offer.
    Freshness {
        /// Day of publication.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
        published: Date,
        /// Days since.
        days: i32,
    },
    /// Place in the profile's policy.
    Zone {
        /// The zone.
        zone: String,
        /// The country or territory that put the offer there.
        place: String,
        /// Its priority, 0.0 to 1.0.
        priority: f64,
    },
    /// The component is unknown because these fields are not stated.
    ///
    /// A tie is the exception: with `partner.ties` and the value 0 it says that ties are recorded, but none with
    /// this partner.
    Unstated {
        /// Fields as `need.languages`, `offer.deadlines`.
        fields: Vec<String>,
    },
}

/// How good a match is, in the three words that people use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Band {
    /// Not worth an alert.
    Weak,
    /// Worth reading.
    Possible,
    /// Worth a call today.
    Strong,
}

/// Why a pair is not scored at all.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "gate", rename_all = "kebab-case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Gate {
    /// Every deadline has passed.
    Closed {
        /// The last one.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
        closed: Date,
    },
    /// The offer says in so many words that the country may not benefit.
    Ineligible {
        /// The country.
        country: CountryCode,
        /// The sentence.
        #[serde(skip_serializing_if = "Option::is_none")]
        quote: Option<String>,
        /// The rule.
        #[serde(skip_serializing_if = "Option::is_none")]
        rule: Option<String>,
    },
    /// Flows from the region to others.
    Outbound,
    /// Withdrawn by its source or by staff.
    Withdrawn,
}

/// A score with everything it was made of.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Explanation {
    /// 0.0 to 1.0; the sum of the contributions.
    pub total: f64,
    /// The same without the zone preference.
    pub total_without_zone: f64,
    /// The topic (text and theme) alone, 0.0 to 1.0.
    pub topic: f64,
    /// The fit (all other components) alone, 0.0 to 1.0; absent when nothing of it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fit: Option<f64>,
    /// In three words.
    pub band: Band,
    /// The parts, in the order of [`ComponentName`].
    pub components: Vec<Component>,
}
