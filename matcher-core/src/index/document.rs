//! From a record to the document that stands for it in the index.

use std::collections::BTreeSet;

use tantivy::TantivyDocument;

use super::error::IndexError;
use super::facets::Dimension;
use super::schema::Fields;
use super::search::day_number;
use crate::model::{
    CooperationKind, CountryCode, LanguageTag, Localized, MoneyRange, Need, Offer, Partner, RecordId,
    RecordKind, Shown, SourceId, TerritoryCode, ThemeId,
};
use crate::score::{CandidateFacts, Keys, NeedFacts, Profile, Reading, TermBag, theme_key};
use crate::text::Analyzer;
use crate::thesaurus::ConceptId;

/// A record to be indexed.
#[derive(Debug, Clone, Copy)]
pub enum Entry<'a> {
    /// An offer.
    Offer(&'a Shown<Offer>),
    /// An offer that is shown for several records of the same opportunity, with what they say together.
    Representative {
        /// The offer, saying what is elected of all of them.
        record: &'a Shown<Offer>,
        /// The sources of all of them: by each it is found.
        sources: &'a [SourceId],
    },
    /// An offer that another record is shown for: found only where every record is asked for.
    Duplicate(&'a Shown<Offer>),
    /// A need.
    Need(&'a Shown<Need>),
    /// A partner.
    Partner(&'a Shown<Partner>),
}

impl Entry<'_> {
    pub(super) fn kind(&self) -> RecordKind {
        match self {
            Self::Offer(_) | Self::Representative { .. } | Self::Duplicate(_) => RecordKind::Offer,
            Self::Need(_) => RecordKind::Need,
            Self::Partner(_) => RecordKind::Partner,
        }
    }

    pub(super) fn id(&self) -> &RecordId {
        match self {
            Self::Offer(record) | Self::Representative { record, .. } | Self::Duplicate(record) => &record.id,
            Self::Need(record) => &record.id,
            Self::Partner(record) => &record.id,
        }
    }

    /// The document of the record; none for a withdrawn one.
    pub(super) fn document(
        &self,
        fields: &Fields,
        profile: &Profile,
        analyzer: &mut Analyzer,
    ) -> Result<Option<TantivyDocument>, IndexError> {
        let sheet = match self {
            Self::Offer(record) if !record.withdrawn => offer(record, profile, analyzer),
            Self::Representative { record, sources } if !record.withdrawn => {
                offer(record, profile, analyzer).found_by(sources)
            }
            Self::Duplicate(record) if !record.withdrawn => {
                Sheet { duplicate: true, ..offer(record, profile, analyzer) }
            }
            Self::Need(record) if !record.withdrawn => need(record, analyzer),
            Self::Partner(record) if !record.withdrawn => partner(record, profile, analyzer),
            _ => return Ok(None),
        };
        sheet.into_document(self.id(), fields).map(Some)
    }
}

/// The id as a number: its first 13 characters after the kind, 63 bits, which sort like the id itself.
pub(super) fn order(id: &RecordId) -> u64 {
    let (_, hash) = id.as_str().split_once('-').unwrap_or_default();
    hash.bytes().take(13).fold(0, |number, letter| {
        let digit = b"0123456789abcdefghjkmnpqrstvwxyz".iter().position(|known| *known == letter);
        number << 5 | digit.unwrap_or_default() as u64
    })
}

fn offer(record: &Shown<Offer>, profile: &Profile, analyzer: &mut Analyzer) -> Sheet {
    let values = &record.values;
    let reading = Reading::of_offer(values, analyzer);
    let facts = CandidateFacts::of_offer(values, &reading);
    let mut sheet = Sheet::of(&record.source, serde_json::to_vec(&facts), reading);
    sheet.theme_keys(facts.themes.iter().chain(&facts.hinted_themes));
    sheet.languages([values.title.as_ref(), values.summary.as_ref(), values.body.as_ref()]);
    sheet.name(values.publisher.as_deref(), analyzer);
    sheet.topics(values.themes.as_deref(), values.kinds.as_deref(), &facts.concepts);
    sheet.place(values.country.as_ref(), values.territory.as_ref(), profile);
    sheet.amount(values.amount.as_ref());
    if !values.rolling.unwrap_or(false) {
        let deadlines = values.deadlines.as_deref().unwrap_or_default();
        sheet.closes = deadlines.iter().map(|deadline| day_number(deadline.date)).collect();
    }
    sheet
}

fn need(record: &Shown<Need>, analyzer: &mut Analyzer) -> Sheet {
    let values = &record.values;
    let reading = Reading::of_need(values, analyzer);
    let facts = NeedFacts::of(values, &reading);
    let mut sheet = Sheet::of(&record.source, serde_json::to_vec(&facts), reading);
    sheet.theme_keys(facts.themes.iter().chain(&facts.hinted_themes));
    sheet.languages([values.title.as_ref(), values.description.as_ref()]);
    sheet.name(values.institution.as_deref(), analyzer);
    sheet.topics(values.themes.as_deref(), values.kinds.as_deref(), &facts.concepts);
    sheet.amount(values.amount.as_ref());
    sheet
}

fn partner(record: &Shown<Partner>, profile: &Profile, analyzer: &mut Analyzer) -> Sheet {
    let values = &record.values;
    let reading = Reading::of_partner(values, analyzer);
    let facts = CandidateFacts::of_partner(values, &reading);
    let mut sheet = Sheet::of(&record.source, serde_json::to_vec(&facts), reading);
    sheet.theme_keys(facts.themes.iter().chain(&facts.hinted_themes));
    sheet.languages([values.name.as_ref(), values.description.as_ref()]);
    sheet.topics(values.themes.as_deref(), values.kinds.as_deref(), &facts.concepts);
    sheet.place(values.country.as_ref(), values.territory.as_ref(), profile);
    sheet.ties = ties_of(values);
    sheet
}

/// What is known of the partner's ties, as a partner that says nothing else; none where it has none.
fn ties_of(partner: &Partner) -> Option<Partner> {
    partner.ties.as_ref().filter(|ties| !ties.is_empty())?;
    Some(Partner {
        name: partner.name.clone(),
        actor: partner.actor,
        country: partner.country.clone(),
        territory: partner.territory.clone(),
        ties: partner.ties.clone(),
        ..Partner::default()
    })
}

/// What a document takes beside its keys, its facts and its bag: id, numbers and facets.
const OTHER_BYTES: usize = 1_024;

/// A document being filled in.
struct Sheet {
    facts: serde_json::Result<Vec<u8>>,
    terms: Keys,
    bag: TermBag,
    facets: BTreeSet<String>,
    closes: BTreeSet<i64>,
    amount_minor: Option<i64>,
    duplicate: bool,
    ties: Option<Partner>,
}

impl Sheet {
    fn of(source: &SourceId, facts: serde_json::Result<Vec<u8>>, reading: Reading) -> Self {
        let (terms, bag) = reading.into_keys_and_bag();
        Self {
            facts,
            terms,
            bag,
            facets: BTreeSet::from([Dimension::Source.term(source.as_str())]),
            closes: BTreeSet::new(),
            amount_minor: None,
            duplicate: false,
            ties: None,
        }
    }

    fn found_by(mut self, sources: &[SourceId]) -> Self {
        self.facets.extend(sources.iter().map(|source| Dimension::Source.term(source.as_str())));
        self
    }

    fn languages<'t>(&mut self, texts: impl IntoIterator<Item = Option<&'t Localized>>) {
        for (language, _) in texts.into_iter().flatten().flat_map(Localized::iter) {
            self.facets.insert(Dimension::Language.term(language.primary()));
        }
    }

    /// A proper name: to be found by its words, but no part of the topic.
    fn name(&mut self, name: Option<&str>, analyzer: &mut Analyzer) {
        let name = name.unwrap_or_default();
        let undetermined = LanguageTag::undetermined();
        analyzer.each_word(name, &undetermined, |word, _| self.terms.push(word.form_key(), 1));
    }

    /// Themes stated or hinted at: candidates that share no word are found by them.
    fn theme_keys<'t>(&mut self, themes: impl Iterator<Item = &'t ThemeId>) {
        for theme in themes {
            self.terms.push(&theme_key(theme), 1);
        }
    }

    fn topics(
        &mut self,
        themes: Option<&[ThemeId]>,
        kinds: Option<&[CooperationKind]>,
        concepts: &[ConceptId],
    ) {
        let themes = themes.unwrap_or_default().iter().map(|theme| Dimension::Theme.term(theme.as_str()));
        self.facets.extend(themes);
        let kinds = kinds.unwrap_or_default().iter().map(|kind| Dimension::Kind.term(kind.as_str()));
        self.facets.extend(kinds);
        self.facets.extend(concepts.iter().map(|concept| Dimension::Concept.term(concept.as_str())));
    }

    fn place(&mut self, country: Option<&CountryCode>, territory: Option<&TerritoryCode>, profile: &Profile) {
        self.facets.extend(country.map(|country| Dimension::Country.term(country.as_str())));
        let zone = profile.zone_of(country, territory);
        self.facets.extend(zone.map(|place| Dimension::Zone.term(&place.zone.id)));
    }

    fn amount(&mut self, amount: Option<&MoneyRange>) {
        self.amount_minor = amount.and_then(MoneyRange::upper_minor);
    }

    fn into_document(self, id: &RecordId, fields: &Fields) -> Result<TantivyDocument, IndexError> {
        let encoded =
            |json: serde_json::Result<Vec<u8>>| json.map_err(|error| IndexError::Engine(error.to_string()));
        let facts = encoded(self.facts)?;
        let bag = self.bag.encode();
        let mut document =
            TantivyDocument::with_capacity(self.terms.len() + facts.len() + bag.len() + OTHER_BYTES);
        document.add_text(fields.id, id.as_str());
        document.add_text(fields.terms, self.terms.into_text());
        document.add_u64(fields.order, order(id));
        document.add_f64(fields.length, self.bag.length());
        document.add_bytes(fields.facts, &facts);
        document.add_bytes(fields.bag, &bag);
        for facet in self.facets {
            document.add_text(fields.facet, facet);
        }
        for day in self.closes {
            document.add_i64(fields.closes, day);
        }
        if let Some(amount_minor) = self.amount_minor {
            document.add_i64(fields.amount_minor, amount_minor);
        }
        if self.duplicate {
            document.add_u64(fields.duplicate, 1);
        }
        if let Some(ties) = self.ties {
            document.add_u64(fields.tied, 1);
            document.add_bytes(fields.ties, &encoded(serde_json::to_vec(&ties))?);
        }
        Ok(document)
    }
}
