//! An explanation as sentences: what speaks for a match, and what against it.

use matcher_core::model::{CountryCode, RecordKind, Verdict};
use matcher_core::score::{
    Component, ComponentName, Evidence, Explanation, Gate, Profile, SubjectMatch, WordMatch,
};

use super::names::{self, Named, names_of};
use super::{Language, Phrase, amount, date, list, phrase, say, unknowns};

/// Most words named in one sentence.
const WORDS_NAMED: usize = 6;
/// Words that mean the same with less than this probability are not told as the same.
const RELATED: f64 = 0.2;

/// Everything worth telling about a match with a record of this kind: known reasons in the order of the components, then what is unknown.
pub fn reasons(
    found: RecordKind,
    explanation: &Explanation,
    profile: &Profile,
    language: Language,
) -> Vec<String> {
    let known = told(found, explanation, profile, language);
    let mut sentences: Vec<String> = known.into_iter().map(|told| told.text).collect();
    sentences.extend(unknowns(found, explanation, language));
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
pub fn told(
    found: RecordKind,
    explanation: &Explanation,
    profile: &Profile,
    language: Language,
) -> Vec<Told> {
    let teller = Teller { profile, language, of_partner: found == RecordKind::Partner };
    let mut all = Vec::new();
    for component in &explanation.components {
        let Some(value) = component.value else { continue };
        let favours = favours(component, value);
        let sentences = teller.evidence(component).into_iter();
        all.extend(sentences.map(|text| Told { component: component.name, favours, text }));
    }
    all
}

/// What both sides share speaks for a match however little it counts.
fn favours(component: &Component, value: f64) -> bool {
    match &component.evidence {
        Evidence::Words { .. } | Evidence::Tie { .. } => true,
        Evidence::Themes { shared, .. } => !shared.is_empty(),
        _ => value >= 0.5,
    }
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

/// Whether the country may apply.
pub(super) fn eligibility(
    country: &CountryCode,
    verdict: Verdict,
    quote: Option<&str>,
    language: Language,
) -> String {
    let suffix = if quote.is_some() { "-quoted" } else { "" };
    phrase(language, format!("reason-eligible-{verdict}{suffix}"))
        .with("country", names::country(country, language))
        .with("quote", quote.unwrap_or_default())
        .text()
}

/// Whether two words hardly mean the same: they only look alike (a form that is none of the word's own was taken for
/// its letters), or are related at best.
fn is_loose(word: &WordMatch) -> bool {
    word.probability < RELATED || word.probability < 1.0 && word.key.starts_with("w:")
}

struct Teller<'a> {
    profile: &'a Profile,
    language: Language,
    /// Whether a partner is told of, and not an offer.
    of_partner: bool,
}

impl Teller<'_> {
    fn evidence(&self, component: &Component) -> Vec<String> {
        let language = self.language;
        match &component.evidence {
            Evidence::Words { words, subjects, .. } => self.words(words, subjects),
            Evidence::Themes { shared, need, offer, need_deduced, offer_deduced, .. } => {
                let name = |ids: &[_]| ids.iter().map(|id| names::theme(id, language)).collect::<Vec<_>>();
                let told =
                    self.shared_or_both("reason-themes", "themes", &name(shared), &name(need), &name(offer));
                told.into_iter().map(|text| self.deduced(text, *need_deduced, *offer_deduced)).collect()
            }
            Evidence::Eligibility { country, verdict, quote, applicant_admitted, .. } => {
                let mut sentences = vec![eligibility(country, *verdict, quote.as_deref(), language)];
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

    /// The words and subjects in common, and last the words that only look alike or are related.
    fn words(&self, words: &[WordMatch], subjects: &[SubjectMatch]) -> Vec<String> {
        let (loose, common): (Vec<_>, Vec<_>) =
            words.iter().take(WORDS_NAMED).partition(|word| is_loose(word));
        let common = self.named_words("reason-words", &common);
        let loose = self.named_words("reason-words-loose", &loose);
        common.into_iter().chain(self.subjects(subjects)).chain(loose).collect()
    }

    fn named_words(&self, id: &str, words: &[&WordMatch]) -> Option<String> {
        let named: Vec<String> = words.iter().map(|word| self.word(word)).collect();
        let count = i64::try_from(named.len()).unwrap_or(i64::MAX);
        let text = phrase(self.language, id).count("count", count);
        (!named.is_empty()).then(|| text.with("words", list(&named, self.language)).text())
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

    /// Says which side's themes were only read out of its words.
    fn deduced(&self, text: String, of_need: bool, of_offer: bool) -> String {
        let said = match (of_need, of_offer) {
            (true, _) => phrase(self.language, "reason-themes-deduced-need"),
            (_, true) => self.of_record("reason-themes-deduced-offer"),
            _ => return text,
        };
        said.with("text", text).text()
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
            let none = self.of_record(&format!("{id}-none"));
            return vec![none.with("need", list(need, language)).with("offer", list(offer, language)).text()];
        }
        let count = i64::try_from(shared.len()).unwrap_or(i64::MAX);
        // Names of themes hold commas and «y» themselves.
        vec![phrase(language, id).count("count", count).with(name, shared.join("; ")).text()]
    }

    fn languages(&self, shared: &[String], offer: &[String], staff: &[String]) -> Vec<String> {
        let language = self.language;
        if staff.is_empty() {
            let only = self.of_record("reason-languages-only");
            return vec![only.with("offer", list(offer, language)).text()];
        }
        if shared.is_empty() {
            let none = self.of_record("reason-languages-none");
            return vec![
                none.with("offer", list(offer, language)).with("staff", list(staff, language)).text(),
            ];
        }
        let count = i64::try_from(shared.len()).unwrap_or(i64::MAX);
        let text = self.of_record("reason-languages-shared").count("count", count);
        vec![text.with("languages", list(shared, language)).text()]
    }

    /// A phrase that reads otherwise where a partner was found.
    fn of_record(&self, id: &str) -> Phrase {
        phrase(self.language, if self.of_partner { format!("{id}-partner") } else { id.to_owned() })
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
}
