//! An explanation as sentences: what speaks for a match, what against it, and what nobody knows.

use matcher_core::model::{CountryCode, Verdict};
use matcher_core::score::{
    Component, ComponentName, Evidence, Explanation, Gate, Profile, SubjectMatch, WordMatch,
};

use super::names::{self, Named, names_of};
use super::{Language, amount, date, list, phrase, say};

/// Most words named in one sentence.
const WORDS_NAMED: usize = 6;

/// Everything worth telling about a match: known reasons in the order of the components, then what is unknown.
pub fn reasons(explanation: &Explanation, profile: &Profile, language: Language) -> Vec<String> {
    let mut sentences = known(explanation, profile, language);
    sentences.extend(unknowns(explanation, profile, language));
    sentences
}

/// A sentence that rests on something stated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// What it is about.
    pub component: ComponentName,
    /// Whether it speaks for the match.
    pub favours: bool,
    /// The sentence.
    pub text: String,
}

/// The sentences that rest on something stated, with the side each takes.
pub fn told(explanation: &Explanation, profile: &Profile, language: Language) -> Vec<Told> {
    let teller = Teller { profile, language };
    let mut all = Vec::new();
    for component in &explanation.components {
        let Some(value) = component.value else { continue };
        // A word in common speaks for a match however little it weighs.
        let favours = value >= 0.5 || component.name == ComponentName::Text;
        let sentences = teller.evidence(component).into_iter();
        all.extend(sentences.map(|text| Told { component: component.name, favours, text }));
    }
    all
}

/// The same sentences without their sides.
pub fn known(explanation: &Explanation, profile: &Profile, language: Language) -> Vec<String> {
    told(explanation, profile, language).into_iter().map(|told| told.text).collect()
}

/// The sentences that say what is not known, each once.
pub fn unknowns(explanation: &Explanation, profile: &Profile, language: Language) -> Vec<String> {
    let Open { need, found } = open(explanation, profile, language);
    found.into_iter().chain(need).collect()
}

/// What is not known, by the side that could tell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Open {
    /// What the need leaves open: the same for everything found for it.
    pub need: Vec<String>,
    /// What the record found leaves open.
    pub found: Vec<String>,
}

/// The sentences that say what is not known, each once, by the side that could tell.
pub fn open(explanation: &Explanation, profile: &Profile, language: Language) -> Open {
    let teller = Teller { profile, language };
    let mut open = Open::default();
    for component in explanation.components.iter().filter(|component| component.value.is_none()) {
        for (of_need, sentence) in teller.unknown(component) {
            let side = if of_need { &mut open.need } else { &mut open.found };
            if !side.contains(&sentence) {
                side.push(sentence);
            }
        }
    }
    open
}

/// Why a candidate was kept out.
pub fn gate(gate: &Gate, language: Language) -> String {
    match gate {
        Gate::Closed { closed } => {
            phrase(language, "gate-closed").with("date", date(*closed, language)).text()
        }
        Gate::Ineligible { country, quote: Some(quote), .. } => phrase(language, "gate-ineligible-quoted")
            .with("country", names::country(country, language))
            .with("quote", quote)
            .text(),
        Gate::Ineligible { country, quote: None, .. } => {
            phrase(language, "gate-ineligible").with("country", names::country(country, language)).text()
        }
        Gate::Outbound => say(language, "gate-outbound"),
        Gate::Withdrawn => say(language, "gate-withdrawn"),
    }
}

/// Whether the need's kind of institution may apply.
pub fn applicant(admitted: bool, language: Language) -> String {
    say(language, if admitted { "reason-applicant-admitted" } else { "reason-applicant-refused" })
}

struct Teller<'a> {
    profile: &'a Profile,
    language: Language,
}

impl Teller<'_> {
    fn evidence(&self, component: &Component) -> Vec<String> {
        let language = self.language;
        match &component.evidence {
            Evidence::Words { words, subjects, .. } => {
                let mut sentences = self.words(words);
                sentences.extend(self.subjects(subjects));
                sentences
            }
            Evidence::Themes { shared, need, offer, .. } => {
                let name = |ids: &[_]| ids.iter().map(|id| names::theme(id, language)).collect::<Vec<_>>();
                self.shared_or_both("reason-themes", "themes", &name(shared), &name(need), &name(offer))
            }
            Evidence::Eligibility { country, verdict, quote, applicant_admitted, .. } => {
                let mut sentences = vec![self.eligibility(country, *verdict, quote.as_deref())];
                sentences.extend(applicant_admitted.map(|admitted| applicant(admitted, language)));
                sentences
            }
            Evidence::Kinds { shared, need, offer } => {
                let name = |kinds: &[_]| names_of(kinds, language);
                self.shared_or_both("reason-kinds", "kinds", &name(shared), &name(need), &name(offer))
            }
            Evidence::LeadTime { closes, days_left, days_needed } => match (closes, days_left) {
                (Some(closes), Some(left)) => vec![
                    phrase(language, "reason-lead-days")
                        .count("left", *left)
                        .count("needed", *days_needed)
                        .with("date", date(*closes, language))
                        .text(),
                ],
                _ => vec![phrase(language, "reason-lead-rolling").count("needed", *days_needed).text()],
            },
            Evidence::Levels { need, offer } => {
                let same = offer.contains(need);
                vec![
                    phrase(language, if same { "reason-levels-same" } else { "reason-levels-other" })
                        .with("need", need.name(language))
                        .with("offer", list(&names_of(offer, language), language))
                        .text(),
                ]
            }
            Evidence::Tie { partner, kind, territory } => vec![
                phrase(language, "reason-tie")
                    .with("kind", kind.name(language))
                    .with("partner", partner)
                    .with("territory", names::territory(territory, self.profile, language))
                    .text(),
            ],
            Evidence::Amount { .. } => self.amounts(&component.evidence),
            Evidence::Languages { offer, staff } => {
                let name = |tags: &[_]| tags.iter().map(|tag| names::language_name(tag, language)).collect();
                let (offer, staff): (Vec<String>, Vec<String>) = (name(offer), name(staff));
                let shared: Vec<String> = offer.iter().filter(|name| staff.contains(name)).cloned().collect();
                self.languages(&shared, &offer, &staff)
            }
            Evidence::Freshness { published, days } => {
                let id = if *days < 0 { "reason-freshness-ahead" } else { "reason-freshness" };
                vec![
                    phrase(language, id).count("days", *days).with("date", date(*published, language)).text(),
                ]
            }
            Evidence::Zone { zone, place, priority } => vec![
                phrase(language, "reason-zone")
                    .with("zone", names::zone(zone, self.profile, language))
                    .with("place", names::place(place, self.profile, language))
                    .count("priority", (priority * 100.0).round() as i64)
                    .text(),
            ],
            Evidence::Unstated { .. } => Vec::new(),
        }
    }

    fn words(&self, words: &[WordMatch]) -> Vec<String> {
        let named: Vec<String> = words.iter().take(WORDS_NAMED).map(|word| self.word(word)).collect();
        if named.is_empty() {
            return Vec::new();
        }
        let count = i64::try_from(named.len()).unwrap_or(i64::MAX);
        let text = phrase(self.language, "reason-words").count("count", count);
        vec![text.with("words", list(&named, self.language)).text()]
    }

    /// Each concept of the need once: it may have met a narrower and a broader one too.
    fn subjects(&self, subjects: &[SubjectMatch]) -> Option<String> {
        let mut named: Vec<String> = Vec::new();
        for subject in subjects.iter().take(WORDS_NAMED) {
            let name = names::concept(&subject.need, self.language);
            let pair = if subject.need == subject.offer {
                name
            } else {
                let offer = names::concept(&subject.offer, self.language);
                phrase(self.language, "reason-subject-pair").with("need", name).with("offer", offer).text()
            };
            if !named.contains(&pair) {
                named.push(pair);
            }
        }
        let count = i64::try_from(named.len()).unwrap_or(i64::MAX);
        let text = phrase(self.language, "reason-subjects").count("count", count);
        (!named.is_empty()).then(|| text.with("subjects", named.join("; ")).text())
    }

    fn word(&self, word: &WordMatch) -> String {
        if word.need.to_lowercase() == word.offer.to_lowercase() {
            return phrase(self.language, "quoted").with("text", &word.need).text();
        }
        phrase(self.language, "reason-word-pair").with("need", &word.need).with("offer", &word.offer).text()
    }

    fn shared_or_both(
        &self,
        id: &str,
        name: &'static str,
        shared: &[String],
        need: &[String],
        offer: &[String],
    ) -> Vec<String> {
        let language = self.language;
        if shared.is_empty() {
            let none = phrase(language, format!("{id}-none"));
            return vec![none.with("need", need.join(", ")).with("offer", offer.join(", ")).text()];
        }
        let count = i64::try_from(shared.len()).unwrap_or(i64::MAX);
        // Names of themes hold commas and «y» themselves.
        vec![phrase(language, id).count("count", count).with(name, shared.join("; ")).text()]
    }

    fn languages(&self, shared: &[String], offer: &[String], staff: &[String]) -> Vec<String> {
        let language = self.language;
        if staff.is_empty() {
            let only = phrase(language, "reason-languages-offer");
            return vec![only.with("offer", list(offer, language)).text()];
        }
        if shared.is_empty() {
            let none = phrase(language, "reason-languages-none");
            return vec![
                none.with("offer", list(offer, language)).with("staff", list(staff, language)).text(),
            ];
        }
        let count = i64::try_from(shared.len()).unwrap_or(i64::MAX);
        let text = phrase(language, "reason-languages-shared").count("count", count);
        vec![text.with("languages", list(shared, language)).text()]
    }

    fn eligibility(&self, country: &CountryCode, verdict: Verdict, quote: Option<&str>) -> String {
        let suffix = if quote.is_some() { "-quoted" } else { "" };
        phrase(self.language, format!("reason-eligible-{verdict}{suffix}"))
            .with("country", names::country(country, self.language))
            .with("quote", quote.unwrap_or_default())
            .text()
    }

    fn amounts(&self, evidence: &Evidence) -> Vec<String> {
        let Evidence::Amount { offered, needed, co_financing_asked, co_financing_able } = evidence else {
            return Vec::new();
        };
        let language = self.language;
        let mut sentences = Vec::new();
        if let Some(offered) = offered {
            let id = if needed.is_some() { "reason-amount-both" } else { "reason-amount-offered" };
            let mut text = phrase(language, id).with("offered", amount(offered, language));
            if let Some(needed) = needed {
                text = text.with("needed", amount(needed, language));
            }
            sentences.push(text.text());
        }
        if let Some(asked) = co_financing_asked {
            let id =
                if co_financing_able.is_some() { "reason-cofinancing-both" } else { "reason-cofinancing" };
            let able = co_financing_able.unwrap_or_default();
            sentences.push(phrase(language, id).count("asked", *asked).count("able", able).text());
        }
        sentences
    }

    /// Each sentence, and whether it is the need that could tell.
    fn unknown(&self, component: &Component) -> Vec<(bool, String)> {
        let language = self.language;
        if let Evidence::Eligibility { country, verdict, quote, .. } = &component.evidence {
            return vec![(false, self.eligibility(country, *verdict, quote.as_deref()))];
        }
        let general =
            || vec![(false, say(language, format!("unstated-{}", names::component_code(component.name))))];
        let Evidence::Unstated { fields } = &component.evidence else { return general() };
        let sentence = |field: &String| {
            let found = phrase(language, format!("unstated-{}", field.replace(['.', '_'], "-"))).find();
            found.map(|sentence| (field.starts_with("need."), sentence))
        };
        let sentences: Option<Vec<_>> = fields.iter().map(sentence).collect();
        sentences.filter(|sentences| !sentences.is_empty()).unwrap_or_else(general)
    }
}
