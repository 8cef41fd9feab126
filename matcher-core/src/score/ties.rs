//! Who is tied to which of our territories already: looked up by the actor behind an offer.
//!
//! Knows nothing of scores; the caller builds it from the partners and hands it to every question.

use std::collections::HashMap;

use jiff::civil::Date;

use crate::model::{CountryCode, Partner, RecordId, TerritoryCode, TieKind};
use crate::text::fold;

/// One tie as the score sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct KnownTie {
    /// The partner.
    pub id: RecordId,
    /// Its name, as shown.
    pub partner: String,
    /// Its country.
    pub country: Option<CountryCode>,
    /// What binds.
    pub kind: TieKind,
    /// Our territory at its other end.
    pub territory: TerritoryCode,
    /// First day, if known.
    pub since: Option<Date>,
    /// Last day, if it ended or will.
    pub until: Option<Date>,
}

impl KnownTie {
    /// Whether it binds on `today`.
    pub fn holds_on(&self, today: Date) -> bool {
        self.since.is_none_or(|since| since <= today) && self.until.is_none_or(|until| today <= until)
    }
}

/// The ties of all partners.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Ties {
    ties: Vec<KnownTie>,
    /// Places by the partner's folded name, in each language it has one.
    by_name: HashMap<String, Vec<usize>>,
    /// Places by foreign territory, for partners that are that territory's own government.
    by_territory: HashMap<TerritoryCode, Vec<usize>>,
}

impl Ties {
    /// The ties of these partners.
    pub fn from_partners<'a>(partners: impl IntoIterator<Item = (&'a RecordId, &'a Partner)>) -> Self {
        let mut known = Self::default();
        for (id, partner) in partners {
            known.add(id, partner);
        }
        known
    }

    fn add(&mut self, id: &RecordId, partner: &Partner) {
        let Some(name) = &partner.name else { return };
        let Some((_, shown)) = name.for_reader("es") else { return };
        let first = self.ties.len();
        self.ties.extend(partner.ties.iter().flatten().map(|tie| KnownTie {
            id: id.clone(),
            partner: shown.to_owned(),
            country: partner.country.clone(),
            kind: tie.kind,
            territory: tie.territory.clone(),
            since: tie.since,
            until: tie.until,
        }));
        let places = first..self.ties.len();
        let mut names: Vec<String> = name.iter().map(|(_, text)| plain(text)).collect();
        names.sort();
        names.dedup();
        for name in names {
            self.by_name.entry(name).or_default().extend(places.clone());
        }
        if partner.actor.is_some_and(crate::model::ActorKind::is_territorial)
            && let Some(territory) = &partner.territory
        {
            self.by_territory.entry(territory.clone()).or_default().extend(places);
        }
    }

    /// Whether no tie at all is recorded.
    pub fn is_empty(&self) -> bool {
        self.ties.is_empty()
    }

    /// Ties of the actor of this name (and country, where both state one), and of its territory's government.
    pub fn of<'a>(
        &'a self,
        name: Option<&str>,
        country: Option<&'a CountryCode>,
        territory: Option<&TerritoryCode>,
    ) -> impl Iterator<Item = &'a KnownTie> {
        let by_name = name.and_then(|name| self.by_name.get(&plain(name))).into_iter().flatten();
        let by_territory = territory.and_then(|code| self.by_territory.get(code)).into_iter().flatten();
        let named = by_name
            .map(|place| &self.ties[*place])
            .filter(move |tie| tie.country.is_none() || country.is_none() || tie.country.as_ref() == country);
        named.chain(by_territory.map(|place| &self.ties[*place]))
    }
}

/// A name without case, accents, punctuation or doubled spaces.
fn plain(name: &str) -> String {
    let folded = fold(name);
    let words = folded.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}
