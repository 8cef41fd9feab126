//! What is read: the passages of an offer, each with the part it plays.
//!
//! Adapters hand over what their source keeps apart (who may apply, closing dates, money) under its own part; the rest
//! is text.

use jiff::civil::Date;

use super::dates::{DateContext, Lang, Order};
use super::folded::Folded;
use super::sentence::{Sentence, sentences};
use crate::model::{
    ActorKind, AsideTopic, CooperationKind, CountryCode, Draft, LanguageTag, Localized, Offer,
};

/// Most of one passage that is read, in bytes.
pub const MAX_PASSAGE_BYTES: usize = 60_000;
/// Most passages that are read.
pub const MAX_PASSAGES: usize = 24;

/// The part a passage plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// What the source calls the record.
    Identifier,
    /// The title.
    Title,
    /// Summary and body.
    Text,
    /// What the source keeps under «who may apply».
    Eligibility,
    /// What the source keeps under «closing dates».
    Deadline,
    /// What the source keeps under «opening date».
    Opening,
    /// What the source keeps under «money».
    Amount,
    /// The publisher's name.
    Publisher,
}

impl Part {
    const fn of(topic: AsideTopic) -> Self {
        match topic {
            AsideTopic::Eligibility => Self::Eligibility,
            AsideTopic::Deadline => Self::Deadline,
            AsideTopic::Opening => Self::Opening,
            AsideTopic::Amount => Self::Amount,
        }
    }
}

/// Text of one part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// Its part.
    pub part: Part,
    /// The field of the offer it stands in, as evidence names it.
    pub field: &'static str,
    /// The text.
    pub text: String,
    /// Its language, if known.
    pub language: Option<LanguageTag>,
}

/// An offer as it is read.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// Its passages.
    pub passages: Vec<Passage>,
    /// The provider's country.
    pub country: Option<CountryCode>,
    /// What sort of body the publisher is.
    pub publisher_kind: Option<ActorKind>,
    /// Forms of cooperation that the source states.
    pub kinds: Vec<CooperationKind>,
    /// The day it was published, if known.
    pub published: Option<Date>,
}

impl Reading {
    /// Reads what stands in the offer itself, and what its source keeps under headings of its own.
    pub fn of_draft(draft: &Draft<Offer>) -> Self {
        let offer = &draft.values;
        let mut reading = Self::of(&draft.external_id, offer);
        let language = offer.title.iter().flat_map(Localized::iter).map(|(language, _)| language).next();
        let language = language.filter(|language| !language.is_undetermined());
        for aside in &draft.asides {
            reading.add(Part::of(aside.topic), "aside", &aside.text, language.cloned());
        }
        reading
    }

    /// Reads what stands in the offer itself.
    pub fn of(external_id: &str, offer: &Offer) -> Self {
        let mut reading = Self {
            country: offer.country.clone(),
            publisher_kind: offer.publisher_kind,
            kinds: offer.kinds.clone().unwrap_or_default(),
            published: offer.published,
            ..Self::default()
        };
        reading.add(Part::Identifier, "external_id", external_id, None);
        if let Some(publisher) = &offer.publisher {
            reading.add(Part::Publisher, "publisher", publisher, None);
        }
        reading.add_localized(Part::Title, "title", offer.title.as_ref());
        reading.add_localized(Part::Text, "summary", offer.summary.as_ref());
        reading.add_localized(Part::Text, "body", offer.body.as_ref());
        reading
    }

    /// Adds a passage; one without text is left out.
    pub fn add(&mut self, part: Part, field: &'static str, text: &str, language: Option<LanguageTag>) {
        if !text.trim().is_empty() && self.passages.len() < MAX_PASSAGES {
            self.passages.push(Passage { part, field, text: text.to_owned(), language });
        }
    }

    fn add_localized(&mut self, part: Part, field: &'static str, text: Option<&Localized>) {
        for (language, text) in text.into_iter().flat_map(Localized::iter) {
            let language = (!language.is_undetermined()).then(|| language.clone());
            self.add(part, field, text, language);
        }
    }

    /// Folds every passage once, for all readers.
    pub(super) fn fold(&self) -> Vec<Folding<'_>> {
        let folded = |passage| Folding::of(passage, self.country.as_ref());
        self.passages.iter().map(folded).collect()
    }
}

/// A passage folded and taken apart into sentences.
pub(super) struct Folding<'a> {
    pub(super) passage: &'a Passage,
    pub(super) folded: Folded<'a>,
    pub(super) sentences: Vec<Sentence>,
    pub(super) dates: DateContext,
}

impl<'a> Folding<'a> {
    fn of(passage: &'a Passage, country: Option<&CountryCode>) -> Self {
        let folded = Folded::of(&passage.text, MAX_PASSAGE_BYTES);
        let sentences = sentences(&folded.text);
        let lang = passage.language.as_ref().and_then(Lang::of);
        let dates = DateContext { lang, order: Order::of(lang, country), written: None };
        Self { passage, folded, sentences, dates }
    }

    /// The folded words of a sentence.
    pub(super) fn words(&self, sentence: &Sentence) -> &str {
        &self.folded.text[sentence.span.clone()]
    }

    /// What stands in the original around a span of the folded text: its sentence, cut to a readable length.
    pub(super) fn quote(&self, span: &std::ops::Range<usize>) -> String {
        let sentence =
            self.sentences.iter().find(|one| one.span.start <= span.start && span.start < one.span.end);
        let whole = sentence.map_or_else(|| span.clone(), |one| one.span.start..one.span.end.max(span.end));
        super::sentence::quote(&self.folded, &whole, span)
    }
}
