//! A corpus of any size, the same every time: real texts recombined, with plausible codes and dates around them.
//!
//! Takes its texts from the recorded payloads and labelled sets beside the repository where they are,
//! else from the demo's own offers. Nothing it makes is a true offer.

mod texts;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use matcher_core::model::{
    CooperationKind, Draft, LanguageTag, Localized, MoneyRange, Offer, SourceId, ThemeId,
};
use serde_json::json;
use texts::RealText;

/// The day on which the corpus was «harvested»; deadlines lie around it.
pub(crate) const TODAY: Date = date(2026, 11, 20);

const SOURCES: [&str; 8] = [
    "eu-portal",
    "grants-gov",
    "feed-boa",
    "agcid",
    "daad",
    "aides-territoires",
    "world-bank",
    "embassy-japan",
];
/// Providers with their share, in parts of 100.
const COUNTRIES: [(&str, u64); 14] = [
    ("EU", 30),
    ("US", 22),
    ("FR", 8),
    ("DE", 7),
    ("ES", 6),
    ("AR", 5),
    ("BR", 4),
    ("CA", 4),
    ("JP", 3),
    ("CN", 3),
    ("IT", 3),
    ("MX", 2),
    ("AU", 2),
    ("KR", 1),
];
const KINDS: [(CooperationKind, u64); 7] = [
    (CooperationKind::Grant, 55),
    (CooperationKind::Scholarship, 15),
    (CooperationKind::JointResearch, 10),
    (CooperationKind::Training, 7),
    (CooperationKind::TechnicalAssistance, 5),
    (CooperationKind::CulturalExchange, 5),
    (CooperationKind::Network, 3),
];

/// The texts that the corpus is made of.
pub(crate) struct LargeCorpus {
    texts: Vec<RealText>,
    themes: Vec<ThemeId>,
}

impl LargeCorpus {
    /// Reads the texts.
    pub(crate) fn load() -> Self {
        let themes =
            matcher_core::model::themes().iter().map(|theme| theme.id.parse().expect("a theme")).collect();
        Self { texts: texts::load(), themes }
    }

    /// The first `count` offers of the corpus.
    pub(crate) fn offers(&self, count: usize) -> impl Iterator<Item = Draft<Offer>> {
        (0..count).map(|number| self.offer(number))
    }

    fn offer(&self, number: usize) -> Draft<Offer> {
        let mut chance = Chance::seeded(number as u64);
        let text = &self.texts[number % self.texts.len()];
        let source: SourceId = SOURCES[chance.below(8) as usize].parse().expect("a source");
        let language: LanguageTag = text.language.parse().expect("a tag");
        let kind = chance.weighted(&KINDS);
        let rolling = chance.below(10) == 0;
        let in_lines = |text: &str| (!text.trim().is_empty()).then(|| Localized::new(language.clone(), text));
        Draft {
            external_id: format!("{}-{number}", source.as_str().to_uppercase()),
            source,
            values: Offer {
                title: in_lines(&text.title),
                summary: text.sentences.first().and_then(|first| in_lines(first)),
                body: in_lines(&self.body(number, text, &mut chance)),
                publisher: Some(format!("Publisher {}", chance.below(400))),
                country: Some(chance.weighted(&COUNTRIES).parse().expect("a country")),
                kinds: Some(vec![kind]),
                themes: Some(self.themes(&mut chance)),
                languages: Some(vec![language.clone()]),
                deadlines: (!rolling && chance.below(10) < 7).then(|| deadlines(&mut chance)),
                rolling: rolling.then_some(true),
                amount: (chance.below(2) == 0).then(|| amount(&mut chance)),
                published: Some(TODAY - i64::try_from(chance.below(400)).expect("small").days()),
                ..Offer::default()
            },
            asides: Vec::new(),
            evidence: Default::default(),
        }
    }

    /// The text's own sentences; from the second round on with two of another text of its language among them.
    fn body(&self, number: usize, text: &RealText, chance: &mut Chance) -> String {
        let mut sentences: Vec<&str> = text.sentences.iter().skip(1).map(String::as_str).collect();
        if number >= self.texts.len() {
            for _ in 0..2 {
                let other = &self.texts[chance.below(self.texts.len() as u64) as usize];
                if other.language == text.language && !other.sentences.is_empty() {
                    let drawn = chance.below(other.sentences.len() as u64) as usize;
                    let place = chance.below(sentences.len() as u64 + 1) as usize;
                    sentences.insert(place, &other.sentences[drawn]);
                }
            }
        }
        sentences.join(" ")
    }

    fn themes(&self, chance: &mut Chance) -> Vec<ThemeId> {
        let mut themes: Vec<ThemeId> = (0..=chance.below(2))
            .map(|_| self.themes[chance.below(self.themes.len() as u64) as usize].clone())
            .collect();
        themes.dedup();
        themes
    }
}

fn deadlines(chance: &mut Chance) -> Vec<matcher_core::model::Deadline> {
    let days = i64::try_from(chance.below(700)).expect("small") - 200;
    let date = TODAY + days.days();
    vec![matcher_core::model::Deadline { date, time: None, time_zone: None, label: None }]
}

fn amount(chance: &mut Chance) -> MoneyRange {
    let max = (chance.below(500) + 1) * 5_000;
    serde_json::from_value(json!({ "max": max.to_string(), "currency": "EUR" })).expect("an amount")
}

/// SplitMix64: a few lines, and the same numbers everywhere.
struct Chance(u64);

impl Chance {
    fn seeded(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5eed)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % bound
    }

    fn weighted<T: Copy>(&mut self, choices: &[(T, u64)]) -> T {
        let mut left = self.below(choices.iter().map(|(_, share)| share).sum());
        for (choice, share) in choices {
            if left < *share {
                return *choice;
            }
            left -= share;
        }
        choices[0].0
    }
}
