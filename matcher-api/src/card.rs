//! A match as a reader sees it: every value in words already, for the pages and the console alike.
//!
//! Chooses no match and no order, and knows no markup.

use jiff::civil::Date;
use matcher_core::matching::{Excluded, Match};
use matcher_core::model::{CountryCode, Localized, Need, Offer, Partner, TerritoryCode, Verdict};
use matcher_core::score::{Band, ComponentName, Evidence, Explanation, Profile, Snippet};
use matcher_store::AnyRecord;

use crate::also::AlsoLink;
use crate::engine::Matched;
use crate::prose::{self, Language, Named, phrase, say};

/// For whom and when cards are written.
#[derive(Clone, Copy)]
pub struct Writing<'a> {
    /// The policy that names zones and territories.
    pub profile: &'a Profile,
    /// The reader's language.
    pub language: Language,
    /// The day from which days are counted.
    pub today: Date,
}

/// Text with the tag of the language it is in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Worded {
    /// The text.
    pub text: String,
    /// Its BCP 47 tag.
    pub language: String,
}

/// What a record says of itself, in words; what it does not state is absent.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Facts {
    /// Title of an offer or need, name of a partner.
    pub title: Worded,
    /// Its first sentences.
    pub summary: Option<Worded>,
    /// Who publishes the offer, or whose need it is.
    pub publisher: Option<String>,
    /// Country or territory.
    pub place: Option<String>,
    /// Whether it can be taken up, with its dates.
    pub availability: Option<String>,
    /// Code of the availability: `open`, `rolling`…
    pub availability_code: &'static str,
    /// Money.
    pub amount: Option<String>,
    /// Forms of cooperation.
    pub kinds: Vec<String>,
    /// Themes.
    pub themes: Vec<String>,
    /// The page to read it on.
    pub url: Option<String>,
}

/// Whether the country may benefit, as far as anybody said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EligibilityLine {
    /// `yes`, `no` or `unknown`.
    pub verdict: &'static str,
    /// The answer in words.
    pub sentence: String,
    /// The sentence of the source it rests on.
    pub quote: Option<String>,
    /// Whether the need's kind of institution may apply, where that is stated.
    pub applicant: Option<(bool, String)>,
}

/// A passage of the record, in its own language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// Its BCP 47 tag.
    pub language: String,
    /// Its text in parts, and of each whether it answers the need.
    pub parts: Vec<(String, bool)>,
}

/// One match.
#[derive(Debug, Clone, PartialEq)]
pub struct Card {
    /// Its id.
    pub id: String,
    /// Place, from 1.
    pub rank: usize,
    /// Place without the zone preference, from 1.
    pub rank_without_zone: usize,
    /// The score, 0 to 100.
    pub percent: u8,
    /// `strong`, `possible` or `weak`.
    pub band_code: &'static str,
    /// The band in words.
    pub band: String,
    /// What the record says.
    pub facts: Facts,
    /// Zone of the policy and the place that puts it there.
    pub zone: Option<String>,
    /// Whether the country may benefit.
    pub eligibility: Option<EligibilityLine>,
    /// Where the record speaks of what is needed.
    pub passages: Vec<Passage>,
    /// What speaks for it; eligibility and zone, which stand apart, left out.
    pub reasons: Vec<String>,
    /// What speaks against it.
    pub cautions: Vec<String>,
    /// What the record leaves open.
    pub unknowns: Vec<String>,
    /// Names of what the need asked with leaves open: much the same on every card of an answer.
    pub gaps: Vec<String>,
    /// The other records of the offer.
    pub also: Vec<AlsoLine>,
}

/// Another record of the same offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlsoLine {
    /// Its id.
    pub id: String,
    /// That it is published there too.
    pub sentence: String,
    /// The page to read it on.
    pub url: Option<String>,
}

/// The other records of an offer, in words.
pub fn also(links: Vec<AlsoLink>, language: Language) -> Vec<AlsoLine> {
    let line = |link: AlsoLink| AlsoLine {
        sentence: prose::also_published(&link, language),
        id: link.record.id.to_string(),
        url: link.record.url.map(|url| url.to_string()),
    };
    links.into_iter().map(line).collect()
}

/// The matches of an answer, in its order.
pub fn cards(matched: &Matched, writing: Writing<'_>) -> Vec<Card> {
    let card = |found: &Match| {
        let card = writing.card(found, matched.records.get(&found.id)?);
        Some(Card { also: also(matched.clusters.others(&found.id), writing.language), ..card })
    };
    matched.answer.matches.iter().filter_map(card).collect()
}

/// What the need leaves open for any of the cards, each once.
pub fn gaps(cards: &[Card]) -> Vec<String> {
    let mut gaps: Vec<String> = Vec::new();
    for gap in cards.iter().flat_map(|card| &card.gaps) {
        if !gaps.contains(gap) {
            gaps.push(gap.clone());
        }
    }
    gaps
}

/// What gates kept out: title and reason.
pub fn kept_out(matched: &Matched, writing: Writing<'_>) -> Vec<(Worded, String)> {
    let line = |excluded: &Excluded| {
        let title = writing.facts(matched.records.get(&excluded.id)?).title;
        Some((title, prose::gate(&excluded.gate, writing.language)))
    };
    matched.answer.excluded.iter().filter_map(line).collect()
}

impl Writing<'_> {
    fn card(&self, found: &Match, record: &AnyRecord) -> Card {
        let explanation = &found.explanation;
        let rest = without_shown_apart(explanation);
        let kind = found.id.kind();
        let told = prose::told(kind, &rest, self.profile, self.language);
        let (reasons, cautions): (Vec<_>, Vec<_>) = told.into_iter().partition(|told| told.favours);
        let mut open = prose::open(kind, &rest, self.language);
        if matches!(record, AnyRecord::Need(_)) {
            // Each need found leaves other things open.
            open.found.extend(prose::gaps(&std::mem::take(&mut open.need), self.language));
        }
        let texts = |told: Vec<prose::Told>| told.into_iter().map(|told| told.text).collect();
        Card {
            id: found.id.to_string(),
            rank: found.rank,
            rank_without_zone: found.rank_without_zone,
            percent: (explanation.total.clamp(0.0, 1.0) * 100.0).round() as u8,
            band_code: band_code(explanation.band),
            band: prose::band(explanation.band, self.language),
            facts: self.facts(record),
            zone: self.zone(explanation),
            eligibility: self.eligibility(explanation),
            passages: passages(explanation),
            reasons: texts(reasons),
            cautions: texts(cautions),
            unknowns: open.found,
            gaps: open.need,
            also: Vec::new(),
        }
    }

    /// What a record says of itself.
    pub fn facts(&self, record: &AnyRecord) -> Facts {
        match record {
            AnyRecord::Offer(record) => self.offer(&record.effective()),
            AnyRecord::Need(record) => self.need(&record.effective()),
            AnyRecord::Partner(record) => self.partner(&record.effective()),
        }
    }

    /// An offer.
    pub fn offer(&self, offer: &Offer) -> Facts {
        let language = self.language;
        let state = offer.availability(self.today);
        Facts {
            title: self.worded(offer.title.as_ref()).unwrap_or_default(),
            summary: self.worded(offer.summary.as_ref()),
            publisher: offer.publisher.clone(),
            place: self.place(offer.country.as_ref(), offer.territory.as_ref()),
            availability: Some(prose::availability(&state, language)),
            availability_code: state.code(),
            amount: offer.amount.as_ref().map(|amount| prose::amount(amount, language)),
            kinds: prose::names_of(offer.kinds.as_deref().unwrap_or_default(), language),
            themes: self.themes(offer.themes.as_deref()),
            url: offer.url.as_ref().map(ToString::to_string),
        }
    }

    fn need(&self, need: &Need) -> Facts {
        Facts {
            title: self.worded(need.title.as_ref()).unwrap_or_default(),
            summary: self.worded(need.description.as_ref()),
            publisher: need.institution.clone(),
            place: self.place(None, need.territory.as_ref()),
            amount: need.amount.as_ref().map(|amount| prose::amount(amount, self.language)),
            kinds: prose::names_of(need.kinds.as_deref().unwrap_or_default(), self.language),
            themes: self.themes(need.themes.as_deref()),
            ..Facts::default()
        }
    }

    fn partner(&self, partner: &Partner) -> Facts {
        Facts {
            title: self.worded(partner.name.as_ref()).unwrap_or_default(),
            summary: self.worded(partner.description.as_ref()),
            publisher: partner.actor.map(|actor| actor.name(self.language)),
            place: self.place(partner.country.as_ref(), partner.territory.as_ref()),
            kinds: prose::names_of(partner.kinds.as_deref().unwrap_or_default(), self.language),
            themes: self.themes(partner.themes.as_deref()),
            url: partner.url.as_ref().map(ToString::to_string),
            ..Facts::default()
        }
    }

    fn worded(&self, text: Option<&Localized>) -> Option<Worded> {
        let (tag, text) = text?.for_reader(self.language.as_str())?;
        Some(Worded { text: text.to_owned(), language: tag.to_string() })
    }

    fn themes(&self, themes: Option<&[matcher_core::model::ThemeId]>) -> Vec<String> {
        themes.unwrap_or_default().iter().map(|theme| prose::theme(theme, self.language)).collect()
    }

    fn place(&self, country: Option<&CountryCode>, territory: Option<&TerritoryCode>) -> Option<String> {
        let territory = territory.map(|code| prose::territory(code, self.profile, self.language));
        territory.or_else(|| country.map(|code| prose::country(code, self.language)))
    }

    fn zone(&self, explanation: &Explanation) -> Option<String> {
        explanation.components.iter().find_map(|component| match &component.evidence {
            Evidence::Zone { zone, .. } => Some(prose::zone(zone, self.profile, self.language)),
            _ => None,
        })
    }

    fn eligibility(&self, explanation: &Explanation) -> Option<EligibilityLine> {
        explanation.components.iter().find_map(|component| match &component.evidence {
            Evidence::Eligibility { country, verdict, quote, applicant_admitted, .. } => {
                Some(EligibilityLine {
                    verdict: verdict.as_str(),
                    sentence: phrase(self.language, format!("reason-eligible-{verdict}"))
                        .with("country", prose::country(country, self.language))
                        .text(),
                    quote: quote.clone(),
                    applicant: applicant_admitted
                        .map(|admitted| (admitted, prose::applicant(admitted, self.language))),
                })
            }
            // A partner has no field that could state it.
            Evidence::Unstated { fields }
                if component.name == ComponentName::Eligibility && !fields.is_empty() =>
            {
                Some(EligibilityLine {
                    verdict: Verdict::Unknown.as_str(),
                    sentence: say(self.language, "unstated-eligibility"),
                    quote: None,
                    applicant: None,
                })
            }
            _ => None,
        })
    }
}

fn passages(explanation: &Explanation) -> Vec<Passage> {
    let snippets = explanation.components.iter().find_map(|component| match &component.evidence {
        Evidence::Words { snippets, .. } => Some(snippets),
        _ => None,
    });
    snippets.into_iter().flatten().map(passage).collect()
}

fn passage(snippet: &Snippet) -> Passage {
    let letters: Vec<char> = snippet.text.chars().collect();
    let mut parts = Vec::new();
    let mut part = |from: usize, to: usize, answers: bool| {
        if from < to {
            parts.push((letters[from..to].iter().collect::<String>(), answers));
        }
    };
    let mut told = 0;
    for (from, to) in &snippet.marks {
        part(told, *from, false);
        part(*from, *to, true);
        told = *to;
    }
    part(told, letters.len(), false);
    Passage { language: snippet.language.to_string(), parts }
}

/// The explanation without what a card shows in places of its own.
fn without_shown_apart(explanation: &Explanation) -> Explanation {
    let mut rest = explanation.clone();
    rest.components
        .retain(|component| !matches!(component.name, ComponentName::Eligibility | ComponentName::Zone));
    rest
}

const fn band_code(band: Band) -> &'static str {
    match band {
        Band::Strong => "strong",
        Band::Possible => "possible",
        Band::Weak => "weak",
    }
}
